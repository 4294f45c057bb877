"""Parquet as pyarrow and polars read it, every value and type compared."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.records import Announcement
from extractor.writing.parquet import ParquetWriter
from extractor.writing.rows import Row
from extractor.writing.tables import TABLES
from tests.writing.example import (
    FAILURES,
    all_rows,
    announcements,
    full_record,
    gold_record,
    hostile_record,
    pipeline_record,
    write,
)

TYPES = {
    "text": pa.string(),
    "list": pa.list_(pa.string()),
    "date": pa.date32(),
    "partial date": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "money": pa.decimal128(38, 6),
    "boolean": pa.bool_(),
}


def check_folder(folder: Path, expected: dict[str, list[Row]]) -> None:
    assert sorted(path.name for path in folder.iterdir()) == sorted(f"{each.name}.parquet" for each in TABLES)
    for each in TABLES:
        found = pq.read_table(folder / f"{each.name}.parquet", partitioning=None)
        assert [(field.name, field.type) for field in found.schema] == [
            (column.name, TYPES[column.kind]) for column in each.columns
        ]
        wanted = [
            {name: list(cell) if isinstance(cell, tuple) else cell for name, cell in row.items()}
            for row in expected[each.name]
        ]
        assert found.to_pylist() == wanted


def test_every_value_comes_back(tmp_path: Path) -> None:
    records = [gold_record(), pipeline_record(), full_record(), hostile_record()]
    assert write(tmp_path / "a.parquet", records, FAILURES) == []
    check_folder(tmp_path / "a.parquet", all_rows(records, FAILURES))


@settings(max_examples=30, deadline=None, derandomize=True)
@given(found=st.lists(announcements(), max_size=3))
def test_any_record_comes_back(tmp_path_factory: pytest.TempPathFactory, found: list[Announcement]) -> None:
    folder = tmp_path_factory.mktemp("parquet") / "a.parquet"
    write(folder, found)
    check_folder(folder, all_rows(found))


def test_rows_go_out_in_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ParquetWriter, "rows_in_a_group", 3)
    records: Sequence[Announcement] = [gold_record(), full_record()]
    write(tmp_path / "a.parquet", records)
    check_folder(tmp_path / "a.parquet", all_rows(records))
    described = pq.ParquetFile(tmp_path / "a.parquet" / "amounts.parquet").metadata
    assert [described.row_group(number).num_rows for number in range(described.num_row_groups)] == [3, 3, 3, 1]


def test_a_long_text_ends_a_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ParquetWriter, "characters_in_a_group", 30_000)
    records = [hostile_record(), full_record(), full_record(), hostile_record()]
    write(tmp_path / "a.parquet", records)
    described = pq.ParquetFile(tmp_path / "a.parquet" / "announcements.parquet").metadata
    assert [described.row_group(number).num_rows for number in range(described.num_row_groups)] == [1, 3]


def test_polars_adds_money_exactly(tmp_path: Path) -> None:
    write(tmp_path / "a.parquet", [gold_record()])
    amounts = pl.read_parquet(tmp_path / "a.parquet" / "amounts.parquet")
    parts = amounts.filter(pl.col("part_of_id").str.ends_with("/M1"))
    assert parts["value"].sum() == Decimal("109300.95")
    assert amounts.filter(pl.col("payers").list.contains("Regione Lombardia")).height == 3


@pytest.mark.parametrize("value", ["0.1234567", "1" + "0" * 32, "-1" + "0" * 32])
def test_a_number_that_does_not_fit_is_left_out_and_told(tmp_path: Path, value: str) -> None:
    record = gold_record()
    amount = record.amounts[0].model_copy(update={"value": Decimal(value)})
    record = record.model_copy(update={"amounts": [amount, amount.model_copy(update={"id": "M99"})]})
    notices = write(tmp_path / "a.parquet", [record])
    assert notices == [
        "un numero con più di 32 cifre intere o di 6 decimali è lasciato vuoto: lo dice la colonna text (4 volte)"
    ]
    amounts = pq.read_table(tmp_path / "a.parquet" / "amounts.parquet", partitioning=None)
    assert amounts["value"].to_pylist()[-2:] == [None, None]
    assert amounts["text"].to_pylist()[-1] == "euro 109.300,95 euro"


@pytest.mark.parametrize("value", ["9" * 32 + ".999999", "0.100000000", "1E+30", "-0.000001", "0E-20"])
def test_a_number_that_just_fits_is_kept(tmp_path: Path, value: str) -> None:
    record = gold_record()
    amount = record.amounts[0].model_copy(update={"value": Decimal(value)})
    assert write(tmp_path / "a.parquet", [record.model_copy(update={"amounts": [amount]})]) == []
    amounts = pq.read_table(tmp_path / "a.parquet" / "amounts.parquet", partitioning=None)
    assert amounts["value"].to_pylist()[-1] == Decimal(value)


def test_columns_say_what_they_mean(tmp_path: Path) -> None:
    write(tmp_path / "a.parquet", [])
    schema = pq.read_schema(tmp_path / "a.parquet" / "amounts.parquet")
    assert schema.field("currency").metadata[b"description"] == b"ISO 4217 code."
