"""Tables in a PDF: nothing but words that stand side by side, whose cells run over several lines."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

from extractor.reading.pdf_glyphs import Piece

_tight = 1.2  # lines of one cell; rows stand further apart
_farthest = 12
_justified_gap = 5.0  # all in units of the type size


def table_stop(rows: list[list[Piece]], start: int) -> int:
    """Where the rows end that may be a table beginning at `start`; `start` itself where there is none."""
    stop = start
    cells: list[Piece] = []
    while stop < len(rows):
        row = rows[stop]
        if len(row) > 1:
            cells = row
        elif not (
            _leads_to_cells(rows, stop) or (stop > start and _is_tight(rows[stop - 1], row) and _fits(row[0], cells))
        ):
            break
        stop += 1
    return stop if cells else start


def table_rows(rows: list[list[Piece]]) -> list[list[Piece]]:
    """The rows of a table, the lines of each cell put together."""
    table: list[list[Piece]] = []
    cluster: list[list[Piece]] = []
    for row in rows:
        if cluster and not _is_tight(cluster[-1], row):
            table += _cluster_rows(cluster)
            cluster = []
        cluster.append(row)
    return table + _cluster_rows(cluster) if cluster else table


def is_table(rows: list[list[Piece]]) -> bool:
    """Whether cells part at the same place in two rows, as they do in tables and not in justified prose."""
    return any(_have_common_gap(row, other) for row, other in itertools.pairwise(rows))


def unparted(row: list[Piece]) -> Iterator[list[Piece]]:
    """A row that is in no table: together where it was only justified, else parted."""
    group = [row[0]]
    for last, piece in itertools.pairwise(row):
        if piece.left - last.right >= _justified_gap * piece.size:
            yield group
            group = []
        group.append(piece)
    yield group


def _is_tight(above: list[Piece], below: list[Piece]) -> bool:
    return below[0].y - above[0].y <= _tight * max(above[0].size, below[0].size)


def _leads_to_cells(rows: list[list[Piece]], index: int) -> bool:
    """Whether a row of one piece is the beginning of a cell whose neighbours begin lower."""
    for above, below in itertools.pairwise(rows[index : index + _farthest]):
        if not _is_tight(above, below):
            return False
        if len(below) > 1:
            return _fits(rows[index][0], below)
    return False


def _fits(piece: Piece, cells: list[Piece]) -> bool:
    """Whether a piece stands above or below no more than one cell."""
    return len(_overlapped(piece, cells)) <= 1


def _overlapped(piece: Piece, cells: list[Piece]) -> list[int]:
    return [index for index, cell in enumerate(cells) if piece.left < cell.right and cell.left < piece.right]


def _cluster_rows(rows: list[list[Piece]]) -> list[list[Piece]]:
    """Rows that stand tight: those with the most cells, and those that reach the last column, which holds the sums and hardly
    ever breaks, are rows of the table; the others are lines of the nearest one's cells.
    """
    fullest = max(rows, key=len)
    if len(rows) == 1 or len(fullest) == 1:
        return rows
    last = [fullest[-1]]
    anchors = [row for row in rows if len(row) == len(fullest) or (len(row) > 1 and _overlapped(row[-1], last))]
    members: dict[int, list[list[Piece]]] = {id(anchor): [anchor] for anchor in anchors}
    position = 0
    for row in rows:
        if id(row) in members:
            continue
        while position + 1 < len(anchors) and abs(anchors[position + 1][0].y - row[0].y) < abs(
            anchors[position][0].y - row[0].y
        ):
            position += 1
        members[id(anchors[position])].append(row)
    return [each for anchor in anchors for each in _put_together(members[id(anchor)])]


def _put_together(rows: list[list[Piece]]) -> list[list[Piece]]:
    """One row of the table from its lines; a line that stands across several cells remains a row of its own."""
    anchor, *others = rows
    cells = [[piece] for piece in anchor]
    extents = [replace(piece) for piece in anchor]
    across: list[list[Piece]] = []
    for row in others:
        if not all(_fits(piece, extents) for piece in row):
            across.append(row)
            continue
        for piece in row:
            for place in _overlapped(piece, extents):
                cells[place].append(piece)
                extents[place].left = min(extents[place].left, piece.left)
                extents[place].right = max(extents[place].right, piece.right)
                break
            else:
                cells.append([piece])
                extents.append(replace(piece))
    whole = [_hull(sorted(cell, key=lambda piece: piece.y)) for cell in cells]
    return sorted([sorted(whole, key=lambda piece: piece.left), *across], key=lambda row: row[0].y)


def _hull(cell: list[Piece]) -> Piece:
    """The lines of a cell as one piece."""
    return Piece(
        " ".join(piece.text for piece in cell), min(piece.left for piece in cell), max(piece.right for piece in cell),
        cell[0].y, cell[0].size, all(piece.bold for piece in cell),
    )  # fmt: skip


def _have_common_gap(row: list[Piece], other: list[Piece]) -> bool:
    return any(
        min(right.left, beside.left) - max(left.right, below.right) > row[0].size
        for left, right in itertools.pairwise(row)
        for below, beside in itertools.pairwise(other)
    )
