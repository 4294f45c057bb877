"""The classifiers at work: what each sum is, who pays and receives it, who takes part, whether there is an act at all.

Rules answer first; their answers are features, and the classifiers, trained on the project's corpus, decide.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from extractor.pipeline.facts import Money, Share
from extractor.pipeline.linear import Decision
from extractor.pipeline.relation_features import (
    Reading,
    act_features,
    links,
    main_share_features,
    party_features,
    share_features,
    sum_features,
)
from extractor.pipeline.trust import trust, trust_features

PARTY_ROLES = (
    "promoter",
    "signatory",
    "funder",
    "lead",
    "partner",
    "implementer",
    "contracting_authority",
    "contractor",
    "beneficiary",
)
_Side = Literal["payers", "beneficiaries"]
_SIDES: tuple[_Side, ...] = ("payers", "beneficiaries")
_PART = 0.35  # how probable a part in an act must be
_SHARES = 0.42  # how probable it must be that a body pays or receives a sum
_MAIN_SHARES = 0.45  # and that the release's own body pays one of which nobody is said to pay it
_NEAR = 320  # characters within which a body may pay a sum of another sentence


def decide_roles(reading: Reading) -> None:
    """Give every sum the role that the classifier finds most probable, with its probability."""
    model = reading.models["role"]
    numbers = range(len(reading.moneys))
    bags = [sum_features(reading, index) for index in numbers]
    decisions = model.decide_in_chain(bags, [links(reading, index) for index in numbers])
    if reading.explains:
        for money, bag, decision in zip(reading.moneys, bags, decisions, strict=True):
            money["reasons"] = model.reasons(bag, decision.label)
    for money, decision in zip(reading.moneys, decisions, strict=True):
        if decision.label != money.get("role"):
            money.pop("cue", None)
        money["role"], money["score"] = decision.label, round(decision.probability, 3)


def decide_role_trust(reading: Reading) -> None:
    """Say of every sum's role how probable it is that it is right."""
    for money in reading.moneys:
        money["confidence"] = trust(reading.models["role trust"], trust_features(money.get("score", 0.5)))


def share_candidates(reading: Reading, index: int) -> list[int]:
    """The mentions of bodies that may pay or receive a sum: those of its sentence, and the last ones before it."""
    scene, money = reading.scene, reading.moneys[index]
    if money["sentence"] < 0:
        return []
    start, end = scene.layout.sentences[money["sentence"]]
    start, end = max(start, money["start"] - 500), min(end, money["end"] + 400)
    inside = [
        mention
        for mention in scene.between(start, end)
        if scene.mentions[mention]["label"] in ("INSTITUTION", "COMPANY")
    ]
    earlier: list[int] = []
    if not any(scene.mentions[mention]["start"] < money["start"] for mention in inside):
        before = [
            mention
            for mention in scene.between(max(0, start - _NEAR), start)
            if scene.mentions[mention]["label"] in ("INSTITUTION", "COMPANY")
        ]
        earlier = before[-2:]
    return earlier + inside


def ruled_share(money: Money, entity: int) -> str:
    """What the rules say of a body and a sum: payer, beneficiary or none."""
    if any(share["entity"] == entity for share in money.get("payers", ())):
        return "payer"
    if any(share["entity"] == entity for share in money.get("beneficiaries", ())):
        return "beneficiary"
    return "none"


def decide_shares(reading: Reading) -> None:
    """Give every sum the payers and beneficiaries that the classifier accepts among the bodies near it."""
    model = reading.models["share"]
    scene = reading.scene
    asked = [(index, mention) for index in range(len(reading.moneys)) for mention in share_candidates(reading, index)]
    bags = [
        share_features(reading, index, mention, ruled_share(reading.moneys[index], scene.entity_of[mention]))
        for index, mention in asked
    ]
    chosen: list[dict[str, dict[int, float]]] = [{"payer": {}, "beneficiary": {}} for _ in reading.moneys]
    payer, receiver = model.classes.index("payer"), model.classes.index("beneficiary")
    for (index, mention), bag, shares in zip(asked, bags, model.probabilities(bags), strict=True):
        label = "payer" if shares[payer] >= shares[receiver] else "beneficiary"
        probability = max(shares[payer], shares[receiver])
        if probability >= _SHARES:
            known, entity = chosen[index][label], scene.entity_of[mention]
            known[entity] = max(probability, known.get(entity, 0.0))
            if reading.explains:
                reading.share_reasons[index, entity] = model.reasons(bag, label)
    for money, told in zip(reading.moneys, chosen, strict=True):
        for entity in set(told["payer"]) & set(told["beneficiary"]):
            del told["beneficiary" if told["payer"][entity] >= told["beneficiary"][entity] else "payer"][entity]
        unnamed: list[Share] = [share for share in money.get("payers", ()) if share["entity"] is None]
        money["beneficiaries"] = [_share(reading, entity) for entity in sorted(told["beneficiary"])]
        money["payers"] = [*unnamed, *(_share(reading, entity) for entity in sorted(told["payer"]))]


def unpaid_sums(reading: Reading) -> list[int]:
    """The sums of which no words near them name a payer, and that the release's own body does not receive."""
    main = reading.scene.main
    if main is None:
        return []
    return [
        index
        for index, money in enumerate(reading.moneys)
        if not money.get("payers") and all(share["entity"] != main for share in money.get("beneficiaries", ()))
    ]


def decide_main_shares(reading: Reading) -> None:
    """Let the release's own body pay, by inference, the sums for which the classifier says so."""
    open_sums = unpaid_sums(reading)
    paying = reading.payers()
    bags = [main_share_features(reading, index, paying) for index in open_sums]
    model = reading.models["main share"]
    payer = model.classes.index("payer")
    for index, shares in zip(open_sums, model.probabilities(bags), strict=True):
        if shares[payer] >= _MAIN_SHARES and reading.scene.main is not None:
            share = _share(reading, reading.scene.main)
            share["inferred"] = True
            reading.moneys[index]["payers"] = [share]


