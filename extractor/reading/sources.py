"""Where bytes come from: a file, standard input, memory."""

from __future__ import annotations

import os
import sys
from hashlib import sha256
from typing import BinaryIO

from extractor.errors import EmptyFileError, ReadingError
from extractor.reading.contents import FileContent, printable_name
from extractor.reading.document import ReadDocument
from extractor.reading.formats import read_as
from extractor.reading.inputs import STDIN_NAME
from extractor.reading.options import ReadOptions


def read_file(path: str | os.PathLike[str]) -> ReadDocument:
    """Read one file.

    Raises:
        ReadingError: it cannot be had, is empty, or is no text that can be read; the message says which.
    """
    name = printable_name(path)
    return read_bytes(FileContent(os.fspath(path), name).read(ReadOptions().max_bytes), name)


def read_stdin(stream: BinaryIO | None = None) -> ReadDocument:
    """Read standard input, or another binary stream, to its end.

    Raises:
        ReadingError: as `read_file`.
    """
    try:
        data = (sys.stdin.buffer if stream is None else stream).read()
    except (OSError, AttributeError) as error:  # AttributeError: closed, sys.stdin is None
        raise ReadingError("non c'è nulla da leggere in ingresso", name=STDIN_NAME) from error
    return read_bytes(data, STDIN_NAME)


def read_bytes(data: bytes, name: str | None = None, options: ReadOptions | None = None) -> ReadDocument:
    """Read bytes already in memory; the ending of `name`, if any, helps to tell the format.

    Raises:
        EmptyFileError: there are no bytes, or none but a byte order mark.
        UnsupportedFormatError: they are of a format that is not read.
        EncodingError: they are text in no encoding that could be recognised.
    """
    document = read_as(data, name, sha256(data).hexdigest(), options or ReadOptions())
    if not document.text:
        raise EmptyFileError("è vuoto: controllare che il file sia stato salvato per intero", name=name)
    return document


def read_text(text: str, name: str | None = None) -> ReadDocument:
    """Wrap a text that needs no reading; its digest is that of its UTF-8 form.

    Example:
        >>> read_text("Bando").media_type
        'text/plain'
    """
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return ReadDocument(text=text, media_type="text/plain", sha256=digest, encoding="utf-8", name=name)
