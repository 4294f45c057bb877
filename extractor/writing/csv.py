"""CSV: a folder with one file a table, made for pandas, R and their like.

- Commas, a point before decimals and true/false, which programs read without being told; a spreadsheet in Italian
  wants semicolons and decimal commas, and no file can please both: for spreadsheets there is XLSX.
- UTF-8 with a byte order mark: without it Excel takes "sanità" for Windows-1252; pandas, polars and R drop it.
- A text that a spreadsheet would run as a formula has an apostrophe before it; `cells.as_written` takes it away.
"""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, BinaryIO

from extractor.writing.cells import joined, neutralised
from extractor.writing.rows import Cell, Row
from extractor.writing.tables import TABLES
from extractor.writing.tabular import TableOutput
from extractor.writing.target import Target

if TYPE_CHECKING:
    from _csv import Writer

_suffix = ".csv"


def as_text(cell: Cell) -> str:
    """A cell as it stands in the file.

    Example:
        >>> [as_text(cell) for cell in (Decimal("69412.50"), True, None, ("A", "B"), "-5", -5)]
        ['69412.50', 'true', '', 'A; B', "'-5", '-5']
    """
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case str():
            return neutralised(cell)
        case tuple():
            return neutralised(joined(cell))
        case Decimal():
            return format(cell, "f")
        case date():
            return cell.isoformat()
    return repr(cell)


class CsvWriter(TableOutput):
    """Writes the folder; every table has its file, an empty one too."""

    _writers: dict[str, Writer]

    def _begin(self) -> None:
        target = Target(self.path, members=[each.name + _suffix for each in TABLES])
        self.targets.append(target)
        self._writers = {}
        for each in TABLES:
            stream = _text(self.open(target.partial / (each.name + _suffix)))
            self.handles.enter_context(stream)
            self._writers[each.name] = csv.writer(stream, lineterminator="\r\n")
            self._writers[each.name].writerow([column.name for column in each.columns])

    def _put(self, table: str, row: Row) -> None:
        self._writers[table].writerow([as_text(cell) for cell in row.values()])

    def _finish(self) -> None:
        """Nothing is left to write."""


def _text(stream: BinaryIO) -> io.TextIOWrapper:
    return io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
