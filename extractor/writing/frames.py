"""Records as one Arrow table, which pandas and polars take without copying much."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING

from extractor.errors import UsageError
from extractor.records import Announcement
from extractor.writing.arrow import batch_of, schema_of
from extractor.writing.ids import AnnouncementIds
from extractor.writing.rows import rows
from extractor.writing.tables import TABLES

if TYPE_CHECKING:
    import pyarrow as pa

_announcements_at_once = 1_000


def to_frame(announcements: Iterable[Announcement], table: str = "amounts") -> pa.Table:
    """Lay records flat as one of the tables of `extractor/writing/COLUMNS.md`.

    Args:
        announcements: records, which are read once, one after another.
        table: announcements, agreements, parties, amounts, entities, mentions or checks.

    Returns:
        An Arrow table: `.to_pandas()`, or `polars.from_arrow(...)`, or `duckdb.from_arrow(...)`. Money is exact:
        decimal128; in pandas `Decimal` objects, or Arrow's with `.to_pandas(types_mapper=pandas.ArrowDtype)`.

    Raises:
        UsageError: there is no such table.

    Example:
        >>> record = Announcement(amounts=[{"id": "M1", "value": "69412.50", "currency": "EUR", "role": "loan",
        ...                                 "text": "69.412,50 euro", "start": 10, "end": 24}])
        >>> to_frame([record]).select(["value", "currency", "role"]).to_pylist()
        [{'value': Decimal('69412.500000'), 'currency': 'EUR', 'role': 'loan'}]
    """
    import pyarrow as pa

    known = {each.name: each for each in TABLES if each.name != "failures"}
    if table not in known:
        raise UsageError(f"{table!r} non è una tabella: scegliere fra {', '.join(known)}")
    ids = AnnouncementIds()
    batches = []
    remaining = iter(announcements)
    while some := list(islice(remaining, _announcements_at_once)):
        found = [row for record in some for row in rows(record, ids.next(record))[table]]
        batches.append(batch_of(known[table], found, _warn))
    return pa.Table.from_batches(batches, schema=schema_of(known[table]))


def _warn(words: str) -> None:
    warnings.warn(words, stacklevel=4)
