"""A text as its words, with the view that lexicon look-ups need: lower case, plain quotes, offsets kept."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from operator import add, sub

from extractor.lexicon.folding import plain

_WORD = re.compile(r"[^\W_]+")  # letters and figures; the standard module finds them in a third of regex's time
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
    return " ".join(_WORD.findall(plain(name).lower()))


class Words:
    """The words of a text. ``starts[i]:ends[i]`` is the i-th word in the text; ``lows[i]`` its lower-case form.

    ``extent[i]`` is the number of words from the i-th on that can belong to one name: nothing parts them; ``gaps[i]``
    are the characters between the i-th word and the next. ``plain`` and ``low`` are the text with plain quotes and
    blanks, and that in lower case; offsets hold in all.
    """

    __slots__ = ("__weakref__", "ends", "extent", "found", "gaps", "low", "lows", "plain", "starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.plain = plain(text)
        self.low = low = self.plain.lower()
        words, gaps = _WORD.findall(self.plain), _WORD.split(self.plain)
        sizes = list(map(len, words))
        self.ends: list[int] = list(accumulate(map(add, map(len, gaps), sizes)))
        self.starts: list[int] = list(map(sub, self.ends, sizes))
        self.lows: list[str] = _WORD.findall(low)
        if (
            list(map(len, self.lows)) != sizes
        ):  # a letter whose lower case is none: words are those of the text as it is
            self.lows = [low[start:end] for start, end in zip(self.starts, self.ends, strict=True)]
        self.gaps: list[str] = [*gaps[1:-1], "\0"] if words else []
        self.extent = self._extents()
        self.found: dict[str, object] = {}  # what has been looked up already, by the one who looked

    def _extents(self) -> list[int]:
        extent = []
        length = 1
        for gap, low in zip(reversed(self.gaps), reversed(self.lows), strict=True):
            length = length + 1 if gap == " " or (gap in _TIGHT and (gap != _LOOSE_DOT or len(low) <= 3)) else 1
            extent.append(length)
        extent.reverse()
        return extent

    def __len__(self) -> int:
        return len(self.starts)

    def surface(self, index: int) -> str:
        """The i-th word as the text has it."""
        return self.text[self.starts[index] : self.ends[index]]

    def gap(self, index: int) -> str:
        r"""The characters between a word and the next (``"\\0"`` after the last)."""
        if 0 <= index < len(self.gaps):
            return self.gaps[index]
        return "" if index == -1 and self.gaps else "\0"

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
