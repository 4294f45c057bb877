"""What is handed from the measures of one announcement to those who add up, list and compare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal, NamedTuple, get_args

Mark = Literal["-", "+", "≠"]
"""Missed, spurious, found with another value."""

Topic = Literal["sums", "roles", "payers", "parts", "entities", "agreements", "fields", "mentions"]
TOPICS: tuple[Topic, ...] = get_args(Topic)


class Tally(NamedTuple):
    """How many are right, how many gold has, how many were found. For a share, `found` is `gold`."""

    right: int = 0
    gold: int = 0
    found: int = 0

    def plus(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.gold + other.gold, self.found + other.found)


class Finding(NamedTuple):
    """One difference between gold and predicted.

    Attributes:
        topic: what it is about.
        mark: missed, spurious or different.
        label: the entity label or the agreement slot.
        what: the thing itself, in words.
        gold: what gold says, where both say something.
        found: what was predicted.
        start: where in the text; None where it has no place.
        context: the text around, the place itself between « and ».
    """

    topic: Topic
    mark: Mark
    label: str
    what: str
    gold: str = ""
    found: str = ""
    start: int | None = None
    end: int | None = None
    context: str = ""

    def in_text(self, text: str, around: int = 60) -> Finding:
        """The finding with so many characters on either side of its place."""
        if self.start is None or self.end is None:
            return self
        before, after = text[max(0, self.start - around) : self.start], text[self.end : self.end + around]
        shown = f"{before}«{text[self.start : self.end]}»{after}"
        return self._replace(context=" ".join(shown.split()))


@dataclass
class Outcome:
    """Everything measured on one announcement."""

    name: str
    tallies: dict[str, Tally] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def count(self, figure: str, right: int, gold: int, found: int) -> None:
        self.tallies[figure] = self.tallies.get(figure, Tally()).plus(Tally(right, gold, found))

    def share(self, figure: str, right: int, of: int) -> None:
        self.count(figure, right, of, of)


TRUSTS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)
"""Where the rows of the reliability table begin."""


def trusted(what: str, confidence: float) -> str:
    """The figure that a decision of some confidence counts for.

    Example:
        >>> trusted("role", 0.93)
        'role trusted 0.9'
    """
    return f"{what} trusted {max(least for least in TRUSTS if confidence >= least)}"


def in_common(gold: Iterable[Hashable], found: Iterable[Hashable]) -> int:
    """How many items two bags share.

    Example:
        >>> in_common("aab", "abb")
        2
    """
    return (Counter(gold) & Counter(found)).total()


def folded(text: str | None) -> str:
    """Text as it is compared: case and runs of blanks do not count.

    Example:
        >>> folded("Regione  LAZIO")
        'regione lazio'
    """
    return " ".join((text or "").casefold().split())


def fits(name: str, patterns: Sequence[str]) -> bool:
    """Whether an announcement's name, with or without its folder, fits one of the patterns, if there are any.

    Example:
        >>> fits("liguria/a-01", ["a-*"])
        True
    """
    return not patterns or any(fnmatchcase(part, p) for p in patterns for part in (name, name.rpartition("/")[2]))
