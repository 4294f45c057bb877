"""The list of fields of which all must be right for the record of an announcement to be right in every field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from extractor.evaluation.agreements import AgreementAlignment
from extractor.evaluation.entities import EntityAlignment
from extractor.evaluation.facts import AgreementFacts, AmountFacts, EntityFacts, Facts, Member, RecordFacts
from extractor.evaluation.outcome import Finding, Mark, Outcome, folded
from extractor.evaluation.sums import SumAlignment, right_payers, shown_value, states_sums


class Difference(NamedTuple):
    """What gold has and what was found; `told` where the findings of another topic say so already."""

    gold: str
    found: str
    told: bool = False


class Alignments(NamedTuple):
    """Both records of one announcement and what of one is what of the other."""

    gold: RecordFacts
    found: RecordFacts
    entities: EntityAlignment
    sums: SumAlignment
    agreements: AgreementAlignment


def measure_fields(all_of: Alignments, outcome: Outcome) -> None:
    """Count for each field that gold states whether it is right, and whether all are."""
    every = True
    for name, compare in FIELDS.items():
        if not _stated(all_of.gold, name):
            continue
        differences = list(compare(all_of))
        every = every and not differences
        outcome.share(f"field {name}", not differences, 1)
        for gold, found, told in differences:
            mark: Mark = "-" if not found else "+" if not gold else "≠"
            if not told:
                outcome.findings.append(Finding("fields", mark, name, name, gold, found))
    outcome.share("record right", every, 1)


def _stated(gold: RecordFacts, field: str) -> bool:
    if field == "sums":
        return states_sums(gold)
    if field == "people":
        return gold.states("entities")
    if field == "checks":
        return bool(gold.checks)
    return gold.states(field)


def _text(field: str) -> Callable[[Alignments], Iterable[Difference]]:
    def compare(all_of: Alignments) -> Iterable[Difference]:
        gold, found = getattr(all_of.gold, field), getattr(all_of.found, field)
        if folded(gold) != folded(found):
            yield Difference(gold or "", found or "")

    return compare


def _categories(all_of: Alignments) -> Iterable[Difference]:
    gold, found = all_of.gold.categories, all_of.found.categories
    if sorted(map(folded, gold)) != sorted(map(folded, found)):
        yield Difference(", ".join(gold), ", ".join(found))


def _publisher(all_of: Alignments) -> Iterable[Difference]:
    gold, found = all_of.gold.publisher, all_of.found.publisher
    left = all_of.entities.gold_key(gold) if gold else None
    right = all_of.entities.found_key(found) if found else None
    if left != right:
        shown = [all_of.entities.shown(key) if key else "" for key in (left, right)]
        yield Difference(shown[0], shown[1])


def _entities(all_of: Alignments) -> Iterable[Difference]:
    entities = all_of.entities
    labels = [entities.gold[g].label == entities.found[p].label for g, p in entities.pairs]
    if not len(entities.gold) == len(entities.found) == sum(labels):
        yield Difference("", "", told=True)


def _people(all_of: Alignments) -> Iterable[Difference]:
    entities = all_of.entities
    for g, p in entities.pairs:
        gold, found = entities.gold[g], entities.found[p]
        if gold.label == "PERSON":
            if gold.states("role") and folded(gold.role) != folded(found.role):
                yield Difference(f"{_name(gold)}: {gold.role}", found.role or "")
            if gold.affiliation and entities.found_key(found.affiliation) != ("gold", gold.affiliation):
                body = entities.shown(("gold", gold.affiliation))
                yield Difference(f"{_name(gold)}: {body}", _owner(entities, found))


def _name(entity: EntityFacts) -> str:
    return entity.name or entity.id or "?"


def _owner(entities: EntityAlignment, found: EntityFacts) -> str:
    return entities.shown(entities.found_key(found.affiliation)) if found.affiliation else ""


def _sums(all_of: Alignments) -> Iterable[Difference]:
    sums = all_of.sums
    if not len(sums.gold) == len(sums.found) == len(sums.pairs):
        yield Difference("", "", told=True)
    for g, p in sums.pairs:
        gold, found = sums.gold[g], sums.found[p]
        wrong = [field for field, right in _sum_fields(all_of, gold, found) if gold.states(field) and not right]
        yield from (Difference("", "", told=True) for field in wrong if field in COUNTED_APART)
        percents = _percents(gold.payers)
        if "payers" not in wrong and percents and percents != _percents(found.payers):
            yield Difference(f"{shown_value(gold)}: % {' '.join(percents)}", f"% {' '.join(_percents(found.payers))}")
        for field in wrong:
            if field not in COUNTED_APART:
                left, right = (f"{field} {_plain(getattr(side, field))}" for side in (gold, found))
                yield Difference(f"{shown_value(gold)}: {left}", right)


def _sum_fields(all_of: Alignments, gold: AmountFacts, found: AmountFacts) -> Iterable[tuple[str, bool]]:
    entities = all_of.entities
    for field in ("qualifier", "role", "period", "per"):
        yield field, getattr(gold, field) == getattr(found, field)
    yield "part_of", all_of.sums.gold_id(found.part_of) == gold.part_of
    yield "payers", right_payers(gold, found, entities)
    yield "funds", {("gold", fund) for fund in gold.funds} == {entities.found_key(fund) for fund in found.funds}
    yield (
        "beneficiaries",
        set(entities.gold_keys(gold.beneficiaries)) == set(entities.found_keys(found.beneficiaries)),
    )
    yield "territory", _place(gold.territory) == _place(found.territory)


def _percents(payers: Sequence[Member]) -> list[str]:
    return sorted(f"{payer.percent.normalize():f}" for payer in payers if payer.percent is not None)


def _place(place: Facts | None) -> str:
    return folded(getattr(place, "name", None))


def _agreements(all_of: Alignments) -> Iterable[Difference]:
    agreements = all_of.agreements
    if not len(agreements.gold) == len(agreements.found) == len(agreements.pairs):
        yield Difference("", "", told=True)
    for g, p in agreements.pairs:
        gold, found = agreements.gold[g], agreements.found[p]
        if not agreements.is_right(g, p):
            yield Difference("", "", told=True)
        for field in AGREEMENT_FIELDS:
            if gold.states(field) and _comparable(getattr(gold, field)) != _comparable(getattr(found, field)):
                yield Difference(f"{_act(gold)}: {field} {_plain(getattr(gold, field))}", _plain(getattr(found, field)))
        if gold.states("parent") and agreements.gold_id(found.parent) != gold.parent:
            yield Difference(f"{_act(gold)}: parent {gold.parent}", found.parent or "")


def _act(agreement: AgreementFacts) -> str:
    return f"{agreement.id or ''} {agreement.kind or ''}".strip()


def _comparable(value: Any) -> Any:
    """Text folded, lists in any order, empty as if left out."""
    if isinstance(value, str):
        return folded(value)
    if isinstance(value, list):
        return sorted(folded(getattr(item, "name", item)) for item in value)
    if isinstance(value, dict):
        return {key: _comparable(item) for key, item in value.items() if item not in (None, [])}
    return {} if value is None else value


def _plain(value: Any) -> str:
    if isinstance(value, Facts):
        value = value.model_dump(exclude_none=True)
    if isinstance(value, list):
        return "; ".join(map(_plain, value))
    if isinstance(value, dict):
        return " ".join(f"{key}={_plain(item)}" for key, item in value.items() if item not in (None, []))
    return "" if value is None else str(value)


def _checks(all_of: Alignments) -> Iterable[Difference]:
    gold = {(c.kind, c.passed, c.total, frozenset(c.parts)) for c in all_of.gold.checks}
    name = all_of.sums.gold_id
    found = {
        (c.kind, c.passed, name(c.total), frozenset(name(part) or "" for part in c.parts)) for c in all_of.found.checks
    }
    yield from (Difference(" ".join(map(str, check[:3])), "") for check in sorted(gold - found, key=str))
    yield from (Difference("", " ".join(map(str, check[:3]))) for check in sorted(found - gold, key=str))


COUNTED_APART = {"role", "payers", "part_of"}
AGREEMENT_FIELDS = ("heading", "sites", "dates", "duration", "identifiers", "jobs")
"""What is compared of an agreement besides its slots and its parent."""

FIELDS: dict[str, Callable[[Alignments], Iterable[Difference]]] = {
    "occhiello": _text("occhiello"),
    "title": _text("title"),
    "subtitle": _text("subtitle"),
    "categories": _categories,
    "published": _text("published"),
    "place": _text("place"),
    "publisher": _publisher,
    "entities": _entities,
    "people": _people,
    "sums": _sums,
    "agreements": _agreements,
    "checks": _checks,
}
"""Each field of the list and what differs in it; README.md says it in words."""
