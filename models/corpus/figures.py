"""Where a text seems to state a sum of money, so that none is left unmarked."""

import re
from collections.abc import Iterator
from typing import Final

from models.corpus.money import CURRENCY
from models.corpus.numerals import number

_DIGITS: Final = r"(?<![\d.,])\d+(?:[.,'’]\d+)*(?:\s?(?:mila|k)\b)?"
_MANY: Final = r"(?:(?:milion[ei]|miliard[oi])\b|(?:mln|mld|mrd|mlrd)\b\.?)"
_OF: Final = r"(?:(?:di\s|d['’])\s*)"
# what may follow "milioni di" where it is money
_MONEY: Final = (
    rf"(?:{CURRENCY}|investiment|contribut|finanziament|cofinanziament|fond|risors|stanziament|fatturat|ricav|aiut"
    r"|incentiv|agevolazion|mutu|prestit|debit|spes|cost|dann|risarciment|sanzion|mult|tass|impost|entrat|sprech|util"
    r"|perdit|avanz|disavanz|export|capital)"
)

_WRITTEN_IN_DIGITS: Final = (
    # "5.317.523 euro", "1,5 milioni di euro", "500mila €", "200mln€"
    re.compile(rf"{_DIGITS}\s*{_MANY}?\s*{_OF}?{CURRENCY}", re.IGNORECASE),
    # "1,5 milioni", but not "3 milioni di abitanti"
    re.compile(rf"{_DIGITS}\s*{_MANY}(?!\s+(?:circa\s+)?{_OF}(?!{_MONEY}))", re.IGNORECASE),
    # "€ 5.000", "euro 109.300,95"; not the emission class "Euro 6"
    re.compile(rf"(?:€\.?|\beuro\b|\beur\b|\$|£)\s?(?![0-6]\b(?![.,]\d|\s*(?:{_MANY}|mila)))\d[\d.,]*", re.IGNORECASE),
)
# "due milioni", "duecentomila euro"
_WRITTEN_IN_WORDS: Final = re.compile(
    rf"\b(?P<word>[a-zà-ù]+)\s+(?:{_MANY}(?!\s+{_OF}(?!{_MONEY}))|euro\b)",
    re.IGNORECASE,
)
# "4.920.000", "655.500,00": most often money, but "1.500.000 abitanti"
_LONG: Final = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:\.\d{3}){2,}(?:,\d\d)?|\d{1,3}(?:\.\d{3})+,\d\d)(?![\d%])(?!\s+%)")


def figures(text: str) -> Iterator[tuple[int, int]]:
    """The start and end of every place where the text seems to state money, in digits or in words, by start.

    Places do not overlap. "Un euro" alone is taken for the idiom.

    >>> text = "Per 3 milioni di abitanti la Giunta stanzia 2,5 milioni, cioè due milioni e mezzo di euro."
    >>> [text[start:end] for start, end in figures(text)]
    ['2,5 milioni', 'due milioni']
    """
    found = [match.span() for pattern in _WRITTEN_IN_DIGITS for match in pattern.finditer(text)]
    for match in _WRITTEN_IN_WORDS.finditer(text):
        word, one_euro = match["word"].lower(), re.fullmatch(r"un\s+euro", match[0], re.IGNORECASE)
        if (number(word) is not None or word == "mezzo") and not one_euro:
            found.append(match.span())
    last = 0
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if start >= last:
            last = end
            yield start, end


def long_numbers(text: str) -> Iterator[tuple[int, int]]:
    """The start and end of every number that is long enough to be money, though nothing says that it is.

    >>> text = "di cui 2.313.750 in Lombardia e 655.500,00 a 1.200 famiglie"
    >>> [text[start:end] for start, end in long_numbers(text)]
    ['2.313.750', '655.500,00']
    """
    return (match.span() for match in _LONG.finditer(text))
