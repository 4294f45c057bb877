"""Italian number words, one word at a time."""

from functools import cache
from typing import Final

# fmt: off
_UNITS: Final = (
    "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci", "undici", "dodici", "tredici",
    "quattordici", "quindici", "sedici", "diciassette", "diciotto", "diciannove",
)
# fmt: on
_TENS: Final = ("venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta")
_COLLECTIVES: Final = {
    "paio": 2,
    "decina": 10,
    "dozzina": 12,
    "quindicina": 15,
    "ventina": 20,
    "trentina": 30,
    "quarantina": 40,
    "cinquantina": 50,
    "sessantina": 60,
    "settantina": 70,
    "ottantina": 80,
    "novantina": 90,
    "centinaio": 100,
    "migliaio": 1000,
}


def number(word: str) -> int | None:
    """The number below a million that one lower-case Italian word states, None where it states none.

    >>> [number(word) for word in ("due", "ventuno", "trentotto", "duecentomila", "millecinquecento", "euro")]
    [2, 21, 38, 200000, 1500, None]
    """
    words = _below_thousand()
    if word in words:
        return words[word]
    stem, mila, rest = word.rpartition("mila")
    if mila and stem in words and words[stem] > 1:
        thousands = words[stem]
    elif word.startswith("mille"):
        thousands, rest = 1, word.removeprefix("mille")
    else:
        return None
    return thousands * 1000 + words.get(rest, 0) if not rest or rest in words else None


def collective(word: str) -> int | None:
    """The number that stands behind "decina", "ventina", "centinaio"; None for other words.

    >>> collective("ventina")
    20
    """
    return _COLLECTIVES.get(word)


@cache
def _below_thousand() -> dict[str, int]:
    """The words for 1 to 999: a ten drops its vowel before uno and otto, cento may before otto and ottanta."""
    words = {word: value for value, word in enumerate(_UNITS, 1)}
    for ten, word in enumerate(_TENS, 2):
        words[word] = ten * 10
        for unit, ending in enumerate(_UNITS[:9], 1):
            words[(word[:-1] if ending[0] in "uo" else word) + ending] = ten * 10 + unit
            if ending == "tre":
                words[word + "tré"] = ten * 10 + unit
    below_hundred = dict(words)
    for hundred in range(1, 10):
        stem = ("" if hundred == 1 else _UNITS[hundred - 1]) + "cento"
        words[stem] = hundred * 100
        for word, value in below_hundred.items():
            words[stem + word] = hundred * 100 + value
            if word.startswith("ott"):
                words[stem[:-1] + word] = hundred * 100 + value
    return words | {"un": 1, "una": 1}
