"""An input that gave no record, and why: a row of the output like any other."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from extractor.records.span import Record


def _printable(value: object) -> object:
    """Names of files may hold halves of surrogate pairs, which no file format can write."""
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


Printable = Annotated[str, BeforeValidator(_printable)]


class Failure(Record):
    """One input that could not be read or understood.

    Example:
        >>> Failure(path="a.pdf", kind="EmptyFileError", reason="il file è vuoto").to_json()
        '{"path":"a.pdf","kind":"EmptyFileError","reason":"il file è vuoto"}'
    """

    path: Printable = Field(description="The input, as it was given.")
    kind: Printable | None = Field(default=None, description="The class of the error, in one word.")
    reason: Printable = Field(description="What went wrong, in words, in Italian.")

    def to_json(self) -> str:
        """The failure as one JSON document on one line."""
        return self.model_dump_json()
