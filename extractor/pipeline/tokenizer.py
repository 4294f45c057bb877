"""What the Italian tokenizer needs for press releases: "S.p.A." in one piece, "200mln€" in three."""

from __future__ import annotations

from spacy.language import Language
from spacy.symbols import ORTH
from spacy.tokenizer import Tokenizer
from spacy.util import compile_prefix_regex, compile_suffix_regex

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


def mend(nlp: Language) -> Language:
    """Add the project's exceptions, prefixes and suffixes to a pipeline's tokenizer, in place.

    >>> import spacy
    >>> [token.text for token in mend(spacy.blank("it"))("Bracco S.p.A. riceve 200mln€")]
    ['Bracco', 'S.p.A.', 'riceve', '200', 'mln', '€']
    """
    tokenizer = nlp.tokenizer
    if not isinstance(tokenizer, Tokenizer):
        return nlp
    for form in _WHOLE:
        tokenizer.add_special_case(form, [{ORTH: form}])
    suffixes = [*(nlp.Defaults.suffixes or []), *_MONEY_SUFFIXES]
    tokenizer.suffix_search = compile_suffix_regex(suffixes).search
    tokenizer.prefix_search = compile_prefix_regex([*(nlp.Defaults.prefixes or []), r"[“”„‘’«»](?=\w)"]).search
    return nlp
