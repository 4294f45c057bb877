"""Regions and municipalities by their bare names, where they act or are paid: "la Basilicata chiede", "Posina 400 mila"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from extractor.lexicon import Lexicon, Place, Words
from extractor.pipeline.heads import Heads, Row
from extractor.pipeline.mentions import Mention
from extractor.pipeline.patterns import lazy
from extractor.pipeline.territorial import territory_body

_ACTING_FROM = frozenset("la il l le lo gli".split())
_PASSING = frozenset("non si ne ci vi ora oggi invece già così intanto quindi poi però".split())
_FROM = frozenset(("dalla", "dal", "dall", "dalle"))
_OF = frozenset(("della", "del", "dell", "delle"))
_AT_COST = frozenset(("carico", "parte", "spese"))
_SUM_AFTER = lazy(r" (?:euro |€ ?)?\d[\d.,]*(?: ?(?:mila|mln|milion[ei]|miliard[oi]|euro|€)\b|[.,]\d{3})")
# » Bronte: 3.600.000
_PAID_LINE = lazy(r"(?:^|\n)\s*[»•*>-]\s+(?P<name>\p{Lu}[\p{L}' -]{2,40}): (?:euro |€ ?)?\d[\d.]{4,}")
_SUM_BEFORE = lazy(r"(?:milion[ei]|miliard[oi]|mila|euro|mln|€)\s(?:di euro\s)?$")
_BRACKETED = lazy(
    r" \((?:euro |€ ?)?\d[\d.,]*(?: (?:milion[ei]|miliard[oi]) e mezzo| ?(?:mila|mln|milion[ei]|miliard[oi]|euro|€))?\)"
)


def acting_regions(words: Words, lexicon: Lexicon, heads: Heads, region: Row) -> Iterator[Mention]:
    """Bare names of regions that act or pay: "la Basilicata chiede", "a carico della Valle d'Aosta".

    Args:
        words: the text's words.
        lexicon: what the rules know.
        heads: the head words; their ``verbs`` tell who acts.
        region: the head row of regions.
    """
    lows = words.lows
    index, count = 0, len(words)
    firsts = _region_words(lexicon)
    while index < count:
        if lows[index] not in firsts or not words.capitalised(index):
            index += 1
            continue
        row: list[tuple[int, int, Place]] = []
        position = index
        while (
            (place := lexicon.place(words, position)) is not None
            and place[1].type == "region"
            and words.capitalised(position)
        ):
            row.append((position, position + place[0], place[1]))
            position += place[0]
            if position + 1 < count and (
                words.gap(position - 1) == ", " or (words.gap(position - 1) == " " and lows[position] == "e")
            ):
                following = position + (lows[position] == "e")
                following += following < count and lows[following] in _ACTING_FROM
                if following < count and lows[following] in firsts:
                    position = following
                    continue
            break
        if row and _acts(words, heads, index, row[-1][1]):
            for start, end, territory in row:
                yield territory_body(words, start, end, region, territory) | {"rule": "acting"}
        index = max(row[-1][1] if row else 0, index + 1)


@lru_cache(maxsize=4)
def _region_words(lexicon: Lexicon) -> frozenset[str]:
    """The first words of the regions' names."""
    return frozenset(
        key.split(" ", 1)[0] for key, rows in lexicon.places.items() if any(row[0] == "region" for row in rows)
    )


def _acts(words: Words, heads: Heads, index: int, end: int) -> bool:
    before = words.lows[index - 1] if index else ""
    if before in _FROM or before in _OF:
        if before in _OF and index > 1 and words.lows[index - 2] in _AT_COST:
            return True
        start = words.starts[index - 1]
        if _SUM_BEFORE.search(words.plain, max(0, start - 24), start):
            return True
        return before in _FROM and end < len(words) and _SUM_AFTER.match(words.plain, words.ends[end - 1]) is not None
    if (
        words.gap(end - 1) == ": "
        and end < len(words)
        and words.lows[end][0].isdigit()
        and (not index or words.gap(index - 1) != " ")
    ):
        return _SUM_AFTER.match(words.plain, words.ends[end - 1] + 1) is not None  # "Campania: 38 milioni all'Eav"
    opens = index == 0 or words.gap(index - 1) not in (" ", "'")
    if before not in _ACTING_FROM and not opens:
        return False
    if before in _ACTING_FROM and index > 1 and words.lows[index - 2] in heads.verbs and words.gap(index - 2) == " ":
        return (
            end >= len(words) or not words.capitalised(end) or words.gap(end - 1) != " "
        )  # "cinque li mette la Campania"
    position = end
    if position >= len(words) or words.gap(end - 1) != " ":
        return False
    while position < len(words) and words.lows[position] in _PASSING and position - end < 2:
        position += 1
    if position >= len(words) or words.capitalised(position):
        return False
    low = words.lows[position]
    if low == "con" and not opens:
        return (
            _SUM_AFTER.match(words.plain, words.ends[position]) is not None
        )  # "il Mit paga metà, la Puglia con 225 mila"
    if low in ("ha", "hanno") and position + 1 < len(words):
        following = position + 1 + (words.lows[position + 1] in _PASSING)
        return following < len(words) and words.lows[following] in heads.participles
    return low in heads.verbs


