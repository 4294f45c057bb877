"""Sums: which predicted fact is which gold fact, and whether role, payers and part_of are right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.evaluation.assignment import Pair
from extractor.evaluation.entities import EntityAlignment
from extractor.evaluation.facts import AmountFacts, RecordFacts
from extractor.evaluation.outcome import Finding, Mark, Outcome, Topic, in_common, trusted

COMPARED_PAIRWISE = 10_000
"""Candidate pairs of one value up to which all distances are compared; beyond, sums are paired in order of place."""

Value = tuple[Decimal, Decimal | None, str]


class SumAlignment:
    """Gold and predicted sums of one announcement, paired one to one.

    Only sums of equal value, upper end and currency are paired; among several, the closest in the text first.
    """

    def __init__(self, gold: RecordFacts, found: RecordFacts) -> None:
        self.gold = [amount for amount, _ in gold.sums()]
        self.found = [amount for amount, _ in found.sums()]
        self.pairs = sorted(_paired(self.gold, self.found))
        self.found_of = dict(self.pairs)
        self.gold_of = {p: g for g, p in self.pairs}
        self._gold_id = {self.found[p].id: self.gold[g].id for g, p in self.pairs}

    def gold_id(self, found_id: str | None) -> str | None:
        """The gold id of the sum that a predicted id means; "?" where it is none of gold's."""
        return None if found_id is None else self._gold_id.get(found_id) or "?"


