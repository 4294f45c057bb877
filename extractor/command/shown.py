"""Records on standard output: JSON for programs, a summary for people."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.records import Announcement

Show = Callable[[str, "Announcement"], None]
"""Takes the name of the input and its record."""


def is_text(form: str | None) -> bool:
    """Whether a summary is wanted: where it is asked for, and on a terminal."""
    return (form or ("text" if sys.stdout.isatty() else "json")) == "text"


def shower(form: str | None, *, several: bool, color: bool) -> Show:
    """What shows records one after another.

    Args:
        form: "text" or "json"; None: as suits the output.
        several: whether more than one may come.
        color: whether summaries may have colours.
    """
    return _summaries(several, color) if is_text(form) else _documents(several)


def _documents(several: bool) -> Show:
    from extractor.writing.json import write_json

    def show(_: str, record: Announcement) -> None:
        write_json(record, sys.stdout.buffer, on_one_line=several)
        sys.stdout.buffer.flush()

    return show


def _summaries(several: bool, color: bool) -> Show:
    from extractor.writing.terminal import console_for, write_heading, write_summary

    if reconfigure := getattr(sys.stdout, "reconfigure", None):
        reconfigure(errors="replace")  # a terminal without € gets "?", not a crash
    console = console_for(sys.stdout, color=color)

    def show(name: str, record: Announcement) -> None:
        if several:
            write_heading(name, console)
        write_summary(record, console)
        sys.stdout.flush()

    return show
