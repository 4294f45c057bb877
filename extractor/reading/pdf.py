"""PDF: PDFium's glyphs put into lines, lines into paragraphs; page numbers, headers and footers left out."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from extractor.errors import EmptyFileError, ReadingError
from extractor.reading.document import ReadDocument
from extractor.reading.options import ReadOptions
from extractor.reading.pdf_bounds import is_bearable
from extractor.reading.pdf_glyphs import Piece, pieces_of
from extractor.reading.pdf_lines import Line, lines_of, without_furniture
from extractor.reading.typescript import Typescript, one_line

_page_mark = "\ue000"  # stands where a page begins until the text is whole; no font's letter
_heading_size = 1.12
_most_letters = 5_000_000
_item = re.compile(r"(?P<mark>[•·▪◦‣●○■*-]|–|—|\(?\d{1,2}[.)]|[a-z]\))\s+(?=\S)")
_sure_marks = frozenset("•·▪◦‣●○■")
_ends = (".", "!", "?", ":", ";", ".”", '."', ".»", "!”", "?”")
_compound_heads = frozenset(
    "anglo audio economico ex franco giuridico idro italo logistico medico politico sanitario scientifico socio storico tecnico turistico vice".split()
)
_untitled = re.compile(
    r"microsoft|\.(?:docx?|pdf|odt|indd|qxd|pptx?|rtf)$|^(?:untitled|documento?|senza titolo|\(anonymous\))",
    re.IGNORECASE,
)


def read(data: bytes, name: str | None, media_type: str, digest: str, options: ReadOptions) -> ReadDocument:
    """The text of a PDF, and where its pages begin.

    Raises:
        ReadingError: it is encrypted, damaged, too long, or a scan without text.
    """
    pieces, heights, title = _open(data, name, options)
    rows = without_furniture(pieces, heights)
    lines: list[Line] = []
    for number, page in enumerate(rows):
        lines += lines_of(page, number, lines[-1].region + 1 if lines else 0)
    if not lines:
        raise EmptyFileError(
            "è un PDF senza testo, forse una scansione: passarlo prima per un programma OCR", name=name
        )
    page_text = Typescript()
    marked = _write(lines, page_text, len(pieces))
    text, pages = _without_marks(page_text.text(), marked)
    return ReadDocument(
        text=text, media_type=media_type, sha256=digest, encoding="utf-8", name=name,
        title=None if not title or _untitled.search(title) else title, pages=pages,
    )  # fmt: skip


def _open(data: bytes, name: str | None, options: ReadOptions) -> tuple[list[list[Piece]], list[float], str]:
    """The pieces of every page, the heights of the pages, the title in the file's description."""
    import pypdfium2

    if not is_bearable(data, options):
        raise ReadingError("è un PDF che si espande oltre misura: procurarsene un'altra copia", name=name)
    start = data[:1024].find(b"%PDF-")
    try:
        document = pypdfium2.PdfDocument(data[max(start, 0) :])
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise ReadingError("è un PDF protetto da password: salvarne una copia senza", name=name) from error
        raise ReadingError("è un PDF danneggiato: procurarsene un'altra copia", name=name) from error
    try:
        if len(document) > options.max_pages:
            raise ReadingError(
                f"è un PDF di oltre {options.max_pages} pagine: dividerlo in documenti singoli", name=name
            )
        pieces, heights, letters = [], [], 0
        for number in range(len(document)):
            found, height = _page(document, number, pypdfium2.PdfiumError)
            pieces.append(found)
            heights.append(height)
            letters += sum(len(piece.text) for piece in found)
            if letters > _most_letters:
                raise ReadingError("è un PDF con troppo testo: dividerlo in documenti singoli", name=name)
        return pieces, heights, one_line(str(document.get_metadata_value("Title") or ""))
    finally:
        document.close()


