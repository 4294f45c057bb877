"""Companies in rows: tables flattened to text, columns parted by blanks, tabs, bars or dashes, numbered lists."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

import regex

from extractor.pipeline.company_names import NameReader
from extractor.pipeline.patterns import lazy

# two blanks and more, a tab, a bar, a dash between blanks: "Ferri & Figli snc     Fermo", "Colle Stefano - Offida - 79"
_COLUMN = lazy(r"[ \u00a0]{2,}|[ \u00a0]*[\t|][ \t\u00a0]*|[ \u00a0]+[-–—][ \u00a0]+")
# "1) ", "12. ", "- ", "• ", "| 3 | "
_BULLET = lazy(r"[ \t\u00a0]*(?:[-–—•*·|][ \t]*)?(?:\d{1,3}(?:°|[.)])?[ \t\u00a0]+)?(?:[-–—|][ \t\u00a0]*)?")
# a cell that is a sum or a score: "1.200.000,00", "euro 812.000", "€ 240.000", "91"
_FIGURE = lazy(r"(?:(?:euro|€)\s*)?\d[\d.,']*(?:\s*(?:euro|€|mila|mln|milioni|%))*[.;]?$", regex.IGNORECASE)
# what makes a row of a line: "812.000", "€ 240", "40 mila"
_SUM = lazy(r"\d{1,3}[.']\d{3}|\d{4}|\d\s*(?:mila|mln|milioni|€|euro\b)|(?:€|\beuro)\s*\d", regex.IGNORECASE)
_CELL_ENDS = (", ", " (", ": ", "; ")
_LONGEST_LINE = 200
_LONGEST_CELL = 80


class Row(NamedTuple):
    """The name cell of a line of a table, as character offsets in the text."""

    start: int
    end: int


def in_tables(reader: NameReader) -> Iterator[tuple[int, int]]:
    """The companies of tables and of lists with a company a row, as first word and end offset."""
    block: list[Row] = []
    before = lead = ""
    offset = 0
    for line in reader.words.text.split("\n"):
        row = _row(line, offset) if len(line) < _LONGEST_LINE else None
        if row is not None:
            lead = lead if block else before
            block.append(row)
        elif line.strip():
            yield from _companies(reader, block, lead)
            block = []
            before = line
        offset += len(line) + 1
    yield from _companies(reader, block, lead)


def _row(line: str, offset: int) -> Row | None:
    """The row that a line is: a name, then a place or a sum in cells of their own; ``None`` where it is prose."""
    if _SUM.search(line) is None:
        return None
    bullet = _BULLET.match(line)
    begin = bullet.end() if bullet else 0
    listed = line[:begin].strip() != ""
    column = _COLUMN.search(line, begin)
    if column is None and not listed:
        return None
    end = column.start() if column else len(line)
    for mark in _CELL_ENDS if listed else (" (",):
        spot = line.find(mark, begin, end)
        end = spot if spot > begin else end
    cell = line[begin:end].rstrip(" ;:,€")
    if not cell or len(cell) > _LONGEST_CELL or cell.count(" ") > 8 or end >= len(line.rstrip()) or _FIGURE.match(cell):
        return None
    return Row(offset + begin, offset + begin + len(cell))


def _companies(reader: NameReader, block: list[Row], lead: str) -> Iterator[tuple[int, int]]:
    """The name cells of a block of rows, where its head or a row says that they are companies and few are places."""
    if len(block) < 2:
        return
    starts = reader.words.starts
    votes = any(word.strip('.,;:()*#|"').lower() in reader.cues.table_words for word in lead.split())
    against = 0
    cells: list[tuple[int, int, int]] = []
    for row in block:
        first, last = bisect_left(starts, row.start), bisect_left(starts, row.end)
        kind = _kind(reader, first, last) if first < last else 0
        votes = votes or kind > 0
        against += kind < 0
        if kind >= 0 and first < last:
            cells.append((first, last, row.end))
    if votes and against * 2 <= len(block):
        for first, last, end in cells:
            yield first, _cell_end(reader, first, last, end)


def _kind(reader: NameReader, first: int, last: int) -> int:
    """1 for a cell that is surely a company's name, -1 for one that is another thing, 0 where nothing tells."""
    words, cues = reader.words, reader.cues
    low = words.lows[first]
    if any(spot in reader.bodies for spot in range(first, last)):
        return -1
    if low in cues.head_starts and last - first > 1:
        return 1
    if any(reader.form_end(spot) for spot in range(first + 1, last)):
        return 1
    place = reader.lexicon.place(words, first)
    a_place = place is not None and place[1].type != "adjective" and place[0] == last - first
    named = words.capitalised(first) or low in cues.heads or low[0].isdigit()
    small = sum(not words.capitalised(spot) and len(words.lows[spot]) > 3 for spot in range(first, last))
    a_person = all(spot in reader.people for spot in range(first, last))
    return -1 if a_place or low in cues.common or not named or a_person or small > 2 else 0


def _cell_end(reader: NameReader, first: int, last: int, end: int) -> int:
    """Where the name in a cell ends: after its legal form, before the town that a long name pushed into its column."""
    words = reader.words
    for spot in range(first + 1, last):
        if form := reader.form_end(spot):
            return words.ends[spot - 1] if words.gap(spot - 1) == ", " else form
    place = _overflow(reader, first, last)
    return words.ends[place - 1] if place else end


def _overflow(reader: NameReader, first: int, last: int) -> int:
    """The first word of a town that a long name has reached: "Calzaturificio La Rondine Monte Urano"; 0 for none."""
    words = reader.words
    for position in range(last - 2, first + 1, -1):
        place = reader.lexicon.place(words, position)
        linked = words.lows[position - 1] in ("di", "del", "della", "d")
        if place is not None and position + place[0] == last and not linked:
            return position
    return 0
