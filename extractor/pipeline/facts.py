"""Sums as plain data, and which of them state one fact: a rounded form in the title, the exact one in the body."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from decimal import Decimal
from typing import NotRequired, TypedDict

from extractor.pipeline.layout import Layout
from extractor.pipeline.patterns import lazy
from extractor.pipeline.sum_modifiers import read_percent, read_period, read_unit
from extractor.pipeline.sums import Sum

_KNOWN = (
    "role",
    "score",
    "cue",
    "part_of",
    "payers",
    "beneficiaries",
    "funds",
    "territory",
    "period",
    "agreement",
    "background",
)
_OVER = Decimal("0.07")  # "oltre 4 milioni" may be 4.25, hardly 4.4
_MAX_FACTS = 8  # of equal value that a further mention is compared with
_CURRENCY = lazy(r"euro|€|\beur|[$£]|usd|gbp|chf|dollar|sterlin|franchi|yen|lire|coron")
TITLE_KINDS = frozenset(("title", "subtitle", "occhiello", "heading"))


class Share(TypedDict):
    """Who pays or receives: the index of an entity (or ``None``), a name, and how that is known."""

    entity: int | None
    name: str
    inferred: NotRequired[bool]
    percent: NotRequired[str]


class Money(TypedDict):
    """One sum as stated at one place; values are decimal strings, offsets characters, end exclusive."""

    start: int
    end: int
    value: str
    max_value: str | None
    currency: str
    qualifier: str
    multiplier: int
    elliptic: bool
    suspect: str | None
    per: str | None
    period: list[int] | None
    percent: str | None
    named: bool
    sentence: int
    role: NotRequired[str]
    score: NotRequired[float]
    confidence: NotRequired[float]
    reasons: NotRequired[list[str]]
    cue: NotRequired[str]
    part_of: NotRequired[int]
    fact: NotRequired[int]
    payers: NotRequired[list[Share]]
    beneficiaries: NotRequired[list[Share]]
    funds: NotRequired[list[int]]
    territory: NotRequired[list[str | None]]
    agreement: NotRequired[int]
    background: NotRequired[bool]


def plain_sum(low: str, layout: Layout, found: Sum) -> Money:
    """A sum as plain data, with the unit and the years that stand beside it."""
    before, after = low[max(0, found.start - 60) : found.start], low[found.end : found.end + 70]
    period = read_period(low[max(0, found.start - 90) : found.start], after)
    return {
        "start": found.start,
        "end": found.end,
        "value": decimal_text(found.value),
        "max_value": None if found.max_value is None else decimal_text(found.max_value),
        "currency": found.currency,
        "qualifier": found.qualifier,
        "multiplier": found.multiplier,
        "elliptic": found.elliptic,
        "suspect": found.suspect,
        "per": read_unit(before, after),
        "period": None if period is None else [period.start, period.end],
        "percent": read_percent(before, after),
        "named": _CURRENCY.search(low, found.start, found.end) is not None,
        "sentence": layout.sentence_at(found.start),
    }


def decimal_text(value: Decimal) -> str:
    """A decimal as plain digits, never with an exponent.

    >>> decimal_text(Decimal("1E+6"))
    '1000000'
    """
    return format(value, "f")


def states_rounded(rounded: Money, exact: Money) -> bool:
    """Whether one sum is a rounded form of another: "oltre 42 milioni" of 42.350.000.

    >>> money = {"max_value": None, "currency": "EUR", "qualifier": "over", "multiplier": 10**6, "per": None}
    >>> states_rounded({**money, "value": "42000000"}, {**money, "value": "42350000", "multiplier": 1})
    True
    """
    if (
        rounded["currency"] != exact["currency"]
        or rounded["max_value"]
        or exact["max_value"]
        or rounded["per"] != exact["per"]
    ):
        return False
    short, full = Decimal(rounded["value"]), Decimal(exact["value"])
    unit = _unit(short)
    if short == full or unit <= _unit(full) or short < 1000:
        return False
    difference = full - short
    loose = short if len(short.normalize().as_tuple().digits) == 1 else Decimal(0)  # round numbers are rounded more
    if rounded["qualifier"] in ("over", "at_least"):
        return 0 < difference < max(unit, loose * _OVER)
    if rounded["qualifier"] == "under":
        return -unit < difference < 0
    if rounded["qualifier"] == "about":
        return abs(difference) <= max(unit / 2, full / 20)  # "quasi 50 milioni" of 48,6
    return abs(difference) <= unit / 2


def _unit(value: Decimal) -> Decimal:
    """The place of a number's last figure that is not zero, at most 10 % of the number: 42.000.000 gives a million."""
    _, digits, exponent = value.normalize().as_tuple()
    assert isinstance(exponent, int)
    if len(digits) == 1:
        exponent -= 1  # "5 milioni" is hardly ever 5.4: count it as exact to a tenth
    return Decimal(1).scaleb(exponent)


