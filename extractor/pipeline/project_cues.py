"""The words that announce or begin a project's name, ready for look-up."""

from __future__ import annotations

from functools import lru_cache

import regex

from extractor.lexicon import Lexicon, key_of
from extractor.pipeline.patterns import lazy

_VERBS = "ha|hanno|è|sono|che|si|spiega|dice|e|afferma|sottolinea|commenta|dichiara"


class Cues:
    """What ``project_cues.toml`` says, as sets and compiled patterns."""

    def __init__(self, lexicon: Lexicon) -> None:
        tables = lexicon.tables["project_cues"]
        self.generic = frozenset(tables["generic"])
        self.wary = frozenset(tables["wary"])
        self.heads = _lower(tables["heads"])
        self.outside = _lower(tables["outside"])
        self.purposeful = frozenset(tables["purposeful"])
        self.rest = _lower(tables["rest"])
        self.ranked = _lower(tables["ranked"])
        self.ranks = frozenset(tables["ranks"])
        self.adjectives = frozenset(tables["adjectives"])
        self.deverbal = frozenset(tables["deverbal"])
        self.before_noun = frozenset(tables["before_noun"])
        self.plain = frozenset(key_of(phrase) for phrase in tables["plain"])
        self.not_names = _lower(tables["not_names"])
        self.not_projects = frozenset(tables["not_projects"])
        self.signs = frozenset(tables["signs"])
        self.half_signs = frozenset(tables["half_signs"])
        self.extends = frozenset(tables["extends"])
        naming, generic = _either(tables["naming"]), _either(tables["generic"])
        # progetto di ricerca «   ·   , denominato «
        self.before_quote = lazy(
            rf"""
            (?: (?<!\p{{L}})(?:{generic}) (?:\s+(?!(?:{_VERBS})\b)[\p{{Ll}}'’]+){{0,5}}
              | (?<!\p{{L}})(?:{naming}) )
            \s*[:,]?\s*$""",
            regex.VERBOSE,
        )
        # », il nuovo bando   ·   » è un progetto
        self.after_name = lazy(
            rf"""["']?(?:\s\([^()]{{2,60}}\))?(?:,|\s(?:è|sarà))\s(?:il|lo|la|l'|un|una|un')\s?(?:nuov[oa]\s|prim[oa]\s|grande\s)?(?:{generic})(?!\p{{L}})""",
            regex.VERBOSE,
        )
        # si chiama
        self.naming = lazy(rf"(?<!\p{{L}})(?i:{_either(tables['naming_bare'])})\s(?=\p{{Lu}}|\d)")
        self.naming_firsts = frozenset(phrase.split(" ", 1)[0] for phrase in tables["naming_bare"]) | {"edizione"}
        # , il nuovo programma triennale
        self.apposed = lazy(
            r"""(?<=\p{L}|\d),\s(?:il|lo|la|l'|un|una|un')\s?(?:nuov[oa]\s|prim[oa]\s|grande\s)?
            (?:progetto|programma|bando|piano|avviso|fondo|iniziativa|festival|rassegna|strategia|misura|campagna)
            \s(?:di|del|della|dell'|dei|che|per|da|con|\p{Ll}+(?:ale|ato|ata|ico|ica|ivo|iva|eo|ea))(?!\p{L})""",
            regex.VERBOSE,
        )
        self.firms = frozenset(tables["firms"])
        self.tails = _lower(tables["tails"])
        self.common_heads = frozenset(tables["common_heads"])


def _lower(words: list[str]) -> frozenset[str]:
    return frozenset(word.lower() for word in words)


def _either(phrases: list[str]) -> str:
    return "|".join(phrase.replace(" ", r"\s+") for phrase in sorted(phrases, key=len, reverse=True))


@lru_cache(maxsize=4)
def cues_of(lexicon: Lexicon) -> Cues:
    """The cues of a lexicon, built once."""
    return Cues(lexicon)
