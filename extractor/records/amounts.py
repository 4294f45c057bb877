"""Sums of money: what each is worth, what it is for, who pays it."""

from typing import Literal

from pydantic import Field

from extractor.records.decimals import DecimalString
from extractor.records.span import AmountId, Confidence, EntityId, Record, Span

Qualifier = Literal["exact", "about", "over", "under", "up_to", "at_least"]
AmountRole = Literal["total_cost", "cost_share", "contribution", "allocation", "loan", "limit", "other"]


class AmountMention(Span):
    """One place where the text states a sum, with the value that it states there."""

    value: DecimalString = Field(description="The value stated at this place.")


class Payer(Record):
    """Who pays a sum, or a part of it."""

    entity: EntityId | None = Field(
        default=None, description='Id of the paying body; null where it is no entity ("risorse statali").'
    )
    name: str = Field(description='Name of the payer; "Stato" for state money without a named body.')
    percent: DecimalString | None = Field(default=None, description="Its share in per cent, where the text states it.")
    inferred: bool = Field(default=False, description="True where it follows from the whole text, not from the spot.")


class Beneficiary(Record):
    """Who receives a sum."""

    entity: EntityId | None = Field(
        default=None, description='Id of the body or company; null where it is no entity ("le micro imprese").'
    )
    name: str = Field(description="Name of the beneficiary.")
    inferred: bool = Field(default=False, description="True where it follows from the whole text, not from the spot.")


class Territory(Record):
    """The place that the text ties a sum to."""

    name: str = Field(description="Name of the territory.")
    code: str | None = Field(default=None, description="ISO 3166-2 code, where it has one.", examples=["IT-25"])


class Period(Record):
    """The years that a sum is for, both included."""

    start: int | None = Field(default=None, ge=1800, le=2200, description="First year.")
    end: int | None = Field(default=None, ge=1800, le=2200, description="Last year.")


class Amount(Record):
    """One sum of money as a fact; `value`, `start`, `end`, `text` are those of its most exact mention."""

    id: AmountId = Field(description='"M" and a number, unique in the announcement.')
    value: DecimalString = Field(description="The value, a plain decimal string; the lower end of a range.")
    max_value: DecimalString | None = Field(default=None, description="The upper end of a range.")
    currency: str = Field(pattern=r"^[A-Z]{3}$", description="ISO 4217 code.", examples=["EUR"])
    qualifier: Qualifier = Field(
        default="exact",
        description="about: circa, quasi; over: oltre, più di; under: meno di; up_to: fino a, massimo; "
        "at_least: almeno.",
    )
    role: AmountRole = Field(
        description="total_cost: what a project, work or investment costs in all; cost_share: the part of such a cost "
        "in one territory, phase or lot; contribution: money given to a project, company or body; allocation: the "
        "endowment of a fund, call, programme or plan; loan: money to be paid back; limit: a ceiling, floor or "
        "per-unit sum in the rules; other: turnover, price, debt, saving, fine, GDP, money spent in the past."
    )
    part_of: AmountId | None = Field(default=None, description="Id of the sum of which this one is a part.")
    payers: list[Payer] = Field(default=[], description="Several for a joint sum; its split is not invented.")
    funds: list[EntityId] = Field(default=[], description="Ids of the funds it comes from (PROJECT entities).")
    beneficiaries: list[Beneficiary] = Field(default=[], description="Who receives it.")
    territory: Territory | None = Field(default=None, description="Where the text ties this sum to a place.")
    period: Period | None = Field(default=None, description="The years it is for.")
    per: str | None = Field(
        default=None, description="The unit of a per-unit sum.", examples=["year", "month", "project", "company"]
    )
    text: str = Field(description="The sum as the text writes it at `start`.")
    start: int = Field(ge=0, description="Offset of the most exact mention.")
    end: int = Field(ge=0, description="Offset after the most exact mention.")
    page: int | None = Field(default=None, ge=1, description="Page of the most exact mention, for formats with pages.")
    mentions: list[AmountMention] = Field(
        default=[], description="Every place where the text states this fact, with the value stated there."
    )
    inferred: bool = Field(
        default=False, description="True where role or part_of follow from the whole text, not from the spot."
    )
    confidence: Confidence | None = Field(default=None, description="From 0 to 1.")
    provenance: str | None = Field(default=None, description="The component or rule that found it.")
