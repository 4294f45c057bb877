"""Text as a press release is typed: a heading on a line of its own, a blank line between paragraphs, an item or a row a
line. Every format with markup of its own writes into a `Typescript`, so that the pipeline sees one layout.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

BREAK = "\u2028"
"""A line break inside a paragraph, in text that is yet to be cleaned."""

CELLS = " | "
"""What parts the cells of a row."""

_invisible = dict.fromkeys(
    (0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(9), *range(0x0E, 0x20), 0x7F)
)  # fmt: skip
_ligatures = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_dropped = str.maketrans({**_invisible, **_ligatures, 0x2029: BREAK})
_paragraph_break = re.compile(f" ?{BREAK}(?: ?{BREAK})+ ?")
_line_break = re.compile(f" ?{BREAK} ?")


def one_line(text: str) -> str:
    """Text with single spaces and no line breaks, composed accents, no invisible characters.

    Example:
        >>> one_line(" 109.300,95\u00a0euro  di  cos\u0074\u0069\u0300\u00ad ")
        '109.300,95 euro di costì'
    """
    return " ".join(_clean(text).replace(BREAK, " ").split())


def whole(text: str) -> str:
    r"""Text without halves of characters, which JSON and PDF can write and no file can hold; pairs of them are put together.

    Example:
        >>> whole("a\ud83d\ude00\ud800")
        'a😀\ufffd'
    """
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text.translate(_dropped))


class Typescript:
    r"""A text in the making.

    Example:
        >>> page = Typescript()
        >>> page.heading("Nuova scuola", 1)
        >>> page.paragraph("Le risorse:")
        >>> page.row(["Comune", "300.000"])
        >>> page.row(["Regione", "1.200.000"])
        >>> page.text()
        '# Nuova scuola\n\nLe risorse:\n\nComune | 300.000\nRegione | 1.200.000\n'
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._last = ""

    def heading(self, text: str, level: int) -> None:
        """A heading, with Markdown's marks: what the format says for sure need not be guessed from the line."""
        if words := one_line(text):
            self._add(f"{'#' * min(max(level, 1), 6)} {words}", "heading")

    def paragraph(self, text: str) -> None:
        """A paragraph; one `BREAK` in it ends a line, several end the paragraph."""
        flat = " ".join(part for part in re.split(r"[^\S\u2028]+", _clean(text)))
        for piece in _paragraph_break.split(flat):
            lines = [line.strip() for line in _line_break.split(piece)]
            if words := "\n".join(line for line in lines if line):
                self._add(words, "paragraph")

    def item(self, text: str, mark: str = "-", depth: int = 0) -> None:
        """An item of a list."""
        if words := one_line(text):
            self._add(f"{'  ' * min(depth, 8)}{mark} {words}", "item")

    def row(self, cells: Sequence[str]) -> None:
        """A row of a table; empty cells at either end are left out."""
        words = [one_line(cell) for cell in cells]
        while words and not words[-1]:
            words.pop()
        while words and not words[0]:
            words.pop(0)
        if words:
            self._add(CELLS.join(words), "row")

    def end_list(self) -> None:
        """What follows, be it an item or a row, belongs to another list or table."""
        self._last = ""

    def text(self) -> str:
        """All of it, with a line end at its end."""
        return "".join(self._parts) + ("\n" if self._parts else "")

    def _add(self, words: str, kind: str) -> None:
        if self._parts:
            self._parts.append("\n" if kind == self._last and kind in ("item", "row") else "\n\n")
        self._parts.append(words)
        self._last = kind
