"""Entities: which predicted one is which gold one, and how many of each label are right."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple, get_args

from extractor.evaluation.assignment import Pair, best_pairs
from extractor.evaluation.facts import EntityFacts, Member, RecordFacts
from extractor.evaluation.outcome import Finding, Mark, Outcome, folded
from extractor.records import Label

LABELS: tuple[Label, ...] = get_args(Label)

Key = tuple[str, str]
"""Who a reference means: ("gold", gold entity id) or, where that is nobody's, ("name", folded name)."""


class _Place(NamedTuple):
    start: int
    end: int
    entity: int


class EntityAlignment:
    """Gold and predicted entities of one announcement, paired one to one.

    Two mentions are the same where more than half of the longer one is common to both, so that none equals two that
    stand apart. Pairs are chosen by most mentions in common, then by equal label, then by mentions equal to the
    letter. Entities without any mention are compared by name.
    """

    def __init__(self, gold: Sequence[EntityFacts], found: Sequence[EntityFacts]) -> None:
        self.gold, self.found = gold, found
        self.pairs: list[Pair] = best_pairs(_weights(gold, found))
        self._gold_id = {found[p].id: gold[g].id for g, p in self.pairs}
        self._names = {entity.id: entity.name or "" for entity in found}
        self._known: dict[Key, EntityFacts] = {("name", folded(entity.name)): entity for entity in (*found, *gold)}
        self._known |= {("gold", entity.id): entity for entity in gold if entity.id is not None}

    def gold_key(self, entity: str | None, name: str | None = None) -> Key:
        """The key under which a reference of gold is compared: its entity, else its name."""
        return ("name", folded(name)) if entity is None else ("gold", entity)

    def found_key(self, entity: str | None, name: str | None = None) -> Key:
        """The key under which a predicted reference is compared: its gold entity, else its name."""
        aligned = self._gold_id.get(entity) if entity is not None else None
        if aligned is not None:
            return ("gold", aligned)
        return ("name", folded(name or self._names.get(entity)))

    def gold_keys(self, members: Sequence[Member]) -> list[Key]:
        return list(dict.fromkeys(self.gold_key(member.entity, member.name) for member in members))

    def found_keys(self, members: Sequence[Member]) -> list[Key]:
        return list(dict.fromkeys(self.found_key(member.entity, member.name) for member in members))

    def span(self, key: Key) -> tuple[int, int] | tuple[None, None]:
        """Where who a key means is first mentioned."""
        entity = self._known.get(key)
        return entity.first_span() if entity else (None, None)

    def shown(self, key: Key) -> str:
        """The name of who a key means."""
        entity = self._known.get(key)
        return (entity.name if entity else None) or key[1]


def _weights(gold: Sequence[EntityFacts], found: Sequence[EntityFacts]) -> dict[Pair, float]:
    common: Counter[Pair] = Counter()
    exact: Counter[Pair] = Counter()
    for left, right in _same_mentions(_places(gold), _places(found)):
        pair = (left.entity, right.entity)
        common[pair] += 1
        exact[pair] += left[:2] == right[:2]
    for pair in _same_names(gold, found):
        common[pair] += 1
    scale = 1 + 2 * sum(exact.values())  # so that no number of exact mentions outweighs one more in common
    return {
        (g, p): (count * (len(common) + 1) + (gold[g].label == found[p].label)) * scale + exact[g, p]
        for (g, p), count in common.items()
    }


def _places(entities: Sequence[EntityFacts]) -> list[_Place]:
    return sorted({_Place(m.start, m.end, number) for number, entity in enumerate(entities) for m in entity.mentions})


def _same_mentions(gold: list[_Place], found: list[_Place]) -> list[tuple[_Place, _Place]]:
    longest = max((place.end - place.start for place in gold), default=0)
    same = []
    for place in found:
        at = bisect_left(gold, (place.start - longest,))
        while at < len(gold) and gold[at].start < place.end:
            overlap = min(gold[at].end, place.end) - max(gold[at].start, place.start)
            if 2 * overlap > max(gold[at].end - gold[at].start, place.end - place.start):
                same.append((gold[at], place))
            at += 1
    return same


def _same_names(gold: Sequence[EntityFacts], found: Sequence[EntityFacts]) -> list[Pair]:
    by_name: dict[str, list[int]] = {}
    for p, entity in enumerate(found):
        for name in {folded(entity.name), folded(entity.canonical)} - {""}:
            by_name.setdefault(name, []).append(p)
    return [
        (g, p)
        for g, entity in enumerate(gold)
        for p in {p for name in (entity.name, entity.canonical) for p in by_name.get(folded(name), ())}
        if not entity.mentions or not found[p].mentions
    ]


def measure_entities(gold: RecordFacts, found: RecordFacts, alignment: EntityAlignment, outcome: Outcome) -> None:
    """Count entities and mentions of each label and note what differs."""
    if not gold.states("entities"):
        return
    _count_entities(gold, found, alignment, outcome)
    _count_mentions(gold, found, outcome)
    paired_gold, paired_found = {g for g, _ in alignment.pairs}, {p for _, p in alignment.pairs}
    for g, p in alignment.pairs:
        left, right = gold.entities[g], found.entities[p]
        if left.label != right.label:
            _note(outcome, left, "≠", gold=left.label, found=right.label)
    for g, entity in enumerate(gold.entities):
        if g not in paired_gold:
            _note(outcome, entity, "-")
    for p, entity in enumerate(found.entities):
        if p not in paired_found:
            _note(outcome, entity, "+")


def _count_entities(gold: RecordFacts, found: RecordFacts, alignment: EntityAlignment, outcome: Outcome) -> None:
    right: Counter[str] = Counter()
    for g, p in alignment.pairs:
        if gold.entities[g].label == found.entities[p].label:
            right[gold.entities[g].label] += 1
    in_gold = Counter(entity.label for entity in gold.entities)
    in_found = Counter(entity.label for entity in found.entities)
    for label in LABELS:
        outcome.count(f"entity {label}", right[label], in_gold[label], in_found[label])
    outcome.count("entity", right.total(), in_gold.total(), in_found.total())


def _count_mentions(gold: RecordFacts, found: RecordFacts, outcome: Outcome) -> None:
    if not any(entity.mentions for entity in gold.entities) and gold.entities:
        return
    in_gold = {(m.start, m.end, e.label): m.text or e.name or "" for e in gold.entities for m in e.mentions}
    in_found = {(m.start, m.end, e.label): m.text or e.name or "" for e in found.entities for m in e.mentions}
    right = in_gold.keys() & in_found.keys()
    for label in LABELS:
        counts = [sum(place[2] == label for place in places) for places in (right, in_gold, in_found)]
        outcome.count(f"mention {label}", *counts)
    outcome.count("mention", len(right), len(in_gold), len(in_found))
    for start, end, label in sorted(in_gold.keys() - right):
        text = in_gold[start, end, label]
        outcome.findings.append(Finding("mentions", "-", label, text, start=start, end=end))
    for start, end, label in sorted(in_found.keys() - right):
        text = in_found[start, end, label]
        outcome.findings.append(Finding("mentions", "+", label, text, start=start, end=end))


def _note(outcome: Outcome, entity: EntityFacts, mark: Mark, gold: str = "", found: str = "") -> None:
    name = entity.name or (entity.mentions[0].text if entity.mentions else None) or entity.id or "?"
    outcome.findings.append(Finding("entities", mark, entity.label, name, gold, found, *entity.first_span()))
