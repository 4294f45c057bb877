"""The small table of sums in a card: how much, what it is, who pays."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.records import Amount, Payer
from extractor.writing.italian import AMOUNT_ROLES, UNITS, figures, money
from extractor.writing.report.html import Html, element, joined, words
from extractor.writing.report.view import View, doubt
from extractor.writing.sums import with_depth, years

_names_shown = 6
_deepest = 4


def sums_table(view: View, amounts: Sequence[Amount], caption: str) -> Html | None:
    """The sums of a card, parts under their total; None where there are none."""
    if not amounts:
        return None
    heads = [element("th", name, scope="col") for name in ("Somma", "Che cos'è", "A carico di")]
    return element(
        "table",
        element("caption", caption, class_="vh"),
        element("thead", element("tr", *heads)),
        element("tbody", *(_row(view, depth, amount) for depth, amount in with_depth(amounts))),
        class_="sums",
    )


def _row(view: View, depth: int, amount: Amount) -> Html:
    return element(
        "tr",
        element("td", view.link(amount.id, money(amount)), class_="value"),
        element("td", *_what(view, depth, amount), class_=f"depth-{min(depth, _deepest)}"),
        element("td", _payers(view, amount), class_="payers" if amount.payers else "payers nobody"),
        id=view.card_id(amount.id),
        data_ref=amount.id,
    )


def _what(view: View, depth: int, amount: Amount) -> list[Html | str | None]:
    role = element("span", AMOUNT_ROLES[amount.role], class_="role", data_role=amount.role)
    about = [f"in {amount.territory.name}" if amount.territory else None]
    about.append(f"pagina {amount.page}" if amount.page else None)
    if amount.per is not None:
        about.append(UNITS.get(amount.per, f"per {amount.per}"))
    if amount.period is not None:
        about.append(years(amount.period))
    said = ", ".join(word for word in about if word)
    return [
        "di cui " if depth else None,
        role,
        element("span", " ", words(said), class_="said") if said else None,
        element("span", " per ", _beneficiaries(view, amount), class_="said") if amount.beneficiaries else None,
        element("span", " fondo ", _funds(view, amount), class_="said") if amount.funds else None,
        element("span", "dedotto", class_="roles", title="segue dall'insieme del testo") if amount.inferred else None,
        doubt(amount.confidence),
        view.edit_button("edit_amount", amount.id, f"la somma {money(amount)}"),
    ]


def _payers(view: View, amount: Amount) -> Html:
    return _some([_payer(view, payer) for payer in amount.payers]) if amount.payers else Html("—")


def _payer(view: View, payer: Payer) -> Html:
    name = view.named(payer.entity, payer.name)
    share = f" ({figures(payer.percent)}%)" if payer.percent is not None else None
    inferred = element("span", " dedotto", class_="roles", title="segue dall'insieme del testo")
    return joined([name, share, inferred if payer.inferred else None])


def _beneficiaries(view: View, amount: Amount) -> Html:
    return _some([view.named(beneficiary.entity, beneficiary.name) for beneficiary in amount.beneficiaries])


def _funds(view: View, amount: Amount) -> Html:
    return _some(
        [view.named(fund, view.entities[fund].name if fund in view.entities else fund) for fund in amount.funds]
    )


def _some(names: Sequence[Html]) -> Html:
    shown = joined(names[:_names_shown], ", ")
    return joined([shown, f" e altri {len(names) - _names_shown}"]) if len(names) > _names_shown else shown
