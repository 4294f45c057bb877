"""What the mark of a sum states: Italian money as it is written, read on its own.

Small and independent of the extractor's reader on purpose: it checks the gold, so it must not share its mistakes.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeAlias

from models.corpus.numerals import collective, number

CURRENCY: Final = (
    r"(?:euro|eur\b|€|dollar[oi]|usd\b|us\$|\$|sterlin[ea]|gbp\b|£|franchi|chf\b|yen\b|yuan\b|(?<!\w)lire\b)"
)
"""A regular expression for the names and signs of currencies, in lower case."""

_EURO: Final = re.compile(r"euro|eur\b|€")
_MULTIPLIERS: Final = {
    **dict.fromkeys(("mila", "k", "migliaia"), Decimal(10) ** 3),
    **dict.fromkeys(("milione", "milioni", "mln", "mil", "mio", "ml", "m"), Decimal(10) ** 6),
    **dict.fromkeys(("miliardo", "miliardi", "mld", "mrd", "mlrd", "bn"), Decimal(10) ** 9),
}
_ELLIPSES: Final = tuple(Decimal(10) ** power for power in (3, 6, 9))
_SEPARATORS: Final = {"e": "e", "ed": "e", "a": "a", "ai": "a", "o": "o", "mezzo": "mezzo"} | dict.fromkeys("-–—/", "-")
_JOINERS: Final = ("e", "a", "o", "-")

# "5.317.523", "109.300,95", "5 317 523" | "milioni" | "-"
_TOKEN: Final = re.compile(r"\d+(?:[.,'’]\d+|[ ]\d{3}(?!\d))*|[a-zà-ù]+|[-–—/]")

# a numeral with its possible values, a multiplier, a word that joins
_Token: TypeAlias = frozenset[Decimal] | Decimal | str


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a mark: a sum (``high`` is None) or a range, in units of its currency."""

    low: Decimal
    high: Decimal | None = None


def readings(text: str) -> frozenset[Reading]:
    """Every way in which the text of a sum's mark can be read; empty where it holds no number.

    More than one where Italian leaves it open: a bare "35" may leave out thousands, millions or milliards,
    "5 e 20 milioni" may begin at 5 euro or at 5 million, "23.418,552" is mistyped.

    >>> sorted(reading.low for reading in readings("3 milioni e 200 mila euro"))
    [Decimal('3200000')]
    >>> Reading(Decimal(5000000), Decimal(20000000)) in readings("5 e 20 milioni")
    True
    """
    lowered = " ".join(text.lower().split())
    tokens = _tokens(re.sub(CURRENCY, " ", lowered))
    found = {Reading(value) for value in _sums(tokens)}
    if len(tokens) == 1 and isinstance(tokens[0], frozenset) and not names_currency(text):
        found |= {Reading(value * power) for value in tokens[0] for power in _ELLIPSES}
    for at, token in enumerate(tokens):
        if token in _JOINERS:
            found |= _ranges(tokens[:at], tokens[at + 1 :])
    return frozenset(found)


def names_currency(text: str) -> bool:
    """Whether a sum's text names its currency, by word or sign.

    >>> names_currency("1,1 milioni di euro"), names_currency("1,1")
    (True, False)
    """
    return re.search(CURRENCY, text.lower()) is not None


def is_foreign(text: str) -> bool:
    """Whether a sum's text names a currency other than the euro.

    >>> is_foreign("3 milioni di dollari"), is_foreign("3 milioni")
    (True, False)
    """
    return names_currency(text) and not _EURO.search(text.lower())


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    for match in _TOKEN.finditer(text):
        word = match[0]
        if word[0].isdigit():
            tokens.append(_numeral(word))
        elif word in _MULTIPLIERS:
            if word in ("milione", "miliardo") and not (tokens and tokens[-1] not in _JOINERS):  # "milione e mezzo"
                tokens.append(frozenset([Decimal(1)]))
            tokens.append(_MULTIPLIERS[word])
        elif word in _SEPARATORS:
            tokens.append(_SEPARATORS[word])
        elif (many := collective(word)) is not None:
            if tokens[-1:] == [frozenset([Decimal(1)])]:  # "un centinaio"
                tokens.pop()
            tokens.append(frozenset([Decimal(many)]))
        elif (value := number(word)) is not None:
            tokens.append(frozenset([Decimal(value)]))
    while tokens and tokens[-1] in _JOINERS:  # "5.000,-"
        tokens.pop()
    return tokens


def _numeral(written: str) -> frozenset[Decimal]:
    """The values of digits with separators: "5.317.523", "109.300,95", "7.4", "1,234,567"."""
    bare = re.sub(r"[ '’]", ".", written)
    found: set[Decimal] = set()
    if re.fullmatch(r"\d+|\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+", bare):
        found.add(Decimal(bare.replace(".", "").replace(",", ".")))
    elif re.fullmatch(r"\d+\.\d+", bare):
        found.add(Decimal(bare))
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", bare):
        found.add(Decimal(bare.replace(",", "")))
    if re.search(r"[.,]\d{3}$", bare) or not found:  # "23.418,552": mistyped, or all one number
        found.add(Decimal(re.sub(r"[.,]", "", bare)))
    return frozenset(found)


def _sums(tokens: list[_Token]) -> frozenset[Decimal]:
    """The values of "3 milioni e 200 mila" as one sum, its units going down; empty where the tokens are none."""
    totals: frozenset[Decimal] = frozenset()
    unit = Decimal(0)  # the multiplier of the last term
    at = 0
    while at < len(tokens):
        if totals and tokens[at] == "e":
            at += 1
            if tokens[at:] == ["mezzo"] and unit > 1:
                return frozenset(total + unit / 2 for total in totals)
        powers_at = at
        while powers_at < len(tokens) and not isinstance(tokens[powers_at], Decimal) and powers_at == at:
            powers_at += 1
        powers_end = powers_at
        power = Decimal(1)
        while powers_end < len(tokens) and isinstance(token := tokens[powers_end], Decimal):
            power *= token
            powers_end += 1
        values = _coefficient(tokens[at:powers_at], power)
        if totals:
            values = frozenset(value for value in values if value < unit)
        totals = frozenset(total + value for total in totals or {Decimal(0)} for value in values)
        if not totals:
            return totals
        unit, at = power, powers_end
    return totals


def _coefficient(tokens: list[_Token], power: Decimal) -> frozenset[Decimal]:
    """The values of one term: what stands before its multipliers times them, as in "500 mila", "mezzo milione"."""
    match tokens:
        case [frozenset() as values]:
            return frozenset(value * power for value in values)
        case ["mezzo"] if power > 1:
            return frozenset([power / 2])
    return frozenset()


def _ranges(left: list[_Token], right: list[_Token]) -> set[Reading]:
    """The ranges between two runs of tokens; the first may borrow the second's multiplier, both may leave it out."""
    lows, highs = set(_sums(left)), _sums(right)
    powers = [token for token in right if isinstance(token, Decimal)]
    pairs = {(low, high) for low in lows for high in highs}
    if len(left) == 1:
        if powers:
            pairs |= {(low * powers[-1], high) for low in lows for high in highs}
        elif len(right) == 1:
            pairs |= {(low * power, high * power) for low in lows for high in highs for power in _ELLIPSES}
    return {Reading(low, high) for low, high in pairs if low < high}
