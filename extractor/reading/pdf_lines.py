"""From the pieces of a page to its lines in reading order: columns one after the other, the cells of a table side by side."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from extractor.reading.pdf_glyphs import Piece
from extractor.reading.pdf_tables import is_table, table_rows, table_stop, unparted

_same_row = 0.4
_gutter = 0.5
_column_rows = 3
_independent_rows = 5
_most_rows, _tries = 400, 12  # no page that people read has more; looking for columns takes the square of them
_column_letters = 18  # a column of prose holds more letters a line than a column of figures or names
_full = 0.6
_page_number = re.compile(
    r"(?:pag(?:ina|\.)?\s*)?[-–—]?\s*(?:\d{1,3}|[ivx]{1,5})\s*[-–—]?(?:\s*(?:/|di|of)\s*\d{1,4})?$", re.IGNORECASE
)
_edge_rows = 3
_margin = 0.12
_tight = 1.45
_heading_size = 1.12


@dataclass(slots=True)
class Line:
    """A line of a region: one cell, or several in a table.

    Attributes:
        cells: the text of each cell.
        left: where it begins; likewise `right`, `y` its base line from the top.
        size: of its type.
        bold: whether all of it is.
        region: numbers the column or band; `region_left` and `region_right` are its edges.
        block_right: how far the lines reach that stand tight above and below.
        page: counted from 0.
    """

    cells: list[str]
    left: float
    right: float
    y: float
    size: float
    bold: bool
    page: int = 0
    region: int = 0
    region_left: float = 0.0
    region_right: float = 0.0
    block_right: float = 0.0

    @property
    def text(self) -> str:
        return " ".join(self.cells)


def without_furniture(pages: Sequence[list[Piece]], heights: Sequence[float]) -> list[list[list[Piece]]]:
    """The rows of each page, without the headers and footers that come again page after page, and page numbers."""
    rows = [_rows(pieces) for pieces in pages]
    edges = [list(_edges(page, height)) for page, height in zip(rows, heights, strict=True)]
    seen = Counter(key for page in edges for key in {_shape(page_row) for page_row in page})
    kept = []
    for page, edge in zip(rows, edges, strict=True):
        furniture = {
            id(row)
            for row in edge
            if _page_number.fullmatch(_words(row)) or seen[_shape(row)] >= min(3, max(2, len(pages) / 2))
        }
        kept.append([row for row in page if id(row) not in furniture])
    return kept


def lines_of(rows: list[list[Piece]], page: int, first_region: int) -> list[Line]:
    """The lines of a page in reading order."""
    lines: list[Line] = []
    for number, region in enumerate(_regions(rows), first_region):
        found = [_line(row) for row in region]
        left, right = min(line.left for line in found), max(line.right for line in found)
        mended = list(_tables_mended(region, found))
        for line in mended:
            line.page, line.region, line.region_left, line.region_right = page, number, left, right
        _measure_blocks(mended)
        lines += mended
    return lines


def _measure_blocks(lines: list[Line]) -> None:
    """Tell each line how far its block reaches."""
    blocks: list[list[Line]] = []
    for line in lines:
        last = blocks[-1][-1] if blocks else None
        if last is None or line.y - last.y > _tight * line.size or abs(line.size - last.size) > 0.5:
            blocks.append([])
        blocks[-1].append(line)
    for block in blocks:
        right = max(line.right for line in block)
        for line in block:
            line.block_right = right


def _rows(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Pieces on one base line, from left to right; the rows from top to bottom."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda each: (each.y, each.left)):
        if rows and abs(piece.y - rows[-1][0].y) <= _same_row * max(piece.size, rows[-1][0].size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    for row in rows:
        row.sort(key=lambda each: each.left)
    return rows


def _edges(rows: list[list[Piece]], height: float) -> Iterator[list[Piece]]:
    """The rows at the upper and lower edge of a page."""
    for row in rows[:_edge_rows]:
        if row[0].y < _margin * height:
            yield row
    for row in rows[-_edge_rows:]:
        if row[0].y > (1 - _margin) * height:
            yield row


def _words(row: list[Piece]) -> str:
    return " ".join(piece.text for piece in row)


def _shape(row: list[Piece]) -> str:
    """A row with its numbers made equal and its rough height, so that "Pagina 1" and "Pagina 2" are one."""
    return f"{round(row[0].y / 12)} {re.sub(r'[0-9]+', '0', _words(row)).casefold()}"


def _regions(rows: list[list[Piece]]) -> Iterator[list[list[Piece]]]:
    """Stretches of rows that are read one after the other: a band across the page, or a column."""
    pieces = [piece for row in rows for piece in row]
    if len(rows) > _most_rows:
        yield rows
        return
    if not pieces:
        return
    width = max(piece.right for piece in pieces) - min(piece.left for piece in pieces)
    gutter = _gutter * median(piece.size for piece in pieces)
    plain: list[list[Piece]] = []
    start = 0
    while start < len(rows):
        end, middle = _columns_from(rows, start, width, gutter)
        if end == start or (plain and _continues_heading(plain[-1], rows[start], gutter)):
            plain.append(rows[start])
            start += 1
            continue
        if plain:
            yield plain
            plain = []
        sides = [piece for row in rows[start:end] for piece in row]
        yield from _regions(_rows(piece for piece in sides if piece.right <= middle))
        yield from _regions(_rows(piece for piece in sides if piece.right > middle))
        start = end
    if plain:
        yield plain


def _continues_heading(above: list[Piece], row: list[Piece], gutter: float) -> bool:
    """Whether a row is the last line of a heading across the columns, though it is no longer than one of them."""
    size = above[0].size
    large = size > _heading_size * gutter / _gutter
    return large and len(row) == 1 and abs(row[0].size - size) < 0.5 and row[0].y - above[0].y < 1.6 * size


def _columns_from(rows: list[list[Piece]], start: int, width: float, gutter: float) -> tuple[int, float]:
    """How far down two columns of prose go that begin at a row, and what parts them; `start` where there are none."""
    covered: list[tuple[float, float]] = []
    parted: list[tuple[int, list[tuple[float, float]]]] = []
    for end in range(start, len(rows)):
        covered = _merged(covered, rows[end], gutter)
        if len(covered) == 1 and covered[0][1] - covered[0][0] > _full * width:
            break
        if end - start + 1 >= _column_rows and len(covered) > 1:
            parted.append((end + 1, covered))
    parted.reverse()  # the longest first; a few are enough
    for end, stretches in parted[:: max(1, len(parted) // _tries)]:
        if (middle := _parting(rows[start:end], stretches)) is not None:
            return end, middle
    return start, 0.0


def _merged(covered: list[tuple[float, float]], row: list[Piece], gutter: float) -> list[tuple[float, float]]:
    """The stretches of the page's width that are covered, after one more row; small gaps are closed."""
    merged: list[tuple[float, float]] = []
    for left, right in sorted([*covered, *((piece.left, piece.right) for piece in row)]):
        if merged and left - merged[-1][1] < gutter:
            merged[-1] = merged[-1][0], max(right, merged[-1][1])
        else:
            merged.append((left, right))
    return merged


