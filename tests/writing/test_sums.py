"""What each sum is called, where it stands, what the checks say."""

from typing import Any

import pytest

from extractor.records import Amount, Check
from extractor.writing.sums import outcome, sense, with_depth

BASE = {"id": "M1", "value": "100", "currency": "EUR", "role": "contribution", "text": "x", "start": 0, "end": 1}


def sum_of(**fields: Any) -> Amount:
    return Amount.model_validate(BASE | fields)


@pytest.mark.parametrize(
    ("fields", "depth", "words"),
    [
        ({"role": "total_cost"}, 0, "costo totale"),
        ({"role": "cost_share", "territory": {"name": "Lombardia"}}, 1, "di cui in Lombardia"),
        ({"role": "cost_share", "territory": {"name": "Lombardia"}}, 0, "di cui in Lombardia"),
        ({"role": "cost_share"}, 1, "di cui quota del costo"),
        ({}, 0, "contributo"),
        ({"payers": [{"name": "Regione Lombardia"}]}, 0, "a carico di Regione Lombardia"),
        ({"payers": [{"name": "Regione Lombardia"}]}, 1, "di cui a carico di Regione Lombardia"),
        ({"role": "allocation", "payers": [{"name": "Stato"}]}, 0, "dotazione, a carico dello Stato"),
        ({"role": "loan", "beneficiaries": [{"name": "Beamit"}]}, 0, "prestito, per Beamit"),
        ({"role": "limit", "per": "project"}, 0, "limite, per progetto"),
        ({"role": "limit", "per": "ettaro"}, 0, "limite, per ettaro"),
        ({"role": "other", "per": "year", "period": {"start": 2019, "end": 2021}}, 0, "altro, all'anno, 2019-2021"),
        ({"role": "allocation", "period": {"start": 2020, "end": 2020}}, 0, "dotazione, 2020"),
        ({"role": "allocation", "period": {"end": 2026}}, 0, "dotazione, fino al 2026"),
        ({"role": "allocation", "period": {"start": 2026}}, 0, "dotazione, dal 2026"),
        ({"role": "allocation", "period": {}}, 0, "dotazione"),
        ({"role": "allocation", "funds": ["E3", "E4"]}, 0, "dotazione, fondi Fesr e E4"),
        ({"role": "allocation", "funds": ["E3"]}, 0, "dotazione, fondo Fesr"),
        ({"beneficiaries": [{"name": name} for name in "ABCD"]}, 0, "contributo, per A, B, C e D"),
        ({"beneficiaries": [{"name": name} for name in "ABCDE"]}, 0, "contributo, per A, B, C e altri 2"),
        ({"beneficiaries": [{"name": "A"}]}, 1, "di cui per A"),
        ({"beneficiaries": [{"name": "A"}], "payers": [{"name": "B"}]}, 1, "di cui a carico di B, per A"),
        ({"territory": {"name": "Bari"}}, 1, "di cui contributo, in Bari"),
        ({"role": "allocation", "territory": {"name": "Puglia"}}, 0, "dotazione, in Puglia"),
    ],
)
def test_sense(fields: dict[str, Any], depth: int, words: str) -> None:
    total = sum_of(id="M2") if depth else None
    assert sense(sum_of(**fields), total, {"E3": "Fesr"}) == words


def test_parts_stand_under_their_total_in_order() -> None:
    amounts = [
        sum_of(id="M3", part_of="M2"),
        sum_of(id="M2"),
        sum_of(id="M4", part_of="M9"),
        sum_of(id="M5", part_of="M3"),
        sum_of(id="M6", part_of="M2"),
    ]
    assert [(depth, amount.id) for depth, amount in with_depth(amounts)] == [
        (0, "M2"),
        (1, "M3"),
        (2, "M5"),
        (1, "M6"),
        (0, "M4"),
    ]


AMOUNTS = {
    "M1": sum_of(value="109300.95"),
    "M2": sum_of(value="69412.50"),
    "M3": sum_of(value="39888.45"),
    "M4": sum_of(value="39888.4"),
    "M5": sum_of(value="5420000"),
    "M6": sum_of(value="162600"),
    "M7": sum_of(value="0"),
}


@pytest.mark.parametrize(
    ("check", "words"),
    [
        (
            {"kind": "parts_sum", "passed": True, "total": "M1", "parts": ["M2", "M3"]},
            "69.412,50 + 39.888,45 = 109.300,95",
        ),
        (
            {"kind": "parts_sum", "passed": False, "total": "M1", "parts": ["M2", "M4"]},
            "69.412,50 + 39.888,40 = 109.300,90, non 109.300,95",
        ),
        (
            {"kind": "parts_sum", "passed": False, "total": "M1", "parts": ["M2"], "message": "manca una parte"},
            "69.412,50 = 69.412,50, non 109.300,95: manca una parte",
        ),
        ({"kind": "parts_sum", "passed": True, "total": "M1", "parts": ["M2"] * 7}, "7 somme = 485.887,50"),
        ({"kind": "share_within_total", "passed": True, "total": "M1", "parts": ["M2"]}, "69.412,50 entro 109.300,95"),
        ({"kind": "share_within_total", "passed": False, "total": "M3", "parts": ["M2"]}, "69.412,50 oltre 39.888,45"),
        ({"kind": "ratio", "passed": True, "total": "M5", "parts": ["M6"]}, "162.600 è il 3% di 5.420.000"),
        ({"kind": "ratio", "passed": True, "total": "M1", "parts": ["M2"]}, "69.412,50 è il 63,51% di 109.300,95"),
        ({"kind": "ratio", "passed": False, "total": "M7", "parts": ["M2"]}, "percentuale"),
        ({"kind": "suspect_number", "passed": False}, "numero sospetto"),
        ({"kind": "ratio", "passed": False, "message": "40% di 10 è 4"}, "40% di 10 è 4"),
        ({"kind": "parts_sum", "passed": True, "total": "M8", "parts": ["M9"]}, "somma delle parti"),
    ],
)
def test_outcome(check: dict[str, Any], words: str) -> None:
    assert outcome(Check.model_validate(check), AMOUNTS) == words
