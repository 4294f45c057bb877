"""Institutions: by the lexicon's names, and by head words that make a body of the name after them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from extractor.lexicon import Lexicon, Place, Words
from extractor.pipeline.mentions import Mention
from extractor.pipeline.names import name_end

_LINKS = frozenset(("della", "del", "dell", "di", "delle", "d", "dei", "dello"))
_PLACE_LINKS = frozenset(("in", "nella", "nelle", "sulla"))
_LISTED = frozenset((", ", " e ", " ed "))
_TYPES = {"region": ("region", "adjective"), "province": ("province", "municipality"), "municipality": ("municipality", "province", "area", "region")}
_OWN_CASE = frozenset(("ministry", "health", "university", "chamber", "foundation"))


def find_institutions(words: Words, lexicon: Lexicon) -> list[Mention]:
    """All mentions of institutions that lexicon and head words give, in order, possibly overlapping.

    >>> from extractor.lexicon import default_lexicon, words_of
    >>> text = "Il Comune di Sestri Levante con le Regioni Lazio, Liguria e Lombardia"
    >>> [text[each["start"]:each["end"]] for each in find_institutions(words_of(text), default_lexicon())]
    ['Comune di Sestri Levante', 'Regioni Lazio', 'Liguria', 'Lombardia']
    """
    found: list[Mention] = []
    for hit in lexicon.hits(words):
        entry = lexicon.entries[hit.entry]
        if entry["label"] == "INSTITUTION":
            found.append(_from_entry(words, hit.index, hit.length, entry))
            found.extend(_coordinated(words, lexicon, hit.index + hit.length, entry))
    index = 0
    while index < len(words):
        if words.lows[index] in lexicon.head_reach and (head := lexicon.head(words, index)):
            size, rule, plural = head
            if rule.get("label", "INSTITUTION") == "INSTITUTION":
                made = list(_headed(words, lexicon, index, size, rule, plural))
                if made:
                    found.extend(made)
                    index += 1
                    continue
        index += 1
    return found


def _from_entry(words: Words, index: int, length: int, entry: dict[str, Any]) -> Mention:
    mention: Mention = {
        "start": words.starts[index], "end": words.ends[index + length - 1], "label": entry["label"], "key": entry["key"],
        "rule": "lexicon", "canonical": entry["name"],
    }  # fmt: skip
    if "kind" in entry:
        mention["kind"] = entry["kind"]
    return mention


def _coordinated(words: Words, lexicon: Lexicon, index: int, entry: dict[str, Any]) -> Iterator[Mention]:
    """"Università di Genova e Pisa": the second city is the University of Pisa, where the lexicon knows one."""
    if entry.get("kind") != "university":
        return
    while index and index < len(words) and words.gap(index - 1) in (", ", " "):
        position = index
        if words.gap(index - 1) == " ":
            if words.lows[position] not in ("e", "ed"):
                return
            position += 1
        if position < len(words) and words.lows[position] == "di":
            position += 1
        place = lexicon.place(words, position)
        if place is None or not words.capitalised(position):
            return
        size, territory = place
        other = lexicon.forms.get(f"università di {territory.name.lower()}")
        if other is None:
            return
        yield _from_entry(words, position, size, lexicon.entries[other]) | {"rule": "coordination"}
        index = position + size


def _headed(
    words: Words, lexicon: Lexicon, index: int, size: int, rule: dict[str, Any], plural: bool
) -> Iterator[Mention]:
    takes = rule["takes"]
    following = index + size
    if takes == "name":
        yield from _named(words, lexicon, index, following, rule)
        return
    if not words.tight(following - 1):
        return
    while following < len(words) and words.lows[following] in _LINKS and words.tight(following):
        following += 1
        if following - index - size > 2:
            return
    place = lexicon.place(words, following)
    linked = following > index + size
    if place is not None and place[1].type not in _TYPES[takes]:
        place = None
    if place is None or not (words.capitalised(following) or (takes == "region" and place[1].type == "adjective")):
        if takes == "municipality" and linked and following < len(words) and words.capitalised(following):
            end = name_end(words, following, 4)
            yield _body(words, index, end, rule, Place("municipality", words.text[words.starts[following] : words.ends[end - 1]], "", ""))
        return
    if takes == "municipality" and not linked and not plural:
        return
    length, territory = place
    if takes == "region" and territory.type == "adjective" and words.lows[index] == "regione" and territory.name != "Sicilia":
        return
    end = following + length
    if takes == "province" and not words.capitalised(index) and index and words.lows[index - 1] in _PLACE_LINKS:
        return  # "in provincia di Como" is a place
    yield _body(words, index, end, rule, territory)
    while plural and end < len(words):
        gap = words.gap(end - 1)
        position = end
        if gap == " " and words.lows[position] in ("e", "ed"):
            position += 1
        elif gap != ", ":
            return
        while position < len(words) and words.lows[position] in _LINKS:
            position += 1
        place = lexicon.place(words, position)
        if place is None or not words.capitalised(position) or place[1].type not in _TYPES[takes]:
            return
        end = position + place[0]
        yield _body(words, position, end, rule, place[1]) | {"rule": "coordination"}


def _body(words: Words, index: int, end: int, rule: dict[str, Any], place: Place) -> Mention:
    kind = rule["kind"]
    code = place.code if kind in ("region", "province") else place.belfiore
    if kind == "province" and place.type == "municipality":
        code = ""
    canonical = rule["canonical"].format(place.name)
    if kind == "province":
        low = words.lows[index]
        if low == "città":
            canonical = f"Città metropolitana di {place.name}"
        elif place.name in ("Trento", "Bolzano"):
            canonical = f"Provincia autonoma di {place.name}"
    if kind == "region" and place.name == "Sicilia":
        canonical = "Regione Siciliana"
    mention: Mention = {
        "start": words.starts[index], "end": words.ends[end - 1], "label": "INSTITUTION",
        "key": f"{kind}:{place.name.lower()}", "rule": f"head:{kind}", "canonical": canonical, "kind": kind,
    }  # fmt: skip
    if code:
        mention["code" if kind != "municipality" else "belfiore"] = code
    return mention


def _named(words: Words, lexicon: Lexicon, index: int, following: int, rule: dict[str, Any]) -> Iterator[Mention]:
    """A head and the capitalised name after it: "Fondazione Cariplo", "Asl 3", "Istituto comprensivo di Recco"."""
    kind = rule["kind"]
    if not words.capitalised(index) and kind not in _OWN_CASE:
        return
    if following >= len(words) or words.gap(following - 1) not in (" ", " '", ' "', "\n", "  ", "'", "-"):
        return
    quoted = words.gap(following - 1) == ' "'
    end = name_end(words, following, 9, joins=rule.get("joins", False), opens_with_link=not quoted)
    if end <= following or _shouted(words, index, end):
        return
    if kind == "health" and end == following + 1 and words.lows[following].isdigit() is False and not words.capitalised(following):
        return
    yield {
        "start": words.starts[index], "end": words.ends[end - 1], "label": "INSTITUTION",
        "key": f"{kind}:{' '.join(words.lows[index:end])}", "rule": f"head:{kind}", "kind": kind,
    }  # fmt: skip


def _shouted(words: Words, index: int, end: int) -> bool:
    """Whether a name that would run on stands in a line of capitals, where capitals say nothing."""
    if end - index < 3:
        return False
    return all(words.surface(position).isupper() for position in range(index, end) if len(words.lows[position]) > 3)
