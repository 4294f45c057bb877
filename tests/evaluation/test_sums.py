"""Sums: which fact is which, roles, payers and parts."""

import pytest

from extractor.evaluation import sums
from tests.evaluation.records import Fields, amount, entity, measured

ENTITIES = [entity(1, "INSTITUTION", (0, 6)), entity(2, "INSTITUTION", (10, 16))]


def tallies(gold: list[Fields], found: list[Fields]) -> dict[str, tuple[int, int, int]]:
    entities = {"entities": ENTITIES}
    outcome = measured({"amounts": gold, **entities}, {"amounts": found, **entities})
    figures = ("sums", "sums role", "sums role payers", "payers", "part_of")
    return {name: outcome.tallies[name] for name in figures if name in outcome.tallies}


def test_value_upper_end_and_currency_must_be_equal() -> None:
    gold = [amount(1, "1500.50"), amount(2, "10", max_value="20"), amount(3, "7", currency="USD"), amount(4, "9")]
    found = [amount(1, "1500.5"), amount(2, "10"), amount(3, "7"), amount(4, "9.00")]
    assert tallies(gold, found)["sums"] == (2, 4, 4)


def test_a_fact_counts_once() -> None:
    gold = [amount(1, "42", 100, mentions=[{"start": 0, "end": 5, "value": "40"}])]
    assert tallies(gold, [amount(1, "42", 100), amount(2, "40", 0)])["sums"] == (1, 1, 2)


@pytest.mark.parametrize("pairwise", [10_000, 0])
def test_among_equal_values_the_closest_are_aligned(monkeypatch: pytest.MonkeyPatch, pairwise: int) -> None:
    monkeypatch.setattr(sums, "COMPARED_PAIRWISE", pairwise)
    gold = [amount(1, "5", 100, role="loan"), amount(2, "5", 200, role="limit"), amount(3, "5", 300, role="other")]
    found = [amount(1, "5", 300, role="other"), amount(2, "5", 100, role="loan")]
    assert tallies(gold, found)["sums role"] == (2, 3, 2)


def test_a_mention_may_be_the_closest_place() -> None:
    gold = [amount(1, "5", 0, role="loan", mentions=[{"start": 500, "end": 505}]), amount(2, "5", 450, role="other")]
    found = [amount(1, "5", 500, role="loan")]
    assert tallies(gold, found)["sums role"] == (1, 2, 1)


def test_role_and_payers() -> None:
    gold = [
        amount(1, "1", role="loan", payers=[{"entity": "E1"}, {"name": "Stato"}]),
        amount(2, "2", role="loan", payers=[{"entity": "E1"}]),
        amount(3, "3", role="loan", payers=[{"entity": "E1"}]),
        amount(4, "4", role="loan", payers=[]),
        amount(5, "5", role="loan", payers=[{"entity": "E2"}]),  # not found: its payer is not counted
    ]
    found = [
        amount(1, "1", role="loan", payers=[{"name": "STATO"}, {"entity": "E1", "name": "altro nome"}]),
        amount(2, "2", role="other", payers=[{"entity": "E1"}]),
        amount(3, "3", role="loan", payers=[{"entity": "E1"}, {"entity": "E2"}]),
        amount(4, "4", role="loan", payers=[]),
    ]
    assert tallies(gold, found) == {
        "sums": (4, 5, 4),
        "sums role": (3, 5, 4),
        "sums role payers": (2, 5, 4),
        "payers": (4, 4, 5),
        "part_of": (0, 0, 0),
    }


def test_a_named_payer_may_be_an_entity_that_gold_does_not_have() -> None:
    gold = {"entities": [], "amounts": [amount(1, "1", payers=[{"entity": None, "name": "Stato"}])]}
    found = {
        "entities": [entity(1, "INSTITUTION", (0, 5), name="Stato")],
        "amounts": [amount(1, "1", payers=[{"entity": "E1", "name": "Stato"}])],
    }
    assert measured(gold, found).tallies["payers"] == (1, 1, 1)


def test_parts() -> None:
    gold = [amount(1, "10"), amount(2, "4", part_of="M1"), amount(3, "6", part_of="M1"), amount(4, "1", part_of="M1")]
    found = [
        amount(7, "10", part_of=None),
        amount(8, "4", part_of="M7"),  # right
        amount(9, "6", part_of="M8"),  # wrong whole
        amount(10, "99", part_of="M7"),  # no such sum; gold's 1 is missed
    ]
    assert tallies(gold, found)["part_of"] == (1, 3, 3)


def test_what_gold_does_not_say_is_not_wrong() -> None:
    gold, found = (
        [amount(1, "10")],
        [amount(1, "10", role="loan", payers=[{"entity": "E1"}]), amount(2, "5", part_of="M1")],
    )
    assert tallies(gold, found) == {
        "sums": (1, 1, 2),
        "sums role": (1, 1, 2),
        "sums role payers": (1, 1, 2),
        "part_of": (0, 0, 1),
    }


def test_findings_say_what_was_taken_for_what() -> None:
    gold = {
        "entities": ENTITIES,
        "amounts": [amount(1, "1", 3, role="loan", payers=[{"entity": "E1"}]), amount(2, "2")],
    }
    found = {"entities": ENTITIES, "amounts": [amount(1, "1", 3, role="limit"), amount(3, "30", 9)]}
    findings = [f for f in measured(gold, found).findings if f.topic in ("sums", "roles", "payers")]
    assert [(f.topic, f.mark, f.what, f.gold, f.found, f.start) for f in findings] == [
        ("payers", "-", "1 EUR", "nome 1", "", 3),
        ("roles", "≠", "1 EUR", "loan", "limit", 3),
        ("sums", "-", "2 EUR", "", "", 0),
        ("sums", "+", "30 EUR", "", "", 9),
    ]
