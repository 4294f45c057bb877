"""Regions and municipalities by their bare names, where they act or are paid: "la Basilicata chiede", "Posina 400 mila"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from extractor.lexicon import Lexicon, Place, Words
from extractor.pipeline.heads import Heads, Row
from extractor.pipeline.mentions import Mention
from extractor.pipeline.patterns import lazy
from extractor.pipeline.territorial import territory_body

_ACTING_FROM = frozenset("la il l le lo gli".split())
_PASSING = frozenset("non si ne ci vi ora oggi invece già così intanto quindi poi però".split())
_FROM = frozenset(("dalla", "dal", "dall", "dalle"))
_OF = frozenset(("della", "del", "dell", "delle"))
_AT_COST = frozenset(("carico", "parte", "spese"))
_SUM_AFTER = lazy(r" (?:euro |€ ?)?\d[\d.,]*(?: ?(?:mila|mln|milion[ei]|miliard[oi]|euro|€)\b|[.,]\d{3})")
_SUM_BEFORE = lazy(r"(?:milion[ei]|miliard[oi]|mila|euro|mln|€)\s(?:di euro\s)?$")


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
        while (
            (place := lexicon.place(words, position)) is not None
            and place[1].type == "region"
            and words.capitalised(position)
        ):
            row.append((position, position + place[0], place[1]))
            position += place[0]
            if position + 1 < count and (
                words.gap(position - 1) == ", " or (words.gap(position - 1) == " " and lows[position] == "e")
            ):
                following = position + (lows[position] == "e")
                following += following < count and lows[following] in _ACTING_FROM
                if following < count and lows[following] in firsts:
                    position = following
                    continue
            break
        if row and _acts(words, heads, index, row[-1][1]):
            for start, end, territory in row:
                yield territory_body(words, start, end, region, territory) | {"rule": "acting"}
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
    if (
        words.gap(end - 1) == ": "
        and end < len(words)
        and words.lows[end][0].isdigit()
        and (not index or words.gap(index - 1) != " ")
    ):
        return _SUM_AFTER.match(words.plain, words.ends[end - 1] + 1) is not None  # "Campania: 38 milioni all'Eav"
    pays = before in _ACTING_FROM and end < len(words) and _PAYS_HERE.match(words.plain, words.ends[end - 1])
    if pays or _heads_title(words, index, end) or _beside_a_body(words, heads, index, end):
        return True
    opens = index == 0 or words.gap(index - 1) not in (" ", "'")
    if before not in _ACTING_FROM and not opens:
        return False
    if before in _ACTING_FROM and index > 1 and words.lows[index - 2] in heads.verbs and words.gap(index - 2) == " ":
        return (
            end >= len(words) or not words.capitalised(end) or words.gap(end - 1) != " "
        )  # "cinque li mette la Campania"
    position = end
    if position >= len(words) or words.gap(end - 1) != " ":
        return False
    while position < len(words) and words.lows[position] in _PASSING and position - end < 2:
        position += 1
    if position >= len(words) or words.capitalised(position):
        return False
    low = words.lows[position]
    if low == "con" and not opens:
        return (
            _SUM_AFTER.match(words.plain, words.ends[position]) is not None
        )  # "il Mit paga metà, la Puglia con 225 mila"
    if low in ("ha", "hanno") and position + 1 < len(words):
        following = position + 1 + (words.lows[position + 1] in _PASSING)
        return following < len(words) and words.lows[following] in heads.participles
    return low in heads.verbs


# "Toscana 14," "Liguria 9 milioni": what a region pays, without a verb
_PAYS_HERE = lazy(r" \d{1,3}(?:[.,]\d+)*(?: (?:milion[ei]|mila|mln|miliard[oi])|[,;.]| e )")
_NUMBERS = frozenset("un uno una due tre quattro cinque sei sette otto nove dieci via ok".split())


def _heads_title(words: Words, index: int, end: int) -> bool:
    """Whether a region's name opens the text's first line before what it does: "Calabria, quattro intese"."""
    return (
        index == 0
        and end < len(words)
        and words.gap(end - 1).strip() in (",", ":")
        and (
            words.lows[end][0].isdigit() or words.lows[end] in _NUMBERS or words.lows[end : end + 2] == ["la", "giunta"]
        )
    )


def _beside_a_body(words: Words, heads: Heads, index: int, end: int) -> bool:
    """ "Campania e ministero firmano", "Palazzo Chigi e Sicilia siglano": one of two that act."""
    after = end + 1
    if after < len(words) and words.lows[end] == "e" and words.gap(end - 1) == " ":
        after += words.lows[after] in _ACTING_FROM
        if after + 1 < len(words) and words.lows[after] in _BODIES and words.lows[after + 1] in heads.verbs:
            return True
    return (
        index > 1
        and words.lows[index - 1] == "e"
        and end < len(words)
        and words.lows[end] in heads.verbs
        and words.gap(end - 1) == " "
        and (words.lows[index - 2] in _BODIES or words.capitalised(index - 2))
    )


_BODIES = frozenset(
    "ministero governo mise mimit mit mef mase mur mic comune provincia invitalia anas rfi chigi farnesina viminale stato ue".split()
)
