"""What every writer shares: begun, written to record by record, then closed or given up."""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections import Counter
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, ClassVar, Self

from extractor.records import Announcement, Failure
from extractor.writing.target import Target, in_one_line


class Output(ABC):
    """The base of the writers: knows when it is over, and says what goes wrong in one line.

    A format fills in `_begin`, `_write`, `_write_failure` and `_finish`.

    Attributes:
        handles: open files and connections; closed before the targets go to their places, and when it is given up.
        targets: what shall appear, in this order; the last should be what `path` names.
        needs_text: whether records must carry their text even where it is the file itself.
        notices: what the reader of the output should be told, in Italian, after `close`.
    """

    needs_text: ClassVar[bool] = False

    def __init__(self, path: Path) -> None:
        self.path = path
        self.handles = ExitStack()
        self.targets: list[Target] = []
        self._counted: Counter[str] = Counter()
        self._over = False
        try:
            with in_one_line(path):
                self._begin()
        except BaseException:
            self.abort()
            raise

    @abstractmethod
    def _begin(self) -> None:
        """Open what is written to; where it fails half way, what is in `handles` and `targets` is undone."""

    @abstractmethod
    def _write(self, record: Announcement) -> None: ...

    @abstractmethod
    def _write_failure(self, failure: Failure) -> None: ...

    @abstractmethod
    def _finish(self) -> None:
        """Complete what is written."""

    def open(self, path: Path) -> BinaryIO:
        """Open a file to write bytes to, which `handles` closes."""
        return self.handles.enter_context(path.open("wb"))

    def write(self, record: Announcement) -> None:
        """Add one announcement.

        Raises:
            WritingError: full disk and the like; the caller should `abort`.
        """
        with in_one_line(self.path):
            self._write(record)

    def write_failure(self, failure: Failure) -> None:
        """Add one input that gave no record.

        Raises:
            WritingError: full disk and the like; the caller should `abort`.
        """
        with in_one_line(self.path):
            self._write_failure(failure)

    def close(self) -> None:
        """Complete the output: it appears under its final name, whole. A second call does nothing.

        Raises:
            WritingError: it could not be completed; nothing of it is left.
        """
        if self._over:
            return
        try:
            with in_one_line(self.path):
                self._finish()
                self.handles.close()
            for target in self.targets:
                target.commit()
        except BaseException:
            self.abort()
            raise
        self._over = True

    def abort(self) -> None:
        """Give the output up: nothing of it is left. After `close`, does nothing."""
        if self._over:
            return
        self._over = True
        try:
            with suppress(OSError, ValueError, sqlite3.Error):  # what cannot be flushed is not wanted any more
                self.handles.close()
        finally:
            for target in self.targets:
                target.abort()

    def notice(self, words: str) -> None:
        """Note what the format could not hold; the same words again are counted."""
        self._counted[words] += 1

    @property
    def notices(self) -> list[str]:
        """What could not be put into the format as it is, one line each, with how often."""
        return [notice if times == 1 else f"{notice} ({times} volte)" for notice, times in self._counted.items()]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.abort()