def _parting(rows: list[list[Piece]], covered: list[tuple[float, float]]) -> float | None:
    """The first gap with prose on both sides."""
    for (_, left_end), (right_start, _) in itertools.pairwise(covered):
        middle = (left_end + right_start) / 2
        left = [[piece for piece in row if piece.right <= middle] for row in rows]
        right = [[piece for piece in row if piece.right > middle] for row in rows]
        sides = [row for row in left if row], [row for row in right if row]
        if all(map(_is_text, sides)) and (all(map(_fills_its_width, sides)) or _are_independent(left, right)):
            return middle
    return None


def _is_text(rows: list[list[Piece]]) -> bool:
    """Whether rows hold more than figures or names."""
    letters = sum(len(piece.text) for row in rows for piece in row)
    return len(rows) >= _column_rows and letters >= _column_letters * len(rows)


def _fills_its_width(rows: list[list[Piece]]) -> bool:
    """Whether most rows are as wide as their column, as lines of prose are and cells of a table are not."""
    width = max(row[-1].right for row in rows) - min(row[0].left for row in rows)
    return sum(sum(piece.right - piece.left for piece in row) > 0.75 * width for row in rows) >= 0.5 * len(rows)


def _are_independent(left: list[list[Piece]], right: list[list[Piece]]) -> bool:
    """Whether the lines on both sides have base lines of their own, as those of a table's cells do not."""
    fewer = min(sum(1 for row in left if row), sum(1 for row in right if row))
    same = sum(
        1
        for one, other in zip(left, right, strict=True)
        if one and other and abs(one[-1].y - other[0].y) < 0.1 * one[-1].size
    )
    return fewer >= _independent_rows and same <= 0.3 * fewer


def _line(row: list[Piece]) -> Line:
    longest = max(row, key=lambda piece: len(piece.text))
    return Line(
        [piece.text for piece in row], row[0].left, max(piece.right for piece in row), row[0].y, longest.size,
        all(piece.bold for piece in row),
    )  # fmt: skip


def _tables_mended(rows: list[list[Piece]], lines: list[Line]) -> Iterator[Line]:
    """Lines whose cells broke over several rows put together; a gap in a line that is in no table is a line's end."""
    index = 0
    while index < len(rows):
        stop = table_stop(rows, index)
        table = table_rows(rows[index:stop])
        if is_table(table):
            yield from (_line(row) for row in table)
        else:
            for group in (group for row in rows[index:stop] for group in unparted(row)):
                line = _line(group)
                line.cells = [line.text]
                yield line
        if stop == index:
            yield lines[index]
        index = max(stop, index + 1)
