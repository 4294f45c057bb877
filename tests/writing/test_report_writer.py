"""The report as a file: one while it is small, past that a folder; whole or not at all."""

import base64
import re
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

from extractor.errors import WritingError
from extractor.records import Agreement, Amount, Announcement, Entity, Failure, Party, Source
from extractor.writing.report import ReportWriter
from extractor.writing.report.page import asset
from extractor.writing.writers import open_writer


def announcement(number: int, **fields: object) -> Announcement:
    text = f"Comunicato {number}: la Regione dà {number}.000 euro"
    start = text.index(f"{number}.000")
    amount = Amount(
        id="M1", value=number * 1000, currency="EUR", role="contribution", text=text[start:], start=start, end=len(text)
    )  # fmt: skip
    given: dict[str, object] = {
        "title": f"Comunicato {number}",
        "text": text,
        "published": "2024-01-09",
        "source": Source(name=f"{number}.txt"),
        "agreements": [Agreement(id="A1", kind="bando", amounts=[amount])],
    }
    return Announcement.model_validate(given | fields)


class Links(HTMLParser):
    """The addresses of a page, its ids, and how often it holds each element."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name in ("href", "src"):
                self.addresses.append(value or "")
            elif name == "id":
                self.ids.append(value or "")


def written(path: Path, *records: Announcement | Failure) -> str:
    with open_writer(path) as writer:
        for record in records:
            if isinstance(record, Failure):
                writer.write_failure(record)
            else:
                writer.write(record)
    return path.read_text(encoding="utf-8")


def test_one_announcement_needs_no_overview(tmp_path: Path, gold: Announcement, source_text: str) -> None:
    page = written(tmp_path / "uno.html", gold.model_copy(update={"text": source_text}))
    assert "Panoramica" not in re.sub(r"<(script|style)>.*?</\1>", "", page, flags=re.DOTALL)
    assert "<title>Impresa e innovazione, accordi per big data in sanità e lega per meccanica</title>" in page
    assert [path.name for path in tmp_path.iterdir()] == ["uno.html"]


def test_the_command_writes_it(tmp_path: Path, source_text: str) -> None:
    from extractor.cli import main

    sample = Path(__file__).parent.parent.parent / "samples" / "impresa-e-innovazione.md"
    assert main([str(sample), "--to", str(tmp_path / "a.html"), "--workers", "1"]) == 0
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert page.count('data-agreement="A') == 2
    assert "109.300,95" in page


def test_the_file_needs_nothing_else_and_lets_nothing_else_run(tmp_path: Path) -> None:
    page = written(tmp_path / "a.html", announcement(1), announcement(2))
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy.startswith("default-src &#39;none&#39;; ")
    for tag in ("style", "script"):
        (code,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, flags=re.DOTALL)
        digest = base64.b64encode(sha256(code.encode()).digest()).decode()
        assert f"{tag}-src &#39;sha256-{digest}&#39;" in policy
    assert all(address.startswith("#") for address in Links(page).addresses)
    assert "url(" not in asset("view.css") + asset("report.css")


def test_every_link_of_a_report_leads_into_it(tmp_path: Path) -> None:
    links = Links(written(tmp_path / "a.html", *(announcement(number) for number in range(1, 5))))
    assert {address[1:] for address in links.addresses} <= set(links.ids)
    assert len(links.ids) == len(set(links.ids))
    assert {"d1", "d4", "panoramica", "d3-doc"} <= set(links.ids)


def test_the_overview_adds_up_lists_repeats_and_failures(tmp_path: Path) -> None:
    page = written(
        tmp_path / "a.html",
        announcement(1),
        announcement(2),
        Failure(path="<b>.pdf", reason="è cifrato: toglierne la password"),
        announcement(2, source=Source(name="copia.txt"), title="Comunicato 2 – dell'ente sulla filiera"),
        announcement(2, source=Source(name="copia.txt"), title="Comunicato 2: dell'ente sulla filiera"),
    )
    assert '<strong class="whole">5.000 €</strong> in 3 somme, 1 file non letto' in page
    assert '<span class="repeat">ripete il n. 3</span>' in page
    assert "sembra ripetere il n. 3: 2.000 € non sommati" in page
    assert "<strong>&lt;b&gt;.pdf</strong>: è cifrato: toglierne la password" in page
    assert page.count(">2.000 €</s>") == 1


def test_totals_are_drawn_and_the_largest_comes_first(tmp_path: Path) -> None:
    body = Entity(id="E1", label="INSTITUTION", name="Comune di Recco")
    page = written(tmp_path / "a.html", announcement(1, entities=[body]), announcement(7))
    names = re.findall(r'<span class="name">([^<]*)</span><span class="value">([^<]*)</span>', page)
    assert names == [("non detto", "8.000 €"), ("senza un&#39;impresa indicata", "8.000 €"), ("2024", "8.000 €")]


def test_past_its_size_each_announcement_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ReportWriter, "most_announcements", 3)
    monkeypatch.setattr(ReportWriter, "rows_of_a_page", 4)
    place = tmp_path / "un rapporto #1.html"
    with ReportWriter(place) as writer:
        for number in range(1, 7):
            writer.write(announcement(number))
    assert writer.notices == ["molti comunicati: ciascuno è un file nella cartella un rapporto #1-comunicati"]
    folder = tmp_path / "un rapporto #1-comunicati"
    assert sorted(path.name for path in folder.iterdir()) == [*(f"0000{n}.html" for n in range(1, 7)), "elenco-2.html"]
    page = place.read_text(encoding="utf-8")
    assert "I comunicati sono 6, troppi per un file solo" in page
    assert '<strong class="whole">21.000 €</strong>' in page
    files = [place, *folder.iterdir()]
    for file in files:
        links = Links(file.read_text(encoding="utf-8"))
        for address in links.addresses:
            name, _, anchor = address.partition("#")
            target = file if not name else (file.parent / name.replace("%20", " ").replace("%23", "#")).resolve()
            assert target in files
            assert anchor in ("", *Links(target.read_text(encoding="utf-8")).ids)
    assert "Comunicati da 5 a 6" in page


def test_a_few_very_long_announcements_are_files_of_their_own_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ReportWriter, "most_characters", 10_000)
    written(tmp_path / "a.html", *(announcement(number, text="parola " * 1000) for number in (1, 2)))
    assert sorted(path.name for path in (tmp_path / "a-comunicati").iterdir()) == ["00001.html", "00002.html"]


def test_a_second_report_replaces_the_first_and_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ReportWriter, "most_announcements", 1)
    written(tmp_path / "a.html", *(announcement(number) for number in (1, 2, 3)))
    written(tmp_path / "a.html", *(announcement(number) for number in (1, 2)))
    assert sorted(path.name for path in (tmp_path / "a-comunicati").iterdir()) == ["00001.html", "00002.html"]


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ReportWriter, "most_announcements", 1)
    (tmp_path / "a-comunicati").mkdir()
    (tmp_path / "a-comunicati" / "tesi.doc").write_text("x")
    with pytest.raises(WritingError, match=r"tesi\.doc"):
        written(tmp_path / "a.html", announcement(1), announcement(2))
    assert [path.name for path in tmp_path.rglob("*")] == ["a-comunicati", "tesi.doc"]


def test_given_up_nothing_is_left(tmp_path: Path) -> None:
    writer = ReportWriter(tmp_path / "a.html")
    writer.write(announcement(1))
    writer.abort()
    assert list(tmp_path.iterdir()) == []


def test_no_announcement_at_all(tmp_path: Path) -> None:
    page = written(tmp_path / "a.html", Failure(path="a.txt", reason="non esiste"))
    assert "non esiste" in page
    assert "<table" in page


def test_hostile_words_in_the_overview_stay_words(tmp_path: Path) -> None:
    def tags(words: str) -> list[str]:
        company = Entity(id="E1", label="COMPANY", name=words)
        hostile = announcement(1, title=words, source=Source(name=words), entities=[company], publisher="E1")
        party = Agreement(
            id="A1", kind="patto", companies=[Party(entity="E1", name=words)], amounts=hostile.agreements[0].amounts
        )
        records = [hostile.model_copy(update={"agreements": [party]})] * 2
        return Links(written(tmp_path / "a.html", *records, Failure(path=words, reason=words))).tags

    assert tags("</title><script>alert(1)</script><img src=x>") == tags("parole innocue di un comunicato")
