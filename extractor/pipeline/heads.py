"""The lexicon's head words, ready for look-up by the rules that read bodies' names."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from extractor.lexicon import Lexicon, key_of

Row = dict[str, Any]


class Heads:
    """What ``heads.toml`` says beyond the head phrases themselves, as sets of look-up keys.

    ``lower`` are the phrases that count without a capital, ``standing`` those that are bodies alone, by key to their
    row; ``names`` and ``listed`` words that are bodies' names by themselves.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        rows: list[Row] = lexicon.tables["heads"]
        self.lower = frozenset(key_of(phrase) for row in rows for phrase in row.get("lower", ()))
        self.not_names: dict[str, frozenset[str]] = {}
        for row in rows:
            not_names = frozenset(name.lower() for name in row.get("not_names", ()))
            self.not_names[row["kind"]] = self.not_names.get(row["kind"], frozenset()) | not_names
        self.outside = frozenset(key_of(phrase) for row in rows for phrase in row.get("outside", ()))
        self.described = frozenset(key_of(phrase) for row in rows for phrase in row.get("described", ()))
        self.rest = frozenset(
            key_of(phrase)
            for row in rows
            if (phrases := row.get("rest"))
            for phrase in (row["words"] if phrases is True else phrases)
        )
        self.standing: dict[str, Row] = {key_of(phrase): row for row in rows for phrase in row.get("standing", ())}
        self.standing_lower = frozenset(
            phrase for row in rows for phrase in row.get("standing", ()) if phrase.islower()
        )
        self.names: dict[str, tuple[Row, bool]] = {}
        for row in rows:
            for field, sure in (("names", True), ("listed", False)):
                for name in row.get(field, ()):
                    self.names.setdefault(key_of(name), (row, sure))
        self.name_reach = _reach(self.names)
        self.standing_reach = _reach(self.standing)
        self.extensions = frozenset(key_of(word) for row in rows for word in row.get("extensions", ()))
        self.verbs = frozenset(verb for row in rows for verb in row.get("verbs", ()))
        self.participles = frozenset(verb for row in rows for verb in row.get("participles", ()))
        self.sites = frozenset(key_of(phrase) for row in rows for phrase in row.get("sites", ()))
        self.around = frozenset(key_of(name) for row in rows for name in row.get("around", ()))
        self.landforms = frozenset(key_of(phrase) for row in rows for phrase in row.get("landforms", ()))
        self.unions = frozenset(("cgil", "cisl", "uil"))
        self.offices = _office_words(lexicon)


def _reach(phrases: dict[str, Any]) -> dict[str, int]:
    """By first word, the length of the longest phrase."""
    reach: dict[str, int] = {}
    for phrase in phrases:
        first, length = phrase.split(" ", 1)[0], phrase.count(" ") + 1
        reach[first] = max(length, reach.get(first, 0))
    return reach


def _office_words(lexicon: Lexicon) -> frozenset[str]:
    """The nouns of offices ("presidente", "direttrice"), the last word of "direttore generale" left out."""
    return frozenset(office.split(" ", 1)[0] for office in lexicon.tables["people"]["offices"])


@lru_cache(maxsize=4)
def heads_of(lexicon: Lexicon) -> Heads:
    """The head words of a lexicon, built once."""
    return Heads(lexicon)
