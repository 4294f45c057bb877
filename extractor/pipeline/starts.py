"""Where a release that tells several acts begins to tell the next one: a question to each of its sentences.

Turns ("il primo ... il secondo") are left to the rules of :mod:`extractor.pipeline.grouping`; what those say of sections and
lists is a feature here, beside the words with which a sentence opens ("Approvato anche", "Via libera inoltre", "Intanto").
"""

from __future__ import annotations

import itertools
from bisect import bisect_left

from extractor.pipeline.acts import STATUSES, is_background
from extractor.pipeline.facts import TITLE_KINDS
from extractor.pipeline.grouping import Segment
from extractor.pipeline.relation_features import Bag, Reading, stem

_STARTS = 0.4  # how probable it must be that an act begins
_LONGEST = 240  # sentences that are asked: more are a table or an archive
_GIVEN = frozenset(("total_cost", "contribution", "allocation", "loan", "cost_share"))


def asked_sentences(reading: Reading) -> list[int]:
    """The sentences at which an act may begin: those of the body, and headings."""
    return [
        number
        for number in range(min(len(reading.layout.sentences), _LONGEST))
        if reading.kinds.get(number, "") not in TITLE_KINDS
    ]


def start_features(reading: Reading, number: int, ruled: frozenset[int], several: bool) -> Bag:
    """What tells whether a sentence begins the telling of an act of its own.

    Args:
        reading: the text.
        number: the sentence.
        ruled: where the segments of the rules begin, in characters.
        several: whether headline or first sentences speak of several acts.
    """
    start, end = reading.layout.sentences[number]
    first, last = reading.sentence(number)
    kind = reading.kinds.get(number, "")
    mask = [word for word in reading.mask[first : min(last, first + 40)] if word]
    bag: Bag = {"": 1.0, f"block={kind}": 1.0, f"block={kind}:several={several}": 1.0, f"several={several}": 1.0}
    for place, word in enumerate(mask[:4]):
        bag[f"w{place}={stem(word)}"] = 1.0
    for word in mask[:14]:
        bag[f"W={stem(word)}"] = 1.0
    if len(mask) > 1:
        bag[f"ww={stem(mask[0])} {stem(mask[1])}"] = 1.0
    bag[f"place={min(number, 6)}"] = 1.0
    opens = number == 0 or "\n" in reading.scene.low[reading.layout.sentences[number - 1][1] - 1 : start + 1]
    bag[f"opens={opens}"] = 1.0
    before = reading.kinds.get(number - 1, "none")
    bag[f"before={before}:{kind}"] = 1.0
    if any(abs(offset - start) < 3 for offset in ruled):
        bag["ruled"] = 1.0
        bag[f"ruled:{kind}"] = 1.0
    elif ruled:
        bag["ruled elsewhere"] = 1.0
    cues = list(reading.acts.kind_table.find(reading.words, first, min(last, first + 60)))
    for cue in cues[:3]:
        bag[f"kind={reading.acts.kinds[cue.row]['kind']}"] = 1.0
    bag[f"kinds={min(len(cues), 2)}"] = 1.0
    for cue in list(reading.acts.status_table.find(reading.words, first, min(last, first + 60)))[:3]:
        bag[f"status={STATUSES[cue.row]}"] = 1.0
    starts = [money["start"] for money in reading.moneys]
    inside = reading.moneys[bisect_left(starts, start) : bisect_left(starts, end)]
    bag[f"sums={min(len(inside), 3)}"] = 1.0
    bag[f"sums before={min(bisect_left(starts, start), 3)}"] = 1.0
    for money in inside[:1]:
        bag[f"first sum={money.get('role')}"] = 1.0
        bag[f"first part={'part_of' in money}"] = 1.0
    labels: dict[str, int] = {}
    seen = {reading.scene.entity_of[mention] for mention in reading.scene.between(0, start)}
    for mention in reading.scene.between(start, end):
        label = reading.scene.mentions[mention]["label"]
        new = "new" if reading.scene.entity_of[mention] not in seen else "old"
        labels[f"{new} {label}"] = labels.get(f"{new} {label}", 0) + 1
    for name, count in labels.items():
        bag[f"{name}={min(count, 2)}"] = 1.0
    low = reading.scene.low[start : min(end, start + 500)]
    if is_background(low):
        bag["background"] = 1.0
    if low[:1] in ('"', "«", "“"):
        bag["speech"] = 1.0
    return bag


def learned_segments(reading: Reading, ruled: list[Segment], several: bool) -> list[Segment]:
    """The acts as stretches of text by the classifier; the rules' own where it finds fewer than two."""
    numbers = asked_sentences(reading)
    offsets = frozenset(segment.spans[0][0] for segment in ruled) if len(ruled) > 1 else frozenset[int]()
    bags = [start_features(reading, number, offsets, several) for number in numbers]
    chosen = [
        reading.layout.sentences[number][0]
        for number, probabilities in zip(numbers, reading.models["start"].probabilities(bags), strict=True)
        if probabilities[0] >= _STARTS
    ]
    return chosen_segments(reading, chosen)


def chosen_segments(reading: Reading, chosen: list[int]) -> list[Segment]:
    """Segments from the places where acts begin: what stands before the first is an act, too, if it has sums of its own."""
    length = len(reading.words.text)
    if not chosen:
        return [Segment([(0, length)])]
    told_before = [
        index
        for index, money in enumerate(reading.moneys)
        if money["start"] < chosen[0]
        and money.get("role") in _GIVEN
        and money.get("fact", index) == index
        and reading.kinds.get(money["sentence"]) not in TITLE_KINDS
        and index not in reading.wholes
    ]
    if told_before or len(chosen) == 1:
        chosen = [0, *chosen]
    bounds = [*chosen, length]
    headings = {block.start: block.end for block in reading.layout.blocks if block.kind == "heading"}
    return [
        Segment([(start, end)], heading=(start, headings[start]) if start in headings else None)
        for start, end in itertools.pairwise(bounds)
    ]


__all__ = ["asked_sentences", "chosen_segments", "learned_segments", "start_features"]
