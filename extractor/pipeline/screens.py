"""Screens: stems without one of which a pattern cannot match, so that most patterns need not be tried at all.

Looking for a dozen stems takes a hundredth of the time of one regular expression with alternatives.
"""

from __future__ import annotations

from collections.abc import Iterable


def stands_in(stems: Iterable[str], text: str) -> bool:
    """Whether one of some stems stands in a text.

    >>> stands_in(("capofila", "mandatari"), "la mandataria del raggruppamento")
    True
    """
    for stem in stems:  # noqa: SIM110 - a generator in any() takes twice as long
        if stem in text:
            return True
    return False


def stands_between(stems: Iterable[str], text: str, start: int, end: int) -> bool:
    """Whether one of some stems stands between two places of a text."""
    for stem in stems:  # noqa: SIM110
        if text.find(stem, start, end) >= 0:
            return True
    return False
