"""Which sums state one fact, and what stands beside a sum."""

from typing import Any

import pytest

from extractor.lexicon import fold
from extractor.pipeline.facts import Money, decimal_text, plain_sum, states_rounded, tie_facts
from extractor.pipeline.layout import read_layout
from extractor.pipeline.sums import find_sums
from tests.pipeline.moneys import moneys_of

BASE: dict[str, Any] = {"max_value": None, "currency": "EUR", "qualifier": "exact", "multiplier": 1, "per": None}


@pytest.mark.parametrize(
    ("rounded", "qualifier", "exact", "tied"),
    [
        ("42000000", "over", "42350000", True),
        ("42000000", "over", "43000001", False),
        ("42000000", "over", "41999999", False),
        ("42000000", "over", "42000000", False),
        ("42000000", "at_least", "42350000", True),
        ("42000000", "exact", "42350000", True),
        ("42000000", "exact", "42500000", True),
        ("42000000", "exact", "42500001", False),
        ("42000000", "exact", "41600000", True),
        ("42000000", "under", "41600000", True),
        ("42000000", "under", "42350000", False),
        ("42000000", "under", "40900000", False),
        ("42000000", "about", "41200000", True),
        ("42000000", "about", "42400000", True),
        ("42000000", "about", "43950000", True),
        ("42000000", "about", "44500000", False),
        ("5000000", "over", "5050000", True),
        ("5000000", "over", "5400000", False),
        ("4000000", "over", "4250000", True),
        ("50000000", "about", "48600000", True),
        ("50000000", "about", "47000000", False),
        ("5000000", "exact", "5040000", True),
        ("900", "about", "912", False),
        ("42350000", "exact", "42000000", False),
        ("2300000", "exact", "2313750", True),
        ("2310000", "exact", "2313750", True),
        ("2400000", "exact", "2313750", False),
        ("60000", "over", "60900", True),
    ],
)
def test_a_rounded_form(rounded: str, qualifier: str, exact: str, tied: bool) -> None:
    short: Any = {**BASE, "value": rounded, "qualifier": qualifier}
    full: Any = {**BASE, "value": exact}
    assert states_rounded(short, full) is tied


@pytest.mark.parametrize(
    "change", [{"currency": "USD"}, {"per": "year"}, {"max_value": "43000000"}], ids=["currency", "unit", "range"]
)
def test_a_sum_of_another_kind_is_no_rounded_form(change: dict[str, str]) -> None:
    short: Any = {**BASE, "value": "42000000", "qualifier": "over"}
    full: Any = {**BASE, "value": "42350000"}
    assert states_rounded(short, full)
    assert not states_rounded({**short, **change}, full)
    assert not states_rounded(short, {**full, **change})


def facts(text: str, roles: dict[str, str] | None = None, payers: dict[str, str] | None = None) -> list[list[str]]:
    """The mentions of each fact, in the order of the sums that give its value."""
    moneys = moneys_of(text)
    for money in moneys:
        words = text[money["start"] : money["end"]]
        if roles and words in roles:
            money["role"] = roles[words]
        if payers and words in payers:
            money["payers"] = [{"entity": None, "name": payers[words]}]
    tie_facts(moneys, read_layout(text))
    return [
        [text[each["start"] : each["end"]] for each in moneys if each["fact"] == index]
        for index, money in enumerate(moneys)
        if money["fact"] == index
    ]


TITLE = "# Ponte, dalla Regione oltre 42 milioni\n\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{TITLE}L'opera costa 42.350.000 euro.", [["42 milioni", "42.350.000 euro"]]),
        (
            f"{TITLE}L'opera costa 42.350.000 euro. Il Comune ne paga 41.000.000.",
            [["42 milioni", "42.350.000 euro"], ["41.000.000"]],
        ),
        (
            f"{TITLE}L'opera costa 42.350.000 euro. Un'altra costa 42.100.000 euro.",
            [["42.350.000 euro"], ["42 milioni", "42.100.000 euro"]],
        ),
        (
            "# Ponte, dalla Regione 3 milioni\n\nLa Regione dà 3 milioni di euro per il ponte.",
            [["3 milioni", "3 milioni di euro"]],
        ),
        (
            "# Ponte, dalla Regione 3 milioni\n\n## Altri 3 milioni dallo Stato\n\nIl ponte si farà.",
            [["3 milioni", "3 milioni"]],
        ),
        (
            "Roma paga 3 milioni di euro. Ne parla il sindaco.\n\nI 3 milioni di euro arrivano presto.",
            [["3 milioni di euro", "3 milioni di euro"]],
        ),
        (
            "# Due città\n\nRoma paga 3 milioni di euro e Milano 3 milioni di euro.",
            [["3 milioni di euro"], ["3 milioni di euro"]],
        ),
        (
            "Ecco le somme concesse dalla Giunta:\n- Roma, 3 milioni di euro\n- Milano, 3 milioni di euro\n",
            [["3 milioni di euro"], ["3 milioni di euro"]],
        ),
        (
            "Costa 5 milioni di euro l'anno. Rende. Costò.\n\nLa sede invece costa 5 milioni di euro.",
            [["5 milioni di euro"], ["5 milioni di euro"]],
        ),
        (
            "Prima riga. Seconda. Terza. Quarta. Costa 42.350.000 euro. I 42 milioni bastano.",
            [["42.350.000 euro"], ["42 milioni"]],
        ),
        (
            "Prima riga. Seconda. Terza. Quarta. Costa 42.350.000 euro. Gli oltre 42 milioni bastano.",
            [["42.350.000 euro", "42 milioni"]],
        ),
        ("# Festa, biglietti a 3 euro\n\nSi paga 3 euro.", [["3 euro", "3 euro"]]),
        ("Nessuna somma.", []),
    ],
)
def test_facts(text: str, expected: list[list[str]]) -> None:
    assert sorted(facts(text)) == sorted(expected)


