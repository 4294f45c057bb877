"""What a person may change of a record: each correction takes a record and gives a sound one back.

What a person has said has no confidence of the program's any more, follows from no inference, and says so in its
provenance. Checks that concern a changed sum are made anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from extractor.errors import UsageError
from extractor.records import AgreementKind, AmountRole, Announcement, Label, PartyRole, Qualifier, Status
from extractor.records.span import AgreementId, AmountId, EntityId, Record

HAND = "correzione"
"""The provenance of a sum that a person has added or changed."""

PositiveMoney = Annotated[Decimal, Field(gt=0, lt=Decimal("1e15"), decimal_places=6)]


class PayerChoice(Record):
    """Who pays: an entity, or by name who is none ("Stato")."""

    entity: EntityId | None = None
    name: str = Field(default="Stato", min_length=1, max_length=300)


class PartyChoice(Record):
    """One party of an agreement and what it does."""

    entity: EntityId
    roles: list[PartyRole] = Field(default=[])


class AddEntity(Record):
    """Mark a stretch of the text as a mention, of a new entity or of one that is known."""

    do: Literal["add_entity"]
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    label: Label
    entity: EntityId | None = None


class ChangeEntity(Record):
    """Give an entity another label or name."""

    do: Literal["change_entity"]
    entity: EntityId
    label: Label
    name: str = Field(min_length=1, max_length=500)


class RemoveMention(Record):
    """Take the mark off one place; an entity without mentions goes."""

    do: Literal["remove_mention"]
    entity: EntityId
    start: int = Field(ge=0)


class RemoveEntity(Record):
    """Take an entity out of the record, wherever it is named."""

    do: Literal["remove_entity"]
    entity: EntityId


class SetAmount(Record):
    """Change a sum, or add one: `amount` is null and `start`, `end` say where it stands."""

    do: Literal["set_amount"]
    amount: AmountId | None = None
    start: int | None = Field(default=None, ge=0)
    end: int | None = Field(default=None, ge=0)
    value: PositiveMoney | None = Field(default=None, description="Null: as the text states it.")
    qualifier: Qualifier | None = None
    role: AmountRole
    agreement: AgreementId | None = None
    part_of: AmountId | None = None
    payers: list[PayerChoice] = Field(default=[], max_length=50)


class RemoveAmount(Record):
    """Take a sum out of the record; its parts become parts of what it was part of."""

    do: Literal["remove_amount"]
    amount: AmountId


class SetAgreement(Record):
    """Change an agreement, or add one: `agreement` is null."""

    do: Literal["set_agreement"]
    agreement: AgreementId | None = None
    kind: AgreementKind
    status: Status | None = None
    parties: list[PartyChoice] = Field(default=[], max_length=2000)
    lead: EntityId | None = None


class RemoveAgreement(Record):
    """Take an agreement out of the record; its sums become the document's."""

    do: Literal["remove_agreement"]
    agreement: AgreementId


Correction = Annotated[
    AddEntity | ChangeEntity | RemoveMention | RemoveEntity | SetAmount | RemoveAmount | SetAgreement | RemoveAgreement,
    Field(discriminator="do"),
]
_adapter: TypeAdapter[Correction] = TypeAdapter(Correction)


def read_correction(given: object) -> Correction:
    """Check what the page sent.

    Raises:
        UsageError: it is no correction.

    Example:
        >>> read_correction({"do": "remove_entity", "entity": "E3"})
        RemoveEntity(do='remove_entity', entity='E3')
    """
    try:
        return _adapter.validate_python(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(step) for step in first["loc"][1:]) or "do"
        raise UsageError(f"correzione non valida: controllare il campo {where!r}") from error


def corrected(record: Announcement, text: str, correction: Correction) -> Announcement:
    """The record after one correction.

    Args:
        record: a sound record.
        text: the text in which its offsets count.
        correction: what to change.

    Raises:
        UsageError: it names what is not there, or would leave the record unsound.
        RecordError: as `Announcement.check_references`.

    Example:
        >>> from extractor.records import Announcement
        >>> added = AddEntity(do="add_entity", start=3, end=6, label="COMPANY")
        >>> corrected(Announcement(), "La Rai", added).entities[0].name
        'Rai'
    """
    from extractor.web import agreement_corrections, amount_corrections, entity_corrections

    match correction:
        case AddEntity():
            changed = entity_corrections.add(record, text, correction)
        case ChangeEntity():
            changed = entity_corrections.change(record, correction)
        case RemoveMention():
            changed = entity_corrections.remove_mention(record, correction)
        case RemoveEntity():
            changed = entity_corrections.remove(record, correction.entity)
        case SetAmount():
            changed = amount_corrections.put(record, text, correction)
        case RemoveAmount():
            changed = amount_corrections.remove(record, correction.amount)
        case SetAgreement():
            changed = agreement_corrections.put(record, correction)
        case RemoveAgreement():
            changed = agreement_corrections.remove(record, correction.agreement)
    changed.check_references()
    return changed


def next_id(letter: str, ids: Sequence[str]) -> str:
    """An id that is not in use.

    Example:
        >>> next_id("E", ["E1", "E7"])
        'E8'
    """
    return f"{letter}{max((int(one[1:]) for one in ids), default=0) + 1}"
