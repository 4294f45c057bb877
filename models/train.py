"""Train the name model: ``python -m models.train``.

Every announcement of the training corpus is read as the program reads it: the rules find their names, and the model
learns from the words, their surroundings and what the rules say where a name is and where it is not. Each text is read
twice, the second time with a part of the rules' and the lexicon's findings hidden (chosen by a hash, so that the same
corpus gives the same weights): the model must learn to find names that no list holds.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy
from spacy.lang.it import Italian

from extractor.lexicon import Lexicon, Words, default_lexicon
from extractor.pipeline.components import ORDER, PREFIX
from extractor.pipeline.doc_data import data_of, layout_of
from extractor.pipeline.layout import Layout
from extractor.pipeline.mentions import Mention
from extractor.pipeline.name_features import PAD, SURFACE_OFFSETS, TEMPLATES, Reading, generic_name, read
from extractor.pipeline.name_model import Weights, dump
from extractor.pipeline.name_surfaces import SurfaceReader, class_of
from extractor.pipeline.tokenizer import mend
from models.corpus.document import Document
from models.corpus.document import read as read_marked
from models.corpus.markup import MarkupError
from models.corpus.vocabulary import LABELS

CORPUS: Final = Path(__file__).parent / "corpus"
TARGET: Final = Path(__file__).parent / "it_announcements" / "names.npz"
NAMES: Final = ("INSTITUTION", "COMPANY", "PERSON", "PROJECT", "PLACE")
ALL_LABELS: Final = ("O", *(f"{prefix}-{label}" for label in NAMES for prefix in "BI"))
_SEPARATOR: Final = "\x1f"


@dataclass(frozen=True)
class Settings:
    """What training can be told; the defaults are those of the weights that ship, chosen on dev."""

    l1: float = 0.05
    l2: float = 0.05
    iterations: int = 60
    least: int = 2  # how often an attribute must occur
    hidden: float = 0.4  # the share of mentions that are hidden from the second reading
    seed: int = 1


@dataclass(frozen=True)
class Example:
    """An announcement with what the rules find in it and the labels that are right."""

    name: str
    words: Words
    layout: Layout
    mentions: list[Mention]
    labels: list[str]


def main(arguments: Sequence[str] | None = None) -> int:
    """Train on folders of marked announcements and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m models.train", description=__doc__.split("\n", 1)[0])
    parser.add_argument("folders", nargs="*", type=Path, help="folders of marked files (default: train and dev)")
    parser.add_argument("--to", type=Path, default=TARGET, help="the weights file to write")
    parser.add_argument(
        "--package", action="store_true", help="write only config.cfg and meta.json of the package, train nothing"
    )
    parser.add_argument("--iterations", type=int, default=Settings.iterations)
    parser.add_argument("--seed", type=int, default=Settings.seed)
    options = parser.parse_args(arguments)
    if options.package:
        write_package(TARGET.parent)
        return 0
    begun = time.perf_counter()
    folders = options.folders or [CORPUS / "train", CORPUS / "dev"]
    files = [file for folder in folders for file in sorted(folder.rglob("*.marked"))]
    if not files:
        print(f"error: no marked announcements in {', '.join(map(str, folders))}", file=sys.stderr)
        return 2
    lexicon = default_lexicon()
    try:
        examples = read_examples(files, lexicon)
    except MarkupError as error:
        print(f"error: {error} (python -m models.corpus check finds every slip)", file=sys.stderr)
        return 2
    weights = train(examples, lexicon, Settings(iterations=options.iterations, seed=options.seed))
    content = dump(weights)
    options.to.parent.mkdir(parents=True, exist_ok=True)
    options.to.write_bytes(content)
    if options.to == TARGET:
        write_package(TARGET.parent)
    words = sum(len(example.words) for example in examples)
    print(
        f"{options.to}: {len(examples)} announcements, {words} words, {len(content) / 1e6:.2f} MB, "
        f"sha256 {hashlib.sha256(content).hexdigest()[:12]}, {time.perf_counter() - begun:.0f} s"
    )
    return 0


def write_package(folder: Path) -> None:
    """Write what spaCy reads of the package besides the weights: config.cfg and meta.json."""
    from extractor import __version__
    from extractor.pipeline import load

    nlp = load()
    (folder / "config.cfg").write_text(nlp.config.to_str() + "\n", "utf-8")
    meta = {
        "lang": "it",
        "name": "announcements",
        "version": __version__,
        "spacy_version": ">=3.8,<4",
        "description": "Italian government announcements: who, what, how much, at whose expense",
        "license": "MIT (code), CC BY 4.0 (weights)",
        "labels": {"announcements_names": list(NAMES)},
        "pipeline": nlp.pipe_names,
        "components": nlp.pipe_names,
    }
    (folder / "meta.json").write_text(json.dumps(meta, ensure_ascii=False, indent=1) + "\n", "utf-8")


def read_examples(files: Iterable[Path], lexicon: Lexicon) -> list[Example]:
    """Read marked announcements, and let the rules find their names."""
    nlp = mend(Italian())
    for name in ORDER:
        if name in _RULES:
            nlp.add_pipe(f"{PREFIX}{name}")
    examples = []
    for file in files:
        try:
            document = read_marked(file)
        except MarkupError as error:
            raise MarkupError(error.line, f"{file}: {error.message}") from error
        doc = nlp(document.text)
        words = Words(document.text)
        mentions = data_of(doc).get("mentions", [])
        examples.append(
            Example(file.stem, words, layout_of(doc) or Layout(), mentions, gold_labels(document, words, lexicon))
        )
    return examples


