"""Word files: headings by their styles, lists with their marks, tables in their place, a row a line."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from extractor.errors import EmptyFileError, ReadingError
from extractor.reading.contents import too_large
from extractor.reading.document import ReadDocument
from extractor.reading.options import ReadOptions
from extractor.reading.typescript import BREAK, Typescript, one_line
from extractor.reading.zipped import members, unpack

_w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_fallback = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_heading = re.compile(r"(?:heading|titolo)\s*(\d)", re.IGNORECASE)
_title_styles = {"title": 1, "titolo": 1, "subtitle": 1, "sottotitolo": 1}
_untitled = re.compile(r"microsoft word|^(?:documento?|untitled|senza titolo)\s*\d*$|\.docx?$", re.IGNORECASE)
_most_parts = 5_000
_prolog = 4096
_longest_cell = 400
_deepest = 20


def read(data: bytes, name: str | None, media_type: str, digest: str, options: ReadOptions) -> ReadDocument:
    """The text of a Word file.

    Raises:
        ReadingError: it is damaged, protected, too large, or holds no text.
    """
    from docx import Document

    try:
        document = Document(_checked(data, name, options))
        page = Typescript()
        _Writer(document, page).blocks(document.element.body, 0)
        title = one_line(document.core_properties.title or "")
    except ReadingError as error:
        raise error if " ZIP" not in error.message else _damaged(name) from error
    except Exception as error:  # python-docx lets through whatever a damaged part leads to
        raise _damaged(name) from error
    text = page.text()
    if not text:
        raise EmptyFileError(
            "non contiene testo: se è fatto di immagini, passarle prima per un programma OCR", name=name
        )
    return ReadDocument(
        text=text, media_type=media_type, sha256=digest, encoding="utf-8", name=name,
        title=None if not title or _untitled.search(title) else title,
    )  # fmt: skip


def _damaged(name: str | None) -> ReadingError:
    return ReadingError("è un documento Word danneggiato: aprirlo con Word e salvarlo di nuovo", name=name)


def _checked(data: bytes, name: str | None, options: ReadOptions) -> io.BytesIO:
    """The same file, its parts of markup unpacked within the limits, its pictures left out."""
    file, left = io.BytesIO(data), options.max_markup
    checked = io.BytesIO()
    with zipfile.ZipFile(checked, "w") as archive:
        for member in members(file, name or "", _most_parts):
            part = b""
            if member.name.endswith((".xml", ".rels")):
                part = unpack(file, member, options.max_markup, name or "")
                left -= len(part)
                if left < 0:
                    raise too_large(options.max_markup, name)
                if b"<!DOCTYPE" in part[:_prolog] or b"<!ENTITY" in part[:_prolog]:
                    raise ReadingError(
                        "è un documento Word con definizioni estranee: aprirlo con Word e salvarlo di nuovo", name=name
                    )
            archive.writestr(zipfile.ZipInfo(member.name), part)
    checked.seek(0)
    return checked


class _Writer:
    def __init__(self, document: Any, page: Typescript) -> None:
        self.page = page
        self.styles = {style.style_id: style for style in document.styles}
        self.numbers: dict[tuple[str, int], int] = {}
        self.formats = _number_formats(document)
        self.in_list = False
        self.below_title = 0

    def blocks(self, parent: Any, depth: int) -> None:
        """Write the paragraphs and tables that stand in an element, in their order."""
        for element in parent:
            if element.tag == f"{_w}p":
                self._paragraph(element, depth)
            elif element.tag == f"{_w}tbl":
                self._table(element, depth)
            elif isinstance(element.tag, str) and element.tag not in (
                f"{_w}sectPr",
                f"{_w}sdtPr",
                f"{_w}del",
                f"{_w}tcPr",
            ):
                self.blocks(element, depth)  # content controls, insertions

    def _paragraph(self, element: Any, depth: int) -> None:
        text = "".join(_pieces(element))
        style = self._style(element)
        level = _heading_level(element, style)
        number = self._number(element, style)
        if number is None and one_line(text):
            self.in_list = False
        if level is not None:
            self.page.heading(text, level + self.below_title)
            if level == 1 and style is not None and (style.name or "").lower() in _title_styles:
                self.below_title = 1  # "Heading 1" stands below a "Title"
        elif number is not None and one_line(text):
            if not self.in_list:
                self.page.end_list()
            self.in_list = True
            self.page.item(text, *number)
        else:
            self.page.paragraph(text)
        if depth < _deepest:
            for box in element.iter(f"{_w}txbxContent"):
                if next(box.iterancestors(_fallback), None) is None:
                    self.blocks(box, depth + _deepest)

    def _style(self, element: Any) -> Any:
        named = element.find(f"{_w}pPr/{_w}pStyle")
        return None if named is None else self.styles.get(named.get(f"{_w}val"))

    def _number(self, element: Any, style: Any) -> tuple[str, int] | None:
        """Mark and depth of an item of a list; `None` where the paragraph is none."""
        properties = element.find(f"{_w}pPr/{_w}numPr")
        if properties is None and style is not None:
            properties = style.element.find(f"{_w}pPr/{_w}numPr")
        if properties is None:
            return ("-", 0) if style is not None and (style.name or "").lower().startswith("list bullet") else None
        identifier, depth = (properties.find(f"{_w}{each}") for each in ("numId", "ilvl"))
        key = "0" if identifier is None else identifier.get(f"{_w}val", "0")
        if key == "0":
            return None
        level = 0 if depth is None else int(depth.get(f"{_w}val", "0"))
        if self.formats.get((key, level), "bullet") in ("bullet", "none"):
            return "-", level
        self.numbers[key, level] = self.numbers.get((key, level), 0) + 1
        for deeper in [each for each in self.numbers if each[0] == key and each[1] > level]:
            del self.numbers[deeper]
        return f"{self.numbers[key, level]}.", level

    def _table(self, table: Any, depth: int) -> None:
        rows = [list(row.iter(f"{_w}tc")) for row in table.iterchildren(f"{_w}tr")]
        nested = next(table.iterdescendants(f"{_w}tbl"), None) is not None
        if (
            nested
            or all(len(row) <= 1 for row in rows)
            or any(len(_cell(cell)) > _longest_cell for row in rows for cell in row)
        ):
            if depth > _deepest:
                return
            for row in table.iterchildren(f"{_w}tr"):
                for cell in row.iterchildren(f"{_w}tc"):
                    self.blocks(cell, depth + 1)
            return
        self.page.end_list()
        for row in rows:
            self.page.row([_cell(cell) for cell in row])
        self.page.end_list()


def _pieces(paragraph: Any) -> Iterator[str]:
    """The text of a paragraph, deletions and text boxes left out."""
    for child in paragraph:
        if child.tag == f"{_w}t":
            yield child.text or ""
        elif child.tag in (f"{_w}tab", f"{_w}ptab"):
            yield "\t"
        elif child.tag in (f"{_w}br", f"{_w}cr"):
            yield BREAK
        elif child.tag == f"{_w}noBreakHyphen":
            yield "-"
        elif child.tag not in (f"{_w}del", f"{_w}pPr", f"{_w}rPr", f"{_w}txbxContent", f"{_w}moveFrom", _fallback):
            yield from _pieces(child)


def _cell(cell: Any) -> str:
    return one_line(" ".join("".join(_pieces(paragraph)) for paragraph in cell.iter(f"{_w}p")))


def _heading_level(element: Any, style: Any) -> int | None:
    outline = element.find(f"{_w}pPr/{_w}outlineLvl")
    if outline is not None and outline.get(f"{_w}val", "9").isdigit() and int(outline.get(f"{_w}val", "9")) < 9:
        return int(outline.get(f"{_w}val")) + 1
    name = "" if style is None else (style.name or "").strip().lower()
    if match := _heading.match(name):
        return int(match[1])
    return _title_styles.get(name)


def _number_formats(document: Any) -> dict[tuple[str, int], str]:
    """How each list is numbered at each depth: "bullet", "decimal" and so on."""
    part = next((each.target_part for each in document.part.rels.values() if each.reltype.endswith("/numbering")), None)
    if part is None:
        return {}
    abstract: dict[str, dict[int, str]] = {}
    for each in part.element.iterchildren(f"{_w}abstractNum"):
        levels = abstract[each.get(f"{_w}abstractNumId")] = {}
        for level in each.iterchildren(f"{_w}lvl"):
            kind = level.find(f"{_w}numFmt")
            levels[int(level.get(f"{_w}ilvl"))] = "decimal" if kind is None else kind.get(f"{_w}val")
    formats: dict[tuple[str, int], str] = {}
    for each in part.element.iterchildren(f"{_w}num"):
        reference = each.find(f"{_w}abstractNumId")
        for depth, kind in abstract.get("" if reference is None else reference.get(f"{_w}val"), {}).items():
            formats[each.get(f"{_w}numId"), depth] = kind
    return formats
