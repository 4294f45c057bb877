"""Measure names on KIND, news that nobody wrote for this project: ``python -m models.measure_kind FILE.tsv``.

KIND (Paccosi and Palmero Aprosio, LREC 2022, github.com/dhfbk/KIND, CC BY-NC: to measure with, never to train) marks
persons, organisations and places in Wikinews. PERSON is measured as PER, INSTITUTION and COMPANY together as ORG, by
exact mention and by any overlap, with the pipeline that ships and with the rules alone. A file has a token and its
label on each line and an empty line after each sentence; articles are not told apart, so each run of sentences
(``SENTENCES``) is read as one text. Missed and spurious mentions are counted by what stands in their place.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import extractor
from extractor.evaluation.figures import Figure, figures
from extractor.evaluation.outcome import Outcome

SENTENCES: Final = 20
"""Sentences to a text: about an article."""

KINDS: Final = {"PERSON": "PER", "INSTITUTION": "ORG", "COMPANY": "ORG", "PLACE": "LOC"}
MEASURED: Final = ("PER", "ORG")
_LEANS_LEFT: Final = frozenset(",.;:!?)]}»%”")
_LEANS_RIGHT: Final = frozenset("([{«“'’")


class Span(NamedTuple):
    """A mention: its characters and what it is."""

    start: int
    end: int
    kind: str


class Text(NamedTuple):
    """Some sentences as running text, with their gold mentions."""

    text: str
    gold: list[Span]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m models.measure_kind", description=__doc__.split("\n", 1)[0])
    parser.add_argument("file", type=Path, metavar="FILE.tsv", help="of KIND: evalita-2023/WN_dev.tsv, for one")
    texts = list(read(parser.parse_args(arguments).file.read_text("utf-8")))
    for name, model in (("rules + CRF (ships)", None), ("rules alone", "rules")):
        nlp = extractor.load(model=model)
        outcomes, instead = [], Counter[tuple[str, str, str]]()
        for number, text in enumerate(texts):
            found = [
                Span(ent.start_char, ent.end_char, KINDS.get(ent.label_, ent.label_)) for ent in nlp(text.text).ents
            ]
            outcomes.append(measure(str(number), text.gold, found))
            instead.update(errors(text.gold, found))
        print(f"\n{name}")
        for figure, value in figures(outcomes).items():
            print(f"  {figure:12}  {shown(value)}")
        for (kind, way, what), count in sorted(instead.items(), key=lambda each: (each[0][:2], -each[1])):
            print(f"  {kind} {way:8}  {count:5}  {what}")
    return 0


def read(content: str, sentences: int = SENTENCES) -> Iterator[Text]:
    r"""Texts of so many sentences each, spaces put where a reader would.

    >>> next(read("L'\tO\nEni\tB-ORG\n,\tO\nRoma\tB-LOC\n\n"))
    Text(text="L'Eni, Roma", gold=[Span(start=2, end=5, kind='ORG'), Span(start=7, end=11, kind='LOC')])
    """
    told = [
        [tuple(line.split("\t")) for line in block.splitlines()] for block in content.split("\n\n") if block.strip()
    ]
    for first in range(0, len(told), sentences):
        text, gold, before = "", list[Span](), "O"
        for token, label in (row for sentence in told[first : first + sentences] for row in sentence if len(row) == 2):
            if text and token[0] not in _LEANS_LEFT and text[-1] not in _LEANS_RIGHT:
                text += " "
            start, end, kind = len(text), len(text) + len(token), label.rpartition("-")[2]
            if kind != "O" and kind == before and not label.startswith("B-"):
                gold[-1] = gold[-1]._replace(end=end)
            elif kind != "O":
                gold.append(Span(start, end, kind))
            text, before = text + token, kind
        yield Text(text, gold)


def measure(name: str, gold: Sequence[Span], found: Sequence[Span]) -> Outcome:
    """Count what is right to the letter, and what is right in part; no mention counts twice.

    >>> outcome = measure("a", [Span(0, 9, "ORG")], [Span(0, 3, "ORG"), Span(4, 9, "ORG")])
    >>> outcome.tallies["ORG exact"], outcome.tallies["ORG overlap"]
    (Tally(right=0, gold=1, found=2), Tally(right=1, gold=1, found=2))
    """
    outcome = Outcome(name)
    for kind in MEASURED:
        ours, theirs = [span for span in found if span.kind == kind], [span for span in gold if span.kind == kind]
        free, right = list(ours), 0
        for span in theirs:
            if match := next((each for each in free if overlap(each, span)), None):
                free.remove(match)
                right += 1
        outcome.count(f"{kind} exact", len(set(ours) & set(theirs)), len(theirs), len(ours))
        outcome.count(f"{kind} overlap", right, len(theirs), len(ours))
    return outcome


def errors(gold: Sequence[Span], found: Sequence[Span]) -> Iterator[tuple[str, str, str]]:
    """For each mention that is not right to the letter: its kind, missed or spurious, and what stands in its place.

    >>> list(errors([Span(0, 9, "ORG")], [Span(0, 3, "LOC")]))
    [('ORG', 'missed', 'taken for LOC')]
    """
    for way, side, others in (("missed", gold, found), ("spurious", found, gold)):
        for span in side:
            if span.kind in MEASURED and span not in others:
                yield span.kind, way, instead(span, others)


def instead(span: Span, others: Iterable[Span]) -> str:
    """What the other side has where a mention stands."""
    kinds = {other.kind for other in others if overlap(other, span)}
    return "nothing there" if not kinds else "other bounds" if span.kind in kinds else f"taken for {min(kinds)}"


def overlap(one: Span, other: Span) -> bool:
    """Whether two mentions share a character."""
    return one.start < other.end and other.start < one.end


def shown(figure: Figure) -> str:
    """Precision, recall, F1 with its interval, and counts."""
    precision, recall, f1 = (f"{each.value or 0:.3f}" for each in figure[1:])
    low, high = figure.f1.interval or (0.0, 0.0)
    right, gold, found = figure.tally
    return f"F1 {f1} [{low:.2f}–{high:.2f}]  P {precision}  R {recall}  ({right} right, {gold} gold, {found} found)"


if __name__ == "__main__":
    sys.exit(main())
