"""Many inputs from few names: folders, patterns, archives and tables become a stream of `Input`.

Nothing is lost in silence: what cannot be read is an `Input` too, whose `documents` say why. Hidden files and folders
(a name that begins with a dot), and what macOS and Windows leave behind (`__MACOSX`, `Thumbs.db`, `desktop.ini`), are
passed over inside a folder or an archive; every other file is an input.
"""

from __future__ import annotations

import fnmatch
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from extractor.errors import ReadingError
from extractor.reading.contents import Carried, Content, FileContent, Unreadable, printable_name, reason
from extractor.reading.document import ReadDocument
from extractor.reading.options import ReadOptions

STDIN_NAME = "-"
_wild = re.compile(r"[*?\[]")
_leftovers = frozenset(("__MACOSX", "Thumbs.db", "desktop.ini"))


@dataclass(frozen=True, slots=True)
class Input:
    """Something to read, small enough to hand to a worker: a file, a member of an archive, some rows of a table.

    Attributes:
        name: as the user knows it, printable, unique within a run: "cartella/a.pdf", "archivio.zip/b.html", "tabella.csv#1-200".
        size: in bytes, to make batches of about equal work; 0 where it cannot be read.
        content: where the bytes are.
    """

    name: str
    size: int
    content: Content

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

        yield read_bytes(self.content.read(options.max_bytes), self.name)


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
        yield _standard_input(options)
        return
    shown = printable_name(name)
    try:
        mode = os.stat(name).st_mode
    except OSError as error:
        if isinstance(error, FileNotFoundError) and _wild.search(name):
            yield from _or_failure(_matching(name, options), shown, "nessun file corrisponde: controllare il modello")
        else:
            yield unreadable(shown, reason(error))
        return
    except ValueError:
        yield unreadable(shown, "non è un nome di file: contiene caratteri non ammessi")
        return
    if stat.S_ISDIR(mode):
        yield from _or_failure(
            _folder(name, options), shown, "non contiene file da leggere: indicare un'altra cartella"
        )
    else:
        yield from _file(name, options)


def _standard_input(options: ReadOptions) -> Input:
    try:
        data = sys.stdin.buffer.read(options.max_bytes + 1)
    except (OSError, AttributeError):  # AttributeError: closed, sys.stdin is None
        return unreadable(STDIN_NAME, "non c'è nulla da leggere in ingresso")
    return Input(STDIN_NAME, len(data), Carried(data, STDIN_NAME))


def _or_failure(inputs: Iterator[Input], name: str, message: str) -> Iterator[Input]:
    """The inputs, or one that fails where there are none."""
    found = False
    for each in inputs:
        found = True
        yield each
    if not found:
        yield unreadable(name, message)


def _folder(path: str, options: ReadOptions) -> Iterator[Input]:
    """All files below a folder, sorted by name. Links to folders are reported, not followed: they may lead in a circle."""
    for entry in _entries(path):
        if isinstance(entry, Input):
            yield entry
            continue
        child = os.path.join(path, entry)
        try:
            if stat.S_ISDIR(os.lstat(child).st_mode):
                yield from _folder(child, options)
            elif os.path.islink(child) and os.path.isdir(child):
                yield unreadable(printable_name(child), "è un collegamento a una cartella: indicare la cartella stessa")
            else:
                yield from _file(child, options)
        except OSError as error:
            yield unreadable(printable_name(child), reason(error))
        except RecursionError:
            yield unreadable(printable_name(child), "è troppo in profondità: indicare una cartella più interna")


def _entries(path: str) -> list[str] | list[Input]:
    try:
        return sorted(name for name in os.listdir(path) if not is_passed_over(name))
    except OSError as error:
        return [unreadable(printable_name(path), reason(error))]


def is_passed_over(name: str) -> bool:
    """Whether a file or folder found on the way, not named by the user, is left out without a word.

    Example:
        >>> [is_passed_over(name) for name in (".DS_Store", "__MACOSX", "a.txt")]
        [True, True, False]
    """
    return name.startswith(".") or name in _leftovers


def _matching(pattern: str, options: ReadOptions) -> Iterator[Input]:
    """The files that a pattern fits, sorted folder by folder."""
    parts = pattern.replace(os.sep, "/").split("/")
    first = next(index for index, part in enumerate(parts) if _wild.search(part))
    yield from _below("/".join(parts[:first]) or ("/" if first else ""), tuple(parts[first:]), options)


def _below(folder: str, parts: tuple[str, ...], options: ReadOptions) -> Iterator[Input]:
    part, rest = parts[0], parts[1:]
    if part == "**" and rest:
        yield from _below(folder, rest, options)
    for entry in _entries(folder or "."):
        if isinstance(entry, Input):
            continue  # a pattern fits what it can reach
        path = os.path.join(folder, entry)
        is_folder = os.path.isdir(path)
        if part == "**":
            if is_folder and not os.path.islink(path):
                yield from _below(path, parts, options)
            elif not rest and not is_folder:
                yield from _file(path, options)
        elif fnmatch.fnmatchcase(entry, part):
            if rest:
                yield from _below(path, rest, options) if is_folder else ()
            else:
                yield from _folder(path, options) if is_folder else _file(path, options)


def _file(path: str, options: ReadOptions) -> Iterator[Input]:
    """The inputs in one file."""
    name = printable_name(path)
    try:
        size = os.stat(path).st_size
    except OSError as error:
        yield unreadable(name, reason(error))
        return
    yield Input(name, size, FileContent(path, name))
