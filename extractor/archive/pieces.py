"""What comes of one document, packed: a record or a failure, as compressed JSON."""

from __future__ import annotations

import zlib

from extractor.records import Announcement, Failure

_record, _failure = b"R", b"F"
_level = 1  # a quarter of the size at a hundredth of the time that making the record takes


def packed(result: Announcement | Failure) -> bytes:
    """A record or a failure as bytes.

    Example:
        >>> unpacked(packed(Announcement(title="Nuovo bando"))).title
        'Nuovo bando'
    """
    mark = _record if isinstance(result, Announcement) else _failure
    return mark + zlib.compress(result.to_json().encode("utf-8", "replace"), _level)


def unpacked(piece: bytes) -> Announcement | Failure:
    """What was packed."""
    return failure_of(piece) or Announcement.model_validate_json(line_of(piece))


def failure_of(piece: bytes) -> Failure | None:
    """The failure that a piece holds, if it holds one."""
    return Failure.model_validate_json(line_of(piece)) if is_failure(piece) else None


def is_failure(piece: bytes) -> bool:
    """Whether no record came of the document.

    Example:
        >>> is_failure(packed(Failure(path="a.pdf", reason="è vuoto")))
        True
    """
    return piece[:1] == _failure


def line_of(piece: bytes) -> bytes:
    """The JSON document on one line, without unpacking more than that."""
    return zlib.decompress(piece[1:])
