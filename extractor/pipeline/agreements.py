"""From the parts to the whole: which agreements a release tells, and what belongs to each."""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict

import regex

from extractor.pipeline.acts import Act, ActCues, read_act, read_status, tells_an_act
from extractor.pipeline.details import read_details
from extractor.pipeline.facts import Money, Share
from extractor.pipeline.grouping import Segment, split
from extractor.pipeline.objectives import find_objectives
from extractor.pipeline.parties import ACCORDS, CALLS, find_parties, ordered_roles
from extractor.pipeline.payers import Scene

_KIND_WEIGHT = {"region": 2.0, "municipality": 1.5, "ministry": 1.6, "province": 1.3, "government": 1.0, "university": 0.8, "chamber": 0.8, "foundation": 0.6, "agency": 0.7, "eu": 0.2}
_SITE = regex.compile(r"(?:stabiliment\w|sit[oi]|sed[ei]|impiant\w|polo|unità\s+(?:produttiv\w|local\w)|cantier\w|opific\w+|laborator\w+|fabbric\w+)(?:\s+(?:produttiv\w|industrial\w|operativ\w|lombard\w|siderurgic\w|italian\w))?\s+(?:di|a|in|ad|del|della)\s*$")
_AGENCIES = regex.compile(r"\(\s*(?:ansa|adnkronos|agi|askanews|italpress|dire|agenparl|9colonne|nove\s?colonne|public\s+policy|radiocor|il\s+sole|lapresse|omniroma|mf-dj|teleborsa|agenzia\s+nova|regflash|aska)\b")


class Agreement(TypedDict):
    """One agreement, plain data: entities and sums by their indexes, spans in characters."""

    kind: str
    status: str
    heading: list[int] | None
    parent: int | None
    parties: list[list[Any]]  # [entity, [role, ...]]
    lead: int | None
    project: int | None
    objectives: list[list[int]]
    sites: list[list[str | None]]
    span: list[int]
    score: float
    details: NotRequired[dict[str, Any]]


def main_body(scene: Scene) -> int | None:
    """The entity of the body that the release is about: named early, often, in the headline, by its own people."""
    scores: dict[int, float] = {}
    sentences = scene.layout.sentences
    first_end = next((end for start, end in sentences if scene.layout.title is None or start >= scene.layout.title[1]), 0)
    for number, entity in enumerate(scene.entities):
        if entity["label"] != "INSTITUTION":
            continue
        score = _KIND_WEIGHT.get(entity.get("kind", ""), 0.4) + 0.5 * min(len(entity["mentions"]), 6)
        for mention in entity["mentions"][:4]:
            start = scene.mentions[mention]["start"]
            if scene.layout.title and scene.layout.title[0] <= start < scene.layout.title[1]:
                score += 1.2
            elif start < first_end:
                score += 1.0
            elif start < first_end * 2 + 200:
                score += 0.4
        scores[number] = score
    for entity in scene.entities:
        if entity["label"] == "PERSON" and "affiliation" in entity and entity["affiliation"] in scores:
            scores[entity["affiliation"]] += 0.8
    return max(scores, key=lambda each: (scores[each], -each)) if scores else None


def publisher(scene: Scene, main: int | None) -> int | None:
    """The body that speaks, unless the text is a news agency's."""
    if main is None or _AGENCIES.search(scene.low[:400]):
        return None
    return main


def find_agreements(scene: Scene, moneys: list[Money], cues: ActCues, act: Act) -> list[Agreement]:
    """The agreements that a release tells; sums get the index of theirs (``agreement``)."""
    bodies = sum(1 for entity in scene.entities if entity["label"] in ("INSTITUTION", "COMPANY"))
    if not tells_an_act(act, moneys, bodies):
        return []
    kind = act.kind or "altro"
    segments = split(scene, moneys, kind)
    agreements: list[Agreement] = []
    for number, segment in enumerate(segments):
        own = [money for money in moneys if _belongs(money, moneys, segment, single=len(segments) == 1)]
        for money in own:
            money["agreement"] = number
        infer_payers(scene, own, kind)
        agreements.append(_agreement(scene, segment, own, kind, act, single=len(segments) == 1))
    return agreements


