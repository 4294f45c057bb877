"""What the command says to a person: one line each, on standard error."""

from __future__ import annotations

import os
import sys

from extractor.errors import ExtractorError, in_words
from extractor.writing.printable import on_one_line


def complain(message: str, name: str | None = None) -> None:
    """Say what is wrong, and with what."""
    about = f"{on_one_line(name)}: " if name else ""
    print(f"extract: {about}{on_one_line(message)}", file=sys.stderr)


def complain_of(error: Exception, name: str | None = None) -> None:
    """Say what an error means; of one that nobody foresaw, where it comes from as well, if that is asked for.

    Args:
        error: what was raised.
        name: what it is about, where the error itself does not say it.
    """
    if isinstance(error, ExtractorError):
        complain(error.message, error.name or name)
        return
    if os.environ.get("EXTRACT_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    complain(in_words(error), name)
