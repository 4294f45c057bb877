"""The slots of an agreement and when two fillers are the same.

A filler is anything hashable: kind and status as they are, parties, lead and project by aligned entity, sums by
aligned sum. Gold and predicted fillers are the same where they are equal, but for projects, of which one name in
common is enough, and objectives, which share words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import regex

from extractor.evaluation.assignment import best_pairs
from extractor.evaluation.entities import EntityAlignment, Key
from extractor.evaluation.facts import AgreementFacts, Member, ProjectFacts
from extractor.evaluation.outcome import folded, in_common
from extractor.evaluation.sums import SumAlignment, right_role

SLOTS = ("kind", "status", "party", "party role", "lead", "project", "objective", "sum", "sum role")
ROLE_SLOTS = ("party role", "sum role")
OBJECTIVE_F1 = 0.5
"""Objectives are the same where the F1 of their words (as bags, case folded) is at least this."""

_word = regex.compile(r"\w+")

Slots = dict[str, list[Hashable]]
SumFiller = tuple[tuple[str, int], str | None]
KeyOf = Callable[..., Key]


@dataclass(frozen=True)
class Fillers:
    """Turns agreements of one announcement into comparable fillers."""

    entities: EntityAlignment
    sums: SumAlignment

    def of_gold(self, agreement: AgreementFacts, numbers: Sequence[int]) -> Slots:
        """Fill the slots of a gold agreement whose sums have these numbers."""
        sums: list[SumFiller] = [(("gold", n), self.sums.gold[n].role) for n in numbers]
        return _slots(agreement, self.entities.gold_key, sums)

    def of_found(self, agreement: AgreementFacts, numbers: Sequence[int]) -> Slots:
        """Fill the slots of a predicted agreement whose sums have these numbers."""
        return _slots(agreement, self.entities.found_key, [self._found_sum(n) for n in numbers])

    def _found_sum(self, number: int) -> SumFiller:
        found = self.sums.found[number]
        aligned = self.sums.gold_of.get(number)
        if aligned is None:
            return ("found", number), found.role
        gold = self.sums.gold[aligned]
        return ("gold", aligned), gold.role if right_role(gold, found) else found.role


def stated_slots(agreement: AgreementFacts) -> set[str]:
    """The slots on which a gold agreement is not silent."""
    stated = {slot for slot in ("kind", "status", "lead", "project") if agreement.states(slot)}
    if agreement.states("institutions") or agreement.states("companies"):
        stated.add("party")
        members = parties(agreement)
        if not members or any(party.states("roles") for party in members):
            stated.add("party role")
    if agreement.states("project") and (agreement.project is None or agreement.project.states("objectives")):
        stated.add("objective")
    if agreement.states("amounts"):
        stated |= {"sum", "sum role"}
    return stated


def only(stated: set[str], slots: Slots) -> Slots:
    """The fillers of these slots; the others empty."""
    return {slot: fillers if slot in stated else [] for slot, fillers in slots.items()}


def same(gold: Slots, found: Slots) -> Counter[str]:
    """How many fillers of each slot are the same, one to one."""
    counts = Counter({slot: in_common(gold[slot], found[slot]) for slot in SLOTS})
    counts["project"] = _same_project(gold["project"], found["project"])
    counts["objective"] = _same_objectives(gold["objective"], found["objective"])
    return counts


def parties(agreement: AgreementFacts) -> list[Member]:
    """Everybody who takes part in an agreement."""
    return [*agreement.institutions, *agreement.companies]


def word_f1(left: str, right: str) -> float:
    """The F1 of two texts as bags of words.

    Example:
        >>> word_f1("creare una filiera", "una filiera italiana")
        0.6666666666666666
    """
    a, b = (Counter(_word.findall(text.casefold())) for text in (left, right))
    return 2 * (a & b).total() / ((a.total() + b.total()) or 1)


def _slots(agreement: AgreementFacts, key: KeyOf, sums: list[SumFiller]) -> Slots:
    roles: dict[Key, set[str]] = {}
    for party in parties(agreement):
        roles.setdefault(key(party.entity, party.name), set()).update(party.roles)
    return {
        "kind": [agreement.kind] if agreement.kind else [],
        "status": [agreement.status] if agreement.status else [],
        "party": list(roles),
        "party role": [(who, frozenset(what)) for who, what in roles.items()],
        "lead": [key(agreement.lead)] if agreement.lead else [],
        "project": _project(agreement.project, key),
        "objective": [goal.text for goal in agreement.project.objectives] if agreement.project else [],
        "sum": [tag for tag, _ in sums],
        "sum role": list(sums),
    }


def _project(project: ProjectFacts | None, key: KeyOf) -> list[Hashable]:
    """One filler, the set of all that the project is known by; none where it has neither entity nor name."""
    if project is None:
        return []
    known = {("name", folded(name)) for name in (project.name, project.acronym) if name}
    if project.entity:
        known.add(key(project.entity))
    return [frozenset(known)] if known else []


def _same_project(gold: list[Hashable], found: list[Hashable]) -> int:
    pairs = zip(gold, found, strict=False)
    return sum(isinstance(a, frozenset) and isinstance(b, frozenset) and not a.isdisjoint(b) for a, b in pairs)


def _same_objectives(gold: list[Hashable], found: list[Hashable]) -> int:
    f1 = {(g, p): word_f1(str(a), str(b)) for g, a in enumerate(gold) for p, b in enumerate(found)}
    return len(best_pairs({pair: value for pair, value in f1.items() if value >= OBJECTIVE_F1}))
