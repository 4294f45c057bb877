"""A record laid flat: the rows that it has in each table, its ids made unique across announcements.

Ids are those of the record behind the announcement's own: "n3f9a0c1b2d4e5f60/M1". All text is fit for every format:
characters that no XML may hold, and halves of surrogate pairs, are replaced one for one, so that offsets still count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from extractor.records import Agreement, Amount, Announcement, Check, Entity, Failure, Party, Span

Cell = str | int | float | bool | Decimal | date | tuple[str | None, ...] | None
Row = dict[str, Cell]
"""Cells by the names of their columns, in the order of the columns."""

_unwritable = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def writable(text: str | None) -> str | None:
    r"""Text without what some format refuses: NUL, other controls, halves of surrogate pairs, non-characters.

    Example:
        >>> writable("a\x00b\tc\ud800"), writable(None)
        ('a\ufffdb\tc\ufffd', None)
    """
    if text is None or text.isprintable():  # nearly all is, and printable text holds none of these
        return text
    return _unwritable.sub("\N{REPLACEMENT CHARACTER}", text)


def rows(record: Announcement, announcement_id: str) -> dict[str, list[Row]]:
    """The rows of one record in every table but `failures`.

    Args:
        record: what to lay flat.
        announcement_id: what its rows are joined by.

    Example:
        >>> found = rows(Announcement(title="Nuovo bando"), "n1")
        >>> found["announcements"][0]["title"], found["amounts"]
        ('Nuovo bando', [])
    """
    return _Flattening(record, announcement_id).tables()


def failure_row(failure: Failure) -> Row:
    """The row of one input that gave no record."""
    return {
        "path": writable(failure.path),
        "kind": writable(failure.kind),
        "reason": writable(failure.reason),
    }


class _Flattening:
    """One record on its way into tables."""

    def __init__(self, record: Announcement, announcement_id: str) -> None:
        self.record = record
        self.id = announcement_id
        self.names = {entity.id: entity.name for entity in record.entities}

    def tables(self) -> dict[str, list[Row]]:
        amounts: list[tuple[Amount, str | None]] = [
            (amount, agreement.id) for agreement in self.record.agreements for amount in agreement.amounts
        ]
        amounts += [(amount, None) for amount in self.record.amounts]
        return {
            "announcements": [self._announcement()],
            "agreements": [self._agreement(agreement) for agreement in self.record.agreements],
            "parties": [row for agreement in self.record.agreements for row in self._parties(agreement)],
            "amounts": [self._amount(amount, agreement) for amount, agreement in amounts],
            "entities": [self._entity(entity) for entity in self.record.entities],
            "mentions": list(self._mentions()),
            "checks": [self._check(number, check) for number, check in enumerate(self.record.checks, start=1)],
        }

    def _own(self, id: str | None) -> str | None:  # noqa: A002
        return None if id is None else f"{self.id}/{id}"

    def _name(self, entity: str | None) -> str | None:
        return writable(self.names.get(entity)) if entity is not None else None

    def _announcement(self) -> Row:
        record, source, pipeline = self.record, self.record.source, self.record.pipeline
        return {
            "announcement_id": self.id,
            "source_name": writable(source.name),
            "source_id": writable(source.id),
            "url": writable(source.url),
            "published": date.fromisoformat(record.published) if record.published else None,
            "occhiello": writable(record.occhiello),
            "title": writable(record.title),
            "subtitle": writable(record.subtitle),
            "categories": _list(record.categories),
            "place": writable(record.place),
            "publisher": self._name(record.publisher),
            "publisher_id": self._own(record.publisher),
            "agreements": len(record.agreements),
            "amounts": sum(1 for _ in record.all_amounts()),
            "failed_checks": sum(not check.passed for check in record.checks),
            "media_type": writable(source.media_type),
            "encoding": writable(source.encoding),
            "sha256": source.sha256,
            "characters": source.characters,
            "text": writable(record.text),
            "extractor": writable(pipeline.extractor),
            "model": writable(pipeline.model),
            "lexicon": writable(pipeline.lexicon),
            "spacy": writable(pipeline.spacy),
        }

    def _agreement(self, agreement: Agreement) -> Row:
        project, dates = agreement.project, agreement.dates
        return {
            "agreement_id": self._own(agreement.id),
            "announcement_id": self.id,
            "kind": agreement.kind,
            "status": agreement.status,
            "heading": writable(agreement.heading),
            "parent_id": self._own(agreement.parent),
            "institutions": _list(party.name for party in agreement.institutions),
            "companies": _list(party.name for party in agreement.companies),
            "lead": self._name(agreement.lead),
            "lead_id": self._own(agreement.lead),
            "project": writable(project.name) if project else None,
            "project_acronym": writable(project.acronym) if project else None,
            "project_id": self._own(project.entity) if project else None,
            "project_inferred": project.inferred if project else None,
            "objectives": _list(span.text for span in project.objectives) if project else (),
            "sites": _list(site.name for site in agreement.sites),
            "site_codes": _parallel(site.code for site in agreement.sites),
            "approved": dates.approved,
            "signed": dates.signed,
            "starts": dates.start,
            "ends": dates.end,
            "opens": dates.opens,
            "closes": dates.closes,
            "duration": writable(agreement.duration),
            "cup": _list(agreement.identifiers.cup),
            "cig": _list(agreement.identifiers.cig),
            "acts": _list(agreement.identifiers.act),
            "laws": _list(agreement.identifiers.law),
            "jobs_created": agreement.jobs.created,
            "jobs_safeguarded": agreement.jobs.safeguarded,
            "confidence": agreement.confidence,
            **_evidence(agreement.evidence),
        }

    def _parties(self, agreement: Agreement) -> Iterator[Row]:
        sides = [("institution", party) for party in agreement.institutions]
        sides += [("company", party) for party in agreement.companies]
        for number, (side, party) in enumerate(sides, start=1):
            yield self._party(agreement, f"{agreement.id}/P{number}", side, party)

    def _party(self, agreement: Agreement, party_id: str, side: str, party: Party) -> Row:
        return {
            "party_id": self._own(party_id),
            "announcement_id": self.id,
            "agreement_id": self._own(agreement.id),
            "entity_id": self._own(party.entity),
            "name": writable(party.name),
            "side": side,
            "roles": tuple(party.roles),
            "lead": party.entity == agreement.lead,
            "inferred": party.inferred,
            **_evidence(party.evidence),
        }

    def _amount(self, amount: Amount, agreement: str | None) -> Row:
        percents = [payer.percent for payer in amount.payers]
        return {
            "amount_id": self._own(amount.id),
            "announcement_id": self.id,
            "agreement_id": self._own(agreement),
            "value": amount.value,
            "max_value": amount.max_value,
            "currency": amount.currency,
            "qualifier": amount.qualifier,
            "role": amount.role,
            "part_of_id": self._own(amount.part_of),
            "payers": _list(payer.name for payer in amount.payers),
            "payer_ids": _parallel(self._own(payer.entity) for payer in amount.payers),
            "payer_percents": _parallel(None if percent is None else format(percent, "f") for percent in percents),
            "payers_inferred": any(payer.inferred for payer in amount.payers) if amount.payers else None,
            "funds": _list(self.names.get(fund, fund) for fund in amount.funds),
            "fund_ids": _parallel(self._own(fund) for fund in amount.funds),
            "beneficiaries": _list(beneficiary.name for beneficiary in amount.beneficiaries),
            "beneficiary_ids": _parallel(self._own(beneficiary.entity) for beneficiary in amount.beneficiaries),
            "beneficiaries_inferred": (
                any(beneficiary.inferred for beneficiary in amount.beneficiaries) if amount.beneficiaries else None
            ),
            "territory": writable(amount.territory.name) if amount.territory else None,
            "territory_code": writable(amount.territory.code) if amount.territory else None,
            "period_start": amount.period.start if amount.period else None,
            "period_end": amount.period.end if amount.period else None,
            "per": writable(amount.per),
            "text": writable(amount.text),
            "start": amount.start,
            "end": amount.end,
            "inferred": amount.inferred,
            "confidence": amount.confidence,
            "provenance": writable(amount.provenance),
        }

    def _entity(self, entity: Entity) -> Row:
        return {
            "entity_id": self._own(entity.id),
            "announcement_id": self.id,
            "label": entity.label,
            "name": writable(entity.name),
            "canonical": writable(entity.canonical),
            "key": writable(entity.key),
            "role": writable(entity.role),
            "affiliation": self._name(entity.affiliation),
            "affiliation_id": self._own(entity.affiliation),
            "identifiers": _list(f"{each.scheme}:{each.value}" for each in entity.identifiers),
            "identifier_sources": _list(each.source for each in entity.identifiers),
            "mentions": len(entity.mentions),
        }

    def _mentions(self) -> Iterator[Row]:
        for entity in self.record.entities:
            for number, named in enumerate(entity.mentions, start=1):
                yield self._mention(f"{entity.id}/{number}", named, None, entity=entity.id)
        for amount in self.record.all_amounts():
            stated: Sequence[tuple[Span | Amount, Decimal]] = [(each, each.value) for each in amount.mentions]
            for number, (mention, value) in enumerate(stated or [(amount, amount.value)], start=1):
                yield self._mention(f"{amount.id}/{number}", mention, value, amount=amount.id)

    def _mention(
        self,
        mention_id: str,
        span: Span | Amount,
        value: Decimal | None,
        *,
        entity: str | None = None,
        amount: str | None = None,
    ) -> Row:
        return {
            "mention_id": self._own(mention_id),
            "announcement_id": self.id,
            "entity_id": self._own(entity),
            "amount_id": self._own(amount),
            "text": writable(span.text),
            "value": value,
            "start": span.start,
            "end": span.end,
            "page": span.page if isinstance(span, Span) else None,
        }

    def _check(self, number: int, check: Check) -> Row:
        return {
            "check_id": self._own(f"C{number}"),
            "announcement_id": self.id,
            "kind": check.kind,
            "passed": check.passed,
            "message": writable(check.message),
            "total_id": self._own(check.total),
            "part_ids": _list(f"{self.id}/{part}" for part in check.parts),
            "start": check.start,
            "end": check.end,
        }


def _list(items: Iterable[str]) -> tuple[str | None, ...]:
    return tuple(writable(item) for item in items)


def _parallel(items: Iterable[str | None]) -> tuple[str | None, ...]:
    """A list beside another one: it keeps its gaps, but is empty where it is nothing else."""
    found = tuple(writable(item) for item in items)
    return found if any(item is not None for item in found) else ()


def _evidence(spans: Sequence[Span]) -> Row:
    first = spans[0] if spans else None
    return {
        "evidence": _list(span.text for span in spans),
        "start": first.start if first else None,
        "end": first.end if first else None,
    }
