"""The report in a browser, opened from disk: it stands alone, links both ways, sorts, searches, prints."""

from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.records import Announcement, Failure
from extractor.writing.report import ReportWriter
from tests.browser.conftest import Watched
from tests.writing.test_report import PAYLOADS, everywhere

Opener = Callable[..., Watched]
SAMPLES = Path(__file__).parent.parent.parent / "samples"


def sample(path: Path) -> Announcement:
    stem = path.name.removesuffix(".gold.json")
    (source,) = [found for end in (".md", ".txt") if (found := path.with_name(stem + end)).exists()]
    record = Announcement.from_json(path.read_bytes())
    named = record.source.model_copy(update={"name": source.name})
    return record.model_copy(update={"text": source.read_bytes().decode("utf-8"), "source": named})


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of all samples, the first of them twice."""
    place = tmp_path_factory.mktemp("rapporto") / "rapporto.html"
    paths = sorted(SAMPLES.glob("*.gold.json"))
    with ReportWriter(place) as writer:
        for path in [*paths, paths[0]]:
            writer.write(sample(path))
    return place


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of three samples, one of them full of doubts."""
    place = tmp_path_factory.mktemp("pochi") / "rapporto.html"
    names = ("impresa-e-innovazione", "contratto-sviluppo-nordvik-basilicata", "graduatoria-digitale-umbria")
    with ReportWriter(place) as writer:
        for name in names:
            record = sample(SAMPLES / f"{name}.gold.json")
            writer.write(doubtful(record) if name.startswith("contratto") else record)
        writer.write_failure(Failure(path="a.pdf", reason="è cifrato: toglierne la password"))
    return place


def doubtful(record: Announcement) -> Announcement:
    """The record with all its agreements and sums in doubt, and a check that fails."""
    agreements = [
        agreement.model_copy(
            update={
                "confidence": 0.4,
                "amounts": [amount.model_copy(update={"confidence": 0.2}) for amount in agreement.amounts],
            }
        )
        for agreement in record.agreements
    ]
    checks = [check.model_copy(update={"passed": False}) for check in record.checks]
    return record.model_copy(update={"agreements": agreements, "checks": checks})


def test_one_at_a_time_and_back(samples: Path, open_page: Opener) -> None:
    page = open_page(samples.as_uri()).page
    assert page.locator(".leaf:visible").count() == 0
    page.get_by_role("link", name="Impresa e innovazione, accordi per big data in sanità e lega per meccanica").click()
    page.locator(".leaf:visible").wait_for()
    assert page.locator(".leaf:visible").count() == 1
    assert not page.locator(".overview").is_visible()
    page.locator(".leaf:visible .sums").get_by_role("link", name="69.412,50 €").click()
    assert page.locator(".text .is-current").all_inner_texts() == ["69.412,50 euro"]
    page.locator(".leaf:visible .text a.m", has_text="Bracco spa").first.click()
    assert page.locator(".leaf:visible .text .is-current").all_inner_texts() == ["Bracco spa", "Bracco spa"]
    assert page.locator(".leaf:visible .names li.is-current").all_inner_texts() == ["Bracco spa ×2"]
    page.locator(".leaf:visible").get_by_role("link", name="Panoramica").click()
    page.locator(".overview").wait_for()


def test_an_aim_leads_to_its_words_and_back(few: Path, open_page: Opener) -> None:
    page = open_page(f"{few.as_uri()}#d2", allowed="file:").page
    aim = page.locator(".leaf:visible .aims a")
    words = aim.inner_text()
    aim.click()
    marked = page.locator(".leaf:visible .text .is-current")
    assert (
        marked.inner_text()
        == words
        == "realizzare in Basilicata un polo per la produzione e il riciclo di pale eoliche in materiale composito"
    )
    page.keyboard.press("Escape")
    assert marked.count() == 0
    first_line = page.locator(".leaf:visible .text .aim").evaluate(
        "e => { e.scrollIntoView({ block: 'center' }); const r = e.getClientRects()[0]; return [r.x + 4, r.y + r.height / 2]; }"
    )
    page.mouse.click(*first_line)
    assert page.locator(".leaf:visible .aims .is-current").inner_text() == words


