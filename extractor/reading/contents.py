"""Where the bytes of an input are, in a form that a worker process can be handed."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO, Protocol, runtime_checkable

from extractor.errors import ReadingError

_chunk = 1 << 20
_largest_digested = 1 << 30
_reasons = {
    errno.ENOENT: "non esiste: controllare il nome e la cartella",
    errno.ENOTDIR: "non esiste: una parte del percorso non è una cartella",
    errno.EISDIR: "è una cartella: indicare i singoli file che contiene, per esempio CARTELLA/*.txt",
    errno.EACCES: "non si ha il permesso di leggerlo: chiederlo a chi possiede il file",
    errno.EPERM: "non si ha il permesso di leggerlo: chiederlo a chi possiede il file",
    errno.ENAMETOOLONG: "il nome è troppo lungo: controllare di aver indicato un file e non il suo testo",
    errno.ELOOP: "è un collegamento che torna su sé stesso: indicare il file vero",
}
_leftovers = frozenset(("__MACOSX", "Thumbs.db", "desktop.ini"))
_unsafe = {**{code: f"\\x{code:02x}" for code in (*range(0x20), 0x7F)}, 0x0A: "\\n", 0x0D: "\\r", 0x09: "\\t"}


@runtime_checkable
class Content(Protocol):
    """Bytes that can be had now or in another process."""

    def read(self, limit: int) -> bytes:
        """All bytes.

        Raises:
            ReadingError: they cannot be had, or are more than `limit`.
        """
        ...

    def digest(self) -> str:
        """The sha256 of the bytes; of the reason, where they cannot be had."""
        ...


@dataclass(frozen=True, slots=True)
class FileContent:
    """A file on disk, read when asked for."""

    path: str
    name: str

    def read(self, limit: int) -> bytes:
        try:
            with open_file(self.path, self.name) as file:
                size = os.fstat(file.fileno()).st_size
                data = b"" if size > limit else file.read(limit + 1)
        except OSError as error:
            raise ReadingError(reason(error), name=self.name) from error
        if size > limit or len(data) > limit:
            raise too_large(limit, self.name)
        return data

    def digest(self) -> str:
        digest = sha256()
        try:
            with open_file(self.path, self.name) as file:
                size = os.fstat(file.fileno()).st_size
                if size > _largest_digested:  # too large to be read, too
                    digest.update(b"%d" % size + file.read(_chunk))
                    return digest.hexdigest()
                while chunk := file.read(_chunk):
                    digest.update(chunk)
        except (OSError, ReadingError) as error:
            return sha256(repr(error).encode("utf-8", "backslashreplace")).hexdigest()
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Carried:
    """Bytes that travel with the input: a member of a compressed archive, standard input."""

    data: bytes
    name: str

    def read(self, limit: int) -> bytes:
        if len(self.data) > limit:
            raise too_large(limit, self.name)
        return self.data

    def digest(self) -> str:
        return sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What was found to be unreadable before anything was read: the reason waits until it is asked for."""

    error: ReadingError

    def read(self, limit: int) -> bytes:
        raise self.error

    def digest(self) -> str:
        return sha256(str(self.error).encode("utf-8", "backslashreplace")).hexdigest()


def open_file(path: str | os.PathLike[str], name: str) -> BinaryIO:
    """Open a regular file, or a pipe that the shell has put in a file's place; nothing that may never end.

    Raises:
        ReadingError: it is a device, a pipe, a folder, or no name at all.
        OSError: the system refuses.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    except ValueError as error:  # a NUL in the name
        raise ReadingError("non è un nome di file: contiene caratteri non ammessi", name=name) from error
    try:
        mode = os.fstat(descriptor).st_mode
        if stat.S_ISDIR(mode):
            raise ReadingError(_reasons[errno.EISDIR], name=name)
        if stat.S_ISFIFO(mode) and os.fspath(path).startswith(("/dev/fd/", "/proc/self/fd/", "/dev/stdin")):
            os.set_blocking(descriptor, True)  # bash: extract <(curl ...)
        elif not stat.S_ISREG(mode):
            raise ReadingError('non è un file ma un dispositivo o una coda: per i dati in arrivo usare "-"', name=name)
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def is_passed_over(name: str) -> bool:
    """Whether a file or folder found on the way, not named by the user, is left out without a word.

    Example:
        >>> [is_passed_over(name) for name in (".DS_Store", "__MACOSX", "a.txt")]
        [True, True, False]
    """
    return name.startswith(".") or name in _leftovers


def too_large(limit: int, name: str | None) -> ReadingError:
    """The error for what is over a limit."""
    return ReadingError(f"è troppo grande (oltre {megabytes(limit)}): dividerlo in documenti singoli", name=name)


def megabytes(size: int) -> str:
    """A limit as a person reads it.

    Example:
        >>> megabytes(100 << 20), megabytes(2_000)
        ('100 MB', '2000 byte')
    """
    return f"{size >> 20} MB" if size >= 1 << 20 else f"{size} byte"


def printable_name(path: str | os.PathLike[str]) -> str:
    r"""A file name that can be written as UTF-8 on one line; bytes that are no UTF-8 and controls show as "\xe8", "\n".

    Example:
        >>> printable_name("caff\udce8\n.txt")
        'caff\\xe8\\n.txt'
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace").translate(_unsafe)


def reason(error: OSError) -> str:
    """Why the system refuses a file, in words."""
    if error.errno in _reasons:
        return _reasons[error.errno]
    return f"non si può leggere ({error.strerror or error}): riprovare o copiare il file altrove"
