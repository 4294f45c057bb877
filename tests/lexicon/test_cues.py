"""Cue phrases: found by their words, whole or by their beginning."""

import pytest

from extractor.lexicon import Cue, CueTable, Words


def found(rows: list[list[str]], text: str) -> list[tuple[int, str]]:
    words = Words(text)
    cues = CueTable(rows).find(words, 0, len(words))
    return [(cue.row, text[words.starts[cue.start] : words.ends[cue.end - 1]]) for cue in cues]


@pytest.mark.parametrize(
    ("phrase", "text", "matches"),
    [
        ("costo", "Il costo è alto", ["costo"]),
        ("costo", "Il Costo è alto", ["Costo"]),
        ("costo", "I costosi lavori", []),
        ("cost*", "I costosi lavori", ["costosi"]),
        ("cost*", "Il cost", ["cost"]),
        ("costo complessiv*", "il costo complessivo", ["costo complessivo"]),
        ("costo complessiv*", "il costo", []),
        ("costo complessiv*", "costo più complessivo", []),
        ("a carico d*", "a carico della Regione", ["a carico della"]),
        ("l'importo", "L’importo è alto", ["L’importo"]),
        ("base d asta", "a base d'asta", ["base d'asta"]),
        ("stanzia*", "stanzia e stanziati", ["stanzia", "stanziati"]),
        ("è", "è qui", ["è"]),
        ("al", "al bar", ["al"]),
    ],
)
def test_one_phrase(phrase: str, text: str, matches: list[str]) -> None:
    assert [words for _, words in found([[phrase]], text)] == matches


def test_rows_are_told_apart_and_cues_come_in_order_the_longest_first() -> None:
    rows = [["quota"], ["quota a carico", "carico"], ["la quota"]]
    assert found(rows, "Paga la quota a carico") == [
        (2, "la quota"),
        (1, "quota a carico"),
        (0, "quota"),
        (1, "carico"),
    ]


def test_only_the_words_asked_for_are_searched() -> None:
    words = Words("costo totale, costo totale")
    table = CueTable([["costo totale"]])
    assert list(table.find(words, 0, 4)) == [Cue(0, 2, 0), Cue(2, 4, 0)]
    assert list(table.find(words, 1, 3)) == []
    assert list(table.find(words, 2, 4)) == [Cue(2, 4, 0)]
    assert list(table.find(words, 0, 0)) == []


def test_a_table_finds_the_same_again() -> None:
    table = CueTable([["cost*"], ["costo"]])
    first, second = Words("costo e costi"), Words("costi e costo")
    assert list(table.find(first, 0, 3)) == list(table.find(first, 0, 3)) == [Cue(0, 1, 0), Cue(0, 1, 1), Cue(2, 3, 0)]
    assert list(table.find(second, 0, 3)) == [Cue(0, 1, 0), Cue(2, 3, 0), Cue(2, 3, 1)]


def test_an_empty_table_finds_nothing() -> None:
    assert found([], "costo") == []
