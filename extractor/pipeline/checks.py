"""Whether the sums of a text agree with one another; every check says what it compared."""

from __future__ import annotations

from decimal import Decimal
from typing import NotRequired, TypedDict

from extractor.pipeline.codes import Code
from extractor.pipeline.facts import Money

_HEADLINES = 12  # headlines, and sums in them, that are compared with the body
_NEAR = 12  # sums before and after among which a percentage's total is sought


class Comparison(TypedDict):
    """One check: its kind, whether it passed, the indexes of the total and of its parts, and words for a reader."""

    kind: str
    passed: bool
    message: str
    total: NotRequired[int]
    parts: NotRequired[list[int]]
    start: NotRequired[int]
    end: NotRequired[int]


def compare_sums(moneys: list[Money]) -> list[Comparison]:
    """All checks that the sums of a text allow: sums of parts and shares by total, percentages, misprints."""
    parts: dict[int, list[int]] = {}
    for index, money in enumerate(moneys):
        if _leader(moneys, index) == index and "part_of" in money:
            whole = _leader(moneys, money["part_of"])
            if whole != index:
                parts.setdefault(whole, []).append(index)
    ratios = _ratios(moneys)
    told = {part for check in ratios for part in check.get("parts", ())}
    checks = [check for whole in sorted(parts) for check in _parts(moneys, whole, parts[whole], told)]
    checks.extend(ratios)
    for money in moneys:
        if money["suspect"]:
            message = f"numero sospetto: {money['suspect']}"
            checks.append(
                {
                    "kind": "suspect_number",
                    "passed": False,
                    "message": message,
                    "start": money["start"],
                    "end": money["end"],
                }
            )
    return checks


def compare_codes(codes: list[Code]) -> list[Comparison]:
    """A failed check for every code whose check digits do not fit.

    >>> from extractor.pipeline.codes import find_codes
    >>> compare_codes(find_codes("P. IVA 00743110158"))[0]["message"]
    'partita IVA 00743110158: la cifra di controllo non torna'
    """
    return [
        {
            "kind": "identifier_checksum",
            "passed": False,
            "message": f"{code.scheme} {code.value}: la cifra di controllo non torna",
            "start": code.start,
            "end": code.end,
        }
        for code in codes
        if not code.right
    ]


def compare_headlines(moneys: list[Money], headlines: list[tuple[int, int]]) -> list[Comparison]:
    """A failed check for a headline's sum that the body tells nearly, but not as a rounded form: 5 milioni and 4,7 milioni.

    Args:
        moneys: the sums, in order.
        headlines: the stretches of title and subtitle, in characters.
    """
    checks: list[Comparison] = []
    heads = [
        index for index, money in enumerate(moneys) if any(a <= money["start"] < b for a, b in headlines[:_HEADLINES])
    ]
    if len(heads) > _HEADLINES:
        return checks  # a wall of text without lines, no headline
    bodies = [index for index in range(len(moneys)) if index not in heads]
    facts = {_leader(moneys, index) for index in bodies}
    for head in heads:
        money = moneys[head]
        if _leader(moneys, head) in facts or money["qualifier"] != "exact" or money["max_value"]:
            continue
        near = [
            body
            for body in bodies
            if _leader(moneys, body) == body
            and moneys[body].get("part_of") in (None, head)
            and _nearly(money, moneys[body])
        ]
        if len(near) == 1:
            told = italian(Decimal(money["value"])), italian(Decimal(moneys[near[0]]["value"]))
            message = f"il titolo dice {told[0]}, il testo {told[1]}"
            whole = _leader(moneys, head)
            checks.append(
                {"kind": "repeated_sum_differs", "passed": False, "message": message, "total": whole, "parts": near}
            )
    return checks


def _nearly(head: Money, body: Money) -> bool:
    """Whether two sums may be meant to be one: of one role and unit, and less than a tenth apart."""
    one, other = Decimal(head["value"]), Decimal(body["value"])
    same = all(head.get(name) == body.get(name) for name in ("role", "currency", "per", "max_value"))
    return same and one != other and abs(one - other) < other / 10


def _leader(moneys: list[Money], index: int) -> int:
    return moneys[index].get("fact", index)


