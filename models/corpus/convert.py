"""A marked document to its gold record, as the project's record contract has it.

Numbering is canonical, whatever ids the annotator used: entities E1.. by label, then by first mention; sums M1.. by the
place of the mention that gives the value; agreements A1.. in their order in the TOML part.
"""

import json
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from models.corpus import territories
from models.corpus.document import Document
from models.corpus.markup import Mark
from models.corpus.naming import entity_name
from models.corpus.value import own_mention
from models.corpus.vocabulary import LABELS, SUM

Record: TypeAlias = dict[str, Any]

_SCHEMA_VERSION: Final = "1"


def convert(document: Document) -> Record:
    r"""The gold record of a marked document in which `models.corpus.check` finds no slip.

    Offsets are characters of ``document.text``, end exclusive. Money and percentages are decimal strings as the TOML
    part writes them. What the annotation does not say is null or empty; the fields that few announcements have (funds,
    per, period, mentions; sites, dates, duration, identifiers, jobs) are left out where they carry nothing. Raises
    KeyError or TypeError where the document has slips.

    >>> from models.corpus.document import parse_document
    >>> record = convert(parse_document("La [Regione Lazio]{i7} paga [5 mila euro]{m3}.\n=====\n"
    ...     "[sums]\nm3 = { value = '5000', role = 'loan', payers = ['i7'], territory = 'Lazio' }"))
    >>> record["amounts"][0]["payers"], record["amounts"][0]["territory"]
    ([{'entity': 'E1', 'name': 'Regione Lazio'}], {'name': 'Lazio', 'code': 'IT-62'})
    >>> record["entities"][0]["mentions"]
    [{'start': 3, 'end': 16, 'text': 'Regione Lazio'}]
    """
    return _Conversion(document).record()


def to_json(record: Record) -> str:
    """A record as the gold files hold it: indented by one blank, letters as they are, no newline at the end.

    >>> print(to_json({"place": "Forlì"}))
    {
     "place": "Forlì"
    }
    """
    return json.dumps(record, ensure_ascii=False, indent=1)


