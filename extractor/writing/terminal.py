"""A summary in Italian that a person takes in at a glance.

Everything is built from `rich.text.Text`, never from markup, and every string of the document passes `on_one_line`:
neither square brackets nor escape sequences in a release have any effect.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extractor.records import Agreement, Amount, Announcement, Check, Entity, Party
from extractor.writing.italian import PARTY_ROLES, day, kind_and_status, money
from extractor.writing.printable import on_one_line, shortened
from extractor.writing.sums import outcome, sense, with_depth

_objective_length = 280
_parties_shown = 30
_names_shown = 12
_link = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")  # [Regione Lazio](https://...)

_spaces_at_line_end = re.compile(r"(?<! ) +$", re.MULTILINE)


def console_for(stream: TextIO, *, color: bool = True, width: int | None = None) -> Console:
    """Make a console that neither reads markup nor guesses colours.

    Args:
        stream: where to print; colour is used where it is a terminal and NO_COLOR is not set.
        color: false for none at all.
        width: columns; those of the terminal if not given.
    """
    console = Console(file=stream, markup=False, emoji=False, highlight=False, width=width)
    if not color or console.no_color:
        console = Console(file=stream, markup=False, emoji=False, highlight=False, width=width, color_system=None)
    return console


def write_heading(name: str, console: Console) -> None:
    """Print the name of an input, where there are several."""
    console.print(Text(f"── {on_one_line(name)}", style="dim"))


def write_summary(record: Announcement, console: Console) -> None:
    """Print the summary of one record, followed by an empty line."""
    summary = _Summary(record, plain_marks=not _can_print("✓✗", console.encoding))
    with console.capture() as capture:
        for part in summary.parts():
            console.print(part)
        console.print()
    printed = capture.get()
    console.file.write(printed if console.is_terminal else _spaces_at_line_end.sub("", printed))


Part = Text | Table | Padding


class _Summary:
    """One record on its way to the terminal."""

    def __init__(self, record: Announcement, *, plain_marks: bool) -> None:
        self.record = record
        self.marks = ("OK", "NO") if plain_marks else ("✓", "✗")
        self.amounts = {amount.id: amount for amount in record.all_amounts()}
        self.names = {entity.id: entity.name for entity in record.entities}

    def parts(self) -> Iterator[Part]:
        yield from self._head()
        if not self.record.agreements:
            yield Text("\nNessun accordo riconosciuto", style="yellow")
        told: set[int] = set()
        for number, agreement in enumerate(self.record.agreements, 1):
            checks = list(self._checks_within(agreement))
            told.update(id(check) for check in checks)
            yield from self._agreement(number, agreement, checks)
        rest = [check for check in self.record.checks if id(check) not in told]
        yield from self._document_sums(rest)
        yield from self._names()

    def _head(self) -> Iterator[Part]:
        record = self.record
        if record.occhiello:
            yield Text(_clean(record.occhiello), style="dim")
        yield Text(_clean(record.title) if record.title else "(senza titolo)", style="bold")
        if record.subtitle:
            yield Text(_clean(record.subtitle), style="italic")
        published = day(record.published) if record.published else None
        where = ", ".join(_clean(word) for word in (record.place, published) if word)
        publisher = _clean(self.names.get(record.publisher or "", ""))
        line = " · ".join(word for word in (publisher, where, *map(_clean, record.categories)) if word)
        if line:
            yield Text(line, style="dim")

    def _agreement(self, number: int, agreement: Agreement, checks: Sequence[Check]) -> Iterator[Part]:
        heading = Text(f"\n{number}. ", style="bold cyan")
        heading.append(kind_and_status(agreement.kind, agreement.status))
        yield heading
        if agreement.heading:
            yield _indented(Text(_clean(agreement.heading), style="italic"))
        rows = Table.grid(padding=(0, 2, 0, 0))
        rows.add_column(style="dim", no_wrap=True)
        rows.add_column()
        for label, lines in self._facts(agreement):
            for line_number, line in enumerate(lines):
                rows.add_row(label if line_number == 0 else "", line)
        if rows.row_count:
            yield _indented(rows)
            if agreement.amounts or checks:
                yield Text()
        yield from self._sums(agreement.amounts, checks)

    def _facts(self, agreement: Agreement) -> Iterator[tuple[str, list[Text]]]:
        yield "Istituzioni", _shown_parties(agreement.institutions, agreement.lead)
        yield "Imprese", _shown_parties(agreement.companies, agreement.lead)
        project = agreement.project
        if project is not None:
            name = " – ".join(_clean(word) for word in (project.acronym, project.name) if word)
            yield "Progetto", [Text(name, style="bold")] if name else []
            goals = [Text(shortened(_clean(span.text), _objective_length)) for span in project.objectives]
            yield ("Obiettivi", [Text("– ").append_text(goal) for goal in goals]) if goals[1:] else ("Obiettivo", goals)
        if agreement.sites:
            yield "Dove", [Text(_enumerated(site.name for site in agreement.sites))]
        dates = agreement.dates
        for label, date in (
            ("Approvato", dates.approved),
            ("Firmato", dates.signed),
            ("Dal", dates.start),
            ("Fino al", dates.end),
            ("Domande dal", dates.opens),
            ("Scadenza", dates.closes),
        ):
            if date:
                yield label, [Text(day(date))]
        if agreement.duration:
            yield "Durata", [Text(_clean(agreement.duration))]
        if agreement.jobs.created is not None:
            yield "Nuovi posti", [Text(str(agreement.jobs.created))]
        if agreement.jobs.safeguarded is not None:
            yield "Posti salvi", [Text(str(agreement.jobs.safeguarded))]
        codes = agreement.identifiers
        labelled = (("CUP", codes.cup), ("CIG", codes.cig), ("Atti", codes.act), ("Norme", codes.law))
        yield from ((label, [Text(_enumerated(values))]) for label, values in labelled if values)

    def _sums(self, amounts: Sequence[Amount], checks: Sequence[Check]) -> Iterator[Part]:
        if amounts:
            table = Table.grid(padding=(0, 2, 0, 0))
            table.add_column(justify="right", style="green")
            table.add_column()
            for depth, amount in with_depth(amounts):
                total = self.amounts.get(amount.part_of or "") if depth else None
                words = _clean(sense(amount, total, self.names))
                table.add_row(money(amount), Padding(words, (0, 0, 0, 2 * depth)))
            yield _indented(table)
        for check in checks:
            mark, style = (self.marks[0], "green") if check.passed else (self.marks[1], "bold red")
            yield _indented(Text.assemble(f"{_clean(outcome(check, self.amounts))} ", (mark, style)))

    def _document_sums(self, checks: Sequence[Check]) -> Iterator[Part]:
        if self.record.amounts or checks:
            title = "Somme di tutto il documento" if self.record.amounts else "Verifiche"
            yield Text(f"\n{title}", style="bold cyan")
            yield from self._sums(self.record.amounts, checks)

    def _checks_within(self, agreement: Agreement) -> Iterator[Check]:
        """The checks that concern this agreement's sums only."""
        own = {amount.id for amount in agreement.amounts}
        for check in self.record.checks:
            about = {*check.parts, *([check.total] if check.total else [])}
            if about and about <= own:
                yield check

    def _names(self) -> Iterator[Part]:
        rows = Table.grid(padding=(0, 2, 0, 0))
        rows.add_column(style="dim", no_wrap=True)
        rows.add_column()
        people = [self._person(entity) for entity in self.record.entities if entity.label == "PERSON"]
        places = [entity.name for entity in self.record.entities if entity.label == "PLACE"]
        if people:
            rows.add_row("Persone", _enumerated(people, "; "))
        if places:
            rows.add_row("Luoghi", _enumerated(places))
        if rows.row_count:
            yield Text()
            yield rows

    def _person(self, entity: Entity) -> str:
        affiliation = self.names.get(entity.affiliation or "")
        about = ", ".join(word for word in (entity.role, affiliation) if word)
        return f"{entity.name} ({about})" if about else entity.name