def paid_municipalities(words: Words, lexicon: Lexicon, municipality: Row) -> Iterator[Mention]:
    """Municipalities in a list of sums: "Rocca Pietore 980 mila, Val di Zoldo 820 mila"; a single one is a place."""
    if not any(low in ("comune", "comuni", "municipi", "enti", "ente") for low in words.lows):
        return
    row: list[tuple[int, int, Place]] = []  # all that stand so, so that a single one can be told from a list
    for match in _SUM_AFTER.finditer(words.plain):
        last = _word_ending_at(words, match.start())
        if last is None:
            continue
        for size in (4, 3, 2, 1):
            start = last - size + 1
            if start < 0 or not words.capitalised(start):
                continue
            place = lexicon.place(words, start)
            if place is not None and place[0] == size and place[1].type == "municipality":
                if start == 0 or words.gap(start - 1) in (", ", ": ", "; "):
                    row.append((start, last + 1, place[1]))
                break
    for match in _PAID_LINE.finditer(words.plain):
        start = bisect_left(words.starts, match.start("name"))
        place = lexicon.place(words, start)
        if (
            place is not None
            and place[1].type == "municipality"
            and words.ends[start + place[0] - 1] == match.end("name")
        ):
            row.append((start, start + place[0], place[1]))
    row.extend(_first_column(words, lexicon))
    if len(row) > 1:
        for start, end, territory in row:
            yield territory_body(words, start, end, municipality, territory) | {"rule": "paid"}


def paid_regions(words: Words, lexicon: Lexicon, region: Row) -> Iterator[Mention]:
    """Regions in a list of sums in brackets: "alla Lombardia (82,9 milioni), seguita da Lazio (48 milioni)"."""
    row: list[tuple[int, int, Place]] = []
    firsts = _region_words(lexicon)
    for match in _BRACKETED.finditer(words.plain):
        last = _word_ending_at(words, match.start())
        for start in range(max(0, (last or 0) - 2), (last or -1) + 1):
            if words.lows[start] not in firsts or not words.capitalised(start):
                continue
            place = lexicon.place(words, start)
            if place is not None and place[1].type == "region" and start + place[0] - 1 == last:
                if not start or words.lows[start - 1] not in ("in", "nel", "nella", "nelle"):
                    row.append((start, start + place[0], place[1]))
                break
    if len(row) > 1:
        for start, end, territory in row:
            yield territory_body(words, start, end, region, territory) | {"rule": "paid"}


# | Comune | Lavori | Euro |
_HEADER = lazy(r"(?:^|\n)[ \t]*\|?[ \t]*(?:Comune|Comuni|Ente)[ \t]*(?:\||\t|[ ]{2,})[^\n]*(?=\n)")
_CELL = lazy(r"\n[ \t]*\|?[ \t]*(?P<name>\p{Lu}[\p{L}' -]{1,40}?)[ ]*(?:\||\t|[ ]{2,})")


def _first_column(words: Words, lexicon: Lexicon) -> Iterator[tuple[int, int, Place]]:
    """The municipalities in the first column of a table whose header says "Comune"."""
    for header in _HEADER.finditer(words.text):
        stop = words.text.find("\n\n", header.end() + 1)
        for cell in _CELL.finditer(words.text, header.end(), len(words.text) if stop < 0 else stop):
            start = bisect_left(words.starts, cell.start("name"))
            place = lexicon.place(words, start)
            if place is None or place[1].type not in ("municipality", "province"):
                continue
            if words.ends[start + place[0] - 1] == cell.end("name"):
                yield start, start + place[0], place[1]


def _word_ending_at(words: Words, offset: int) -> int | None:
    index = bisect_left(words.ends, offset)
    return index if index < len(words) and words.ends[index] == offset else None
