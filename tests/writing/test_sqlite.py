"""The database as sqlite3 reads it: every value, keys, search, views; Datasette's metadata beside it."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.records import Announcement, Payer
from extractor.writing.rows import Cell
from extractor.writing.sqlite import SqliteWriter
from extractor.writing.tables import TABLES, Column
from tests.writing.example import (
    FAILURES,
    all_rows,
    announcements,
    from_text,
    full_record,
    gold_record,
    hostile_record,
    pipeline_record,
    write,
)


def read_back(column: Column, cell: Any) -> Cell:
    match column.kind:
        case "list":
            return tuple(json.loads(cell)) if cell is not None else ()
        case "money":
            return None if cell is None else Decimal(str(cell))
        case "boolean":
            return None if cell is None else {0: False, 1: True}[cell]
        case "date":
            return from_text(column, cell or "")
    return cell  # type: ignore[no-any-return]


def check_base(path: Path, expected: dict[str, list[dict[str, Cell]]]) -> None:
    with closing(sqlite3.connect(path)) as base:
        for each in TABLES:
            cursor = base.execute(f'SELECT * FROM "{each.name}" ORDER BY rowid')
            assert [column[0] for column in cursor.description] == [column.name for column in each.columns]
            found = [[read_back(*pair) for pair in zip(each.columns, line, strict=True)] for line in cursor]
            assert found == [list(row.values()) for row in expected[each.name]]
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_every_value_comes_back(tmp_path: Path) -> None:
    records = [gold_record(), pipeline_record(), full_record(), hostile_record()]
    assert write(tmp_path / "a.sqlite", records, FAILURES) == []
    check_base(tmp_path / "a.sqlite", all_rows(records, FAILURES))


@settings(max_examples=20, deadline=None, derandomize=True)
@given(found=st.lists(announcements(), max_size=3))
def test_any_record_comes_back(tmp_path_factory: pytest.TempPathFactory, found: list[Announcement]) -> None:
    path = tmp_path_factory.mktemp("sqlite") / "a.sqlite"
    write(path, found)
    check_base(path, all_rows(found))


def test_rows_go_out_in_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SqliteWriter, "rows_at_once", 3)
    records: Sequence[Announcement] = [gold_record(), full_record()]
    write(tmp_path / "a.sqlite", records, FAILURES)
    check_base(tmp_path / "a.sqlite", all_rows(records, FAILURES))


@pytest.fixture
def base(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    write(tmp_path / "a.db", [pipeline_record(), full_record()], FAILURES)
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
        yield connection


def test_the_text_is_searched_without_minding_accents(base: sqlite3.Connection) -> None:
    search = """
        SELECT title FROM announcements
        WHERE rowid IN (SELECT rowid FROM announcements_fts WHERE announcements_fts MATCH ?)
    """
    [(title,)] = base.execute(search, ["sanita"]).fetchall()
    assert title == "Impresa e innovazione, accordi per big data in sanità e lega per meccanica"
    assert base.execute(search, ["hanno OR firmato"]).fetchall() == [("Firmato l'accordo",)]
    assert base.execute(search, ['"istopatologiche ed altri"']).fetchall() == [(title,)]
    base.execute("INSERT INTO announcements_fts(announcements_fts) VALUES ('integrity-check')")


def test_what_each_body_pays(base: sqlite3.Connection) -> None:
    """The parts of the Lombard sum are in it already; the Ligurian one is joint, so nobody's share is stated."""
    found = base.execute("SELECT * FROM sums_by_body ORDER BY body, role").fetchall()
    assert found == [
        ("Regione Liguria", "region:liguria", "contribution", "EUR", 1, 0.0, 3000000.0),
        ("Regione Lombardia", "region:lombardia", "contribution", "EUR", 1, 109300.95, 0.0),
        ("Stato", None, "contribution", "EUR", 1, 0.0, 3000000.0),
    ]


def test_sums_of_one_body_are_added_over_announcements(tmp_path: Path) -> None:
    sum_ = gold_record().amounts[0]
    other = sum_.model_copy(update={"value": Decimal("0.05"), "role": "loan"})
    anonymous = sum_.model_copy(update={"id": "M2", "payers": [Payer(name="Stato")]})
    first = pipeline_record()
    second = first.model_copy(update={"agreements": [], "amounts": [sum_, anonymous], "checks": []})
    third = first.model_copy(update={"agreements": [], "amounts": [other], "checks": []})
    write(tmp_path / "a.db", [first, second, third])
    with closing(sqlite3.connect(tmp_path / "a.db")) as base:
        found = base.execute("SELECT body, role, sums, paid_alone FROM sums_by_body ORDER BY body, role").fetchall()
    assert found == [
        ("Regione Lombardia", "contribution", 2, 218601.9),
        ("Regione Lombardia", "loan", 1, 0.05),
        ("Stato", "contribution", 1, 109300.95),
    ]


