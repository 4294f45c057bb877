"""What a file is, by its first bytes and then by its name."""

import io
import tarfile
import zipfile

import pytest

from extractor.reading.formats import DOCX, media_type_of


def office(first: str, *others: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in (first, *others):
            archive.writestr(zipfile.ZipInfo(name), "x")
    return file.getvalue()


def tar() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a"))
    return file.getvalue()


MAIL = b"Received: from a\r\n\tby b\r\nFrom: a@b.it\r\nSubject: Bando\r\n\r\nTesto"


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (b"%PDF-1.7", "a.txt", "application/pdf"),
        (b"\n\n%PDF-1.7", "a.pdf", "application/pdf"),
        (b"Un %PDF-1.7 citato", "a.txt", "text/plain"),
        (b"Bando", "a.pdf", "text/plain"),
        (b"Bando", "a.docx", "text/plain"),
        (b"\0\1\2", "a.docx", DOCX),
        (b"Bando", "a.zip", "text/plain"),
        (b"<!doctype html>", "a.csv", "text/html"),
        ("<!DOCTYPE html>".encode("utf-16"), "a", "text/html"),
        (b"<!-- x --><!-- y --><html>", None, "text/html"),
        (b"<p>Bando", "a.txt", "text/plain"),
        (MAIL, "a.txt", "message/rfc822"),
        (MAIL, None, "message/rfc822"),
        (b"From a@b.it Mon Mar  1\r\n" + MAIL, None, "message/rfc822"),
        (MAIL, "a.md", "text/markdown"),
        (b"Subject: uno solo\n\nTesto", "a.txt", "text/plain"),
        (b"id,testo\n", "A.CSV", "text/csv"),
        (b"id\ttesto\n", "a.tsv", "text/tab-separated-values"),
        (b"{}\n", "a.ndjson", "application/jsonl"),
        (b"{}\n", "a.json", "application/json"),
        (b"p { color: red }", "a.css", "application/x-no-document"),
        (b"<?xml version='1.0'?><rss/>", "a.txt", "text/plain"),
        (b"<?xml version='1.0'?><rss/>", None, "application/x-no-document"),
        (b"<?xml version='1.0'?><html>", "a.xml", "text/html"),
        (b"PAR1....", "a", "application/vnd.apache.parquet"),
        (office("[Content_Types].xml", "word/document.xml"), "a.txt", DOCX),
        (office("[Content_Types].xml", "word/document.xml"), "a.zip", DOCX),
        (office("[Content_Types].xml", "xl/workbook.xml"), None, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (office("mimetype", "content.xml"), "a.zip", "application/vnd.oasis.opendocument.text"),
        (office("a.txt", "b.txt"), "a.txt", "application/zip"),
        (office("a.txt", "[Content_Types].xml"), None, "application/zip"),
        (b"PK\x05\x06" + bytes(18), "a", "application/zip"),
        (tar(), "a.txt", "application/x-tar"),
        (b"\x1f\x8b\x08", "a.txt", "application/gzip"),
        (b"", "a.html", "text/html"),
        (b"", None, "text/plain"),
    ],
)  # fmt: skip
def test_media_types(data: bytes, name: str | None, media_type: str) -> None:
    assert media_type_of(data, name) == media_type
