"""Places by the words around them: "frazione Angoli", "torrente Zappulla", "Val di Cecina"."""

from __future__ import annotations

from extractor.lexicon import Lexicon, Place, Words
from extractor.pipeline.heads import Heads
from extractor.pipeline.names import OWNING, STARTERS, name_end, parted

STREETS = frozenset("via viale piazza piazzale corso largo strada vicolo lungomare statale autostrada".split())
_WITHIN = ("di", "del", "della", "dell", "d", "delle", "degli", "dei", "da")


def landform(words: Words, lexicon: Lexicon, index: int) -> tuple[int, int, Place] | None:
    """A valley, island or gulf with its name: "Val di Cecina", "isola delle Tresse", "valle del Sarno"."""
    place = lexicon.place(words, index)
    if place is not None and place[0] > 1:
        before = words.lows[index - 1] if index else ""
        if before in STREETS:
            return None
        return index, index + place[0], place[1]
    position = index + 1
    while (
        position < len(words)
        and words.lows[position] in _WITHIN
        and not parted(words, position - 1)
        and position - index < 3
    ):
        position += 1
    if position >= len(words) or parted(words, position - 1) or not words.capitalised(position):
        return None
    if not words.capitalised(index) and words.lows[index] in (
        "capo",
        "colle",
        "sella",
        "costa",
        "passo",
        "piana",
        "conca",
        "mar",
        "penisola",
    ):
        return None
    if (
        words.lows[index]
        in ("capo", "costa", "sella", "colle", "colli", "monti", "isola", "isole", "golfo", "penisola", "laguna")
        and position == index + 1
    ):
        return None  # "Capo Dipartimento", "Colle Rossi"
    if index and words.capitalised(index - 1) and words.gap(index - 1) == " " and words.lows[index - 1] not in STARTERS:
        return None
    if (
        words.lows[position] in STARTERS
        or words.lows[position] in lexicon.first_names
        or words.surface(index).isupper()
    ):
        return None
    end = name_end(words, position, 2, links=OWNING)
    while not words.capitalised(end - 1):
        end -= 1
    if (
        words.capitalised(index)
        and position == index + 1
        and words.lows[index] == "valle"
        and words.lows[position] in ("umbra", "verde")
    ):
        return None
    name = words.text[words.starts[index] : words.ends[end - 1]]
    return index, end, Place("area", name, "", "")


def site(words: Words, lexicon: Lexicon, heads: Heads, index: int) -> tuple[int, int, Place] | None:
    """The name after "frazione", "torrente", "quartiere": a place, whether the lexicon knows it or not."""
    if words.capitalised(index) and words.surface(index).isupper():
        return None
    position = index + 1
    if words.lows[index] not in heads.sites:
        size = next((size for size in (3, 2) if words.run(index, size) in heads.sites), 0)
        if not size:
            return None
        position = index + size
    while (
        position < len(words)
        and words.lows[position] in _WITHIN
        and not parted(words, position - 1)
        and position - index < 4
    ):
        position += 1
    if (
        position >= len(words)
        or parted(words, position - 1)
        or words.gap(position - 1) not in (" ", "'")
        or not words.capitalised(position)
    ):
        return None
    low = words.lows[position]
    if low in STARTERS or low in lexicon.head_reach or low in lexicon.first_names or words.surface(position).isupper():
        return None
    place = lexicon.place(words, position)
    if place is not None and place[1].type != "adjective":
        end = position + place[0]
        return (position, end, place[1]) if not goes_on(words, lexicon, end) else None
    end = name_end(words, position, 3, links=OWNING)
    while end > position and not words.capitalised(end - 1):
        end -= 1
    if end == position:
        return None
    return position, end, Place("area", words.text[words.starts[position] : words.ends[end - 1]], "", "")


def around(words: Words, index: int) -> tuple[int, int, Place] | None:
    """The country around a town: "nel Messinese"; the same word is a surname elsewhere."""
    before = words.lows[index - 1] if index else ""
    if before not in (
        "nel",
        "nell",
        "del",
        "dell",
        "dal",
        "dall",
        "sul",
        "solo",
        "al",
        "all",
        "tutto",
        "nella",
        "della",
    ):
        return None
    if words.surface(index).isupper() or (
        index + 1 < len(words) and words.gap(index) == " " and words.capitalised(index + 1)
    ):
        return None
    return index, index + 1, Place("area", words.surface(index), "", "")


def goes_on(words: Words, lexicon: Lexicon, end: int) -> bool:
    """Whether a capitalised word follows at once, so that the name is a longer one's part.

    A first name does not go on: "la sindaca di Taranto Francesca Lupo".
    """
    if end >= len(words) or words.gap(end - 1) not in (" ", "'") or not words.capitalised(end):
        return False
    named = words.lows[end] in lexicon.first_names and end + 1 < len(words) and words.capitalised(end + 1)
    return not (named and words.gap(end) == " ")
