"""A record as a marked document: the corpus' own reader makes the same record of it again."""

from pathlib import Path

import pytest

from extractor.records import Announcement, Check, Entity, Span
from extractor.web.marked import to_marked
from models.corpus.convert import convert, to_json
from models.corpus.document import parse_document

SAMPLES = sorted((Path(__file__).parent.parent.parent / "samples").glob("*.gold.json"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name.removesuffix(".gold.json"))
def test_gold_to_marks_and_back(path: Path) -> None:
    stem = path.name.removesuffix(".gold.json")
    (source,) = [found for end in (".md", ".txt") if (found := path.with_name(stem + end)).exists()]
    text = source.read_bytes().decode("utf-8")
    gold = Announcement.from_json(path.read_bytes())
    marked = to_marked(gold, text)
    assert marked is not None
    document = parse_document(marked)
    assert document.text == text
    assert Announcement.from_json(to_json(convert(document))) == gold


def test_signs_of_the_markup_and_of_toml_are_escaped() -> None:
    text = 'Il [sic] {x} \\ "Rai" 5'
    entity = Entity(
        id="E1", label="PERSON", name='"Rai"', role='a "b" \\ c\n\x7f', mentions=[Span(start=15, end=20, text='"Rai"')]
    )
    marked = to_marked(Announcement(entities=[entity], place='" = 1'), text)
    assert marked is not None
    document = parse_document(marked)
    assert document.text == text
    assert document.table["place"] == '" = 1'
    assert document.entities["h1"] == {"role": 'a "b" \\ c\n\x7f'}


def test_a_mark_that_crosses_another_is_left_out() -> None:
    entities = [
        Entity(id="E1", label="PLACE", name="a b", mentions=[Span(start=0, end=3, text="a b")]),
        Entity(id="E2", label="PLACE", name="b c", mentions=[Span(start=2, end=5, text="b c")]),
    ]
    assert to_marked(Announcement(entities=entities), "a b c") == "[a b]{l1} c\n=====\n"


def test_a_text_with_the_line_that_ends_it_cannot_be_marked() -> None:
    assert to_marked(Announcement(), "a\n=====\nb") is None


def test_a_check_without_a_total() -> None:
    check = Check(kind="suspect_number", passed=False, message="tre decimali")
    marked = to_marked(Announcement(checks=[check]), "x")
    assert marked == 'x\n=====\n[[check]]\nkind = "suspect_number"\npassed = false\nmessage = "tre decimali"\n'
