"""Codes in the text, their check digits, and whose they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.it import codicefiscale, iva

import extractor
from extractor.pipeline.codes import find_codes, right_cig, right_number, right_person


def test_codes_in_every_spelling() -> None:
    text = (
        "P.IVA 00743110157; p. iva: IT00743110157; partita Iva n. 00743110158; C.F. RSSMRA85T10A562S; CIG: 0000001"
        + "0D3"
    )
    found = [(code.scheme, code.value, code.right) for code in find_codes(text)]
    assert found == [
        ("partita IVA", "00743110157", True),
        ("partita IVA", "00743110157", True),
        ("partita IVA", "00743110158", False),
        ("codice fiscale", "RSSMRA85T10A562S", True),
        ("CIG", "00000010D3", True),
    ]
    assert all(text[code.start : code.end].upper() == code.value for code in find_codes(text))


@given(st.from_regex(r"[0-9]{11}", fullmatch=True))
def test_check_figure_as_stdnum_has_it(code: str) -> None:
    if iva.is_valid(code):
        assert right_number(code)
    if not right_number(code):
        assert not iva.is_valid(code)


@pytest.mark.parametrize("code", ["RSSMRA85T10A562S", "VRDLGU70A01F205N"])
def test_check_letter_as_stdnum_has_it(code: str) -> None:
    assert right_person(code) == (codicefiscale.calc_check_digit(code[:15]) == code[15])


@pytest.mark.parametrize(("code", "right"), [("X8317A5CE7", None), ("A0123456BC", True), ("12345678AB", None)])
def test_cig(code: str, right: bool | None) -> None:
    expected = right
    if code[0] == "X":
        expected = int(code[1:3], 16) == int(code[3:], 16) * 211 % 251
    elif code[0].isdigit():
        expected = int(code[7:], 16) == int(code[:7]) * 211 % 4091
    assert right_cig(code) == expected


def test_a_code_that_holds_is_its_firms_and_one_that_does_not_is_a_check() -> None:
    record = extractor.extract(
        "La Regione Liguria concede 3 milioni di euro a Beamit srl (P.IVA 00743110157) e 1 milione a Tintal spa (P.IVA 00743110158)."
    )
    codes = {
        entity.name: [(each.scheme, each.value, each.source) for each in entity.identifiers]
        for entity in record.entities
    }
    assert codes["Beamit srl"] == [("partita IVA", "00743110157", "testo")]
    assert codes["Tintal spa"] == []
    assert [
        (check.kind, check.passed, check.message) for check in record.checks if check.kind == "identifier_checksum"
    ] == [("identifier_checksum", False, "partita IVA 00743110158: la cifra di controllo non torna")]


def test_a_headline_that_tells_another_sum_is_a_check() -> None:
    record = extractor.extract(
        "Bando Faber, una dotazione di 5 milioni di euro\n\nLa Regione Liguria ha approvato il bando Faber, con una dotazione di 4,8 milioni di euro."
    )
    assert [check.message for check in record.checks if check.kind == "repeated_sum_differs"] == [
        "il titolo dice 5.000.000, il testo 4.800.000"
    ]
