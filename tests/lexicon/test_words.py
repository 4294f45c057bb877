"""A text as its words: offsets kept, look-up keys, what may belong to one name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.lexicon import Words, fold, key_of, plain, words_of


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Ministero dell’Università e della Ricerca", "ministero dell università e della ricerca"),
        ("Ministero dell'Università  e\u00a0della\nRicerca", "ministero dell università e della ricerca"),
        ("S.p.A.", "s p a"),
        ("ART-ER", "art er"),
        ("Transizione 4.0", "transizione 4 0"),
        ("AT&T", "at t"),
        ("İstanbul", "istanbul"),
        ("…", ""),
        ("", ""),
    ],
)
def test_the_key_of_a_name(name: str, key: str) -> None:
    assert key_of(name) == key


def test_words_keep_their_places() -> None:
    text = "L’Università di Pavia (Unipv), 5\u00a0000 €."
    words = Words(text)
    assert [words.surface(index) for index in range(len(words))] == [
        "L",
        "Università",
        "di",
        "Pavia",
        "Unipv",
        "5",
        "000",
    ]
    assert words.lows == ["l", "università", "di", "pavia", "unipv", "5", "000"]
    assert [words.gap(index) for index in range(len(words))] == ["'", " ", " ", " (", "), ", " ", "\0"]
    assert [words.capitalised(index) for index in range(len(words))] == [True, True, False, True, True, False, False]
    assert words.extent == [4, 3, 2, 1, 1, 2, 1]


@pytest.mark.parametrize(
    ("text", "one_name"),
    [
        ("Bracco spa", True),
        ("Bracco\nspa", True),
        ("Bracco\r\nspa", True),
        ("Bracco\n\nspa", False),
        ("l'Ateneo", True),
        ("ART-ER", True),
        ("Smart&Start", True),
        ("Bracco, spa", False),
        ("Bracco (spa", False),
        ("Bracco. Spa", False),
        ("A. Rossi", True),
        ("Soc. Coop", True),
        ("Erasmus+ Europa", False),
        ('"Bracco" spa', True),
        ("Trento – Bolzano", True),
    ],
)
def test_what_may_stand_between_two_words_of_one_name(text: str, one_name: bool) -> None:
    words = Words(text)
    assert words.tight(0) is one_name
    assert (words.run(0, 2) is not None) is one_name


def test_a_run_is_a_key_and_never_crosses_what_parts_words() -> None:
    words = Words("Regione del Veneto, Regione Lazio")
    assert words.run(0, 3) == "regione del veneto"
    assert words.run(0, 1) == "regione"
    assert words.run(0, 4) is None
    assert words.run(3, 2) == "regione lazio"
    assert words.run(4, 2) is None
    assert words.run(5, 1) is None


def test_an_empty_text_has_no_words() -> None:
    words = Words("")
    assert len(words) == 0
    assert words.run(0, 1) is None


def test_the_words_of_a_text_are_remembered() -> None:
    text = "La Regione del Veneto paga."
    assert words_of(text) is words_of(text)


any_text = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("’‘“”«»–—\u00a0\u2009\tİı'\"-. \n"), max_size=80
)


@given(any_text)
def test_folding_keeps_every_place(text: str) -> None:
    assert len(plain(text)) == len(fold(text)) == len(text)
    assert fold(text) == fold(fold(text))


def test_no_letter_of_unicode_changes_its_length_when_folded() -> None:
    letters = [chr(code) for code in range(0x110000) if not 0xD800 <= code <= 0xDFFF]
    assert [letter for letter in letters if len(fold(letter)) != 1] == []


@given(any_text)
def test_words_lie_in_the_text_in_order_and_run_as_far_as_they_say(text: str) -> None:
    words = Words(text)
    end = 0
    for index in range(len(words)):
        start, stop = words.starts[index], words.ends[index]
        assert end <= start < stop <= len(text)
        assert words.lows[index] == fold(text[start:stop])
        reach = words.extent[index]
        assert words.run(index, reach) is not None
        assert words.run(index, reach + 1) is None
        end = stop
