"""Regions, provinces and municipalities as bodies: "Regione Liguria", "Comuni di A, B e C", "la Basilicata chiede"."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.lexicon import Lexicon, Place, Words
from extractor.pipeline.heads import Row
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


def territorial(words: Words, lexicon: Lexicon, index: int, size: int, rule: Row, plural: bool) -> Iterator[Mention]:
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
    if (
        plural
        and takes == "municipality"
        and linked
        and words.lows[index + size] != "di"
        and (not capital or found is None)
    ):
        return  # "i comuni dell'Appennino", "sei Comuni del Cuneese" are many
    if not capital and (before in _PLACE_LINKS or (plural and takes != "municipality")):
        return  # "in provincia di Como", "nelle regioni Lazio e Umbria" are places
    if not capital and takes == "province" and before == "della" and not _owned(words, index):
        return
    if found is None:
        if (
            takes == "municipality"
            and linked
            and following < len(words)
            and words.capitalised(following)
            and words.lows[following] not in lexicon.head_reach
        ):
            end = name_end(words, following, 4)
            unknown = Place("municipality", words.text[words.starts[following] : words.ends[end - 1]], "", "")
            yield territory_body(words, index, end, rule, unknown)
            yield from _listed(words, lexicon, end, rule, plural)
        return
    end, territory = found
    if takes == "municipality" and not linked and not plural:
        return
    if (
        takes == "region"
        and territory.type == "adjective"
        and words.lows[index] == "regione"
        and territory.name != "Sicilia"
    ):
        return
    if takes == "municipality":
        end = _with_suffix(words, end)
    yield territory_body(words, index, end, rule, territory)
    yield from _listed(words, lexicon, end, rule, plural)


def _territory(
    words: Words, lexicon: Lexicon, index: int, takes: str, *, lower: bool = False
) -> tuple[int, Place] | None:
    """The territory of a wanted type that begins at a word, and the index after it."""
    place = lexicon.place(words, index)
    if place is None or place[1].type not in _TYPES[takes]:
        return None
    if not (words.capitalised(index) or lower or (takes == "region" and place[1].type == "adjective")):
        return None
    return index + place[0], place[1]


def _owned(words: Words, index: int) -> bool:
    """Whether "della provincia di Como" stands after what a body has: a president, a council, a cost."""
    return index > 1 and words.lows[index - 2] in (
        "presidente",
        "consiglio",
        "giunta",
        "carico",
        "parte",
        "contributo",
        "sede",
        "bilancio",
        "casse",
        "fondi",
    )


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
        yield territory_body(words, position, end, rule, territory) | {"rule": "coordination"}
        if closing and not _list_goes_on(words, end):
            return


_AGAIN = frozenset(("quella", "quello", "quelle", "quelli"))
_FILLERS = _LINKS | _AGAIN | {"con", "da", "a"}


def _list_goes_on(words: Words, end: int) -> bool:
    if end >= len(words):
        return False
    gap = words.gap(end - 1)
    return gap == ", " or (gap == " " and words.lows[end] in ("e", "ed"))


def territory_body(words: Words, index: int, end: int, rule: Row, place: Place) -> Mention:
    """The mention of a territory's body from word ``index`` to ``end``, by its head's row and the territory."""
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
