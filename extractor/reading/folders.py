"""The files in folders and behind patterns, sorted, so that two runs read them in the same order."""

from __future__ import annotations

import fnmatch
import os
import re
import stat
from collections.abc import Iterator

from extractor.errors import ReadingError
from extractor.reading.contents import is_passed_over, printable_name, reason

_wild = re.compile(r"[*?\[]")
_deepest = 200
_saved = re.compile(r"_files?$")


def is_pattern(name: str) -> bool:
    """Whether a name has `*`, `?` or `[` in it."""
    return _wild.search(name) is not None


def folder(path: str, depth: int = 0) -> Iterator[str | ReadingError]:
    """All files below a folder, sorted by name. Links to folders are reported, not followed: they may lead in a circle."""
    for entry in _entries(path):
        if isinstance(entry, ReadingError):
            yield entry
            continue
        if _is_of_saved_page(path, entry):
            continue
        child = os.path.join(path, entry)
        try:
            mode = os.lstat(child).st_mode
            linked = stat.S_ISLNK(mode) and os.path.isdir(child)
        except OSError as error:
            yield ReadingError(reason(error), name=printable_name(child))
            continue
        if linked:
            yield ReadingError(
                "è un collegamento a una cartella: indicare la cartella stessa", name=printable_name(child)
            )
        elif not stat.S_ISDIR(mode):
            yield child
        elif depth >= _deepest:
            yield ReadingError("è troppo in profondità: indicare una cartella più interna", name=printable_name(child))
        else:
            yield from folder(child, depth + 1)


def matching(pattern: str) -> Iterator[str | ReadingError]:
    """The files that a pattern fits, sorted folder by folder; `**` stands for any number of folders."""
    parts: list[str] = []
    for part in pattern.replace(os.sep, "/").split("/"):
        if part and not (part == "**" and parts[-1:] == ["**"]):
            parts.append(part)
    first = next(index for index, part in enumerate(parts) if is_pattern(part))
    root = "/" if pattern.startswith(("/", os.sep)) else ""
    yield from _below(root + "/".join(parts[:first]), tuple(parts[first:]), 0)


def _is_of_saved_page(path: str, entry: str) -> bool:
    """Whether a folder is what a browser puts beside a page that it saves: "bando_files" beside "bando.html"."""
    page = _saved.sub("", entry)
    return page != entry and any(os.path.isfile(os.path.join(path, page + ending)) for ending in (".html", ".htm"))


def _entries(path: str) -> Iterator[str | ReadingError]:
    try:
        yield from sorted(name for name in os.listdir(path) if not is_passed_over(name))
    except OSError as error:
        yield ReadingError(reason(error), name=printable_name(path))


def _below(path: str, parts: tuple[str, ...], depth: int) -> Iterator[str | ReadingError]:
    part, rest = parts[0], parts[1:]
    if part == "**" and rest:
        yield from _below(path, rest, depth)
    for entry in _entries(path or "."):
        if isinstance(entry, ReadingError):
            yield entry
            continue
        child = os.path.join(path, entry)
        is_folder = os.path.isdir(child)
        if part == "**":
            if is_folder and not os.path.islink(child) and depth < _deepest:
                yield from _below(child, parts, depth + 1)
            elif not rest and not is_folder:
                yield child
        elif fnmatch.fnmatchcase(entry, part):
            if rest:
                yield from _below(child, rest, depth) if is_folder else ()
            else:
                yield from folder(child) if is_folder else (child,)
