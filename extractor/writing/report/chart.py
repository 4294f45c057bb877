"""Totals as a chart that is a list: a name, a bar, a figure; and the same as a table to sort."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from extractor.writing.italian import figures, in_cents
from extractor.writing.report.html import Html, element, words
from extractor.writing.report.totals import TOGETHER

_rows_drawn = 10
_rows_listed = 300
Row = tuple[str, Decimal]


def chart(title: str, unnamed: str, totals: Mapping[str, Decimal], *, by_name: bool = False) -> Html | None:
    """The largest totals drawn, all of them in a table.

    Args:
        title: what they are totals by ("ente").
        unnamed: what to call the total without a name.
        totals: names and euros.
        by_name: in the order of the names, as years are, and not the largest first.
    """
    if not totals:
        return None
    rows = _ordered(totals, by_name=by_name)
    drawn = rows[-_rows_drawn:] if by_name else rows[:_rows_drawn]
    largest = max(value for _, value in drawn) or Decimal(1)
    bars = [_bar(_shown(name, unnamed), value, largest, named=bool(name)) for name, value in drawn]
    more = None
    if len(rows) > len(drawn):
        table = _table(title, [(_shown(name, unnamed), value) for name, value in rows])
        more = element("details", element("summary", f"Tutti ({figures(Decimal(len(rows)))})"), table)
    heading = element("h2", f"Per {title}")
    return element("section", heading, element("ul", *bars, class_="chart"), more, class_="card totals")


def euros(value: Decimal) -> str:
    """A total with its currency; one that was divided is rounded to cents.

    Example:
        >>> euros(Decimal("69412.5")), euros(Decimal(1) / 3)
        ('69.412,50 €', '0,33 €')
    """
    whole = value.quantize(Decimal("0.01")) if int(value.as_tuple().exponent) < -2 else value
    if whole == whole.to_integral_value():
        whole = whole.quantize(Decimal(1))
    return f"{figures(in_cents(whole))} €"


def _ordered(totals: Mapping[str, Decimal], *, by_name: bool) -> list[Row]:
    rows = sorted(totals.items(), key=lambda row: row[0] if by_name else (-row[1], row[0]))
    return [row for row in rows if row[0]] + [row for row in rows if not row[0]]


def _shown(name: str, unnamed: str) -> str:
    return f"{name.replace(TOGETHER, ' e ')}, insieme" if TOGETHER in name else name or unnamed


def _bar(name: str, value: Decimal, largest: Decimal, *, named: bool) -> Html:
    width = max(value / largest * 1000, Decimal(2))
    drawing = element(
        "svg",
        element("rect", x=0, y=0, width=f"{width:.1f}", height=10, class_="part-0" if named else "rest"),
        viewBox="0 0 1000 10",
        preserveAspectRatio="none",
        aria_hidden="true",
        focusable="false",
    )
    label = element("span", words(name), class_="name")
    return element("li", label, element("span", euros(value), class_="value"), drawing)


def _table(title: str, rows: Sequence[Row]) -> Html:
    shown = rows[:_rows_listed]
    body = [
        element("tr", element("td", words(name)), element("td", euros(value), class_="value", data_value=f"{value:f}"))
        for name, value in shown
    ]
    rest = rows[_rows_listed:]
    if rest:
        total = sum((value for _, value in rest), start=Decimal(0))
        body.append(
            element(
                "tr",
                element("td", f"altri {figures(Decimal(len(rest)))}"),
                element("td", euros(total), class_="value", data_value="-1"),
            )
        )
    head = element(
        "tr",
        element("th", title.capitalize(), scope="col"),
        element("th", "Somma", scope="col", class_="value", data_numeric=True),
    )
    return element("table", element("thead", head), element("tbody", *body), class_="sortable")