_RULES: Final = frozenset(("layout", "institutions", "people", "companies", "projects", "places"))


def gold_labels(document: Document, words: Words, lexicon: Lexicon) -> list[str]:
    """The label of each word by the marks; common nouns that stand for a body ("la Regione") are no names here."""
    labels = ["O"] * len(words)
    for mark in document.marks:
        label = LABELS.get(mark.letter or "")
        if label not in NAMES or generic_name(document.span(mark), lexicon):
            continue
        inside = [
            index for index, start in enumerate(words.starts) if start < mark.end and words.ends[index] > mark.start
        ]
        for number, index in enumerate(inside):
            labels[index] = ("I-" if number else "B-") + label
    return labels


def train(examples: Sequence[Example], lexicon: Lexicon, settings: Settings, keep: Path | None = None) -> Weights:
    """Learn weights from examples.

    Args:
        examples: what to learn from, in an order that counts.
        lexicon: what the rules know.
        settings: how to learn.
        keep: where to leave CRFsuite's own model file.
    """
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set("c1", settings.l1)
    trainer.set("c2", settings.l2)
    trainer.set("max_iterations", settings.iterations)
    trainer.set("feature.possible_transitions", True)
    trainer.set("feature.minfreq", settings.least)
    surfaces = SurfaceReader(lexicon)
    for example in examples:
        for mentions in readings(example, settings):
            reading = read(example.words, example.layout, lexicon, mentions)
            for attributes, labels in sentences(reading, example.labels, surfaces):
                trainer.append(attributes, labels)
    with tempfile.TemporaryDirectory() as folder:
        path = str(keep or Path(folder) / "model.crfsuite")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        with tagger.open(path):
            return gathered(tagger.info())


def readings(example: Example, settings: Settings) -> Iterator[list[Mention]]:
    """What the model may know from the rules of one announcement: everything; then not everything."""
    yield example.mentions
    if settings.hidden:
        yield [
            mention for mention in example.mentions if _draw(example.name, mention, settings.seed) >= settings.hidden
        ]


def _draw(name: str, mention: Mention, seed: int) -> float:
    """A number from 0 to 1, the same for all mentions of one thing in one announcement."""
    digest = hashlib.sha256(f"{seed} {name} {mention['label']} {mention['key']}".encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32


def sentences(
    reading: Reading, labels: Sequence[str], surfaces: SurfaceReader
) -> Iterator[tuple[list[list[str]], list[str]]]:
    """Each sentence as the attributes and the labels of its words."""
    columns = {
        **reading.channels,
        "class": [class_of(surface) for surface in reading.surfaces],
        "low": [surface.lower() for surface in reading.surfaces],
    }
    known: dict[str, list[str]] = {}
    for surface in reading.surfaces:
        if surface not in known:
            known[surface] = surfaces.attributes(surface)
    for start, end in zip(reading.starts, [*reading.starts[1:], len(reading.surfaces)], strict=True):
        rows = [attributes_of(reading.surfaces, columns, known, index, start, end) for index in range(start, end)]
        yield rows, list(labels[start:end])


def attributes_of(
    surfaces: list[str], columns: dict[str, list[str]], known: dict[str, list[str]], index: int, start: int, end: int
) -> list[str]:
    """The attributes of one word, each with the number of its table before it."""
    found = []
    for offset in SURFACE_OFFSETS:
        at = index + offset
        prefix = f"s{offset}="
        found += [prefix + value for value in (known[surfaces[at]] if start <= at < end else (PAD,))]
    for number, template in enumerate(TEMPLATES):
        values = [columns[name][index + offset] if start <= index + offset < end else PAD for name, offset in template]
        if any(values):
            found.append(f"t{number}={_SEPARATOR.join(values)}")
    return found


def gathered(info: Any) -> Weights:
    """The weights that CRFsuite has found, by table."""
    size = len(ALL_LABELS)
    column = {label: number for number, label in enumerate(ALL_LABELS)}
    transitions = numpy.zeros((size, size), "float32")
    for (before, after), weight in info.transitions.items():
        transitions[column[before], column[after]] = weight
    surface: dict[str, Any] = {}
    tables: list[dict[str, Any]] = [{} for _ in TEMPLATES]
    for (attribute, label), weight in sorted(info.state_features.items()):
        table, _, key = attribute.partition("=")
        if table[0] == "s":
            at = SURFACE_OFFSETS.index(int(table[1:])) * size + column[label]
            surface.setdefault(key, numpy.zeros(size * len(SURFACE_OFFSETS), "float32"))[at] = weight
        else:
            tables[int(table[1:])].setdefault(key, numpy.zeros(size, "float32"))[column[label]] = weight
    return Weights(
        ALL_LABELS,
        transitions,
        _table(surface, size * len(SURFACE_OFFSETS)),
        tuple(_table(rows, size) for rows in tables),
    )


def _table(rows: dict[str, Any], width: int) -> tuple[tuple[str, ...], Any]:
    keys = tuple(sorted(rows))
    return keys, numpy.array([rows[key] for key in keys], "float32").reshape(len(keys), width)


if __name__ == "__main__":
    sys.exit(main())
