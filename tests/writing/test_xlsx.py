"""The workbook as openpyxl reads it, every value compared; limits of sheets, cells and links kept and told."""

import datetime
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.records import Announcement, Source
from extractor.writing.rows import Cell
from extractor.writing.tables import TABLES, Column
from extractor.writing.xlsx import XlsxWriter
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

LIMIT = 32_767


def unescaped(text: str) -> str:
    """What Excel shows for an escaped underscore; openpyxl does not undo it in inline strings."""
    return text.replace("_x005F_", "_")


def read_back(column: Column, cell: Any) -> Cell:
    if column.kind == "list":
        return from_text(column, "" if cell is None else unescaped(cell))
    if isinstance(cell, datetime.datetime):
        assert cell.time() == datetime.time()
        return cell.date()
    if column.kind == "money" and isinstance(cell, int | float):
        return Decimal(str(cell))
    return unescaped(cell) if isinstance(cell, str) else cell  # type: ignore[no-any-return]


def as_in_a_sheet(column: Column, cell: Cell) -> Cell:
    """What a sheet can say of a cell: line ends are one character, an empty text is an empty cell."""
    if column.kind == "list":
        assert isinstance(cell, tuple)
        return from_text(column, one_line_end("; ".join("?" if item is None else item for item in cell)))
    if column.kind == "partial date" and isinstance(cell, str) and len(cell) == 10 and cell > "1900-03":
        return datetime.date.fromisoformat(cell)
    if isinstance(cell, datetime.date) and cell < datetime.date(1900, 3, 1):
        return cell.isoformat()
    if isinstance(cell, str):
        text = one_line_end(cell)
        return (text[: LIMIT - 1] + "…" if len(text) > LIMIT else text) or None
    return cell


def one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def check_book(path: Path, expected: dict[str, list[dict[str, Cell]]]) -> None:
    book = openpyxl.load_workbook(path)
    for each in TABLES:
        header, *lines = book[each.name].iter_rows(values_only=True)
        assert list(header) == [column.name for column in each.columns]
        found = [[read_back(*pair) for pair in zip(each.columns, line, strict=True)] for line in lines]
        wanted = [
            [as_in_a_sheet(*pair) for pair in zip(each.columns, row.values(), strict=True)]
            for row in expected[each.name]
        ]
        assert found == wanted


def test_every_value_comes_back(tmp_path: Path) -> None:
    records = [gold_record(), pipeline_record(), full_record(), hostile_record()]
    notices = write(tmp_path / "a.xlsx", records, FAILURES)
    assert notices == ["announcements: un testo che supera i 32.767 caratteri di una cella è tagliato"]
    check_book(tmp_path / "a.xlsx", all_rows(records, FAILURES))
    assert [cell.value for cell in openpyxl.load_workbook(tmp_path / "a.xlsx")["avvisi"]["A"]] == ["avviso", *notices]


@settings(max_examples=12, deadline=None, derandomize=True)
@given(found=st.lists(announcements(), max_size=2))
def test_any_record_comes_back(tmp_path_factory: pytest.TempPathFactory, found: list[Announcement]) -> None:
    path = tmp_path_factory.mktemp("xlsx") / "a.xlsx"
    write(path, found)
    check_book(path, all_rows(found))