def _page(document: Any, number: int, damaged: type[Exception]) -> tuple[list[Piece], float]:
    """The pieces of one page; none where the page cannot be opened."""
    try:
        page = document[number]
    except damaged:
        return [], 0.0
    try:
        text_page = page.get_textpage()
        try:
            return pieces_of(text_page, page.get_height()), page.get_height()
        finally:
            text_page.close()
    except damaged:
        return [], 0.0
    finally:
        page.close()


def _write(lines: list[Line], page: Typescript, pages: int) -> list[bool]:
    """Write the lines, paragraph by paragraph, and tell which pages have text."""
    body = _body_size(lines)
    sizes = sorted({round(line.size, 1) for line in lines if line.size > _heading_size * body}, reverse=True)
    words = Counter(word for line in lines for word in line.text.split()[:-1])
    marks = [False] * pages
    groups = list(_groups(lines, body))
    for number, group in enumerate(groups):
        kind = _kind(group, body)
        if kind == "rows":
            for line in group:
                page.row([_mark(line, marks) + line.cells[0], *line.cells[1:]])
            continue
        text = ""
        for line in group:
            text = _joined(text, _mark(line, marks) + line.text, words)
        if kind == "heading":
            page.heading(text, min(1 + sizes.index(round(group[0].size, 1)), 4))
        elif kind == "item" and (item := _item.match(text.replace(_page_mark, ""))) is not None:
            mark = item["mark"]
            lead = _page_mark if text.startswith(_page_mark) else ""
            page.item(
                lead + text.replace(_page_mark, "", bool(lead))[item.end() :],
                "-" if mark in _sure_marks or mark in "*–—" else mark,
            )
        elif kind == "paragraph" and any(_is_beside(group, other) for other in groups[max(number - 1, 0) : number + 2]):
            page.item(text)
        else:
            page.paragraph(text)
    return marks


def _is_beside(group: list[Line], other: list[Line]) -> bool:
    """Whether two pieces of text are items of one list, whose marks were drawn and not written: set in, one tight below the other."""
    upper, lower = (other, group) if other[0].y < group[0].y else (group, other)
    return (
        other is not group
        and other[0].region == group[0].region
        and abs(group[0].left - other[0].left) < 2
        and group[0].left - group[0].region_left > 1.2 * group[0].size
        and lower[0].y - upper[-1].y < 1.45 * group[0].size
    )


def _mark(line: Line, marks: list[bool]) -> str:
    """The page mark, before the first line of a page."""
    if marks[line.page]:
        return ""
    marks[line.page] = True
    return _page_mark


