"""The table of sums in words: what each is, in what order, whether they check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from extractor.records import Amount, Check, Period
from extractor.writing.italian import AMOUNT_ROLES, CHECKS, UNITS, borne_by, figures, in_cents, listing

_parts_shown = 6
_names_shown = 4


def with_depth(amounts: Sequence[Amount]) -> Iterator[tuple[int, Amount]]:
    """Put the parts of each sum under it, each with its depth; a part whose total is elsewhere stands at depth 0."""
    here = {amount.id for amount in amounts}
    parts: dict[str | None, list[Amount]] = {}
    for amount in amounts:
        parts.setdefault(amount.part_of if amount.part_of in here else None, []).append(amount)
    waiting = [(0, amount) for amount in reversed(parts.get(None, []))]
    while waiting:
        depth, amount = waiting.pop()
        yield depth, amount
        waiting += [(depth + 1, part) for part in reversed(parts.get(amount.id, []))]


def sense(amount: Amount, total: Amount | None, names: Mapping[str, str]) -> str:
    """Say in words what a sum is.

    Args:
        amount: the sum.
        total: the sum under which it stands, if any; what the two have in common is not said again.
        names: entity ids and the names to print for them.
    """
    payers = borne_by(amount.payers) if amount.payers else ""
    beneficiaries = _some([beneficiary.name for beneficiary in amount.beneficiaries])
    if total is not None and amount.payers == total.payers and amount.role == total.role and beneficiaries:
        words = [f"di cui per {beneficiaries}"]
    elif amount.territory is not None and amount.role == "cost_share":
        words = [f"di cui in {amount.territory.name}", payers, beneficiaries and f"per {beneficiaries}"]
    else:
        first = [payers] if payers and amount.role == "contribution" else [AMOUNT_ROLES[amount.role], payers]
        words = [("di cui " if total is not None else "") + first[0], *first[1:]]
        words += [beneficiaries and f"per {beneficiaries}", f"in {amount.territory.name}" if amount.territory else ""]
    if amount.funds:
        words.append(
            ("fondo " if len(amount.funds) == 1 else "fondi ") + _some([names.get(f, f) for f in amount.funds])
        )
    if amount.per is not None:
        words.append(UNITS.get(amount.per, f"per {amount.per}"))
    if amount.period is not None:
        words.append(years(amount.period))
    return ", ".join(word for word in words if word)


def _some(names: Sequence[str]) -> str:
    """The names as a sentence lists them; of many, the first ones and how many more there are."""
    if len(names) > _names_shown:
        return f"{', '.join(names[: _names_shown - 1])} e altri {len(names) - _names_shown + 1}"
    return listing(names) if names else ""


def outcome(check: Check, amounts: Mapping[str, Amount]) -> str:
    """Say what a check compares, with the figures where it has them, else in its own message.

    Example:
        >>> outcome(Check(kind="suspect_number", passed=False, message="23.418,552: tre decimali"), {})
        '23.418,552: tre decimali'
    """
    total = amounts.get(check.total or "")
    parts = [amounts[part] for part in check.parts if part in amounts]
    shown = _comparison(check, total, parts) if total is not None and parts else ""
    if shown and (check.passed or not check.message):
        return shown
    return ": ".join(words for words in (shown, check.message or ("" if shown else CHECKS[check.kind])) if words)


def _comparison(check: Check, total: Amount, parts: Sequence[Amount]) -> str:
    stated = figures(in_cents(total.value))
    if check.kind == "share_within_total":
        share = listing([figures(in_cents(part.value)) for part in parts])
        return f"{share} {'entro' if check.passed else 'oltre'} {stated}"
    if check.kind == "ratio" and len(parts) == 1 and total.value:
        return f"{figures(in_cents(parts[0].value))} è il {_percent(parts[0].value / total.value)} di {stated}"
    if check.kind != "parts_sum":
        return ""
    found = figures(in_cents(sum((part.value for part in parts[1:]), start=parts[0].value)))
    terms = " + ".join(figures(in_cents(part.value)) for part in parts)
    if len(parts) > _parts_shown:
        terms = f"{len(parts)} somme"
    return f"{terms} = {found}" + ("" if check.passed else f", non {stated}")


def _percent(ratio: Decimal) -> str:
    """A ratio in per cent, to two decimals and without idle zeros."""
    exact = f"{ratio * 100:.2f}".rstrip("0").rstrip(".")
    return f"{figures(Decimal(exact))}%"


def years(period: Period) -> str:
    """The years of a period in words.

    Example:
        >>> years(Period(start=2019, end=2021)), years(Period(start=2019))
        ('2019-2021', 'dal 2019')
    """
    if period.start is not None and period.end is not None and period.start != period.end:
        return f"{period.start}-{period.end}"
    if period.start is None:
        return "" if period.end is None else f"fino al {period.end}"
    return f"dal {period.start}" if period.end is None else str(period.start)
