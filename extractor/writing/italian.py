"""The contract's values in Italian words and figures."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractor.records import AgreementKind, Amount, AmountRole, CheckKind, PartyRole, Payer, Qualifier, Status

KINDS: dict[AgreementKind, str] = {"altro": "Altro atto"}  # the others are Italian already

STATUSES: dict[Status, str] = {
    "proposed": "proposto",
    "announced": "annunciato",
    "approved": "approvato",
    "signed": "firmato",
    "funded": "finanziato",
    "open": "aperto",
    "amended": "modificato",
    "revoked": "revocato",
    "completed": "concluso",
}
_feminine: frozenset[AgreementKind] = frozenset({"convenzione", "intesa", "graduatoria", "delibera", "legge"})

PARTY_ROLES: dict[PartyRole, str] = {
    "lead": "capofila",
    "promoter": "promotore",
    "funder": "finanziatore",
    "signatory": "firmatario",
    "partner": "partner",
    "implementer": "attuatore",
    "contracting_authority": "stazione appaltante",
    "contractor": "appaltatore",
    "beneficiary": "beneficiario",
}
AMOUNT_ROLES: dict[AmountRole, str] = {
    "total_cost": "costo totale",
    "cost_share": "quota del costo",
    "contribution": "contributo",
    "allocation": "dotazione",
    "loan": "prestito",
    "limit": "limite",
    "other": "altro",
}
QUALIFIERS: dict[Qualifier, str] = {
    "exact": "",
    "about": "circa ",
    "over": "oltre ",
    "under": "meno di ",
    "up_to": "fino a ",
    "at_least": "almeno ",
}
CHECKS: dict[CheckKind, str] = {
    "parts_sum": "somma delle parti",
    "share_within_total": "quota entro il totale",
    "ratio": "percentuale",
    "repeated_sum_differs": "la stessa somma con due valori",
    "suspect_number": "numero sospetto",
    "identifier_checksum": "codice con cifre di controllo sbagliate",
}
UNITS = {
    "year": "all'anno",
    "month": "al mese",
    "week": "a settimana",
    "day": "al giorno",
    "project": "per progetto",
    "company": "per impresa",
    "person": "per persona",
    "family": "per famiglia",
    "municipality": "per comune",
}
_months = (
    *("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno"),
    *("luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"),
)


def kind_and_status(kind: AgreementKind, status: Status | None) -> str:
    """Name the act and how far it has come, in agreement of gender.

    Example:
        >>> kind_and_status("convenzione", "signed"), kind_and_status("bando", None)
        ('Convenzione, firmata', 'Bando')
    """
    name = KINDS.get(kind, kind[0].upper() + kind[1:])
    if status is None:
        return name
    word = STATUSES[status]
    return f"{name}, {word[:-1] + 'a' if kind in _feminine and word.endswith('o') else word}"


def figures(value: Decimal) -> str:
    """Write a number with dots between thousands and a decimal comma.

    Example:
        >>> figures(Decimal("69412.50")), figures(Decimal("5317523"))
        ('69.412,50', '5.317.523')
    """
    return f"{value:,f}".translate({ord(","): ".", ord("."): ","})


def money(amount: Amount) -> str:
    """Write a sum with its qualifier, its range and its currency.

    A single decimal is written as two, as cents are: 12,5 € is 12,50 €.
    """
    unit = "€" if amount.currency == "EUR" else amount.currency
    low = figures(in_cents(amount.value))
    if amount.max_value is not None:
        return f"da {low} a {figures(in_cents(amount.max_value))} {unit}"
    return f"{QUALIFIERS[amount.qualifier]}{low} {unit}"


def in_cents(value: Decimal) -> Decimal:
    """Give a value with one decimal a second one.

    Example:
        >>> in_cents(Decimal("12.5")), in_cents(Decimal("23418.552"))
        (Decimal('12.50'), Decimal('23418.552'))
    """
    return value.quantize(Decimal("0.01")) if value.as_tuple().exponent == -1 else value


def listing(items: Sequence[str]) -> str:
    """Join as a sentence does.

    Example:
        >>> listing(["Como", "Lecco", "Sondrio"])
        'Como, Lecco e Sondrio'
    """
    *first, last = items
    return f"{', '.join(first)} e {last}" if first else last


def borne_by(payers: Sequence[Payer]) -> str:
    """Say who pays.

    Example:
        >>> borne_by([Payer(name="Stato")]), borne_by([Payer(name="Regione Lazio", percent="40"), Payer(name="Anas")])
        ('a carico dello Stato', 'a carico di Regione Lazio (40%) e Anas')
    """
    names = [f"{p.name} ({figures(p.percent)}%)" if p.percent is not None else p.name for p in payers]
    return "a carico dello Stato" if names == ["Stato"] else f"a carico di {listing(names)}"


def day(iso: str) -> str:
    """Write an ISO date, a month or a year.

    Example:
        >>> day("2019-11-02"), day("2019-11"), day("2019-01-01")
        ('2 novembre 2019', 'novembre 2019', '1° gennaio 2019')
    """
    year, *rest = iso.split("-")
    words = [year]
    if rest:
        words.insert(0, _months[int(rest[0]) - 1])
    if len(rest) > 1:
        words.insert(0, "1°" if rest[1] == "01" else str(int(rest[1])))
    return " ".join(words)
