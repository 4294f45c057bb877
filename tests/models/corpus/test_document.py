from pathlib import Path

import pytest

from models.corpus.document import parse_document, read
from models.corpus.markup import MarkupError


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a\n=====\n", "a"),
        ("a\n\n=====\n", "a\n"),
        ("a\r\n\r\n=====\r\n", "a\r\n"),
        ("a\n=====", "a"),
        ("a\n=====\nb\n=====\n", "a\n=====\nb"),
        ("a\n======\nb\n=====\n", "a\n======\nb"),
    ],
)
def test_the_newline_before_the_separator_belongs_to_it(source: str, text: str) -> None:
    assert parse_document(source).text == text


def test_a_file_keeps_its_line_ends_and_loses_its_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "one.marked"
    path.write_bytes("\ufeff[Forlì]{l1}\r\n\rx\n=====\r\nplace = 'Forlì'\r\n".encode())
    document = read(path)
    assert document.text == "Forlì\r\n\rx"
    assert document.span(document.marks[0]) == "Forlì"
    assert document.table == {"place": "Forlì"}


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"a\nb", 1, "no line ===== between the text and its TOML part"),
        (b"a\n=====\nx = 1\ny = =\n", 4, "TOML: Invalid value"),
        (b"a\n=====\nx = 1\nx = 2\n", 4, "TOML: Cannot overwrite a value"),
        (b"a\n=====\nx = '1\n", 3, 'TOML: Expected "\'"'),
        (b"a\nb \xe8\n=====\n", 2, "not UTF-8"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(tmp_path: Path, content: bytes, line: int, message: str) -> None:
    path = tmp_path / "one.marked"
    path.write_bytes(content)
    with pytest.raises(MarkupError) as caught:
        read(path)
    assert (caught.value.line, caught.value.message[: len(message)]) == (line, message)


def test_lines_of_text_and_keys() -> None:
    document = parse_document(
        "a\n[b]{i1}\n=====\n"  # lines 1 to 3
        'publisher = "i1"\n[sums]\nm1 = { role = "other" }\n'  # 4 to 6
        '[[agreement]]\nid = "A1"\n[[agreement]]\nid = "A2"\nparties = { i1 = "lead" }\n[entities.i1]\nname = "b"\n'
    )
    assert document.line(document.marks[0].start) == 2
    assert document.line_of("publisher") == 4
    assert document.line_of("sums", "m1", "role") == 6
    assert document.line_of("agreement", 1, "id") == 10
    assert document.line_of("agreement", 1, "parties", "i1") == 11
    assert document.line_of("entities", "i1", "name") == 13
