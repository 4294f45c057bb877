"""A bar that shows how the parts of a sum make up the whole.

Drawn with the attributes of SVG alone, so that the strictest style policy lets it pass; everything it says is said
in words beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractor.records import Amount
from extractor.writing.italian import figures, in_cents, money
from extractor.writing.report.html import Html, element, joined, words
from extractor.writing.report.totals import parts_of
from extractor.writing.report.view import View
from extractor.writing.sums import sense

_width = 1000
_height = 22
_tints = 6
_most_parts = 60
_most_listed = 12
_rounding = Decimal("1.0005")


def bars(view: View, amounts: Sequence[Amount]) -> Html | None:
    """One bar for each of these sums that has parts anywhere in the document; None where none has."""
    shown = [bar for amount in amounts if (bar := _bar(view, amount, _parts_of(view, amount))) is not None]
    return joined(shown) if shown else None


def percent(part: Decimal, whole: Decimal) -> str:
    """A share in per cent, to one decimal, none where it is whole.

    Example:
        >>> percent(Decimal(1), Decimal(3)), percent(Decimal(1), Decimal(2))
        ('33,3%', '50%')
    """
    share = f"{part / whole * 100:.1f}".removesuffix(".0")
    return f"{figures(Decimal(share))}%"


def _parts_of(view: View, total: Amount) -> Sequence[Amount]:
    parts = [one for one in view.amounts.values() if one.part_of == total.id and one.currency == total.currency]
    return parts_of(total, parts, view.record.checks)


def _bar(view: View, total: Amount, parts: Sequence[Amount]) -> Html | None:
    if not parts or total.value <= 0 or len(parts) > _most_parts:
        return None
    told = sum((part.value for part in parts), start=Decimal(0))
    if told > total.value * _rounding or any(part.value < 0 for part in parts):
        return None  # parts that overlap cannot be laid side by side; the checks say what is wrong
    rest = max(total.value - told, Decimal(0))
    rows = [_row(view, number, part, total) for number, part in enumerate(parts[:_most_listed])]
    if len(parts) > _most_listed:
        rows.append(element("li", f"e altre {len(parts) - _most_listed} parti, nella tabella qui sopra", class_="said"))
    if rest:
        unnamed = f"{figures(in_cents(rest))} {_unit(total)}"
        rows.append(_legend("rest", Html(f"{unnamed} "), f"non ripartiti, {percent(rest, total.value)}"))
    caption = element("figcaption", "Come si compone ", view.link(total.id, money(total)))
    return element("figure", caption, _drawing(parts, rest, total), element("ul", *rows), class_="bar")


def _drawing(parts: Sequence[Amount], rest: Decimal, total: Amount) -> Html:
    shapes: list[Html] = []
    at = Decimal(0)
    for number, part in enumerate(parts):
        shapes.append(_rectangle(at, part.value, total.value, f"part-{number % _tints}", part.id))
        at += part.value
    if rest:
        shapes.append(_rectangle(at, rest, total.value, "rest", None))
    view_box = f"0 0 {_width} {_height}"
    return element("svg", *shapes, viewBox=view_box, preserveAspectRatio="none", aria_hidden="true", focusable="false")


def _rectangle(at: Decimal, value: Decimal, whole: Decimal, kind: str, owner: str | None) -> Html:
    left, right = at / whole * _width, (at + value) / whole * _width
    width = max(right - left - 2, Decimal(2))  # a gap of the paper's colour between parts; the least is still seen
    return element("rect", x=f"{left:.1f}", y=0, width=f"{width:.1f}", height=_height, class_=kind, data_ref=owner)


def _row(view: View, number: int, part: Amount, total: Amount) -> Html:
    said = words(sense(part, total, view.names()).removeprefix("di cui "))
    value = view.link(part.id, money(part))
    return _legend(f"part-{number % _tints}", value, said, f", {percent(part.value, total.value)}")


def _legend(kind: str, value: Html, *said: str) -> Html:
    swatch = element(
        "svg",
        element("rect", x=0, y=0, width=10, height=10, class_=kind),
        viewBox="0 0 10 10",
        class_="swatch",
        aria_hidden="true",
        focusable="false",
    )
    return element("li", swatch, value, " ", element("span", *said, class_="said"))


def _unit(amount: Amount) -> str:
    return "€" if amount.currency == "EUR" else amount.currency
