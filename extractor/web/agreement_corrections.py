"""Corrections of agreements: add, change kind, status and parties, take out."""

from __future__ import annotations

from extractor.errors import UsageError
from extractor.records import Agreement, Announcement, Party
from extractor.web.corrections import SetAgreement, next_id
from extractor.web.entity_corrections import entity_of


def put(record: Announcement, correction: SetAgreement) -> Announcement:
    """Change an agreement or add one."""
    if correction.agreement is None:
        key = next_id("A", [agreement.id for agreement in record.agreements])
        agreement = Agreement(id=key, kind=correction.kind)
        record = record.model_copy(update={"agreements": [*record.agreements, agreement]})
    else:
        agreement = _agreement_of(record, correction.agreement)
    parties = _parties(record, agreement, correction)
    if correction.lead is not None and all(party.entity != correction.lead for _, party in parties):
        raise UsageError("il capofila non è fra le parti: aggiungerlo prima")
    changed = agreement.model_copy(
        update={
            "kind": correction.kind,
            "status": correction.status,
            "institutions": [party for label, party in parties if label == "INSTITUTION"],
            "companies": [party for label, party in parties if label == "COMPANY"],
            "lead": correction.lead,
            "confidence": None,
        }
    )
    agreements = [changed if one.id == changed.id else one for one in record.agreements]
    return record.model_copy(update={"agreements": agreements})


def remove(record: Announcement, key: str) -> Announcement:
    """Take an agreement out: its sums become the document's, what stood under it stands alone."""
    gone = _agreement_of(record, key)
    agreements = [
        one.model_copy(update={"parent": None}) if one.parent == key else one
        for one in record.agreements
        if one.id != key
    ]
    return record.model_copy(update={"agreements": agreements, "amounts": [*record.amounts, *gone.amounts]})


def _parties(record: Announcement, agreement: Agreement, correction: SetAgreement) -> list[tuple[str, Party]]:
    before = {party.entity: party for party in [*agreement.institutions, *agreement.companies]}
    chosen: list[tuple[str, Party]] = []
    for choice in correction.parties:
        entity = entity_of(record, choice.entity)
        if entity.label not in ("INSTITUTION", "COMPANY"):
            raise UsageError(f"{entity.name} non è un ente né un'impresa: cambiarne prima il tipo")
        old = before.get(entity.id)
        if old is not None and old.roles == choice.roles:
            chosen.append((entity.label, old))
        else:
            party = old or Party(entity=entity.id, name=entity.canonical or entity.name)
            changed = {"roles": list(dict.fromkeys(choice.roles)), "inferred": False}
            chosen.append((entity.label, party.model_copy(update=changed)))
    return chosen


def _agreement_of(record: Announcement, key: str) -> Agreement:
    for agreement in record.agreements:
        if agreement.id == key:
            return agreement
    raise UsageError(f"non c'è alcun accordo {key}: ricaricare la pagina")
