"""Which format some bytes are in, and which module reads it: by what they are, and by their name where that is open."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from importlib import import_module
from os.path import splitext
from typing import cast

from extractor.errors import UnsupportedFormatError
from extractor.reading.document import ReadDocument
from extractor.reading.options import ReadOptions

Reader = Callable[[bytes, str | None, str, str, ReadOptions], ReadDocument]
"""Takes the bytes, the name, the media type, the digest and the options."""

HTML, EMAIL, PDF = "text/html", "message/rfc822", "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CSV, TSV, JSONL, JSON = "text/csv", "text/tab-separated-values", "application/jsonl", "application/json"
PARQUET = "application/vnd.apache.parquet"
ZIP, GZIP, TAR, BZIP2 = "application/zip", "application/gzip", "application/x-tar", "application/x-bzip2"

READERS = {
    "text/plain": "plain", "text/markdown": "plain", HTML: "html", EMAIL: "email", PDF: "pdf", DOCX: "docx",
}  # fmt: skip
"""Media types that are read, and the module whose `read` does it; imported only when such a file turns up."""

TABLES = frozenset((CSV, TSV, JSONL, JSON, PARQUET))
"""Media types with a document a row."""

ARCHIVES = frozenset((ZIP, GZIP, TAR, BZIP2))
"""Media types with files inside."""

HEAD = 4096
"""How many of its first bytes tell a format."""

_by_ending = {
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".eml": EMAIL,
    ".pdf": PDF,
    ".rtf": "application/rtf",
    ".doc": "application/msword",
    ".docx": DOCX,
    ".odt": "application/vnd.oasis.opendocument.text",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".csv": CSV,
    ".tsv": TSV,
    ".jsonl": JSONL,
    ".ndjson": JSONL,
    ".json": JSON,
    ".parquet": PARQUET,
    ".tar": TAR,
    ".zip": ZIP,
}
_textual = frozenset(("text/plain", "text/markdown", HTML, EMAIL, CSV, TSV, JSONL, JSON))
_no_documents = dict.fromkeys(
    ".css .js .mjs .map .svg .xml .rss .xsl .xsd .dtd .py .r .sh .bat .toml .yaml .yml .ini .cfg .log .sql .tex .bib .srt .vtt .ics .vcf .kml .gpx".split(),
    "application/x-no-document",
)
_signatures: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", PDF),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
    (b"{\\rtf", "application/rtf"),
    (b"PAR1", PARQUET),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\x1f\x8b", GZIP),
    (b"BZh", BZIP2),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x7fELF", "application/x-executable"),
)
_html_opening = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.DOTALL | re.IGNORECASE
)
_mail_header = re.compile(
    rb"(?:^|\n)(from|to|subject|date|received|mime-version|message-id|return-path):[ \t]", re.IGNORECASE
)
_mail_opening = re.compile(rb"(?:[!-9;-~]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)+", re.IGNORECASE)
_names = {
    "application/rtf": "è un documento RTF",
    "application/msword": "è un vecchio documento di Office",
    _by_ending[".odt"]: "è un documento OpenDocument",
    _by_ending[".xlsx"]: "è un foglio di calcolo",
    _by_ending[".pptx"]: "è una presentazione",
    "application/x-xz": "è un archivio XZ",
    "application/x-7z-compressed": "è un archivio 7-Zip",
    "application/vnd.rar": "è un archivio RAR",
    "image": "è un'immagine",
    "application/x-no-document": "è XML, codice o altro che non è un documento",
}  # fmt: skip
_as_what = {
    "application/rtf": "salvarlo come .docx o .txt e riprovare",
    "application/msword": "salvarlo come .docx o .txt e riprovare",
    _by_ending[".odt"]: "salvarlo come .docx o .txt e riprovare",
    _by_ending[".xlsx"]: "salvarlo come .csv e riprovare",
    _by_ending[".pptx"]: "salvarne il testo in un file .txt e riprovare",
    "application/x-xz": "estrarne i file o farne uno ZIP e riprovare",
    "application/x-7z-compressed": "estrarne i file o farne uno ZIP e riprovare",
    "application/vnd.rar": "estrarne i file o farne uno ZIP e riprovare",
}  # fmt: skip


def read_as(data: bytes, name: str | None, digest: str, options: ReadOptions) -> ReadDocument:
    """Tell the format and have its module read it.

    Raises:
        UnsupportedFormatError: no module reads this format, or it holds many documents.
        ReadingError: the module could make no text of the bytes.
    """
    media_type = media_type_of(data, name)
    if media_type in TABLES:
        raise UnsupportedFormatError(
            "è una tabella con un documento per riga: indicarla a `extract` fra i file", name=name
        )
    if media_type in ARCHIVES:
        raise UnsupportedFormatError("è un archivio con più file: indicarlo a `extract` fra i file", name=name)
    module = READERS.get(media_type)
    if module is None and media_type == "application/msword" and (name or "").lower().endswith((".docx", ".xlsx")):
        raise UnsupportedFormatError("è protetto da password: salvarne una copia senza", name=name)
    if module is None:
        what = _names.get(media_type) or _names.get(media_type.partition("/")[0]) or "non è un testo"
        how = _as_what.get(media_type, "salvarne il testo in un file .txt e riprovare")
        raise UnsupportedFormatError(f"{what}, che non si legge: {how}", name=name)
    return cast(Reader, import_module(f"extractor.reading.{module}").read)(data, name, media_type, digest, options)


def media_type_of(data: bytes, name: str | None) -> str:
    """The media type by what the bytes begin with, else by the ending of the name, else plain text.

    Args:
        data: the bytes, or the first `HEAD` of them.
        name: the name of the file; only its ending counts.

    Example:
        >>> media_type_of(b"%PDF-1.7 ...", "finto.txt"), media_type_of(b"# Bando", "BANDO.MD")
        ('application/pdf', 'text/markdown')
    """
    ending = splitext(name or "")[1].lower()
    by_name = _by_ending.get(ending) or _no_documents.get(ending)
    for signature, media_type in _signatures:
        if data.startswith(signature):
            return _zipped(data, by_name) if media_type == ZIP else media_type
    if data[:HEAD].find(b"%PDF-", 0, 1024) > 0 and by_name in (None, PDF):
        return PDF  # readers bear a line or two before it
    if _is_tar(data):
        return TAR
    opening = data[:HEAD].removeprefix(b"\xef\xbb\xbf")
    if opening.startswith((b"\xff\xfe", b"\xfe\xff")):
        opening = opening.replace(b"\0", b"")[2:]
    if _html_opening.match(opening.lstrip()) is not None:
        return HTML
    if by_name in (None, "text/plain", EMAIL) and _is_mail(opening):
        return EMAIL
    if by_name == "application/x-no-document" or (by_name is None and opening.lstrip().startswith(b"<?xml")):
        return "application/x-no-document"
    if by_name is None or by_name in _textual:
        return by_name or "text/plain"
    return by_name if b"\0" in data[:HEAD] else "text/plain"  # named .pdf or .docx, and nothing of the kind


def _zipped(data: bytes, by_name: str | None) -> str:
    """Office documents are ZIP archives: told by their first member, else by their name."""
    first = data[30 : 30 + struct.unpack_from("<H", data, 26)[0]] if len(data) > 30 and data[2] == 3 else b""
    if first == b"mimetype":
        return _by_ending[".odt"]
    office = first in (
        b"[Content_Types].xml",
        b"_rels/.rels",
        b"docProps/app.xml",
        b"docProps/core.xml",
    ) or first.startswith(b"word/")
    if by_name in (None, ZIP) or by_name in _textual or by_name == PDF:
        if not office:
            return ZIP
        kind = next((ending for part, ending in ((b"xl/", ".xlsx"), (b"ppt/", ".pptx")) if part in data), ".docx")
        return _by_ending[kind]
    return by_name or ZIP


def _is_tar(data: bytes) -> bool:
    """Whether the first 512 bytes are the header of a tar archive, by its checksum."""
    if len(data) < 512 or data[257:262] != b"ustar":
        return False
    try:
        stated = int(data[148:156].strip(b"\0 ") or b"0", 8)
    except ValueError:
        return False
    return stated == sum(data[:148]) + 8 * 0x20 + sum(data[156:512])


def _is_mail(opening: bytes) -> bool:
    """Whether a text begins with the headers of a message, of which two at least are a message's for sure."""
    headers = _mail_opening.match(opening.partition(b"\n")[2] if opening.startswith(b"From ") else opening)
    if headers is None:
        return False
    return len({name.lower() for name in _mail_header.findall(headers[0])}) >= 2
