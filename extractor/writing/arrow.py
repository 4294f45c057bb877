"""The tables as Arrow: typed, money exact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from extractor.writing.cells import MONEY_DIGITS, MONEY_SCALE, fits_decimal
from extractor.writing.rows import Cell, Row
from extractor.writing.tables import Column, Kind, Table

if TYPE_CHECKING:
    import pyarrow as pa

DOES_NOT_FIT = (
    f"un numero con più di {MONEY_DIGITS - MONEY_SCALE} cifre intere o di {MONEY_SCALE} decimali è lasciato vuoto: "
    "lo dice la colonna text"
)


def schema_of(table: Table) -> pa.Schema:
    """The Arrow schema of a table: each column's meaning in its metadata.

    Example:
        >>> from extractor.writing.tables import table
        >>> schema_of(table("amounts")).field("value").type, schema_of(table("amounts")).field("payers").type
        (Decimal128Type(decimal128(38, 6)), ListType(list<item: string>))
    """
    import pyarrow as pa

    types: dict[Kind, pa.DataType] = {
        "text": pa.string(),
        "list": pa.list_(pa.string()),
        "date": pa.date32(),
        "partial date": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "money": pa.decimal128(MONEY_DIGITS, MONEY_SCALE),
        "boolean": pa.bool_(),
    }
    fields = [
        pa.field(each.name, types[each.kind], metadata={"description": each.meaning}, nullable=each.name != table.key)
        for each in table.columns
    ]
    return pa.schema(fields, metadata={"description": table.meaning})


def batch_of(table: Table, found: Sequence[Row], notice: Callable[[str], None]) -> pa.RecordBatch:
    """Rows as one batch.

    Args:
        table: the table that they are rows of.
        found: the rows.
        notice: told once for each number that 38 digits, 6 of them decimals, cannot hold; its cell is left empty.
    """
    import pyarrow as pa

    schema = schema_of(table)
    arrays = [
        pa.array([_fit(each, row[each.name], notice) for row in found], type=field.type)
        for each, field in zip(table.columns, schema, strict=True)
    ]
    return pa.record_batch(arrays, schema=schema)


def _fit(column: Column, cell: Cell, notice: Callable[[str], None]) -> Cell:
    if column.kind == "money" and isinstance(cell, Decimal) and not fits_decimal(cell):
        notice(DOES_NOT_FIT)
        return None
    return cell
