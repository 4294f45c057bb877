"""Regions, provinces and municipalities as bodies: "Regione Liguria", "Comuni di A, B e C", "la Basilicata chiede"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

import regex

from extractor.lexicon import Lexicon, Place, Words
from extractor.pipeline.heads import Heads, Row
from extractor.pipeline.mentions import Mention
from extractor.pipeline.names import name_end, parted

_LINKS = frozenset(("della", "del", "dell", "di", "delle", "d", "dei", "dello"))
_PLACE_LINKS = frozenset(("in", "nella", "nelle", "sulla"))
_TYPES = {
    "region": ("region", "adjective"),
    "province": ("province", "municipality"),
    "municipality": ("municipality", "province", "area", "region"),
}
# what a fused or fictional municipality's name may end in beyond the name that is known
_SUFFIXES = frozenset(
    "terme marina superiore inferiore ligure scalo marittima marittimo monferrato lido alta alto bassa basso nuovo nuova "
    "vecchio vecchia bagni veneto piemonte romagna irpino sannita".split()
)
_ACTING_FROM = frozenset("la il l le lo gli".split())
_PASSING = frozenset("non si ne ci vi ora oggi invece già così intanto quindi poi però".split())
_FROM = frozenset(("dalla", "dal", "dall", "dalle"))
_OF = frozenset(("della", "del", "dell", "delle"))
_AT_COST = frozenset(("carico", "parte", "spese"))
_SUM_AFTER = regex.compile(r" (?:euro |€ ?)?\d[\d.,]*(?: ?(?:mila|mln|milion[ei]|miliard[oi]|euro|€)\b|[.,]\d{3})")
# » Bronte: 3.600.000
_PAID_LINE = regex.compile(r"(?:^|\n)\s*[»•*>-]\s+(?P<name>\p{Lu}[\p{L}' -]{2,40}): (?:euro |€ ?)?\d[\d.]{4,}")
_SUM_BEFORE = regex.compile(r"(?:milion[ei]|miliard[oi]|mila|euro|mln|€)\s(?:di euro\s)?$")


def territorial(
    words: Words, lexicon: Lexicon, index: int, size: int, rule: Row, plural: bool
) -> Iterator[Mention]:
    """The bodies that a head of a territory names, the other members of its list too.

    Args:
        words: the text's words.
        lexicon: what the rules know.
        index: the head's first word.
        size: how many words the head has.
        rule: the head's row.
        plural: whether the head is a plural ("Comuni").
    """
    takes = rule["takes"]
    capital = words.capitalised(index)
    following = index + size
    if parted(words, following - 1):
        return
    while following < len(words) and words.lows[following] in _LINKS and not parted(words, following):
        following += 1
        if following - index - size > 2:
            return
    linked = following > index + size
    found = _territory(words, lexicon, following, takes, lower=takes == "region" and not capital and not linked)
    before = words.lows[index - 1] if index else ""
    if not capital and (before in _PLACE_LINKS or (plural and takes != "municipality")):
        return  # "in provincia di Como", "nelle regioni Lazio e Umbria" are places
    if not capital and takes == "province" and before == "della" and not _owned(words, index):
        return
    if found is None:
        if takes == "municipality" and linked and following < len(words) and words.capitalised(following) and words.lows[following] not in lexicon.head_reach:
            end = name_end(words, following, 4)
            unknown = Place("municipality", words.text[words.starts[following] : words.ends[end - 1]], "", "")
            yield _body(words, index, end, rule, unknown)
            yield from _listed(words, lexicon, end, rule, plural)
        return
    end, territory = found
    if takes == "municipality" and not linked and not plural:
        return
    if takes == "region" and territory.type == "adjective" and words.lows[index] == "regione" and territory.name != "Sicilia":
        return
    if takes == "municipality":
        end = _with_suffix(words, end)
    yield _body(words, index, end, rule, territory)
    yield from _listed(words, lexicon, end, rule, plural)


def _territory(words: Words, lexicon: Lexicon, index: int, takes: str, *, lower: bool = False) -> tuple[int, Place] | None:
    """The territory of a wanted type that begins at a word, and the index after it."""
    place = lexicon.place(words, index)
    if place is None or place[1].type not in _TYPES[takes]:
        return None
    if not (words.capitalised(index) or lower or (takes == "region" and place[1].type == "adjective")):
        return None
    return index + place[0], place[1]


def _owned(words: Words, index: int) -> bool:
    """Whether "della provincia di Como" stands after what a body has: a president, a council, a cost."""
    return index > 1 and words.lows[index - 2] in ("presidente", "consiglio", "giunta", "carico", "parte", "contributo", "sede", "bilancio", "casse", "fondi")


def _with_suffix(words: Words, end: int) -> int:
    if end < len(words) and words.gap(end - 1) == " " and words.capitalised(end) and words.lows[end] in _SUFFIXES:
        return end + 1
    return end


def _listed(words: Words, lexicon: Lexicon, end: int, rule: Row, plural: bool) -> Iterator[Mention]:
    """What follows in a list: "..., Liguria e Lombardia", "e quella di Bolzano"."""
    while end < len(words):
        gap = words.gap(end - 1)
        position = end
        if gap == " " and words.lows[position] in ("e", "ed"):
            position += 1
        elif not (plural and gap == ", "):
            return
        closing = position > end
        again = False
        while position < len(words) and words.lows[position] in _FILLERS:
            again = again or words.lows[position] in _AGAIN
            position += 1
        if position >= len(words) or not (plural or again) or not words.capitalised(position):
            return
        found = _territory(words, lexicon, position, rule["takes"])
        if found is None:
            if rule["takes"] != "municipality" or closing or lexicon.head(words, position):
                return
            after = name_end(words, position, 4)
            if not _list_goes_on(words, after):
                return
            found = after, Place("municipality", words.text[words.starts[position] : words.ends[after - 1]], "", "")
        end, territory = found
        yield _body(words, position, end, rule, territory) | {"rule": "coordination"}
        if closing and not _list_goes_on(words, end):
            return


_AGAIN = frozenset(("quella", "quello", "quelle", "quelli"))
_FILLERS = _LINKS | _AGAIN | {"con", "da", "a"}


def _list_goes_on(words: Words, end: int) -> bool:
    if end >= len(words):
        return False
    gap = words.gap(end - 1)
    return gap == ", " or (gap == " " and words.lows[end] in ("e", "ed"))


def _body(words: Words, index: int, end: int, rule: Row, place: Place) -> Mention:
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


def acting_regions(words: Words, lexicon: Lexicon, heads: Heads, region: Row) -> Iterator[Mention]:
    """Bare names of regions that act or pay: "la Basilicata chiede", "a carico della Valle d'Aosta".

    Args:
        words: the text's words.
        lexicon: what the rules know.
        heads: the head words; their ``verbs`` tell who acts.
        region: the head row of regions.
    """
    lows = words.lows
    index, count = 0, len(words)
    firsts = _region_words(lexicon)
    while index < count:
        if lows[index] not in firsts or not words.capitalised(index):
            index += 1
            continue
        row: list[tuple[int, int, Place]] = []
        position = index
        while (place := lexicon.place(words, position)) is not None and place[1].type == "region" and words.capitalised(position):
            row.append((position, position + place[0], place[1]))
            position += place[0]
            if position + 1 < count and (words.gap(position - 1) == ", " or (words.gap(position - 1) == " " and lows[position] == "e")):
                following = position + (lows[position] == "e")
                following += following < count and lows[following] in _ACTING_FROM
                if following < count and lows[following] in firsts:
                    position = following
                    continue
            break
        if row and _acts(words, heads, index, row[-1][1]):
            for start, end, territory in row:
                yield _body(words, start, end, region, territory) | {"rule": "acting"}
        index = max(row[-1][1] if row else 0, index + 1)


@lru_cache(maxsize=4)
def _region_words(lexicon: Lexicon) -> frozenset[str]:
    """The first words of the regions' names."""
    return frozenset(
        key.split(" ", 1)[0] for key, rows in lexicon.places.items() if any(row[0] == "region" for row in rows)
    )


