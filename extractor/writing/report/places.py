"""Where a record's values stand in the text: which stretch is which mention, none cut, none overlapping."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from extractor.records import Amount, Announcement


class Place(NamedTuple):
    """One stretch of the text that is a mention of an entity or of a sum.

    Attributes:
        start: offset of its first character.
        end: offset after its last.
        owner: id of the entity or sum.
        label: the entity's label, or "AMOUNT".
        number: which of the owner's mentions it is, from 0.
    """

    start: int
    end: int
    owner: str
    label: str
    number: int


def places_of(record: Announcement, length: int) -> list[Place]:
    """All mentions that can be shown, in order of the text: of two that overlap a sum wins, then the longer one.

    Args:
        record: what was found.
        length: of the text; what lies outside is left out.
    """
    candidates = sorted(
        (place for place in _all_places(record) if 0 <= place.start < place.end <= length),
        key=lambda place: (place.label != "AMOUNT", place.start - place.end, place.start),
    )
    taken: list[Place] = []
    covered = bytearray(length)
    for place in candidates:
        if not any(covered[place.start : place.end]):
            covered[place.start : place.end] = b"\1" * (place.end - place.start)
            taken.append(place)
    taken.sort()
    return [place._replace(number=number) for place, number in _numbered(taken)]


def mentions_of(amount: Amount) -> list[tuple[int, int]]:
    """Every place where the text states a sum; the most exact one is always among them."""
    spans = {(mention.start, mention.end) for mention in amount.mentions}
    spans.add((amount.start, amount.end))
    return sorted(spans)


def aims_of(record: Announcement, length: int) -> list[tuple[int, int, str]]:
    """The stretches that say what an agreement aims at, with its id; the first to claim a character keeps it."""
    spans = sorted(
        (span.start, span.end, agreement.id)
        for agreement in record.agreements
        if agreement.project is not None
        for span in agreement.project.objectives
        if 0 <= span.start < span.end <= length
    )
    apart: list[tuple[int, int, str]] = []
    for start, end, owner in spans:
        begin = max(start, apart[-1][1]) if apart else start
        if begin < end:
            apart.append((begin, end, owner))
    return apart


def _all_places(record: Announcement) -> Iterator[Place]:
    for amount in record.all_amounts():
        for start, end in mentions_of(amount):
            yield Place(start, end, amount.id, "AMOUNT", 0)
    for entity in record.entities:
        for span in entity.mentions:
            yield Place(span.start, span.end, entity.id, entity.label, 0)


def _numbered(places: Iterable[Place]) -> Iterator[tuple[Place, int]]:
    seen: dict[str, int] = {}
    for place in places:
        number = seen.get(place.owner, 0)
        seen[place.owner] = number + 1
        yield place, number
