"""Money goes to JSON and back unchanged, and never as a float."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from extractor.records.decimals import DecimalString

MONEY: TypeAdapter[Decimal] = TypeAdapter(DecimalString)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("69412.50"), '"69412.50"'),
        (Decimal("5317523"), '"5317523"'),
        (Decimal("2E+9"), '"2000000000"'),
        (Decimal("1E-7"), '"0.0000001"'),
        (Decimal("0.00"), '"0.00"'),
        (Decimal("-12.5"), '"-12.5"'),
        (200, '"200"'),
        ("109300.95", '"109300.95"'),
    ],
)
def test_is_written_plainly(value: Any, written: str) -> None:
    assert MONEY.dump_json(MONEY.validate_python(value)).decode() == written


@pytest.mark.parametrize(
    "value",
    [
        *(1.5, True, None, Decimal("NaN"), Decimal("Infinity"), b"1"),
        *("", "1,5", "1.000.000,00", "1e3", "1E+3", ".5", "5.", "+5", "01", " 1", "1\n", "٣", "NaN", "1_000"),
    ],
)
def test_refuses_what_is_no_plain_decimal(value: Any) -> None:
    with pytest.raises(ValidationError):
        MONEY.validate_python(value)


@pytest.mark.parametrize("document", ["69412.5", "5317523", "1e3", "null", "true"])
def test_refuses_json_that_is_no_string(document: str) -> None:
    with pytest.raises(ValidationError):
        MONEY.validate_json(document)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**18), max_value=10**18, places=4))
def test_every_decimal_round_trips_with_its_scale(value: Decimal) -> None:
    document = MONEY.dump_json(value)
    back = MONEY.validate_json(document)
    assert back == value
    assert back.as_tuple().exponent == value.as_tuple().exponent
    assert "e" not in json.loads(document).lower()
