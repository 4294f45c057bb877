"""Bare figures that are sums because a sum stands near: "15 andranno alle imprese, 2 alle nascite", "erano 240 nel 2023".

The grammar of :mod:`extractor.pipeline.sums` takes those that it can be sure of; the others are asked here, one by one, by a
classifier of the words round them. A figure takes the multiplier of the sum before it (or, where none is near, after it);
one that is written out ("390.000,00") or has a multiplier of its own ("310mila di tasca propria") only its currency.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from extractor.lexicon import Words
from extractor.pipeline.layout import Layout
from extractor.pipeline.linear import LinearModel
from extractor.pipeline.numerals import read_figure, read_words
from extractor.pipeline.patterns import lazy
from extractor.pipeline.sum_modifiers import read_qualifier
from extractor.pipeline.sums import Sum, scaled

_ACCEPTED = 0.5  # how probable it must be that a figure is a sum
_BEFORE, _AFTER = 420, 160  # characters to the sum that a figure takes its multiplier from
_FIGURE = lazy(
    r"(?<![\d.,:/€$£\p{L}-])(?P<figure>\d{1,3}(?:\.\d{3})++(?:,\d{1,2})?|\d{1,3}(?:,\d{1,2})?)(?![\d%/]|[.,:]\d|[ ]?(?:%|per[ ]cento)|\p{L})"
    r"(?:[ ]?(?P<multiplier>mila|mln|milioni|miliardi|mld)\b)?(?:[ ](?P<half>e[ ]mezzo)\b)?"
)
_WORD = lazy(
    r"(?<![\p{L}'’-])(?P<word>uno|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici|tredici|quattordici|quindici|sedici|diciassette|diciotto|diciannove|"
    r"venti|ventuno|ventidue|ventitré|ventiquattro|venticinque|trenta|quaranta|cinquanta|sessanta|settanta|ottanta|novanta|cento|duecento|trecento|quattrocento|cinquecento|mezzo)(?![\p{L}'’-])"
    r"|(?<=\b(?:il|un|al|del)[ ])(?P<unit>milione|miliardo)(?=[ ]\p{Ll})"
)
_MILLION = 1_000_000
_MULTIPLIERS = {
    "mila": 1000, "mln": _MILLION, "milioni": _MILLION, "milione": _MILLION, "mld": 1000 * _MILLION, "miliardi": 1000 * _MILLION, "miliardo": 1000 * _MILLION,
}  # fmt: skip
_PERCENT = lazy(r"%|per[ ]cento")
_SENTENCE_END = lazy(r"[.!?][\"')\]”»]*\s+(?=\P{Ll})|\n\s*\n")
_TOO_MANY = 3000  # candidates: a table of figures, not a text


class Candidate(NamedTuple):
    """A figure that may be a sum, and the sum that it would be."""

    found: Sum
    source: Sum
    kind: str


def candidates(words: Words, known: Sequence[Sum]) -> list[Candidate]:
    """The figures of a text that no sum covers, each with the sum near it from which it would take what it lacks.

    Args:
        words: the text's words.
        known: the sums that the grammar found, in order.
    """
    if not known:
        return []
    starts = [each.start for each in known]
    found = []
    for start, end, number, multiplier, kind in _figures(words.low):
        place = bisect_left(starts, start)
        if (place < len(known) and known[place].start < end) or (place and known[place - 1].end > start):
            continue
        before = known[place - 1] if place and start - known[place - 1].end <= _BEFORE else None
        after = known[place] if place < len(known) and known[place].start - end <= _AFTER else None
        source = (
            before if before is not None and (before.multiplier > 1 or kind in ("grouped", "multiplied")) else after
        )
        if source is None:
            continue
        factor = multiplier if kind != "bare" else source.multiplier
        if kind == "bare" and factor == 1:
            continue
        low = words.low
        qualifier = read_qualifier(low[max(0, start - 60) : start], low[end : end + 24])
        value = scaled(number, factor)
        if value > 0:
            found.append(
                Candidate(Sum(start, end, value, None, source.currency, qualifier, factor, True), source, kind)
            )
    return found if len(found) <= _TOO_MANY else []


def _figures(low: str) -> Iterator[tuple[int, int, Decimal, int, str]]:
    """Start, end, number, multiplier and kind of every figure and number word."""
    for match in _FIGURE.finditer(low):
        figure = match["figure"]
        read = read_figure(figure, multiplied=match["multiplier"] is not None)
        if read is None:
            continue
        number = read.value + (Decimal("0.5") if match["half"] and match["multiplier"] else 0)
        if match["multiplier"]:
            yield match.start(), match.end(), number, _MULTIPLIERS[match["multiplier"]], "multiplied"
        elif "." in figure and number >= 1000:
            yield match.start(), match.end("figure"), number, 1, "grouped"
        else:
            end = match.end() if match["half"] else match.end("figure")
            yield match.start(), end, number + (Decimal("0.5") if match["half"] else 0), 1, "bare"
    for match in _WORD.finditer(low):
        if match["unit"]:
            yield match.start(), match.end(), Decimal(1), _MULTIPLIERS[match["unit"]], "multiplied"
        else:
            value = Decimal("0.5") if match["word"] == "mezzo" else read_words(match["word"])
            if value is not None:
                yield match.start(), match.end(), Decimal(value), 1, "bare"


def figure_features(words: Words, layout: Layout, candidate: Candidate) -> dict[str, float]:
    """What decides whether a figure is a sum: the words round it, and how it stands to the sum near it."""
    found, source, low = candidate.found, candidate.source, words.low
    first, last = bisect_left(words.starts, found.start), bisect_left(words.starts, found.end)
    comes_after = source.start < found.start
    gap = low[source.end : found.start] if comes_after else low[found.end : source.start]
    figure = low[found.start : found.end]
    shape = "word" if figure[0].isalpha() else "decimal" if "," in figure else candidate.kind
    same = _SENTENCE_END.search(words.text, min(source.end, found.end), max(source.start, found.start)) is None
    ratio = found.value / source.value if source.value else Decimal(0)
    size = (
        "equal"
        if ratio == 1
        else "much less"
        if ratio < Decimal("0.01")
        else "less"
        if ratio < 1
        else "more"
        if ratio < 5
        else "much more"
    )
    side = ">" if comes_after else "<"
    bag = {
        "": 1.0, f"shape={shape}": 1.0, f"kind={candidate.kind}": 1.0, f"side={side}{same}": 1.0, f"size={size}": 1.0, f"far={min(len(gap) // 40, 6)}": 1.0,
        f"shape={shape}:{same}": 1.0, f"size={size}:{shape}": 1.0, f"like={source.multiplier}": 1.0, f"source elliptic={source.elliptic}": 1.0,
        f"block={_block(layout, found.start)}": 1.0,
    }  # fmt: skip
    if _PERCENT.search(gap):
        bag["percent between"] = 1.0
    if any(letter.isdigit() for letter in gap):
        bag["figures between"] = 1.0
    before = [words.lows[index] for index in range(max(0, first - 4), first)][::-1]
    after = [words.lows[index] for index in range(last, min(len(words), last + 4))]
    for place, word in enumerate(before):
        stem = "#" if word[0].isdigit() else word[:6]
        bag[f"b{place}={stem}"] = 1.0
        bag[f"B={stem}"] = 1.0
    for place, word in enumerate(after):
        stem = "#" if word[0].isdigit() else word[:6]
        bag[f"a{place}={stem}"] = 1.0
        bag[f"A={stem}"] = 1.0
    if before and after:
        bag[f"ba={before[0][:6]} {after[0][:6]}"] = 1.0
    if len(after) > 1:
        bag[f"aa={after[0][:6]} {after[1][:6]}"] = 1.0
    if len(before) > 1:
        bag[f"bb={before[1][:6]} {before[0][:6]}"] = 1.0
    if after:
        gap_after = words.gap(last - 1).strip()
        bag[f"then={gap_after}"] = 1.0
        bag[f"ends={after[0][-2:]}"] = 1.0 if not gap_after else 0.0
        if last < len(words) and words.capitalised(last) and not gap_after:
            bag["then a name"] = 1.0
    if first:
        bag[f"after={words.gap(first - 1).strip()}"] = 1.0
    return bag


def _block(layout: Layout, position: int) -> str:
    place = bisect_right(layout.blocks, position, key=lambda block: block.start) - 1
    return layout.blocks[place].kind if place >= 0 and position < layout.blocks[place].end else ""


def with_bare_figures(words: Words, layout: Layout, known: list[Sum], model: LinearModel) -> list[Sum]:
    """The sums of a text with those bare figures that the classifier takes for sums, in order."""
    asked = candidates(words, known)
    bags = [figure_features(words, layout, candidate) for candidate in asked]
    accepted = [
        candidate.found
        for candidate, probabilities in zip(asked, model.probabilities(bags), strict=True)
        if probabilities[0] >= _ACCEPTED
    ]
    return sorted([*known, *accepted], key=lambda each: each.start)
