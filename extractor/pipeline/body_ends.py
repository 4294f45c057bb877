"""Where the name of a body ends after its head: quotes, a person, a town, a rest in lower case."""

from __future__ import annotations

from extractor.lexicon import Lexicon, Words
from extractor.pipeline.heads import Heads, Row
from extractor.pipeline.names import ARTICLES, OWNING, STARTERS, adjectival, name_end, parted

_JOINING = ("e", "ed")
_TAIL = frozenset(
    "nazionale regionale provinciale comunale italiana italiano centrale occidentale orientale settentrionale "
    "meridionale metropolitana metropolitano".split()
)
_BEFORE_OFFICE = frozenset(
    "del della dello dell di d la il l generale regionale provinciale nazionale sanitario sanitaria scientifico scientifica amministrativo uscente vicario".split()
)
# kinds whose dedicatory name is followed by a town as a place: "ospedale San Salvatore" dell'Aquila
_TOWN_APART = frozenset(("health", "institute", "association"))


def body_end(
    words: Words, lexicon: Lexicon, heads: Heads, index: int, following: int, rule: Row, key: str
) -> tuple[int, int]:
    """The index after the body's last word, and the offset after its closing quote (0: none); no name: ``following``."""
    gap = words.gap(following - 1)
    if gap in (' "', " '"):
        return _quoted(words, following, gap[-1])
    low, capital = words.lows[following], words.capitalised(index)
    if words.capitalised(following) and (
        low in heads.not_names.get(rule["kind"], ()) or (low in STARTERS and low not in OWNING)
    ):
        return following, 0
    end = name_end(words, following, 9, joins=rule.get("joins", False), opens_with_link=True, links=OWNING | ARTICLES)
    end = _trimmed(words, lexicon, following, _with_second_half(words, lexicon, following, end, rule))
    direct = words.capitalised(following) or low[0].isdigit()
    if end > following:
        if (
            not direct
            and key in heads.described
            and (not capital or (rule["kind"] == "health" and _opens(words, index)))
        ):
            return following, 0
        if rule.get("linked") and direct:
            return following, 0
        if low.isdigit() and direct and end > following + 2 and words.lows[following + 1] in lexicon.first_names:
            end = following + 1  # "Asl 9 Miriam Lo Grasso"
        if rule.get("office") and end < len(words) and words.gap(end - 1) in (" ", "'") and words.lows[end] in OWNING:
            return following, 0  # "Dipartimento di Ingegneria dell'ateneo"
        if direct and rule["kind"] in _TOWN_APART:
            end = _dedication(words, lexicon, following, end)
        return _without_person(words, lexicon, heads, index, following, end), 0
    if key in heads.rest and capital and gap in (" ", "'"):
        end = _rest(words, lexicon, following)
        if end > following and _opens(words, index) and not words.capitalised(end - 1):
            return following, 0
    return end, 0


def _with_second_half(words: Words, lexicon: Lexicon, start: int, end: int, rule: Row) -> int:
    """The end of a name of two territories: "Consorzio di bonifica Trigno e Biferno"."""
    if rule["kind"] not in ("agency", "institute") or end <= start or end + 1 >= len(words):
        return end
    if words.lows[end] not in _JOINING or words.gap(end - 1) != " " or words.gap(end) != " ":
        return end
    last = next((at for at in range(start, end) if (place := lexicon.place(words, at)) and at + place[0] == end), None)
    second = lexicon.place(words, end + 1)
    if last is None or second is None or second[1].type in ("region", "country") or not words.capitalised(end + 1):
        return end
    first = lexicon.place(words, last)
    return end + 1 + second[0] if first is not None and first[1].type == second[1].type else end


def _quoted(words: Words, index: int, quote: str) -> tuple[int, int]:
    """A name in quotes, to the closing quote: 'Istituto comprensivo "Don Milani"'."""
    closing = words.plain.find(quote, words.starts[index], words.starts[index] + 70)
    if closing < 0 or not words.capitalised(index):
        return index, 0
    end = index
    while end < len(words) and words.ends[end] <= closing:
        end += 1
    return (end, closing + 1) if words.ends[end - 1] == closing else (index, 0)


