"""Regions, provinces and municipalities that stand beside sums, one after the other: what is paid to the body of that name.

"Abruzzo; 4.912.300", "Rocca Pietore 980 mila, Val di Zoldo 820 mila", "alla Lombardia (82,9 milioni), seguita da Lazio
(48)", "Latina ottiene 160 mila, Rieti 95", a table whose first column says "Comune". A single one is a place.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from extractor.lexicon import Lexicon, Place, Words
from extractor.pipeline.patterns import lazy

_TYPES = frozenset(("region", "province", "municipality"))
# a figure and what may stand between it and the name before it
_FIGURE = lazy(
    r"(?P<link>[ \t]*(?:\([A-Z]{2}\)[ \t]*)?(?:[:;|–-][ \t]*|,[ \t]+|\t[ \t]*|[ \t]{2,}|\.{2,}[ \t]*|\([ \t]*|(?:[ \t](?:con|per|sono assegnati|sono destinati|è assegnato|spettano|toccano|arrivano|riceve|ottiene|incassa|avrà|va|andranno|vanno|prende|ha|a quota|fermo a|che con|che riceve))?[ \t]))"
    r"(?:(?:altri|altre|circa|oltre|quasi|ben|solo|appena|poi)[ \t])?(?P<unit>euro[ \t]|€[ \t]?)?(?P<number>\d[\d.,]*\d|\d)(?![ \t](?:gen|feb|mar|apr|mag|giu|lug|ago|set|ott|nov|dic)|%)(?P<after>[ \t]?(?:mila|mln|milion[ei]|miliard[oi]|euro|€)\b|\b)"
)
_LINKS = frozenset(
    "con per riceve ottiene incassa avrà va andranno vanno prende ha a quota fermo che altri altre circa oltre quasi ben solo appena poi euro sono assegnati destinati è assegnato spettano toccano arrivano".split()
)
_OPENS = lazy(r"(?:^|\n)[ \t]*(?:[»•*>–-]|\d{1,2}[.)])?[ \t]*\|?[ \t]*$")
_LISTED = lazy(
    r"(?i:[,;:–-]|\b(?:e|ed|a|ad|al|alla|all'|poi|seguono|segue|seguita da|seguito da|quindi|infine|sorpresa,|il|la|l'|lo|i|le))[ \t]?$|[,;:]\s?$"
)
# "Cascina del Vento, ": the row's own name stands before, the territory is where it is
_PLACE_OF_A_ROW = lazy(r"(?:^|\n)[^\n\d]*(?:\d{1,2}[.)][^\n\d]*)?\p{L}[^\n\d]*[,–-][ \t]$")
_NOT_A_BODY = frozenset("in nel nella nelle nell di del della dell da dal dalla tra fra per verso".split())
_BODY_WORDS = frozenset(("comune", "comuni", "municipi", "enti", "ente", "sindaci", "sindaco"))
_REACH = 170  # characters from one member of a list to the next


class _Member(NamedTuple):
    start: int  # first word
    end: int  # word after the last
    place: Place
    plain: bool  # whether its figure shows by itself that it is a sum


def listed_territories(words: Words, lexicon: Lexicon) -> Iterator[tuple[int, int, Place]]:
    """The territories that stand beside sums in a list: first word, word after the last, territory.

    Args:
        words: the text's words.
        lexicon: what the rules know.
    """
    members = sorted({*_beside_figures(words, lexicon), *_first_column(words, lexicon)}, key=lambda each: each.start)
    if not members:
        return
    speaks = any(low in _BODY_WORDS for low in words.lows)
    run: list[_Member] = []
    for member in [*members, None]:
        near = member is not None and run and words.starts[member.start] - words.ends[run[-1].end - 1] < _REACH
        if not near:
            yield from _settled(run, speaks, words, lexicon)
            run = []
        if member is not None:
            run.append(member)


def _settled(run: list[_Member], speaks: bool, words: Words, lexicon: Lexicon) -> Iterator[tuple[int, int, Place]]:
    if len(run) < 2 or not any(member.plain for member in run):
        return
    regions = sum(member.place.type == "region" for member in run)
    if not speaks and regions < 2 and len(run) < 3:
        return
    for member in run:
        yield from _before(words, lexicon, member)
        yield member.start, member.end, member.place


def _before(words: Words, lexicon: Lexicon, member: _Member) -> Iterator[tuple[int, int, Place]]:
    """Those that share the member's sum: "Adrano e Biancavilla: 2.300.000 insieme"."""
    end = member.start
    while end > 1:
        joined = words.lows[end - 1] in ("e", "ed")
        last = end - 2 if joined else end - 1
        if not joined and words.gap(end - 1).strip() != ",":
            return
        found = _territory_ending(words, lexicon, last)
        if found is None or found[1].type != member.place.type:
            return
        yield found[0], last + 1, found[1]
        end = found[0]


