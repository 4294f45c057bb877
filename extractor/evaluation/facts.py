"""What a record states, with every field optional: gold says what it knows and leaves out the rest.

The contract itself (`extractor.records`) refuses unfinished records; a researcher's gold may list entities only.
Unknown fields are passed over, so that gold of a later version can still be measured against.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from extractor.errors import RecordError
from extractor.records import AgreementKind, AmountRole, Label, PartyRole, Qualifier, Status
from extractor.records.decimals import DecimalString

_mistakes = {
    "missing": "manca",
    "model_type": "non è un oggetto JSON",
    "list_type": "non è una lista",
    "string_type": "non è una stringa",
    "int_type": "non è un intero",
    "value_error": 'non è un decimale tra virgolette come "69412.50"',
}

T = TypeVar("T")
Listed = Annotated[list[T], BeforeValidator(lambda value: [] if value is None else value)]


class Facts(BaseModel):
    """A piece of a record of which any field may be left out."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    def states(self, field: str) -> bool:
        """Whether the field is there at all; null and empty say that the text has nothing of the kind."""
        return field in self.model_fields_set


class Stretch(Facts):
    """A place in the text."""

    start: int
    end: int
    text: str | None = None


class Member(Facts):
    """A payer, a beneficiary or a party."""

    entity: str | None = None
    name: str | None = None
    percent: DecimalString | None = None
    roles: Listed[PartyRole] = []


class Place(Facts):
    """A territory or a site."""

    name: str | None = None


class Years(Facts):
    """A period."""

    start: int | None = None
    end: int | None = None


class AmountFacts(Facts):
    """A sum."""

    id: str | None = None
    value: DecimalString
    max_value: DecimalString | None = None
    currency: str = "EUR"
    qualifier: Qualifier | None = None
    role: AmountRole | None = None
    part_of: str | None = None
    payers: Listed[Member] = []
    funds: Listed[str] = []
    beneficiaries: Listed[Member] = []
    territory: Place | None = None
    period: Years | None = None
    per: str | None = None
    confidence: float | None = None
    text: str | None = None
    start: int | None = None
    end: int | None = None
    mentions: Listed[Stretch] = []

    def first_span(self) -> tuple[int, int] | tuple[None, None]:
        """Where the text states its value."""
        return next(iter(self.spans()), (None, None))

    def spans(self) -> list[tuple[int, int]]:
        """Where the text states it, the place of its value first."""
        own = [(self.start, self.end)] if self.start is not None and self.end is not None else []
        return own + [(mention.start, mention.end) for mention in self.mentions]


class Goal(Facts):
    """An objective."""

    start: int | None = None
    end: int | None = None
    text: str


class ProjectFacts(Facts):
    """What an agreement is about."""

    name: str | None = None
    acronym: str | None = None
    entity: str | None = None
    objectives: Listed[Goal] = []


class AgreementFacts(Facts):
    """An agreement."""

    id: str | None = None
    kind: AgreementKind | None = None
    status: Status | None = None
    heading: str | None = None
    parent: str | None = None
    institutions: Listed[Member] = []
    companies: Listed[Member] = []
    lead: str | None = None
    project: ProjectFacts | None = None
    sites: Listed[Place] = []
    amounts: Listed[AmountFacts] = []
    dates: dict[str, str | None] | None = None
    duration: str | None = None
    identifiers: dict[str, Listed[str]] | None = None
    jobs: dict[str, int | None] | None = None
    confidence: float | None = None

    def first_span(self) -> tuple[int, int] | tuple[None, None]:
        """Where the text states its first sum or objective."""
        goals = self.project.objectives if self.project else []
        places = [*(amount.first_span() for amount in self.amounts), *((goal.start, goal.end) for goal in goals)]
        return min(((a, b) for a, b in places if a is not None and b is not None), default=(None, None))