def test_equal_sums_of_unlike_roles_or_payers_are_two_facts() -> None:
    text = "La Regione dà 3 milioni di euro. Poi tace.\n\nIl debito è di € 3.000.000."
    assert facts(text) == [["3 milioni di euro", "€ 3.000.000"]]
    assert len(facts(text, roles={"3 milioni di euro": "contribution", "€ 3.000.000": "other"})) == 2
    assert len(facts(text, roles={"3 milioni di euro": "contribution", "€ 3.000.000": "allocation"})) == 1
    assert len(facts(text, payers={"3 milioni di euro": "Regione", "€ 3.000.000": "Stato"})) == 2
    assert len(facts(text, payers={"3 milioni di euro": "Regione", "€ 3.000.000": "Regione"})) == 1
    assert len(facts(text, payers={"3 milioni di euro": "Regione"})) == 1


def test_two_facts_of_equal_value_keep_each_their_own_later_mentions() -> None:
    text = "Dà 3 milioni di euro. Deve 3.000.000 di euro.\n\nDeve, si sa, 3.000.000,00 euro. Dà, si sa, € 3.000.000."
    roles = {"3 milioni di euro": "contribution", "€ 3.000.000": "contribution"} | dict.fromkeys(
        ("3.000.000 di euro", "3.000.000,00 euro"), "other"
    )
    assert facts(text, roles) == [["3 milioni di euro", "€ 3.000.000"], ["3.000.000 di euro", "3.000.000,00 euro"]]


def test_tying_again_gives_the_same() -> None:
    text = f"{TITLE}L'opera costa 42.350.000 euro. I 42,35 milioni bastano."
    moneys, layout = moneys_of(text), read_layout(text)
    tie_facts(moneys, layout)
    once = [money["fact"] for money in moneys]
    tie_facts(moneys, layout)
    assert [money["fact"] for money in moneys] == once == [1, 1, 1]


def test_a_plain_sum_holds_what_stands_beside_it() -> None:
    text = "# Titolo\n\nSono fino a 2,5 milioni di euro per ciascun progetto. Altri 40-50 mila dollari nel 2021-2023."
    layout = read_layout(text)
    first, second = (plain_sum(fold(text), layout, found) for found in find_sums(text))
    start = text.index("2,5")
    assert first == {
        "start": start, "end": start + len("2,5 milioni di euro"), "value": "2500000", "max_value": None, "currency": "EUR",
        "qualifier": "up_to", "multiplier": 10**6, "elliptic": False, "suspect": None, "per": "project", "period": None, "percent": None, "named": True, "sentence": 1,
    }  # fmt: skip
    assert (second["value"], second["max_value"], second["currency"]) == ("40000", "50000", "USD")
    assert (second["period"], second["sentence"]) == ([2021, 2023], 2)


@pytest.mark.parametrize("value", ["1E+6", "69412.50", "0.5", "5000000.00", "0"])
def test_decimals_have_no_exponent(value: str) -> None:
    from decimal import Decimal

    text = decimal_text(Decimal(value))
    assert "E" not in text
    assert Decimal(text) == Decimal(value)


def test_many_sums_are_tied_without_comparing_all_with_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """What grows with the square of the number of sums would be felt in a budget of ten thousand rows."""
    from extractor.pipeline import facts as module

    calls = 0
    compare = module._same_fact

    def counted(first: Money, second: Money, kinds: dict[int, str]) -> bool:
        nonlocal calls
        calls += 1
        return compare(first, second, kinds)

    monkeypatch.setattr(module, "_same_fact", counted)
    moneys: Any = [{**BASE, "start": n, "end": n, "value": "500", "sentence": n, "role": f"r{n}"} for n in range(500)]
    tie_facts(moneys, read_layout(""))
    assert calls <= 500 * 8


def test_the_first_mention_that_names_its_currency_gives_the_value_and_keeps_what_the_body_says() -> None:
    text = "# Roma dà 24 milioni di euro\n\nUn pacchetto da 24 milioni per chi vive in centro."
    moneys = moneys_of(text)
    moneys[1]["role"] = "allocation"
    tie_facts(moneys, read_layout(text))
    assert [money["fact"] for money in moneys] == [0, 0]
    assert moneys[0]["role"] == "allocation"
