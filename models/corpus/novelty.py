"""How many company names of one part of the corpus are new to what was learnt from: other announcements, the lexicon."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

import regex

from extractor.lexicon import Lexicon, Words
from models.corpus.document import Document
from models.corpus.naming import entity_name

COMPANY: Final = "c"
SPLITS: Final = {"dev": ("train",), "test": ("train", "dev")}
"""The splits that are measured on, each with those that the weights it is measured with may have been trained on."""


class Novelty(NamedTuple):
    """Of the distinct company names of a split, those in no announcement before it and not in the lexicon."""

    split: str
    new: int
    names: int


def novelty(documents: Mapping[str, Document], lexicon: Lexicon) -> Iterator[Novelty]:
    """Count for dev and for test, if announcements of theirs are there; documents are given by path.

    A company is seen if any of its mentions, legal form and capitals apart, is a mention of a company before it, or
    holds a company of the lexicon.
    """
    splits: defaultdict[str, list[Document]] = defaultdict(list)
    for name, document in documents.items():
        splits[Path(name).parent.name].append(document)
    reader = _NameReader(lexicon)
    for split, before in SPLITS.items():
        if not splits[split]:
            continue
        known = {
            reader.bare(form)
            for each in before
            for document in splits[each]
            for forms in _companies(document)
            for form in forms
        }
        seen: dict[str, bool] = {}
        for forms in (forms for document in splits[split] for forms in _companies(document)):
            name = reader.bare(entity_name(forms))
            bare = {reader.bare(form) for form in forms}
            seen[name] = seen.get(name, False) or not known.isdisjoint(bare) or any(map(reader.in_lexicon, forms))
        yield Novelty(split, sum(not each for each in seen.values()), len(seen))


def _companies(document: Document) -> Iterable[list[str]]:
    """The mentions of every company of an announcement."""
    forms: defaultdict[str, list[str]] = defaultdict(list)
    for mark in document.marks:
        if mark.letter == COMPANY:
            forms[mark.id].append(document.text[mark.start : mark.end])
    return forms.values()


class _NameReader:
    """Reads company names with what the lexicon knows of them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        forms = lexicon.tables["legal_forms"]
        self._legal_form = regex.compile(rf"[\s,]+(?:{'|'.join([*forms['abbreviations'], *forms['words']])})$", regex.I)

    def bare(self, name: str) -> str:
        """A name in small letters without its legal form."""
        return str(self._legal_form.sub("", " ".join(name.split()))).casefold()

    def in_lexicon(self, name: str) -> bool:
        """Whether a company of the lexicon stands in the name."""
        hits = self.lexicon.hits(Words(name))
        return any(self.lexicon.entries[hit.entry]["label"] == "COMPANY" for hit in hits)
