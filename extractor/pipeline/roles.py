"""What each sum is: the cue words round it vote, the nearest and strongest decide."""

from __future__ import annotations

from bisect import bisect_left

from extractor.lexicon import Cue, CueTable, Lexicon, Words
from extractor.pipeline.facts import TITLE_KINDS, Money
from extractor.pipeline.layout import Layout

_REACH = 28  # words on either side within which a cue speaks
_LIMIT_UNITS = frozenset(
    "project company person family beneficiary municipality dwelling school association student hectare voucher animal place body square_metre kilometre tonne day week hour".split()
)


class RoleCues:
    """The role cues of the lexicon, ready to be found, with what each row says."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.rows = lexicon.tables["cues"]["role"]
        self.table = CueTable((row["words"] for row in self.rows), lexicon.cues)


def assign_roles(words: Words, layout: Layout, moneys: list[Money], cues: RoleCues, default: str) -> None:
    """Give every sum its role, a score, and the cue that decided.

    Args:
        words: the text's words.
        layout: its sentences.
        moneys: the sums, in order; changed in place.
        cues: the role cues.
        default: the role of a sum of which no word says anything.
    """
    by_sentence: dict[int, list[Money]] = {}
    for money in moneys:
        by_sentence.setdefault(money["sentence"], []).append(money)
    for number, group in by_sentence.items():
        start, end = layout.sentences[number] if number >= 0 else (group[0]["start"], group[-1]["end"])
        first, last = bisect_left(words.starts, start), bisect_left(words.starts, end)
        if last - first > 400:  # a wall of text without full stops: look near the sums only
            for money in group:
                near = bisect_left(words.starts, money["start"])
                _vote(words, [money], cues, max(first, near - 40), min(last, near + 40), default)
        else:
            _vote(words, group, cues, first, last, default)


def _vote(words: Words, group: list[Money], cues: RoleCues, first: int, last: int, default: str) -> None:
    found = list(cues.table.find(words, first, last))
    places = [(bisect_left(words.starts, money["start"]), bisect_left(words.starts, money["end"])) for money in group]
    for number, money in enumerate(group):
        scores: dict[str, float] = {}
        said: dict[str, tuple[float, Cue]] = {}
        for cue in found:
            row = cues.rows[cue.row]
            weight = _weight(words, cue, row, places, number)
            if weight <= 0:
                continue
            role = row["role"]
            if weight > scores.get(role, 0.0):
                scores[role] = weight
                said[role] = (weight, cue)
        _structure(money, scores)
        if scores:
            role = max(scores, key=lambda each: (scores[each], each == default))
            money["role"], money["score"] = role, round(scores[role], 3)
            if role in said:
                cue = said[role][1]
                money["cue"] = words.text[words.starts[cue.start] : words.ends[cue.end - 1]]
        else:
            money["role"], money["score"] = default, 0.0


def _weight(words: Words, cue: Cue, row: dict[str, object], places: list[tuple[int, int]], number: int) -> float:
    """How much a cue says of a sum: less with every word, comma and other sum between them."""
    start, end = places[number]
    if cue.end <= start:
        distance, side, between = start - cue.end, "before", range(cue.end, start)
        crossed = sum(1 for other, _ in places[:number] if cue.end <= other)
    elif cue.start >= end:
        distance, side, between = cue.start - end, "after", range(end, cue.start)
        crossed = sum(1 for other, _ in places[number + 1 :] if other < cue.start)
    else:
        return 0.0
    if distance > _REACH or row["where"] not in ("any", side):
        return 0.0
    weight = float(row["weight"])  # type: ignore[arg-type]
    weight *= 1.0 / (1.0 + 0.14 * distance) * (0.3 if side == "after" and crossed else 0.55) ** crossed
    if side == "after" and distance > 6:
        weight *= 0.4
    weight *= 1.0 + 0.06 * (cue.end - cue.start - 1)
    for index in range(between.start - 1, between.stop):
        gap = words.gap(index) if 0 <= index < len(words) else " "
        if ";" in gap or ":" in gap:
            weight *= 0.7
        elif "," in gap:
            weight *= 0.85
        elif "(" in gap or ")" in gap:
            weight *= 0.8
    return weight


def _structure(money: Money, scores: dict[str, float]) -> None:
    """What the form of a sum says: a price per project is a limit, whatever words stand near."""
    if money["per"] in _LIMIT_UNITS:
        scores["limit"] = scores.get("limit", 0.0) + 5.0
    if money["qualifier"] in ("up_to", "at_least") and "limit" in scores:
        scores["limit"] += 1.5


def default_role(kind: str | None) -> str:
    """The role of a sum that nothing near it explains, by the kind of act that the text tells.

    >>> default_role("bando"), default_role("appalto"), default_role(None)
    ('allocation', 'total_cost', 'other')
    """
    if kind is None:
        return "other"
    return _DEFAULTS.get(kind, "contribution")


_DEFAULTS = {
    "bando": "allocation", "stanziamento": "allocation", "piano": "allocation", "legge": "allocation", "decreto": "allocation",
    "delibera": "allocation", "appalto": "total_cost", "accordo di sviluppo": "total_cost", "contratto di sviluppo": "total_cost",
    "accordo per l'innovazione": "total_cost", "accordo di programma": "total_cost", "intesa": "allocation",
}  # fmt: skip


def borrow_from_headings(layout: Layout, moneys: list[Money]) -> None:
    """A sum in a headline that says nothing of itself takes the role of its equal in the body."""
    kinds = {}
    for block in layout.blocks:
        if block.kind in TITLE_KINDS:
            kinds[block.start] = block.end
    for money in moneys:
        leader = moneys[money.get("fact", 0)]
        if leader is not money and money.get("score", 0.0) < leader.get("score", 0.0):
            money["role"] = leader["role"]
