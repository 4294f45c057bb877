"""Checks across a whole record: ids, references, spans. Kept out of construction, which must be fast."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from extractor.records.amounts import Amount
from extractor.records.announcement import Announcement
from extractor.records.span import Record

Reference = tuple[str, str | None]
"""Where a reference stands ("A1.lead") and the id that it names."""


def reference_problems(record: Announcement) -> list[str]:
    """What is wrong with ids and references, in Italian, in reading order; empty if nothing is.

    Example:
        >>> reference_problems(Announcement(publisher="E7"))
        ["publisher: non c'è alcuna entità E7"]
    """
    amounts = {amount.id: amount for amount in record.all_amounts()}
    problems = list(_repeated("entità", [entity.id for entity in record.entities]))
    problems += _repeated("somma", [amount.id for amount in record.all_amounts()])
    problems += _repeated("accordo", [agreement.id for agreement in record.agreements])
    problems += _missing("alcuna entità", {entity.id for entity in record.entities}, _entity_references(record))
    problems += _missing("alcuna somma", set(amounts), _amount_references(record))
    problems += _missing("alcun accordo", {a.id for a in record.agreements}, _agreement_references(record))
    problems += _circles("part_of", {key: amount.part_of for key, amount in amounts.items()})
    problems += _circles("parent", {agreement.id: agreement.parent for agreement in record.agreements})
    return problems


def span_problems(record: Announcement, text: str) -> list[str]:
    """The spans that do not hold what they claim, in Italian; empty if all do."""
    problems = []
    for where, start, end, claimed in _spans("", record):
        found = text[start:end]
        if found != claimed or not start < end <= len(text):
            problems.append(f"{where} [{start}:{end}] dice {claimed!r}, il testo ha {found!r}")
    return problems


def _repeated(what: str, ids: list[str]) -> Iterator[str]:
    for name, count in Counter(ids).items():
        if count > 1:
            yield f"id {name} usato {count} volte ({what})"


def _missing(what: str, known: set[str], references: Iterable[Reference]) -> Iterator[str]:
    for where, name in references:
        if name is not None and name not in known:
            yield f"{where}: non c'è {what} {name}"


def _circles(field: str, above: dict[str, str | None]) -> Iterator[str]:
    """Ids that are, through others or directly, above themselves."""
    for name, first in above.items():
        seen: set[str] = set()
        step = first
        while step is not None and step != name and step not in seen:
            seen.add(step)
            step = above.get(step)
        if step == name:
            yield f"{name}.{field}: gira in tondo"


def _entity_references(record: Announcement) -> Iterator[Reference]:
    yield "publisher", record.publisher
    for agreement in record.agreements:
        for party in agreement.institutions + agreement.companies:
            yield f"{agreement.id}: {party.name}", party.entity
        yield f"{agreement.id}.lead", agreement.lead
        if agreement.project is not None:
            yield f"{agreement.id}.project", agreement.project.entity
    for amount in record.all_amounts():
        yield from _entities_of_amount(amount)
    for entity in record.entities:
        yield f"{entity.id}.affiliation", entity.affiliation


def _entities_of_amount(amount: Amount) -> Iterator[Reference]:
    for payer in amount.payers:
        yield f"{amount.id}.payers: {payer.name}", payer.entity
    for fund in amount.funds:
        yield f"{amount.id}.funds", fund
    for beneficiary in amount.beneficiaries:
        yield f"{amount.id}.beneficiaries: {beneficiary.name}", beneficiary.entity


def _amount_references(record: Announcement) -> Iterator[Reference]:
    for amount in record.all_amounts():
        yield f"{amount.id}.part_of", amount.part_of
    for number, check in enumerate(record.checks):
        yield f"checks[{number}].total", check.total
        for part in check.parts:
            yield f"checks[{number}].parts", part


def _agreement_references(record: Announcement) -> Iterator[Reference]:
    for agreement in record.agreements:
        yield f"{agreement.id}.parent", agreement.parent


def _spans(where: str, value: object) -> Iterator[tuple[str, int, int, str]]:
    """Every (path, start, end, text) in a record, whatever model carries the three fields."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _spans(f"{where}[{number}]", item)
    elif isinstance(value, Record):
        fields = dict(value)
        if {"start", "end", "text"} <= fields.keys():
            yield where, fields["start"], fields["end"], fields["text"]
        for name, item in fields.items():
            yield from _spans(f"{where}.{name}" if where else name, item)
