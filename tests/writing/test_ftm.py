"""What becomes of a record in FollowTheMoney; `test_ftm_model.py` asks followthemoney itself."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from extractor.records import Announcement
from extractor.writing.ftm_entities import FtmEntity, ftm_entities
from tests.writing.example import (
    FAILURES,
    announcements,
    full_record,
    gold_record,
    hostile_record,
    pipeline_record,
    write,
)

_id = re.compile(r"[0-9a-zA-Z]([0-9a-zA-Z.\-]*[0-9a-zA-Z])?")


def told(record: Announcement, schema: str) -> list[FtmEntity]:
    return [entity for entity in ftm_entities(record, "n1") if entity["schema"] == schema]


def with_sum(**changes: Any) -> list[FtmEntity]:
    """What the full record's first sum becomes when it is changed."""
    record = full_record()
    agreement = record.agreements[1]
    amount = agreement.amounts[0].model_validate(agreement.amounts[0].model_dump() | changes)
    agreement = agreement.model_copy(update={"amounts": [amount]})
    record = record.model_copy(update={"agreements": [record.agreements[0], agreement], "amounts": [], "checks": []})
    return [entity for entity in ftm_entities(record, "n1") if entity["id"] == "n1-M1"]


def test_the_source_document() -> None:
    found = list(ftm_entities(gold_record(), "n1"))
    counts: dict[str, int] = {}
    for entity in found:
        counts[entity["schema"]] = counts.get(entity["schema"], 0) + 1
    assert counts == {
        "Article": 1,
        "PublicBody": 6,
        "Company": 2,
        "Project": 1,
        "Person": 1,
        "Membership": 1,
        "Contract": 2,
        "UnknownLink": 6,
        "ContractAward": 2,
        "ProjectParticipant": 5,
        "Note": 7,  # the text says of no sum who receives it
        "Mention": 14,
    }
    assert told(gold_record(), "Contract")[1] == {
        "id": "n1-A2",
        "schema": "Contract",
        "properties": {
            "title": ["Creare una super lega di rame per settore metalmeccanico"],
            "name": ["Creare una super lega di rame per settore metalmeccanico"],
            "type": ["accordo per l'innovazione"],
            "status": ["approved"],
            "authority": ["n1-E1"],
            "project": ["n1-E9"],
            "summary": ["Accordo per l'innovazione, approvato"],
            "amount": ["8435865"],
            "currency": ["EUR"],
            "proof": ["n1"],
        },
    }
    assert [note["properties"]["name"][0] for note in told(gold_record(), "Note")] == [
        "costo totale: 5.317.523 €",
        "quota del costo: 2.313.750 €, in Lombardia",
        "contributo: 69.412,50 €, a carico di Regione Lombardia",
        "costo totale: 8.435.865 €",
        "quota del costo: 1.329.615 €, in Lombardia",
        "contributo: 39.888,45 €, a carico di Regione Lombardia",
        "contributo: 109.300,95 €, a carico di Regione Lombardia",
    ]
    entities = {note["id"]: note["properties"]["entity"] for note in told(gold_record(), "Note")}
    assert (entities["n1-M7"], entities["n1-M1"]) == (["n1-A2"], ["n1"])


