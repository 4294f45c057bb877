"""From the parts to the whole: which agreements a release tells, and what belongs to each."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any, NotRequired, TypedDict

from extractor.pipeline.details import read_details
from extractor.pipeline.facts import Money
from extractor.pipeline.grouping import Segment, by_turns, introduced, says_several, split
from extractor.pipeline.objectives import find_objectives
from extractor.pipeline.parties import ACCORDS, find_parties, ordered_roles
from extractor.pipeline.patterns import lazy
from extractor.pipeline.payers import Scene
from extractor.pipeline.relation_features import Reading
from extractor.pipeline.relations import decide_parties
from extractor.pipeline.starts import learned_segments
from extractor.pipeline.trust import trust, trust_features

_KIND_WEIGHT = {
    "region": 2.0,
    "municipality": 1.5,
    "ministry": 1.6,
    "province": 1.3,
    "government": 1.0,
    "university": 0.8,
    "chamber": 0.8,
    "foundation": 0.6,
    "agency": 0.7,
    "eu": 0.2,
}
_SITE = lazy(
    r"(?r)(?:stabiliment\w|sit[oi]|sed[ei]|impiant\w|polo|unità\s+(?:produttiv\w|local\w)|cantier\w|opific\w+|laborator\w+|fabbric\w+)(?:\s+(?:produttiv\w|industrial\w|operativ\w|lombard\w|siderurgic\w|italian\w))?\s+(?:di|a|in|ad|del|della)\s*$"
)
_AGENCIES = lazy(
    r"\(\s*(?:ansa|adnkronos|agi|askanews|italpress|dire|agenparl|9colonne|nove\s?colonne|public\s+policy|radiocor|il\s+sole|lapresse|omniroma|mf-dj|teleborsa|agenzia\s+nova|regflash|aska)\b"
)


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
    confidence: NotRequired[float]


def main_body(scene: Scene) -> int | None:
    """The entity of the body that the release is about: named early, often, in the headline, by its own people."""
    scores: dict[int, float] = {}
    sentences = scene.layout.sentences
    first_end = next(
        (end for start, end in sentences if scene.layout.title is None or start >= scene.layout.title[1]), 0
    )
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


def find_agreements(reading: Reading, act: dict[str, Any]) -> list[Agreement]:
    """The agreements that a release tells; sums get the index of theirs (``agreement``)."""
    scene, moneys = reading.scene, reading.moneys
    bodies = any(entity["label"] in ("INSTITUTION", "COMPANY") for entity in scene.entities)
    if act.get("told", 0.0) < _TOLD or not bodies:
        return []
    kind: str = act["kind"]
    segments = segments_of(reading, kind)
    agreements: list[Agreement] = []
    for number, segment in enumerate(segments):
        own = [money for money in moneys if _belongs(money, segment, single=len(segments) == 1)]
        for money in own:
            money["agreement"] = number
        agreement = _agreement(reading, segment, own, segment.kind or kind, act, single=len(segments) == 1)
        agreement["parent"] = 0 if segment.child else None
        if "agreement trust" in reading.models:
            agreement["confidence"] = trust(
                reading.models["agreement trust"], agreement_trust_features(act, len(segments))
            )
        agreements.append(agreement)
    return agreements


def agreement_trust_features(act: dict[str, Any], count: int) -> dict[str, float]:
    """What decides how far an agreement can be trusted to be one."""
    return trust_features(act["told"], *(["one of several"] if count > 1 else []))


def segments_of(reading: Reading, kind: str) -> list[Segment]:
    """The acts of a release as stretches of its text: turns and programmes by the rules, the others as the classifier says."""
    scene, moneys = reading.scene, reading.moneys
    if turns := by_turns(scene, moneys):
        return introduced(turns)
    ruled = split(scene, moneys, kind, lambda start, end: local_kind(reading, start, end))
    if any(segment.child for segment in ruled):
        return ruled
    segments = learned_segments(reading, ruled, says_several(scene))
    for segment in segments:
        segment.kind = local_kind(reading, *segment.spans[0]) if len(segments) > 1 else None
    return introduced(segments)


def local_kind(reading: Reading, start: int, end: int) -> str | None:
    """The kind of act that a section's heading and first sentences name, or ``None``."""
    votes: dict[str, float] = {}
    words = reading.words
    for place, (first, last) in enumerate((a, b) for a, b in reading.layout.sentences if start <= a < end):
        if place > 2:
            break
        for cue in reading.acts.kind_table.find(
            words, bisect_left(words.starts, first), bisect_left(words.starts, last)
        ):
            row = reading.acts.kinds[cue.row]
            votes[row["kind"]] = votes.get(row["kind"], 0.0) + float(row["weight"]) * (1.5, 1.2, 0.6)[place]
    kind = max(votes, key=lambda each: votes[each], default=None)
    return kind if kind is not None and votes[kind] >= _NAMED else None


