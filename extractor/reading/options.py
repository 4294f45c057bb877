"""What the user may choose of reading, and how much of a hostile input is borne before it is refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """Choices and limits; the defaults suit announcements, which are short.

    Attributes:
        text_column: the column of a table that holds the announcement; None: the first of a few usual names.
        id_column: the column with its identifier; None likewise.
        date_column: the column with its date; None likewise.
        url_column: the column with its address; None likewise.
        max_bytes: size of one file, or of one member of an archive once unpacked.
        max_markup: size of one document in a markup that must be parsed whole: HTML, the XML of a Word file.
        max_total: what all members of one archive may unpack to.
        max_ratio: how many times its own size an archive, or a large member of one, may unpack to.
        max_members: how many members an archive may have.
        max_pages: pages of one PDF.
        max_depth: how deep archives may stand in archives, and messages in messages.
        rows: how many rows of a table go into one `Input`.
        max_row: characters of one row of a table.

    Example:
        >>> ReadOptions(text_column="comunicato").rows
        200
    """

    text_column: str | None = None
    id_column: str | None = None
    date_column: str | None = None
    url_column: str | None = None
    max_bytes: int = 100 << 20
    max_markup: int = 20 << 20
    max_total: int = 64 << 30
    max_ratio: int = 200
    max_members: int = 1_000_000
    max_pages: int = 1_000
    max_depth: int = 3
    rows: int = 200
    max_row: int = 5_000_000