def _acts(words: Words, heads: Heads, index: int, end: int) -> bool:
    before = words.lows[index - 1] if index else ""
    if before in _FROM or before in _OF:
        if before in _OF and index > 1 and words.lows[index - 2] in _AT_COST:
            return True
        start = words.starts[index - 1]
        if _SUM_BEFORE.search(words.plain, max(0, start - 24), start):
            return True
        return before in _FROM and end < len(words) and _SUM_AFTER.match(words.plain, words.ends[end - 1]) is not None
    if words.gap(end - 1) == ": " and end < len(words) and words.lows[end][0].isdigit() and (not index or words.gap(index - 1) != " "):
        return _SUM_AFTER.match(words.plain, words.ends[end - 1] + 1) is not None  # "Campania: 38 milioni all'Eav"
    opens = index == 0 or words.gap(index - 1) not in (" ", "'")
    if before not in _ACTING_FROM and not opens:
        return False
    if before in _ACTING_FROM and index > 1 and words.lows[index - 2] in heads.verbs and words.gap(index - 2) == " ":
        return end >= len(words) or not words.capitalised(end) or words.gap(end - 1) != " "  # "cinque li mette la Campania"
    position = end
    if position >= len(words) or words.gap(end - 1) != " ":
        return False
    while position < len(words) and words.lows[position] in _PASSING and position - end < 2:
        position += 1
    if position >= len(words) or words.capitalised(position):
        return False
    low = words.lows[position]
    if low in ("ha", "hanno") and position + 1 < len(words):
        following = position + 1 + (words.lows[position + 1] in _PASSING)
        return following < len(words) and words.lows[following] in heads.participles
    return low in heads.verbs


