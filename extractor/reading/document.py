"""What reading hands on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """The text of one input and where it came from.

    Attributes:
        text: the text in which all offsets count; line ends as in the file, without a byte order mark.
        media_type: what the bytes were taken for.
        sha256: hexadecimal digest of the bytes, byte order mark included.
        encoding: Python's name of the encoding that turned the bytes into `text`.
        name: the file as it was given, fit for printing as UTF-8; "-" for standard input.
        id: identifier of the input, where its format carries one.
        url: address of the input, where its format carries one.
        title: title that the format carries beside the text (an HTML head, the subject of an email).
        published: day of publication that the format carries, as an ISO date.
        pages: offset in `text` at which each page begins, for formats that have pages.
        fields: other columns of a table's row, as pairs of name and value.
    """

    text: str
    media_type: str
    sha256: str
    encoding: str
    name: str | None = None
    id: str | None = None
    url: str | None = None
    title: str | None = None
    published: str | None = None
    pages: tuple[int, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
