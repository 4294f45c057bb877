"""Where bytes come from: a file, standard input, memory."""

from __future__ import annotations

import errno
import os
import sys
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from extractor.errors import EmptyFileError, ReadingError
from extractor.reading.document import ReadDocument
from extractor.reading.formats import read_as

STDIN_NAME = "-"

_reasons = {
    errno.ENOENT: "non esiste: controllare il nome e la cartella",
    errno.ENOTDIR: "non esiste: una parte del percorso non è una cartella",
    errno.EISDIR: "è una cartella: indicare i singoli file che contiene, per esempio CARTELLA/*.txt",
    errno.EACCES: "non si ha il permesso di leggerlo: chiederlo a chi possiede il file",
    errno.EPERM: "non si ha il permesso di leggerlo: chiederlo a chi possiede il file",
    errno.ENAMETOOLONG: "il nome è troppo lungo: controllare di aver indicato un file e non il suo testo",
    errno.ELOOP: "è un collegamento che torna su sé stesso: indicare il file vero",
}


def read_file(path: str | os.PathLike[str]) -> ReadDocument:
    """Read one file.

    Raises:
        ReadingError: it cannot be had, is empty, or is no text that can be read; the message says which.
    """
    name = printable_name(path)
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise ReadingError(_reason(error), name=name) from error
    except ValueError as error:  # a NUL in the name
        raise ReadingError("non è un nome di file: contiene caratteri non ammessi", name=name) from error
    return read_bytes(data, name)


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


def read_bytes(data: bytes, name: str | None = None) -> ReadDocument:
    """Read bytes already in memory; the ending of `name`, if any, helps to tell the format.

    Raises:
        EmptyFileError: there are no bytes, or none but a byte order mark.
        UnsupportedFormatError: they are of a format that is not read.
        EncodingError: they are text in no encoding that could be recognised.
    """
    document = read_as(data, name, sha256(data).hexdigest())
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


def printable_name(path: str | os.PathLike[str]) -> str:
    r"""A file's name as UTF-8 can carry it: bytes that are no UTF-8 become `\xNN`.

    Example:
        >>> printable_name(os.fsdecode(b"caff\xe8.txt"))
        'caff\\xe8.txt'
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _reason(error: OSError) -> str:
    if error.errno in _reasons:
        return _reasons[error.errno]
    return f"non si può leggere ({error.strerror or error}): riprovare o copiare il file altrove"
