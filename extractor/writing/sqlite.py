"""SQLite: one database with keys, indexes, full-text search and views, and beside it the metadata for Datasette.

`datasette a.sqlite --metadata a.metadata.json` shows it. Lists are JSON arrays, which Datasette facets and `json_each`
takes apart; money is NUMERIC: whole numbers exact, others to the 15 digits that SQLite's own numbers have.
Equal records give equal bytes.
"""

from __future__ import annotations

import json
import sqlite3
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

from extractor.writing.cells import significant_digits
from extractor.writing.rows import Cell, Row
from extractor.writing.sqlite_schema import FACETS, SEARCH, VIEWS, indexes, tables
from extractor.writing.tables import TABLES
from extractor.writing.tabular import TableOutput
from extractor.writing.target import Target

TOO_EXACT = "un numero con più di 15 cifre è lasciato vuoto: SQLite lo arrotonderebbe; lo dice la colonna text"
_largest = 2**63


class SqliteWriter(TableOutput):
    """Writes `NAME.sqlite` and `NAME.metadata.json`."""

    needs_text = True
    rows_at_once: ClassVar[int] = 5_000
    _base: sqlite3.Connection
    _metadata: Target
    _waiting: dict[str, list[list[Any]]]
    _number: int
    _insert: dict[str, str]

    def _begin(self) -> None:
        target = Target(self.path)
        self.targets.append(target)
        self._metadata = Target(metadata_path(target.path))
        self.targets.insert(0, self._metadata)
        self._base = sqlite3.connect(target.partial, isolation_level=None, check_same_thread=False)
        self.handles.callback(self._base.close)
        # Nobody else sees the file before it is whole, so it needs no journal; what is left of a failure is removed.
        self._base.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;"
        )
        self._base.executescript(tables())
        self._insert = {
            each.name: f'INSERT INTO "{each.name}" VALUES ({", ".join("?" * len(each.columns))})' for each in TABLES
        }
        self._waiting = {each.name: [] for each in TABLES}
        self._number = 0

    def _put(self, name: str, row: Row) -> None:
        self._waiting[name].append([self._stored(cell) for cell in row.values()])
        self._number += 1
        if self._number >= self.rows_at_once:
            self._flush()

    def _flush(self) -> None:
        self._base.execute("BEGIN")
        for name, waiting in self._waiting.items():
            self._base.executemany(self._insert[name], waiting)
            waiting.clear()
        self._base.execute("COMMIT")
        self._number = 0

    def _stored(self, cell: Cell) -> str | int | float | None:
        match cell:
            case tuple():
                return json.dumps(cell, ensure_ascii=False) if cell else None
            case Decimal():
                return self._number_for(cell)
            case date():
                return cell.isoformat()
        return cell

    def _number_for(self, value: Decimal) -> int | float | None:
        if value == value.to_integral_value() and abs(value) < _largest:
            return int(value)
        if significant_digits(value) <= 15:
            return float(value)
        self.notice(TOO_EXACT)
        return None

    def _finish(self) -> None:
        self._flush()
        self._base.executescript(indexes() + SEARCH + VIEWS)
        described = metadata(self.targets[-1].path.stem)
        self._metadata.partial.write_text(json.dumps(described, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def metadata(name: str) -> dict[str, Any]:
    """What Datasette shows of a database of that name: what tables and columns mean, what to facet by.

    Example:
        >>> metadata("annunci")["databases"]["annunci"]["tables"]["amounts"]["facets"]
        ['role', {'array': 'payers'}, 'territory', 'currency']
    """
    described = {
        each.name: {
            "description": each.meaning,
            "columns": {column.name: column.meaning for column in each.columns},
            "facets": [
                {"array": column.name} if column.kind == "list" else column.name
                for name in FACETS[each.name]
                for column in each.columns
                if column.name == name
            ],
        }
        for each in TABLES
    }
    for label, each_name in (("title", "announcements"), ("name", "entities"), ("text", "amounts")):
        described[each_name]["label_column"] = label
    return {"title": "Annunci", "databases": {name: {"tables": described}}}


def metadata_path(path: Path) -> Path:
    """Where the metadata of a database stands.

    Example:
        >>> metadata_path(Path("annunci.sqlite")).name
        'annunci.metadata.json'
    """
    return path.with_suffix(".metadata.json")
