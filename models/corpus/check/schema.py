"""Is the TOML part right, but for the sums: keys, words, and ids that exist and have the label their place asks for."""

import re
from datetime import date
from typing import Any, Final

from models.corpus.check.findings import Findings, Place, items
from models.corpus.vocabulary import (
    AGREEMENT_LAYOUT,
    CHECK_KINDS,
    DATES,
    IDENTIFIERS,
    JOBS,
    KINDS,
    LABELS,
    PARTY_ROLES,
    STATUSES,
)

_DOCUMENT: Final[dict[str, type]] = {
    "publisher": str,
    "published": str,
    "place": str,
    "categories": list,
    "unmarked": list,
    "entities": dict,
    "sums": dict,
    "agreement": list,
    "check": list,
}
_ENTITY: Final[dict[str, type]] = {"name": str, "canonical": str}
_PERSON: Final[dict[str, type]] = {**_ENTITY, "role": str, "affiliation": str}
_AGREEMENT: Final[dict[str, type]] = {
    "id": str,
    "kind": str,
    "status": str,
    "parent": str,
    "parties": dict,
    "lead": str,
    "project": dict,
    "sites": list,
    "dates": dict,
    "duration": str,
    "identifiers": dict,
    "jobs": dict,
}
_PROJECT: Final[dict[str, type]] = {"entity": str, "name": str, "acronym": str}
_CHECK: Final[dict[str, type]] = {"kind": str, "passed": bool, "message": str, "total": str, "parts": list}


def check_document(findings: Findings) -> None:
    """The keys of the whole, the entities' entries, the checks that a sample lists."""
    table, top = findings.document.table, Place()
    findings.table(top, table, _DOCUMENT)
    findings.reference(top / "publisher", table.get("publisher"), "ic")
    if isinstance(published := table.get("published"), str) and not (len(published) == 10 and _is_date(published)):
        findings.at(top / "published", f"= {published!r} is no date as in 2020-11-12")
    for key in ("categories", "unmarked"):
        findings.strings(top / key, table.get(key))
    entities = table.get("entities")
    for name, entity in entities.items() if isinstance(entities, dict) else ():
        _entity(findings, name, entity)
    for at, entry in enumerate(items(table.get("check"))):
        place = Place(f"check {at + 1}", ("check", at))
        if findings.table(place, entry, _CHECK, needed=("kind", "passed")):
            findings.word(place / "kind", entry.get("kind"), CHECK_KINDS)
            for name in [entry.get("total"), *items(entry.get("parts"))]:
                findings.sum_reference(place, name)


def check_agreements(findings: Findings) -> None:
    """The agreements' entries, and the headings and objectives that name an agreement."""
    parents = {str(item.get("id")): item.get("parent") for item in findings.document.agreements}
    for at, entry in enumerate(items(findings.document.table.get("agreement"))):
        name = entry.get("id") if isinstance(entry, dict) else None
        place = Place(f"agreement {at + 1}" if name is None else str(name), ("agreement", at))
        if findings.table(place, entry, _AGREEMENT, needed=("id", "kind", "status")):
            findings.shape(place / "id", name, "A[1-9][0-9]*", "id as in A1")
            if findings.agreements.index(name) < at:
                findings.at(place / "id", "is used twice")
            findings.word(place / "kind", entry.get("kind"), KINDS)
            findings.word(place / "status", entry.get("status"), STATUSES)
            findings.agreement_reference(place / "parent", entry.get("parent"))
            findings.cycle(place / "parent", str(name), parents)
            _parties(findings, place, entry)
            _details(findings, place, entry)
    for mark in findings.document.marks:
        if mark.id in AGREEMENT_LAYOUT and mark.argument not in findings.agreements:
            findings.mark(mark, f"{{{mark.id} {mark.argument}}}: there is no agreement {mark.argument}")


def _entity(findings: Findings, name: str, entity: Any) -> None:
    place = Place(f"[entities]: {name}", ("entities", name))
    if not re.fullmatch(rf"[{''.join(LABELS)}][0-9]+", name):
        hint = ": write it above the first [table]" if name in _DOCUMENT else ""
        findings.at(place, f"is no entity's id{hint}")
        return
    if name not in findings.marked:
        findings.at(place, "is not marked in the text")
    if findings.table(place, entity, _PERSON if LABELS[name[0]] == "PERSON" else _ENTITY):
        findings.reference(place / "affiliation", entity.get("affiliation"), "ic")


def _parties(findings: Findings, place: Place, entry: dict[str, Any]) -> None:
    parties = entry.get("parties")
    if not parties:
        findings.at(place, ": no parties: an agreement has a body that acts", warning=True)
    leads: list[str] = []
    for party, roles in parties.items() if isinstance(parties, dict) else ():
        findings.reference(place / "parties", party, "ic")
        if not isinstance(roles, str) or not roles.strip():
            findings.at(place / "parties" / party, "has roles as in 'signatory funder'")
            continue
        for role in roles.split():
            findings.word(place / "parties" / party, role, PARTY_ROLES)
            leads += [party] if role == "lead" else []
    lead = entry.get("lead")
    findings.reference(place / "lead", lead, "ic")
    if isinstance(lead, str) and lead not in leads:
        findings.at(place / "lead", f": {lead} has no role lead among the parties")
    if leads and lead is None:
        findings.at(place / "parties", f": {leads[0]} has the role lead, so lead = {leads[0]!r} is needed")


def _details(findings: Findings, place: Place, entry: dict[str, Any]) -> None:
    if findings.table(place / "project", entry.get("project", {}), _PROJECT):
        findings.reference(place / "project" / "entity", entry.get("project", {}).get("entity"), "p")
    findings.strings(place / "sites", entry.get("sites"))
    if findings.table(place / "dates", entry.get("dates", {}), dict.fromkeys(DATES, str)):
        for key, written in entry.get("dates", {}).items():
            if isinstance(written, str) and not _is_date(written):
                findings.at(place / "dates" / key, f"= {written!r} is no date as in 2020-11-12, 2020-11 or 2020")
    if findings.table(place / "identifiers", entry.get("identifiers", {}), dict.fromkeys(IDENTIFIERS, list)):
        for key, listed in entry.get("identifiers", {}).items():
            if isinstance(listed, list):
                findings.strings(place / "identifiers" / key, listed)
    findings.table(place / "jobs", entry.get("jobs", {}), dict.fromkeys(JOBS, int))


def _is_date(written: str) -> bool:
    """Whether it is a year, month or day of the calendar, as in 2020, 2020-11, 2020-11-12."""
    if not re.fullmatch(r"\d{4}(?:-\d{2}){0,2}", written):
        return False
    try:
        date(*[int(part) for part in [*written.split("-"), "1", "1"][:3]])
    except ValueError:
        return False
    return True
