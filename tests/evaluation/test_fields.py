"""Right in every field: the list, field by field, and gold against itself."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from extractor.evaluation import RecordFacts, figures, measure
from extractor.evaluation.catalogue import SECTIONS, SHARES
from extractor.evaluation.fields import FIELDS
from tests.evaluation.records import Fields, agreement, amount, entity, measured, party

SAMPLES = Path(__file__).parents[2] / "samples"

FULL: Fields = {
    "occhiello": "Imprese",
    "title": "Bando",
    "subtitle": "Al via",
    "categories": ["Sviluppo", "Lavoro"],
    "published": "2020-01-31",
    "place": "Milano",
    "publisher": "E1",
    "entities": [
        entity(1, "INSTITUTION", (0, 5)),
        entity(2, "COMPANY", (10, 15)),
        entity(3, "PROJECT", (20, 25)),
        entity(4, "PERSON", (30, 35), role="assessore", affiliation="E1"),
    ],
    "agreements": [
        agreement(
            1,
            status="open",
            heading="Il bando",
            parent=None,
            institutions=[party(1, "promoter")],
            companies=[party(2, "beneficiary")],
            lead="E2",
            project={"entity": "E3", "name": "Fiam", "acronym": None, "objectives": [{"text": "creare una filiera"}]},
            sites=[{"name": "Codogno"}, {"name": "Lodi"}],
            dates={"approved": "2020-01-30"},
            duration="tre anni",
            identifiers={"cup": ["X1"], "law": []},
            jobs={"created": 12},
            amounts=[
                amount(
                    2,
                    "50",
                    role="contribution",
                    qualifier="about",
                    part_of="M1",
                    payers=[{"entity": "E1", "name": "Regione", "percent": "50"}],
                    funds=["E3"],
                    beneficiaries=[{"entity": "E2", "name": "Bracco"}],
                    territory={"name": "Lombardia"},
                    period={"start": 2020, "end": 2022},
                    per="year",
                )
            ],
        ),
        agreement(2, "piano", parent="A1"),
    ],
    "amounts": [amount(1, "100", role="total_cost"), amount(3, "50", 99, role="other")],
    "checks": [{"kind": "parts_sum", "passed": True, "total": "M1", "parts": ["M2", "M3"]}],
}


def changed(path: str, value: Any) -> Fields:
    """The full record with one value, found by a path of keys and positions, replaced."""
    record = copy.deepcopy(FULL)
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place: Any = record
    for step in steps:
        place = place[step]
    place[last] = value
    return record


def test_the_full_record_is_right() -> None:
    outcome = measured(FULL, FULL)
    assert outcome.findings == []
    assert {name for name in outcome.tallies if name.startswith("field")} == {f"field {name}" for name in FIELDS}
    assert outcome.tallies["record right"] == (1, 1, 1)
    assert outcome.tallies["agreements right"] == (2, 2, 2)


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        ("occhiello", None, "occhiello"),
        ("title", "Bandi", "title"),
        ("subtitle", "", "subtitle"),
        ("categories", ["Sviluppo"], "categories"),
        ("published", "2020-01-30", "published"),
        ("place", "Lodi", "place"),
        ("publisher", None, "publisher"),
        ("publisher", "E2", "publisher"),
        ("entities.1.label", "INSTITUTION", "entities"),
        ("entities.1.mentions.0", {"start": 70, "end": 75}, "entities"),
        ("entities.3.role", "sindaco", "people"),
        ("entities.3.affiliation", "E2", "people"),
        ("amounts.0.role", "other", "sums"),
        ("amounts.0.value", "101", "sums"),
        ("agreements.0.amounts.0.qualifier", "over", "sums"),
        ("agreements.0.amounts.0.part_of", None, "sums"),
        ("agreements.0.amounts.0.payers", [], "sums"),
        ("agreements.0.amounts.0.payers.0.percent", "51", "sums"),
        ("agreements.0.amounts.0.funds", [], "sums"),
        ("agreements.0.amounts.0.beneficiaries", [{"name": "imprese"}], "sums"),
        ("agreements.0.amounts.0.territory", {"name": "Lazio"}, "sums"),
        ("agreements.0.amounts.0.period", {"start": 2020}, "sums"),
        ("agreements.0.amounts.0.per", None, "sums"),
        ("agreements.0.kind", "piano", "agreements"),
        ("agreements.0.status", None, "agreements"),
        ("agreements.0.heading", None, "agreements"),
        ("agreements.1.parent", None, "agreements"),
        ("agreements.0.institutions.0.roles", [], "agreements"),
        ("agreements.0.companies", [], "agreements"),
        ("agreements.0.lead", None, "agreements"),
        ("agreements.0.project", None, "agreements"),
        ("agreements.0.project.objectives", [], "agreements"),
        ("agreements.0.sites", [{"name": "Lodi"}], "agreements"),
        ("agreements.0.dates", {"approved": "2020-01-30", "signed": "2020-01-31"}, "agreements"),
        ("agreements.0.duration", "due anni", "agreements"),
        ("agreements.0.identifiers", {"cup": ["X1"], "cig": ["Z"]}, "agreements"),
        ("agreements.0.jobs", None, "agreements"),
        ("checks.0.passed", False, "checks"),
        ("checks.0.parts", ["M2"], "checks"),
        ("checks", [], "checks"),
    ],
)
def test_every_field_of_the_list_counts(path: str, value: object, field: str) -> None:
    outcome = measured(FULL, changed(path, value))
    assert outcome.tallies[f"field {field}"] == (0, 1, 1)
    assert outcome.tallies["record right"] == (0, 1, 1)
    assert outcome.findings


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("title", " BANDO "),
        ("categories", ["lavoro", "sviluppo"]),
        ("entities.1.name", "altro nome"),
        ("entities.1.mentions", [{"start": 10, "end": 15}, {"start": 80, "end": 85}]),
        ("agreements.0.sites", [{"name": "lodi"}, {"name": "Codogno", "code": "IT-LO"}]),
        ("agreements.0.dates", {"approved": "2020-01-30", "signed": None}),
        ("agreements.0.amounts.0.payers.0.percent", "50.0"),
    ],
)
def test_what_does_not_count(path: str, value: object) -> None:
    assert measured(FULL, changed(path, value)).tallies["record right"] == (1, 1, 1)


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("*.gold.json")))
def test_gold_against_itself_is_right_in_everything(name: str) -> None:
    record = RecordFacts.from_json((SAMPLES / name).read_bytes(), name)
    outcome = measure(name, record, record)
    assert outcome.findings == []
    assert outcome.tallies["record right"] == (1, 1, 1)
    for figure, value in figures([outcome]).items():
        if any(value.tally):
            assert value.precision.value == value.recall.value == value.f1.value == 1, figure


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("*.gold.json")))
def test_an_empty_record_finds_nothing_and_invents_nothing(name: str) -> None:
    record = RecordFacts.from_json((SAMPLES / name).read_bytes(), name)
    outcome = measure(name, record, RecordFacts())
    assert outcome.tallies["entity"] == (0, len(record.entities), 0)
    assert {finding.mark for finding in outcome.findings} == {"-"}
    for figure, tally in outcome.tallies.items():
        if figure not in SHARES:
            assert tally.right == tally.found == 0, figure


def test_every_figure_has_a_line_in_the_tables() -> None:
    shown = {name for labels in SECTIONS.values() for name in labels} | set(SHARES) | {"false agreements"}
    measured_figures = {
        *measured(FULL, FULL).tallies,
        *measured({"agreements": []}, {}).tallies,
    }
    assert measured_figures == {name for name in shown if " trusted " not in name}


def test_a_stated_confidence_counts_in_its_row_of_the_reliability_table() -> None:
    gold = {"amounts": [{"id": "M1", "value": "5", "role": "loan"}, {"id": "M2", "value": "7", "role": "loan"}]}
    found = {
        "amounts": [
            {"id": "M1", "value": "5", "role": "loan", "confidence": 0.93},
            {"id": "M2", "value": "7", "role": "other", "confidence": 0.9},
        ],
        "agreements": [{"id": "A1", "kind": "bando", "confidence": 0.98}],
    }
    tallies = measured(gold | {"agreements": []}, found).tallies
    assert tallies["role trusted 0.9"] == (1, 2, 2)
    assert tallies["agreement trusted 0.98"] == (0, 1, 1)


def test_the_page_names_every_field_of_the_list() -> None:
    page = (Path(__file__).parents[2] / "extractor/evaluation/README.md").read_text("utf-8")
    listed = page.split("## Right in every field")[1].split("##")[0]
    record = json.loads((SAMPLES / "impresa-e-innovazione.gold.json").read_bytes())
    compared_apart = {"id", "kind", "status", "institutions", "companies", "lead", "project", "amounts"}
    for field in {*record, *record["agreements"][0]} - compared_apart - {"schema_version", "agreements"}:
        assert f"`{field}`" in listed, field
