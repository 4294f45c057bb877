"""JSON Lines: one announcement a line, as records.md describes it; failures in a file of their own beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import BinaryIO

from extractor.records import Announcement, Failure
from extractor.writing.output import Output
from extractor.writing.target import Target, remove_old


class FailureLines:
    """The file of failures beside an output that has no place for them; none failed, no file.

    Args:
        output: what it stands beside; `a.jsonl` gives `a.failures.jsonl`.
        path: the output's path.
    """

    def __init__(self, output: Output, path: Path) -> None:
        self.path = path.with_name(f"{path.stem}.failures.jsonl")
        self._output = output
        self._stream: BinaryIO | None = None

    def write(self, failure: Failure) -> None:
        """Add a line, to a file that the first one makes."""
        if self._stream is None:
            target = Target(self.path)
            self._output.targets.insert(0, target)
            self._stream = self._output.open(target.partial)
        self._stream.write(failure.to_json().encode() + b"\n")

    def finish(self) -> None:
        """Where nothing failed, a file that an earlier run left goes: it would say otherwise."""
        if self._stream is None:
            remove_old(self.path)


class JsonlWriter(Output):
    """Writes `NAME.jsonl` and, where inputs failed, `NAME.failures.jsonl`."""

    _stream: BinaryIO
    _failures: FailureLines

    def _begin(self) -> None:
        target = Target(self.path)
        self.targets.append(target)
        self._stream = self.open(target.partial)
        self._failures = FailureLines(self, target.path)

    def _write(self, record: Announcement) -> None:
        self._stream.write(_line(record) + b"\n")

    def _write_failure(self, failure: Failure) -> None:
        self._failures.write(failure)

    def _finish(self) -> None:
        self._failures.finish()


def _line(record: Announcement) -> bytes:
    """A record with halves of surrogate pairs, which UTF-8 has no bytes for, is written with question marks."""
    try:
        return record.to_json().encode()
    except ValueError:
        document = json.dumps(record.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":"))
        return document.encode("utf-8", "replace")
