"""What the writers of tables share: records laid flat, one row after another."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path

from extractor.records import Announcement, Failure
from extractor.writing.ids import AnnouncementIds
from extractor.writing.output import Output
from extractor.writing.rows import Row
from extractor.writing.tables import failure_row, rows


class TableOutput(Output):
    """The base of the writers of tables; a format fills in `_begin`, `_put` and `_finish`."""

    def __init__(self, path: Path) -> None:
        self._ids = AnnouncementIds()
        super().__init__(path)

    @abstractmethod
    def _put(self, table: str, row: Row) -> None:
        """Add a row to a table."""

    def _write(self, record: Announcement) -> None:
        for table, found in rows(record, self._ids.next(record)).items():
            for row in found:
                self._put(table, row)

    def _write_failure(self, failure: Failure) -> None:
        self._put("failures", failure_row(failure))
