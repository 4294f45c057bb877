"""What the name model sees of a text: the words themselves, and for every word what stands round it and what the rules say.

Each *channel* gives every word one value, a short string. A *template* combines the values of one to three channels
at fixed distances from a word into an attribute; ``("class", -1), ("class", 0)`` is the pair of classes of the word
before and the word itself. Training writes the attributes out, tagging looks the same values up in tables.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from extractor.lexicon import Lexicon, Words, key_of
from extractor.pipeline.layout import Layout
from extractor.pipeline.mentions import Mention, merge

PAD = "∅"  # the value of every channel before the first and after the last word of a sentence
REACH = 2  # how far round a word the model looks
SURFACE_OFFSETS = (-2, -1, 0, 1, 2)

Part = tuple[str, int]
TEMPLATES: tuple[tuple[Part, ...], ...] = (
    (("gap", -1),), (("gap", 0),), (("gap", 1),), (("gap", 2),), (("line", 0),), (("inside", 0),),
    (("rule", -1),), (("rule", 0),), (("rule", 1),), (("also", 0),), (("also", 1),),
    (("lexicon", -1),), (("lexicon", 0),), (("lexicon", 1),), (("place", -1),), (("place", 0),), (("place", 1),),
    (("seen", 0),), (("seen", 1),), (("seen", -1),),
    (("class", -1), ("class", 0)), (("class", 0), ("class", 1)), (("class", -2), ("class", -1), ("class", 0)),
    (("class", -1), ("class", 0), ("class", 1)), (("class", 0), ("class", 1), ("class", 2)),
    (("low", -1), ("class", 0)), (("class", 0), ("low", 1)),
    (("gap", 0), ("class", 0)), (("class", 0), ("gap", 1), ("class", 1)), (("class", -1), ("gap", 0), ("class", 0)),
    (("rule", 0), ("class", 0)), (("rule", -1), ("rule", 0)), (("rule", 0), ("rule", 1)), (("rule", 0), ("gap", 0)),
    (("rule", 0), ("gap", 1)), (("rule", 0), ("lexicon", 0)), (("rule", 0), ("seen", 0)), (("rule", 0), ("line", 0)), (("rule", 0), ("also", 0)),
    (("rule", 0), ("low", -1)), (("rule", 0), ("class", -1)), (("rule", 0), ("class", 1)),
    (("lexicon", 0), ("class", 0)), (("place", 0), ("class", -1)), (("place", 0), ("low", -1)), (("place", 0), ("class", 1)), (("seen", 0), ("class", 0)), (("inside", 0), ("class", 0)),
    (("inside", 0), ("gap", 0)),
)  # fmt: skip
CHANNELS = tuple(dict.fromkeys(name for template in TEMPLATES for name, _ in template))

_GAP_KINDS: dict[str, str] = {" ": "", "\0": PAD}


class Reading(NamedTuple):
    """A text as the model sees it.

    Attributes:
        surfaces: the words as the text has them.
        channels: by channel but "class" and "low" (which follow from the surface), one value a word.
        starts: the indexes of the words that begin a sentence, in order.
    """

    surfaces: list[str]
    channels: dict[str, list[str]]
    starts: list[int]


def read(words: Words, layout: Layout, lexicon: Lexicon, mentions: Sequence[Mention]) -> Reading:
    """Read a text for the model.

    Args:
        words: the text's words.
        layout: the text's layout, for its sentences and lines.
        lexicon: what the rules know.
        mentions: what the rules have found, overlapping or not.
    """
    text = words.text
    surfaces = [text[start:end] for start, end in zip(words.starts, words.ends, strict=True)]
    count = len(surfaces)
    mentions = [mention for mention in mentions if not is_generic(words, lexicon, mention)]
    rule = _by_rule(words, mentions, count)
    channels = {
        "gap": _gaps(words),
        "line": _lines(words, layout, surfaces),
        "inside": _inside(words),
        "rule": rule,
        "also": _covering(words, mentions, count),
        "lexicon": _by_lexicon(words, lexicon, count),
        "place": _by_place(words, lexicon, surfaces),
        "seen": _seen(words, surfaces, rule),
    }
    return Reading(surfaces, channels, sentence_starts(words, layout))


def sentence_starts(words: Words, layout: Layout) -> list[int]:
    """The indexes of the words that begin a stretch to label: a sentence, or what stands between two."""
    edges = {0}
    for start, end in layout.sentences:
        edges.add(bisect_left(words.starts, start))
        edges.add(bisect_left(words.starts, end))
    edges.discard(len(words))
    return sorted(edges) if len(words) else []


def is_generic(words: Words, lexicon: Lexicon, mention: Mention) -> bool:
    """Whether a mention is a mere common noun ("la Regione"), which is resolved by rule after the names are known."""
    return mention["rule"] == "standing" or generic_name(words.text[mention["start"] : mention["end"]], lexicon)


def generic_name(name: str, lexicon: Lexicon) -> bool:
    """Whether a name is a word or two that stand for any body of their kind.

    >>> from extractor.lexicon import default_lexicon
    >>> generic_name("Giunta regionale", default_lexicon()), generic_name("Regione Lazio", default_lexicon())
    (True, False)
    """
    return len(name) < 40 and key_of(name) in _generic_keys(lexicon)


@lru_cache(maxsize=4)
def _generic_keys(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(key_of(phrase) for row in lexicon.tables["heads"] for phrase in row.get("alone", ()))


def span_of(words: Words, mention: Mention) -> tuple[int, int]:
    """The words of a mention: the first, and the one after the last."""
    return bisect_right(words.ends, mention["start"]), bisect_left(words.starts, mention["end"])


def _gaps(words: Words) -> list[str]:
    """Of each word, what stands between it and the word before."""
    plain, kinds, last = words.plain, _GAP_KINDS, 0
    found = []
    for start, end in zip(words.starts, words.ends, strict=True):
        gap = plain[last:start]
        kind = kinds.get(gap)
        if kind is None:
            kind = _gap_kind(gap)
            if len(kinds) < 5000 and len(gap) < 8:
                kinds[gap] = kind
        found.append(kind)
        last = end
    return found


def _gap_kind(gap: str) -> str:
    r"""The kind of what stands between two words.

    >>> [_gap_kind(gap) for gap in (" ", ", ", ' "', '" (', ".\n", "'", "")]
    ['', ',', '<', '>(', '/', "'", '-']
    """
    if not gap:
        return "-"
    if "\n" in gap or "\r" in gap:
        return "/"
    kind = ""
    bare = gap.strip(" ")
    if not bare:
        return ""
    if '"' in bare:
        kind = "<" if gap.rstrip(" ").endswith('"') and (gap[0] != '"' or len(gap) == 1) else ">"
    elif bare in ("'", "&", "-", "+"):
        return bare
    for mark in ("(", ")", ".", ";", ":", ",", "-", "/"):
        if mark in bare:
            return kind + {";": ":", "/": "-"}.get(mark, mark)
    return kind or "'" if "'" in bare else kind or "?"


def _lines(words: Words, layout: Layout, surfaces: list[str]) -> list[str]:
    """Of each word, the kind of its block and whether that is in capitals; of the first two of a sentence their place."""
    found = [""] * len(surfaces)
    for start, end, kind, _ in layout.blocks:
        first, last = bisect_left(words.starts, start), bisect_left(words.starts, end)
        if first == last:
            continue
        name = _BLOCKS.get(kind, kind)
        if words.text[start:end].isupper():
            name += "^"
        if name:
            found[first:last] = [name] * (last - first)
    for start in sentence_starts(words, layout):
        found[start] += "1"
    return found


_BLOCKS = {
    "paragraph": "",
    "title": "t",
    "subtitle": "t",
    "occhiello": "o",
    "heading": "h",
    "item": "i",
    "row": "r",
    "dateline": "d",
    "date": "d",
}


def _inside(words: Words) -> list[str]:
    """Of each word, whether quotes or brackets stand round it."""
    plain = words.plain
    found = [""] * len(words)
    for opening, closing, value in (("(", ")", "()"), ('"', '"', '""')):
        at = plain.find(opening)
        while at >= 0:
            end = plain.find(closing, at + 1, at + 160)
            if end < 0 or "\n" in plain[at:end]:
                at = plain.find(opening, at + 1)
                continue
            first, last = bisect_left(words.starts, at), bisect_left(words.starts, end)
            length = str(min(last - first, 9)) if last - first < 9 else ""
            found[first:last] = [value + length] * (last - first)
            at = plain.find(opening, end + 1)
    return found


def _marked(found: list[str], first: int, end: int, value: str) -> None:
    if first < end <= len(found):
        found[first] = "B-" + value
        found[first + 1 : end] = ["I-" + value] * (end - first - 1)


def _by_rule(words: Words, mentions: Sequence[Mention], count: int) -> list[str]:
    found = [""] * count
    for mention in merge(list(mentions)):
        _marked(found, *span_of(words, mention), f"{mention['label']}:{mention['rule']}")
    return found


def _covering(words: Words, mentions: Sequence[Mention], count: int) -> list[str]:
    """Of each word, the labels of all mentions that cover it, where there is more than one."""
    found = [""] * count
    if len(mentions) < 2:
        return found
    labels: dict[int, set[str]] = {}
    for mention in mentions:
        for index in range(*span_of(words, mention)):
            labels.setdefault(index, set()).add(mention["label"][:2])
    for index, names in labels.items():
        if len(names) > 1 and index < count:
            found[index] = "".join(sorted(names))
    return found


def _by_lexicon(words: Words, lexicon: Lexicon, count: int) -> list[str]:
    found = [""] * count
    for first, length, number in lexicon.hits(words):
        entry = lexicon.entries[number]
        value = entry["label"] + ("?" if "deceives" in entry else "1" if length == 1 else "")
        _marked(found, first, first + length, value)
    return found


def _by_place(words: Words, lexicon: Lexicon, surfaces: list[str]) -> list[str]:
    found = [""] * len(surfaces)
    reach = lexicon.place_reach
    end = 0
    for index, low in enumerate(words.lows):
        if index >= end and low in reach and surfaces[index][0].isupper():
            place = lexicon.place(words, index)
            if place is not None:
                end = index + place[0]
                _marked(found, index, end, place[1].type)
    return found


def _seen(words: Words, surfaces: list[str], rule: list[str]) -> list[str]:
    """Of each capitalised word, what the rules call it elsewhere in the text, and whether it occurs in lower case."""
    labels: dict[str, str] = {}
    lower = set()
    for low, surface, value in zip(words.lows, surfaces, rule, strict=True):
        if surface == low:
            lower.add(low)
        elif value:
            label = value[2:4]
            known = labels.setdefault(low, label)
            if known != label:
                labels[low] = "?"
    return [
        "" if surface == low else labels.get(low, "") + ("_" if low in lower else "")
        for low, surface in zip(words.lows, surfaces, strict=True)
    ]
