"""Institutions: by the lexicon's names, and by head words that make a body of the name after them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from extractor.lexicon import Lexicon, Words
from extractor.pipeline.bare_bodies import acting_regions
from extractor.pipeline.headed import headed
from extractor.pipeline.heads import Row, heads_of
from extractor.pipeline.listed_bodies import listed_territories
from extractor.pipeline.lone_names import named_alone, portfolio, standing
from extractor.pipeline.mentions import Mention
from extractor.pipeline.names import STARTERS, parted
from extractor.pipeline.territorial import territorial, territory_body

_SEATS = frozenset(("palazzo", "villa", "cittadella", "palazzina"))
_AT = frozenset(("a", "ad", "in", "nel", "nella", "nell", "presso", "della", "di"))
_ORGANS = frozenset(("regionale", "provinciale", "comunale", "regionali"))
_UNFINISHED = frozenset(("commissario", "ufficio", "struttura", "agenzia", "osservatorio", "garante", "unità", "ente"))
_COURTS = frozenset(("tribunale", "tar", "procura", "prefettura", "questura", "soprintendenza", "corte"))
_OFFICES = frozenset(("ministro", "ministra", "commissario", "commissaria"))
_TOPONYMS = frozenset("monte san santa sant val valle lago villa torre casa borgo porto".split())
_VENUES = frozenset(("prefettura", "questura", "tribunale", "procura", "curia"))


def find_institutions(words: Words, lexicon: Lexicon) -> list[Mention]:
    """All mentions of institutions that lexicon and head words give, in order of the rules, possibly overlapping.

    >>> from extractor.lexicon import default_lexicon, words_of
    >>> text = "Il Comune di Sestri Levante con le Regioni Lazio, Liguria e Lombardia"
    >>> [text[each["start"]:each["end"]] for each in find_institutions(words_of(text), default_lexicon())]
    ['Comune di Sestri Levante', 'Regioni Lazio', 'Liguria', 'Lombardia']
    """
    heads = heads_of(lexicon)
    territories = _territory_rows(lexicon)
    found: list[Mention] = list(_by_lexicon(words, lexicon))
    reach = lexicon.head_reach
    for index in [index for index, low in enumerate(words.lows) if low in reach]:
        head = lexicon.head(words, index)
        if head is None:
            continue
        size, rule, plural = head
        if rule.get("label", "INSTITUTION") != "INSTITUTION":
            continue
        if rule["takes"] == "name":
            found.extend(headed(words, lexicon, heads, index, size, rule, plural))
        else:
            found.extend(territorial(words, lexicon, index, size, rule, plural))
    found.extend(named_alone(words, lexicon, heads))
    found.extend(acting_regions(words, lexicon, heads, territories["region"]))
    for start, end, territory in listed_territories(words, lexicon):
        row = territories["region" if territory.type == "region" else "municipality"]
        found.append(territory_body(words, start, end, row, territory) | {"rule": "paid"})
    kinds = {mention["kind"] for mention in found if "kind" in mention}
    kinds |= {f"{mention['kind']}:{_first_word(words, mention)}" for mention in found if "kind" in mention}
    found.extend(standing(words, lexicon, heads, kinds))
    return _without_offices(found)


def _first_word(words: Words, mention: Mention) -> str:
    return words.plain[mention["start"] : mention["end"]].lower().split(" ", 1)[0]


@lru_cache(maxsize=4)
def _territory_rows(lexicon: Lexicon) -> dict[str, Row]:
    return {row["takes"]: row for row in lexicon.tables["heads"] if row.get("takes") in ("region", "municipality")}


def _without_offices(found: list[Mention]) -> list[Mention]:
    """Without the departments that are named only through their body: "Dipartimento di Fisica dell'Università di Pavia"."""
    offices = [mention for mention in found if mention["rule"] == "head:office"]
    if not offices:
        return found
    starts = sorted(mention["start"] for mention in found if mention["rule"] != "head:office")
    dropped = set()
    for office in offices:
        following = bisect_right(starts, office["start"])
        if following < len(starts) and starts[following] <= office["end"] + 7:
            dropped.add(id(office))
    return [mention for mention in found if id(mention) not in dropped]


def _by_lexicon(words: Words, lexicon: Lexicon) -> Iterator[Mention]:
    for hit in lexicon.hits(words):
        entry = lexicon.entries[hit.entry]
        if entry["label"] != "INSTITUTION":
            continue
        index, end = hit.start, hit.start + hit.length
        if _misleads(words, index, end) or (hit.length == 1 and _first_name(words, lexicon, index)):
            continue
        if entry.get("kind") == "association":
            end = _with_branch(words, lexicon, end)
        if hit.length == 1 and entry.get("kind") == "research":
            index, end = _with_institute(words, lexicon, index)
        yield _from_entry(words, lexicon, index, _with_territory(words, lexicon, index, end) - index, hit.entry)
        yield from _coordinated(words, lexicon, end, entry)


def _misleads(words: Words, index: int, end: int) -> bool:
    """Whether a known name is no mention here: a venue, a portfolio, an organ of another body."""
    low = words.lows[index]
    before = words.lows[index - 1] if index else ""
    if low in _SEATS and before in _AT:
        return True
    if (
        low in ("provincia", "province")
        and not words.capitalised(index)
        and before in ("in", "nella", "nelle", "della")
    ):
        return True
    if low in _VENUES and end == index + 1 and before == "in":
        return True
    if low == "governo" and end == index + 1 and end < len(words) and words.lows[end] in _ORGANS:
        return True
    if portfolio(words, index) or (low in _OFFICES and not words.capitalised(index)):
        return True
    return end == index + 1 and not words.surface(index).isupper() and _part_of_name(words, index)


def _part_of_name(words: Words, index: int) -> bool:
    """Whether a name of one word stands between other capitalised words of one name: "Birrificio Monte Arci"."""
    if index and words.gap(index - 1) == " " and words.lows[index - 1] in _TOPONYMS and words.capitalised(index - 1):
        return True
    return (
        index > 1
        and words.gap(index - 1) == " " == words.gap(index - 2)
        and words.capitalised(index - 1)
        and words.capitalised(index - 2)
        and not words.surface(index - 1).isupper()
        and words.lows[index - 1] not in STARTERS
        and words.lows[index - 2] not in STARTERS
    )


def _first_name(words: Words, lexicon: Lexicon, index: int) -> bool:
    """Whether a short name is somebody's first name here: "l'assessora Anita Pilloni"."""
    following = index + 1
    return (
        words.lows[index] in lexicon.first_names
        and following < len(words)
        and words.gap(index) == " "
        and words.capitalised(following)
        and not words.surface(index).isupper()
    )


