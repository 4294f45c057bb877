"""Italian words and figures; figures on the left, what is printed on the right."""

import typing
from decimal import Decimal
from typing import Any

import pytest

from extractor.records import Amount, AmountRole, CheckKind, PartyRole, Payer, Qualifier, Status
from extractor.writing import italian


@pytest.mark.parametrize(
    ("fields", "printed"),
    [
        ({"value": "5317523"}, "5.317.523 €"),
        ({"value": "69412.50"}, "69.412,50 €"),
        ({"value": "12.5"}, "12,50 €"),
        ({"value": "23418.552"}, "23.418,552 €"),
        ({"value": "0"}, "0 €"),
        ({"value": "999"}, "999 €"),
        ({"value": "1000"}, "1.000 €"),
        ({"value": "1200000000000"}, "1.200.000.000.000 €"),
        ({"value": "42000000", "qualifier": "over"}, "oltre 42.000.000 €"),
        ({"value": "3000", "qualifier": "about"}, "circa 3.000 €"),
        ({"value": "3000", "qualifier": "up_to"}, "fino a 3.000 €"),
        ({"value": "3000", "qualifier": "under"}, "meno di 3.000 €"),
        ({"value": "3000", "qualifier": "at_least"}, "almeno 3.000 €"),
        ({"value": "5000000", "max_value": "20000000"}, "da 5.000.000 a 20.000.000 €"),
        ({"value": "700", "currency": "USD"}, "700 USD"),
    ],
)
def test_money(amount: dict[str, Any], fields: dict[str, Any], printed: str) -> None:
    assert italian.money(Amount.model_validate(amount | fields)) == printed


@pytest.mark.parametrize(
    ("words", "values"),
    [
        (italian.STATUSES, Status),
        (italian.PARTY_ROLES, PartyRole),
        (italian.AMOUNT_ROLES, AmountRole),
        (italian.QUALIFIERS, Qualifier),
        (italian.CHECKS, CheckKind),
    ],
)
def test_every_value_of_the_contract_has_its_word(words: dict[str, str], values: Any) -> None:
    assert set(words) == set(typing.get_args(values))


@pytest.mark.parametrize(
    ("kind", "status", "printed"),
    [
        ("accordo per l'innovazione", "approved", "Accordo per l'innovazione, approvato"),
        ("intesa", "revoked", "Intesa, revocata"),
        ("delibera", "proposed", "Delibera, proposta"),
        ("bando", "open", "Bando, aperto"),
        ("altro", None, "Altro atto"),
    ],
)
def test_kind_and_status(kind: Any, status: Any, printed: str) -> None:
    assert italian.kind_and_status(kind, status) == printed


@pytest.mark.parametrize(
    ("payers", "printed"),
    [
        ([Payer(name="Regione Lombardia")], "a carico di Regione Lombardia"),
        ([Payer(name="Stato"), Payer(name="Anas")], "a carico di Stato e Anas"),
        ([Payer(name="Stato", percent=Decimal("62.5"))], "a carico di Stato (62,5%)"),
    ],
)
def test_borne_by(payers: list[Payer], printed: str) -> None:
    assert italian.borne_by(payers) == printed