class EntityFacts(Facts):
    """An entity."""

    id: str | None = None
    label: Label
    name: str | None = None
    canonical: str | None = None
    role: str | None = None
    affiliation: str | None = None
    mentions: Listed[Stretch] = []

    def first_span(self) -> tuple[int, int] | tuple[None, None]:
        """Where it is first mentioned."""
        return min(((mention.start, mention.end) for mention in self.mentions), default=(None, None))


class CheckFacts(Facts):
    """A check."""

    kind: str
    passed: bool | None = None
    total: str | None = None
    parts: Listed[str] = []


class RecordFacts(Facts):
    """What is said of one announcement."""

    occhiello: str | None = None
    title: str | None = None
    subtitle: str | None = None
    categories: Listed[str] = []
    published: str | None = None
    place: str | None = None
    publisher: str | None = None
    agreements: Listed[AgreementFacts] = []
    amounts: Listed[AmountFacts] = []
    entities: Listed[EntityFacts] = []
    checks: Listed[CheckFacts] = []

    @classmethod
    def from_json(cls, document: str | bytes, name: str) -> RecordFacts:
        """Read one record.

        Raises:
            RecordError: it is no JSON, a value has the wrong form, or an id leads nowhere; names the file.
        """
        try:
            record = cls.model_validate_json(document)
        except ValidationError as error:
            raise RecordError(_first_mistake(error), name=name) from error
        if problem := next(_broken_references(record), None):
            raise RecordError(f"record incoerente: {problem}", name=name)
        return record

    def sums(self) -> Iterator[tuple[AmountFacts, int | None]]:
        """Every sum with the position of its agreement; None for those of the document."""
        for number, agreement in enumerate(self.agreements):
            yield from ((amount, number) for amount in agreement.amounts)
        yield from ((amount, None) for amount in self.amounts)


def _first_mistake(error: ValidationError) -> str:
    first, *others = error.errors(include_url=False, include_input=False)
    more = f" (e altri {len(others)} errori)" if others else ""
    if first["type"] == "json_invalid":
        return f"non è JSON: {first['ctx']['error']}"
    where = ".".join(str(step) for step in first["loc"]) or "documento"
    return f"record non valido: {where}: {_mistakes.get(first['type'], first['msg'])}{more}"


def _broken_references(record: RecordFacts) -> Iterator[str]:
    amounts = [amount for amount, _ in record.sums()]
    entities = {entity.id for entity in record.entities}
    for what, ids in (
        ("entità", [entity.id for entity in record.entities]),
        ("somma", [amount.id for amount in amounts]),
        ("accordo", [agreement.id for agreement in record.agreements]),
    ):
        yield from (f"id {name} ripetuto ({what})" for name, n in Counter(ids).items() if n > 1 and name is not None)
    for where, name in _entity_references(record, amounts):
        if name is not None and name not in entities:
            yield f"{where}: non c'è alcuna entità {name}"
    known = {amount.id for amount in amounts}
    for amount in amounts:
        if amount.part_of is not None and amount.part_of not in known:
            yield f"{amount.id}.part_of: non c'è alcuna somma {amount.part_of}"


def _entity_references(record: RecordFacts, amounts: list[AmountFacts]) -> Iterator[tuple[str, str | None]]:
    yield "publisher", record.publisher
    for agreement in record.agreements:
        yield f"{agreement.id}.lead", agreement.lead
        yield f"{agreement.id}.project", agreement.project.entity if agreement.project else None
        yield from ((f"{agreement.id}.institutions", party.entity) for party in agreement.institutions)
        yield from ((f"{agreement.id}.companies", party.entity) for party in agreement.companies)
    for amount in amounts:
        yield from ((f"{amount.id}.payers", payer.entity) for payer in amount.payers)
        yield from ((f"{amount.id}.beneficiaries", who.entity) for who in amount.beneficiaries)
        yield from ((f"{amount.id}.funds", fund) for fund in amount.funds)
    yield from ((f"{entity.id}.affiliation", entity.affiliation) for entity in record.entities)
