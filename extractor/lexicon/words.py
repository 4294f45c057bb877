"""A text as its words, with the view that lexicon look-ups need: lower case, plain quotes, offsets kept."""

from __future__ import annotations

from functools import lru_cache

import regex

from extractor.lexicon.folding import plain

_WORD = regex.compile(r"[\p{L}\p{N}]+")
# what may stand between two words of one name
_TIGHT = frozenset(
    (" ", "'", "' ", "-", "\n", ".", "/", "&", " & ", "  ", ". ", " - ", "+", "\r\n", " '", '"', '" ', ' "')
)
_LOOSE_DOT = ". "


def key_of(name: str) -> str:
    """The look-up key of a name: its words in lower case, one blank between them.

    >>> key_of("Ministero dell’Università e della Ricerca")
    'ministero dell università e della ricerca'
    """
    return " ".join(match.group().lower() for match in _WORD.finditer(plain(name)))


class Words:
    """The words of a text. ``starts[i]:ends[i]`` is the i-th word in the text; ``lows[i]`` its lower-case form.

    ``extent[i]`` is the number of words from the i-th on that can belong to one name: nothing parts them.
    """

    __slots__ = ("ends", "extent", "found", "lows", "plain", "starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.plain = plain(text)
        spans = [match.span() for match in _WORD.finditer(self.plain)]
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]
        low = self.plain.lower()
        self.lows = [low[start:end] for start, end in spans]
        self.extent = self._extents()
        self.found: dict[str, object] = {}  # what has been looked up already, by the one who looked

    def _extents(self) -> list[int]:
        text, starts, ends = self.plain, self.starts, self.ends
        extent = [1] * len(starts)
        for index in range(len(starts) - 2, -1, -1):
            end = ends[index]
            gap = text[end : starts[index + 1]]
            if gap == " " or (gap in _TIGHT and (gap != _LOOSE_DOT or end - starts[index] <= 3)):
                extent[index] = extent[index + 1] + 1
        return extent

    def __len__(self) -> int:
        return len(self.starts)

    def surface(self, index: int) -> str:
        """The i-th word as the text has it."""
        return self.text[self.starts[index] : self.ends[index]]

    def gap(self, index: int) -> str:
        r"""The characters between a word and the next (``"\\0"`` after the last)."""
        if index + 1 >= len(self.starts):
            return "\0"
        return self.plain[self.ends[index] : self.starts[index + 1]]

    def tight(self, index: int) -> bool:
        """Whether a word and the next can belong to one name.

        A full stop and a blank part two words, unless the first is an initial or a short abbreviation.
        """
        return self.extent[index] > 1

    def run(self, index: int, length: int) -> str | None:
        """The look-up key of ``length`` words from ``index`` on; ``None`` where something parts them."""
        if index >= len(self.extent) or length > self.extent[index]:
            return None
        return self.lows[index] if length == 1 else " ".join(self.lows[index : index + length])

    def capitalised(self, index: int) -> bool:
        """Whether a word begins with a capital."""
        return self.text[self.starts[index]].isupper()


@lru_cache(maxsize=2)
def words_of(text: str) -> Words:
    """The words of a text; the last two texts are remembered, since one component after another asks for them."""
    return Words(text)
