"""Italian numerals: what figures and words state, and when a reader should doubt them."""

from decimal import Decimal

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from extractor.pipeline.numerals import read_collective, read_figure, read_words

DOTS = "punti delle migliaia fuori posto"
COMMAS = "virgole al posto dei punti delle migliaia"
DOT_FOR_COMMA = "punto al posto della virgola"
THREE = "tre decimali dopo la virgola"
MANY = "troppi decimali dopo la virgola"


@pytest.mark.parametrize(
    ("figure", "value", "suspect"),
    [
        ("0", "0", None),
        ("7", "7", None),
        ("2021", "2021", None),
        ("500", "500", None),
        ("1.000", "1000", None),
        ("5.317.523", "5317523", None),
        ("69.412,50", "69412.50", None),
        ("69412,5", "69412.5", None),
        ("12,50", "12.50", None),
        ("0,5", "0.5", None),
        ("0.5", "0.5", None),
        ("7.4", "7.4", None),
        ("7.45", "7.45", None),
        ("5.000.000,00", "5000000.00", None),
        ("5 000 000", "5000000", None),
        ("5\u00a0000\u00a0000", "5000000", None),
        ("5\u2009000\u202f000", "5000000", None),
        ("1'500'000", "1500000", None),
        ("1’500’000", "1500000", None),
        ("1'500'000,75", "1500000.75", None),
        ("1,234.56", "1234.56", None),
        ("1,234,567.89", "1234567.89", None),
        ("23.418,552", "23418.552", THREE),
        ("1,234", "1.234", THREE),
        ("10,0000", "10.0000", MANY),
        ("5,317,523", "5317523", COMMAS),
        ("1.234.56", "1234.56", DOT_FOR_COMMA),
        ("12.34,50", "1234.50", DOTS),
        ("1234.567", "1234567", DOTS),
        ("1.2345", "12345", DOTS),
        ("0.500", "0.500", DOT_FOR_COMMA),
        ("5.31.752", "531752", DOTS),
        ("12.5.2020", None, None),
        ("", None, None),
        ("1.,5", None, None),
        ("1.2,3,4", None, None),
        ("0.,,0", None, None),
        ("1.2,3.4", None, None),
        ("1,5,6", None, None),
        ("12,34,56", None, None),
    ],
)
def test_figures(figure: str, value: str | None, suspect: str | None) -> None:
    read = read_figure(figure)
    assert (None, None) if read is None else (str(read.value), read.suspect) == (value, suspect)
    assert (read is None) == (value is None)


@pytest.mark.parametrize(
    ("figure", "value", "suspect"),
    [
        ("1,5", "1.5", None),
        ("1,234", "1.234", None),
        ("1,2345", "1.2345", None),
        ("7.4", "7.4", None),
        ("0.500", "0.500", None),
        ("1.500", "1500", None),
        ("1.500,5", "1500.5", None),
        ("1.500,525", "1500.525", THREE),
        ("12.3456", "12.3456", None),
    ],
)
def test_figures_before_a_multiplier(figure: str, value: str, suspect: str | None) -> None:
    read = read_figure(figure, multiplied=True)
    assert read is not None
    assert (str(read.value), read.suspect) == (value, suspect)


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("un", 1),
        ("uno", 1),
        ("una", 1),
        ("tre", 3),
        ("diciassette", 17),
        ("venti", 20),
        ("ventuno", 21),
        ("ventun", 21),
        ("ventitré", 23),
        ("ventitre", 23),
        ("trentotto", 38),
        ("novantanove", 99),
        ("cento", 100),
        ("centouno", 101),
        ("centotto", 108),
        ("centootto", 108),
        ("centottanta", 180),
        ("centottantotto", 188),
        ("duecento", 200),
        ("duecentottanta", 280),
        ("novecentonovantanove", 999),
        ("mille", 1000),
        ("milleuno", 1001),
        ("millecento", 1100),
        ("milleduecento", 1200),
        ("millenovecentottanta", 1980),
        ("duemila", 2000),
        ("duemilaventuno", 2021),
        ("diecimila", 10_000),
        ("centomila", 100_000),
        ("centottantamila", 180_000),
        ("duecentomila", 200_000),
        ("DuecentoMila", 200_000),
        ("trecentocinquantamilaquattrocento", 350_400),
        ("casa", None),
        ("", None),
        ("mila", None),
        ("unmila", None),
        ("millemila", None),
        ("ventiventi", None),
        ("centocento", None),
        ("ventidieci", None),
        ("dodicicento", None),
        ("centomilacasa", None),
        ("milionario", None),
        ("settembre", None),
        ("ottobre", None),
        ("ventina", None),
    ],
)
def test_words(word: str, value: int | None) -> None:
    assert read_words(word) == value


SMALL = (
    "zero un due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette "
    "diciotto diciannove"
).split()
TENS = "_ _ venti trenta quaranta cinquanta sessanta settanta ottanta novanta".split()


def below_hundred(number: int) -> str:
    """Two figures in words, the last vowel of the ten dropped before "un" and "otto"."""
    if number < 20:
        return SMALL[number] if number else ""
    ten, unit = TENS[number // 10], SMALL[number % 10] if number % 10 else ""
    return (ten[:-1] if unit in ("un", "otto") else ten) + unit


def in_words(number: int) -> str:
    """A number below a million as Italians write it, in one word."""
    thousands, rest = divmod(number, 1000)
    head = {0: "", 1: "mille"}.get(thousands) if thousands < 2 else in_words(thousands) + "mila"
    hundreds, rest = divmod(rest, 100)
    middle = {0: "", 1: "cento"}.get(hundreds) if hundreds < 2 else SMALL[hundreds] + "cento"
    return f"{head}{middle}{below_hundred(rest)}"


@given(st.integers(1, 999_999))
def test_every_number_below_a_million_reads_back_from_its_words(number: int) -> None:
    assert read_words(in_words(number)) == number


def test_every_number_below_ten_thousand_reads_back_from_its_words() -> None:
    assert [number for number in range(1, 10_000) if read_words(in_words(number)) != number] == []


@given(st.integers(0, 10**12), st.integers(0, 99), st.sampled_from(" '’\u00a0\u2009\u202f."))
def test_any_grouped_number_with_cents_reads_back(whole: int, cents: int, mark: str) -> None:
    figure = f"{whole:,}".replace(",", mark) + f",{cents:02d}"
    assert read_figure(figure) == (Decimal(f"{whole}.{cents:02d}"), None)


@given(st.text("0123456789.,' ", min_size=1, max_size=20).filter(lambda text: text[0].isdigit() and text[-1].isdigit()))
def test_what_begins_and_ends_with_a_digit_is_read_figure_for_figure_or_refused(figure: str) -> None:
    read = read_figure(figure)
    assert read is None or str(read.value).replace(".", "").lstrip("0") == regex.sub(r"\D", "", figure).lstrip("0")


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("decina", 10),
        ("quindicina", 15),
        ("Ventina", 20),
        ("centinaio", 100),
        ("migliaio", 1000),
        ("dozzina", None),
        ("cucina", None),
    ],
)
def test_collectives(word: str, value: int | None) -> None:
    assert read_collective(word) == value
