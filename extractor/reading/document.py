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
    """

    text: str
    media_type: str
    sha256: str
    encoding: str
    name: str | None = None
    id: str | None = None
    url: str | None = None