def test_sums_stand_in_their_context(base: sqlite3.Connection) -> None:
    view = (
        "SELECT title, kind, project, value, payers, beneficiaries FROM amounts_in_context WHERE role = 'contribution'"
    )
    assert base.execute(view + " AND kind = 'convenzione'").fetchall() == [
        (
            *("Firmato l'accordo", "convenzione", "Porto Vivo", 3000000),
            *("Regione Liguria; Stato", "Orsolini srl; le micro imprese"),
        )
    ]
    assert base.execute("SELECT count(*) FROM amounts_in_context").fetchone() == (7 + 3,)


def test_other_views(base: sqlite3.Connection) -> None:
    assert base.execute("SELECT kind, message, title FROM failed_checks").fetchall() == [
        ("ratio", "non torna", "Firmato l'accordo"),
        ("suspect_number", "tre decimali", "Firmato l'accordo"),
    ]
    assert base.execute("SELECT name, key, kind FROM parties_in_context WHERE side = 'company'").fetchall() == [
        ("Bracco spa", "company:bracco", "accordo per l'innovazione"),
        ("Beamit", "company:beamit", "accordo per l'innovazione"),
        ("Orsolini srl", "company:orsolini", "convenzione"),
    ]


def test_a_wrong_reference_is_refused_by_the_base(base: sqlite3.Connection) -> None:
    base.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"), base:
        base.execute("UPDATE amounts SET agreement_id = 'nobody'")
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"), base:
        base.execute("INSERT INTO agreements SELECT * FROM agreements LIMIT 1")


def test_datasette_finds_keys_and_search(base: sqlite3.Connection) -> None:
    """It follows references that name their column, and looks for the search by these very letters."""
    targets = {row[2:5] for each in TABLES for row in base.execute(f"PRAGMA foreign_key_list({each.name})")}
    assert ("entities", "publisher_id", "entity_id") in targets
    assert all(column for _, _, column in targets)
    [(statement,)] = base.execute("SELECT sql FROM sqlite_master WHERE name = 'announcements_fts'").fetchall()
    assert "USING fts5" in statement
    assert 'content="announcements"' in statement


def test_references_are_indexed(base: sqlite3.Connection) -> None:
    plan = base.execute("EXPLAIN QUERY PLAN SELECT * FROM mentions WHERE amount_id = 'x'").fetchall()
    assert "USING INDEX mentions_amount_id" in plan[0][-1]


def test_datasette_is_told_what_columns_mean(tmp_path: Path) -> None:
    write(tmp_path / "annunci.sqlite", [gold_record()])
    told = json.loads((tmp_path / "annunci.metadata.json").read_bytes())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["annunci.metadata.json", "annunci.sqlite"]
    tables = told["databases"]["annunci"]["tables"]
    assert tables["amounts"]["columns"]["currency"] == "ISO 4217 code."
    for each in TABLES:
        assert list(tables[each.name]["columns"]) == [column.name for column in each.columns]
        for facet in tables[each.name]["facets"]:
            name = facet["array"] if isinstance(facet, dict) else facet
            assert {column.name: column.kind == "list" for column in each.columns}[name] == isinstance(facet, dict)


@pytest.mark.parametrize(("value", "stored"), [("9" * 18, int("9" * 18)), ("1234567890.12345", 1234567890.12345)])
def test_numbers_are_numbers(tmp_path: Path, value: str, stored: float) -> None:
    assert stored_value(tmp_path, value) == ([], stored)


@pytest.mark.parametrize("value", ["1234567890.123456", "1" + "0" * 19 + "1"])
def test_a_number_that_would_be_rounded_is_left_out_and_told(tmp_path: Path, value: str) -> None:
    notice = (
        "un numero con più di 15 cifre è lasciato vuoto: SQLite lo arrotonderebbe; lo dice la colonna text (2 volte)"
    )
    assert stored_value(tmp_path, value) == ([notice], None)


def stored_value(tmp_path: Path, value: str) -> tuple[list[str], Any]:
    amount = gold_record().amounts[0].model_copy(update={"value": Decimal(value), "payers": []})
    notices = write(tmp_path / "a.db", [Announcement(amounts=[amount])])
    with closing(sqlite3.connect(tmp_path / "a.db")) as base:
        return notices, base.execute("SELECT value FROM amounts").fetchone()[0]
