"""Cue phrases: words that decide what a sum or a release is, looked up in a text without a regular expression.

A phrase is a row of words; one that ends in ``*`` stands for every word that begins so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from extractor.lexicon.folding import fold
from extractor.lexicon.words import Words

_STEM = 3


class Cue(NamedTuple):
    """A cue phrase found in a text: words ``start`` to ``end`` (exclusive), and the number of its row."""

    start: int
    end: int
    row: int


class CueTable:
    """Rows of cue phrases, ready to be found.

    >>> from extractor.lexicon import words_of
    >>> table = CueTable([["costo complessiv*"], ["stanzia*"]])
    >>> list(table.find(words_of("Il costo complessivo: stanziati 3 milioni"), 0, 7))
    [Cue(start=1, end=3, row=0), Cue(start=3, end=4, row=1)]
    """

    def __init__(self, rows: Iterable[Iterable[str]]) -> None:
        self._stems: dict[str, list[tuple[tuple[tuple[str, bool], ...], int]]] = {}
        for number, phrases in enumerate(rows):
            for phrase in phrases:
                pattern = tuple((word.rstrip("*"), word.endswith("*")) for word in fold(phrase).replace("'", " ").split())
                self._stems.setdefault(pattern[0][0][:_STEM], []).append((pattern, number))
        for patterns in self._stems.values():
            patterns.sort(key=lambda each: -len(each[0]))

    def find(self, words: Words, start: int, end: int) -> Iterator[Cue]:
        """All cues among the words ``start`` to ``end`` (exclusive), in order; they may overlap."""
        lows, stems = words.lows, self._stems
        for index in range(start, end):
            low = lows[index]
            patterns = stems.get(low[:_STEM])
            if patterns is None:
                continue
            for pattern, row in patterns:
                size = len(pattern)
                if index + size <= end and all(
                    lows[index + offset].startswith(word) if prefix else lows[index + offset] == word
                    for offset, (word, prefix) in enumerate(pattern)
                ):
                    yield Cue(index, index + size, row)
