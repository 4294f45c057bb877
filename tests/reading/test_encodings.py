"""Bytes become text to the letter, or an honest refusal."""

import codecs
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.reading.encodings import DamagedError, NotTextError, UnknownEncodingError, decode

ITALIAN = "Perché è così: l’Università dà già di più – «È però a Forlì» –\r\n500 € per la città.\n"
PLAIN = "Perche' e' cosi': la citta' paga 500 euro.\n"
RUSSIAN = "Правительство Италии выделило сто миллионов евро на развитие промышленности. " * 4

any_text = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff") | st.sampled_from("\r\n\t")
)


@pytest.mark.parametrize(
    ("text", "saved_as", "found"),
    [
        (PLAIN, "ascii", "utf-8"),
        (ITALIAN, "utf-8", "utf-8"),
        (ITALIAN, "utf-8-sig", "utf-8"),
        (ITALIAN, "utf-16-le", "utf-16-le"),
        (ITALIAN, "utf-16-be", "utf-16-be"),
        (ITALIAN, "cp1252", "cp1252"),
        (ITALIAN, "mac_roman", "mac_roman"),
        (ITALIAN.replace("’", "'").replace("–", "-").replace("€", "euro"), "iso-8859-1", "cp1252"),
        (ITALIAN.replace("’", "'").replace("–", "-").replace("€", "euro"), "cp850", "cp850"),
        ("così", "cp1252", "cp1252"),
        ("à", "cp1252", "cp1252"),
        ("Für größere Städte", "cp1252", "cp1252"),
        (RUSSIAN, "cp1251", "cp1251"),
        ("", "utf-8", "utf-8"),
    ],
)
def test_finds_the_encoding_and_keeps_every_character(text: str, saved_as: str, found: str) -> None:
    assert decode(text.encode(saved_as)) == (text, found)


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_drops_one_byte_order_mark_and_no_more(mark: bytes, encoding: str) -> None:
    assert decode(mark + ITALIAN.encode(encoding)) == (ITALIAN, encoding)
    assert decode(mark + mark + PLAIN.encode(encoding)) == ("\ufeff" + PLAIN, encoding)


def test_a_byte_undefined_in_windows_is_read_as_iso() -> None:
    assert decode("La città è più\x81 viva, già è così".encode("latin-1")) == (
        "La città è più\x81 viva, già è così",
        "iso-8859-1",
    )


@given(any_text)
def test_any_text_in_utf8_comes_back(text: str) -> None:
    assert decode(text.encode("utf-8")) == (text, "utf-8")


@given(any_text, st.sampled_from(["utf-16-le", "utf-16-be"]))
def test_any_text_in_marked_utf16_comes_back(text: str, encoding: str) -> None:
    assert decode(("\ufeff" + text).encode(encoding)) == (text, encoding)


@given(st.text("abcdefilmnoprstuv àèéìòùÈ’“”€,.;0123456789\n", max_size=200))
def test_any_italian_text_in_windows_encoding_comes_back(text: str) -> None:
    sentence = "Il testo che segue è di prova: " + text
    assert decode(sentence.encode("cp1252")) == (sentence, "cp1252")


@given(st.binary(max_size=300))
def test_any_bytes_are_decoded_to_the_letter_or_refused(data: bytes) -> None:
    try:
        text, encoding = decode(data)
    except (NotTextError, DamagedError, UnknownEncodingError):
        return
    assert data.endswith(text.encode(encoding))
    assert len(data) - len(text.encode(encoding)) in (0, 2, 3, 4)


@pytest.mark.parametrize(
    ("data", "encoding", "position"),
    [
        (ITALIAN.encode()[:-20] + b"\xc3 citt", "utf-8", len(ITALIAN.encode()) - 20),
        (codecs.BOM_UTF8 + b"citt\xe0", "utf-8", 7),
        (codecs.BOM_UTF16_LE + "abc".encode("utf-16-le") + b"x", "utf-16-le", 8),
        (codecs.BOM_UTF16_BE + b"\xd8\x00\x00a", "utf-16-be", 2),
    ],
)
def test_says_at_which_byte_a_text_is_damaged(data: bytes, encoding: str, position: int) -> None:
    with pytest.raises(DamagedError) as caught:
        decode(data)
    assert (caught.value.encoding, caught.value.position) == (encoding, position)


@pytest.mark.parametrize(
    "data",
    [
        b"Testo con un NUL\0 in mezzo",
        b"\0" * 100,
        random.Random(1).randbytes(4000),
        random.Random(2).randbytes(4000).replace(b"\0", b""),
        "a".encode("utf-16-le") + b"\0",
        bytes(range(1, 32)) * 4,
    ],
)
def test_refuses_what_is_no_text(data: bytes) -> None:
    with pytest.raises(NotTextError):
        decode(data)


def test_refuses_rather_than_guess_wrong() -> None:
    with pytest.raises(UnknownEncodingError):
        decode(bytes(random.Random(3).choices(range(0x80, 0x100), k=3000)))
