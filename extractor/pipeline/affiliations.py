"""Which body a person belongs to, where the office says it and the body stands elsewhere in the text."""

from __future__ import annotations

from bisect import bisect_left

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
    firms = _Firms(mentions, entities)
    for entity in entities:
        role = fold(entity.get("role", ""))
        if entity["label"] != "PERSON" or not role or "affiliation" in entity:
            continue
        body = _body(role, entity, mentions, entities, main, firms)
        if body is not None:
            entity["affiliation"] = body


class _Firms:
    """The mentions of companies in a text, to find the last before a place; put in order when first asked."""

    def __init__(self, mentions: list[Mention], entities: list[Entity]) -> None:
        self._mentions, self._entities = mentions, entities
        self._order: list[tuple[int, int]] | None = None

    def before(self, place: int) -> int | None:
        """The number of the company that is mentioned last before a place."""
        if self._order is None:
            self._order = sorted(
                (self._mentions[index]["start"], number)
                for number, body in enumerate(self._entities)
                if body["label"] == "COMPANY"
                for index in body["mentions"]
            )
        found = bisect_left(self._order, (place, -1))
        return self._order[found - 1][1] if found else None


def _body(
    role: str, person: Entity, mentions: list[Mention], entities: list[Entity], main: int | None, firms: _Firms
) -> int | None:
    for beginnings, kinds in _OFFICES:
        if role.startswith(beginnings):
            if role.startswith("sindac") and " di " in role:
                town = role.split(" di ", 1)[1]
                return next(
                    (number for number, body in enumerate(entities) if body["key"] == f"municipality:{town}"), None
                )
            return _only(kinds, entities, main)
    if role.startswith(_OF_THE_FIRM):
        return firms.before(mentions[person["mentions"][0]]["start"])
    if role.startswith(_OF_THE_MAIN_BODY) and main is not None and entities[main].get("kind") in ("region", "province"):
        return main if len(role.split()) == 1 else None
    return None


def _only(kinds: tuple[str, ...], entities: list[Entity], main: int | None) -> int | None:
    if main is not None and entities[main].get("kind") in kinds:
        return main
    only: int | None = None
    for number, body in enumerate(entities):
        if body.get("kind") in kinds and body["label"] == "INSTITUTION":
            if only is not None:
                return None  # and no further look: there may be thousands
            only = number
    return only
