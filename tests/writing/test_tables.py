"""The columns are stated once: the document beside the code says the same."""

from pathlib import Path

import extractor.writing.tables
from extractor.writing.tables import TABLES, columns_in_markdown, table


def test_the_document_is_not_stale() -> None:
    document = Path(extractor.writing.tables.__file__).with_name("COLUMNS.md")
    assert document.read_text(encoding="utf-8") == columns_in_markdown()


def test_references_lead_to_tables_with_a_key() -> None:
    references = [column.refers_to for each in TABLES for column in each.columns if column.refers_to]
    assert {table(name).key for name in references} == {
        "announcement_id",
        "agreement_id",
        "amount_id",
        "entity_id",
    }


def test_no_column_stands_twice() -> None:
    for each in TABLES:
        names = [column.name.lower() for column in each.columns]
        assert len(names) == len(set(names)), each.name
