"""Which format some bytes are in, and which module reads it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from extractor.errors import UnsupportedFormatError
from extractor.reading import plain
from extractor.reading.document import ReadDocument

Reader = Callable[[bytes, str | None, str, str], ReadDocument]
"""Takes the bytes, the name, the media type and the digest."""

READERS: dict[str, Reader] = {"text/plain": plain.read, "text/markdown": plain.read}
"""Media types that are read; a new format adds its module's `read` here."""

_media_types = {
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".eml": "message/rfc822",
    ".pdf": "application/pdf",
    ".rtf": "application/rtf",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".odt": "application/vnd.oasis.opendocument.text",
}
_signatures: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
    (b"{\\rtf", "application/rtf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x7fELF", "application/x-executable"),
)
_html_openings = (b"<!doctype html", b"<html")
_names = {
    "text/html": "è una pagina HTML",
    "message/rfc822": "è un messaggio di posta",
    "application/pdf": "è un PDF",
    "application/rtf": "è un documento RTF",
    "application/msword": "è un vecchio documento di Office",
    _media_types[".docx"]: "è un documento Word",
    _media_types[".odt"]: "è un documento OpenDocument",
    "application/zip": "è un archivio ZIP",
    "image": "è un'immagine",
}
_as_text = "salvarne il testo in un file .txt e riprovare"


def read_as(data: bytes, name: str | None, digest: str) -> ReadDocument:
    """Tell the format and have its module read it.

    Raises:
        UnsupportedFormatError: no module reads this format.
        EncodingError: the module could not turn the bytes into text.
    """
    media_type = media_type_of(data, name)
    reader = READERS.get(media_type)
    if reader is None:
        what = _names.get(media_type) or _names.get(media_type.partition("/")[0]) or "non è un testo"
        raise UnsupportedFormatError(f"{what}: per ora si leggono solo testi e Markdown, {_as_text}", name=name)
    return reader(data, name, media_type, digest)


def media_type_of(data: bytes, name: str | None) -> str:
    """The media type by what the bytes begin with, else by the ending of the name, else plain text.

    Example:
        >>> media_type_of(b"%PDF-1.7 ...", "finto.txt"), media_type_of(b"# Bando", "BANDO.MD")
        ('application/pdf', 'text/markdown')
    """
    by_name = _media_types.get(PurePath(name or "").suffix.lower())
    for signature, media_type in _signatures:
        if data.startswith(signature):
            return by_name if media_type == "application/zip" and by_name else media_type
    if data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_html_openings):
        return "text/html"
    return by_name or "text/plain"
