"""ZIP archives read straight from their directory: memory does not grow with the number of members, nothing is written to
disk, and no member unpacks to more than is allowed, whatever the archive says of it.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from extractor.errors import ReadingError, UnsupportedFormatError
from extractor.reading.contents import open_file, reason, too_large

_end = struct.Struct("<4s4H2LH")
_locator = struct.Struct("<4sLQL")
_end64 = struct.Struct("<4sQ2H2L4Q")
_entry = struct.Struct("<4s6H3L5H2L")
_local = struct.Struct("<4s5H3L2H")
_encrypted, _utf8 = 0x1, 0x800
_stored, _deflated = 0, 8
_chunk = 1 << 16
DAMAGED = "è un archivio ZIP danneggiato o incompleto: procurarsene un'altra copia"


class Member(NamedTuple):
    """One file in a ZIP archive, as its directory describes it; its name is not yet fit for anything."""

    name: str
    offset: int
    packed: int
    size: int
    method: int
    flags: int
    crc: int


@dataclass(frozen=True, slots=True)
class ZipContent:
    """A member of a ZIP archive on disk, unpacked when asked for."""

    path: str
    name: str
    member: Member

    def read(self, limit: int) -> bytes:
        try:
            with open_file(self.path, self.name) as file:
                return unpack(file, self.member, limit, self.name)
        except OSError as error:
            raise ReadingError(reason(error), name=self.name) from error

    def digest(self) -> str:
        """The sha256 of what the directory says of the bytes, checksum included: nothing need be unpacked for it."""
        from hashlib import sha256

        return sha256(repr(self.member[2:]).encode()).hexdigest()


def members(file: BinaryIO, name: str, most: int) -> Iterator[Member]:
    """The files of an archive, in the order of its directory; folders are left out.

    Raises:
        ReadingError: the archive is damaged or has more than `most` members.
    """
    position, size, count, shift = _directory(file, name)
    if count > most:
        raise ReadingError(f"è un archivio con più di {most} file: dividerlo", name=name)
    end = position + size
    while position < end:
        file.seek(position)
        head = file.read(_entry.size)
        if len(head) < _entry.size or head[:4] != b"PK\x01\x02":
            raise ReadingError(DAMAGED, name=name)
        fields = _entry.unpack(head)
        flags, method, crc, packed, full = fields[3], fields[4], fields[7], fields[8], fields[9]
        name_length, extra_length, comment_length, offset = fields[10], fields[11], fields[12], fields[16]
        raw, extra = file.read(name_length), file.read(extra_length)
        full, packed, offset = _wide(extra, full, packed, offset)
        position += _entry.size + name_length + extra_length + comment_length
        if not raw.endswith(b"/"):
            yield Member(_member_name(raw, flags), offset + shift, packed, full, method, flags, crc)


def unpack(file: BinaryIO, member: Member, limit: int, name: str, head: int | None = None) -> bytes:
    """The bytes of a member; or the first few, unchecked.

    Raises:
        ReadingError: they are more than `limit` or than the directory says, encrypted, or damaged.
    """
    if member.flags & _encrypted:
        raise ReadingError("è protetto da password nell'archivio: estrarlo e riprovare", name=name)
    if member.size > limit:
        raise too_large(limit, name)
    if member.method not in (_stored, _deflated):
        raise UnsupportedFormatError("è compresso in un modo che non si legge: rifare l'archivio ZIP", name=name)
    file.seek(member.offset)
    local = file.read(_local.size)
    if len(local) < _local.size or local[:4] != b"PK\x03\x04":
        raise ReadingError(DAMAGED, name=name)
    *_, name_length, extra_length = _local.unpack(local)
    file.seek(member.offset + _local.size + name_length + extra_length)
    wanted = member.size + 1 if head is None else head
    data = file.read(min(member.packed, wanted)) if member.method == _stored else _inflate(file, member, wanted, name)
    if head is not None:
        return data
    if len(data) != member.size or zlib.crc32(data) != member.crc:
        raise ReadingError("è danneggiato nell'archivio ZIP: procurarsene un'altra copia", name=name)
    return data


def _inflate(file: BinaryIO, member: Member, wanted: int, name: str) -> bytes:
    """Unpack as many bytes as are wanted, never further."""
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    parts, length, left = [], 0, member.packed
    try:
        while left > 0 and length < wanted and not engine.eof:
            packed = file.read(min(_chunk, left))
            if not packed:
                break
            left -= len(packed)
            part = engine.decompress(packed, wanted - length)
            parts.append(part)
            length += len(part)
    except zlib.error as error:
        raise ReadingError("è danneggiato nell'archivio ZIP: procurarsene un'altra copia", name=name) from error
    return b"".join(parts)


def _directory(file: BinaryIO, name: str) -> tuple[int, int, int, int]:
    """Where the directory begins, its size, how many members it has, and how many bytes stand before the archive."""
    length = file.seek(0, os.SEEK_END)
    file.seek(max(0, length - _end.size - 0xFFFF))
    start, tail = file.tell(), file.read()
    found = tail.rfind(b"PK\x05\x06")
    if found < 0 or len(tail) - found < _end.size:
        raise ReadingError(DAMAGED, name=name)
    _, _, _, _, count, size, offset, _ = _end.unpack_from(tail, found)
    end = start + found
    if count == 0xFFFF or size == 0xFFFFFFFF or offset == 0xFFFFFFFF:
        file.seek(max(0, end - _locator.size))
        locator = file.read(_locator.size)
        if locator[:4] == b"PK\x06\x07":
            file.seek(min(_locator.unpack(locator)[2], length))
            record = file.read(_end64.size)
            if len(record) < _end64.size or record[:4] != b"PK\x06\x06":
                raise ReadingError(DAMAGED, name=name)
            count, size, offset = _end64.unpack(record)[7:]
            return offset, size, count, 0
    shift = end - size - offset
    if shift < 0:
        raise ReadingError(DAMAGED, name=name)
    return offset + shift, size, count, shift


def _wide(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """Sizes and offset of members beyond 4 GB, which stand in an extra field."""
    position = 0
    while position + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, position)
        if kind == 1:
            wide = [each[0] for each in struct.iter_unpack("<Q", extra[position + 4 : position + 4 + length // 8 * 8])]
            values = [wide.pop(0) if each == 0xFFFFFFFF and wide else each for each in (size, packed, offset)]
            return values[0], values[1], values[2]
        position += 4 + length
    return size, packed, offset


def _member_name(raw: bytes, flags: int) -> str:
    """The name as it was meant: UTF-8 where it is that, marked or not, else as DOS wrote it."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "surrogateescape") if flags & _utf8 else raw.decode("cp437")