def _paired(gold: Sequence[AmountFacts], found: Sequence[AmountFacts]) -> Iterator[Pair]:
    groups: dict[Value, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, amounts in enumerate((gold, found)):
        for number, amount in enumerate(amounts):
            groups[amount.value, amount.max_value, amount.currency][side].append(number)
    for lefts, rights in groups.values():
        yield from _closest_first(gold, found, lefts, rights)


def _closest_first(
    gold: Sequence[AmountFacts], found: Sequence[AmountFacts], lefts: list[int], rights: list[int]
) -> Iterator[Pair]:
    if len(lefts) * len(rights) > COMPARED_PAIRWISE:
        yield from _in_order(gold, found, lefts, rights)
        return
    candidates = sorted((*_distance(gold[g], found[p]), g, p) for g in lefts for p in rights)
    taken_gold: set[int] = set()
    taken_found: set[int] = set()
    for *_, g, p in candidates:
        if g not in taken_gold and p not in taken_found:
            taken_gold.add(g)
            taken_found.add(p)
            yield g, p


def _in_order(
    gold: Sequence[AmountFacts], found: Sequence[AmountFacts], lefts: list[int], rights: list[int]
) -> Iterator[Pair]:
    """Those that begin at the same character, then the rest in order of place."""
    starts = {found[p].start: p for p in reversed(rights)}
    taken: dict[int, int] = {}
    for g in lefts:
        p = starts.pop(gold[g].start, None)
        if p is not None:
            taken[g] = p
    yield from taken.items()
    used = set(taken.values())
    rest_gold = sorted((gold[g].start or 0, g) for g in lefts if g not in taken)
    rest_found = sorted((found[p].start or 0, p) for p in rights if p not in used)
    yield from ((g, p) for (_, g), (_, p) in zip(rest_gold, rest_found, strict=False))


def _distance(gold: AmountFacts, found: AmountFacts) -> tuple[int, int]:
    """Characters between the nearest mentions, 0 where they touch; then between the places of the value."""
    left, right = gold.spans(), found.spans()
    if not left or not right:
        return (1 << 30, 0)
    gaps = [max(0, a - d, c - b) for a, b in left for c, d in right]
    return (min(gaps), abs(left[0][0] - right[0][0]))


def measure_sums(
    gold: RecordFacts, found: RecordFacts, sums: SumAlignment, entities: EntityAlignment, outcome: Outcome
) -> None:
    """Count sums by value, by role, by payers, the payers and the part_of ties, and note what differs."""
    if not states_sums(gold):
        return
    roles = payers = 0
    for g, p in sums.pairs:
        role_right = right_role(sums.gold[g], sums.found[p])
        payers_right = _measure_payers(sums.gold[g], sums.found[p], entities, outcome)
        roles += role_right
        if (confidence := sums.found[p].confidence) is not None:
            outcome.share(trusted("role", confidence), role_right, 1)
        payers += role_right and payers_right
        if not role_right:
            outcome.findings.append(_finding("roles", "≠", sums.gold[g], sums.gold[g].role, sums.found[p].role))
    totals = (len(sums.gold), len(sums.found))
    outcome.count("sums", len(sums.pairs), *totals)
    outcome.count("sums role", roles, *totals)
    outcome.count("sums role payers", payers, *totals)
    _measure_parts(sums, outcome)
    paired = set(sums.found_of.values())
    for g, amount in enumerate(sums.gold):
        if g not in sums.found_of:
            outcome.findings.append(_finding("sums", "-", amount))
    for p, amount in enumerate(sums.found):
        if p not in paired:
            outcome.findings.append(_finding("sums", "+", amount))


def states_sums(gold: RecordFacts) -> bool:
    """Whether gold says anything of sums, be it that there are none."""
    return gold.states("amounts") or any(agreement.states("amounts") for agreement in gold.agreements)


def right_role(gold: AmountFacts, found: AmountFacts) -> bool:
    """Whether the role is right, or gold silent on it."""
    return gold.role is None or gold.role == found.role


def right_payers(gold: AmountFacts, found: AmountFacts, entities: EntityAlignment) -> bool:
    """Whether the payers are the same, in any order, or gold silent on them."""
    if not gold.states("payers"):
        return True
    return set(entities.gold_keys(gold.payers)) == set(entities.found_keys(found.payers))


def _measure_payers(gold: AmountFacts, found: AmountFacts, entities: EntityAlignment, outcome: Outcome) -> bool:
    """Count the payers of one aligned sum; whether they are all right."""
    if not gold.states("payers"):
        return True
    left, right = entities.gold_keys(gold.payers), entities.found_keys(found.payers)
    outcome.count("payers", in_common(left, right), len(left), len(right))
    if set(left) == set(right):
        return True
    names = [", ".join(sorted(map(entities.shown, keys))) for keys in (left, right)]
    mark: Mark = "-" if not right else "+" if not left else "≠"
    outcome.findings.append(_finding("payers", mark, gold, *names))
    return False


def _measure_parts(sums: SumAlignment, outcome: Outcome) -> None:
    """Count the ties (part, whole); those of gold sums that were not found are missed."""
    silent = {p for g, p in sums.pairs if not sums.gold[g].states("part_of")}
    ties_gold = sum(amount.part_of is not None for amount in sums.gold)
    ties_found = sum(amount.part_of is not None and p not in silent for p, amount in enumerate(sums.found))
    right = 0
    values = {amount.id: shown_value(amount) for amount in sums.gold}
    found_values = {amount.id: shown_value(amount) for amount in sums.found}
    for g, p in sums.pairs:
        gold, found = sums.gold[g], sums.found[p]
        if p in silent or gold.part_of is found.part_of is None:
            continue
        if gold.part_of is not None and sums.gold_id(found.part_of) == gold.part_of:
            right += 1
            continue
        mark: Mark = "-" if found.part_of is None else "+" if gold.part_of is None else "≠"
        whole = values.get(gold.part_of, ""), found_values.get(found.part_of, "")
        outcome.findings.append(_finding("parts", mark, gold, *whole))
    outcome.count("part_of", right, ties_gold, ties_found)


def shown_value(amount: AmountFacts) -> str:
    """A sum in a few characters.

    Example:
        >>> shown_value(AmountFacts(value=Decimal("1500000"), max_value=Decimal("2E6")))
        '1500000-2000000 EUR'
    """
    top = f"-{amount.max_value:f}" if amount.max_value is not None else ""
    return f"{amount.value:f}{top} {amount.currency}"


def _finding(topic: Topic, mark: Mark, amount: AmountFacts, gold: str | None = "", found: str | None = "") -> Finding:
    where = amount.first_span()
    return Finding(topic, mark, amount.role or "", shown_value(amount), gold or "", found or "", *where)
