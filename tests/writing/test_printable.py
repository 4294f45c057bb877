"""No character of a document reaches the terminal with power over it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.writing.printable import on_one_line, shortened


@given(st.text(st.characters()))
def test_no_control_character_and_one_line_only(text: str) -> None:
    printed = on_one_line(text)
    assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in printed)
    assert len(printed.splitlines()) <= 1
    printed.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("lega", 4, "lega"),
        ("una lega", 7, "una…"),
        ("una lega, di rame", 10, "una lega…"),
        ("precipitevolissimevolmente", 10, "precipite…"),
        ("a precipitevolissimevolmente", 10, "a precipi…"),
    ],
)
def test_shortened(text: str, limit: int, short: str) -> None:
    assert shortened(text, limit) == short
    assert len(short) <= limit
