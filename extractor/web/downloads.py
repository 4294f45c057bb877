"""The record as a file to take away: JSON, tables, or gold for the corpus."""

from __future__ import annotations

import io
import json
import re
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from extractor.records import Announcement
from extractor.web.marked import to_marked
from extractor.writing.writers import open_writer

Kind = Literal["json", "csv", "xlsx", "gold"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_program_s_own = ("source", "text", "pipeline")
_never_in_gold = ("confidence", "provenance", "evidence", "inferred", "page")
_zip_time = (2000, 1, 1, 0, 0, 0)  # equal records make equal files


@dataclass(frozen=True, slots=True)
class Download:
    """A file for the browser to save."""

    name: str
    media_type: str
    data: bytes


def download(record: Announcement, text: str, kind: Kind) -> Download:
    """Make the file.

    Args:
        record: what was found and corrected.
        text: the text in which its offsets count.
        kind: "csv" is a ZIP of tables; "gold" a ZIP of NAME.txt, NAME.gold.json and NAME.marked, as the corpus has them.

    Example:
        >>> download(Announcement(title="Bando Faber: al via"), "", "json").name
        'bando-faber-al-via.json'
    """
    stem = stem_of(record)
    if kind == "json":
        whole = record.model_copy(update={"text": text})
        return Download(f"{stem}.json", "application/json", whole.to_json(indent=2).encode() + b"\n")
    if kind == "gold":
        files = {f"{stem}.txt": text.encode(), f"{stem}.gold.json": gold_json(record).encode()}
        if (marked := to_marked(record, text)) is not None:
            files[f"{stem}.marked"] = marked.encode()
        return Download(f"{stem}-gold.zip", "application/zip", _zipped(files))
    return _tables(record, stem, kind)


def gold_json(record: Announcement) -> str:
    """The record as gold files hold it: what a person vouches for, nothing that the program fills in.

    Example:
        >>> "pipeline" in json.loads(gold_json(Announcement()))
        False
    """
    fields = record.model_dump(mode="json")
    for name in _program_s_own:
        fields.pop(name)
    return json.dumps(_vouched(fields), ensure_ascii=False, indent=1)


def stem_of(record: Announcement) -> str:
    r"""A name for the record's files, plain enough for every disk.

    Example:
        >>> stem_of(Announcement(title="../è \u202e CON")), stem_of(Announcement())
        ('e-con', 'comunicato')
    """
    import unicodedata

    plain = unicodedata.normalize("NFKD", record.title or "").encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "comunicato"


def _vouched(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _vouched(item)
            for key, item in value.items()
            if key not in _never_in_gold or (key == "inferred" and item)
        }
    return [_vouched(item) for item in value] if isinstance(value, list) else value


def _tables(record: Announcement, stem: str, kind: Literal["csv", "xlsx"]) -> Download:
    with tempfile.TemporaryDirectory(prefix="extract-web-") as folder:
        place = Path(folder) / ("tabelle" if kind == "csv" else "tabelle.xlsx")
        with open_writer(place, kind) as writer:
            writer.write(record)
        if kind == "xlsx":
            sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            return Download(f"{stem}.xlsx", sheet, place.read_bytes())
        files = {path.name: path.read_bytes() for path in sorted(place.iterdir())}
    return Download(f"{stem}-csv.zip", "application/zip", _zipped(files))


def _zipped(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _zip_time), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
