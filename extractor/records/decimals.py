"""Money as JSON carries it: plain decimal strings, never floats, never exponents."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, ValidationInfo, WithJsonSchema

PATTERN = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$"
_plain = re.compile(PATTERN, re.ASCII)


def _parse(value: Any, info: ValidationInfo) -> Decimal:
    """Accept a `Decimal`, an `int` (from Python only) or a plain decimal string; refuse everything else.

    Raises:
        ValueError: for floats, exponents, thousands separators, infinities, integers in JSON.
    """
    if isinstance(value, Decimal):
        if value.is_finite():
            return value
    elif isinstance(value, str):
        if _plain.match(value) and not value.endswith("\n"):
            return Decimal(value)
    elif isinstance(value, int) and not isinstance(value, bool) and info.mode == "python":
        return Decimal(value)
    raise ValueError('must be a plain decimal string such as "69412.50", never a float or an exponent')


def _print(value: Decimal) -> str:
    """Write without exponent and with the scale given.

    Example:
        >>> _print(Decimal("69412.50")), _print(Decimal("2E+9"))
        ('69412.50', '2000000000')
    """
    return format(value, "f")


DecimalString = Annotated[
    Decimal,
    BeforeValidator(_parse),
    PlainSerializer(_print, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": PATTERN, "examples": ["69412.50"]}),
]
"""A `Decimal` in Python, a plain decimal string in JSON; its scale is kept both ways."""
