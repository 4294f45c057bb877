"""Whether the sums of a text agree with one another; every check says what it compared."""

from __future__ import annotations

from decimal import Decimal
from typing import NotRequired, TypedDict

from extractor.pipeline.facts import Money


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
    """All checks that the sums of a text allow, in the order of their totals."""
    parts: dict[int, list[int]] = {}
    for index, money in enumerate(moneys):
        if money.get("fact", index) == index and "part_of" in money:
            whole = moneys[money["part_of"]].get("fact", money["part_of"])
            if whole != index:
                parts.setdefault(whole, []).append(index)
    checks: list[Comparison] = []
    for whole in sorted(parts):
        checks.extend(_parts(moneys, whole, parts[whole]))
    for money in moneys:
        if money["suspect"]:
            checks.append(
                {
                    "kind": "suspect_number",
                    "passed": False,
                    "message": f"numero sospetto: {money['suspect']}",
                    "start": money["start"],
                    "end": money["end"],
                }
            )
    return checks


def _parts(moneys: list[Money], whole: int, parts: list[int]) -> list[Comparison]:
    total = Decimal(moneys[whole]["value"])
    values = [Decimal(moneys[part]["value"]) for part in parts]
    if len(parts) > 1 and (sum(values) == total or _shares(moneys, whole, parts)):
        passed = sum(values) == total
        terms = " + ".join(italian(value) for value in values)
        return [
            {
                "kind": "parts_sum",
                "passed": passed,
                "message": f"{terms} = {italian(sum(values, Decimal(0)))}"
                + ("" if passed else f", non {italian(total)}"),
                "total": whole,
                "parts": parts,
            }
        ]
    return [
        {"kind": "share_within_total", "passed": value <= total, "message": f"{italian(value)} {'≤' if value <= total else '>'} {italian(total)}", "total": whole, "parts": [part]}
        for part, value in zip(parts, values, strict=True)
    ]  # fmt: skip


def _shares(moneys: list[Money], whole: int, parts: list[int]) -> bool:
    """Whether parts claim to make up the whole: all exact, and more than it."""
    return sum(Decimal(moneys[part]["value"]) for part in parts) > Decimal(moneys[whole]["value"]) and all(
        moneys[part]["qualifier"] == "exact" for part in parts
    )


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
