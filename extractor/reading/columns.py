"""The columns of a table: which holds the text, which the id, the date, the address; and a row read by them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from extractor.errors import ReadingError
from extractor.reading.contents import megabytes
from extractor.reading.options import ReadOptions
from extractor.reading.typescript import whole

_names: dict[str, tuple[str, ...]] = {
    "text": ("text", "testo", "body", "content", "contenuto", "corpo", "comunicato", "articolo", "full_text", "fulltext"),
    "id": ("id", "identifier", "identificativo", "codice", "guid", "uid", "doc_id"),
    "date": ("date", "data", "published", "pubblicato", "data_pubblicazione", "published_at", "publication_date", "created_at"),
    "url": ("url", "link", "indirizzo", "href", "permalink", "source_url"),
    "title": ("title", "titolo", "headline", "oggetto", "subject"),
}  # fmt: skip
_kept_letters = 2_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what is read of it, or why it cannot be."""

    number: int
    text: str = ""
    id: str | None = None
    published: str | None = None
    url: str | None = None
    title: str | None = None
    fields: tuple[tuple[str, str], ...] = ()
    failure: str | None = None


class Columns:
    """Which column holds what."""

    def __init__(self, header: Sequence[str], name: str, options: ReadOptions) -> None:
        chosen = {
            "text": options.text_column,
            "id": options.id_column,
            "date": options.date_column,
            "url": options.url_column,
        }
        self.of: dict[str, str] = {}
        by_folded = {column.strip().casefold(): column for column in reversed(header)}
        for role, usual in _names.items():
            wanted = chosen.get(role)
            if wanted is not None and wanted not in header and wanted.casefold() not in by_folded:
                raise ReadingError(f"non ha la colonna {wanted!r}: ha {_listed(header)}", name=name)
            column = wanted if wanted in header else by_folded.get((wanted or "").casefold())
            column = column or next((by_folded[each] for each in usual if each in by_folded), None)
            if column is not None:
                self.of[role] = column
        if "text" not in self.of:
            raise ReadingError(
                f"non ha una colonna di nome text o testo: indicarla con --text-column fra {_listed(header)}", name=name
            )

    def row(self, number: int, values: Mapping[str, Any], limit: int) -> Row:
        """A row from its cells."""
        text = _string(values.get(self.of["text"])) or ""
        if len(text) > limit:
            return Row(number, failure=too_long(limit))
        kept = tuple(
            (whole(str(column)), shown)
            for column, value in values.items()
            if column not in self.of.values() and (shown := _string(value)) and len(shown) <= _kept_letters
        )
        identifier, url, title = (_string(values.get(self.of.get(role, ""))) for role in ("id", "url", "title"))
        date = _string(values.get(self.of.get("date", "")))
        return Row(number, text.replace("\r\n", "\n"), identifier, iso_day(date or ""), url, title, kept)


def _listed(header: Sequence[str]) -> str:
    shown = ", ".join(repr(column[:40]) for column in islice(header, 12))
    return shown + (" ..." if len(header) > 12 else "") if header else "nessuna colonna"


def _string(value: Any) -> str | None:
    """A cell as text; `None` for nothing."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value if value.isascii() else whole(value)
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False, default=str)
    isoformat = getattr(value, "isoformat", None)
    return str(isoformat() if isoformat is not None else value)


def iso_day(text: str) -> str | None:
    """The day in a date as tables write it: ISO, with or without a time, or day, month and year as in Italy.

    Example:
        >>> iso_day("2021-03-12T10:00:00+01:00"), iso_day("12/3/2021"), iso_day("marzo")
        ('2021-03-12', '2021-03-12', None)
    """
    text = text.strip()
    iso = re.match(r"(\d{4})-(\d\d)-(\d\d)(?!\d)", text) or re.match(r"(\d{4})(\d\d)(\d\d)$", text)
    italian = re.match(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)", text)
    if iso is None and italian is None:
        return None
    year, month, day = (
        iso.groups() if iso is not None else reversed(italian.groups()) if italian is not None else ("", "", "")
    )
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def too_long(limit: int) -> str:
    """The reason why a row over a limit is not read."""
    return f"la riga è troppo lunga (oltre {megabytes(limit)}): controllare le virgolette, o dividerla"
