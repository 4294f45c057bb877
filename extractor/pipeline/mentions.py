"""Mentions of named things in a text: what one is, and which of two that overlap stays."""

from __future__ import annotations

import itertools
from typing import NotRequired, TypedDict

LABELS = ("INSTITUTION", "COMPANY", "PROJECT", "PERSON", "PLACE")


class Mention(TypedDict):
    """A named thing at a place in the text; plain data, so that a Doc that carries it can be serialised.

    ``start`` and ``end`` are character offsets, end exclusive; ``key`` is the same for all mentions that surely mean
    the same thing; ``rule`` says what found it.
    """

    start: int
    end: int
    label: str
    key: str
    rule: str
    canonical: NotRequired[str]
    kind: NotRequired[str]
    code: NotRequired[str]
    belfiore: NotRequired[str]
    role: NotRequired[str]
    affiliation: NotRequired[list[int]]
    acronym: NotRequired[str]
    generic: NotRequired[bool]


def merge(mentions: list[Mention]) -> list[Mention]:
    """The mentions without overlaps, in order: of two that overlap the longer stays, of equals the earlier label.

    >>> a: Mention = {"start": 0, "end": 6, "label": "PLACE", "key": "a", "rule": "r"}
    >>> b: Mention = {"start": 0, "end": 9, "label": "COMPANY", "key": "b", "rule": "r"}
    >>> [mention["key"] for mention in merge([a, b])]
    ['b']
    """
    ranked = sorted(
        mentions, key=lambda each: (each["start"] - each["end"], LABELS.index(each["label"]), each["start"])
    )
    if not _overlapping(mentions):
        return sorted(mentions, key=lambda each: each["start"])
    taken: dict[int, Mention] = {}
    kept: list[Mention] = []
    for mention in ranked:
        if any(position in taken for position in range(mention["start"], mention["end"])):
            continue
        taken.update(dict.fromkeys(range(mention["start"], mention["end"]), mention))
        kept.append(mention)
    return sorted(kept, key=lambda each: each["start"])


def _overlapping(mentions: list[Mention]) -> bool:
    ordered = sorted(mentions, key=lambda each: each["start"])
    return any(later["start"] < earlier["end"] for earlier, later in itertools.pairwise(ordered))
