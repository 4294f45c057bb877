"""The overview of many announcements: totals, charts, and a table to sort and to search, a link to each."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractor.records import Failure
from extractor.writing.italian import day, figures
from extractor.writing.report.chart import chart, euros
from extractor.writing.report.entry import Entry
from extractor.writing.report.html import Html, element, joined, words
from extractor.writing.report.totals import Totals

_failures_shown = 200
_repeats_shown = 300

_columns = (
    ("N.", True),
    ("Comunicato", False),
    ("Data", False),
    ("Chi parla", False),
    ("Che cosa", False),
    ("Imprese", False),
    ("Contributi e dotazioni", True),
    ("Da vedere", True),
)
_how_counted = (
    "Si sommano contributi e dotazioni in euro degli accordi, mai una parte insieme al suo totale. Restano fuori i costi, "
    "i prestiti, i massimali, le somme pro capite, quelle solo chieste o revocate, e i comunicati che sembrano ripeterne un altro. Sono letture di un "
    "programma: prima di pubblicare un totale, guardare i comunicati da cui viene."
)


def overview(
    entries: Sequence[Entry],
    totals: Totals,
    failures: Sequence[Failure],
    *,
    notice: str | None = None,
    pages: Sequence[tuple[str, str]] = (),
) -> Html:
    """The whole overview.

    Args:
        entries: the rows of its table.
        totals: of all announcements, those of other pages too.
        failures: the inputs that gave no record.
        notice: what the reader must know first, where the report was too large for one file.
        pages: title and address of further pages of the table.
    """
    repeats = [entry for entry in entries if entry.repeats is not None]
    charts = [
        chart("chi paga", "non detto", totals.bodies),
        chart("impresa che riceve", "senza un'impresa indicata", totals.companies),
        chart("anno", "senza data", totals.years, by_name=True),
    ]
    return element(
        "section",
        element("h1", "Panoramica dei comunicati"),
        element("p", words(notice), class_="notice", role="note") if notice else None,
        _headline(totals, failures),
        element("p", _how_counted, class_="how"),
        element("div", *(one for one in charts if one), class_="charts") if totals.sums else None,
        element("h2", "Comunicati"),
        table(entries),
        _pages(pages),
        _repeats(repeats),
        _failures(failures),
        class_="overview",
        id="panoramica",
        aria_label="Panoramica",
    )


def table(entries: Sequence[Entry]) -> Html:
    """The table of announcements with its search field."""
    field = element("input", type="search", id="cerca", autocomplete="off", spellcheck="false")
    search = element(
        "p",
        element("label", "Cerca nella tabella", for_="cerca"),
        field,
        element("span", class_="found", role="status"),
        class_="search",
    )
    head = [
        element("th", name, scope="col", class_="value" if numeric else None, data_numeric=numeric)
        for name, numeric in _columns
    ]
    rows = [_row(entry) for entry in entries]
    whole = element(
        "table",
        element("caption", "Comunicati, in ordine di ingresso", class_="vh"),
        element("thead", element("tr", *head)),
        element("tbody", *rows),
        class_="sortable announcements",
        data_search="cerca",
    )
    return joined([search, element("div", whole, class_="scroll", tabindex=0, role="region", aria_label="Comunicati")])


def _headline(totals: Totals, failures: Sequence[Failure]) -> Html:
    figures_ = [
        element("strong", euros(totals.whole), class_="whole"),
        f" in {_counted(totals.sums, 'somma', 'somme')}",
        f", {_counted(len(failures), 'file non letto', 'file non letti')}" if failures else None,
    ]
    return element("p", *figures_, class_="headline")


def _counted(number: int, one: str, many: str) -> str:
    return f"{figures(Decimal(number))} {one if number == 1 else many}"


def _row(entry: Entry) -> Html:
    to_see = entry.checks_failed + entry.doubtful
    said = [
        _counted(entry.checks_failed, "verifica non torna", "verifiche non tornano") if entry.checks_failed else None,
        _counted(entry.doubtful, "valore dubbio", "valori dubbi") if entry.doubtful else None,
    ]
    title = element("a", words(entry.title), href=entry.address)
    file = element("span", words(entry.name), class_="file") if entry.name and entry.name != entry.title else None
    repeat = element("span", f"ripete il n. {entry.repeats}", class_="repeat") if entry.repeats is not None else None
    return element(
        "tr",
        element("td", f"{entry.number}", class_="value", data_value=entry.number),
        element("td", title, file, repeat),
        _cell(day(entry.published) if entry.published else "", data_value=entry.published),
        _cell(entry.publisher),
        element("td", words(entry.acts) if entry.acts else "nessun accordo"),
        _cell(entry.companies),
        _money(entry),
        _cell(", ".join(word for word in said if word), "value", data_value=to_see),
    )


def _cell(said: str, class_: str = "", **attributes: str | int) -> Html:
    """A cell that a phone leaves out where it says nothing."""
    kinds = " ".join(kind for kind in (class_, "" if said else "empty") if kind)
    return element("td", words(said or "—"), class_=kinds or None, **attributes)


def _money(entry: Entry) -> Html:
    if not entry.money:
        return _cell("", "value", data_value=0)
    money: Html | str = euros(entry.money)
    if entry.repeats is not None:
        money = element("s", money, title="non sommato")
    return element("td", money, class_="value", data_value=f"{entry.money:f}")


def _pages(pages: Sequence[tuple[str, str]]) -> Html | None:
    if not pages:
        return None
    links = [element("li", element("a", title, href=address)) for title, address in pages]
    return element("nav", element("ul", *links), class_="pages", aria_label="Altre pagine della tabella")


def _repeats(repeats: Sequence[Entry]) -> Html | None:
    if not repeats:
        return None
    lines = [
        element(
            "li",
            f"n. {entry.number}, ",
            element("a", words(entry.title), href=entry.address),
            f", sembra ripetere il n. {entry.repeats}",
            f": {euros(entry.money)} non sommati" if entry.money else None,
        )
        for entry in repeats[:_repeats_shown]
    ]
    if len(repeats) > _repeats_shown:
        lines.append(element("li", f"e altri {figures(Decimal(len(repeats) - _repeats_shown))}"))
    heading = element("h2", "Sospette ripetizioni")
    return element("section", heading, element("ul", *lines), class_="repeats", id="ripetizioni")


def _failures(failures: Sequence[Failure]) -> Html | None:
    if not failures:
        return None
    lines = [
        element("li", element("strong", words(failure.path)), ": ", words(failure.reason))
        for failure in failures[:_failures_shown]
    ]
    if len(failures) > _failures_shown:
        lines.append(element("li", f"e altri {figures(Decimal(len(failures) - _failures_shown))}"))
    return element("section", element("h2", "File non letti"), element("ul", *lines), class_="failures")
