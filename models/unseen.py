"""The corpus as the program meets it for the first time: names by models that have not seen the announcement.

The batches of the corpus (each by other writers) are dealt into folds; the announcements of a fold are read by a name
model that was trained on the other folds.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from extractor.lexicon import default_lexicon
from extractor.pipeline import load
from extractor.pipeline.components import AmountsComponent
from extractor.pipeline.name_component import NamesComponent
from extractor.pipeline.name_model import NameModel, Weights
from models.corpus.convert import convert
from models.corpus.document import read
from models.train import Settings, read_examples
from models.train import train as train_names

FOLDS = 4
CORPUS = Path(__file__).parent / "corpus"
SAMPLES = Path(__file__).parent.parent / "samples"
SOURCE = SAMPLES / "impresa-e-innovazione.gold.json"  # the one sample without a marked file


@dataclass
class Case:
    """An announcement, its gold, its fold, and what the program makes of its names without having learnt from it."""

    name: str
    fold: int
    gold: dict[str, Any]
    doc: Doc
    sample: bool = False


def batch_of(file: Path) -> str:
    """The writers' batch that a corpus file belongs to: what stands before the first hyphen; the samples are one.

    >>> batch_of(Path("c-07-liguria-porto.marked"))
    'c'
    """
    return "samples" if file.parent == SAMPLES else file.name.split("-")[0]


def gold_of(file: Path) -> tuple[str, dict[str, Any]]:
    """The text of an announcement and its gold record."""
    if file.suffix == ".marked":
        document = read(file)
        return document.text, convert(document)
    text = file.with_name(file.name.replace(".gold.json", ".md")).read_text("utf-8")
    return text, json.loads(file.read_text("utf-8"))


def folds_of(files: Sequence[Path], count: int = FOLDS) -> list[list[Path]]:
    """Files dealt into folds, a batch never in two.

    >>> folds_of([Path("a-1.marked"), Path("b-1.marked"), Path("a-2.marked")], 2)[1]
    [PosixPath('b-1.marked')]
    """
    batches = sorted({batch_of(file) for file in files})
    return [[file for file in files if batch_of(file) in batches[start::count]] for start in range(count)]


def unseen_cases(files: Sequence[Path], kept: Path | None = None) -> list[Case]:
    """Every announcement with names by a model that was trained without its fold.

    Args:
        files: marked announcements.
        kept: a folder for the folds' name models, which take a minute and a half each; used where they are there.
    """
    lexicon = default_lexicon()
    cases: list[Case] = []
    for number, fold in enumerate(folds_of(files)):
        store = kept / f"names-{number}.pickle" if kept else None
        weights: Weights
        if store is not None and store.is_file():
            weights = pickle.loads(store.read_bytes())
        else:
            others = read_examples([file for file in files if file not in fold and file.suffix == ".marked"], lexicon)
            weights = train_names(others, lexicon, Settings())
            if store is not None:
                store.parent.mkdir(parents=True, exist_ok=True)
                store.write_bytes(pickle.dumps(weights))
        nlp = load()
        names = nlp.get_pipe("announcements_names")
        assert isinstance(names, NamesComponent)
        names.model = NameModel(weights, lexicon)
        amounts = nlp.get_pipe("announcements_amounts")
        assert isinstance(amounts, AmountsComponent)
        amounts.models = {}  # by the grammar alone: what else is a sum is learnt, too
        nlp.disable_pipes("announcements_roles", "announcements_agreements")
        for file in fold:
            text, gold = gold_of(file)
            cases.append(Case(file.stem, number, gold, nlp(text), file.parent == SAMPLES))
    return cases
