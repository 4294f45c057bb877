"""The comparison of records tells every difference, and tells it so that a reader finds the place."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.comparison import differences

TEXT = "Roma paga 3 milioni a Bo."
GOLD: dict[str, Any] = {
    "title": None,
    "agreements": [
        {
            "id": "A1",
            "kind": "bando",
            "companies": [{"entity": "E1", "name": "Bo", "roles": ["lead"]}],
            "amounts": [{"id": "M1", "value": "3000000", "start": 10, "end": 19, "text": "3 milioni", "payers": []}],
            "project": None,
        }
    ],
    "entities": [{"id": "E1", "label": "COMPANY", "name": "Bo", "mentions": [{"start": 22, "end": 24, "text": "Bo"}]}],
}


def changed(path: str, value: Any) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(json.dumps(GOLD))
    *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
    place: Any = record
    for step in steps:
        place = place[step]
    place[last] = value
    return record


def test_equal_records_do_not_differ() -> None:
    assert differences(GOLD, GOLD, TEXT) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("title", "Titolo"),
        ("place", "Roma"),
        ("agreements.0.kind", "piano"),
        ("agreements.0.id", "A2"),
        ("agreements.0.companies.0.roles", ["partner"]),
        ("agreements.0.companies", []),
        ("agreements.0.amounts.0.value", "3000000.00"),
        ("agreements.0.amounts.0.start", 9),
        ("agreements.0.amounts.0.text", "3 milion"),
        ("agreements.0.amounts.0.payers", [{"entity": None, "name": "Stato"}]),
        ("agreements.0.amounts.0.per", "year"),
        ("agreements.0.amounts.0.id", "M2"),
        ("agreements.0.project", {"name": "Faro"}),
        ("agreements.0.sites", [{"name": "Roma"}]),
        ("agreements.0.dates", {"signed": "2021-01-01", "closes": None}),
        ("agreements", []),
        ("entities.0.mentions.0.end", 25),
        ("entities.0.mentions", [{"start": 22, "end": 24, "text": "Bo"}, {"start": 0, "end": 4, "text": "Roma"}]),
        ("entities.0.label", "PERSON"),
        ("entities", [*GOLD["entities"], {"id": "E2", "label": "PLACE", "name": "Roma", "mentions": []}]),
    ],
)
def test_every_difference_is_told(path: str, value: Any) -> None:
    assert differences(GOLD, changed(path, value), TEXT) != []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("source", {"name": "a.txt"}),
        ("pipeline", {"extractor": "1"}),
        ("agreements.0.confidence", 0.5),
        ("agreements.0.evidence", [{"start": 0, "end": 1, "text": "R"}]),
        ("agreements.0.amounts.0.provenance", "rule"),
        ("agreements.0.amounts.0.funds", []),
        ("agreements.0.amounts.0.max_value", None),
        ("agreements.0.dates", {"signed": None}),
        ("agreements.0.companies.0.evidence", []),
        ("entities.0.key", "company:bo"),
        ("entities.0.identifiers", [{"scheme": "x", "value": "y"}]),
    ],
)
def test_what_is_the_programs_to_fill_is_no_difference(path: str, value: Any) -> None:
    assert differences(GOLD, changed(path, value), TEXT) == []


def test_a_difference_names_field_values_and_place() -> None:
    assert differences(GOLD, changed("agreements.0.amounts.0.value", "3"), TEXT) == [
        "agreements.A1.amounts.M1.value\n    gold:    '3000000'\n    program: '3'\n    text:    …Roma paga ⟦3 milioni⟧ a Bo. (10-19)…"
    ]
    [lines] = differences(GOLD, changed("entities.0.mentions", []), TEXT)
    assert "⟦Bo⟧" in lines


def test_the_gold_of_the_source_document_differs_from_itself_nowhere_and_from_its_change_there() -> None:
    folder = Path(__file__).parent.parent / "samples"
    gold = json.loads((folder / "impresa-e-innovazione.gold.json").read_bytes())
    text = (folder / "impresa-e-innovazione.md").read_bytes().decode()
    assert differences(gold, json.loads(json.dumps(gold)), text) == []
    other = json.loads(json.dumps(gold))
    other["checks"][0]["passed"] = False
    assert len(differences(gold, other, text)) == 1
