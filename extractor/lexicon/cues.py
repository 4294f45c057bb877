"""Cue phrases: words that decide what a sum or a release is, looked up in a text without a regular expression.

A phrase is a row of words; one that ends in ``*`` stands for every word that begins so.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import count
from typing import NamedTuple, cast

from extractor.lexicon.folding import fold
from extractor.lexicon.words import Words

_STEM = 3
_numbers = count()
_REMEMBERED = 100_000
_Phrase = tuple[str, bool, tuple[tuple[str, bool], ...], int]


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
        self._stems: dict[str, list[_Phrase]] = {}
        for number, phrases in enumerate(rows):
            for phrase in phrases:
                first, *rest = fold(phrase).replace("'", " ").split()
                tail = tuple((word.rstrip("*"), word.endswith("*")) for word in rest)
                stem = first.rstrip("*")
                self._stems.setdefault(stem[:_STEM], []).append((stem, first.endswith("*"), tail, number))
        self._known: dict[str, tuple[_Phrase, ...]] = {}
        self._name = f"cues {next(_numbers)}"  # under which a text's words remember what was found in them

    def _beginning(self, low: str) -> tuple[_Phrase, ...]:
        """The phrases that a word begins, the longest first; remembered, since a language has few words."""
        phrases = [
            phrase
            for phrase in self._stems.get(low[:_STEM], ())
            if (low.startswith(phrase[0]) if phrase[1] else low == phrase[0])
        ]
        phrases.sort(key=lambda each: -len(each[2]))
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        self._known[low] = found = tuple(phrases)
        return found

    def find(self, words: Words, start: int, end: int) -> Iterator[Cue]:
        """All cues among the words ``start`` to ``end`` (exclusive), in order; they may overlap.

        The whole text is looked through at the first question, since many more follow about the same words.
        """
        known = words.found.get(self._name)
        if known is None:
            found = self._find_all(words.lows)
            known = words.found[self._name] = found, [cue.start for cue in found]
        cues, starts = cast(tuple[list[Cue], list[int]], known)
        for place in range(bisect_left(starts, start), len(cues)):
            cue = cues[place]
            if cue.start >= end:
                return
            if cue.end <= end:
                yield cue

    def _find_all(self, lows: list[str]) -> list[Cue]:
        found: list[Cue] = []
        known, length = self._known, len(lows)
        for index, low in enumerate(lows):
            phrases = known.get(low)
            if phrases is None:
                phrases = self._beginning(low)
            for _, _, tail, row in phrases:
                after = index + 1 + len(tail)
                if after > length:
                    continue
                position = index + 1
                for word, prefix in tail:
                    if not (lows[position].startswith(word) if prefix else lows[position] == word):
                        break
                    position += 1
                else:
                    found.append(Cue(index, after, row))
        return found