def test_the_overview_sorts_and_searches(samples: Path, open_page: Opener) -> None:
    page = open_page(samples.as_uri()).page
    table = page.locator("table.announcements")
    money = table.locator("tbody td:nth-child(7)")
    page.get_by_role("button", name="Contributi e dotazioni").click()
    assert money.first.inner_text() == "95.000.000 €"
    assert table.locator("th[aria-sort='descending']").inner_text().startswith("Contributi e dotazioni")
    page.get_by_role("button", name="Contributi e dotazioni").click()
    assert money.last.inner_text() == "95.000.000 €"
    page.get_by_role("button", name="Data").click()
    assert table.locator("tbody td:nth-child(3)").last.inner_text() == "9 maggio 2024"
    page.get_by_label("Cerca nella tabella").fill("lombardia SANITA")
    assert table.locator("tbody tr:visible").count() == 1
    assert page.get_by_role("status").inner_text() == "1 di 20"


def test_labels_are_switched_off(samples: Path, open_page: Opener) -> None:
    page = open_page(f"{samples.as_uri()}#d12", allowed="file:").page
    mark = page.locator(".leaf:visible .text a.COMPANY").first
    assert "double" in mark.evaluate("e => getComputedStyle(e).textDecorationStyle")
    page.locator(".leaf:visible").get_by_label("Imprese").uncheck()
    assert mark.evaluate("e => getComputedStyle(e).textDecorationLine") == "none"


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
@pytest.mark.parametrize("place", ["", "#d2"])
def test_anybody_can_read_it(few: Path, open_page: Opener, scheme: str, width: int, place: str) -> None:
    watched = open_page(
        f"{few.as_uri()}{place}", allowed="file:", color_scheme=scheme, viewport={"width": width, "height": 800}
    )
    watched.has_no_violations()
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= width  # nothing to scroll sideways


def test_one_announcement_alone_can_be_read_by_anybody(tmp_path: Path, open_page: Opener) -> None:
    place = tmp_path / "uno.html"
    with ReportWriter(place) as writer:
        writer.write(doubtful(sample(SAMPLES / "narni-addendum-accordo-programma.gold.json")))
    open_page(place.as_uri()).has_no_violations()


def test_without_script_everything_is_there(samples: Path, open_page: Opener) -> None:
    page = open_page(samples.as_uri(), java_script_enabled=False).page
    assert page.locator(".overview").is_visible()
    assert page.locator(".leaf").count() == 20
    assert page.locator(".leaf .reading").last.is_visible()


def test_it_prints_text_and_cards_and_no_controls(samples: Path, open_page: Opener) -> None:
    page = open_page(f"{samples.as_uri()}#d12", allowed="file:").page
    page.emulate_media(media="print")
    assert page.locator(".leaf:visible .text").is_visible()
    assert page.locator(".leaf:visible .agreement").count() == 2
    assert page.locator("button:visible, input:visible, .way:visible").count() == 0
    assert page.locator(".leaf:visible .cards").evaluate("e => getComputedStyle(e).overflowY") == "visible"
    assert page.pdf(format="A4")[:5] == b"%PDF-"


def test_hostile_words_everywhere_run_nothing(tmp_path: Path, open_page: Opener) -> None:
    place = tmp_path / "rapporto.html"
    with ReportWriter(place) as writer:
        for payload in PAYLOADS:
            writer.write(everywhere(payload).model_copy(update={"text": f"{payload} 5 euro"}))
    page = open_page(place.as_uri()).page
    assert page.locator("body script").count() == 1  # the report's own
    assert page.locator("img, iframe, object, [onerror], [onload], [onmouseover], [style]").count() == 0
    assert page.locator("a[href^='javascript'], a[href^='data']").count() == 0


def test_the_policy_stops_a_script_that_got_in(samples: Path, open_page: Opener) -> None:
    watched = open_page(samples.as_uri(), allowed="file:")
    ran = watched.page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.ran = 1";
            document.body.append(script);
            return window.ran ?? 0;
        }"""
    )
    assert ran == 0
    assert all("Content Security Policy" in one for one in watched.complaints)
    watched.complaints = []
