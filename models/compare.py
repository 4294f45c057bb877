"""Compare sources of names, label by label: ``python -m models.compare``.

Each source is trained on one set of announcements and measured on another with the measures of extract-evaluate; what
follows the names (repeats, common nouns, gathering into entities) is the same for all. ``--cross`` measures on the
training corpus itself, in two halves: each is read by models that were trained without it. ``--hold-out h i`` measures
on the training announcements whose names begin so, with models trained on the others.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from spacy.util import filter_spans

from extractor.evaluation.entities import EntityAlignment, measure_entities
from extractor.evaluation.facts import RecordFacts
from extractor.evaluation.outcome import Outcome, Tally
from extractor.lexicon import Lexicon, default_lexicon
from extractor.pipeline.entities import gather
from extractor.pipeline.mentions import Mention, merge
from extractor.pipeline.name_component import mention_of, reconcile
from extractor.pipeline.name_features import is_generic, read
from extractor.pipeline.name_model import NameModel, NameSpan, spans
from models.corpus.convert import convert
from models.corpus.document import read as read_marked
from models.train import CORPUS, NAMES, Example, Settings, read_examples, train

Finder = Callable[[Example], list[Mention]]
SEED: Final = 1
_BATCH: Final = 6


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, measure, print one table in Markdown."""
    parser = argparse.ArgumentParser(prog="python -m models.compare", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--cross", action="store_true", help="measure on the training corpus, in two halves")
    parser.add_argument("--hold-out", nargs="+", metavar="BATCH", help="measure on these writers' batches of it")
    parser.add_argument("--spacy", type=int, default=0, metavar="N", help="also train spaCy's ner, N rounds")
    options = parser.parse_args(arguments)
    lexicon = default_lexicon()
    folders = {name: sorted((CORPUS / name).rglob("*.marked")) for name in ("train", "dev")}
    examples = {name: read_examples(files, lexicon) for name, files in folders.items()}
    gold = {
        file.stem: RecordFacts.model_validate(convert(read_marked(file)))
        for files in folders.values()
        for file in files
    }
    runs = [(examples["train"], examples["dev"])]
    if options.cross:
        halves = [examples["train"][start::2] for start in (0, 1)]
        runs = [(halves[0], halves[1]), (halves[1], halves[0])]
    elif options.hold_out:
        held = [example for example in examples["train"] if example.name.startswith(tuple(options.hold_out))]
        runs = [([example for example in examples["train"] if example not in held], held)]
    totals: dict[str, dict[str, Tally]] = {}
    for known, unseen in runs:
        for name, find in sources(known, lexicon, options.spacy).items():
            add(totals.setdefault(name, {}), unseen, gold, find, lexicon)
    print(table(totals))
    return 0


def sources(known: list[Example], lexicon: Lexicon, rounds: int) -> dict[str, Finder]:
    """What is compared, by name: each finds the names of one announcement."""
    alone = NameModel(
        train([without_rules(example) for example in known], lexicon, replace(Settings(), hidden=0)), lexicon
    )
    model = NameModel(train(known, lexicon, Settings()), lexicon)

    def names(tagger: NameModel, example: Example, mentions: list[Mention]) -> list[Mention]:
        reading = read(example.words, example.layout, lexicon, mentions)
        return [mention_of(example.words, lexicon, span) for span in tagger.tag(reading)]

    def model_alone(example: Example) -> list[Mention]:
        found = names(model, example, example.mentions)
        same = {(mention["start"], mention["end"], mention["label"]): mention for mention in example.mentions}
        found = [same.get((name["start"], name["end"], name["label"]), name) for name in found]
        return found + [mention for mention in example.mentions if is_generic(example.words, lexicon, mention)]

    compared: dict[str, Finder] = {
        "rules alone": lambda example: example.mentions,
        "CRF alone, no rules": lambda example: names(alone, example, []),
        "CRF that sees the rules": model_alone,
        "rules + CRF without them": lambda example: reconcile(example.mentions, names(alone, example, [])),
        "rules + CRF (ships)": lambda example: reconcile(example.mentions, names(model, example, example.mentions)),
    }
    if rounds:
        ner = spacy_ner(known, lexicon, rounds)
        compared["spaCy ner alone"] = ner
        compared["rules + spaCy ner"] = lambda example: reconcile(example.mentions, ner(example))
    return compared


def without_rules(example: Example) -> Example:
    """The example as a model sees it to which no rule has told anything."""
    return replace(example, mentions=[])


def add(
    totals: dict[str, Tally], unseen: list[Example], gold: dict[str, RecordFacts], find: Finder, lexicon: Lexicon
) -> None:
    """Measure a source on announcements, and add what it got right to its totals."""
    for example in unseen:
        mentions, entities = gather(example.words, lexicon, merge([mention.copy() for mention in find(example)]))
        found = [
            {
                "id": f"E{number}",
                "label": entity["label"],
                "name": entity["name"],
                "mentions": [dict(mentions[index]) for index in entity["mentions"]],
            }
            for number, entity in enumerate(entities)
        ]
        outcome = Outcome(example.name)
        facts = RecordFacts.model_validate({"entities": found})
        measure_entities(
            gold[example.name], facts, EntityAlignment(gold[example.name].entities, facts.entities), outcome
        )
        for figure, tally in outcome.tallies.items():
            totals[figure] = totals.get(figure, Tally()).plus(tally)


def table(totals: dict[str, dict[str, Tally]]) -> str:
    """F1 by entity and, in brackets, by exact mention, as a Markdown table."""
    columns = (*(f" {label}" for label in NAMES), "")
    lines = ["| | " + " | ".join(label.strip() or "all" for label in columns) + " |", "|---" * (len(columns) + 1) + "|"]
    for name, tallies in totals.items():
        cells = [f"{f1(tallies['entity' + label]):.3f} ({f1(tallies['mention' + label]):.3f})" for label in columns]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def f1(tally: Tally) -> float:
    """The harmonic mean of precision and recall.

    >>> f1(Tally(right=1, gold=2, found=2))
    0.5
    """
    return 2 * tally.right / (tally.gold + tally.found) if tally.gold + tally.found else 0.0


def spacy_ner(known: list[Example], lexicon: Lexicon, rounds: int) -> Finder:
    """SpaCy's own named-entity recogniser (a small convolutional net), trained on the same labels."""
    import spacy
    from spacy.training import Example as SpacyExample
    from thinc.api import fix_random_seed

    from extractor.pipeline.tokenizer import mend

    fix_random_seed(SEED)
    nlp = mend(spacy.blank("it"))
    nlp.add_pipe("ner")
    data = [example_of(nlp, each, SpacyExample) for each in known]
    optimizer = nlp.initialize(lambda: data)
    shuffled = random.Random(SEED)
    begun = time.perf_counter()
    for _ in range(rounds):
        shuffled.shuffle(data)
        for start in range(0, len(data), _BATCH):
            nlp.update(data[start : start + _BATCH], sgd=optimizer, drop=0.2)
    print(f"spaCy ner: {rounds} rounds in {time.perf_counter() - begun:.0f} s", file=sys.stderr)

    def find(example: Example) -> list[Mention]:
        words = example.words
        found = []
        for ent in nlp(words.text).ents:
            inside = [index for index, start in enumerate(words.starts) if ent.start_char <= start < ent.end_char]
            if inside:
                found.append(mention_of(words, lexicon, NameSpan(inside[0], inside[-1] + 1, ent.label_)))
        return found

    return find


def example_of(nlp: Any, example: Example, make: Any) -> Any:
    """An example as spaCy's trainer wants it."""
    words = example.words
    doc = nlp.make_doc(words.text)
    marked = [
        doc.char_span(words.starts[span.first], words.ends[span.end - 1], label=span.label, alignment_mode="expand")
        for span in spans(example.labels)
    ]
    reference = doc.copy()
    reference.set_ents(filter_spans([span for span in marked if span is not None]))
    return make(doc, reference)


if __name__ == "__main__":
    sys.exit(main())
