"""Programmes and funds: the lexicon's, and those built of their signs, "Programma regionale Fesr Lazio 2021-2027"."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.lexicon import Lexicon, Words
from extractor.pipeline.mentions import Mention
from extractor.pipeline.names import STARTERS
from extractor.pipeline.project_cues import Cues
from extractor.pipeline.project_mentions import project_mention, with_years

_OUTSIDE = frozenset(
    "bando programma progetto piano fondo fondi avviso misura iniziativa sistema opera rete festival ciclovia".split()
)


def by_lexicon(words: Words, lexicon: Lexicon, cues: Cues) -> Iterator[Mention]:
    """Names of the lexicon with their years: "Fondo sviluppo e coesione 2021-2027"."""
    for hit in lexicon.hits(words):
        entry = lexicon.entries[hit.entry]
        if entry["label"] != "PROJECT" or _called_otherwise(words, hit.start, hit.start + hit.length):
            continue
        end = words.ends[hit.start + hit.length - 1]
        if words.plain[end : end + 1] == "+":
            end += 1
        start = hit.start
        if (
            hit.length > 1
            and not words.capitalised(start)
            and words.lows[start] in _OUTSIDE
            and words.capitalised(start + 1)
        ):
            start += 1  # "bando Sport e Periferie": the word without a capital stays outside
        mention = project_mention(words, words.starts[start], with_years(words, end), "lexicon")
        mention["key"], mention["canonical"] = entry["key"], entry["name"]
        yield mention


def _called_otherwise(words: Words, index: int, end: int) -> bool:
    """Whether a name of one word is only a part of a longer one: "Stella Life Sciences"."""
    return (
        end == index + 1
        and not words.surface(index).isupper()
        and end < len(words)
        and words.gap(index) == " "
        and words.capitalised(end)
        and index > 0
        and words.gap(index - 1) == " "
        and words.capitalised(index - 1)
        and words.lows[index - 1] not in STARTERS
    )


def by_sign(words: Words, lexicon: Lexicon, cues: Cues) -> Iterator[Mention]:
    """Programmes built of their signs: "Por Puglia", "Programma regionale Fesr Lazio 2021-2027"."""
    done = -1
    for index in [index for index, low in enumerate(words.lows) if low in cues.signs]:
        if index <= done or not words.capitalised(index):
            continue
        start, last = _programme(words, lexicon, cues, index, index)
        if start == last:
            continue  # a sign alone is the lexicon's affair
        done = last
        end = words.ends[last]
        if words.plain[end : end + 1] == "+":
            end += 1
        yield project_mention(words, words.starts[start], with_years(words, end), "sign")


def _programme(words: Words, lexicon: Lexicon, cues: Cues, start: int, last: int) -> tuple[int, int]:
    """The first and last word of a programme's whole name around one of its signs."""
    while last + 1 < len(words) and words.gap(last) in (" ", "-", "+ ", " - ", "/", "+-", "+/"):
        following = last + 1
        place = lexicon.place(words, following)
        capital = words.capitalised(following)
        if place is not None and place[1].type == "region" and capital:
            last = following + place[0] - 1
        elif words.lows[following] in cues.extends and capital:
            last = following
        else:
            break
    before = start
    while (
        before > 0
        and words.gap(before - 1) in (" ", "-")
        and (words.lows[before - 1] in cues.ranks or words.lows[before - 1] in cues.adjectives)
    ):
        before -= 1
    if (
        before > 0
        and words.gap(before - 1) in (" ", "-")
        and words.capitalised(before - 1)
        and words.lows[before - 1] in cues.half_signs
    ):
        start = before - 1
    elif before > 1 and words.lows[before - 2 : before] in (["p", "o"], ["p", "r"]) and words.gap(before - 2) == ".":
        start = before - 2  # "P.O. FESR"
    return start, last
