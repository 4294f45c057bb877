"""Judge the whole program on announcements that nothing in it was trained on: ``python -m models.cross_validate``.

The batches of the corpus (each by other writers) are dealt into folds. The announcements of a fold are read by a name
model and by classifiers of relations that were trained on the other folds, and their records are measured with the
measures of extract-evaluate. The rules have seen some of the batches: this judges the weights, a new batch judges all.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from extractor.evaluation.facts import RecordFacts
from extractor.evaluation.figures import figures
from extractor.evaluation.measure import measure
from extractor.evaluation.outcome import Outcome
from extractor.evaluation.report import as_json
from extractor.evaluation.tables import console_for, print_confusions, print_figures, print_findings
from extractor.lexicon import default_lexicon
from extractor.pipeline import load
from extractor.pipeline.assemble import assemble
from extractor.pipeline.components import AgreementsComponent, Relations
from extractor.pipeline.doc_data import data_of
from extractor.pipeline.name_component import NamesComponent
from extractor.pipeline.name_model import NameModel, Weights
from extractor.records import Announcement
from models.corpus.convert import convert
from models.corpus.document import read
from models.train import Settings, read_examples
from models.train import train as train_names
from models.train_relations import CORPUS, Examples, questions, train

FOLDS = 4


@dataclass
class Case:
    """An announcement, its gold, and what the program makes of its names without having learnt from it."""

    name: str
    batch: str
    gold: dict[str, Any]
    doc: Doc


def batch_of(file: Path) -> str:
    """The writers' batch that a corpus file belongs to: what stands before the first hyphen.

    >>> batch_of(Path("c-07-liguria-porto.marked"))
    'c'
    """
    return file.name.split("-")[0]


def folds_of(files: Sequence[Path], count: int = FOLDS) -> list[list[Path]]:
    """Files dealt into folds, a batch never in two."""
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
            others = read_examples([file for file in files if file not in fold], lexicon)
            weights = train_names(others, lexicon, Settings())
            if store is not None:
                store.parent.mkdir(parents=True, exist_ok=True)
                store.write_bytes(pickle.dumps(weights))
        nlp = load()
        names = nlp.get_pipe("announcements_names")
        assert isinstance(names, NamesComponent)
        names.model = NameModel(weights, lexicon)
        nlp.disable_pipes("announcements_roles", "announcements_agreements")
        for file in fold:
            document = read(file)
            cases.append(Case(file.stem, batch_of(file), convert(document), nlp(document.text)))
    return cases


def examples_of(cases: Sequence[Case], relations: Relations) -> Examples:
    """What the announcements ask of the classifiers, with the answers of the gold."""
    examples: Examples = defaultdict(list)
    for case in cases:
        questions(examples, case.batch, case.doc, case.gold, relations)
    return examples


def unseen_records(cases: Sequence[Case]) -> Iterator[tuple[Case, Announcement]]:
    """Every announcement with its record by classifiers that were trained without its fold."""
    lexicon = default_lexicon()
    plain = Relations(lexicon)
    examples = examples_of(cases, plain)
    batches = sorted({case.batch for case in cases})
    for start in range(FOLDS):
        held = set(batches[start::FOLDS])
        known = {name: [item for item in items if item.batch not in held] for name, items in examples.items()}
        relations = Relations(lexicon, train(known))
        agreements = AgreementsComponent(relations)
        for case in cases:
            if case.batch in held:
                data_of(case.doc).pop("agreements", None)
                yield case, assemble(agreements(relations(case.doc)))


def judge(cases: Sequence[Case]) -> list[Outcome]:
    """The outcome of every announcement, in the order of their names."""
    outcomes = []
    for case, record in unseen_records(cases):
        found = RecordFacts.model_validate(json.loads(record.to_json()))
        outcome = measure(case.name, RecordFacts.model_validate(case.gold), found)
        outcome.findings = [finding.in_text(case.doc.text) for finding in outcome.findings]
        outcomes.append(outcome)
    return sorted(outcomes, key=lambda outcome: outcome.name)


def main(arguments: Sequence[str] | None = None) -> int:
    """Cross-validate and print the figures; with ``--errors`` what is missed and spurious, too."""
    parser = argparse.ArgumentParser(prog="python -m models.cross_validate", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the folds' name models there, and use them")
    parser.add_argument("--errors", nargs="?", const="", metavar="TOPIC,...", help="list errors, too")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the outcomes, for extract-evaluate --compare")
    options = parser.parse_args(arguments)
    files = sorted(file for folder in ("train", "dev") for file in (CORPUS / folder).glob("*.marked"))
    outcomes = judge(unseen_cases(files, options.keep))
    console = console_for(sys.stdout)
    if options.json:
        options.json.write_text(as_json(outcomes), "utf-8")
    if options.errors is not None:
        topics = [topic for topic in options.errors.split(",") if topic]
        print_findings(outcomes, topics, console)
        print_confusions(outcomes, topics, console)
    print_figures(figures(outcomes), len(outcomes), console)
    return 0


if __name__ == "__main__":
    sys.exit(main())
