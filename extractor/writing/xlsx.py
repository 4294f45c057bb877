"""XLSX: one workbook, a sheet a table, made for people with a spreadsheet.

XlsxWriter in constant memory: each row goes to disk as it comes. What a sheet cannot hold is said in a sheet of
notices: a table goes on in "amounts (2)" past the last row, links end at the 65,530th of a sheet (XlsxWriter drops those
beyond in silence), a text past 32,767 characters is cut, a number of more than 15 digits is written as text.

No text becomes a formula, link or number: all go out as strings, and one that would run as a formula, were it typed in
again, is marked as text (`quotePrefix`), which leaves its value as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from extractor.writing.cells import cut, joined, runs_as_formula, significant_digits
from extractor.writing.rows import Cell, Row
from extractor.writing.tables import TABLES, Column, Table
from extractor.writing.tabular import TableOutput
from extractor.writing.target import Target

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_widths = {
    "text": 24,
    "list": 30,
    "money": 18,
    "date": 12,
    "partial date": 12,
    "boolean": 9,
    "integer": 10,
    "number": 10,
}
_wide = {"title": 60, "subtitle": 40, "heading": 40, "name": 40, "canonical": 40, "objectives": 60, "message": 60}
_url_limit = 2079
_made = datetime(2000, 1, 1)  # every workbook says so: equal tables shall be equal files
_first_day = date(1900, 3, 1)  # Excel's calendar has a 29 February 1900


@dataclass(slots=True)
class _Sheet:
    """A sheet that is being written, and how far it is."""

    table: Table
    sheet: Worksheet
    number: int = 1
    row: int = 0
    links: int = 0


class XlsxWriter(TableOutput):
    """Writes the workbook."""

    rows_in_a_sheet: ClassVar[int] = 1_048_576
    links_in_a_sheet: ClassVar[int] = 65_530
    _book: Workbook
    _sheets: dict[str, _Sheet]
    _formats: dict[str, Format]

    def _begin(self) -> None:
        from xlsxwriter import Workbook

        target = Target(self.path)
        self.targets.append(target)
        options = {"constant_memory": True, "tmpdir": str(target.scratch()), "in_memory": False}
        plain = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
        self._book = Workbook(str(target.partial), options | plain)
        self.handles.callback(_let_go, self._book)
        self._book.use_zip64()
        self._book.set_properties({"created": _made})
        self._formats = {
            "heading": self._book.add_format({"bold": True, "bottom": 1}),
            "money": self._book.add_format({"num_format": "#,##0.00####"}),
            "date": self._book.add_format({"num_format": "yyyy-mm-dd"}),
            "number": self._book.add_format({"num_format": "0.00"}),
            "quoted": self._book.add_format({"quote_prefix": True}),
            "link": self._book.add_format({"font_color": "#0563C1", "underline": 1}),
        }
        self._sheets = {each.name: self._begin_sheet(each, 1) for each in TABLES}

    def _begin_sheet(self, of: Table, number: int) -> _Sheet:
        sheet = self._book.add_worksheet(of.name if number == 1 else f"{of.name} ({number})")
        for place, column in enumerate(of.columns):
            sheet.set_column(place, place, _width(column))
            sheet.write_string(0, place, column.name, self._formats["heading"])
        sheet.freeze_panes(1, 0)
        return _Sheet(of, sheet, number)

    def _put(self, name: str, row: Row) -> None:
        current = self._sheets[name]
        if current.row + 1 >= self.rows_in_a_sheet:
            _end_sheet(current)
            current = self._sheets[name] = self._begin_sheet(current.table, current.number + 1)
            self.notice(
                f"la tabella {name} continua nel foglio {current.sheet.name}: un foglio ha un numero massimo di righe"
            )
        current.row += 1
        for place, (column, cell) in enumerate(zip(current.table.columns, row.values(), strict=True)):
            if cell is not None:
                self._write_cell(current, place, column, cell)

    def _write_cell(self, at: _Sheet, place: int, column: Column, cell: Cell) -> None:
        match cell:
            case bool():
                at.sheet.write_boolean(at.row, place, cell)
            case int():
                at.sheet.write_number(at.row, place, cell)
            case float():
                at.sheet.write_number(at.row, place, cell, self._formats["number"])
            case Decimal() if significant_digits(cell) > 15:
                self.notice(
                    "un numero con più di 15 cifre è scritto come testo: un foglio di calcolo lo arrotonderebbe"
                )
                at.sheet.write_string(at.row, place, format(cell, "f"))
            case Decimal():
                at.sheet.write_number(at.row, place, float(cell), self._formats["money"])
            case date():
                self._write_day(at, place, cell)
            case tuple():
                self._write_text(at, place, joined(cell))
            case str() if column.kind == "partial date" and len(cell) == len("2019-11-12"):
                self._write_day(at, place, date.fromisoformat(cell))
            case str() if column.name == "url":
                self._write_link(at, place, cell)
            case str():
                self._write_text(at, place, cell)

    def _write_day(self, at: _Sheet, place: int, day: date) -> None:
        if day < _first_day:
            at.sheet.write_string(at.row, place, day.isoformat())
        else:
            at.sheet.write_datetime(at.row, place, day, self._formats["date"])

    def _write_text(self, at: _Sheet, place: int, text: str) -> None:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        shown = cut(text)
        if shown != text:
            self.notice(f"{at.table.name}: un testo che supera i 32.767 caratteri di una cella è tagliato")
        if shown:
            at.sheet.write_string(at.row, place, shown, self._formats["quoted"] if runs_as_formula(shown) else None)

    def _write_link(self, at: _Sheet, place: int, url: str) -> None:
        if not url.startswith(("http://", "https://")) or len(url) > _url_limit or not url.isprintable():
            self._write_text(at, place, url)
        elif at.links >= self.links_in_a_sheet:
            self.notice(
                f"{at.sheet.name}: gli indirizzi oltre il numero massimo di collegamenti di un foglio sono testo"
            )
            self._write_text(at, place, url)
        else:
            at.links += 1
            at.sheet.write_url(at.row, place, url, self._formats["link"], url)

    def _finish(self) -> None:
        from xlsxwriter.exceptions import FileCreateError

        for current in self._sheets.values():
            _end_sheet(current)
        self._explain_columns()
        if self.notices:
            self._list_in_sheet("avvisi", ["avviso"], [[notice] for notice in self.notices], [120])
        try:
            self._book.close()
        except FileCreateError as error:
            raise OSError(*error.args[0].args) from error

    def _explain_columns(self) -> None:
        told = [
            [each.name, column.name, column.kind, column.meaning, column.refers_to or ""]
            for each in TABLES
            for column in each.columns
        ]
        self._list_in_sheet(
            "columns", ["table", "column", "holds", "meaning", "refers to"], told, [16, 24, 14, 100, 16]
        )

    def _list_in_sheet(self, name: str, headings: list[str], lines: list[list[str]], widths: list[int]) -> None:
        sheet = self._book.add_worksheet(name)
        for place, (heading, width) in enumerate(zip(headings, widths, strict=True)):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, heading, self._formats["heading"])
        sheet.freeze_panes(1, 0)
        for number, line in enumerate(lines, start=1):
            for place, text in enumerate(line):
                if text:
                    sheet.write_string(number, place, text)


def _width(column: Column) -> int:
    if column.name.endswith("_id") or column.name == "sha256":
        return 24
    return _wide.get(column.name, max(_widths[column.kind], len(column.name) + 3))


def _end_sheet(current: _Sheet) -> None:
    current.sheet.autofilter(0, 0, max(current.row, 1), len(current.table.columns) - 1)


def _let_go(book: Workbook) -> None:
    """Close the files in which XlsxWriter gathers rows: of a workbook that is given up, it does not."""
    for sheet in book.worksheets():
        handle: Any = getattr(sheet, "row_data_fh", None)
        if handle is not None:
            handle.close()
