"""Which body a person belongs to, where the office says it and the body stands elsewhere in the text."""

from __future__ import annotations

from extractor.lexicon import fold
from extractor.pipeline.entities import Entity
from extractor.pipeline.mentions import Mention

# how an office begins → the kinds of body that have such an office
_OFFICES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (
        ("assessor", "governator", "consigliere regionale", "consigliera regionale"),
        ("region", "province", "municipality"),
    ),
    (("sindac", "vicesindac", "vice sindac", "primo cittadino", "prima cittadina"), ("municipality",)),
    (("ministr", "viceministr", "vice ministr", "sottosegretar"), ("ministry",)),
    (("rettor", "rettric", "prorettor"), ("university",)),
    (("presidente della provincia", "consigliere provinciale"), ("province",)),
)
_OF_THE_FIRM = (
    "amministrator",
    "ad ",
    "ad",
    "ceo",
    "fondator",
    "cofondator",
    "titolare",
    "general manager",
    "managing director",
)
_OF_THE_MAIN_BODY = ("vicepresident", "vice president", "president")


def affiliate(mentions: list[Mention], entities: list[Entity], main: int | None) -> None:
    """Tie people without a stated body to the one that their office belongs to, where only one can be meant.

    An assessor or mayor belongs to the main body where that has such an office, else to the only body of the kind; the
    head of a firm to the firm named last before; a "sindaco di X" to the Comune di X.
    """
    for entity in entities:
        role = fold(entity.get("role", ""))
        if entity["label"] != "PERSON" or not role or "affiliation" in entity:
            continue
        body = _body(role, entity, mentions, entities, main)
        if body is not None:
            entity["affiliation"] = body


def _body(role: str, person: Entity, mentions: list[Mention], entities: list[Entity], main: int | None) -> int | None:
    for beginnings, kinds in _OFFICES:
        if role.startswith(beginnings):
            if role.startswith("sindac") and " di " in role:
                town = role.split(" di ", 1)[1]
                return next(
                    (number for number, body in enumerate(entities) if body["key"] == f"municipality:{town}"), None
                )
            return _only(kinds, entities, main)
    if role.startswith(_OF_THE_FIRM):
        start = mentions[person["mentions"][0]]["start"]
        firms = [
            (mentions[index]["start"], number)
            for number, body in enumerate(entities)
            if body["label"] == "COMPANY"
            for index in body["mentions"]
            if mentions[index]["start"] < start
        ]
        return max(firms)[1] if firms else None
    if role.startswith(_OF_THE_MAIN_BODY) and main is not None and entities[main].get("kind") in ("region", "province"):
        return main if len(role.split()) == 1 else None
    return None


def _only(kinds: tuple[str, ...], entities: list[Entity], main: int | None) -> int | None:
    if main is not None and entities[main].get("kind") in kinds:
        return main
    numbers = [
        number for number, body in enumerate(entities) if body.get("kind") in kinds and body["label"] == "INSTITUTION"
    ]
    return numbers[0] if len(numbers) == 1 else None