def tie_facts(moneys: list[Money], layout: Layout) -> None:
    """Give each sum the index of the sum that states its fact best (``fact``; its own where it stands alone).

    Equal values are one fact where one of them stands in a headline or where role and payers agree in two sentences;
    a rounded form is tied to the exact one nearest to it in value.
    """
    kinds = _kinds(layout)
    by_value: dict[tuple[str, str | None, str, str | None], list[int]] = {}
    for index, money in enumerate(moneys):
        money["fact"] = index
        value = format(Decimal(money["value"]).normalize(), "f")
        by_value.setdefault((value, money["max_value"], money["currency"], money["per"]), []).append(index)
    for indexes in by_value.values():
        _tie_equal(moneys, indexes, kinds)
    _tie_rounded(moneys, kinds)


def _kinds(layout: Layout) -> dict[int, str]:
    """The kind of the block in which each sentence stands."""
    kinds: dict[int, str] = {}
    block = 0
    for number, (start, _) in enumerate(layout.sentences):
        while block + 1 < len(layout.blocks) and layout.blocks[block + 1].start <= start:
            block += 1
        kinds[number] = layout.blocks[block].kind
    return kinds


def _tie_equal(moneys: list[Money], indexes: list[int], kinds: dict[int, str]) -> None:
    bodies = [index for index in indexes if kinds.get(moneys[index]["sentence"]) not in TITLE_KINDS]
    heads = [index for index in indexes if kinds.get(moneys[index]["sentence"]) in TITLE_KINDS]
    leaders: list[int] = []
    for index in bodies:
        leader = next((each for each in leaders[-_MAX_FACTS:] if _same_fact(moneys[each], moneys[index], kinds)), None)
        if leader is None:
            leaders.append(index)
        else:
            moneys[index]["fact"] = leader
    for index in heads:
        moneys[index]["fact"] = leaders[0] if leaders else heads[0]
    if heads and leaders:
        _lead_with(
            moneys, next((index for index in indexes if moneys[index]["named"]), indexes[0]), leaders[0], indexes
        )


def _lead_with(moneys: list[Money], index: int, leader: int, indexes: list[int]) -> None:
    """Let the first mention that names its currency give the value, with all that is known of the body's."""
    if moneys[index]["fact"] != leader or index == leader:
        return
    for field in _KNOWN:
        if field in moneys[leader]:
            moneys[index][field] = moneys[leader][field]  # type: ignore[literal-required]
    for each in indexes:
        if moneys[each]["fact"] == leader:
            moneys[each]["fact"] = index


def _same_fact(first: Money, second: Money, kinds: dict[int, str]) -> bool:
    if 0 <= second["start"] - first["end"] <= 3:
        return True  # "mezzo miliardo (500 milioni di euro)": told twice in one breath
    if first["sentence"] == second["sentence"] or kinds.get(second["sentence"]) in ("item", "row"):
        return False
    if first.get("role") != second.get("role") and {first.get("role"), second.get("role")} != {
        "contribution",
        "allocation",
    }:
        return False
    for field in ("beneficiaries", "payers"):
        one = {share["name"] for share in first.get(field, ()) if not share.get("inferred")}  # type: ignore[attr-defined]
        other = {share["name"] for share in second.get(field, ()) if not share.get("inferred")}  # type: ignore[attr-defined]
        if one and other and not one & other:
            return False
    return first.get("part_of") is None or second.get("part_of") is None or first["part_of"] == second["part_of"]


def _tie_rounded(moneys: list[Money], kinds: dict[int, str]) -> None:
    leaders = [index for index, money in enumerate(moneys) if money["fact"] == index]
    exact = sorted((Decimal(moneys[index]["value"]), index) for index in leaders)
    values = [value for value, _ in exact]
    members: dict[int, list[int]] = {}
    for index, money in enumerate(moneys):
        members.setdefault(money["fact"], []).append(index)
    for index in leaders:
        money = moneys[index]
        value = Decimal(money["value"])
        if value < 1000:
            continue
        low, high = bisect_left(values, value * Decimal("0.9")), bisect_right(values, value * Decimal("1.1"))
        if high - low > 40:
            continue
        headline = kinds.get(money["sentence"]) in TITLE_KINDS or money["sentence"] <= 2
        best: int | None = None
        for _, other in exact[low:high]:
            if other == index or not states_rounded(money, moneys[other]):
                continue
            if not headline and (money["qualifier"] == "exact" or not _same_fact(moneys[other], money, kinds)):
                continue
            if best is None or abs(Decimal(moneys[other]["value"]) - value) < abs(
                Decimal(moneys[best]["value"]) - value
            ):
                best = other
        if best is not None:
            leader = moneys[best]["fact"]
            told = members.pop(index)
            for each in told:
                moneys[each]["fact"] = leader
            members[leader].extend(told)
