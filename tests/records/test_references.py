"""A record that contradicts itself is told so, in words that lead to the place."""

from typing import Any

import pytest

from extractor.errors import RecordError
from extractor.records import Announcement, Entity, Span
from extractor.records.references import reference_problems


def record(**fields: Any) -> Announcement:
    """An announcement with entity E1, agreement A1 and its sum M1, and what a test adds."""
    amount = {"id": "M1", "value": "1", "currency": "EUR", "role": "other", "text": "1", "start": 0, "end": 1}
    agreement = {"id": "A1", "kind": "bando", "amounts": [amount | fields.pop("amount", {})]}
    agreement |= fields.pop("agreement", {})
    entity = {"id": "E1", "label": "COMPANY", "name": "X"} | fields.pop("entity", {})
    return Announcement.model_validate({"agreements": [agreement], "entities": [entity]} | fields)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"publisher": "E2"}, "publisher: non c'è alcuna entità E2"),
        ({"agreement": {"lead": "E3"}}, "A1.lead: non c'è alcuna entità E3"),
        ({"agreement": {"institutions": [{"entity": "E2", "name": "Y"}]}}, "A1: Y: non c'è alcuna entità E2"),
        ({"agreement": {"companies": [{"entity": "E4", "name": "Z"}]}}, "A1: Z: non c'è alcuna entità E4"),
        ({"agreement": {"project": {"entity": "E2"}}}, "A1.project: non c'è alcuna entità E2"),
        ({"agreement": {"parent": "A2"}}, "A1.parent: non c'è alcun accordo A2"),
        ({"agreement": {"parent": "A1"}}, "A1.parent: gira in tondo"),
        ({"amount": {"payers": [{"entity": "E2", "name": "Y"}]}}, "M1.payers: Y: non c'è alcuna entità E2"),
        ({"amount": {"funds": ["E2"]}}, "M1.funds: non c'è alcuna entità E2"),
        (
            {"amount": {"beneficiaries": [{"entity": "E2", "name": "Y"}]}},
            "M1.beneficiaries: Y: non c'è alcuna entità E2",
        ),
        ({"amount": {"part_of": "M2"}}, "M1.part_of: non c'è alcuna somma M2"),
        ({"amount": {"part_of": "M1"}}, "M1.part_of: gira in tondo"),
        ({"entity": {"affiliation": "E9"}}, "E1.affiliation: non c'è alcuna entità E9"),
        (
            {"checks": [{"kind": "parts_sum", "passed": True, "total": "M3"}]},
            "checks[0].total: non c'è alcuna somma M3",
        ),
        (
            {"checks": [{"kind": "parts_sum", "passed": True, "total": "M1", "parts": ["M1", "M4"]}]},
            "checks[0].parts: non c'è alcuna somma M4",
        ),
    ],
)
def test_says_where_a_reference_leads_nowhere(fields: dict[str, Any], problem: str) -> None:
    assert reference_problems(record(**fields)) == [problem]


def test_ids_are_unique_across_agreements_and_document() -> None:
    amount = {"id": "M1", "value": "1", "currency": "EUR", "role": "other", "text": "1", "start": 0, "end": 1}
    assert reference_problems(record(amounts=[amount])) == ["id M1 usato 2 volte (somma)"]


def test_two_sums_cannot_be_parts_of_each_other() -> None:
    amount = {"id": "M2", "value": "1", "currency": "EUR", "role": "other", "text": "1", "start": 0, "end": 1}
    circle = record(amount={"part_of": "M2"}, amounts=[amount | {"part_of": "M1"}])
    assert reference_problems(circle) == ["M1.part_of: gira in tondo", "M2.part_of: gira in tondo"]


def test_a_consistent_record_has_no_problems(gold: Announcement) -> None:
    assert reference_problems(record()) == []
    assert reference_problems(gold) == []


def test_reading_json_checks_references_but_construction_does_not() -> None:
    document = record(publisher="E2", agreement={"lead": "E3"}).to_json()
    with pytest.raises(RecordError) as caught:
        Announcement.from_json(document)
    assert caught.value.message == (
        "record incoerente: publisher: non c'è alcuna entità E2; A1.lead: non c'è alcuna entità E3"
    )


@pytest.mark.parametrize(
    ("span", "problem"),
    [
        (Span(start=0, end=5, text="bando"), "entities[0].mentions[0] [0:5] dice 'bando', il testo ha 'Bando'"),
        (Span(start=6, end=20, text="aperto"), "entities[0].mentions[0] [6:20] dice 'aperto', il testo ha 'aperto'"),
        (Span(start=3, end=3, text=""), "entities[0].mentions[0] [3:3] dice '', il testo ha ''"),
    ],
)
def test_spans_must_hold_what_they_claim(span: Span, problem: str) -> None:
    flawed = Announcement(entities=[Entity(id="E1", label="PROJECT", name="Bando", mentions=[span])])
    with pytest.raises(RecordError) as caught:
        flawed.check_spans("Bando aperto")
    assert caught.value.message == f"posizioni sbagliate: {problem}"


def test_a_sum_out_of_place_is_found(gold: Announcement, source_text: str) -> None:
    with pytest.raises(RecordError, match=r"agreements\[0\].amounts\[0\] \[1498:1512\] dice '5.317.523 euro'"):
        gold.check_spans(" " + source_text)