def test_a_sum_with_payer_and_beneficiary_is_a_payment() -> None:
    record = full_record()
    liguria = told(record, "PublicBody")[0]["id"]
    orsolini = told(record, "Company")[0]["id"]
    assert with_sum() == [
        {
            "id": "n1-M1",
            "schema": "Payment",
            "properties": {
                "payer": [liguria],
                "beneficiary": [orsolini],
                "purpose": ["contributo"],
                "programme": ["Fesr"],
                "contract": ["n1-A2"],
                "project": ["n1-E4"],
                "amount": ["3000000"],
                "currency": ["EUR"],
                "summary": [
                    "contributo: da 3.000.000 a 3.500.000,50 €, a carico di Regione Liguria (62,5%) e Stato, "
                    "per Orsolini srl e le micro imprese, con Fesr, in Liguria"
                ],
                "description": ["fino a 3 milioni di euro"],
                "startDate": ["2019"],
                "endDate": ["2021"],
                "recordId": ["n1/M1"],
                "sourceUrl": ["https://www.regione.example/comunicati/42?a=1&b=2"],
            },
        }
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"beneficiaries": []},
        {"beneficiaries": [{"name": "le micro imprese"}]},
        {"payers": [{"name": "Stato"}]},
        {"payers": [], "beneficiaries": []},
        {"payers": [], "beneficiaries": [{"entity": "E2", "name": "Università di Genova"}]},
        {"payers": [{"entity": "E5", "name": "Fesr"}]},
        {"role": "limit"},
        {"role": "other"},
    ],
)
def test_a_sum_that_nobody_named_pays_or_receives_is_a_note(changes: dict[str, Any]) -> None:
    [note] = with_sum(**changes)
    assert (note["schema"], note["properties"]["entity"]) == ("Note", ["n1-A2"])
    assert "da 3.000.000 a 3.500.000,50 €" in note["properties"]["name"][0]
    assert note["properties"]["description"] == ["fino a 3 milioni di euro"]


def test_a_sum_to_one_company_without_payer_is_an_award() -> None:
    [award] = with_sum(payers=[], beneficiaries=[{"entity": "E3", "name": "Orsolini srl"}])
    assert (award["schema"], award["properties"]["amount"], award["properties"]["contract"]) == (
        "ContractAward",
        ["3000000"],
        ["n1-A2"],
    )
    assert award["properties"]["supplier"] == [told(full_record(), "Company")[0]["id"]]


def test_bodies_and_companies_are_one_in_all_announcements_people_are_not() -> None:
    record = full_record()
    first, second = ({entity["id"] for entity in ftm_entities(record, name)} for name in ("n1", "n2"))
    shared = first & second
    assert {entity["properties"]["name"][0] for entity in ftm_entities(record, "n1") if entity["id"] in shared} == {
        "Regione Liguria",
        "Orsolini srl",
    }


def test_entities_say_what_is_known_of_them() -> None:
    record = full_record()
    assert told(record, "PublicBody")[0]["properties"] == {
        "name": ["Regione Liguria"],
        "weakAlias": ["Regione"],
        "proof": ["n1"],
        "wikidataId": ["Q1256"],
    }
    assert told(record, "Company")[0]["properties"]["vatCode"] == ["00743110157"]
    assert told(record, "Project")[0]["properties"] == {
        "name": ["Porto Vivo"],
        "proof": ["n1"],
        "goal": ["rifare le banchine", "dare lavoro"],
        "alias": ["PV"],
        "projectId": ["E44E19000010002"],
    }
    assert told(record, "Membership")[0]["properties"]["role"] == ["assessora"]
    assert not told(record, "Address")


def test_lines_and_failures(tmp_path: Path) -> None:
    write(tmp_path / "a.ftm.json", [full_record(), full_record()], FAILURES)
    lines = [json.loads(line) for line in (tmp_path / "a.ftm.json").read_text(encoding="utf-8").splitlines()]
    articles = [line["id"] for line in lines if line["schema"] == "Article"]
    assert lines[: len(lines) // 2] == list(ftm_entities(full_record(), articles[0]))
    assert articles[1] == articles[0] + "-2"
    assert len((tmp_path / "a.ftm.failures.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def check_references(record: Announcement) -> None:
    """Every id is one that FollowTheMoney takes, and everything referred to is there."""
    found = list(ftm_entities(record, "n1"))
    known = {entity["id"] for entity in found}
    links = "proof payer beneficiary contract project supplier authority subject object member organization participant"
    for entity in found:
        assert _id.fullmatch(entity["id"]), entity
        for name, values in entity["properties"].items():
            assert values
            assert all(isinstance(value, str) and value for value in values), entity
            if name in (*links.split(), "document", "resolved", "entity"):
                assert set(values) <= known, entity


@settings(max_examples=30, deadline=None, derandomize=True)
@given(record=announcements())
def test_any_record_refers_to_what_is_there(record: Announcement) -> None:
    check_references(record)


def test_known_records_refer_to_what_is_there() -> None:
    for record in (gold_record(), pipeline_record(), full_record(), hostile_record()):
        check_references(record)
