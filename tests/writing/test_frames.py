"""Frames for pandas and polars hold the rows of the tables."""

from collections.abc import Iterator
from decimal import Decimal

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import extractor
from extractor.errors import UsageError
from extractor.records import Announcement
from extractor.writing import frames
from extractor.writing.tables import TABLES
from tests.writing.example import all_rows, full_record, gold_record, hostile_record


@pytest.mark.parametrize("name", [table.name for table in TABLES if table.name != "failures"])
def test_a_frame_holds_the_rows(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "_announcements_at_once", 2)
    records = [gold_record(), full_record(), hostile_record()]
    found = extractor.to_frame(iter(records), name)
    wanted = [
        {column: list(cell) if isinstance(cell, tuple) else cell for column, cell in row.items()}
        for row in all_rows(records)[name]
    ]
    assert isinstance(found, pa.Table)
    assert found.to_pylist() == wanted


def test_pandas_and_polars_add_money_exactly() -> None:
    frame = extractor.to_frame([gold_record()])
    with_pandas = frame.to_pandas(types_mapper=pd.ArrowDtype)
    total = with_pandas[with_pandas["part_of_id"].str.endswith("/M1", na=False)]["value"].sum()
    assert total == Decimal("109300.95")
    with_polars = pl.DataFrame(frame)
    assert with_polars.filter(pl.col("role") == "contribution")["value"].sum() == Decimal("218601.90")


def test_no_announcements_give_an_empty_frame_with_its_columns() -> None:
    frame = extractor.to_frame([], "checks")
    assert (frame.num_rows, frame.column_names[:2]) == (0, ["check_id", "announcement_id"])


def test_announcements_are_read_as_they_come() -> None:
    def failing() -> Iterator[Announcement]:
        yield gold_record()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        extractor.to_frame(failing())


def test_an_unknown_table_is_named() -> None:
    with pytest.raises(UsageError, match="'sums' non è una tabella: scegliere fra announcements, agreements, parties"):
        extractor.to_frame([], "sums")


def test_a_number_that_does_not_fit_warns() -> None:
    amount = gold_record().amounts[0].model_copy(update={"value": Decimal("0.0000001")})
    with pytest.warns(UserWarning, match="6 decimali è lasciato vuoto"):
        frame = extractor.to_frame([Announcement(amounts=[amount])])
    assert frame["value"].to_pylist() == [None]