def test_sheets_are_ready_to_filter(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", [gold_record()])
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == [*(each.name for each in TABLES), "columns"]
    sheet = book["amounts"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:AC8")
    assert sheet["A1"].font.bold
    assert (sheet["D4"].value, sheet["D4"].data_type, sheet["D4"].number_format) == (69412.5, "n", "#,##0.00####")
    assert sheet.column_dimensions["D"].width > 17
    explained = [row for row in book["columns"].iter_rows(values_only=True) if row[:2] == ("amounts", "currency")]
    assert explained == [("amounts", "currency", "text", "ISO 4217 code.", None)]


def test_dates_are_dates_where_they_are_days(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", [full_record()])
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    published = book["announcements"]["E2"]
    assert (published.value, published.number_format) == (datetime.datetime(2019, 11, 12), "yyyy-mm-dd")
    approved, signed, starts = (book["agreements"].cell(3, column).value for column in (18, 19, 20))
    assert (approved, signed, starts) == ("2019", datetime.datetime(2019, 11, 12), "2020-01")


def test_nothing_is_a_formula(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", [hostile_record()], FAILURES)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    names = {cell.value: cell for cell in book["entities"]["D"]}
    assert names['=HYPERLINK("http://evil.example","qui")'].quotePrefix
    assert names["-20%"].quotePrefix
    assert not names["NULL"].quotePrefix
    assert not list(book["announcements"]._hyperlinks)  # javascript: is no address to link
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert not [name for name in archive.namelist() if b"<f>" in archive.read(name)]
        assert not [name for name in archive.namelist() if ".." in name]


def test_a_table_goes_on_in_another_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(XlsxWriter, "rows_in_a_sheet", 4)  # the heading and three rows
    records = [gold_record()]
    notices = write(tmp_path / "a.xlsx", records)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sums = [row["amount_id"] for row in all_rows(records)["amounts"]]
    sheets = [book[name] for name in ("amounts", "amounts (2)", "amounts (3)")]
    assert [[cell.value for cell in sheet["A"]][1:] for sheet in sheets] == [sums[:3], sums[3:6], sums[6:]]
    assert [sheet["A1"].value for sheet in sheets] == ["amount_id"] * 3
    assert sheets[1].auto_filter.ref == "A1:AC4"
    assert "la tabella amounts continua nel foglio amounts (2): un foglio ha un numero massimo di righe" in notices
    assert "agreements (2)" not in book.sheetnames


def test_the_limits_are_those_of_excel() -> None:
    assert (XlsxWriter.rows_in_a_sheet, XlsxWriter.links_in_a_sheet) == (2**20, 65_530)


def test_links_end_at_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(XlsxWriter, "links_in_a_sheet", 2)
    urls = [f"https://www.comune.example/{number}?a=1&b='2'" for number in range(4)]
    notices = write(tmp_path / "a.xlsx", [Announcement(source=Source(url=url)) for url in urls])
    cells = openpyxl.load_workbook(tmp_path / "a.xlsx")["announcements"]["D"][1:]
    assert [cell.value for cell in cells] == urls
    assert [cell.hyperlink.target if cell.hyperlink else None for cell in cells] == [*urls[:2], None, None]
    assert notices == [
        "announcements: gli indirizzi oltre il numero massimo di collegamenti di un foglio sono testo (2 volte)"
    ]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://a.example/" + "x" * 2080, "http://a\nb", "file:///etc"]
)
def test_a_doubtful_address_is_text(tmp_path: Path, url: str) -> None:
    assert write(tmp_path / "a.xlsx", [Announcement(source=Source(url=url))]) == []
    cell = openpyxl.load_workbook(tmp_path / "a.xlsx")["announcements"]["D2"]
    assert (cell.value, cell.hyperlink) == (url, None)


@pytest.mark.parametrize(
    ("value", "found"), [("123456789012345", 123456789012345), ("1234567890.12345", 1234567890.12345)]
)
def test_fifteen_digits_are_a_number(tmp_path: Path, value: str, found: float) -> None:
    assert self_written(tmp_path, value) == ([], found)


@pytest.mark.parametrize("value", ["1234567890123456", "1234567890.123456"])
def test_more_digits_are_text(tmp_path: Path, value: str) -> None:
    notice = "un numero con più di 15 cifre è scritto come testo: un foglio di calcolo lo arrotonderebbe (2 volte)"
    assert self_written(tmp_path, value) == ([notice], value)


def self_written(tmp_path: Path, value: str) -> tuple[list[str], Any]:
    amount = gold_record().amounts[0].model_copy(update={"value": Decimal(value)})
    notices = write(tmp_path / "a.xlsx", [Announcement(amounts=[amount])])
    return notices, openpyxl.load_workbook(tmp_path / "a.xlsx")["amounts"]["D2"].value


@pytest.mark.parametrize(
    ("text", "shown"),
    [("x" * LIMIT, "x" * LIMIT), ("x" * (LIMIT + 1), "x" * (LIMIT - 1) + "…"), ("🏛" * 20_000, "🏛" * 16_383 + "…")],
)
def test_cells_are_cut_at_their_limit(tmp_path: Path, text: str, shown: str) -> None:
    notices = write(tmp_path / "a.xlsx", [Announcement(title=text), Announcement(title="breve", text="y" * 10**6)])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["announcements"]
    assert sheet["G2"].value == shown
    assert len(shown.encode("utf-16-le")) <= 2 * LIMIT
    times = "" if shown == text else " (2 volte)"
    assert notices == [f"announcements: un testo che supera i 32.767 caratteri di una cella è tagliato{times}"]


def test_hostile_texts_are_all_there(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", [hostile_record()])
    names: Sequence[Any] = [cell.value for cell in openpyxl.load_workbook(tmp_path / "a.xlsx")["entities"]["D"][1:]]
    assert len(names) == len(HOSTILE_TEXTS)
    assert names[HOSTILE_TEXTS.index("</script><script>alert(1)</script>")] == "</script><script>alert(1)</script>"
