"""What the overview keeps of one announcement after it was written."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from extractor.records import Announcement
from extractor.writing.italian import kind_and_status, listing
from extractor.writing.report.article import title_of
from extractor.writing.report.totals import Counted
from extractor.writing.report.view import is_doubtful

_names_shown = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the overview.

    Attributes:
        number: from 1, in the order of the input.
        title: of the announcement.
        name: of its file.
        published: ISO date, or empty.
        publisher: who speaks, or empty.
        acts: what is agreed, in words.
        companies: who with, in words.
        money: what it adds to the totals; for a repeat what it would add.
        checks_failed: how many checks do not hold.
        doubtful: how many values want a second look.
        repeats: number of the announcement that it seems to repeat.
        address: where its view is: a place in the page or a file beside it.
    """

    number: int
    title: str
    name: str
    published: str
    publisher: str
    acts: str
    companies: str
    money: Decimal
    checks_failed: int
    doubtful: int
    repeats: int | None
    address: str


def entry_of(number: int, record: Announcement, counted: list[Counted], repeats: int | None, address: str) -> Entry:
    """Make the row of one announcement.

    Example:
        >>> entry_of(3, Announcement(title="Bando"), [], None, "#d3-doc").acts
        ''
    """
    names = {entity.id: entity.canonical or entity.name for entity in record.entities}
    kinds = dict.fromkeys(kind_and_status(agreement.kind, agreement.status) for agreement in record.agreements)
    companies = list(
        dict.fromkeys(names.get(party.entity, party.name) for one in record.agreements for party in one.companies)
    )
    return Entry(
        number=number,
        title=title_of(record),
        name=record.source.name or "",
        published=record.published or "",
        publisher=names.get(record.publisher or "", ""),
        acts="; ".join(kinds or ()) if len(kinds) < _names_shown else f"{len(record.agreements)} atti",
        companies=_some(companies),
        money=sum((one.value for one in counted), start=Decimal(0)),
        checks_failed=sum(not check.passed for check in record.checks),
        doubtful=sum(is_doubtful(amount.confidence) for amount in record.all_amounts())
        + sum(is_doubtful(agreement.confidence) for agreement in record.agreements),
        repeats=repeats,
        address=address,
    )


def _some(names: list[str]) -> str:
    if len(names) > _names_shown:
        return f"{', '.join(names[:_names_shown])} e altre {len(names) - _names_shown}"
    return listing(names) if names else ""
