"""The contract: what a record accepts, how it is written, what it refuses."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import ValidationError

from extractor.errors import RecordError
from extractor.records import Agreement, Amount, Announcement, Dates, Payer, Span, json_schema

GOLD = Path(__file__).parent.parent.parent / "samples" / "impresa-e-innovazione.gold.json"


def contains(whole: Any, part: Any) -> bool:
    """True where every field and item of `part` stands in `whole`, in the same order."""
    if isinstance(part, dict):
        return all(key in whole and contains(whole[key], value) for key, value in part.items())
    if isinstance(part, list):
        return len(whole) == len(part) and all(map(contains, whole, part))
    return bool(whole == part)


def test_an_empty_announcement_is_valid_and_has_every_field_in_order() -> None:
    record = json.loads(Announcement().to_json())
    assert list(record) == [
        *("schema_version", "source", "occhiello", "title", "subtitle", "categories", "published", "place"),
        *("publisher", "agreements", "amounts", "entities", "checks", "text", "pipeline"),
    ]
    assert record["schema_version"] == "1"
    assert record["agreements"] == record["amounts"] == record["entities"] == record["checks"] == []
    assert list(record["source"]) == ["name", "media_type", "sha256", "encoding", "characters", "id", "url"]
    assert list(record["pipeline"]) == ["extractor", "model", "lexicon", "spacy"]


def test_the_gold_record_comes_back_with_all_its_values() -> None:
    gold = json.loads(GOLD.read_bytes())
    assert contains(json.loads(Announcement.model_validate(gold).to_json()), gold)


def test_the_gold_record_survives_json(gold: Announcement) -> None:
    assert Announcement.from_json(gold.to_json()) == gold
    assert Announcement.from_json(gold.to_json(indent=2).encode()) == gold


def test_the_gold_record_agrees_with_its_text(gold: Announcement, source_text: str) -> None:
    gold.check_spans(source_text)


def test_values_are_decimals_with_the_scale_given(gold: Announcement) -> None:
    assert [str(amount.value) for amount in gold.all_amounts()] == [
        *("5317523", "2313750", "69412.50", "8435865", "1329615", "39888.45", "109300.95"),
    ]
    assert sum(gold.agreements[number].amounts[2].value for number in (0, 1)) == Decimal("109300.95")


def test_letters_beyond_ascii_are_written_as_they_are() -> None:
    assert '"title":"Perché sì: 5 €"' in Announcement(title="Perché sì: 5 €").to_json()


def test_two_empty_records_share_nothing_that_changes() -> None:
    first, second = Announcement(), Announcement()
    first.amounts.append(Amount(id="M1", value=Decimal(1), currency="EUR", role="other", text="1", start=0, end=1))
    assert second.amounts == []
    assert Announcement().amounts == []


def test_a_record_does_not_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Announcement().title = "altro"  # type: ignore[misc]


@pytest.mark.parametrize(
    "document",
    [
        {"titolo": "x"},
        {"schema_version": "2"},
        {"published": "2019-02-30"},
        {"published": "2019-11"},
        {"published": "12/11/2019"},
        {"publisher": "Regione"},
        {"publisher": "E0"},
        {"source": {"sha256": "abc"}},
        {"source": {"characters": -1}},
        {"agreements": [{"id": "A1", "kind": "accordo"}]},
        {"agreements": [{"id": "A1", "kind": "bando", "status": "firmato"}]},
        {"agreements": [{"id": "A1", "kind": "bando", "confidence": 1.01}]},
        {"agreements": [{"id": "A1", "kind": "bando", "dates": {"signed": "2019-13"}}]},
        {"agreements": [{"id": "A1", "kind": "bando", "companies": [{"entity": "E1"}]}]},
        {
            "agreements": [
                {"id": "A1", "kind": "bando", "companies": [{"entity": "E1", "name": "X", "roles": ["boss"]}]}
            ]
        },
        {"entities": [{"id": "E1", "label": "ORG", "name": "X"}]},
        {"checks": [{"kind": "parts_sum"}]},
    ],
)
def test_refuses_what_the_contract_does_not_know(document: dict[str, Any]) -> None:
    with pytest.raises(RecordError, match="record non valido"):
        Announcement.from_json(json.dumps(document))


@pytest.mark.parametrize(
    "change", [{"currency": "€"}, {"qualifier": "ca."}, {"value": 1.5}, {"start": -1}, {"role": None}]
)
def test_refuses_a_sum_that_breaks_the_contract(amount: dict[str, Any], change: dict[str, Any]) -> None:
    assert Amount.model_validate(amount).qualifier == "exact"
    with pytest.raises(ValidationError):
        Amount.model_validate(amount | change)


@pytest.mark.parametrize("field", ["id", "value", "currency", "role", "text", "start", "end"])
def test_a_sum_lacks_nothing(amount: dict[str, Any], field: str) -> None:
    del amount[field]
    with pytest.raises(ValidationError):
        Amount.model_validate(amount)


def test_dates_are_as_exact_as_the_text() -> None:
    dates = Dates(approved="2019-11-12", closes="2020-06", end="2023")
    assert (dates.approved, dates.closes, dates.end) == ("2019-11-12", "2020-06", "2023")


def test_the_error_names_the_first_mistake_and_counts_the_others() -> None:
    with pytest.raises(RecordError) as caught:
        Announcement.from_json('{"agreements": [{"id": "A1", "kind": "bando", "x": 1}], "y": 2}')
    assert caught.value.message == (
        "record non valido: agreements.0.x: Extra inputs are not permitted (e altri 1 errori)"
    )


@pytest.mark.parametrize("document", ["", "[]", "{", '{"title": "\\ud800"}', b"\xff"])
def test_what_is_no_json_object_is_a_record_error(document: str | bytes) -> None:
    with pytest.raises(RecordError, match=r"^record non valido: (documento|title): "):
        Announcement.from_json(document)


def test_evidence_and_inference_have_their_place() -> None:
    agreement = Agreement(id="A1", kind="bando", evidence=[Span(start=0, end=5, text="Bando", page=2)])
    assert agreement.evidence[0].page == 2
    assert agreement.status is None
    assert Payer(name="Stato", inferred=True).entity is None


def test_the_schema_describes_every_field() -> None:
    schema = json_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    for name, definition in {"Announcement": schema, **schema["$defs"]}.items():
        for field, description in definition["properties"].items():
            assert description.get("description"), f"{name}.{field} says nothing"
        assert definition["additionalProperties"] is False


def test_the_schema_accepts_what_is_written_and_refuses_a_float(gold: Announcement) -> None:
    validator = jsonschema.Draft202012Validator(json_schema())
    record = json.loads(gold.to_json())
    assert list(validator.iter_errors(record)) == []
    record["amounts"][0]["value"] = 109300.95
    assert [list(error.path) for error in validator.iter_errors(record)] == [["amounts", 0, "value"]]
