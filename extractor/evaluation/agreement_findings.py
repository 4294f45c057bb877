"""What differs between gold and predicted agreements, filler by filler."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from extractor.evaluation.agreements import AgreementAlignment
from extractor.evaluation.assignment import best_pairs
from extractor.evaluation.entities import Key
from extractor.evaluation.facts import AgreementFacts, AmountFacts
from extractor.evaluation.outcome import Finding, Mark, Outcome
from extractor.evaluation.slots import OBJECTIVE_F1, word_f1
from extractor.evaluation.sums import shown_value

Where = tuple[int, int] | tuple[None, None]


def note_differences(alignment: AgreementAlignment, outcome: Outcome) -> None:
    """Note agreements that were missed or are spurious, and the wrong fillers of the others.

    A sum's role is told among the sums.
    """
    paired = dict(alignment.pairs)
    taken = set(paired.values())
    for g, agreement in enumerate(alignment.gold):
        if g not in paired:
            outcome.findings.append(_whole("-", agreement))
    for p, agreement in enumerate(alignment.found):
        if p not in taken:
            outcome.findings.append(_whole("+", agreement))
    for pair in alignment.pairs:
        outcome.findings += _Differences(alignment, *pair).findings()


def _whole(mark: Mark, agreement: AgreementFacts) -> Finding:
    names = [party.name or party.entity or "?" for party in (*agreement.institutions, *agreement.companies)]
    sums = [shown_value(amount) for amount in agreement.amounts]
    what = f"{agreement.kind} / {agreement.status} [{', '.join(names)}] [{', '.join(sums)}]"
    return Finding("agreements", mark, "agreement", what, "", "", *agreement.first_span())


class _Differences:
    """One gold agreement beside the predicted one that is paired with it."""

    def __init__(self, alignment: AgreementAlignment, g: int, p: int) -> None:
        self.alignment, self.entities, self.sums = alignment, alignment.entities, alignment.sums
        self.gold, self.found = alignment.gold[g], alignment.found[p]
        self.left, self.right = alignment.gold_slots[g], alignment.found_slots[p]
        self.wrong = {slot for slot in self.left if not alignment.is_right_in(slot, g, p)}
        self.name = f"{self.gold.id or ''} {self.gold.kind or ''}".strip()
        self.list: list[Finding] = []

    def findings(self) -> list[Finding]:
        """All differences, slot by slot."""
        for slot in ("kind", "status", "lead", "project"):
            if slot in self.wrong:
                self._single(slot)
        if "party" in self.wrong:
            self._several("party")
        if "party role" in self.wrong:
            self._roles()
        if "sum" in self.wrong:
            self._several("sum")
        if "objective" in self.wrong:
            self._objectives()
        return self.list

    def _single(self, slot: str) -> None:
        gold, found = (self._shown(slot, side[slot][0]) if side[slot] else "" for side in (self.left, self.right))
        mark: Mark = "-" if not found else "+" if not gold else "≠"
        self._note(mark, slot, gold, found, self.gold.first_span())

    def _several(self, slot: str) -> None:
        for filler in _without(self.left[slot], self.right[slot]):
            self._note("-", slot, self._shown(slot, filler), "", self._place(slot, filler))
        for filler in _without(self.right[slot], self.left[slot]):
            self._note("+", slot, "", self._shown(slot, filler), self._place(slot, filler))

    def _roles(self) -> None:
        gold, found = (_roles_of(side["party role"]) for side in (self.left, self.right))
        for who, roles in gold.items():
            if who in found and roles != found[who]:
                name = self.entities.shown(who)
                self._note("≠", "party role", f"{name}: {roles}", found[who] or "-", self.entities.span(who))

    def _objectives(self) -> None:
        gold = self.gold.project.objectives if self.gold.project else []
        found = self.found.project.objectives if self.found.project else []
        f1 = {(g, p): word_f1(a.text, b.text) for g, a in enumerate(gold) for p, b in enumerate(found)}
        pairs = dict(best_pairs({pair: value for pair, value in f1.items() if value >= OBJECTIVE_F1}))
        for goal in (goal for g, goal in enumerate(gold) if g not in pairs):
            self._note("-", "objective", goal.text, "", (None, None))
        for goal in (goal for p, goal in enumerate(found) if p not in pairs.values()):
            self._note("+", "objective", "", goal.text, (None, None))

    def _shown(self, slot: str, filler: Hashable) -> str:
        if slot in ("party", "lead"):
            return self.entities.shown(_as_key(filler))
        if slot == "project" and isinstance(filler, frozenset):
            return max(map(self.entities.shown, sorted(filler)), key=len)
        if slot == "sum":
            return shown_value(self._sum(filler))
        return str(filler)

    def _place(self, slot: str, filler: Hashable) -> Where:
        return self._sum(filler).first_span() if slot == "sum" else self.entities.span(_as_key(filler))

    def _sum(self, filler: Hashable) -> AmountFacts:
        assert isinstance(filler, tuple)
        side, number = filler
        return self.sums.gold[number] if side == "gold" else self.sums.found[number]

    def _note(self, mark: Mark, slot: str, gold: str, found: str, where: Where) -> None:
        self.list.append(Finding("agreements", mark, slot, self.name, gold, found, *where))


def _as_key(filler: Hashable) -> Key:
    assert isinstance(filler, tuple)
    side, name = filler
    return str(side), str(name)


def _roles_of(fillers: Sequence[Hashable]) -> dict[Key, str]:
    roles = {}
    for filler in fillers:
        assert isinstance(filler, tuple)
        who, what = filler
        roles[_as_key(who)] = " ".join(sorted(what))
    return roles


def _without(these: Sequence[Hashable], those: Sequence[Hashable]) -> list[Hashable]:
    """These fillers that are not among those; no list holds one twice."""
    return [filler for filler in these if filler not in those]
