from decimal import Decimal

import pytest

from models.corpus.figures import figures
from models.corpus.money import Reading, is_foreign, names_currency, readings
from models.corpus.numerals import number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5.317.523 euro", "5317523"),
        ("euro 109.300,95 euro", "109300.95"),
        ("€ 69.412,50", "69412.50"),
        ("5 317 523 euro", "5317523"),
        ("5.000,00 euro", "5000"),
        ("5.000,- euro", "5000"),
        ("1,234,567 dollari", "1234567"),
        ("1,5 milioni di euro", "1500000"),
        ("7.4 milioni", "7400000"),
        ("1.500 milioni", "1500000000"),
        ("500mila", "500000"),
        ("200k", "200000"),
        ("200mln€", "200000000"),
        ("3,5 M€", "3500000"),
        ("2 mld", "2000000000"),
        ("3 milioni e 200 mila", "3200000"),
        ("12 milioni 513 mila 400 euro", "12513400"),
        ("1 miliardo e 250 milioni", "1250000000"),
        ("mezzo miliardo", "500000000"),
        ("due miliardi e mezzo", "2500000000"),
        ("milione e mezzo", "1500000"),
        ("mille miliardi", "1000000000000"),
        ("un milione e duecentomila euro", "1200000"),
        ("milleduecento euro", "1200"),
        ("una ventina di milioni", "20000000"),
        ("un centinaio di milioni", "100000000"),
    ],
)
def test_a_sum_is_read_in_one_way(text: str, value: str) -> None:
    assert readings(text) == {Reading(Decimal(value))}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("35", ["35", "35000", "35000000", "35000000000"]),
        ("1,1", ["1.1", "1100", "1100000", "1100000000"]),
        ("35 euro", ["35"]),
        ("23.418,552 euro", ["23418.552", "23418552"]),
    ],
)
def test_what_is_left_out_or_mistyped_has_several(text: str, values: list[str]) -> None:
    assert readings(text) == {Reading(Decimal(value)) for value in values}


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("5 e 20 milioni", "5000000", "20000000"),
        ("5 milioni a 20 milioni", "5000000", "20000000"),
        ("500mila ai 2 milioni", "500000", "2000000"),
        ("10-15mila euro", "10000", "15000"),
        ("10.000 e 15.000 euro", "10000", "15000"),
        ("10-15", "10000000", "15000000"),
    ],
)
def test_ranges(text: str, low: str, high: str) -> None:
    assert Reading(Decimal(low), Decimal(high)) in readings(text)


@pytest.mark.parametrize("text", ["euro", "molti milioni", "alcune", "mezzo", "3 milioni e 200 milioni di", ""])
def test_what_is_no_single_sum(text: str) -> None:
    assert not [reading for reading in readings(text) if reading.high is None]


def test_currencies() -> None:
    assert [names_currency(text) for text in ("3 €", "3 mln", "3 milioni di lire")] == [True, False, True]
    assert [is_foreign(text) for text in ("3 €", "3 mln", "3 milioni di lire", "$5")] == [False, False, True, True]


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("uno", 1),
        ("tre", 3),
        ("ventotto", 28),
        ("trentuno", 31),
        ("quarantatré", 43),
        ("cento", 100),
        ("centottanta", 180),
        ("centoottanta", 180),
        ("duecentocinquanta", 250),
        ("mille", 1000),
        ("millenovecentonovantanove", 1999),
        ("settecentomila", 700000),
        ("trecentomilacinquecento", 300500),
        ("unomila", None),
        ("euro", None),
        ("mila", None),
        ("", None),
    ],
)
def test_number_words(word: str, value: int | None) -> None:
    assert number(word) == value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("pari a 5.317.523 euro di cui 2.313.750", ["5.317.523 euro"]),
        ("euro 109.300,95 e € 5.000", ["euro 109.300,95", "€ 5.000"]),
        ("200mln€ e 500 mila euro", ["200mln€", "500 mila euro"]),
        ("1,5 milioni di euro, 2 milioni di fondi", ["1,5 milioni di euro", "2 milioni"]),
        ("due milioni, duecentomila euro, mezzo miliardo", ["due milioni", "duecentomila euro", "mezzo miliardo"]),
        ("12 milioni di dollari", ["12 milioni di dollari"]),
        ("3 milioni di abitanti e 500 mila lavoratori", []),
        ("due milioni di visitatori", []),
        ("veicoli Euro 6 ed euro 4, zona euro, senza un euro", []),
        ("Euro 6.000", ["Euro 6.000"]),
        ("9,8 milioni di agevolazioni, €.412.730,18", ["9,8 milioni", "€.412.730,18"]),
        ("legge 662/1996, il 40%, 120 posti, 2021-2027", []),
    ],
)
def test_figures_of_a_text(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in figures(text)] == found
