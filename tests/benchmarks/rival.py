"""A spaCy pipeline of it_core_news_sm's shape, its weights untrained: what speed costs, not what it finds.

Components, sizes and numbers of labels are those that it_core_news_sm 3.8.0 publishes in its meta.json and config
(github.com/explosion/spacy-models): tok2vec, morphologizer (350 labels), tagger (48), parser (41), trainable lemmatizer,
ner (4) with a tok2vec of its own. The number of its lemma trees is not published; 500 stand here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

WIDTH, DEPTH = 96, 4
MORPHS, TAGS, DEPENDENCIES, TREES = 350, 48, 41, 500
ENTITIES = ("LOC", "MISC", "ORG", "PER")

_LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH, "upstream": "*"}


def _tok2vec(attributes: list[str], rows: list[int]) -> dict[str, Any]:
    return {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2",
            "width": WIDTH,
            "attrs": attributes,
            "rows": rows,
            "include_static_vectors": False,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": WIDTH,
            "depth": DEPTH,
            "window_size": 1,
            "maxout_pieces": 3,
        },
    }


def _tagger() -> dict[str, Any]:
    return {"@architectures": "spacy.Tagger.v2", "nO": None, "normalize": False, "tok2vec": _LISTENER}


def _transitions(state: str, tok2vec: dict[str, Any]) -> dict[str, Any]:
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": state,
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "nO": None,
        "tok2vec": tok2vec,
    }


def build(texts: Iterable[str]) -> Language:
    """The pipeline, its weights initialised on a few texts."""
    nlp = spacy.blank("it")
    attributes, rows = ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"], [5000, 1000, 2500, 2500, 50, 50]
    nlp.add_pipe("tok2vec", config={"model": _tok2vec(attributes, rows)})
    morphologizer: Any = nlp.add_pipe("morphologizer", config={"model": _tagger()})
    for number in range(MORPHS):
        morphologizer.add_label(f"Kind={number}|POS=NOUN")
    tagger: Any = nlp.add_pipe("tagger", config={"model": _tagger()})
    for number in range(TAGS):
        tagger.add_label(f"T{number}")
    parser: Any = nlp.add_pipe("parser", config={"model": _transitions("parser", _LISTENER)})
    for number in range(DEPENDENCIES):
        parser.add_label(f"dep{number}")
    nlp.add_pipe("trainable_lemmatizer", name="lemmatizer", config={"model": _tagger(), "top_k": 1, "min_tree_freq": 1})
    nlp.add_pipe("attribute_ruler")
    ner: Any = nlp.add_pipe("ner", config={"model": _transitions("ner", _tok2vec(attributes[:4], rows[:4]))})
    for label in ENTITIES:
        ner.add_label(label)
    examples = [_example(nlp, text) for text in texts]
    nlp.initialize(lambda: examples)
    return nlp


def _example(nlp: Language, text: str) -> Example:
    """A text annotated at random but evenly, with as many lemma trees as there should be."""
    predicted = nlp.make_doc(text)
    words = [token.text for token in predicted]
    lemmas = [f"{word[:-1]}{index % TREES}" if len(word) > 3 else word for index, word in enumerate(words)]
    reference = Doc(
        nlp.vocab,
        words=words,
        spaces=[bool(token.whitespace_) for token in predicted],
        tags=[f"T{index % TAGS}" for index in range(len(words))],
        pos=["NOUN"] * len(words),
        morphs=[f"Kind={index % MORPHS}" for index in range(len(words))],
        lemmas=lemmas,
        heads=[max(0, index - 1) for index in range(len(words))],
        deps=["ROOT" if not index else f"dep{index % DEPENDENCIES}" for index in range(len(words))],
        ents=["O"] * len(words),
    )
    return Example(predicted, reference)
