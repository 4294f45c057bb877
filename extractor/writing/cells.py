"""Cells of spreadsheets: lists in one cell, text that would run as a formula, numbers that fit.

"Formulas": a spreadsheet runs a cell that begins with = + - @, with a tab or a carriage return before them, and with
their full-width forms in some Asian locales (OWASP, CSV Injection).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

SEPARATOR = "; "
NO_ITEM = "?"
_runs = re.compile(r"'*[\s\ufeff\u200b\u2060]*[=+\-@\uff1d\uff0b\uff0d\uff20]|'*[\t\r]")
CELL_LIMIT = 32_767
"""Characters that a cell of a spreadsheet holds, counted in UTF-16."""

MONEY_SCALE = 6
MONEY_DIGITS = 38


def joined(items: Sequence[str | None]) -> str:
    """A list in one cell.

    Example:
        >>> joined(("Regione Lazio", "Anas")), joined(("n1/E1", None))
        ('Regione Lazio; Anas', 'n1/E1; ?')
    """
    return SEPARATOR.join(NO_ITEM if item is None else item for item in items)


def runs_as_formula(text: str) -> bool:
    r"""Whether a spreadsheet might run a text, or already has one more apostrophe to keep it from doing so.

    Example:
        >>> runs_as_formula("=1+1"), runs_as_formula("＝1"), runs_as_formula("'=1"), runs_as_formula("'Porto Vivo'")
        (True, True, True, False)
    """
    return not text[:1].isalnum() and _runs.match(text) is not None  # most text begins with a letter


def neutralised(text: str) -> str:
    """A text that no spreadsheet runs: with an apostrophe before it where it would.

    Example:
        >>> neutralised("=HYPERLINK(0)"), neutralised("-20% sui fondi"), neutralised("Porto Vivo")
        ("'=HYPERLINK(0)", "'-20% sui fondi", 'Porto Vivo')
    """
    return "'" + text if runs_as_formula(text) else text


def as_written(cell: str) -> str:
    """What `neutralised` was given.

    Example:
        >>> as_written("'=1"), as_written("''=1"), as_written("'Porto Vivo'")
        ('=1', "'=1", "'Porto Vivo'")
    """
    return cell[1:] if cell.startswith("'") and runs_as_formula(cell) else cell


def cut(text: str, limit: int = CELL_LIMIT) -> str:
    """A text that a cell holds: one that is too long loses its end, for an ellipsis.

    Example:
        >>> cut("comunicato", 6), cut("𝔸𝔸𝔸", 4), cut("breve", 6)
        ('comun…', '𝔸…', 'breve')
    """
    if len(text) * 2 <= limit or len(encoded := text.encode("utf-16-le", "replace")) <= limit * 2:
        return text
    return encoded[: (limit - 1) * 2].decode("utf-16-le", "ignore") + "…"


def significant_digits(value: Decimal) -> int:
    """How many digits a number needs, without zeros before and behind.

    Example:
        >>> significant_digits(Decimal("69412.50")), significant_digits(Decimal("3000000")), significant_digits(Decimal(0))
        (6, 1, 1)
    """
    digits = "".join(map(str, value.as_tuple().digits)).strip("0")
    return len(digits) or 1


def fits_decimal(value: Decimal) -> bool:
    """Whether a column of 38 digits, 6 of them decimals, holds a number exactly.

    Example:
        >>> fits_decimal(Decimal("23418.552")), fits_decimal(Decimal("0.0000001")), fits_decimal(Decimal(10) ** 32)
        (True, False, False)
    """
    if not value:
        return True
    _, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    idle = len(digits) - len("".join(map(str, digits)).rstrip("0"))
    return exponent + idle >= -MONEY_SCALE and value.adjusted() < MONEY_DIGITS - MONEY_SCALE
