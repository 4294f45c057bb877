"""JSON is UTF-8, indented alone and on one line among several."""

import io

from extractor.records import Announcement
from extractor.writing.json import write_json


def test_one_document(gold: Announcement) -> None:
    stream = io.BytesIO()
    write_json(gold, stream)
    assert stream.getvalue().startswith(b'{\n  "schema_version": "1",\n  "source": {\n')
    assert "sanità".encode() in stream.getvalue()
    assert Announcement.from_json(stream.getvalue()) == gold


def test_one_document_a_line(gold: Announcement) -> None:
    stream = io.BytesIO()
    for title in ("riga\nspezzata\u2028", "altra"):
        write_json(gold.model_copy(update={"title": title}), stream, on_one_line=True)
    first, second, rest = stream.getvalue().split(b"\n")
    assert (Announcement.from_json(first).title, Announcement.from_json(second).title) == (
        "riga\nspezzata\u2028",
        "altra",
    )
    assert rest == b""