def _trimmed(words: Words, lexicon: Lexicon, start: int, end: int) -> int:
    """The end of a name without a body of its own that "e" or "di" has drawn in: "... e della Regione Liguria"."""
    for position in range(start + 1, end):
        if not words.capitalised(position):
            continue
        low = words.lows[position]
        before = position - 1
        while before > start and (words.lows[before] in OWNING or words.lows[before] in ARTICLES):
            before -= 1
        linked = before < position - 1 or words.lows[before] in _JOINING
        if (
            linked
            and low in lexicon.head_reach
            and (head := lexicon.head(words, position))
            and head[1]["takes"] != "name"
            and head[1]["kind"] in ("region", "province", "municipality", "ministry")
        ):
            return before + 1 if words.lows[before] not in _JOINING else before
        if words.lows[before] in _JOINING and (low in lexicon.head_reach or words.surface(position) in lexicon.exact):
            return before
    return end


def _dedication(words: Words, lexicon: Lexicon, start: int, end: int) -> int:
    """The end of a dedicatory name, the town after it left out: "San Salvatore" dell'Aquila."""
    for position in range(start + 1, end):
        if words.lows[position] in ("di", "d", "dell", "della", "del") and position + 1 < end:
            place = lexicon.place(words, position + 1)
            if place is not None and position + 1 + place[0] >= end:
                return position
    return end


def _without_person(words: Words, lexicon: Lexicon, heads: Heads, index: int, start: int, end: int) -> int:
    """The end of a name without the person after it: "presidente dell'Asl 9 Miriam Lo Grasso"."""
    before = index - 1
    while before >= 0 and index - before < 5 and words.lows[before] in _BEFORE_OFFICE:
        before -= 1
    if before < 0 or words.lows[before] not in heads.offices:
        return end
    first = [
        position
        for position in range(start, end - 1)
        if words.lows[position] in lexicon.first_names
        and words.capitalised(position + 1)
        and words.capitalised(position)
        and (position == start or words.lows[position - 1] not in OWNING)
    ]
    if not first:
        return end
    return first[-1] if first[-1] - first[0] > 1 else first[0]


def _rest(words: Words, lexicon: Lexicon, index: int) -> int:
    """A name that goes on in lower case: "per la protezione ambientale", "turistico regionale"; its end."""
    position = index
    while position < len(words) and words.lows[position] in _TAIL and words.gap(position - 1) == " ":
        position += 1
    if (
        position + 1 < len(words)
        and position == index
        and words.lows[position + 1] in OWNING
        and not words.capitalised(position)
        and words.gap(position) == " " == words.gap(position - 1)
        and (adjectival(words.lows[position]) or words.lows[position].endswith(("ena", "eno", "ina", "ino")))
    ):
        position += 1  # "Agenzia slovena per l'ambiente"
    end = position if position == index or words.lows[position - 1] in _TAIL else index
    for _ in range(3):
        start = position
        links = 0
        while (
            position < len(words)
            and links < 3
            and not parted(words, position - 1)
            and (
                words.lows[position] in OWNING
                or (links and words.lows[position] in ARTICLES)
                or (words.lows[position] in ("e", "ed") and end > index and not links)
            )
        ):
            position += 1
            links += 1
        if position == start or position >= len(words) or parted(words, position - 1):
            return end
        if words.lows[position - 1] in _JOINING:
            return end
        if words.capitalised(position):
            place = lexicon.place(words, position)
            if end > index and place is not None and words.lows[position - 1] not in _JOINING:
                return position + place[0]
            return end
        if words.lows[position] in STARTERS or words.lows[position][0].isdigit():
            return end
        position += 1
        while (
            position < len(words)
            and words.gap(position - 1) == " "
            and not words.capitalised(position)
            and adjectival(words.lows[position])
        ):
            position += 1
        end = position
        if position + 1 < len(words) and words.lows[position] == "in" and words.gap(position - 1) == " ":
            place = lexicon.place(words, position + 1)
            if place is not None and place[1].type == "region" and words.capitalised(position + 1):
                return position + 1 + place[0]
    return end


def _opens(words: Words, index: int) -> bool:
    return index == 0 or "." in words.gap(index - 1) or "\n" in words.gap(index - 1)
