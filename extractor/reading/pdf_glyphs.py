"""From the glyphs of a PDF's page to pieces of lines, with their place, their size and their weight."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from extractor.reading.typescript import one_line, whole

_wide_gap = 1.5  # in units of the type size; the blanks of justified lines stay below it
_same_line = 0.4
_blanks = frozenset((0x20, 0xA0, 0x09, 0x0D, 0x0A, 0))
_hyphens = frozenset((0x02, 0xFFFE, 0xAD, 0x2010))  # how PDFium marks a hyphen at a line's end, and its kin
_bullets = {0xF0B7: "•", 0xF0A7: "•", 0xF0D8: "•", 0xF0FC: "•", 0xF02D: "-", 0xE000: " "}  # Wingdings and Symbol
_most_glyphs = 200_000
_bold_from = 600


@dataclass(slots=True)
class Piece:
    """Characters that stand together on one line; `y` is their lower edge, counted from the top of the page."""

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool


def pieces_of(text_page: Any, height: float) -> list[Piece]:
    """The pieces of a page in the order in which the page draws them, wide gaps parting them."""
    pieces: list[Piece] = []
    for piece in _drawn(text_page, height):
        last = pieces[-1] if pieces else None
        if last is not None and abs(last.y - piece.y) <= _same_line * max(last.size, piece.size):
            gap = piece.left - last.right
            if -0.5 * piece.size <= gap <= _wide_gap * max(piece.size, last.size):
                join(last, piece)
                continue
        pieces.append(piece)
    for piece in pieces:
        piece.text = one_line(whole(piece.text))
    return [piece for piece in pieces if piece.text]


def join(piece: Piece, following: Piece) -> None:
    """Put a piece to the end of the one on its left."""
    gap = following.left - piece.right
    blank = gap > 0.15 * piece.size and not piece.text.endswith(" ") and not following.text.startswith(" ")
    if len(following.text) > len(piece.text):
        piece.size = following.size
        piece.y = following.y
    piece.bold = piece.bold and following.bold
    piece.text += (" " if blank else "") + following.text
    piece.right = max(piece.right, following.right)


def _drawn(text_page: Any, height: float) -> list[Piece]:
    """Runs of characters without a jump between them, as PDFium finds them."""
    from pypdfium2 import raw

    page = text_page.raw  # the bare handle: what is called for each letter must be quick
    codes = _codes(page, raw)
    box = raw.FS_RECTF()
    where = ctypes.byref(box)
    get_box = raw.FPDFText_GetLooseCharBox
    runs: list[Piece] = []
    run: Piece | None = None
    blank = False
    last_left = -1.0
    for index, code in enumerate(codes):
        if code in _blanks:
            blank = True
            continue
        if not get_box(page, index, where):
            continue
        left, right, bottom = box.left, box.right, box.bottom
        letter = "-" if code in _hyphens else _bullets.get(code) or chr(code)
        size = max(box.top - bottom, 1.0)
        base = height - bottom
        if run is not None and abs(run.y - base) <= _same_line * size and abs(run.size - size) < 0.05 * size:
            gap = left - run.right
            if left == last_left:  # one glyph, a ligature, that stands for several letters
                run.text += letter
                continue
            last_left = left
            if -0.3 * size <= gap <= _wide_gap * run.size:
                run.text += (" " if blank and gap > 0.05 * size else "") + letter
                run.right = max(run.right, right)
                blank = False
                continue
        bold = raw.FPDFText_GetFontWeight(page, index) >= _bold_from
        run = Piece(letter, left, right, base, size, bold or "bold" in _font(page, index, raw))
        runs.append(run)
        blank = False
        last_left = left
    return runs


def _codes(page: Any, raw: Any) -> Iterable[int]:
    """The characters of a page, in one call where each is one unit of UTF-16."""
    count = min(raw.FPDFText_CountChars(page), _most_glyphs)
    buffer = (ctypes.c_ushort * (count + 1))()
    if raw.FPDFText_GetText(page, 0, count, buffer) == count + 1:
        return list(buffer)[:count]
    return (raw.FPDFText_GetUnicode(page, index) for index in range(count))


def _font(page: Any, index: int, raw: Any) -> str:
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(page, index, buffer, 128, flags)
    return buffer.value.decode("latin-1").lower()
