"""ISO dates as text states them: a day, or only a month or a year."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field

_padding = {4: "-01-01", 7: "-01", 10: ""}


def _existing(value: str) -> str:
    """Refuse days that no calendar has."""
    date.fromisoformat(value + _padding[len(value)])
    return value


IsoDate = Annotated[
    str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", examples=["2019-11-12"]), AfterValidator(_existing)
]
PartialDate = Annotated[
    str,
    Field(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$", examples=["2019-11-12", "2019-11", "2019"]),
    AfterValidator(_existing),
]
"""As exact as the text is: "entro giugno 2020" is "2020-06"."""