def paid_municipalities(words: Words, lexicon: Lexicon, municipality: Row) -> Iterator[Mention]:
    """Municipalities in a list of sums: "Rocca Pietore 980 mila, Val di Zoldo 820 mila"; a single one is a place."""
    if not any(low in ("comune", "comuni", "municipi", "enti") for low in words.lows):
        return
    row: list[tuple[int, int, Place]] = []  # all that stand so, so that a single one can be told from a list
    for match in _SUM_AFTER.finditer(words.plain):
        last = _word_ending_at(words, match.start())
        if last is None:
            continue
        for size in (4, 3, 2, 1):
            start = last - size + 1
            if start < 0 or not words.capitalised(start):
                continue
            place = lexicon.place(words, start)
            if place is not None and place[0] == size and place[1].type == "municipality":
                if start == 0 or words.gap(start - 1) in (", ", ": ", "; "):
                    row.append((start, last + 1, place[1]))
                break
    for match in _PAID_LINE.finditer(words.plain):
        start = bisect_left(words.starts, match.start("name"))
        place = lexicon.place(words, start)
        if place is not None and place[1].type == "municipality" and words.ends[start + place[0] - 1] == match.end("name"):
            row.append((start, start + place[0], place[1]))
    if len(row) > 1:
        for start, end, territory in row:
            yield _body(words, start, end, municipality, territory) | {"rule": "paid"}


def _word_ending_at(words: Words, offset: int) -> int | None:
    index = bisect_left(words.ends, offset)
    return index if index < len(words) and words.ends[index] == offset else None


_BRACKETED = regex.compile(r" \((?:euro |€ ?)?\d[\d.,]*(?: (?:milion[ei]|miliard[oi]) e mezzo| ?(?:mila|mln|milion[ei]|miliard[oi]|euro|€))?\)")


def paid_regions(words: Words, lexicon: Lexicon, region: Row) -> Iterator[Mention]:
    """Regions in a list of sums in brackets: "alla Lombardia (82,9 milioni), seguita da Lazio (48 milioni)"."""
    row: list[tuple[int, int, Place]] = []
    firsts = _region_words(lexicon)
    for match in _BRACKETED.finditer(words.plain):
        last = _word_ending_at(words, match.start())
        for start in range(max(0, (last or 0) - 2), (last or -1) + 1):
            if words.lows[start] not in firsts or not words.capitalised(start):
                continue
            place = lexicon.place(words, start)
            if place is not None and place[1].type == "region" and start + place[0] - 1 == last:
                if not start or words.lows[start - 1] not in ("in", "nel", "nella", "nelle"):
                    row.append((start, start + place[0], place[1]))
                break
    if len(row) > 1:
        for start, end, territory in row:
            yield _body(words, start, end, region, territory) | {"rule": "paid"}
