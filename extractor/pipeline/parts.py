"""Which sum is part of which: by the words between them ("di cui"), and by arithmetic."""

from __future__ import annotations

from decimal import Decimal

from extractor.lexicon import Words
from extractor.pipeline.facts import Money
from extractor.pipeline.patterns import lazy

_OF_WHICH = lazy(
    r"(?:(?:,|\(|;|-)?\s*(?:di\s+cui|dei\s+quali|delle\s+quali|dei\s+quali|fra\s+cui|tra\s+cui|compres[oiea]|inclus[oiea]|nell'ambito\s+dei\s+quali|"
    r"(?:(?:così|cosi'|cosí)\s+)?(?:suddivis|ripartit|distribuit|articolat)[oiea]|rispettivamente)\b|^\s*\()"
)
_MAX_RUN = 60


def parts_by_sum(moneys: list[Money]) -> None:
    """Set ``part_of`` (the index of the whole) where the arithmetic says so, besides what the words said."""
    leaders = [index for index, money in enumerate(moneys) if money.get("fact", index) == index]
    _by_sum(moneys, leaders)


def parts_by_words(words: Words, moneys: list[Money]) -> None:
    """Set ``part_of`` where the words between two sums say so ("di cui", an opening bracket, "così ripartiti")."""
    _by_words(words.low, moneys)


def _by_words(low: str, moneys: list[Money]) -> None:
    whole: int | None = None
    for index, money in enumerate(moneys):
        if index and moneys[index - 1]["sentence"] == money["sentence"]:
            previous = moneys[index - 1]
            gap = low[previous["end"] : money["start"]]
            if len(gap) < 160 and _OF_WHICH.search(gap) and Decimal(money["value"]) <= Decimal(previous["value"]):
                whole = index - 1
            elif whole is not None and (
                previous.get("part_of") != whole or (";" in gap and not money["elliptic"]) or len(gap) > 140
            ):
                whole = None
        else:
            whole = None
        if whole is not None and money["currency"] == moneys[whole]["currency"] and not money["per"]:
            if _room_left(moneys, whole, money):
                money["part_of"] = whole
            else:
                whole = None


def _room_left(moneys: list[Money], whole: int, money: Money) -> bool:
    parts = sum(
        (Decimal(each["value"]) for each in moneys[whole + 1 : whole + 1 + _MAX_RUN] if each.get("part_of") == whole),
        Decimal(0),
    )
    return parts + Decimal(money["value"]) <= Decimal(moneys[whole]["value"]) * Decimal("1.02")


def _by_sum(moneys: list[Money], leaders: list[int]) -> None:
    """Runs of sums that add up exactly to another one are its parts: a total told first, or last."""
    values = {index: Decimal(moneys[index]["value"]) for index in leaders}
    usable = [
        index
        for index in leaders
        if moneys[index]["max_value"] is None
        and not moneys[index]["per"]
        and moneys[index].get("role") not in ("limit", "other")
    ]
    for place, index in enumerate(usable):
        if any(money.get("part_of") == index for money in moneys[index : index + _MAX_RUN]):
            continue
        run = _run(usable, values, place, moneys)
        for part in run:
            moneys[part]["part_of"] = index


def _run(usable: list[int], values: dict[int, Decimal], place: int, moneys: list[Money]) -> list[int]:
    whole = usable[place]
    target = values[whole]
    for start in range(place + 1, min(place + 4, len(usable))):
        run = _adds_up(usable[start : start + _MAX_RUN], values, target, whole, moneys)
        if run:
            return run
    for end in range(place, max(place - 2, 0), -1):
        run = _adds_up(list(reversed(usable[max(0, end - _MAX_RUN) : end])), values, target, whole, moneys)
        if run:
            return run
    same = [
        other for other in usable[:_MAX_RUN]
        if other != whole and moneys[other].get("role") == moneys[whole].get("role") and moneys[other]["currency"] == moneys[whole]["currency"]
        and moneys[other].get("part_of") is None and values[other] < target
    ]  # fmt: skip
    if len(same) > 1 and sum(values[other] for other in same) == target:
        return same
    return []


def _adds_up(
    indexes: list[int], values: dict[int, Decimal], target: Decimal, whole: int, moneys: list[Money]
) -> list[int]:
    total = Decimal(0)
    run: list[int] = []
    for index in indexes:
        money = moneys[index]
        if money.get("part_of") is not None or money["currency"] != moneys[whole]["currency"]:
            if money.get("part_of") in run:
                continue  # a part of a part
            return []
        total += values[index]
        run.append(index)
        if total == target and len(run) > 1:
            return run
        if total > target:
            return []
    return []
