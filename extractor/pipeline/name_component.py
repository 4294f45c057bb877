"""The component ``announcements_names``: the name model's findings, reconciled with the rules'.

The order, in one sentence: what a rule has found stands, save a company that the lexicon or a cue word has found inside
a longer company name of the model's, and the model's names fill the places that no rule has taken. (The model has seen
all that the rules found, so it mostly agrees with them; MODEL_CARD.md says what other orders gave.)
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from extractor.errors import ExtractorError
from extractor.lexicon import Lexicon, Words, default_lexicon, words_of
from extractor.pipeline.companies import company_key
from extractor.pipeline.doc_data import data_of, layout_of, set_entities, store_layout, text_of
from extractor.pipeline.layout import read_layout
from extractor.pipeline.mentions import Mention, merge
from extractor.pipeline.name_features import read
from extractor.pipeline.name_model import NameModel, NameSpan, load_weights, own_weights
from extractor.pipeline.patterns import lazy

RULE = "model"
_DOTTED = lazy(r"(?:\p{L}{1,5}\.)*(?:\b\p{L}{1,3}\.\s?)+\p{L}{1,4}\Z")  # "S.p.A", "S. r. l"


class NamesComponent:
    """Names that the statistical model finds, beside those of the rules that ran before it."""

    def __init__(self, model: NameModel, lexicon: Lexicon, set_ents: bool) -> None:
        self.model, self.lexicon, self.set_ents = model, lexicon, set_ents

    def __call__(self, doc: Doc) -> Doc:
        data, words = data_of(doc), words_of(text_of(doc))
        layout = layout_of(doc)
        if layout is None:
            layout = read_layout(words.text)
            store_layout(doc, layout)
        found: list[Mention] = data.get("mentions", [])
        names = self.model.tag(read(words, layout, self.lexicon, found))
        data["mentions"] = reconcile(found, [mention_of(words, self.lexicon, name) for name in names])
        if self.set_ents:
            set_entities(doc, data["mentions"])
        return doc


def reconcile(found: list[Mention], names: list[Mention]) -> list[Mention]:
    """The mentions of rules and model as one row without overlaps.

    Args:
        found: what the rules have found, overlapping or not.
        names: what the model has found, without overlaps.
    """
    kept = [
        mention for mention in merge(found) if not any(_outgrows(name, mention) for name in _touching(names, mention))
    ]
    return merge([*kept, *(name for name in names if not _touching(kept, name))])


def _touching(mentions: list[Mention], mention: Mention) -> list[Mention]:
    """Those of some mentions, in order and without overlaps, that share a character with another one."""
    first = bisect_right(mentions, mention["start"], key=lambda each: each["end"])
    last = bisect_left(mentions, mention["end"], key=lambda each: each["start"])
    return mentions[first:last]


_PARTIAL = frozenset(("lexicon", "cue"))  # rules that may see but a part of a company's name


def _outgrows(name: Mention, mention: Mention) -> bool:
    """Whether a company's name of the model holds a shorter one of a rule: "Beamit" in "Beamit Impianti Due"."""
    return (
        name["label"] == "COMPANY" == mention["label"]
        and mention["rule"] in _PARTIAL
        and name["start"] <= mention["start"]
        and name["end"] > mention["end"] + 1
    )


def mention_of(words: Words, lexicon: Lexicon, name: NameSpan) -> Mention:
    """The mention of a name that only the model has found, with the key that the rules would give it."""
    start, end = words.starts[name.first], words.ends[name.end - 1]
    if words.plain[end : end + 1] == "." and _DOTTED.search(words.plain, start, end):
        end += 1
    mention: Mention = {"start": start, "end": end, "label": name.label, "key": "", "rule": RULE}
    low = " ".join(words.lows[name.first : name.end])
    if name.label == "COMPANY":
        mention["key"], mention["kind"] = company_key(words.text[start:end]), "company"
    elif name.label == "PERSON":
        mention["key"], mention["kind"] = f"person:{low}", "person"
    elif name.label == "PROJECT":
        mention["key"], mention["kind"] = f"project:{low}", "project"
    elif name.label == "PLACE":
        _place(mention, words, lexicon, name, low)
    else:
        _institution(mention, words, lexicon, name, low)
    return mention


def _place(mention: Mention, words: Words, lexicon: Lexicon, name: NameSpan, low: str) -> None:
    mention["key"], mention["kind"] = f"place:{low}", "place"
    known = lexicon.place(words, name.first)
    if known is None or name.first + known[0] != name.end or known[1].type == "adjective":
        return
    territory = known[1]
    mention["key"], mention["canonical"], mention["kind"] = (
        f"place:{territory.name.lower()}",
        territory.name,
        territory.type,
    )
    if territory.type in ("region", "province") and territory.code:
        mention["code"] = territory.code
    if territory.belfiore:
        mention["belfiore"] = territory.belfiore


def _institution(mention: Mention, words: Words, lexicon: Lexicon, name: NameSpan, low: str) -> None:
    mention["key"] = f"institution:{low}"
    head = lexicon.head(words, name.first)
    if head is not None and head[1].get("label", "INSTITUTION") == "INSTITUTION":
        mention["kind"] = head[1]["kind"]
        mention["key"] = f"{head[1]['kind']}:{low}"
    number = lexicon.forms.get(low) if " " in low else lexicon.exact.get(words.text[mention["start"] : mention["end"]])
    if number is not None and (entry := lexicon.entries[number])["label"] == "INSTITUTION":
        mention["key"], mention["canonical"] = entry["key"], entry["name"]
        if "kind" in entry:
            mention["kind"] = entry["kind"]


def default_weights() -> Path:
    """The weights that ship: in the installed package ``it_announcements``, or in the checkout's ``models``.

    Raises:
        ExtractorError: they are nowhere.
    """
    import importlib.util

    found = importlib.util.find_spec("it_announcements")
    folders = [Path(folder) for folder in (found.submodule_search_locations or ())] if found is not None else []
    for folder in (*folders, Path(__file__).parents[2] / "models" / "it_announcements"):
        if (path := folder / "names.npz").is_file():
            return path
    raise ExtractorError(
        "il modello dei nomi (it_announcements) non è installato: reinstallare il programma, o usare --model rules"
    )


@lru_cache(maxsize=2)
def _model(path: Path, lexicon: Lexicon) -> NameModel:
    return NameModel(own_weights(path) if path == default_weights() else load_weights(path), lexicon)


@Language.factory(
    "announcements_names", assigns=["doc.ents"], default_config={"lexicon": [], "weights": None, "set_ents": True}
)
def make_names(nlp: Language, name: str, lexicon: list[str], weights: str | None, set_ents: bool) -> NamesComponent:
    """Make the component: ``lexicon`` and ``weights`` are paths of files, ``set_ents`` whether it writes ``doc.ents``."""
    known = default_lexicon().extended([Path(file) for file in lexicon])
    return NamesComponent(_model(Path(weights) if weights else default_weights(), known), known, set_ents)
