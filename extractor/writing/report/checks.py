"""Checks with their arithmetic spelt out, each figure leading to its place in the text."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.records import Amount, Check
from extractor.writing.italian import CHECKS, figures, in_cents
from extractor.writing.report.html import Html, element, joined, words
from extractor.writing.report.view import View
from extractor.writing.sums import outcome

_terms_shown = 30


def check_list(view: View, checks: Sequence[Check]) -> Html | None:
    """The checks as a list, or None where there are none."""
    if not checks:
        return None
    return element("ul", *(_check(view, check) for check in checks), class_="checks")


def checks_of(view: View, amounts: Sequence[Amount]) -> list[Check]:
    """The checks that concern these sums only."""
    own = {amount.id for amount in amounts}
    kept = []
    for check in view.record.checks:
        about = {*check.parts, *([check.total] if check.total else [])}
        if about and about <= own:
            kept.append(check)
    return kept


def _check(view: View, check: Check) -> Html:
    mark, word, kind = ("✓", "torna", "passed") if check.passed else ("✗", "non torna", "failed")
    name = element("span", CHECKS[check.kind], class_="check-kind")
    sign = element("span", mark, class_="check-mark", role="img", aria_label=word)
    return element("li", element("span", _arithmetic(view, check), " ", sign, class_="sum-line"), name, class_=kind)


def _arithmetic(view: View, check: Check) -> Html:
    total = view.amounts.get(check.total or "")
    parts = [view.amounts[part] for part in check.parts if part in view.amounts]
    if check.kind != "parts_sum" or total is None or not parts or len(parts) > _terms_shown:
        return words(outcome(check, view.amounts))
    found = sum((part.value for part in parts[1:]), start=parts[0].value)
    sides = [joined([_figure(view, part) for part in parts], " + "), Html(" = ")]
    if check.passed and found == total.value:
        sides.append(_figure(view, total))
    elif check.passed:  # rounded: the sum is as good as the total that the text states
        sides += [words(figures(in_cents(found))), Html(" ≈ "), _figure(view, total)]
    else:
        sides += [words(figures(in_cents(found))), Html(", il testo dice "), _figure(view, total)]
    return joined(sides)


def _figure(view: View, amount: Amount) -> Html:
    return view.link(amount.id, figures(in_cents(amount.value)))
