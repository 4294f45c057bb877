"""The record of one announcement, and how it goes to JSON and back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, ValidationError

from extractor.errors import RecordError
from extractor.records.agreements import Agreement
from extractor.records.amounts import Amount
from extractor.records.dates import IsoDate
from extractor.records.entities import Entity
from extractor.records.span import AmountId, EntityId, Record

CheckKind = Literal[
    "parts_sum", "share_within_total", "ratio", "repeated_sum_differs", "suspect_number", "identifier_checksum"
]


class Source(Record):
    """Where the announcement was read from."""

    name: str | None = Field(default=None, description='The file, as it was given; "-" for standard input.')
    media_type: str | None = Field(default=None, description="Media type.", examples=["text/markdown"])
    sha256: str | None = Field(
        default=None, pattern=r"^[0-9a-f]{64}$", description="SHA-256 of the bytes that were read."
    )
    encoding: str | None = Field(default=None, description="Encoding the bytes were read in.", examples=["utf-8"])
    characters: int | None = Field(default=None, ge=0, description="Length of the text that offsets count in.")
    id: str | None = Field(default=None, description="Identifier of the input, where it gives one.")
    url: str | None = Field(default=None, description="Address of the input, where it gives one.")


class Check(Record):
    """One verification that the text itself allows, and its outcome."""

    kind: CheckKind = Field(
        description="parts_sum: the parts add up to a total the text states; share_within_total: a share is not "
        "above its total; ratio: a stated percentage holds; repeated_sum_differs: one fact stated with two values; "
        "suspect_number: a number that looks misprinted; identifier_checksum: a code with wrong check digits."
    )
    passed: bool = Field(description="Whether it holds.")
    message: str | None = Field(default=None, description="The outcome in words, in Italian.")
    total: AmountId | None = Field(default=None, description="Id of the total.")
    parts: list[AmountId] = Field(default=[], description="Ids of the parts, or of the sums it is about.")
    start: int | None = Field(default=None, ge=0, description="Offset of what it is about.")
    end: int | None = Field(default=None, ge=0, description="Offset after what it is about.")


class PipelineVersions(Record):
    """Versions: enough to get the same record again."""

    extractor: str | None = Field(default=None, description="Version of this program.")
    model: str | None = Field(default=None, description="Name and version of the trained pipeline.")
    lexicon: str | None = Field(default=None, description="Version or digest of the lexicon.")
    spacy: str | None = Field(default=None, description="Version of spaCy.")


class Announcement(Record):
    """Everything that one announcement says about agreements, each value tied to its place in the text.

    Example:
        >>> Announcement.from_json('{"schema_version": "1", "title": "Bando"}').title
        'Bando'
    """

    schema_version: Literal["1"] = Field(default="1", description="Version of this contract.")
    source: Source = Field(default=Source(), description="Where it was read from.")
    occhiello: str | None = Field(default=None, description="The line above the title.")
    title: str | None = Field(default=None, description="The title.")
    subtitle: str | None = Field(default=None, description="The line below the title.")
    categories: list[str] = Field(default=[], description='What follows "Categorie:".')
    published: IsoDate | None = Field(default=None, description="Date of publication.")
    place: str | None = Field(default=None, description="Place of the dateline.")
    publisher: EntityId | None = Field(default=None, description="Id of the body that speaks.")
    agreements: list[Agreement] = Field(default=[], description="The acts that it tells as its news.")
    amounts: list[Amount] = Field(
        default=[], description="Sums that belong to no single agreement: document totals, background."
    )
    entities: list[Entity] = Field(default=[], description="Bodies, companies, projects, people, places named.")
    checks: list[Check] = Field(default=[], description="What could be verified.")
    text: str | None = Field(
        default=None, description="The text that offsets count in, where it is not the file itself or was asked for."
    )
    pipeline: PipelineVersions = Field(default=PipelineVersions(), description="What made this record.")

    def all_amounts(self) -> Iterator[Amount]:
        """Every sum: those of each agreement in order, then those of the document."""
        for agreement in self.agreements:
            yield from agreement.amounts
        yield from self.amounts

    def to_json(self, indent: int | None = None) -> str:
        """The record as one JSON document: fields in the contract's order, letters beyond ASCII as they are."""
        return self.model_dump_json(indent=indent)

    @classmethod
    def from_json(cls, document: str | bytes) -> Self:
        """Read a record back and check its references.

        Raises:
            RecordError: it is no JSON, breaks the contract, or refers to an id that is not there.
        """
        try:
            record = cls.model_validate_json(document)
        except ValidationError as error:
            raise RecordError(_in_one_line(error)) from error
        record.check_references()
        return record

    def check_references(self) -> None:
        """See that every id is used once and every reference leads somewhere.

        Not run at construction, for speed: `from_json` and the tests call it.

        Raises:
            RecordError: with all that is wrong, in one line.
        """
        from extractor.records.references import reference_problems

        if problems := reference_problems(self):
            raise RecordError("record incoerente: " + "; ".join(problems))

    def check_spans(self, text: str) -> None:
        """See that every span holds the characters that it claims.

        Args:
            text: the text that offsets count in.

        Raises:
            RecordError: with all that is wrong, in one line.
        """
        from extractor.records.references import span_problems

        if problems := span_problems(self, text):
            raise RecordError("posizioni sbagliate: " + "; ".join(problems))


def _in_one_line(error: ValidationError) -> str:
    """The first mistake that pydantic found, where it is, and how many more there are."""
    first, *others = error.errors(include_url=False, include_input=False)
    where = ".".join(str(step) for step in first["loc"]) or "documento"
    more = f" (e altri {len(others)} errori)" if others else ""
    return f"record non valido: {where}: {first['msg']}{more}"
