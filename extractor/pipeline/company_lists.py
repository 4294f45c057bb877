"""Companies in rows and in enumerations: tables flattened to text, numbered lists, "X, Y e Z" around a known company."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

import regex

from extractor.pipeline.company_names import NameReader
from extractor.pipeline.names import STARTERS

Found = tuple[int, int]
# two blanks and more, a tab, a bar, a dash between blanks: "Ferri & Figli snc         Fermo", "Colle Stefano - Castignano - 79"
_COLUMN = regex.compile(r"[ \u00a0]{2,}|[ \u00a0]*\t[ \t\u00a0]*|[ \u00a0]*\|[ \u00a0]*|[ \u00a0]+[-–—][ \u00a0]+")
# "1) ", "12. ", "- ", "• ", "| "
_BULLET = regex.compile(
    r"[ \t\u00a0]*(?:[-–—•*·|][ \t]*)?(?:(?<number>\d{1,3}(?:°|[.)])?(?=[ \t\u00a0]))[ \t\u00a0]*)?(?:[-–—|]?[ \t\u00a0]*)"
)
# a cell that is a sum or a score: "1.200.000,00", "euro 812.000", "€ 240.000", "91"
_FIGURE = regex.compile(
    r"(?:(?:euro|€|eur)\s*)?\d[\d.,']*(?:\s*(?:euro|€|mila|mln|milioni|milioni di euro|mila euro|k€|%))?[.;]?$",
    regex.IGNORECASE,
)
_SUM = regex.compile(r"\d{1,3}(?:[.']\d{3})+|\d{4,}|\d+(?:,\d+)?\s*(?:mila|mln|milioni)|€|\beuro\b", regex.IGNORECASE)


class Row(NamedTuple):
    """A line of a table: where its name cell lies, how many cells the line has, whether a sum stands in it."""

    start: int
    end: int
    cells: int
    line: int


def in_tables(reader: NameReader) -> Iterator[Found]:
    """The companies of tables and lists with a row a company, as first word and end offset."""
    text = reader.words.text
    block: list[Row] = []
    before = ""
    lead = ""
    offset = 0
    for number, line in enumerate(text.split("\n")):
        row = _row(line, offset, number) if len(line) < 200 else None
        if row is not None:
            if not block:
                lead = before
            block.append(row)
        elif line.strip():
            yield from _companies(reader, block, lead)
            block = []
            before = line
        offset += len(line) + 1
    yield from _companies(reader, block, lead)


def _row(line: str, offset: int, number: int) -> Row | None:
    """The row that a line is: a name, then a place or a sum in cells of their own; ``None`` where it is prose."""
    if not any(char.isdigit() for char in line) or _SUM.search(line) is None:
        return None
    bullet = _BULLET.match(line)
    begin = bullet.end() if bullet else 0
    listed = begin > 0 and line[:begin].strip() != ""
    separators = [(match.start(), match.end()) for match in _COLUMN.finditer(line, begin)]
    if not separators and not listed:
        return None
    end = separators[0][0] if separators else len(line)
    if listed:
        for mark in (", ", " (", ": ", "; "):
            spot = line.find(mark, begin, end)
            if spot > begin:
                end = spot
    end_of_name = min([end, *(spot for spot in (line.find(" (", begin, end),) if spot > begin)])
    cell = line[begin:end_of_name].rstrip(" ;:,")
    if not cell or _FIGURE.match(cell) or cell.count(" ") > 8 or len(cell) > 80 or end_of_name >= len(line.rstrip()):
        return None
    return Row(offset + begin, offset + begin + len(cell), len(separators) + 1, number)


def _companies(reader: NameReader, block: list[Row], lead: str) -> Iterator[Found]:
    """The name cells of a block of rows, where its head or a row says that they are companies and few are places."""
    if len(block) < 2:
        return
    words, cues = reader.words, reader.cues
    votes = 2 * any(low in cues.table_words for low in _letters(lead))
    against = 0
    cells: list[tuple[int, int, int]] = []
    for row in block:
        first, last = bisect_left(words.starts, row.start), bisect_left(words.starts, row.end)
        if first >= last:
            continue
        kind = _kind(reader, first, last)
        votes += kind > 0
        against += kind < 0
        if kind >= 0:
            cells.append((first, last, row.end))
    if not votes or against * 2 > len(block):
        return
    for first, last, end in cells:
        yield first, _cell_end(reader, first, last, end)


def _cell_end(reader: NameReader, first: int, last: int, end: int) -> int:
    """Where the name in a cell ends: after its legal form, before the town that a long name has pushed into its column."""
    words = reader.words
    for spot in range(first + 1, last):
        if words.lows[spot] in reader.cues.form_starts and (form := reader.form_end(spot)):
            if words.gap(spot - 1) == ", ":
                return words.ends[spot - 1]
            return form
    place = _overflow(reader, first, last)
    return words.ends[place - 1] if place else end


def _letters(line: str) -> list[str]:
    return [word.strip('.,;:()*#|"').lower() for word in line.split()]


def _kind(reader: NameReader, first: int, last: int) -> int:
    """1 for a cell that is surely a company's name, -1 for one that is another thing, 0 where nothing tells."""
    words, cues = reader.words, reader.cues
    if any(spot in reader.bodies for spot in range(first, last)):
        return -1
    if any(
        words.lows[spot] in cues.form_starts and spot > first and reader.form_end(spot)
        for spot in range(first + 1, last)
    ):
        return 1
    low = words.lows[first]
    if low in cues.head_starts and (last - first > 1):
        return 1
    place = reader.lexicon.place(words, first)
    if (place is not None and first + place[0] >= last and last - first == place[0]) or low in cues.common:
        return -1 if place is None or place[1].type != "adjective" else 0
    if not (words.capitalised(first) or low in cues.heads or low[0].isdigit()):
        return -1
    if all(spot in reader.people for spot in range(first, last)):
        return -1
    small = sum(not words.capitalised(spot) and len(words.lows[spot]) > 3 for spot in range(first, last))
    return -1 if small > 2 else 0


