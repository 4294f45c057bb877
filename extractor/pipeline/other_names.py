"""The component ``announcements_other_names``: names by any installed spaCy pipeline that has an ``ner``.

Its labels become ours: PER a person, LOC (GPE, FAC) a place; ORG an institution where the words begin as an institution's
name does ("Fondazione ...", "Asl ..."), else a company; what it calls MISC, PRODUCT, EVENT or WORK_OF_ART a project, only where a
word for one stands before it ("bando Faber"). Labels by our own names are taken as they are. What a rule has found stands;
these names fill the places that no rule has taken, as those of our own model do.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from extractor.errors import ExtractorError
from extractor.lexicon import Lexicon, Words, default_lexicon, words_of
from extractor.pipeline.doc_data import data_of, set_entities, text_of
from extractor.pipeline.mentions import LABELS, Mention
from extractor.pipeline.name_component import mention_of, reconcile
from extractor.pipeline.name_model import NameSpan
from extractor.pipeline.patterns import lazy

_LABELS = {
    **{label: label for label in LABELS},
    "PER": "PERSON", "ORG": "ORG", "LOC": "PLACE", "GPE": "PLACE", "FAC": "PLACE",
    "MISC": "PROJECT", "PRODUCT": "PROJECT", "EVENT": "PROJECT", "WORK_OF_ART": "PROJECT",
}  # fmt: skip
_OURS = frozenset(LABELS)
_PROJECT_BEFORE = lazy(
    r"(?r)\b(?:progett\w|programm\w|band\w|avvis\w|pian\w|fond\w|misur\w|iniziativ\w|oper\w|accord\w|patt\w)\s+[\"'«“‘]?$"
)


class OtherNames:
    """Names that another pipeline finds, beside those of the rules that ran before it."""

    def __init__(self, nlp: Language, lexicon: Lexicon, set_ents: bool) -> None:
        self.nlp, self.lexicon, self.set_ents = nlp, lexicon, set_ents

    def __call__(self, doc: Doc) -> Doc:
        data, words = data_of(doc), words_of(text_of(doc))
        names = [
            mention
            for span in self.nlp(text_of(doc)).ents
            if (mention := _mention(words, self.lexicon, span)) is not None
        ]
        data["mentions"] = reconcile(data.get("mentions", []), names)
        if self.set_ents:
            set_entities(doc, data["mentions"])
        return doc


def _mention(words: Words, lexicon: Lexicon, span: Span) -> Mention | None:
    label = _LABELS.get(span.label_)
    inside = [index for index, start in enumerate(words.starts) if span.start_char <= start < span.end_char]
    if label is None or not inside:
        return None
    first, end = inside[0], inside[-1] + 1
    if label == "ORG":
        head = lexicon.head(words, first)
        label = head[1].get("label", "INSTITUTION") if head is not None else "COMPANY"
    elif label == "PROJECT" and span.label_ not in _OURS:
        before = words.low[max(0, words.starts[first] - 24) : words.starts[first]]
        if not _PROJECT_BEFORE.search(before):
            return None
    mention = mention_of(words, lexicon, NameSpan(first, end, label))
    mention["rule"] = "other model"
    return mention


@lru_cache(maxsize=2)
def load_other(name: str) -> Language:
    """The pipeline of a name or a folder, with what its ``ner`` needs and no more.

    Raises:
        ExtractorError: it is not installed, is not made for this spaCy, or has no ``ner``.
    """
    try:
        nlp = spacy.load(name, exclude=["parser", "lemmatizer", "attribute_ruler", "senter"])
    except (OSError, ImportError, ValueError) as error:
        reason = "non è installata" if isinstance(error, OSError) else f"non si può caricare ({error})"
        raise ExtractorError(f"la pipeline spaCy {reason}: installarla, o usare --model rules", name=name) from error
    if "ner" not in nlp.pipe_names and "entity_ruler" not in nlp.pipe_names:
        raise ExtractorError(
            "la pipeline spaCy non trova nomi (non ha un componente ner): sceglierne un'altra", name=name
        )
    nlp.max_length = 2**31
    return nlp


@Language.factory(
    "announcements_other_names",
    assigns=["doc.ents"],
    default_config={"lexicon": [], "pipeline": "it_core_news_sm", "set_ents": True},
)
def make_other_names(nlp: Language, name: str, lexicon: list[str], pipeline: str, set_ents: bool) -> OtherNames:
    """Make the component: ``pipeline`` is the name or the folder of an installed spaCy pipeline."""
    known = default_lexicon().extended([Path(file) for file in lexicon])
    return OtherNames(load_other(pipeline), known, set_ents)
