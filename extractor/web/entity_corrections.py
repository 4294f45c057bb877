"""Corrections of entities: mark, rename, relabel, take out."""

from __future__ import annotations

from collections.abc import Callable

from extractor.errors import UsageError
from extractor.records import Agreement, Amount, Announcement, Entity, Party, Span
from extractor.web.corrections import AddEntity, ChangeEntity, RemoveMention, next_id


def entity_of(record: Announcement, key: str) -> Entity:
    """The entity of that id.

    Raises:
        UsageError: there is none.
    """
    for entity in record.entities:
        if entity.id == key:
            return entity
    raise UsageError(f"non c'è alcuna entità {key}: ricaricare la pagina")


def span_of(text: str, start: int, end: int) -> Span:
    """The stretch without the white space at its ends.

    Raises:
        UsageError: nothing is left, or it lies outside the text.

    Example:
        >>> span_of("La Rai ", 2, 7)
        Span(start=3, end=6, text='Rai', page=None)
    """
    if not 0 <= start < end <= len(text):
        raise UsageError("le parole scelte non sono nel testo: sceglierle di nuovo")
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    words = words.strip()
    if not words:
        raise UsageError("nessuna parola scelta: sceglierne nel testo")
    return Span(start=start, end=start + len(words), text=words)


def add(record: Announcement, text: str, correction: AddEntity) -> Announcement:
    """Mark a stretch; marks of other entities that it touches give way."""
    span = span_of(text, correction.start, correction.end)
    record = without_marks(record, span)
    if correction.entity is not None and any(entity.id == correction.entity for entity in record.entities):
        known = entity_of(record, correction.entity)
        mentions = sorted([*known.mentions, span], key=lambda mention: mention.start)
        return _replaced(record, known.model_copy(update={"mentions": mentions}))
    key = next_id("E", [entity.id for entity in record.entities])
    entity = Entity(id=key, label=correction.label, name=" ".join(span.text.split()), mentions=[span])
    return record.model_copy(update={"entities": [*record.entities, entity]})


def without_marks(record: Announcement, span: Span) -> Announcement:
    """The record without the mentions of entities that touch a stretch of the text; entities left bare go."""
    for entity in record.entities:
        for mention in entity.mentions:
            if mention.start < span.end and span.start < mention.end:
                gone = RemoveMention(do="remove_mention", entity=entity.id, start=mention.start)
                record = remove_mention(record, gone)
    return record


def change(record: Announcement, correction: ChangeEntity) -> Announcement:
    """Rename and relabel; what only the old label allowed (a party, an office) goes or moves."""
    old = entity_of(record, correction.entity)
    name = " ".join(correction.name.split()) or old.name
    update: dict[str, object] = {"name": name, "label": correction.label}
    if correction.label != old.label:
        update |= {"canonical": None, "key": None, "identifiers": []}
        if correction.label != "PERSON":
            update |= {"role": None, "affiliation": None}
    elif name != old.name:
        update |= {"canonical": None, "key": None}
    record = _replaced(record, old.model_copy(update=update))
    return _renamed(record, old.id, name, correction.label)


def _renamed(record: Announcement, key: str, name: str, label: str) -> Announcement:
    def party_lists(agreement: Agreement) -> Agreement:
        mine = [p for p in [*agreement.institutions, *agreement.companies] if p.entity == key]
        moved = [party.model_copy(update={"name": name}) for party in mine]
        institutions = [party for party in agreement.institutions if party.entity != key]
        companies = [party for party in agreement.companies if party.entity != key]
        if mine and label == "INSTITUTION":
            institutions = _in_place(agreement.institutions, moved, key)
        elif mine and label == "COMPANY":
            companies = _in_place(agreement.companies, moved, key)
        project = agreement.project
        if project is not None and project.entity == key:
            project = project.model_copy(update={"entity": key if label == "PROJECT" else None})
        lead = agreement.lead if agreement.lead != key or label in ("INSTITUTION", "COMPANY") else None
        update = {"institutions": institutions, "companies": companies, "project": project, "lead": lead}
        return agreement.model_copy(update=update)

    def names(amount: Amount) -> Amount:
        payers = [one.model_copy(update={"name": name}) if one.entity == key else one for one in amount.payers]
        given = [one.model_copy(update={"name": name}) if one.entity == key else one for one in amount.beneficiaries]
        funds = [fund for fund in amount.funds if fund != key or label == "PROJECT"]
        return amount.model_copy(update={"payers": payers, "beneficiaries": given, "funds": funds})

    return with_each(record, party_lists, names)


def _in_place(parties: list[Party], moved: list[Party], key: str) -> list[Party]:
    if any(party.entity == key for party in parties):
        return [moved[0] if party.entity == key else party for party in parties]
    return [*parties, *moved]


def remove_mention(record: Announcement, correction: RemoveMention) -> Announcement:
    """Take one mark away, and the entity with its last one."""
    entity = entity_of(record, correction.entity)
    mentions = [mention for mention in entity.mentions if mention.start != correction.start]
    if not mentions:
        return remove(record, entity.id)
    return _replaced(record, entity.model_copy(update={"mentions": mentions}))


def remove(record: Announcement, key: str) -> Announcement:
    """Take an entity out: as publisher, party, lead, project, payer, fund, beneficiary, affiliation."""
    entity_of(record, key)

    def agreement_without(agreement: Agreement) -> Agreement:
        project = agreement.project
        if project is not None and project.entity == key:
            bare = {"entity": None, "name": None, "acronym": None}
            project = project.model_copy(update=bare) if project.objectives else None
        return agreement.model_copy(
            update={
                "institutions": [party for party in agreement.institutions if party.entity != key],
                "companies": [party for party in agreement.companies if party.entity != key],
                "lead": None if agreement.lead == key else agreement.lead,
                "project": project,
            }
        )

    def amount_without(amount: Amount) -> Amount:
        return amount.model_copy(
            update={
                "payers": [payer for payer in amount.payers if payer.entity != key],
                "funds": [fund for fund in amount.funds if fund != key],
                "beneficiaries": [one for one in amount.beneficiaries if one.entity != key],
            }
        )

    entities = [
        one.model_copy(update={"affiliation": None}) if one.affiliation == key else one
        for one in record.entities
        if one.id != key
    ]
    publisher = None if record.publisher == key else record.publisher
    record = record.model_copy(update={"entities": entities, "publisher": publisher})
    return with_each(record, agreement_without, amount_without)


def with_each(
    record: Announcement, of_agreement: Callable[[Agreement], Agreement], of_amount: Callable[[Amount], Amount]
) -> Announcement:
    """The record with every agreement and every sum changed."""
    agreements = []
    for agreement in record.agreements:
        amounts = [of_amount(amount) for amount in agreement.amounts]
        agreements.append(of_agreement(agreement).model_copy(update={"amounts": amounts}))
    amounts = [of_amount(amount) for amount in record.amounts]
    return record.model_copy(update={"agreements": agreements, "amounts": amounts})


def _replaced(record: Announcement, entity: Entity) -> Announcement:
    entities = [entity if one.id == entity.id else one for one in record.entities]
    return record.model_copy(update={"entities": entities})
