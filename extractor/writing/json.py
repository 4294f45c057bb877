"""JSON as records.md describes it: one document, or one a line."""

from __future__ import annotations

from typing import BinaryIO

from extractor.records import Announcement


def write_json(record: Announcement, stream: BinaryIO, *, on_one_line: bool = False) -> None:
    """Write one record as UTF-8, whatever the terminal's encoding, and end the line.

    Args:
        record: what to write.
        stream: takes bytes, such as `sys.stdout.buffer`.
        on_one_line: for JSON Lines, where each document is a line; else it is indented.
    """
    stream.write(record.to_json(indent=None if on_one_line else 2).encode("utf-8") + b"\n")
