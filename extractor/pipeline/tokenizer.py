"""What the Italian tokenizer needs for press releases: "S.p.A." in one piece, "200mln€" in three; and speed.

spaCy's tokenizer forgets what it has seen beyond ten thousand forms and looks through every finished Doc for its
special cases once more. Here the tokens of whatever stands between two blanks are remembered; spaCy's own tokenizer is
asked for the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

import regex
from spacy.language import Language
from spacy.symbols import ORTH
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

from extractor.pipeline.doc_data import remember_text
from extractor.pipeline.lexemes import quicken
from extractor.pipeline.patterns import lazy

_WHOLE = (
    "S.p.A.", "s.p.a.", "S.P.A.", "S.p.a.", "S.r.l.", "s.r.l.", "S.R.L.", "S.r.l.s.", "S.n.c.", "s.n.c.", "S.a.s.", "s.a.s.", "S.c.a.r.l.",
    "S.c.p.a.", "Soc.", "soc.", "Coop.", "coop.", "mln.", "mld.", "art.", "n.", "D.Lgs.", "d.lgs.", "D.g.r.", "dott.", "dott.ssa", "ing.", "avv.", "prof.", "on.", "sen.",
)  # fmt: skip
_MONEY_SUFFIXES = (
    r"(?<=[0-9])(?:mila|mln|mld|milioni|milione|miliardi|miliardo)",
    r"(?<=[0-9a-z])€",
    r"(?<=[0-9])(?:euro|EUR)",
    r"(?<=€)\.",
)
_STRETCH = re.compile(r"\S+|\s+")
_FIGURE = re.compile(r"[0-9](?:[0-9.,]*[0-9])?\Z")
_SIGN = re.compile(r"[\d$]")  # US$
_ONE = (False,)
# (dell'Ente, · "Bracco" · 12.000. · Bracco)
_MARKED = re.compile(
    r"([(\"“«]?)((?:[A-Za-zÀ-ÖØ-öø-ÿ]+['’])?)([A-Za-zÀ-ÖØ-öø-ÿ]+|[0-9](?:[0-9.,]*[0-9])?)((?:[,;:)\"”»]|(?<=[a-z0-9])\.)?)"
)
_REMEMBERED = 200_000  # stretches
_LONGEST = 40  # characters of a stretch that is worth remembering
_LONG = 10**6  # characters of a text of which not all stretches are cut at once
_Known = tuple[tuple[str, ...], tuple[bool, ...]]
Rules = Mapping[str, Sequence[Mapping[Any, Any]]]
Finder = Callable[[str], Any]


class _Affixes:
    """A pattern of the tokenizer. It finds nothing in a word of letters alone, nor is it tried there."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern  # spaCy reads it here to write the tokenizer to disk
        self._compiled = lazy(pattern)

    def search(self, word: str) -> regex.Match[str] | None:
        """The first match in a word."""
        return None if word.isalpha() or _plain(word) else self._compiled.search(word)

    def finditer(self, word: str) -> Iterator[regex.Match[str]]:
        """All matches in a word."""
        return iter(()) if word.isalpha() else self._compiled.finditer(word)


def _plain(word: str) -> bool:
    """Whether a word begins and ends with letters and has no figure, so that it has neither prefix nor suffix."""
    return word[:1].isalpha() and word[-1].isalpha() and word[-1] not in "sS" and not _SIGN.search(word)


