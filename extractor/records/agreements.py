"""The acts that an announcement tells as its news: parties, project, sums, dates."""

from typing import Literal

from pydantic import Field

from extractor.records.amounts import Amount
from extractor.records.dates import PartialDate
from extractor.records.span import AgreementId, Confidence, EntityId, Record, Span

AgreementKind = Literal[
    "accordo per l'innovazione",
    "accordo di sviluppo",
    "contratto di sviluppo",
    "contratto di programma",
    "accordo di programma",
    "accordo quadro",
    "accordo di collaborazione",
    "protocollo d'intesa",
    "convenzione",
    "patto",
    "intesa",
    "bando",
    "graduatoria",
    "appalto",
    "stanziamento",
    "finanziamento",
    "delibera",
    "decreto",
    "piano",
    "legge",
    "altro",
]
Status = Literal["proposed", "announced", "approved", "signed", "funded", "open", "amended", "revoked", "completed"]
PartyRole = Literal[
    "promoter",
    "funder",
    "signatory",
    "lead",
    "partner",
    "implementer",
    "contracting_authority",
    "contractor",
    "beneficiary",
]


class Party(Record):
    """An institution or company that takes part in an agreement."""

    entity: EntityId = Field(description="Id of its entity.")
    name: str = Field(description="Its name.")
    roles: list[PartyRole] = Field(default=[], description="What it does in the agreement.")
    inferred: bool = Field(default=False, description="True where it follows from the whole text, not from the spot.")
    evidence: list[Span] = Field(default=[], description="The words that say so.")


class Project(Record):
    """What the agreement is about."""

    name: str | None = Field(default=None, description="Its name, where it has one.")
    acronym: str | None = Field(default=None, description="Its acronym.")
    entity: EntityId | None = Field(default=None, description="Id of its PROJECT entity.")
    objectives: list[Span] = Field(default=[], description="What it sets out to do, in the words of the text.")
    inferred: bool = Field(
        default=False, description="True where its tie to this agreement follows from the whole text."
    )
    evidence: list[Span] = Field(default=[], description="The words that say so.")


class Site(Record):
    """Where an agreement is carried out."""

    name: str = Field(description="Name of the place.")
    code: str | None = Field(default=None, description="ISO 3166-2 code, where it has one.", examples=["IT-25"])


class Dates(Record):
    """The dates of an agreement, as exact as the text states them."""

    approved: PartialDate | None = Field(default=None, description="When it was approved.")
    signed: PartialDate | None = Field(default=None, description="When it was signed.")
    start: PartialDate | None = Field(default=None, description="When the work or the term begins.")
    end: PartialDate | None = Field(default=None, description="When the work or the term ends.")
    opens: PartialDate | None = Field(default=None, description="When applications open.")
    closes: PartialDate | None = Field(default=None, description="When applications close.")


class Identifiers(Record):
    """The numbers by which other documents know an agreement."""

    cup: list[str] = Field(default=[], description="Codici unici di progetto.")
    cig: list[str] = Field(default=[], description="Codici identificativi di gara.")
    act: list[str] = Field(default=[], description='The acts themselves ("delibera n. XI/2410").')
    law: list[str] = Field(default=[], description="Laws and decrees that it rests on.")


class Jobs(Record):
    """People at work, as the text counts them."""

    created: int | None = Field(default=None, ge=0, description="New jobs.")
    safeguarded: int | None = Field(default=None, ge=0, description="Jobs kept.")


class Agreement(Record):
    """An act by which an identified body undertakes, awards, grants or offers money or obligations."""

    id: AgreementId = Field(description='"A" and a number, unique in the announcement.')
    kind: AgreementKind = Field(description="The kind of act, in the words of the administration.")
    status: Status | None = Field(default=None, description="How far it has come; null where the text does not say.")
    heading: str | None = Field(default=None, description="The heading of its section.")
    parent: AgreementId | None = Field(
        default=None, description="Id of the programme above a call, of the accord that an addendum changes."
    )
    institutions: list[Party] = Field(default=[], description="Public bodies that take part.")
    companies: list[Party] = Field(default=[], description="Companies that take part.")
    lead: EntityId | None = Field(default=None, description="Id of the capofila or mandataria, where the text says so.")
    project: Project | None = Field(default=None, description="What it is about.")
    sites: list[Site] = Field(default=[], description="Where it is carried out.")
    amounts: list[Amount] = Field(default=[], description="Its sums.")
    dates: Dates = Field(default=Dates(), description="Its dates.")
    duration: str | None = Field(default=None, description='How long it lasts, as the text says ("tre anni").')
    identifiers: Identifiers = Field(default=Identifiers(), description="Its numbers.")
    jobs: Jobs = Field(default=Jobs(), description="Jobs that it creates or keeps.")
    confidence: Confidence | None = Field(default=None, description="From 0 to 1.")
    evidence: list[Span] = Field(default=[], description="The words that announce it.")