def _beside_figures(words: Words, lexicon: Lexicon) -> Iterator[_Member]:
    plain = words.plain
    done = 0
    for last in _before_figures(words):
        match = _FIGURE.match(plain, words.ends[last]) if words.ends[last] >= done else None
        if match is None:
            continue
        done = match.end()
        found = _territory_ending(words, lexicon, last)
        if found is None:
            continue
        start, place = found
        offset = words.starts[start]
        led = words.lows[start - 1] if start and words.gap(start - 1) in (" ", "'") else ""
        if led in _NOT_A_BODY and not (start > 1 and words.lows[start - 2].startswith("segui")):
            continue
        before = plain[max(0, offset - 24) : offset]
        line = max(0, plain.rfind("\n", 0, offset))  # no more is read of the text, however long it is
        if not (
            _OPENS.search(plain, max(line, offset - 60), offset) if len(before) < 2 or "\n" in before else None
        ) and not _LISTED.search(before):
            continue
        if _PLACE_OF_A_ROW.search(plain, max(line, offset - 240), offset):
            continue
        number = match["number"]
        told = bool(match["unit"] or match["after"]) or len(number) > 6
        yield _Member(start, last + 1, place, told)


def _before_figures(words: Words) -> list[int]:
    """The words that may stand before a figure, with a link between; in order."""
    lows = words.lows
    found: set[int] = set()
    for index, low in enumerate(lows):
        if low[0].isdecimal() and index:
            place = index - 1
            found.add(place)
            while place and (lows[place] in _LINKS or len(lows[place]) == 2):
                place -= 1
                found.add(place)
    return sorted(found)


def _territory_ending(words: Words, lexicon: Lexicon, last: int) -> tuple[int, Place] | None:
    """The first word and the territory of the longest name of one that ends with a word."""
    for size in (5, 4, 3, 2, 1):
        start = last - size + 1
        if start < 0 or not words.capitalised(start):
            continue
        place = lexicon.place(words, start)
        if place is not None and place[0] == size and place[1].type in _TYPES:
            return start, place[1]
    return None


# | Comune | Lavori | Euro |
_HEADER = lazy(r"(?:^|\n)[ \t]*\|?[ \t]*(?:Comune|Comuni|Ente|Regione|Provincia)[ \t]*(?:\||\t|;|[ ]{2,})[^\n]*(?=\n)")
_CELL = lazy(r"\n[ \t]*\|?[ \t]*(?P<name>\p{Lu}[\p{L}' -]{1,40}?)[ ]*(?:\||\t|;|[ ]{2,})")


def _first_column(words: Words, lexicon: Lexicon) -> Iterator[_Member]:
    """The territories in the first column of a table whose header says "Comune"."""
    for header in _HEADER.finditer(words.text):
        stop = words.text.find("\n\n", header.end() + 1)
        for cell in _CELL.finditer(words.text, header.end(), len(words.text) if stop < 0 else stop):
            start = bisect_left(words.starts, cell.start("name"))
            place = lexicon.place(words, start)
            if place is None or place[1].type not in _TYPES:
                continue
            if words.ends[start + place[0] - 1] == cell.end("name"):
                yield _Member(start, start + place[0], place[1], True)