class RememberingTokenizer(Tokenizer):  # type: ignore[misc]
    """spaCy's tokenizer with a memory: the same tokens, several times as fast."""

    _known: dict[str, _Known]
    _forms: Mapping[str, object]

    def __call__(self, string: str) -> Doc:
        """The text in tokens."""
        words: list[str] = []
        spaces: list[bool] = []
        known = self._known
        for found in _STRETCH.findall(string) if len(string) < _LONG else map(itemgetter(0), _STRETCH.finditer(string)):
            stretch = found
            if found[0] == " " and spaces:
                spaces[-1] = True
                if found == " ":
                    continue
                stretch = found[1:]
            tokens = known.get(stretch) or self._learn(stretch)
            if not tokens[0]:
                words = []
                break
            words += tokens[0]
            spaces += tokens[1]
        doc: Doc = Doc(self.vocab, words=words, spaces=spaces) if words else super().__call__(string)
        remember_text(doc, string)
        return doc

    def _learn(self, stretch: str) -> _Known:
        """What spaCy makes of a stretch without blanks, or of blanks: nothing here where a rule tells more than forms."""
        tokens = self._obvious(stretch)
        if tokens is None:
            doc = super().__call__(stretch)
            plain = all(token.norm == token.lex.norm for token in doc)
            tokens = (tuple(token.text for token in doc), (False,) * len(doc)) if plain else ((), ())
        if len(stretch) < _LONGEST:
            if len(self._known) >= _REMEMBERED:
                self._known = {}
            self._known[stretch] = tokens
        return tokens

    def _obvious(self, stretch: str) -> _Known | None:
        """A word or figure, with an elided article, marks round it, none a special case: most of what is new in a text."""
        forms = self._forms
        if stretch in forms:
            return None
        if stretch.isalpha() or _FIGURE.match(stretch):
            return (stretch,), _ONE
        found = _MARKED.fullmatch(stretch)
        if found is None:
            return None
        _, article, word, mark = found.groups()
        if word in "sS" or any(
            form in forms for form in (article, word, word + mark, article + word, article + word + mark)
        ):
            return None
        parts = tuple(part for part in found.groups() if part)
        return parts, (False,) * len(parts)

    def _flush_cache(self) -> None:
        """Forget; spaCy calls it when a rule or a pattern has changed."""
        super()._flush_cache()
        self._known = {}
        self._forms = self.rules or {}


def make_tokenizer(nlp: Language) -> RememberingTokenizer:
    """The tokenizer of a language with the project's exceptions, prefixes and suffixes."""
    quicken(nlp.vocab)
    defaults = nlp.Defaults
    infixes = _Affixes("|".join(piece for piece in _pieces(defaults.infixes)))
    return _mended(nlp, defaults.tokenizer_exceptions, infixes.finditer, defaults.token_match, defaults.url_match)


def mend(nlp: Language) -> Language:
    """Add the project's exceptions, prefixes and suffixes to a pipeline's tokenizer, in place.

    >>> import spacy
    >>> [token.text for token in mend(spacy.blank("it"))("Bracco S.p.A. riceve 200mln€")]
    ['Bracco', 'S.p.A.', 'riceve', '200', 'mln', '€']
    """
    tokenizer = nlp.tokenizer
    if isinstance(tokenizer, Tokenizer):
        nlp.tokenizer = _mended(
            nlp, tokenizer.rules, tokenizer.infix_finditer, tokenizer.token_match, tokenizer.url_match
        )
    return nlp


def _mended(
    nlp: Language, rules: Rules, infixes: Finder, whole: Finder | None, url: Finder | None
) -> RememberingTokenizer:
    prefixes = "|".join("^" + piece for piece in (*_pieces(nlp.Defaults.prefixes), r"[“”„‘’«»](?=\w)"))
    suffixes = "|".join(piece + "$" for piece in (*_pieces(nlp.Defaults.suffixes), *_MONEY_SUFFIXES))
    return RememberingTokenizer(
        nlp.vocab,
        rules={**rules, **{form: [{ORTH: form}] for form in _WHOLE}},
        prefix_search=_Affixes(prefixes).search,
        suffix_search=_Affixes(suffixes).search,
        infix_finditer=infixes,
        token_match=whole,
        url_match=url,
    )


def _pieces(entries: Iterable[str | re.Pattern[str]] | None) -> list[str]:
    """Patterns as spaCy lists them, without the empty ones."""
    return [piece for piece in map(str, entries or ()) if piece.strip()]