def settle_shares(moneys: list[Money]) -> None:
    """Let what is told of a sum once hold for it throughout.

    A fact takes payers and beneficiaries from whichever of its mentions names them; a part that names no payer is paid
    by those who pay the whole, unless a part beside it has a payer of its own.
    """
    groups: dict[int, list[Money]] = {}
    for index, money in enumerate(moneys):
        groups.setdefault(money.get("fact", index), []).append(money)
    for leader, group in groups.items():
        for field in _SIDES:
            own = moneys[leader].get(field, [])
            if own and not any(share.get("inferred") for share in own):
                continue
            told = next(
                (
                    money[field]
                    for money in group
                    if money.get(field) and not any(share.get("inferred") for share in money[field])
                ),
                None,
            )
            if told is not None:
                moneys[leader][field] = told
    parts: dict[int, list[Money]] = {}
    for money in moneys:
        if "part_of" in money:
            parts.setdefault(moneys[money["part_of"]].get("fact", money["part_of"]), []).append(money)
    for whole, members in parts.items():
        for member in members:
            if "funds" in moneys[whole] and "funds" not in member and not member.get("payers"):
                member["funds"] = moneys[whole]["funds"]
        paid = list(moneys[whole].get("payers", []))
        if _split_among_payers(moneys[whole], members):
            if paid and moneys[whole].get("role") != "total_cost":
                moneys[whole]["payers"] = _union(members)  # they pay it together
            else:
                moneys[whole]["payers"] = []  # who pays which part of it is told by the parts
            continue
        if not paid or moneys[whole].get("role") == "total_cost" or any(member.get("payers") for member in members):
            continue
        for member in members:
            if member.get("role") in ("contribution", "allocation", "loan"):
                member["payers"] = [{**share, "inferred": True} for share in paid]


def _union(members: list[Money]) -> list[Share]:
    shares: dict[str, Share] = {}
    for member in members:
        for share in member.get("payers", ()):
            shares.setdefault(share["name"], share)
    return list(shares.values())


def _split_among_payers(whole: Money, members: list[Money]) -> bool:
    """Whether a sum's parts add up to it and name different payers."""
    names = {share["name"] for member in members for share in member.get("payers", ())}
    return len(names) > 1 and sum(Decimal(member["value"]) for member in members) == Decimal(whole["value"])


def _share(reading: Reading, entity: int) -> Share:
    return {"entity": entity, "name": reading.scene.entities[entity]["name"]}


def decide_parties(
    reading: Reading,
    kind: str,
    spans: list[tuple[int, int]],
    ruled: dict[int, set[str]],
    moneys: list[Money],
    intro: tuple[int, int] = (0, 0),
) -> dict[int, set[str]]:
    """The roles of every body in an act: each role is a question of its own."""
    model = reading.models["party"]
    candidates = party_candidates(reading, spans, moneys, intro)
    flags = money_flags(moneys)
    bags = [
        party_features(reading, entity, kind, spans, ruled.get(entity, set()), flags.get(entity, []), intro)
        for entity in candidates
    ]
    decided: dict[int, set[str]] = {}
    for entity, bag, probabilities in zip(candidates, bags, model.probabilities(bags), strict=True):
        roles = {role for role, probability in zip(model.classes, probabilities, strict=True) if probability >= _PART}
        if roles:
            decided[entity] = roles
            if reading.explains:
                reading.party_reasons[entity] = {role: model.reasons(bag, role) for role in sorted(roles)}
    return decided


def party_candidates(
    reading: Reading, spans: list[tuple[int, int]], moneys: list[Money], intro: tuple[int, int] = (0, 0)
) -> list[int]:
    """The institutions and companies that are named in the act's stretches of text, or pay or receive its sums."""
    scene = reading.scene
    found = {scene.entity_of[mention] for start, end in (*spans, intro) for mention in scene.between(start, end)}
    found |= {
        share["entity"]
        for money in moneys
        for share in (*money.get("payers", ()), *money.get("beneficiaries", ()))
        if share["entity"] is not None
    }
    return sorted(entity for entity in found if scene.entities[entity]["label"] in ("INSTITUTION", "COMPANY"))


def money_flags(moneys: list[Money]) -> dict[int | None, list[str]]:
    """What the sums of an act say of each body."""
    flags: dict[int | None, set[str]] = {}
    for money in moneys:
        for share in money.get("payers", ()):
            told = f"pays {money.get('role')}" + (" inferred" if share.get("inferred") else "")
            flags.setdefault(share["entity"], set()).add(told)
        for share in money.get("beneficiaries", ()):
            flags.setdefault(share["entity"], set()).add(f"receives {money.get('role')}")
    return {entity: sorted(found) for entity, found in flags.items()}


def decide_act(reading: Reading) -> tuple[float, Decision, Decision, bool]:
    """The probability that a release tells an act, its kind, its status, and whether its main body is the one that speaks."""
    features = act_features(reading.words, reading.layout, reading.act, reading.mask)
    told, kind, status, speaks = reading.models["act"].decide([features])[0]
    return told.probability if told.label == "yes" else 1.0 - told.probability, kind, status, speaks.label == "speaks"


__all__ = [
    "PARTY_ROLES",
    "decide_act",
    "decide_main_shares",
    "decide_parties",
    "decide_role_trust",
    "decide_roles",
    "decide_shares",
    "money_flags",
    "party_candidates",
    "ruled_share",
    "settle_shares",
    "share_candidates",
    "unpaid_sums",
]
