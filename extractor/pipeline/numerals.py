"""Italian numerals, in figures and in words, as exact decimals.

A numeral is read as it is written: a misprint gives the value that its characters state, together with the reason
why it is suspect. Nothing here knows what money is; the grammar of sums is in :mod:`extractor.pipeline.sums`.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from extractor.pipeline.patterns import lazy

_GROUPING_MARKS = str.maketrans("", "", " '’`\u00a0\u2009\u202f\n\t\r")

_SHAPE = lazy(r"\d++(?:[.,]\d++)*+")

_UNITS = {
    "un": 1, "uno": 1, "una": 1, "due": 2, "tre": 3, "quattro": 4, "cinque": 5, "sei": 6, "sette": 7, "otto": 8,
    "nove": 9, "dieci": 10, "undici": 11, "dodici": 12, "tredici": 13, "quattordici": 14, "quindici": 15,
    "sedici": 16, "diciassette": 17, "diciotto": 18, "diciannove": 19,
}  # fmt: skip
_TENS = {
    "venti": 20, "trenta": 30, "quaranta": 40, "cinquanta": 50, "sessanta": 60, "settanta": 70, "ottanta": 80,
    "novanta": 90,
}  # fmt: skip
_COLLECTIVES = {
    "decina": 10, "quindicina": 15, "ventina": 20, "trentina": 30, "quarantina": 40, "cinquantina": 50,
    "sessantina": 60, "settantina": 70, "ottantina": 80, "novantina": 90, "centinaio": 100, "migliaio": 1000,
}  # fmt: skip


class Figure(NamedTuple):
    """A numeral's value, and why a reader should doubt it (``None``: no reason)."""

    value: Decimal
    suspect: str | None


def read_figure(figure: str, *, multiplied: bool = False) -> Figure | None:
    """Read a numeral written in figures by the Italian convention: dot for thousands, comma for decimals.

    Args:
        figure: the characters of the numeral alone, such as ``"5.317.523"`` or ``"1'500'000"``.
        multiplied: whether a word such as "milioni" follows; then three decimals are no misprint.

    Returns:
        The value with the scale that is written, and a reason for doubt where the grouping is irregular; ``None``
        where the characters are no numeral ("12.5.2020").

    >>> read_figure("69.412,50")
    Figure(value=Decimal('69412.50'), suspect=None)
    >>> read_figure("7.4", multiplied=True).value
    Decimal('7.4')
    >>> read_figure("23.418,552")
    Figure(value=Decimal('23418.552'), suspect='tre decimali dopo la virgola')
    """
    digits = figure.translate(_GROUPING_MARKS)
    if _SHAPE.fullmatch(digits) is None:
        return None
    dots, commas = digits.count("."), digits.count(",")
    if not dots and not commas:
        return Figure(Decimal(digits), None)
    if commas == 1 and (not dots or digits.rindex(".") < digits.index(",")):
        whole, decimals = digits.split(",")
        suspect = None if not dots or _grouped(whole.split(".")) else "punti delle migliaia fuori posto"
        if len(decimals) > 2 and not (multiplied and not dots):
            suspect = "tre decimali dopo la virgola" if len(decimals) == 3 else "troppi decimali dopo la virgola"
        return Figure(Decimal(whole.replace(".", "") + "." + decimals), suspect)
    if not commas:
        return _read_dotted(digits.split("."), multiplied)
    whole, _, decimals = digits.rpartition(".")
    if dots == 1 and "," not in decimals and _grouped(whole.split(",")):  # 1,234.56: the English way, unmistakable
        return Figure(Decimal(whole.replace(",", "") + "." + decimals), None)
    if not dots and _grouped(digits.split(",")):  # 5,317,523
        return Figure(Decimal(digits.replace(",", "")), "virgole al posto dei punti delle migliaia")
    return None


def _read_dotted(groups: list[str], multiplied: bool) -> Figure | None:
    if len(groups) == 2 and groups[0] == "0":  # 0.500: no thousands begin with nought
        return Figure(
            Decimal(".".join(groups)), None if multiplied or len(groups[1]) <= 2 else "punto al posto della virgola"
        )
    if _grouped(groups):
        return Figure(Decimal("".join(groups)), None)
    last = groups[-1]
    if len(groups) == 2 and (len(last) <= 2 or multiplied):
        return Figure(Decimal(".".join(groups)), None)
    if len(last) == 2 and _grouped(groups[:-1]):  # 1.234.56: the last dot stands for the comma
        return Figure(Decimal("".join(groups[:-1]) + "." + last), "punto al posto della virgola")
    if len(groups) > 2 and any(len(group) < 3 for group in groups[1:]) and len(last) == 4:
        return None  # a date
    return Figure(Decimal("".join(groups)), "punti delle migliaia fuori posto")


def _grouped(groups: list[str]) -> bool:
    return 1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])


@lru_cache(maxsize=4096)
def read_words(word: str) -> int | None:
    """Read a cardinal written as one word, "duecentomila" or "ventitré"; ``None`` where it is none.

    >>> read_words("duecentomila"), read_words("milleduecento"), read_words("ventuno"), read_words("casa")
    (200000, 1200, 21, None)
    """
    word = word.lower().replace("é", "e").replace("è", "e")
    if word == "mille":
        return 1000
    if word.endswith("mila") and len(word) > 4:
        thousands = _below_thousand(word[:-4])
        return thousands * 1000 if thousands is not None and thousands > 1 else None
    for mark, base in (("mila", None), ("mille", 1)):
        head, found, tail = word.partition(mark)
        if not found:
            continue
        thousands = base if base is not None and not head else _below_thousand(head)
        rest = _below_thousand(tail)
        if thousands is not None and rest is not None:
            return thousands * 1000 + rest
        return None
    return _below_thousand(word)


def read_collective(word: str) -> int | None:
    """The number that a collective such as "ventina" stands for, or ``None``.

    >>> read_collective("ventina"), read_collective("dozzina")
    (20, None)
    """
    return _COLLECTIVES.get(word.lower())


def _below_thousand(word: str) -> int | None:
    head, found, tail = word.partition("cent")
    if not found:
        return _below_hundred(word)
    hundreds = _UNITS.get(head) if head else 1
    if hundreds is None or hundreds > 9 or not tail:
        return None
    if tail[0] == "o" and not tail.startswith("ott"):  # centoventi, centootto; but centotto, centottanta, centun
        tail = tail[1:]
    elif tail[0] not in "ou":
        return None
    rest = _below_hundred(tail) if tail else 0
    return None if rest is None else hundreds * 100 + rest


def _below_hundred(word: str) -> int | None:
    if word in _UNITS:
        return _UNITS[word]
    for ten, value in _TENS.items():
        if word.startswith(ten):
            unit = _UNITS.get(word[len(ten) :]) if len(word) > len(ten) else 0
            return None if unit is None or unit > 9 else value + unit
        if word.startswith(ten[:-1]) and word[len(ten) - 1 :] in ("uno", "un", "otto"):  # ventuno, ventotto
            return value + _UNITS[word[len(ten) - 1 :]]
    return None