class _Conversion:
    """One document on its way: the marks gathered by id, and the canonical numbers."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.marks: dict[str, list[Mark]] = {}
        for mark in sorted(document.marks, key=lambda mark: (mark.start, mark.end)):
            if mark.letter:
                self.marks.setdefault(mark.id, []).append(mark)
        letters = list(LABELS)
        entities = [name for name in self.marks if name[0] != SUM]
        sums = [name for name in self.marks if name[0] == SUM]
        self.entities = sorted(entities, key=lambda name: letters.index(name[0]))
        self.sums = sorted(sums, key=lambda name: own_mention(self.document, name).start)
        self.numbers: dict[str, str] = {
            **{name: f"E{number}" for number, name in enumerate(self.entities, 1)},
            **{name: f"M{number}" for number, name in enumerate(self.sums, 1)},
            **{entry["id"]: f"A{number}" for number, entry in enumerate(document.agreements, 1)},
        }

    def record(self) -> Record:
        table = self.document.table
        return {
            "schema_version": _SCHEMA_VERSION,
            "occhiello": self.layout("occhiello"),
            "title": self.layout("title"),
            "subtitle": self.layout("subtitle"),
            "categories": table.get("categories", []),
            "published": table.get("published"),
            "place": table.get("place"),
            "publisher": self.number(table.get("publisher")),
            "agreements": [self.agreement(entry) for entry in self.document.agreements],
            "amounts": self.amounts(None),
            "entities": [self.entity(name) for name in self.entities],
            "checks": [self.check(entry) for entry in table.get("check", [])],
        }

    def agreement(self, entry: Mapping[str, Any]) -> Record:
        name = entry["id"]
        further = {
            "sites": [_territory(site) for site in entry.get("sites", [])],
            "dates": entry.get("dates"),
            "duration": entry.get("duration"),
            "identifiers": {scheme: found for scheme, found in entry.get("identifiers", {}).items() if found},
            "jobs": entry.get("jobs"),
        }
        parties = entry.get("parties", {})
        return {
            "id": self.numbers[name],
            "kind": entry["kind"],
            "status": entry["status"],
            "heading": self.layout("heading", name),
            "parent": self.number(entry.get("parent")),
            "institutions": [self.party(party, roles) for party, roles in parties.items() if party[0] == "i"],
            "companies": [self.party(party, roles) for party, roles in parties.items() if party[0] == "c"],
            "lead": self.number(entry.get("lead")),
            "project": self.project(name, entry.get("project")),
            "amounts": self.amounts(name),
            **_given(further),
        }

    def party(self, name: str, roles: str) -> Record:
        return {**self.named(name), "roles": roles.split()}

    def project(self, agreement: str, project: Mapping[str, Any] | None) -> Record | None:
        marks = [mark for mark in self.document.marks if (mark.id, mark.argument) == ("objective", agreement)]
        if project is None and not marks:
            return None
        given = project or {}
        entity = given.get("entity")
        return {
            "name": given.get("name", self.name(entity) if entity else None),
            "acronym": given.get("acronym"),
            "entity": self.number(entity),
            "objectives": [self.span(mark) for mark in marks],
        }

    def amounts(self, agreement: str | None) -> list[Record]:
        return [self.amount(name) for name in self.sums if self.document.sums[name].get("agreement") == agreement]

    def amount(self, name: str) -> Record:
        entry = self.document.sums[name]
        territory = entry.get("territory")
        period = entry.get("period")
        mentions = [self.mention(mark, entry) for mark in self.marks[name]]
        further = {
            "funds": [self.numbers[fund] for fund in entry.get("funds", [])],
            "per": entry.get("per"),
            "period": {"start": period[0], "end": period[-1]} if period else None,
            "mentions": mentions if len(mentions) > 1 else None,
        }
        return {
            "id": self.numbers[name],
            "value": entry["value"],
            "max_value": entry.get("max"),
            "currency": entry.get("currency", "EUR"),
            "qualifier": entry.get("qualifier", "exact"),
            "role": entry["role"],
            "part_of": self.number(entry.get("part_of")),
            "payers": [self.payer(payer) for payer in entry.get("payers", [])],
            "beneficiaries": [self.named(beneficiary) for beneficiary in entry.get("beneficiaries", [])],
            "territory": _territory(territory) if territory else None,
            **self.span(own_mention(self.document, name)),
            **_given(further),
        }

    def mention(self, mark: Mark, entry: Mapping[str, Any]) -> Record:
        """One mention of a sum with the value that it states; of a range, its lower end."""
        return {**self.span(mark), "value": mark.argument.partition("-")[0] if mark.argument else entry["value"]}

    def payer(self, payer: str | Mapping[str, Any]) -> Record:
        if isinstance(payer, str):
            return self.named(payer)
        further = {"percent": payer.get("percent"), "inferred": payer.get("inferred")}
        return {**self.named(payer.get("id") or payer["name"]), **_given(further)}

    def entity(self, name: str) -> Record:
        entry = self.document.entities.get(name, {})
        canonical = entry.get("canonical", self.name(name) if LABELS[name[0]] == "INSTITUTION" else None)
        further = {
            "canonical": canonical,
            "role": entry.get("role"),
            "affiliation": self.number(entry.get("affiliation")),
        }
        return {
            "id": self.numbers[name],
            "label": LABELS[name[0]],
            "name": self.name(name),
            **_given(further),
            "mentions": [self.span(mark) for mark in self.marks[name]],
        }

    def check(self, entry: Mapping[str, Any]) -> Record:
        return {
            "kind": entry["kind"],
            "passed": entry["passed"],
            **_given({"message": entry.get("message")}),
            "total": self.number(entry.get("total")),
            "parts": [self.numbers[part] for part in entry.get("parts", [])],
        }

    def named(self, name: str) -> Record:
        """An entity by its id, or a name that has none."""
        if name in self.marks:
            return {"entity": self.numbers[name], "name": self.name(name)}
        return {"entity": None, "name": name}

    def name(self, name: str) -> str:
        given = self.document.entities.get(name, {}).get("name")
        return given or entity_name([self.document.span(mark) for mark in self.marks[name]])

    def number(self, name: str | None) -> str | None:
        return None if name is None else self.numbers[name]

    def span(self, mark: Mark) -> Record:
        return {"start": mark.start, "end": mark.end, "text": self.document.span(mark)}

    def layout(self, word: str, agreement: str | None = None) -> str | None:
        marks = [mark for mark in self.document.marks if (mark.id, mark.argument) == (word, agreement)]
        return self.document.span(marks[0]) if marks else None


def _territory(name: str) -> Record:
    return {"name": name, "code": territories.code(name)}


def _given(fields: Mapping[str, Any]) -> Record:
    """The fields that carry something."""
    return {name: value for name, value in fields.items() if value}
