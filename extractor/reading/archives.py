"""Files inside ZIP and tar archives, one after the other, without unpacking to disk.

What an archive unpacks to is counted as it goes, with that of archives inside it, and cut off where it grows out of
proportion: a few kilobytes that would become gigabytes cost a message.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, BinaryIO, cast

from extractor.errors import ReadingError
from extractor.reading.contents import Carried, Content, is_passed_over, megabytes, printable_name, too_large
from extractor.reading.formats import BZIP2, GZIP, HEAD, TAR, ZIP, media_type_of
from extractor.reading.options import ReadOptions
from extractor.reading.zipped import ZipContent, members, unpack

_always_allowed = 64 << 20
_large = 8 << 20
_longest_header = 1 << 20
_damaged = "è un archivio danneggiato o incompleto: procurarsene un'altra copia"
_errors = (tarfile.TarError, EOFError, zlib.error, lzma.LZMAError, OSError, ValueError)
_packed_ending = re.compile(r"\.(?:gz|bz2)$", re.IGNORECASE)
_drive = re.compile(r"^[A-Za-z]:")


class Budget:
    """How many bytes may still be unpacked from one archive that the user named.

    Args:
        size: of that archive.
        options: the limits.
    """

    def __init__(self, size: int, options: ReadOptions) -> None:
        self.allowed = min(options.max_total, max(_always_allowed, options.max_ratio * size))
        self.left = self.allowed

    def spend(self, size: int, name: str) -> None:
        """Count what is unpacked.

        Raises:
            ReadingError: it is more than is left.
        """
        self.left -= size
        if self.left < 0:
            raise ReadingError(
                f"è un archivio che si espande oltre misura (oltre {megabytes(self.allowed)}): il resto non si legge",
                name=name,
            )


@dataclass(frozen=True, slots=True)
class Found:
    """A file in an archive.

    Attributes:
        name: its own, made safe, below that of the archive.
        size: unpacked.
        content: where its bytes are; `None` where they cannot be had.
        head: its first bytes, by which to tell the format.
        failure: why its bytes cannot be had.
    """

    name: str
    size: int
    content: Content | None = None
    head: bytes = b""
    failure: ReadingError | None = None


def files_in(
    file: BinaryIO, path: str | None, media_type: str, name: str, options: ReadOptions, budget: Budget
) -> Iterator[Found]:
    """The files in an archive.

    Args:
        file: the archive.
        path: where it is on disk; the files of a ZIP are then read from there when their turn comes, else carried along.
        media_type: ZIP, tar, or what a tar or a single file is compressed with.
        name: the archive's printable name.
        options: the limits.
        budget: what may still be unpacked.

    Raises:
        ReadingError: the archive is damaged, or unpacks to too much.
    """
    if media_type == ZIP:
        return _in_zip(file, path, name, options, budget)
    return _in_tar(file, media_type, name, options, budget)


def _in_zip(file: BinaryIO, path: str | None, name: str, options: ReadOptions, budget: Budget) -> Iterator[Found]:
    names = _Names(name)
    for member in members(file, name, options.max_members):
        inner = names.below(member.name)
        if inner is None:
            continue
        budget.spend(member.size, name)
        if member.size > max(_large, options.max_ratio * member.packed):
            yield Found(inner, 0, failure=ReadingError("si espande oltre misura: non è un documento", name=inner))
            continue
        try:
            if path is None:
                data = unpack(file, member, options.max_bytes, inner)
                yield Found(inner, member.size, Carried(data, inner), data[:HEAD])
            else:
                head = unpack(file, member, options.max_bytes, inner, HEAD)
                yield Found(inner, member.size, ZipContent(path, inner, member), head)
        except ReadingError as error:
            yield Found(inner, 0, failure=error)


def _in_tar(file: BinaryIO, media_type: str, name: str, options: ReadOptions, budget: Budget) -> Iterator[Found]:
    """The files in a tar archive, read in one pass; or the one file in a `.gz` or `.bz2` that holds no archive."""
    plain = cast(
        BinaryIO,
        gzip.GzipFile(fileobj=file) if media_type == GZIP else bz2.BZ2File(file) if media_type == BZIP2 else file,
    )
    stream = _Counted(plain, budget, name, max(options.max_bytes, 2 * _longest_header))
    try:
        if media_type in (GZIP, BZIP2) and not _begins_as_tar(stream):
            yield _single(stream, name, options)
            return
        yield from _in_plain_tar(stream, name, options)
    except _errors as error:
        raise ReadingError(_damaged, name=name) from error


def _in_plain_tar(stream: _Counted, name: str, options: ReadOptions) -> Iterator[Found]:
    names = _Names(name)
    count = 0
    with tarfile.open(fileobj=cast(IO[bytes], stream), mode="r:", tarinfo=_Entry) as archive:
        while (entry := archive.next()) is not None:
            archive.members.clear()  # type: ignore[attr-defined]  # they would pile up
            count += 1
            if count > options.max_members:
                raise ReadingError(f"è un archivio con più di {options.max_members} file: dividerlo", name=name)
            inner = None if entry.isdir() else names.below(entry.name)
            if inner is None:
                continue
            if not entry.isreg() or entry.issparse():
                yield Found(
                    inner, 0, failure=ReadingError("nell'archivio non è un file ma un collegamento o altro", name=inner)
                )
            elif entry.size > options.max_bytes:
                yield Found(inner, 0, failure=too_large(options.max_bytes, inner))
            else:
                opened = archive.extractfile(entry)
                data = b"" if opened is None else opened.read()
                yield Found(inner, len(data), Carried(data, inner), data[:HEAD])


def _single(stream: _Counted, name: str, options: ReadOptions) -> Found:
    inner = f"{name}/{_packed_ending.sub('', name.rpartition('/')[2])}"
    data = stream.rest(options.max_bytes + 1)
    if len(data) > options.max_bytes:
        return Found(inner, 0, failure=too_large(options.max_bytes, inner))
    return Found(inner, len(data), Carried(data, inner), data[:HEAD])


class _Entry(tarfile.TarInfo):
    """A header of a tar archive; long names and comments, which tarfile reads whole, must be of a bearable length."""

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        if self.type not in (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE) and self.size > _longest_header:
            raise tarfile.ReadError("header too long")
        return super()._proc_member(archive)  # type: ignore[misc,no-any-return]


class _Counted(io.RawIOBase):
    """A stream read forwards only, whose bytes are counted against the budget."""

    def __init__(self, file: BinaryIO, budget: Budget, name: str, most: int) -> None:
        super().__init__()
        self.file = file
        self.budget = budget
        self.name = name
        self.most = most
        self.position = 0
        self.ahead = b""

    def peek(self, size: int) -> bytes:
        """The next bytes, which `read` gives again."""
        self.ahead = self.rest(size)
        self.position -= len(self.ahead)
        return self.ahead

    def rest(self, size: int) -> bytes:
        """As many bytes as there are, up to a size."""
        parts, length = [], 0
        while length < size and (part := self.read(min(size - length, 1 << 20))):
            parts.append(part)
            length += len(part)
        return b"".join(parts)

    def read(self, size: int | None = -1) -> bytes:
        """The next bytes; never without a bound."""
        size = self.most if size is None or size < 0 else min(size, self.most)
        if self.ahead:
            data, self.ahead = self.ahead[:size], self.ahead[size:]
        else:
            data = self.file.read(size)
            self.budget.spend(len(data), self.name)
        self.position += len(data)
        return data

    def tell(self) -> int:
        return self.position

    def seek(self, offset: int, whence: int = 0) -> int:
        """Forwards, by reading."""
        while self.position < offset and self.read(min(offset - self.position, 1 << 20)):
            pass
        if whence or self.position > offset:
            raise OSError("cannot go back")
        return self.position

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True


def _begins_as_tar(stream: _Counted) -> bool:
    return media_type_of(stream.peek(512), None) == TAR


class _Names:
    """Names below an archive's, harmless and unique."""

    def __init__(self, archive: str) -> None:
        self.archive = archive
        self.seen: set[int] = set()

    def below(self, name: str) -> str | None:
        """The name of a file in the archive; `None` for what is passed over. Absolute names and `..` lose their edge."""
        parts = [part for part in _drive.sub("", name.replace("\\", "/")).split("/") if part not in ("", ".", "..")]
        if not parts or any(is_passed_over(part) for part in parts):
            return None
        whole = f"{self.archive}/{printable_name('/'.join(parts))}"
        number, unique = 1, whole
        while hash(unique) in self.seen:
            number += 1
            unique = f"{whole}~{number}"
        self.seen.add(hash(unique))
        return unique