def _shown_parties(parties: Sequence[Party], lead: str | None) -> list[Text]:
    shown = []
    for party in parties[:_parties_shown]:
        leads = party.entity == lead or "lead" in party.roles
        words = [Text(PARTY_ROLES["lead"], style="bold magenta")] if leads else []
        others = [word for role, word in PARTY_ROLES.items() if role in party.roles and role != "lead"]
        words += [Text(word, style="dim") for word in others]
        line = Text(_clean(party.name))
        if words:
            line.append(" – ").append_text(Text(", ").join(words))
        shown.append(line)
    if len(parties) > _parties_shown:
        shown.append(Text(f"… e altri {len(parties) - _parties_shown}", style="dim"))
    return shown


def _enumerated(names: Iterable[str], separator: str = ", ") -> str:
    every = [_clean(name) for name in names]
    more = f"{separator}… e altri {len(every) - _names_shown}" if len(every) > _names_shown else ""
    return separator.join(every[:_names_shown]) + more


def _clean(text: str) -> str:
    """Text of the document as it may be printed: Markdown links keep their words only."""
    return on_one_line(_link.sub(r"\1", text))


def _indented(part: Text | Table) -> Padding:
    return Padding(part, (0, 0, 0, 3))


def _can_print(characters: str, encoding: str) -> bool:
    try:
        characters.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
