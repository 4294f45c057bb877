"""The local page as a person uses it: paste, look, click, correct, take away; with a mouse, with keys, on a phone."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extractor.records import Announcement
from tests.browser.conftest import Watched

Opener = Callable[..., Watched]
SAMPLES = Path(__file__).parent.parent.parent / "samples"


def read(watched: Watched, text: str) -> None:
    page = watched.page
    page.get_by_label("Testo del comunicato").fill(text)
    page.get_by_role("button", name="Leggi").click()
    page.locator("#stato:not(.busy)", has_text="nom").wait_for()


def corrected(watched: Watched) -> None:
    """Wait until a correction has come back from the server."""
    watched.page.locator("#finestra").wait_for(state="hidden")
    watched.page.locator("#stato", has_text="Corretto").wait_for()


def paste(watched: Watched, text: str) -> None:
    """Give a text to the page as the clipboard does."""
    watched.page.evaluate(
        """text => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
            document.getElementById("testo").dispatchEvent(event);
        }""",
        text,
    )


def saved(watched: Watched, name: str) -> bytes:
    with watched.page.expect_download() as waiting:
        watched.page.get_by_role("button", name=f"Scarica {name}").click()
    return Path(waiting.value.path()).read_bytes()


def drop(watched: Watched, name: str, data: bytes, media_type: str) -> None:
    transfer = watched.page.evaluate_handle(
        """([name, bytes, type]) => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([new Uint8Array(bytes)], name, { type }));
            return transfer;
        }""",
        [name, list(data), media_type],
    )
    for event in ("dragenter", "dragover", "drop"):
        watched.page.dispatch_event("#ingresso", event, {"dataTransfer": transfer})


def in_sight(watched: Watched, selector: str) -> bool:
    return bool(
        watched.page.locator(selector).first.evaluate(
            "e => { const b = e.getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight && b.height > 0; }"
        )
    )


def test_the_source_document_from_paste_to_file(local_page: str, open_page: Opener, source_text: str) -> None:
    watched = open_page(local_page)
    page = watched.page
    read(watched, source_text)
    assert page.locator(".agreement").count() == 2
    assert page.locator("#stato").inner_text().startswith("2 accordi, 7 somme")

    page.locator(".sums").get_by_role("link", name="69.412,50 €").click()
    marked = page.locator(".text .is-current")
    assert marked.all_inner_texts() == ["69.412,50 euro"]
    assert in_sight(watched, ".text .is-current")

    page.locator(".text a.m", has_text="39.888,45 euro").click()
    row = page.locator("tr.is-current")
    assert "39.888,45" in row.inner_text()
    assert in_sight(watched, "tr.is-current")

    page.get_by_role("button", name="Correggi la somma 69.412,50 €").click()
    page.get_by_label("Che cos'è").select_option("prestito")
    page.get_by_role("dialog").get_by_role("button", name="Correggi").click()
    corrected(watched)
    record = Announcement.from_json(saved(watched, "JSON"))
    assert {amount.text: amount.role for amount in record.all_amounts()}["69.412,50 euro"] == "loan"
    assert record.text == source_text

    rows = csv.DictReader(
        io.StringIO(zipfile.ZipFile(io.BytesIO(saved(watched, "CSV"))).read("amounts.csv").decode("utf-8-sig"))
    )
    assert {row["value"]: row["role"] for row in rows}["69412.50"] == "loan"
    assert saved(watched, "XLSX")[:2] == b"PK"
    gold = zipfile.ZipFile(io.BytesIO(saved(watched, "Per il corpus")))
    (name,) = [name for name in gold.namelist() if name.endswith(".gold.json")]
    assert '"role": "loan"' in gold.read(name).decode()
    assert gold.read(name.replace(".gold.json", ".txt")).decode() == source_text

    page.get_by_role("button", name="Annulla l'ultima correzione").click()
    page.locator("#stato", has_text="annullata").wait_for()
    assert '"loan"' not in saved(watched, "JSON").decode()


def test_words_are_marked_relabelled_and_taken_out(local_page: str, open_page: Opener) -> None:
    watched = open_page(local_page)
    page = watched.page
    read(watched, "😀 La Regione Liguria paga 3.000 euro alla bottega Zanzibar di Recco.")
    dialog = page.get_by_role("dialog")

    page.evaluate(
        """() => {
            const pane = document.querySelector("[data-text]");
            const walker = document.createTreeWalker(pane, NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf("Zanzibar");
                if (at >= 0) {
                    getSelection().setBaseAndExtent(node, at, node, at + 8);
                }
            }
        }"""
    )
    page.get_by_role("button", name="Segna nel testo").click()
    assert page.get_by_label("Parole del testo").input_value() == "Zanzibar"
    page.get_by_label("Che cosa sono").select_option("Impresa")
    dialog.get_by_role("button", name="Segna").click()
    corrected(watched)
    assert page.locator(".text a.COMPANY", has_text="Zanzibar").count() == 1
    (company,) = [one for one in json.loads(saved(watched, "JSON"))["entities"] if one["name"] == "Zanzibar"]
    assert (company["label"], company["mentions"][0]["start"]) == ("COMPANY", 50)  # characters, the emoji is one

    page.get_by_role("button", name="Correggi Zanzibar").click()
    page.get_by_label("Che cos'è").select_option("Luogo")
    page.get_by_label("Nome").fill("Zanzibar <b>")
    dialog.get_by_role("button", name="Correggi").click()
    page.locator(".names", has_text="Zanzibar <b>").wait_for()
    assert page.locator(".text a.PLACE", has_text="Zanzibar").count() == 1

    page.get_by_role("button", name="Correggi Zanzibar <b>").click()
    dialog.get_by_role("button", name="Togli il nome").click()
    corrected(watched)
    page.locator(".text a", has_text="Zanzibar").wait_for(state="detached")


def test_a_sum_and_an_agreement_are_added_by_keys_alone(local_page: str, open_page: Opener) -> None:
    watched = open_page(local_page)
    page = watched.page
    page.keyboard.press("Tab")
    page.keyboard.type("Il Comune di Recco e la Rossi spa si accordano per una cifra tonda, dicono.")
    page.keyboard.press("Control+Enter")
    page.locator("#stato", has_text="nom").wait_for()
    assert page.evaluate("document.activeElement.id") == "risultato"

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    page.keyboard.type("Conv")  # the kind that begins so
    dialog.get_by_role("checkbox", name="Rossi spa").press("Space")
    dialog.get_by_role("button", name="Aggiungi").press("Enter")
    corrected(watched)
    convention = page.locator(".agreement", has=page.locator("h3", has_text="Convenzione"))
    assert convention.locator(".facts").inner_text().count("Rossi spa") == 1
    assert page.evaluate("document.activeElement.id") == "accordo"  # where the keys were before

    page.get_by_role("button", name="Segna nel testo").press("Enter")
    page.keyboard.type("una cifra tonda")
    page.get_by_label("Che cosa sono").select_option("Somma")
    page.get_by_label("Valore").fill("1,55")
    dialog.get_by_role("button", name="Segna").press("Enter")
    page.locator(".text a.AMOUNT", has_text="una cifra tonda").wait_for()
    assert page.locator(".sums .value", has_text="1,55 €").count() == 1


def test_what_is_wrong_is_said_in_the_dialog(local_page: str, open_page: Opener) -> None:
    watched = open_page(local_page)
    page = watched.page
    read(watched, "La Regione Liguria concede 3.000 euro alla Rossi spa.")
    page.get_by_role("button", name="Segna nel testo").click()
    dialog = page.get_by_role("dialog")
    page.get_by_label("Parole del testo").fill("non ci sono")
    dialog.get_by_role("button", name="Segna").click()
    assert dialog.get_by_role("alert").inner_text() == "queste parole non sono nel testo: scriverle come vi stanno"
    page.keyboard.press("Escape")
    assert not dialog.is_visible()


def test_a_pdf_is_dropped(local_page: str, open_page: Opener) -> None:
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.drawString(72, 760, "Bando per le botteghe")
    canvas.drawString(72, 720, "La Regione Liguria ha approvato il bando, con una dotazione di 3 milioni di euro.")
    canvas.save()
    watched = open_page(local_page)
    drop(watched, "bando.pdf", stream.getvalue(), "application/pdf")
    watched.page.locator(".sums", has_text="3.000.000 €").wait_for()
    assert "bando.pdf" in watched.page.locator(".meta").inner_text()


def test_of_an_archive_one_document_is_shown_and_the_others_offered(local_page: str, open_page: Opener) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("uno.txt", "Il Comune di Recco concede 77 euro alla Rossi spa.")
        archive.writestr("due <b>.txt", "La Regione Liguria concede 88 euro alla Rossi spa.")
        archive.writestr("foto.png", b"\x89PNG\r\n\x1a\n" + bytes(20))
    watched = open_page(local_page)
    page = watched.page
    drop(watched, "tutti.zip", stream.getvalue(), "application/zip")
    page.locator(".sums", has_text="77 €").wait_for()
    choice = page.get_by_label("Documento")
    assert choice.locator("option").all_inner_texts() == [
        "tutti.zip/uno.txt",
        "tutti.zip/due <b>.txt",
        "tutti.zip/foto.png (non letto)",
    ]
    choice.select_option(index=1)
    page.locator(".sums", has_text="88 €").wait_for()
    watched.has_no_violations()


def test_a_file_that_cannot_be_read_is_said_so(local_page: str, open_page: Opener) -> None:
    watched = open_page(local_page)
    drop(watched, "<img src=x onerror=alert(1)>.png", b"\x89PNG\r\n\x1a\n" + bytes(20), "image/png")
    watched.page.locator("#errore", has_text="è un'immagine").wait_for()
    assert watched.page.locator("#errore img").count() == 0
    watched.complaints = [one for one in watched.complaints if "422" not in one]  # the browser logs the status


def test_a_megabyte_of_text_stays_usable(local_page: str, open_page: Opener) -> None:
    told = (SAMPLES / "narni-addendum-accordo-programma.txt").read_text(encoding="utf-8")
    prose = "Il polo sorge negli spazi di un opificio dismesso, e i laboratori apriranno quando saranno pronti.\n\n"
    text = f"{told}\n\n{prose * 80}" * 100
    assert len(text) > 1_000_000
    watched = open_page(local_page)
    page = watched.page
    page.set_default_timeout(120_000)
    paste(watched, text)
    page.get_by_role("button", name="Leggi").click()
    page.locator("#stato:not(.busy)", has_text="nom").wait_for()
    # each click is answered by the next frame: time enough for a busy machine, none for a page that hangs
    seconds = page.evaluate(
        """async () => {
            const began = performance.now();
            const frame = () => new Promise(requestAnimationFrame);
            [...document.querySelectorAll(".sums .value a")].at(-1).click();
            await frame();
            document.querySelector(".text .is-current").click();
            await frame();
            return (performance.now() - began) / 1000;
        }"""
    )
    assert seconds < 5
    assert page.locator("tr.is-current").count() == 1
    assert page.locator(".text .is-current").count() >= 1


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_anybody_can_use_it(local_page: str, open_page: Opener, source_text: str, scheme: str, width: int) -> None:
    watched = open_page(local_page, color_scheme=scheme, viewport={"width": width, "height": 800})
    page = watched.page
    watched.has_no_violations()
    read(watched, source_text)
    page.locator(".sums").get_by_role("link", name="69.412,50 €").click()
    watched.has_no_violations()
    for opener in (
        "Correggi la somma 69.412,50 €",
        "Correggi l'accordo 1",
        "Correggi Regione Lombardia",
        "Segna nel testo",
    ):
        page.get_by_role("button", name=opener).first.click()
        watched.has_no_violations()
        page.keyboard.press("Escape")
    assert page.evaluate("document.documentElement.scrollWidth") <= width  # nothing to scroll sideways


def test_hostile_text_runs_nothing(local_page: str, open_page: Opener) -> None:
    payload = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    text = (
        f"# Regione {payload} premia <svg/onload=alert(3)>\n\n{payload}\n\n- La Regione Liguria concede 5.000 euro alla "
        f'"><script>alert(4)</script> spa\n\n[x](javascript:alert(5))\n\n|{payload}|{payload}|\n'
    )
    watched = open_page(local_page)
    read(watched, text)
    assert watched.page.locator("#vista").locator("img, script, iframe, svg[onload], [onerror]").count() == 0
    assert watched.page.locator("[data-text]").evaluate("e => e.textContent") == text
    drop(watched, f"{payload}.txt".replace("/", "_"), text.encode(), "text/plain")
    watched.page.locator(".meta", has_text="onerror").wait_for()
    assert watched.page.locator("#vista").locator("img, script, iframe").count() == 0


def test_the_policy_stops_a_script_that_got_in(local_page: str, open_page: Opener) -> None:
    watched = open_page(local_page)
    ran = watched.page.evaluate(
        """() => {
            document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.ran = 1'>");
            const script = document.createElement("script");
            script.textContent = "window.ran = 2";
            document.body.append(script);
            return window.ran ?? 0;
        }"""
    )
    assert ran == 0
    assert all(re.search("Content Security Policy|404", one) for one in watched.complaints)
    watched.complaints = []


def test_two_texts_one_after_the_other_show_the_second(local_page: str, open_page: Opener, source_text: str) -> None:
    watched = open_page(local_page)
    page = watched.page
    page.get_by_label("Testo del comunicato").fill(source_text)
    page.get_by_role("button", name="Leggi").click()
    read(watched, "Il Comune di Recco concede 77 euro alla Rossi spa.")
    page.locator(".sums", has_text="77 €").wait_for()
    assert page.locator(".text").inner_text() == "Il Comune di Recco concede 77 euro alla Rossi spa."
    watched.complaints = [one for one in watched.complaints if "abort" not in one.lower()]


def test_nothing_is_kept(local_page: str, open_page: Opener, source_text: str) -> None:
    watched = open_page(local_page)
    read(watched, source_text)
    stored: Any = watched.page.evaluate("() => [localStorage.length, sessionStorage.length, document.cookie]")
    assert stored == [0, 0, ""]
    watched.page.reload()
    assert watched.page.locator(".agreement").count() == 0
    assert watched.page.get_by_label("Testo del comunicato").input_value() == ""
