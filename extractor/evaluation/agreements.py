"""Agreements: paired one to one by the slots that they have in common, then counted slot by slot.

The pairing is that of CEAF-RME (Chen, Gantt, Gu, Chen, White and Van Durme, "Iterative Document-level Information
Extraction via Imitation Learning", EACL 2023), which carries CEAF (Luo 2005) over to the templates of MUC-4
(Chinchor 1992): of all one-to-one pairings the one with the most fillers in common, whose right fillers are then
divided by those of gold (recall) and by those found (precision).
"""

from __future__ import annotations

from extractor.evaluation.assignment import best_pairs
from extractor.evaluation.entities import EntityAlignment
from extractor.evaluation.facts import RecordFacts
from extractor.evaluation.outcome import Outcome, trusted
from extractor.evaluation.slots import ROLE_SLOTS, SLOTS, Fillers, Slots, only, same, stated_slots
from extractor.evaluation.sums import SumAlignment, right_payers

OVERALL = {
    "slots": ("party", "lead", "project", "sum"),
    "slots role": ("party role", "lead", "project", "sum role"),
}
"""The two overall figures and the slots that each adds up."""


class AgreementAlignment:
    """Gold and predicted agreements of one announcement and which is which."""

    def __init__(self, gold: RecordFacts, found: RecordFacts, sums: SumAlignment, entities: EntityAlignment) -> None:
        self.sums, self.entities = sums, entities
        self.gold, self.found = gold.agreements, found.agreements
        fillers = Fillers(entities, sums)
        self.gold_sums, self.found_sums = _sum_numbers(gold), _sum_numbers(found)
        self.stated = [stated_slots(agreement) for agreement in self.gold]
        anywhere = set().union(*self.stated) if self.gold else set(SLOTS)
        self.gold_slots = [
            only(stated, fillers.of_gold(agreement, numbers))
            for stated, agreement, numbers in zip(self.stated, self.gold, self.gold_sums, strict=True)
        ]
        self.found_slots = [
            only(anywhere, fillers.of_found(*pair)) for pair in zip(self.found, self.found_sums, strict=True)
        ]
        self.pairs = best_pairs(
            {
                (g, p): _likeness(left, right)
                for g, left in enumerate(self.gold_slots)
                for p, right in enumerate(self.found_slots)
            }
        )
        for g, p in self.pairs:
            self.found_slots[p] = only(self.stated[g], self.found_slots[p])
        self.same = {(g, p): same(self.gold_slots[g], self.found_slots[p]) for g, p in self.pairs}
        self._gold_id = {self.found[p].id: self.gold[g].id for g, p in self.pairs}

    def gold_id(self, found_id: str | None) -> str | None:
        return None if found_id is None else self._gold_id.get(found_id) or "?"

    def is_right_in(self, slot: str, g: int, p: int) -> bool:
        return len(self.gold_slots[g][slot]) == len(self.found_slots[p][slot]) == self.same[g, p][slot]

    def is_right(self, g: int, p: int) -> bool:
        """Whether every slot is as in gold, and the payers of its sums too."""
        if not all(self.is_right_in(slot, g, p) for slot in SLOTS):
            return False
        if "sum" not in self.stated[g]:
            return True
        pairs = [(n, self.sums.found_of[n]) for n in self.gold_sums[g]]
        return all(right_payers(self.sums.gold[n], self.sums.found[m], self.entities) for n, m in pairs)


def _sum_numbers(record: RecordFacts) -> list[list[int]]:
    numbers: list[list[int]] = [[] for _ in record.agreements]
    for number, (_, owner) in enumerate(record.sums()):
        if owner is not None:
            numbers[owner].append(number)
    return numbers


def _likeness(gold: Slots, found: Slots) -> float:
    """The number of equal fillers; equal roles decide between equals."""
    counts = same(gold, found)
    roles = sum(counts[slot] for slot in ROLE_SLOTS)
    return counts.total() - roles + roles / (1 + 2 * sum(len(gold[slot]) for slot in ROLE_SLOTS))


def measure_agreements(gold: RecordFacts, alignment: AgreementAlignment, outcome: Outcome) -> None:
    """Count slots, whole agreements, kinds and statuses, and false agreements."""
    if not gold.states("agreements"):
        return
    if not gold.agreements:
        outcome.share("none found", not alignment.found, 1)
        outcome.count("false agreements", 0, 0, len(alignment.found))
    _count_slots(alignment, outcome)
    right = sum(alignment.is_right(g, p) for g, p in alignment.pairs)
    outcome.count("agreements", len(alignment.pairs), len(alignment.gold), len(alignment.found))
    aligned = {p for _, p in alignment.pairs}
    for place, agreement in enumerate(alignment.found):
        if agreement.confidence is not None:
            outcome.share(trusted("agreement", agreement.confidence), place in aligned, 1)
    outcome.count("agreements right", right, len(alignment.gold), len(alignment.found))
    for slot in ("kind", "status"):
        stated = [(g, p) for g, p in alignment.pairs if alignment.gold_slots[g][slot]]
        equal = sum(alignment.same[pair][slot] for pair in stated)
        outcome.share(f"{slot} right", equal, len(stated))


def _count_slots(alignment: AgreementAlignment, outcome: Outcome) -> None:
    for slot in SLOTS:
        in_gold = sum(len(slots[slot]) for slots in alignment.gold_slots)
        in_found = sum(len(slots[slot]) for slots in alignment.found_slots)
        right = sum(counts[slot] for counts in alignment.same.values())
        outcome.count(f"slot {slot}", right, in_gold, in_found)
        for figure, slots_added in OVERALL.items():
            if slot in slots_added:
                outcome.count(figure, right, in_gold, in_found)
