"""A file or folder that appears under its final name whole, or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from extractor.errors import ExtractorError, WritingError

_reasons = {
    errno.ENOSPC: "il disco è pieno: liberare spazio o scegliere un'altra cartella",
    errno.EDQUOT: "lo spazio assegnato è finito: liberarne o scegliere un'altra cartella",
    errno.EACCES: "manca il permesso di scrivere: scegliere un'altra cartella",
    errno.EPERM: "manca il permesso di scrivere: scegliere un'altra cartella",
    errno.EROFS: "il disco è di sola lettura: scegliere un'altra cartella",
    errno.ENAMETOOLONG: "il nome è troppo lungo: sceglierne uno più corto",
    errno.EFBIG: "il file supera la grandezza consentita: scegliere un altro disco o dividere gli ingressi",
    errno.ENOTDIR: "una parte del percorso non è una cartella: correggere il percorso",
    errno.ENOENT: "la cartella non esiste più: rifarla e ripetere il comando",
}


@contextmanager
def in_one_line(path: Path) -> Iterator[None]:
    """Turn what a disk or a library complains of into one line of Italian.

    Raises:
        WritingError: in place of `OSError`, of SQLite's errors and of a name that no disk takes.
    """
    try:
        yield
    except ExtractorError:
        raise
    except (OSError, sqlite3.Error, ValueError) as error:
        if isinstance(error, ValueError) and "null" not in str(error):
            raise
        raise WritingError(_reason(error), name=str(path)) from error


def _reason(error: Exception) -> str:
    """Say what an error means; a library that hides the number of the error still quotes its words."""
    number = getattr(error, "errno", None)
    if number is None and "is full" in str(error):
        number = errno.ENOSPC
    if number is None:
        number = next((known for known in _reasons if os.strerror(known).lower() in str(error).lower()), None)
    return _reasons.get(number or 0, f"non si può scrivere ({error})")


class Target:
    """A place to write to: first under a hidden name beside the final one, then, on `commit`, in its place.

    A file that a killed run left under the hidden name is written over by the next.

    Args:
        path: the final name; a symbolic link is followed.
        members: for a folder, the names of the files that it will hold. A folder that exists already is replaced
            only where it holds nothing else.

    Raises:
        WritingError: the parent is missing or something else stands in the place.

    Example:
        >>> import tempfile
        >>> place = Path(tempfile.mkdtemp()) / "tabella.txt"
        >>> target = Target(place)
        >>> _ = target.partial.write_text("una riga")
        >>> place.exists(), target.commit(), place.read_text()
        (False, None, 'una riga')
    """

    def __init__(self, path: Path, *, members: Collection[str] | None = None) -> None:
        self.given = path
        self.members = members
        with in_one_line(path):
            self.path = Path(os.path.realpath(path))
            self._check_place()
            self.partial = self.path.with_name(f".{self.path.name}.partial")
            self._scratch = self.path.with_name(f".{self.path.name}.scratch")
            self._old = self.path.with_name(f".{self.path.name}.old")
            self._clear()
            if members is None:
                self.partial.touch()
            else:
                self.partial.mkdir()

    def _check_place(self) -> None:
        if not self.path.name:
            raise WritingError("non è il nome di un file: indicarne uno", name=str(self.given))
        parent = self.path.parent
        if not parent.is_dir():
            wrong = "non è una cartella" if parent.exists() else "non esiste: crearla prima"
            raise WritingError(f"la cartella {parent} {wrong}", name=str(self.given))
        if self.members is None and self.path.is_dir():
            raise WritingError("è una cartella: indicare il nome di un file", name=str(self.given))
        if self.members is not None and self.path.is_dir():
            others = sorted(entry.name for entry in self.path.iterdir() if entry.name not in self.members)
            if others:
                raise WritingError(
                    f"la cartella contiene altro ({others[0]}): indicarne una nuova o vuota", name=str(self.given)
                )
        elif self.members is not None and self.path.exists():
            raise WritingError("è un file: per questo formato indicare una cartella", name=str(self.given))
        elif self.path.exists() and not self.path.is_file():
            raise WritingError("non è un file comune: indicare il nome di un file", name=str(self.given))

    def scratch(self) -> Path:
        """An empty folder on the same disk, for what is written on the way; gone when the target is done with."""
        self._scratch.mkdir()
        return self._scratch

    def commit(self) -> None:
        """Put what was written in its place, on the disk and not only in its memory.

        Raises:
            WritingError: it cannot be done; nothing is left under the hidden name.
        """
        try:
            with in_one_line(self.given):
                for written in [*self.partial.iterdir(), self.partial] if self.members is not None else [self.partial]:
                    _flush(written)
                if self.members is not None and self.path.is_dir():
                    self._swap_folders()
                else:
                    os.replace(self.partial, self.path)
                _flush(self.path.parent)
                self._clear()
        except BaseException:
            self.abort()
            raise

    def _swap_folders(self) -> None:
        """A folder that holds files cannot be replaced at one stroke: for an instant there is neither."""
        _remove(self._old)
        os.rename(self.path, self._old)
        try:
            os.rename(self.partial, self.path)
        except OSError:
            os.rename(self._old, self.path)
            raise
        _remove(self._old)

    def abort(self) -> None:
        """Leave nothing."""
        with in_one_line(self.given):
            self._clear()

    def _clear(self) -> None:
        _remove(self.partial)
        _remove(self._scratch)


def remove_old(path: Path) -> None:
    """Remove a file of an earlier run that the present one has no use for, if there is one."""
    with in_one_line(path):
        path.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    """Have the disk hold what was written, as far as the system can tell."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except PermissionError:  # Windows opens no folders
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
