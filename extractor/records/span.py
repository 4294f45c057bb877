"""What every record is built on: the base model, spans of text, ids."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Record(BaseModel):
    """A plain, unchangeable piece of a record that refuses fields it does not know.

    Change one with `record.model_copy(update={...})`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)


EntityId = Annotated[str, Field(pattern=r"^E[1-9][0-9]*$", examples=["E1"])]
AmountId = Annotated[str, Field(pattern=r"^M[1-9][0-9]*$", examples=["M1"])]
AgreementId = Annotated[str, Field(pattern=r"^A[1-9][0-9]*$", examples=["A1"])]

Confidence = Annotated[float, Field(ge=0, le=1)]


class Span(Record):
    """A stretch of the text, such that `text[start:end] == span.text`.

    Example:
        >>> Span(start=0, end=5, text="Bando")
        Span(start=0, end=5, text='Bando', page=None)
    """

    start: int = Field(ge=0, description="Offset of the first character, counted in characters from 0.")
    end: int = Field(ge=0, description="Offset after the last character.")
    text: str = Field(description="The characters between the two offsets, exactly as they stand, markup included.")
    page: int | None = Field(default=None, ge=1, description="Page, from 1, for formats that have pages.")