_NAMED = 6.0


_TOLD = 0.8


def _belongs(money: Money, segment: Segment, *, single: bool) -> bool:
    if money.get("role") == "other":
        return False
    return single or segment.holds(money["start"])


def rule_parties(
    scene: Scene, segment: Segment, moneys: list[Money], kind: str, *, single: bool
) -> dict[int, set[str]]:
    """What the rules say of who takes part in an act: a feature of the classifiers' decision."""
    roles: dict[int, set[str]] = {}
    main = scene.main if single or kind not in ACCORDS else None
    for span in segment.spans:
        for entity, found in find_parties(scene, kind, moneys if span == segment.spans[0] else [], span, main).items():
            roles.setdefault(entity, set()).update(found)
    return roles


def _agreement(
    reading: Reading, segment: Segment, moneys: list[Money], kind: str, act: dict[str, Any], *, single: bool
) -> Agreement:
    scene = reading.scene
    ruled = rule_parties(scene, segment, moneys, kind, single=single)
    roles = decide_parties(reading, kind, segment.spans, ruled, moneys, segment.intro)
    lead = next((entity for entity, found in roles.items() if "lead" in found), None)
    objectives = [
        list(span)
        for start, end in segment.spans
        for span in find_objectives(scene.words.text, scene.low, start, end, 2 if single else 3)
    ]
    details: dict[str, Any] = {}
    for start, end in segment.spans:
        for name, value in read_details(scene.words.text, scene.low, start, end).items():
            details.setdefault(name, value)
    agreement: Agreement = {
        "kind": kind,
        "status": act["status"],
        "heading": list(segment.heading) if segment.heading else None,
        "parent": None,
        "parties": [[entity, ordered_roles(found)] for entity, found in _by_place(scene, segment, roles)],
        "lead": lead,
        "project": _project(scene, segment),
        "objectives": objectives,
        "sites": _sites(scene, segment),
        "span": [segment.spans[0][0], segment.spans[-1][1]],
        "score": act["told"],
    }
    if details:
        agreement["details"] = details
    return agreement


def _by_place(scene: Scene, segment: Segment, roles: dict[int, set[str]]) -> list[tuple[int, set[str]]]:
    """The parties in the order in which their agreement's own stretches of text name them."""

    def place(entity: int) -> tuple[int, int]:
        starts = [scene.mentions[mention]["start"] for mention in scene.entities[entity]["mentions"]]
        return next(((0, start) for start in starts if segment.holds(start)), (1, starts[0]))

    return sorted(((entity, found) for entity, found in roles.items() if found), key=lambda each: place(each[0]))


_FUND_KEYS = lazy(
    r"^project:(?:pnrr|pnc|ngeu|fesr|fse|feasr|feamp|fsc|por|pr-|psr|csr|pon|poc|psc|horizon|interreg|fcs|jtf|fnt|fsn)|fond[oi]\b"
)


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
            if (
                span["label"] == "PLACE"
                and span.get("kind") in ("municipality", "province")
                and _SITE.search(scene.low[max(start, span["start"] - 60) : span["start"]])
            ):
                name = scene.entities[scene.entity_of[mention]]["name"]
                sites.setdefault(name, [name, None])
    return list(sites.values())
