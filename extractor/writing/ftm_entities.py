"""One record as FollowTheMoney entities: plain dictionaries of id, schema and properties.

`ftm.py` says what becomes of what; the names of schemata and properties are those of FollowTheMoney's model.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import regex

from extractor.records import Agreement, Amount, AmountRole, Announcement, Entity, Party
from extractor.writing.italian import AMOUNT_ROLES, borne_by, kind_and_status, listing, money
from extractor.writing.rows import writable

_schemata = {"INSTITUTION": "PublicBody", "COMPANY": "Company", "PERSON": "Person", "PROJECT": "Project"}
_paid: frozenset[AmountRole] = frozenset({"total_cost", "cost_share", "contribution", "allocation", "loan"})
_authority = {"promoter", "funder", "contracting_authority"}
_identifiers = {"wikidata": "wikidataId", "partita_iva": "vatCode", "codice_fiscale": "taxNumber", "cup": "projectId"}
_lengths = {"name": 384, "string": 1024, "text": 65_000, "identifier": 64, "url": 4096}
_kinds = {
    **dict.fromkeys(("name", "alias", "weakAlias"), "name"),
    **dict.fromkeys(("bodyText", "description", "purpose", "summary"), "text"),
    **dict.fromkeys(("projectId", "vatCode", "taxNumber", "wikidataId"), "identifier"),
    "sourceUrl": "url",
}
_invisible = regex.compile(r"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}--[\t\n\r]]", regex.VERSION1)
_spaces = regex.compile(r"\p{Zs}")

FtmEntity = dict[str, Any]


def ftm_entities(record: Announcement, announcement_id: str) -> Iterator[FtmEntity]:
    """The entities of one record, referred-to ones first.

    Args:
        record: what to tell.
        announcement_id: what the ids of its entities begin with, but for bodies that other announcements name too.

    Example:
        >>> record = Announcement(title="Nuovo bando", source={"name": "bando.txt"})
        >>> list(ftm_entities(record, "n1"))[0]
        {'id': 'n1', 'schema': 'Article', 'properties': {'fileName': ['bando.txt'], 'title': ['Nuovo bando'], 'language': ['ita']}}
    """
    return _Telling(record, announcement_id).entities()


class _Telling:
    """One record on its way to FollowTheMoney."""

    def __init__(self, record: Announcement, announcement_id: str) -> None:
        self.record = record
        self.id = announcement_id
        self.named = {entity.id: entity for entity in record.entities if entity.label in _schemata}

    def entities(self) -> Iterator[FtmEntity]:
        yield self._article()
        for entity in self.named.values():
            yield from self._entity(entity)
        for agreement in self.record.agreements:
            yield from self._agreement(agreement)
        for amount in self.record.amounts:
            yield from self._amount(amount, None)
        for entity in self.named.values():
            yield from self._mentions(entity)

    def _own(self, *parts: str | int) -> str:
        return "-".join((self.id, *map(str, parts)))

    def _of(self, entity: Entity) -> str:
        """Bodies and companies have one id in all announcements; namesakes among people and projects are not merged."""
        if entity.key and entity.label in ("INSTITUTION", "COMPANY"):
            return "k" + hashlib.sha256(entity.key.encode("utf-8", "surrogatepass")).hexdigest()[:24]
        return self._own(entity.id)

    def _legal(self, ids: Iterable[str | None]) -> list[str]:
        """Those of the entities that can pay, receive and take part."""
        found = [self.named[each] for each in ids if each in self.named]
        return [self._of(entity) for entity in found if entity.label != "PROJECT"]

    def _source(self, row: str) -> dict[str, list[str | None]]:
        """What a link between two entities says of where it is from: `proof`, which others have, it had not always."""
        return {"recordId": [f"{self.id}/{row}"], "sourceUrl": self._url()}

    def _url(self) -> list[str | None]:
        url = self.record.source.url or ""
        return [url] if url.startswith(("http://", "https://")) else []

    def _article(self) -> FtmEntity:
        record, source = self.record, self.record.source
        publisher = self.named.get(record.publisher or "")
        return _entity(
            self.id,
            "Article",
            fileName=[source.name or source.id or self.id],
            title=[record.title],
            summary=[record.subtitle],
            keywords=record.categories,
            publishedAt=[_date(record.published)],
            publisher=[publisher.name if publisher else None],
            sourceUrl=self._url(),
            mimeType=[source.media_type],
            encoding=[source.encoding],
            bodyText=[record.text],
            language=["ita"],
            processingAgent=[record.pipeline.extractor and f"it-announcements {record.pipeline.extractor}"],
        )

    def _entity(self, entity: Entity) -> Iterator[FtmEntity]:
        schema, id_ = _schemata[entity.label], self._of(entity)
        name = _title(entity.canonical) or _title(entity.name) or id_
        forms = [_title(mention.text) for mention in entity.mentions]
        properties: dict[str, list[str | None]] = {
            "name": [name],
            "alias": [alias for alias in [_title(entity.name)] if alias != name],
            "weakAlias": [form for form in forms if form not in (name, _title(entity.name))],
            "position": [entity.role] if schema == "Person" else [],
            "proof": [self.id],
        }
        for identifier in entity.identifiers:
            place = _identifiers.get(identifier.scheme)
            if place is not None and (place == "projectId") == (schema == "Project"):
                properties.setdefault(place, []).append(identifier.value)
        if schema == "Project":
            agreements = [each for each in self.record.agreements if each.project and each.project.entity == entity.id]
            properties["goal"] = [span.text for each in agreements if each.project for span in each.project.objectives]
            properties["alias"] += [each.project.acronym for each in agreements if each.project]
            properties.setdefault("projectId", []).extend(cup for each in agreements for cup in each.identifiers.cup)
        yield _entity(id_, schema, **properties)
        affiliation = self._legal([entity.affiliation])
        if schema == "Person" and affiliation and affiliation != [id_]:
            organization = self.named[entity.affiliation or ""]
            if organization.label != "PERSON":
                yield _entity(
                    self._own(entity.id, "membership"),
                    "Membership",
                    member=[id_],
                    organization=affiliation,
                    role=[entity.role],
                    **self._source(entity.id),
                )

    def _agreement(self, agreement: Agreement) -> Iterator[FtmEntity]:
        id_ = self._own(agreement.id)
        authorities = [each for each in agreement.institutions if _authority & set(each.roles)]
        authorities = authorities or agreement.institutions
        project = self.named.get(agreement.project.entity or "") if agreement.project else None
        project_id = self._of(project) if project is not None and project.label == "PROJECT" else None
        title = _title(agreement.heading) or _title(agreement.project.name if agreement.project else None)
        dates, numbers = agreement.dates, agreement.identifiers
        costs = [each for each in agreement.amounts if each.role == "total_cost" and each.part_of is None]
        cost = costs[0] if len(costs) == 1 and costs[0].max_value is None else None
        yield _entity(
            id_,
            "Contract",
            title=[title or _title(self.record.title) or agreement.kind],
            name=[title or _title(self.record.title) or agreement.kind],
            type=[agreement.kind],
            status=[agreement.status],
            authority=self._legal(each.entity for each in authorities),
            project=[project_id],
            contractDate=[_date(dates.signed or dates.approved)],
            procedureNumber=[*numbers.cig, *numbers.cup, *numbers.act],
            keywords=numbers.law,
            summary=[kind_and_status(agreement.kind, agreement.status)],
            description=[span.text for span in agreement.evidence],
            amount=[format(cost.value, "f")] if cost else [],
            currency=[cost.currency] if cost else [],
            proof=[self.id],
        )
        yield from self._parties(agreement, authorities, project_id)
        for amount in agreement.amounts:
            yield from self._amount(amount, agreement, project_id)

    def _parties(self, agreement: Agreement, authorities: Sequence[Party], project: str | None) -> Iterator[FtmEntity]:
        contract = self._own(agreement.id)
        for number, party in enumerate([*agreement.institutions, *agreement.companies], start=1):
            who = self._legal([party.entity])
            if not who:
                continue
            facts: dict[str, list[str | None]] = {"role": [*party.roles], **self._source(f"{agreement.id}/P{number}")}
            if number > len(agreement.institutions):
                yield _entity(
                    self._own(agreement.id, f"P{number}"), "ContractAward", supplier=who, contract=[contract], **facts
                )
            elif party not in authorities:
                yield _entity(
                    self._own(agreement.id, f"P{number}"), "UnknownLink", subject=who, object=[contract], **facts
                )
            if project is not None:
                yield _entity(
                    self._own(agreement.id, f"P{number}", "project"),
                    "ProjectParticipant",
                    participant=who,
                    project=[project],
                    **facts,
                )

    def _amount(self, amount: Amount, agreement: Agreement | None, project: str | None = None) -> Iterator[FtmEntity]:
        payers = self._legal(payer.entity for payer in amount.payers)
        beneficiaries = self._legal(each.entity for each in amount.beneficiaries)
        contract = self._own(agreement.id) if agreement is not None else None
        funds = [self.named[fund].name for fund in amount.funds if fund in self.named]
        facts: dict[str, list[str | None]] = {
            "amount": [format(amount.value, "f")],
            "currency": [amount.currency],
            "summary": [_in_words(amount, funds)],
            "description": [amount.text],
            "startDate": [str(amount.period.start)] if amount.period and amount.period.start else [],
            "endDate": [str(amount.period.end)] if amount.period and amount.period.end else [],
            **self._source(amount.id),
        }
        id_ = self._own(amount.id)
        if amount.role in _paid and payers and beneficiaries:
            yield _entity(
                id_,
                "Payment",
                payer=payers,
                beneficiary=beneficiaries,
                purpose=[AMOUNT_ROLES[amount.role]],
                programme=funds,
                contract=[contract],
                project=[project],
                **facts,
            )
        elif contract is not None and self._goes_to_one_company(amount):
            yield _entity(
                id_, "ContractAward", supplier=beneficiaries, contract=[contract], role=["beneficiary"], **facts
            )
        else:
            words = [_in_words(amount, funds)]
            yield _entity(
                id_, "Note", name=words, description=[amount.text], entity=[contract or self.id], proof=[self.id]
            )

    def _goes_to_one_company(self, amount: Amount) -> bool:
        """Whether the text names one company that receives a sum, and nobody who pays it."""
        if amount.role not in _paid or amount.payers or len(amount.beneficiaries) != 1:
            return False
        company = self.named.get(amount.beneficiaries[0].entity or "")
        return company is not None and company.label == "COMPANY"

    def _mentions(self, entity: Entity) -> Iterator[FtmEntity]:
        schema = _schemata[entity.label]
        forms = {_title(mention.text): None for mention in entity.mentions}
        for number, form in enumerate(filter(None, forms), start=1):
            yield _entity(
                self._own(entity.id, f"mention{number}"),
                "Mention",
                document=[self.id],
                name=[form],
                resolved=[self._of(entity)] if schema != "Project" else [],
                detectedSchema=[schema],
            )


def _in_words(amount: Amount, funds: Sequence[str]) -> str:
    """A sum as a sentence: what it is, how much, who bears it, for whom, where."""
    words = [f"{AMOUNT_ROLES[amount.role]}: {money(amount)}"]
    if amount.payers:
        words.append(borne_by(amount.payers))
    if amount.beneficiaries:
        words.append(f"per {listing([each.name for each in amount.beneficiaries])}")
    if funds:
        words.append(f"con {listing(funds)}")
    if amount.territory:
        words.append(f"in {amount.territory.name}")
    return ", ".join(words)


def _date(iso: str | None) -> str | None:
    """A date of a year that FollowTheMoney takes for one: 1000 to 2999."""
    return iso if iso is not None and "1" <= iso[0] <= "2" else None


def _title(text: str | None) -> str | None:
    """A name as FollowTheMoney keeps it: on one line, without quotation marks around it."""
    return " ".join(_clean(text).split()).strip("\"'«»“”‘’ ") or None if text is not None else None


def _clean(text: str) -> str:
    """Text as FollowTheMoney keeps it: composed (NFC), one kind of space, nothing invisible."""
    if not text.isprintable():  # printable text, nearly all, has none of these
        text = _spaces.sub(" ", _invisible.sub("", writable(text) or ""))
    return unicodedata.normalize("NFC", text).strip()


def _entity(id_: str, schema: str, **properties: Sequence[str | None]) -> FtmEntity:
    """An entity without empty properties and without a value twice, each as long as its type allows."""
    kept = {name: _values(name, values) for name, values in properties.items()}
    return {"id": id_, "schema": schema, "properties": {name: values for name, values in kept.items() if values}}


def _values(name: str, values: Sequence[str | None]) -> list[str]:
    limit = _lengths[_kinds.get(name, "string")]
    clean = [_clean(value)[:limit].rstrip() for value in values if value is not None]
    return list(dict.fromkeys(value for value in clean if value))
