"""What the lexicon says about companies' names: cue words, crafts, legal forms, ready for look-up."""

from __future__ import annotations

from functools import lru_cache

import regex

from extractor.lexicon import Lexicon, default_lexicon
from extractor.pipeline.patterns import lazy


class CompanyWords:
    """The word lists of ``company_cues.toml`` and ``legal_forms.toml``; each attribute is the list of that name."""

    def __init__(self, lexicon: Lexicon) -> None:
        tables, forms = lexicon.tables["company_cues"], lexicon.tables["legal_forms"]
        self.abbreviations = frozenset(tables["abbreviations"])
        self.adjectives = frozenset(tables["adjectives"])
        self.apposition_adjectives = frozenset(tables["apposition_adjectives"])
        self.apposition_after = frozenset(tables["apposition_after"])
        self.banks = frozenset(tables["banks"])
        self.before_heads = frozenset(tables["before_heads"])
        self.common = frozenset(tables["common"])
        self.family = frozenset(tables["family"])
        self.generic = frozenset(tables["generic"])
        self.heads = frozenset(tables["heads"])
        self.head_starts = frozenset(phrase.split()[0] for phrase in tables["heads"])
        self.item_openers = frozenset(tables["item_openers"])
        self.links = frozenset(tables["links"])
        self.list_openers = frozenset(tables["list_openers"])
        self.loose_heads = frozenset(tables["loose_heads"])
        self.loose_tails = frozenset(tables["loose_tails"])
        self.lower_heads = frozenset(tables["lower_heads"])
        self.never = frozenset(tables["never"])
        self.numbers = frozenset(tables["numbers"])
        self.openers = frozenset(tables["openers"])
        self.origins = frozenset(tables["origins"])
        self.parts_in = frozenset(tables["parts_in"])
        self.plain_nouns = frozenset(tables["plain_nouns"])
        self.sources = frozenset(tables["sources"])
        self.speech = frozenset(tables["speech"])
        self.table_words = frozenset(tables["table_words"])
        self.tails = frozenset(tables["tails"]) | self.loose_tails
        self.things = frozenset(tables["things"])
        self.united = frozenset(tables["united"])
        self.form_starts = frozenset(forms["first"])
        self.form_seconds: dict[str, set[str]] = {}  # what must follow the first word of a form in words
        for phrase in forms["words"]:
            self.form_seconds.setdefault(phrase.split()[0], set()).add(phrase.split()[1])
        self.exact_forms = frozenset(forms["exact"])
        self.exact_low = frozenset(form.lower() for form in forms["exact"])
        alternatives = "|".join([*forms["abbreviations"], *(each.replace(" ", r"\s+") for each in forms["words"])])
        # "S.p.A.", "soc. coop. agr.", "in liquidazione", to be matched where a word begins
        self.form = lazy(rf"(?:{alternatives})(?![\p{{L}}\p{{N}}])", regex.IGNORECASE)
        # " srl" or ", S.r.l." at the end of a whole name
        self.form_at_end = lazy(rf"[\s,]+(?:{alternatives})$", regex.IGNORECASE)


@lru_cache(maxsize=4)
def company_words(lexicon: Lexicon) -> CompanyWords:
    """The company words of a lexicon, made once."""
    return CompanyWords(lexicon)


@lru_cache(maxsize=8192)
def bare_name(name: str) -> str:
    """A company's name without its legal form.

    >>> bare_name("Orsolini Due S.r.l."), bare_name("Beamit"), bare_name("Nordkula AB")
    ('Orsolini Due', 'Beamit', 'Nordkula')
    """
    return company_words(default_lexicon()).form_at_end.sub("", name.strip()).strip(" ,") or name
