"""Whether sums agree with one another, and what is said of it."""

from decimal import Decimal
from typing import Any

import pytest

from extractor.pipeline.checks import Comparison, compare_sums, italian


def money(value: str, **fields: Any) -> Any:
    return {
        "value": value,
        "max_value": None,
        "currency": "EUR",
        "qualifier": "exact",
        "suspect": None,
        "start": 0,
        "end": 1,
    } | fields


def compared(*moneys: Any) -> list[Comparison]:
    return compare_sums([each | {"start": index, "end": index + 1} for index, each in enumerate(moneys)])


def test_parts_that_add_up() -> None:
    assert compared(money("109300.95"), money("69412.50", part_of=0), money("39888.45", part_of=0)) == [
        {
            "kind": "parts_sum",
            "passed": True,
            "message": "69.412,50 + 39.888,45 = 109.300,95",
            "total": 0,
            "parts": [1, 2],
        }
    ]


def test_parts_that_make_more_than_the_whole() -> None:
    assert compared(money("10"), money("6", part_of=0), money("5", part_of=0)) == [
        {"kind": "parts_sum", "passed": False, "message": "6 + 5 = 11, non 10", "total": 0, "parts": [1, 2]}
    ]


def test_a_share_lies_within_its_total() -> None:
    assert compared(money("5317523"), money("2313750", part_of=0)) == [
        {"kind": "share_within_total", "passed": True, "message": "2.313.750 ≤ 5.317.523", "total": 0, "parts": [1]}
    ]


def test_a_share_above_its_total() -> None:
    assert compared(money("5"), money("7", part_of=0)) == [
        {"kind": "share_within_total", "passed": False, "message": "7 > 5", "total": 0, "parts": [1]}
    ]


def test_several_shares_that_leave_a_rest_are_compared_each() -> None:
    found = compared(money("10"), money("6", part_of=0), money("3", part_of=0))
    assert [(check["kind"], check["passed"], check["parts"]) for check in found] == [
        ("share_within_total", True, [1]),
        ("share_within_total", True, [2]),
    ]


def test_shares_of_about_that_make_more_are_no_contradiction() -> None:
    found = compared(money("10"), money("6", part_of=0, qualifier="about"), money("5", part_of=0))
    assert [(check["kind"], check["passed"]) for check in found] == [("share_within_total", True)] * 2


def test_a_part_of_a_mention_is_a_part_of_its_fact() -> None:
    found = compared(
        money("10", fact=1), money("10.00", fact=1), money("6", part_of=0, fact=2), money("4", part_of=1, fact=3)
    )
    assert [(check["kind"], check.get("total"), check.get("parts")) for check in found] == [("parts_sum", 1, [2, 3])]


def test_a_mention_told_again_is_no_further_part() -> None:
    found = compared(
        money("10", fact=0), money("6", part_of=0, fact=1), money("6", part_of=0, fact=1), money("4", part_of=0, fact=3)
    )
    assert [(check["kind"], check.get("parts")) for check in found] == [("parts_sum", [1, 3])]


def test_a_misprint_is_told_where_it_stands() -> None:
    assert compared(money("1"), money("23418.552", suspect="tre decimali dopo la virgola")) == [
        {
            "kind": "suspect_number",
            "passed": False,
            "message": "numero sospetto: tre decimali dopo la virgola",
            "start": 1,
            "end": 2,
        }
    ]


def test_no_sums_no_checks() -> None:
    assert compare_sums([]) == []
    assert compared(money("1"), money("2")) == []


def test_checks_come_in_the_order_of_their_totals() -> None:
    found = compared(money("5", part_of=3), money("7"), money("2", part_of=1), money("8"))
    assert [check["total"] for check in found] == [1, 3]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("69412.50", "69.412,50"),
        ("69412.5", "69.412,50"),
        ("5000000.00", "5.000.000"),
        ("23418.552", "23.418,552"),
        ("0", "0"),
        ("1E+6", "1.000.000"),
    ],
)
def test_numbers_as_italians_write_them(value: str, text: str) -> None:
    assert italian(Decimal(value)) == text


def test_two_rows_of_parts_make_up_one_total_twice() -> None:
    found = compared(money("10"), *(money(value, part_of=0) for value in ("6", "4", "7", "1", "2")))
    assert [(check["kind"], check.get("parts")) for check in found] == [("parts_sum", [1, 2]), ("parts_sum", [3, 4, 5])]


def test_a_part_beside_a_row_that_makes_up_the_total_is_a_share() -> None:
    found = compared(money("10"), money("6", part_of=0), money("4", part_of=0), money("3", part_of=0))
    assert [(check["kind"], check.get("parts")) for check in found] == [
        ("parts_sum", [1, 2]),
        ("share_within_total", [3]),
    ]


def test_a_percentage_that_the_text_states() -> None:
    found = compared(money("48600000"), money("21400000", part_of=0, percent="44"))
    assert found[-1] == {
        "kind": "ratio",
        "passed": True,
        "message": "21.400.000 è il 44% di 48.600.000",
        "total": 0,
        "parts": [1],
    }


@pytest.mark.parametrize(
    ("part", "percent", "passed"),
    [
        ("4100000000", "42.7", True),
        ("4100000000", "42.8", False),
        ("4100000000", "43", True),
        ("4100000000", "42", False),
    ],
)
def test_a_percentage_fits_to_its_last_figure(part: str, percent: str, passed: bool) -> None:
    found = compared(money("9600000000"), money(part, part_of=0, percent=percent))
    assert [check["passed"] for check in found if check["kind"] == "ratio"] == [passed]


def test_a_percentage_is_of_the_sum_that_it_fits_where_it_is_no_part() -> None:
    found = compared(money("7860400"), money("5420000"), money("162600", percent="3"))
    assert [(check["kind"], check.get("total"), check.get("parts")) for check in found] == [("ratio", 1, [2])]


def test_a_percentage_that_fits_nothing_and_belongs_to_nothing_is_no_check() -> None:
    assert compared(money("7860400"), money("162600", percent="30")) == []
    assert compared(money("7860400"), money("235812", currency="USD", percent="3")) == []