def _belongs(money: Money, moneys: list[Money], segment: Segment, *, single: bool) -> bool:
    if money.get("role") == "other":
        return False
    return single or segment.holds(money["start"])


def infer_payers(scene: Scene, moneys: list[Money], kind: str) -> None:
    """The body that speaks pays what nobody else is said to pay, where the act is its own."""
    if scene.main is None:
        return
    name = scene.entities[scene.main]["name"]
    wholes = {money["part_of"] for money in moneys if "part_of" in money}
    for money in moneys:
        if money.get("role") not in ("contribution", "allocation") or money.get("payers") or money.get("funds"):
            continue
        if kind in ACCORDS and money["role"] == "contribution" and len([m for m in moneys if m.get("payers")]) > 0:
            continue
        if any(share["entity"] == scene.main for share in money.get("beneficiaries", ())):
            continue
        share: Share = {"entity": scene.main, "name": name, "inferred": True}
        money["payers"] = [share]
    del wholes


def _agreement(scene: Scene, segment: Segment, moneys: list[Money], kind: str, act: Act, *, single: bool) -> Agreement:
    roles: dict[int, set[str]] = {}
    main = scene.main if single or kind not in ACCORDS else None
    for span in segment.spans:
        for entity, found in find_parties(scene, kind, moneys if span == segment.spans[0] else [], span, main).items():
            roles.setdefault(entity, set()).update(found)
    if kind in ACCORDS:
        for entity in list(roles):
            if roles[entity] & {"funder", "lead"} and not roles[entity] & {"partner", "implementer"}:
                roles[entity].add("signatory")
    if scene.main in roles and kind in CALLS | {"stanziamento", "finanziamento", "decreto"}:
        roles[scene.main].discard("beneficiary")
        roles[scene.main].discard("signatory")
    lead = next((entity for entity, found in roles.items() if "lead" in found), None)
    objectives = [list(span) for start, end in segment.spans for span in find_objectives(scene.words.text, scene.low, start, end, 2 if single else 3)]
    details: dict[str, Any] = {}
    for start, end in segment.spans:
        for name, value in read_details(scene.words.text, scene.low, start, end).items():
            details.setdefault(name, value)
    agreement: Agreement = {
        "kind": kind,
        "status": read_status(act, kind),
        "heading": list(segment.heading) if segment.heading else None,
        "parent": None,
        "parties": [[entity, ordered_roles(found)] for entity, found in sorted(roles.items()) if found],
        "lead": lead,
        "project": _project(scene, segment),
        "objectives": objectives,
        "sites": _sites(scene, segment),
        "span": [segment.spans[0][0], segment.spans[-1][1]],
        "score": round(act.strength, 2),
    }
    if details:
        agreement["details"] = details
    return agreement


_FUND_KEYS = regex.compile(r"^project:(?:pnrr|pnc|ngeu|fesr|fse|feasr|feamp|fsc|por|pr-|psr|csr|pon|poc|psc|horizon|interreg|fcs|jtf|fnt|fsn)|fond[oi]\b")


def _project(scene: Scene, segment: Segment) -> int | None:
    """The project that the agreement is for: the first named one that is no fund."""
    for start, end in reversed(segment.spans):
        for mention in scene.between(start, end):
            span = scene.mentions[mention]
            if span["label"] == "PROJECT" and not _FUND_KEYS.search(span["key"]):
                return scene.entity_of[mention]
    return None


def _sites(scene: Scene, segment: Segment) -> list[list[str | None]]:
    sites: dict[str, list[str | None]] = {}
    for start, end in segment.spans:
        for mention in scene.between(start, end):
            span = scene.mentions[mention]
            if span["label"] == "PLACE" and span.get("kind") in ("municipality", "province") and _SITE.search(scene.low[max(start, span["start"] - 60) : span["start"]]):
                name = scene.entities[scene.entity_of[mention]]["name"]
                sites.setdefault(name, [name, None])
    return list(sites.values())


__all__ = ["Agreement", "find_agreements", "infer_payers", "main_body", "publisher", "read_act"]
