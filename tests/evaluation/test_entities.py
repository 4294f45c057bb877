"""Which entity is which, and what counts as found."""

import pytest

from tests.evaluation.records import Fields, entity, measured


def counts(gold: list[Fields], found: list[Fields], figure: str) -> tuple[int, int, int]:
    return measured({"entities": gold}, {"entities": found}).tallies[figure]


def test_one_mention_in_common_is_enough() -> None:
    gold = [entity(1, "COMPANY", (0, 6), (20, 26), (40, 46))]
    found = [entity(7, "COMPANY", (40, 46), (60, 66))]
    assert counts(gold, found, "entity COMPANY") == (1, 1, 1)
    assert counts(gold, found, "mention COMPANY") == (1, 3, 2)


@pytest.mark.parametrize(
    ("start", "end", "right"),
    [
        (0, 10, 1),  # the same
        (0, 6, 1),  # 6 of 10 characters
        (4, 14, 1),  # 6 in common of 10 each
        (0, 5, 0),  # half is not more than half
        (0, 20, 0),
        (10, 20, 0),  # only touching
    ],
)
def test_more_than_half_of_the_longer_mention_must_be_common(start: int, end: int, right: int) -> None:
    gold, found = [entity(1, "PROJECT", (0, 10))], [entity(1, "PROJECT", (start, end))]
    assert counts(gold, found, "entity PROJECT") == (right, 1, 1)
    assert counts(gold, found, "mention PROJECT") == (int((start, end) == (0, 10)), 1, 1)


def test_a_split_entity_is_one_right_and_one_spurious() -> None:
    gold = [entity(1, "INSTITUTION", (0, 6), (20, 26), (40, 46))]
    found = [entity(1, "INSTITUTION", (0, 6)), entity(2, "INSTITUTION", (20, 26), (40, 46))]
    outcome = measured({"entities": gold}, {"entities": found})
    assert outcome.tallies["entity INSTITUTION"] == (1, 1, 2)
    spurious = [finding for finding in outcome.findings if finding.topic == "entities"]
    assert [(finding.mark, finding.what, finding.start) for finding in spurious] == [("+", "nome 1", 0)]


def test_most_mentions_in_common_decide_over_all_pairs_together() -> None:
    gold = [entity(1, "COMPANY", (0, 5), (10, 15), (20, 25)), entity(2, "COMPANY", (30, 35), (40, 45))]
    found = [entity(1, "COMPANY", (0, 5), (30, 35), (40, 45)), entity(2, "COMPANY", (10, 15))]
    outcome = measured(  # E1-E2 and E2-E1 share 3, E1-E1 alone shares 1
        {"entities": gold, "publisher": "E2"}, {"entities": found, "publisher": "E1"}
    )
    assert outcome.tallies["entity COMPANY"] == (2, 2, 2)
    assert outcome.tallies["field publisher"] == (1, 1, 1)


def test_a_wrong_label_is_missed_and_spurious_yet_aligned() -> None:
    gold, found = [entity(1, "COMPANY", (0, 5))], [entity(3, "INSTITUTION", (0, 5))]
    outcome = measured({"entities": gold, "publisher": "E1"}, {"entities": found, "publisher": "E3"})
    assert outcome.tallies["entity COMPANY"] == (0, 1, 0)
    assert outcome.tallies["entity INSTITUTION"] == (0, 0, 1)
    assert outcome.tallies["entity"] == (0, 1, 1)
    assert outcome.tallies["field publisher"] == (1, 1, 1)
    (finding,) = [finding for finding in outcome.findings if finding.topic == "entities"]
    assert (finding.mark, finding.gold, finding.found) == ("≠", "COMPANY", "INSTITUTION")


def test_between_equals_the_label_decides() -> None:
    gold = [entity(1, "PLACE", (0, 5)), entity(2, "INSTITUTION", (10, 15))]
    found = [entity(1, "INSTITUTION", (0, 5), (10, 15))]
    assert counts(gold, found, "entity INSTITUTION") == (1, 1, 1)
    assert counts(gold, found, "entity PLACE") == (0, 1, 0)


def test_entities_without_mentions_are_compared_by_name() -> None:
    gold = [{"label": "COMPANY", "name": "Bracco  SPA"}, {"label": "COMPANY", "name": "Beamit"}]
    found = [entity(1, "COMPANY", (0, 5), name="Bracco spa"), entity(2, "COMPANY", (9, 15), name="Altra")]
    outcome = measured({"entities": gold}, {"entities": found})
    assert outcome.tallies["entity COMPANY"] == (1, 2, 2)
    assert "mention COMPANY" not in outcome.tallies


def test_silent_gold_is_not_measured() -> None:
    outcome = measured({"title": "Bando"}, {"title": "Bando", "entities": [entity(1, "PLACE", (0, 5))]})
    assert set(outcome.tallies) == {"field title", "record right"}
    assert outcome.findings == []
