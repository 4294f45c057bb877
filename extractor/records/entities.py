"""Who and what an announcement names, with all the places where it does."""

from typing import Literal

from pydantic import Field

from extractor.records.span import EntityId, Record, Span

Label = Literal["INSTITUTION", "COMPANY", "PROJECT", "PERSON", "PLACE"]


class Identifier(Record):
    """An identifier, with the source that was consulted for it."""

    scheme: str = Field(
        description="The scheme.", examples=["iso3166-2", "belfiore", "ipa", "wikidata", "cup", "cig", "partita_iva"]
    )
    value: str = Field(description="The identifier itself, as its scheme writes it.")
    source: str = Field(description='Where it comes from: the lexicon file, or "text".')


class Entity(Record):
    """One body, company, project, person or place, whatever forms the text names it by."""

    id: EntityId = Field(description='"E" and a number, unique in the announcement.')
    label: Label = Field(
        description="INSTITUTION: public bodies and bodies of public interest; COMPANY: every named business, "
        "state-owned ones too; PROJECT: named projects, programmes, plans, funds, calls, works; PERSON: named people; "
        "PLACE: places used as places."
    )
    name: str = Field(description="The fullest form in this text.")
    canonical: str | None = Field(default=None, description="The official name, where the lexicon knows it.")
    key: str | None = Field(default=None, description="The same across announcements for the same body or company.")
    role: str | None = Field(default=None, description="Office of a person, where the text gives it.")
    affiliation: EntityId | None = Field(default=None, description="Id of the body or company a person belongs to.")
    identifiers: list[Identifier] = Field(default=[], description="None without a source that was consulted.")
    mentions: list[Span] = Field(default=[], description="Every form in the text, those in title and headings too.")
