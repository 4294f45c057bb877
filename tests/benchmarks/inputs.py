"""The same texts as files of every format that is read."""

from __future__ import annotations

import csv
import html
import json
import tarfile
import zipfile
from collections.abc import Callable, Iterable
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

Write = Callable[[Path, Iterable[str]], None]


def _each(suffix: str, make: Callable[[str], bytes]) -> Write:
    def write(folder: Path, texts: Iterable[str]) -> None:
        for number, text in enumerate(texts):
            (folder / f"{number:06}{suffix}").write_bytes(make(text))

    return write


def _as_html(text: str) -> bytes:
    title, *paragraphs = [html.escape(part) for part in text.split("\n\n") if part.strip()] or [""]
    body = "".join(f"<p>{part}</p>\n" for part in paragraphs)
    return (
        f"<!doctype html><html lang=it><head><meta charset=utf-8><title>{title}</title></head><body><nav><a href=/>Home</a>"
        f"</nav><main><article><h1>{title}</h1>\n{body}</article></main><footer>Note legali</footer></body></html>"
    ).encode()


def _as_pdf(text: str) -> bytes:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    out = BytesIO()
    style = getSampleStyleSheet()["Normal"]
    SimpleDocTemplate(out).build([Paragraph(html.escape(part), style) for part in text.split("\n\n")])
    return out.getvalue()


def _as_docx(text: str) -> bytes:
    import docx

    document = docx.Document()
    for part in text.split("\n\n"):
        document.add_paragraph(part)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _as_mail(text: str) -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Comunicato", "stampa@example.org", "redazione@example.org"
    message.set_content(text)
    message.add_alternative(_as_html(text).decode(), subtype="html")
    return bytes(message)


def _csv(folder: Path, texts: Iterable[str]) -> None:
    with (folder / "table.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("id", "testo"))
        writer.writerows(enumerate(texts))


def _jsonl(folder: Path, texts: Iterable[str]) -> None:
    with (folder / "table.jsonl").open("w", encoding="utf-8") as file:
        for number, text in enumerate(texts):
            file.write(json.dumps({"id": number, "testo": text}, ensure_ascii=False) + "\n")


def _parquet(folder: Path, texts: Iterable[str]) -> None:
    import pyarrow
    import pyarrow.parquet

    pyarrow.parquet.write_table(pyarrow.table({"testo": list(texts)}), folder / "table.parquet")


def _zip(folder: Path, texts: Iterable[str]) -> None:
    with zipfile.ZipFile(folder / "archive.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number, text in enumerate(texts):
            archive.writestr(f"{number:06}.txt", text)


def _tar(folder: Path, texts: Iterable[str]) -> None:
    with tarfile.open(folder / "archive.tar.gz", "w:gz") as archive:
        for number, text in enumerate(texts):
            member = tarfile.TarInfo(f"{number:06}.txt")
            data = text.encode()
            member.size = len(data)
            archive.addfile(member, BytesIO(data))


FORMATS: dict[str, Write] = {
    "txt": _each(".txt", str.encode),
    "html": _each(".html", _as_html),
    "pdf": _each(".pdf", _as_pdf),
    "docx": _each(".docx", _as_docx),
    "eml": _each(".eml", _as_mail),
    "csv": _csv,
    "jsonl": _jsonl,
    "parquet": _parquet,
    "zip": _zip,
    "tar.gz": _tar,
}