def _overflow(reader: NameReader, first: int, last: int) -> int:
    """Where a long name has eaten its column's blanks ("Calzaturificio La Rondine Monte Urano"): the end without the town."""
    words = reader.words
    for position in range(last - 1, first + 1, -1):
        place = reader.lexicon.place(words, position)
        if (
            place is not None
            and position + place[0] == last
            and place[0] > 1
            and words.lows[position - 1] not in ("di", "del", "della", "d")
        ):
            return position
    return 0


def grown(reader: NameReader, known: list[Found]) -> Iterator[Found]:
    """The neighbours of known companies in an enumeration: "Rossi srl (mandataria), Scavi Sele e dallo studio X"."""
    starts = {first for first, _ in known}
    for first, end in known:
        yield from _to_the_right(reader, end, starts)
        yield from _to_the_left(reader, first, starts)


_SEPARATORS = frozenset((", ", " ", ",\n", "; ", '", "', '", ', ' "'))
_OPENING = frozenset(
    "la le il i lo gli l dalla dal dall dalle dai alla al all dallo della del dell da con a ad di".split()
)


def _to_the_right(reader: NameReader, end: int, known: set[int]) -> Iterator[Found]:
    """The items after a company; a lone one after a comma may be anything ("di Rossi srl, Maria Bianchi, ha detto")."""
    words = reader.words
    chain: list[Found] = []
    closed = False
    while not closed:
        position = _next_item(reader, end)
        if not position:
            break
        if position in known:
            closed = True
            break
        stretch = reader.forward(position)
        if stretch is None or not reader.sound(position, stretch.last):
            break
        after = stretch.last
        closing = words.plain[stretch.end : stretch.end + 2]
        parted = closing[:1] in (",", ";", ".", ")", "\n", "") or closing == " ("
        if after - position == 1 and not parted and not (after < len(words) and words.lows[after] in ("e", "ed", "di")):
            break
        chain.append((position, stretch.end))
        before = words.lows[position - 1]
        closed = before in ("e", "ed") or (before in _OPENING and words.lows[position - 2] in ("e", "ed"))
        end = stretch.end
    if closed or len(chain) > 1:
        known.update(position for position, _ in chain)
        yield from chain


def _next_item(reader: NameReader, end: int) -> int:
    """The first word of the next item of a list after an offset: past a bracket, a town, a comma or "e"; 0 for none."""
    words = reader.words
    plain = words.plain
    if plain[end : end + 2] == " (":
        close = plain.find(")", end, end + 60)
        if close < 0 or "\n" in plain[end:close]:
            return 0
        end = close + 1
    position = bisect_left(words.starts, end)
    if position < len(words) and words.lows[position] == "di" and words.starts[position] == end + 1:
        place = reader.lexicon.place(words, position + 1)
        if place is None:
            return 0
        position += 1 + place[0]
        end = words.ends[position - 1]
    if plain[end : end + 5] == ", di ":
        place = reader.lexicon.place(words, position + 1)
        if place is not None:
            position += 1 + place[0]
            end = words.ends[position - 1]
    if position >= len(words):
        return 0
    gap = plain[end : words.starts[position]]
    joined = words.lows[position] in ("e", "ed")
    if gap not in _SEPARATORS or (gap in (" ", ' "') and not joined):
        return 0
    if joined:
        position += 1
    if position + 1 < len(words) and words.lows[position] in _OPENING and not words.capitalised(position):
        if words.lows[position] in ("di", "a", "ad", "con"):
            return 0
        position += 1
    return position if position < len(words) and words.capitalised(position) else 0


def _to_the_left(reader: NameReader, first: int, known: set[int]) -> Iterator[Found]:
    """The items before a company: "Adriaflex, Confetti Ovidio e Magneti spa"."""
    words = reader.words
    chain: list[Found] = []
    while first > 1:
        last = first - 1
        if (
            words.lows[last] in _OPENING
            and words.gap(last) in (" ", "'")
            and words.lows[last] not in ("di", "a", "ad", "con")
        ):
            last -= 1
        if words.lows[last] in ("e", "ed") and not words.capitalised(last):
            last -= 1
            if words.gap(last) != " ":
                break
        elif words.gap(last) not in (", ", "; "):
            break
        if last < 1 or reader.taken(last):
            break
        beginning = reader.backward(last, 6)
        if beginning > last or beginning in known:
            break
        end = reader.without_origin(beginning, last + 1)
        if (
            reader.opens_sentence(beginning)
            or any(reader.taken(spot) for spot in range(beginning, end))
            or not reader.sound(beginning, end)
        ):
            break
        if words.lows[beginning] in STARTERS:
            break
        chain.append((beginning, words.ends[end - 1]))
        first = beginning
        if words.gap(beginning - 1) not in (", ", "; "):
            break
    if chain:
        earliest = chain[-1][0]
        before = words.lows[earliest - 1]
        announced = words.gap(earliest - 1) == ": " or (before in _LISTING and words.gap(earliest - 1) in (" ", "'"))
        if not announced and len(chain) == 1:
            return
        if not announced and words.gap(earliest - 1) in (", ", "; "):
            chain.pop()  # what stands before it is no company: it may be the tail of something else
        known.update(beginning for beginning, _ in chain)
        yield from chain


_LISTING = _OPENING | {"tra", "fra", "come", "tramite"} - {"e", "di", "a", "ad", "del", "i", "gli", "il"}
