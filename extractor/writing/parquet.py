"""Parquet: a folder with one typed file a table.

Money is decimal128(38, 6), whole dates are date32, lists are lists. Rows are written in groups of a fixed size, so
that equal records give equal bytes and memory stays flat.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from extractor.writing.arrow import batch_of, schema_of
from extractor.writing.rows import Row
from extractor.writing.tables import TABLES, table
from extractor.writing.tabular import TableOutput
from extractor.writing.target import Target

if TYPE_CHECKING:
    import pyarrow.parquet as pq

_suffix = ".parquet"


class ParquetWriter(TableOutput):
    """Writes the folder; every table has its file, an empty one too."""

    rows_in_a_group: ClassVar[int] = 20_000
    characters_in_a_group: ClassVar[int] = 8_000_000
    _writers: dict[str, pq.ParquetWriter]
    _waiting: dict[str, list[Row]]
    _characters: dict[str, int]

    def _begin(self) -> None:
        import pyarrow.parquet as pq

        target = Target(self.path, members=[each.name + _suffix for each in TABLES])
        self.targets.append(target)
        self._writers = {}
        for each in TABLES:
            stream = self.open(target.partial / (each.name + _suffix))
            writer = pq.ParquetWriter(stream, schema_of(each), compression="zstd")
            self._writers[each.name] = self.handles.enter_context(writer)
        self._waiting = {each.name: [] for each in TABLES}
        self._characters = dict.fromkeys(self._waiting, 0)

    def _put(self, name: str, row: Row) -> None:
        waiting = self._waiting[name]
        waiting.append(row)
        self._characters[name] += sum(len(cell) for cell in row.values() if isinstance(cell, str))
        if len(waiting) >= self.rows_in_a_group or self._characters[name] >= self.characters_in_a_group:
            self._write_group(name)

    def _write_group(self, name: str) -> None:
        batch = batch_of(table(name), self._waiting[name], self.notice)
        self._writers[name].write_batch(batch)
        self._waiting[name].clear()
        self._characters[name] = 0

    def _finish(self) -> None:
        for name, waiting in self._waiting.items():
            if waiting:
                self._write_group(name)