def _body_size(lines: list[Line]) -> float:
    """The size in which most letters are set."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[round(line.size, 1)] += len(line.text)
    return letters.most_common(1)[0][0]


def _groups(lines: list[Line], body: float) -> Iterator[list[Line]]:
    """Lines that make a paragraph, a heading, an item or a table."""
    pitch = _pitch(lines, body)
    group: list[Line] = []
    for line in lines:
        if group and not _goes_on(group, line, body, pitch):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _kind(group: list[Line], body: float) -> str:
    if len(group[0].cells) > 1:
        return "rows"
    if group[0].size > _heading_size * body and sum(len(line.text) for line in group) < 400:
        return "heading"
    return "item" if _item.match(group[0].text) else "paragraph"


def _pitch(lines: list[Line], body: float) -> float:
    """The usual distance between two lines of the body, in units of the type size."""
    steps = Counter(
        round((line.y - last.y) / body, 1)
        for last, line in itertools.pairwise(lines)
        if line.region == last.region and 0 < line.y - last.y < 3 * body and len(line.cells) == len(last.cells) == 1
    )
    return min(steps, key=lambda step: (-steps[step], step), default=1.2)


def _goes_on(group: list[Line], line: Line, body: float, pitch: float) -> bool:
    """Whether a line continues the lines before it."""
    last = group[-1]
    if len(last.cells) > 1 or len(line.cells) > 1:
        return len(last.cells) > 1 and len(line.cells) > 1
    if abs(line.size - last.size) > 0.08 * body:
        return False
    ended = last.text.endswith(_ends)
    width = line.region_right - line.region_left
    if last.region != line.region:
        full = last.right >= last.region_right - 0.1 * (last.region_right - last.region_left)
        return (
            not ended and not _starts_item(line, ended=True) and (line.text[0].islower() or (full and len(group) > 1))
        )
    if line.y - last.y > (pitch + 0.25) * max(last.size, body) or line.y <= last.y:
        return False
    if last.text.endswith("-") and last.text[-2:-1].isalnum():
        return True
    short = last.right < last.block_right - 0.15 * (last.block_right - last.region_left)
    if _starts_item(line, ended or short) or _is_next_item(group[0], line):
        return False
    if last.size > _heading_size * body:
        return True
    if _was_broken_on_purpose(last, line):
        return False
    alone = last.right < line.region_right - 0.4 * width
    if not line.text[0].islower() and (alone or (short and (ended or line.bold != last.bold))):
        return False
    indented = line.left - line.region_left > 0.8 * line.size
    return not (
        ended and indented and last.left - line.region_left < 0.4 * line.size and not _item.match(group[0].text)
    )


def _was_broken_on_purpose(last: Line, line: Line) -> bool:
    """Whether the first word of a line would have had more than enough room at the end of the line before it."""
    room = last.block_right - last.right
    letter = (line.right - line.left) / len(line.text)
    word = line.text.partition(" ")[0]
    return room > max((len(word) + 1) * letter + 2 * line.size, 0.25 * (last.block_right - last.region_left))


def _is_next_item(first: Line, line: Line) -> bool:
    """Whether a line begins the item after the one that `first` begins: "3." after "2.", a dash below a dash."""
    mark, following = _item.match(first.text), _item.match(line.text)
    if mark is None or following is None or abs(first.left - line.left) > line.size:
        return False
    one, two = mark["mark"].strip("().").lower(), following["mark"].strip("().").lower()
    if one.isdigit():
        return two == str(int(one) + 1)
    return two == (chr(ord(one) + 1) if one.isalpha() else one)


def _starts_item(line: Line, ended: bool) -> bool:
    match = _item.match(line.text)
    return match is not None and (ended or match["mark"] in _sure_marks)


def _joined(text: str, following: str, words: Counter[str]) -> str:
    """Two lines in one; a word that was broken at the line's end is made whole."""
    if not text:
        return following
    bare = following.lstrip(_page_mark)
    if not text.endswith("-") or len(text) < 2 or not text[-2].isalnum() or not bare[:1].isalnum():
        return f"{text} {following}"
    if not bare[0].islower() or not text[-2].isalpha():
        return text + following  # Emilia-Romagna, 2014-2020
    first = re.split(r"[\s'’(“«\"\ue000]", text)[-1]
    second = re.split(r"[\s.,;:)”»\"]", bare)[0]
    whole = f"{first[:-1]}{second}"
    if first[:-1].lower() in _compound_heads and not words[whole]:
        return text + following
    return text + following if words[f"{first}{second}"] > words[whole] else text[:-1] + following


def _without_marks(text: str, marked: list[bool]) -> tuple[str, tuple[int, ...]]:
    """The text without page marks, and the offset of each page; a page without text begins where the next one does."""
    parts = text.split(_page_mark)
    starts, offset = [], 0
    for part in parts[:-1]:
        offset += len(part)
        starts.append(offset)
    whole = "".join(parts)
    starts = [_line_start(whole, start) for start in starts]
    pages, next_start = [], len(whole)
    for has_text in reversed(marked):
        next_start = starts.pop() if has_text else next_start
        pages.append(next_start)
    return whole, tuple(reversed(pages))


def _line_start(text: str, offset: int) -> int:
    """Where the mark of a heading or of an item begins, if only that stands before an offset in its line."""
    start = text.rfind("\n", 0, offset) + 1
    return start if offset - start < 10 and not any(each.isalnum() for each in text[start:offset]) else offset
