"""Many inputs from few names: folders, patterns, archives and tables become a stream of `Input`.

Nothing is lost in silence: what cannot be read is an `Input` too, whose `documents` say why. Hidden files and folders
(a name that begins with a dot), and what macOS and Windows leave behind (`__MACOSX`, `Thumbs.db`, `desktop.ini`), are
passed over inside a folder or an archive, so is what a browser saves beside a page (`bando_files` beside `bando.html`); every other file is an input.
"""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from extractor.errors import EmptyFileError, ReadingError
from extractor.reading.contents import (
    Carried,
    Content,
    FileContent,
    Unreadable,
    open_file,
    printable_name,
    reason,
    too_large,
)
from extractor.reading.document import ReadDocument
from extractor.reading.folders import folder, is_pattern, matching
from extractor.reading.formats import ARCHIVES, EMAIL, HEAD, TABLES, media_type_of
from extractor.reading.options import ReadOptions

if TYPE_CHECKING:
    from extractor.reading.archives import Budget, Found
    from extractor.reading.tables import Rows

STDIN_NAME = "-"


@dataclass(frozen=True, slots=True)
class Input:
    """Something to read, small enough to hand to a worker: a file, a member of an archive, some rows of a table.

    Attributes:
        name: as the user knows it, printable, unique within a run: "cartella/a.pdf", "archivio.zip/b.html", "tabella.csv#1-200".
        size: in bytes, to make batches of about equal work; 0 where it cannot be read.
        content: where the bytes are, or the rows themselves.
        depth: how many archives and messages it stands in.
    """

    name: str
    size: int
    content: Content | Rows
    depth: int = 0

    def digest(self) -> str:
        """The sha256 of the content, without reading it for meaning; never raises."""
        return self.content.digest()

    def documents(self, options: ReadOptions) -> Iterator[ReadDocument | ReadingError]:
        """The documents in it, in order: mostly one. A part that cannot be read (a row of a table, an attachment) is
        handed on as the error that names it, so that the others go through.

        Raises:
            ReadingError: the input as a whole cannot be read; the message says why.
        """
        from extractor.reading.sources import read_bytes

        if not isinstance(self.content, Content):
            yield from self.content.documents()
            return
        data = self.content.read(options.max_bytes)
        if media_type_of(data, self.name) == EMAIL:
            yield from _message(data, self, options)
        else:
            yield read_bytes(data, self.name, options)


def expand(names: Iterable[str], options: ReadOptions) -> Iterator[Input]:
    """The inputs behind some names, in their order; each is looked at only when the one before it was taken.

    Args:
        names: files, folders, patterns with `*`, `?`, `[...]` and `**`; "-" is standard input.
        options: limits, and the columns of tables.
    """
    seen: set[int] = set()
    for name in names:
        for each in _named(name, options):
            key = hash(each.name)  # a number for each name keeps memory low with many
            if key not in seen:
                seen.add(key)
                yield each


def inside(data: bytes, name: str, options: ReadOptions) -> Iterator[Input]:
    r"""The inputs in bytes that are in memory: themselves, or what an archive or a table holds.

    Example:
        >>> [each.name for each in inside(b"id,testo\n1,Un bando\n", "bandi.csv", ReadOptions())]
        ['bandi.csv#2-2']
    """
    return _inside(data, name, options, None, 0)


def read_names(stream: BinaryIO) -> Iterator[str]:
    """The names on a stream, one a line, or each ended by NUL as `find -print0` writes them."""
    rest, separator = b"", b"\n"
    while chunk := stream.read1(1 << 16) if hasattr(stream, "read1") else stream.read(1 << 16):
        rest += chunk
        separator = b"\0" if b"\0" in rest else separator
        *whole, rest = rest.split(separator)
        yield from (os.fsdecode(name.removesuffix(b"\r")) for name in whole if name.strip())
    if rest.strip():
        yield os.fsdecode(rest.removesuffix(b"\r"))


def unreadable(name: str, message: str) -> Input:
    """An input whose `documents` raise."""
    return Input(name, 0, Unreadable(ReadingError(message, name=name)))


def _named(name: str, options: ReadOptions) -> Iterator[Input]:
    """The inputs behind one name that the user gave."""
    if name == STDIN_NAME:
        yield from _standard_input(options)
        return
    shown = printable_name(name)
    try:
        mode = os.stat(name).st_mode
    except OSError as error:
        if isinstance(error, FileNotFoundError) and is_pattern(name):
            yield from _or_failure(
                _files(matching(name), options), shown, "nessun file corrisponde: controllare il modello"
            )
        else:
            yield unreadable(shown, reason(error))
        return
    except ValueError:
        yield unreadable(shown, "non è un nome di file: contiene caratteri non ammessi")
        return
    if stat.S_ISDIR(mode):
        yield from _or_failure(
            _files(folder(name), options), shown, "non contiene file da leggere: indicare un'altra cartella"
        )
    else:
        yield from _file(name, options)