def _with_institute(words: Words, lexicon: Lexicon, index: int) -> tuple[int, int]:
    """A research body with its institute: "Cnr-Iamc", "Imm-Cnr"."""
    end = index + 1
    if end < len(words) and words.gap(index) == "-" and words.capitalised(end) and len(words.lows[end]) < 7:
        return index, end + 1
    before = index - 1
    if before >= 0 and words.gap(before) == "-" and words.capitalised(before) and len(words.lows[before]) < 6:
        return before, end
    return index, end


def _with_branch(words: Words, lexicon: Lexicon, end: int) -> int:
    """The end of an association's name with its branch: "Soccorso Alpino Valdostano"."""
    place = lexicon.place(words, end) if words.gap(end - 1) == " " else None
    if place is None or not words.capitalised(end) or words.lows[end] in lexicon.first_names:
        return end
    return end + place[0]


def _with_territory(words: Words, lexicon: Lexicon, index: int, end: int) -> int:
    """The end of a known office's name with its region: "Ufficio speciale per la ricostruzione" delle Marche."""
    court = words.lows[index] in _COURTS
    if not (court or words.lows[index] in _UNFINISHED) or end + 1 >= len(words):
        return end
    if words.capitalised(end - 1) and not (court and end == index + 1):
        return end
    if (
        words.lows[end] not in ("in", "della", "del", "dell", "delle", "di")
        or parted(words, end - 1)
        or parted(words, end)
    ):
        return end
    place = lexicon.place(words, end + 1)
    if place is None or (place[1].type != "region" and not court) or not words.capitalised(end + 1):
        return end
    return end + 1 + place[0]


def _from_entry(words: Words, lexicon: Lexicon, index: int, length: int, number: int) -> Mention:
    entry = lexicon.entries[number]
    mention: Mention = {
        "start": words.starts[index], "end": words.ends[index + length - 1], "label": entry["label"], "key": entry["key"],
        "rule": "lexicon", "canonical": entry["name"],
    }  # fmt: skip
    if "kind" in entry:
        mention["kind"] = entry["kind"]
    if entry.get("kind") == "region" and (own := _regional(lexicon).get(number)):
        mention["key"], mention["canonical"], mention["code"] = own
    return mention


@lru_cache(maxsize=4)
def _regional(lexicon: Lexicon) -> dict[int, tuple[str, str, str]]:
    """Key, name and ISO code of the region (or autonomous province) whose organ an entry of the lexicon is.

    The council and the government of a region are the region, by whatever name they go.
    """
    from extractor.lexicon import words_of

    found: dict[int, tuple[str, str, str]] = {}
    for number, entry in enumerate(lexicon.entries):
        if entry.get("kind") != "region":
            continue
        name: dict[str, Any] = entry
        words = words_of(name["name"])
        for index in range(len(words)):
            place = lexicon.place(words, index)
            if place is not None and place[1].type in ("region", "adjective"):
                canonical = name["name"] if name["name"].startswith("Regione") else f"Regione {place[1].name}"
                found[number] = f"region:{place[1].name.lower()}", canonical, place[1].code
            elif place is not None and place[1].name in ("Trento", "Bolzano"):
                code = "IT-TN" if place[1].name == "Trento" else "IT-BZ"
                canonical = f"Provincia autonoma di {place[1].name}"
                found[number] = f"province:{place[1].name.lower()}", canonical, code
    return found


def _coordinated(words: Words, lexicon: Lexicon, index: int, entry: dict[str, Any]) -> Iterator[Mention]:
    """In "Università di Genova e Pisa" the second city is the University of Pisa, where the lexicon knows one."""
    if entry.get("kind") != "university":
        return
    while index and index < len(words) and words.gap(index - 1) in (", ", " "):
        position = index
        if words.gap(index - 1) == " ":
            if words.lows[position] not in ("e", "ed"):
                return
            position += 1
        while position < len(words) and words.lows[position] in ("di", "quella", "da"):
            position += 1
        if position >= len(words) or not words.capitalised(position) or words.lows[position] in STARTERS:
            return
        place = lexicon.place(words, position)
        if place is None:
            return
        size, territory = place
        other = lexicon.forms.get(f"università di {territory.name.lower()}")
        if other is None:
            return
        yield _from_entry(words, lexicon, position, size, other) | {"rule": "coordination"}
        index = position + size
