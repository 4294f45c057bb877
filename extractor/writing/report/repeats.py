"""Announcements that tell the same release a second time: suspected, listed, never added up twice."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from hashlib import sha256

from extractor.records import Announcement

_shortest_title = 20
_telling_digits = 5


class Repeats:
    """Remembers what each announcement is known by, in a few bytes each.

    Example:
        >>> repeats, release = Repeats(), Announcement(source={"sha256": "0" * 64})
        >>> repeats.first_of(1, release), repeats.first_of(2, Announcement(title="Altro")), repeats.first_of(3, release)
        (None, None, 1)
    """

    def __init__(self) -> None:
        self._seen: dict[bytes, int] = {}

    def first_of(self, number: int, record: Announcement) -> int | None:
        """The number of the announcement that this one seems to repeat, or None; then this one is remembered."""
        signs = [sha256(repr(sign).encode("utf-8", "surrogatepass")).digest()[:12] for sign in _signs(record)]
        first = min((self._seen[sign] for sign in signs if sign in self._seen), default=None)
        for sign in signs:
            self._seen.setdefault(sign, number if first is None else first)
        return first


def _signs(record: Announcement) -> Iterable[tuple[object, ...]]:
    """What two copies of one release have in common: their bytes, their title and sums, or sums that tell."""
    if record.source.sha256:
        yield "bytes", record.source.sha256
    sums = sorted({amount.value for agreement in record.agreements for amount in agreement.amounts})
    title = re.sub(r"\W+", " ", record.title or "").strip().casefold()
    if sums and len(title) >= _shortest_title:
        yield "title", title, sums
    if len(sums) > 1 and any(_is_telling(value) for value in sums):
        yield "sums", sums


def _is_telling(value: Decimal) -> bool:
    """True for a sum that two different acts hardly share: 69.412,50 is, 2.000.000 is not."""
    return len(f"{value.normalize():f}".replace(".", "").strip("0")) >= _telling_digits
