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
_Going = tuple[int, int, int, tuple[tuple[str, bool], ...]]


class Cue(NamedTuple):
    """A cue phrase found in a text: words ``start`` to ``end`` (exclusive), and the number of its row."""

    start: int
    end: int
    row: int


class CueFamily:
    """Tables whose cues are found together, in one pass over the words of a text, with one look-up a word."""

    def __init__(self) -> None:
        self._count = 0
        self._stems: dict[str, list[tuple[int, _Phrase]]] = {}  # by the first letters of their first words
        self._known: dict[str, dict[str, tuple[_Going, ...]]] = {}
        self._name = f"cues {next(_numbers)}"  # under which a text's words remember what was found in them

    def add(self, phrases: Iterable[_Phrase]) -> int:
        """Take in one more table, and return its number."""
        for phrase in phrases:
            self._stems.setdefault(phrase[0][:_STEM], []).append((self._count, phrase))
        self._known.clear()
        self._count += 1
        return self._count - 1

    def found(self, words: Words, number: int) -> tuple[list[Cue], list[int]]:
        """All cues of a table in a text, and where they start."""
        known = words.found.get(self._name)
        if isinstance(known, list) and len(known) > number:
            return cast(tuple[list[Cue], list[int]], known[number])
        found: list[list[Cue]] = [[] for _ in range(self._count)]
        self._find(words.lows, found)
        told = [(cues, [cue.start for cue in cues]) for cues in found]
        words.found[self._name] = told
        return told[number]

    def _find(self, lows: list[str], found: list[list[Cue]]) -> None:
        known, length = self._known, len(lows)
        following = ""
        for index in range(length - 1, -1, -1):  # backwards, so that the word after is at hand
            low = lows[index]
            beginnings = known.get(low)
            if beginnings is None:
                beginnings = self._beginnings(low)
            if beginnings:
                phrases = beginnings.get(following)
                if phrases is None:
                    phrases = beginnings[following] = self._going_on(low, following)
                for number, row, size, rest in phrases:
                    if index + size <= length and _stands(lows, index + 2, rest):
                        found[number].append(Cue(index, index + size, row))
            following = low
        for cues in found:
            cues.reverse()

    def _beginnings(self, low: str) -> dict[str, tuple[_Going, ...]]:
        """What a word may begin, by the word after it, filled as such pairs come up; remembered, as words are few."""
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        self._known[low] = found = {"": self._going_on(low, "")} if self._phrases(low) else {}
        return found

    def _phrases(self, low: str) -> list[tuple[int, _Phrase]]:
        """The phrases that a word begins, the longest first."""
        phrases = [
            (number, phrase)
            for number, phrase in self._stems.get(low[:_STEM], ())
            if (low.startswith(phrase[0]) if phrase[1] else low == phrase[0])
        ]
        phrases.sort(key=lambda each: -len(each[1][2]))
        return phrases

    def _going_on(self, low: str, following: str) -> tuple[_Going, ...]:
        """The phrases that two words begin: table, row, number of words, what must follow; in reverse order."""
        going = [
            (number, row, len(tail) + 1, tail[1:])
            for number, (_, _, tail, row) in self._phrases(low)
            if not tail or (following.startswith(tail[0][0]) if tail[0][1] else following == tail[0][0])
        ]
        return tuple(reversed(going))


def _stands(lows: list[str], position: int, rest: tuple[tuple[str, bool], ...]) -> bool:
    for word, prefix in rest:
        if not (lows[position].startswith(word) if prefix else lows[position] == word):
            return False
        position += 1
    return True


class CueTable:
    """Rows of cue phrases, ready to be found.

    >>> from extractor.lexicon import words_of
    >>> table = CueTable([["costo complessiv*"], ["stanzia*"]])
    >>> list(table.find(words_of("Il costo complessivo: stanziati 3 milioni"), 0, 7))
    [Cue(start=1, end=3, row=0), Cue(start=3, end=4, row=1)]
    """

    def __init__(self, rows: Iterable[Iterable[str]], family: CueFamily | None = None) -> None:
        read: list[_Phrase] = []
        for number, phrases in enumerate(rows):
            for phrase in phrases:
                first, *rest = fold(phrase).replace("'", " ").split()
                tail = tuple((word.rstrip("*"), word.endswith("*")) for word in rest)
                read.append((first.rstrip("*"), first.endswith("*"), tail, number))
        self._family = family or CueFamily()
        self._number = self._family.add(read)

    def find(self, words: Words, start: int, end: int) -> Iterator[Cue]:
        """All cues among the words ``start`` to ``end`` (exclusive), in order; they may overlap.

        The whole text is looked through at the first question, since many more follow about the same words.
        """
        cues, starts = self._family.found(words, self._number)
        for place in range(bisect_left(starts, start), len(cues)):
            cue = cues[place]
            if cue.start >= end:
                return
            if cue.end <= end:
                yield cue
