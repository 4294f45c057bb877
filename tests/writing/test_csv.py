"""CSV as pandas and the csv module read it, every value compared; nothing that a spreadsheet would run."""

import csv
import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.records import Announcement
from extractor.writing.cells import as_written, neutralised, runs_as_formula
from extractor.writing.rows import Cell
from extractor.writing.tables import TABLES, Column, table
from tests.writing.example import (
    FAILURES,
    HOSTILE_TEXTS,
    all_rows,
    announcements,
    from_text,
    full_record,
    gold_record,
    hostile_record,
    pipeline_record,
    write,
)


def read_back(column: Column, cell: str) -> Cell:
    return from_text(column, as_written(cell) if column.kind in ("text", "list") else cell)


def without_difference(column: Column, cell: Cell) -> Cell:
    """CSV has one way to write what is empty; a list whose items hold the separator reads as more items."""
    if column.kind == "list":
        assert isinstance(cell, tuple)
        return from_text(column, "; ".join("?" if item is None else item for item in cell))
    return None if cell == "" else cell


def check_folder(folder: Path, expected: dict[str, list[dict[str, Cell]]]) -> None:
    assert sorted(path.name for path in folder.iterdir()) == sorted(f"{each.name}.csv" for each in TABLES)
    for each in TABLES:
        with open(folder / f"{each.name}.csv", encoding="utf-8-sig", newline="") as stream:
            header, *lines = csv.reader(stream, strict=True)
        assert header == [column.name for column in each.columns]
        found = [[read_back(*pair) for pair in zip(each.columns, line, strict=True)] for line in lines]
        wanted = [
            [without_difference(*pair) for pair in zip(each.columns, row.values(), strict=True)]
            for row in expected[each.name]
        ]
        assert found == wanted


@pytest.fixture(scope="module")
def records() -> Sequence[Announcement]:
    return [gold_record(), pipeline_record(), full_record(), hostile_record()]


def test_every_value_comes_back(records: Sequence[Announcement], tmp_path: Path) -> None:
    assert write(tmp_path / "a.csv", records, FAILURES) == []
    check_folder(tmp_path / "a.csv", all_rows(records, FAILURES))


@settings(max_examples=30, deadline=None, derandomize=True)
@given(found=st.lists(announcements(), max_size=3))
def test_any_record_comes_back(tmp_path_factory: pytest.TempPathFactory, found: list[Announcement]) -> None:
    folder = tmp_path_factory.mktemp("csv") / "a.csv"
    write(folder, found)
    check_folder(folder, all_rows(found))


def test_pandas_reads_it_without_being_told_anything(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", [gold_record()])
    amounts = pd.read_csv(tmp_path / "a.csv" / "amounts.csv")
    assert amounts.columns[0] == "amount_id"  # the byte order mark is gone
    assert amounts["value"].tolist() == [5317523.0, 2313750.0, 69412.5, 8435865.0, 1329615.0, 39888.45, 109300.95]
    assert amounts["inferred"].tolist() == [False] * 7
    parties = pd.read_csv(tmp_path / "a.csv" / "parties.csv")
    assert parties.merge(amounts, on="agreement_id")["name"].tolist().count("Bracco spa") == 3
    assert pd.read_csv(tmp_path / "a.csv" / "failures.csv").empty


def test_money_keeps_its_decimals(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", [gold_record()])
    values = pd.read_csv(tmp_path / "a.csv" / "amounts.csv", dtype=str)["value"]
    assert [Decimal(value) for value in values][2] == Decimal("69412.50")
    assert values[2] == "69412.50"


def test_no_text_begins_as_a_formula(records: Sequence[Announcement], tmp_path: Path) -> None:
    write(tmp_path / "a.csv", records, FAILURES)
    begins_formula = re.compile(r"\s*[=+@\t\r＝＋－＠-]")
    seen = 0
    for each in TABLES:
        with open(tmp_path / "a.csv" / f"{each.name}.csv", encoding="utf-8-sig", newline="") as stream:
            for line in csv.reader(stream):
                assert not [cell for cell in line if begins_formula.match(cell)]
                seen += sum(cell.startswith("'") and bool(begins_formula.match(cell.lstrip("'"))) for cell in line)
    assert seen > 30


def test_numbers_stay_numbers(tmp_path: Path) -> None:
    record = gold_record()
    negative = record.amounts[0].model_copy(update={"value": Decimal("-5.50"), "text": "-5,50 euro"})
    write(tmp_path / "a.csv", [record.model_copy(update={"agreements": [], "amounts": [negative], "checks": []})])
    cells = (tmp_path / "a.csv" / "amounts.csv").read_text(encoding="utf-8-sig").splitlines()[1].split(",")
    assert cells[3] == "-5.50"
    assert "\"'-5" in cells


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_neutralising_can_be_undone(text: str) -> None:
    assert as_written(neutralised(text)) == text
    assert runs_as_formula(neutralised(text)) == runs_as_formula(text)
    assert neutralised(text) in (text, "'" + text)


def test_an_empty_run_has_all_tables(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", [])
    amounts = (tmp_path / "a.csv" / "amounts.csv").read_bytes()
    assert amounts.startswith(b"\xef\xbb\xbfamount_id,announcement_id,")
    assert amounts.endswith(b"provenance\r\n")
    assert len(amounts.decode("utf-8-sig").split(",")) == len(table("amounts").columns)