def _standard_input(options: ReadOptions) -> Iterator[Input]:
    try:
        data = sys.stdin.buffer.read(options.max_bytes + 1)
    except (OSError, AttributeError):  # AttributeError: closed, sys.stdin is None
        yield unreadable(STDIN_NAME, "non c'è nulla da leggere in ingresso")
        return
    if len(data) > options.max_bytes:
        yield unreadable(STDIN_NAME, too_large(options.max_bytes, None).message)
    else:
        yield from _inside(data, STDIN_NAME, options, None, 0)


def _or_failure(inputs: Iterator[Input], name: str, message: str) -> Iterator[Input]:
    """The inputs, or one that fails where there are none."""
    found = False
    for each in inputs:
        found = True
        yield each
    if not found:
        yield unreadable(name, message)


def _files(paths: Iterable[str | ReadingError], options: ReadOptions) -> Iterator[Input]:
    for path in paths:
        if isinstance(path, ReadingError):
            yield unreadable(path.name or "", path.message)
        else:
            yield from _file(path, options)


def _file(path: str, options: ReadOptions) -> Iterator[Input]:
    """The inputs in one file."""
    name = printable_name(path)
    try:
        with open_file(path, name) as file:
            size = os.fstat(file.fileno()).st_size
            seekable = file.seekable()
            head = file.read(HEAD) if seekable else b""
            media_type = media_type_of(head, name)
            if seekable and media_type in ARCHIVES | TABLES:
                file.seek(0)
                yield from _many(file, path, name, media_type, options, None, 0)
                return
    except OSError as error:
        yield unreadable(name, reason(error))
        return
    except ReadingError as error:
        yield unreadable(name, error.message)
        return
    yield Input(name, size, FileContent(path, name))


def _inside(data: bytes, name: str, options: ReadOptions, budget: Budget | None, depth: int) -> Iterator[Input]:
    """The inputs in bytes that were in an archive, in a message or on standard input."""
    media_type = media_type_of(data, name)
    if media_type not in ARCHIVES | TABLES:
        yield Input(name, len(data), Carried(data, name), depth)
    elif depth > options.max_depth:
        yield unreadable(name, f"è dentro più di {options.max_depth} archivi: estrarlo e riprovare")
    else:
        yield from _many(io.BytesIO(data), None, name, media_type, options, budget, depth)


def _many(
    file: BinaryIO,
    path: str | None,
    name: str,
    media_type: str,
    options: ReadOptions,
    budget: Budget | None,
    depth: int,
) -> Iterator[Input]:
    """The inputs in an archive or a table; where it breaks off, a last one that fails."""
    found = False
    try:
        if media_type in TABLES:
            for each in _slices(file, name, media_type, options, depth):
                found = True
                yield each
        else:
            from extractor.reading.archives import Budget, files_in  # not before there is an archive: for start-up time

            budget = budget or Budget(file.seek(0, os.SEEK_END), options)
            file.seek(0)
            for member in files_in(file, path, media_type, name, options, budget):
                found = True
                yield from _member(member, options, budget, depth + 1)
    except ReadingError as error:
        yield unreadable(name, error.message)
    else:
        if not found:
            yield unreadable(name, "non contiene nulla da leggere: controllare che sia stato salvato per intero")


def _member(member: Found, options: ReadOptions, budget: Budget, depth: int) -> Iterator[Input]:
    if member.failure is not None or member.content is None:
        yield unreadable(member.name, member.failure.message if member.failure else "non si può leggere")
    elif media_type_of(member.head, member.name) in ARCHIVES | TABLES:
        try:
            data = member.content.read(options.max_bytes)
        except ReadingError as error:
            yield unreadable(member.name, error.message)
        else:
            yield from _inside(data, member.name, options, budget, depth)
    else:
        yield Input(member.name, member.size, member.content, depth)


def _slices(file: BinaryIO, name: str, media_type: str, options: ReadOptions, depth: int) -> Iterator[Input]:
    from extractor.reading.tables import slices

    for rows in slices(file, name, media_type, options):
        first, last = rows.rows[0].number, rows.rows[-1].number
        yield Input(f"{name}#{first}-{last}", rows.size(), rows, depth)


def _message(data: bytes, message: Input, options: ReadOptions) -> Iterator[ReadDocument | ReadingError]:
    """The text of a message, then what is attached to it."""
    from extractor.reading.email import attachments
    from extractor.reading.sources import read_bytes

    if message.depth > options.max_depth:
        raise ReadingError(
            f"è dentro più di {options.max_depth} messaggi: aprirlo nel programma di posta e salvarlo",
            name=message.name,
        )
    without_text: ReadingError | None = None
    try:
        yield read_bytes(data, message.name, options)
    except EmptyFileError as error:
        without_text = error  # no loss where the announcement is attached
    seen: set[str] = set()
    for part in attachments(data, message.name, options):
        name = f"{message.name}/{part.name}"
        name = name if name not in seen else f"{name}~{len(seen) + 1}"
        seen.add(name)
        if isinstance(part, ReadingError):
            yield ReadingError(part.message, name=name)
            continue
        for each in _inside(part.data, name, options, None, message.depth + 1):
            try:
                for document in each.documents(options):
                    without_text = without_text if isinstance(document, ReadingError) else None
                    yield document
            except ReadingError as error:
                yield error
    if without_text is not None:
        yield without_text