def _parts(moneys: list[Money], whole: int, parts: list[int], told: set[int]) -> list[Comparison]:
    total = Decimal(moneys[whole]["value"])
    groups = _groups(moneys, parts, total)
    if not groups and len(parts) > 1 and _too_much(moneys, parts, total):
        return [_sum_of(moneys, whole, parts)]
    summed = {part for group in groups for part in group}
    left = [part for part in parts if part not in summed and not (groups and part in told)]
    return [*(_sum_of(moneys, whole, group) for group in groups), *(_share_of(moneys, whole, part) for part in left)]


def _groups(moneys: list[Money], parts: list[int], total: Decimal) -> list[list[int]]:
    """The rows of neighbouring parts that make up a total: once by payer, once by lot."""
    groups: list[list[int]] = []
    first, running = 0, Decimal(0)
    values = [Decimal(moneys[part]["value"]) for part in parts]
    for last, value in enumerate(values):
        running += value
        while running > total:
            running -= values[first]
            first += 1
        if running == total and last > first:
            groups.append(parts[first : last + 1])
            first, running = last + 1, Decimal(0)
    return groups


def _too_much(moneys: list[Money], parts: list[int], total: Decimal) -> bool:
    """Whether parts claim to make up the whole: all exact, and more than it."""
    exact = all(moneys[part]["qualifier"] == "exact" for part in parts)
    return exact and sum(Decimal(moneys[part]["value"]) for part in parts) > total


def _sum_of(moneys: list[Money], whole: int, parts: list[int]) -> Comparison:
    values, total = [Decimal(moneys[part]["value"]) for part in parts], Decimal(moneys[whole]["value"])
    passed = sum(values) == total
    message = f"{' + '.join(italian(value) for value in values)} = {italian(sum(values, Decimal(0)))}"
    message += "" if passed else f", non {italian(total)}"
    return {"kind": "parts_sum", "passed": passed, "message": message, "total": whole, "parts": parts}


def _share_of(moneys: list[Money], whole: int, part: int) -> Comparison:
    value, total = Decimal(moneys[part]["value"]), Decimal(moneys[whole]["value"])
    message = f"{italian(value)} {'≤' if value <= total else '>'} {italian(total)}"
    return {"kind": "share_within_total", "passed": value <= total, "message": message, "total": whole, "parts": [part]}


def _ratios(moneys: list[Money]) -> list[Comparison]:
    """Percentages that the text states beside a sum, against the total that they fit; else against its own whole."""
    checks: list[Comparison] = []
    for index, money in enumerate(moneys):
        percent = money.get("percent")
        if percent is None or money["max_value"] is not None:
            continue
        part, whole = _leader(moneys, index), money.get("part_of")
        near = sorted(
            range(max(0, index - _NEAR), min(len(moneys), index + _NEAR)), key=lambda other: abs(other - index)
        )
        candidates = [whole] if whole is not None else []
        candidates += [
            other for other in near if _leader(moneys, other) != part and moneys[other]["currency"] == money["currency"]
        ]
        total = next((other for other in candidates if _fits(money, moneys[other], Decimal(percent))), None)
        if total is not None or (whole is not None and money["qualifier"] == moneys[whole]["qualifier"] == "exact"):
            found = _leader(moneys, whole if total is None and whole is not None else total or 0)
            share = f"{percent.replace('.', ',')}% di {italian(Decimal(moneys[found]['value']))}"
            message = f"{italian(Decimal(money['value']))} {'è il' if total is not None else 'non è il'} {share}"
            checks.append(
                {"kind": "ratio", "passed": total is not None, "message": message, "total": found, "parts": [part]}
            )
    return checks


def _fits(part: Money, whole: Money, percent: Decimal) -> bool:
    """Whether a share comes to the percentage, to the decimals with which that is written."""
    total = Decimal(whole["value"])
    if whole["max_value"] is not None or not total:
        return False
    exponent = percent.as_tuple().exponent
    assert isinstance(exponent, int)
    return abs(Decimal(part["value"]) / total * 100 - percent) <= Decimal(1).scaleb(exponent) / 2


def italian(value: Decimal) -> str:
    """A number as Italians write it.

    >>> italian(Decimal("69412.50"))
    '69.412,50'
    """
    whole = value == value.to_integral_value()
    return (
        f"{value:,.{0 if whole else max(2, -int(value.as_tuple().exponent))}f}".replace(",", "_")
        .replace(".", ",")
        .replace("_", ".")
    )
