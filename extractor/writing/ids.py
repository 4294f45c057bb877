"""Ids of announcements: made from the source, so that they are the same in every run and in every order."""

from __future__ import annotations

import hashlib

from extractor.records import Announcement


def announcement_id(record: Announcement) -> str:
    """An id for a record, made from its source's name, id, address and content.

    A record without a digest of its source stands for itself. The id begins with a letter, so that no
    spreadsheet takes it for a number.

    Example:
        >>> announcement_id(Announcement(source={"name": "a.txt", "sha256": "0" * 64}))
        'n3c21f90b5c01885f'
    """
    source = record.source
    content = source.sha256 or repr(record)
    told = "\0".join(part or "" for part in (source.name, source.id, source.url, content))
    return "n" + hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class AnnouncementIds:
    """Gives out ids, each once: the very same source a second time gets "-2" behind its id.

    Remembers one number an announcement (some 7 MB for 100,000), the only thing in the
    writers that grows with the run.

    Example:
        >>> ids = AnnouncementIds()
        >>> twice = Announcement(source={"name": "a.txt", "sha256": "0" * 64})
        >>> ids.next(twice), ids.next(twice)
        ('n3c21f90b5c01885f', 'n3c21f90b5c01885f-2')
    """

    def __init__(self) -> None:
        self._given: set[int] = set()
        self._again: dict[int, int] = {}

    def next(self, record: Announcement) -> str:
        """The id of the next record."""
        own = announcement_id(record)
        number = int(own[1:], 16)
        if number not in self._given:
            self._given.add(number)
            return own
        self._again[number] = self._again.get(number, 1) + 1
        return f"{own}-{self._again[number]}"
