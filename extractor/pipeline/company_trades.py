"""Companies by what their own names say: a craft before ("Pastificio X"), a trade after ("X Costruzioni"), "la X Y"."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.pipeline.company_names import NameReader, Stretch
from extractor.pipeline.names import STARTERS

_OF = frozenset(("di", "del", "della", "dell", "dei", "delle", "e"))
_OWNED = frozenset(("az", "azienda", "ditta", "impresa"))


def headed(reader: NameReader, index: int, following: int) -> Iterator[tuple[int, int]]:
    """A capitalised craft or trade and the name after it: "Calzaturificio La Rondine", "Az. Agr. Gallo Piero"."""
    words = reader.words
    first = _with_adjective(reader, index)
    low = words.lows[index]
    if following >= len(words) or low in reader.cues.before_heads or words.lows[first] in reader.cues.common:
        return
    if not reader.joined(following - 1) or shouting(reader, first, following):
        return
    stretch = reader.forward(first, 9, head=following - first, owner=words.lows[first] in _OWNED)
    if stretch is None or stretch.last <= following or reader.names_a_thing(first, stretch.last):
        return
    if low in reader.cues.loose_heads and _says_little(reader, following, stretch):
        return
    only_form = reader.form_end(following) and stretch.last <= following + 1
    if not only_form and not all(spot in reader.bodies for spot in range(following, stretch.last)):
        yield first, stretch.end


def _with_adjective(reader: NameReader, index: int) -> int:
    """The first word of a name with a craft at ``index``: "Nuova Cartiera", "La Pellicceria" inside a sentence."""
    words = reader.words
    before = index - 1
    if before < 0 or not words.capitalised(before) or reader.taken(before):
        return index
    low = words.lows[before]
    if low not in reader.cues.before_heads:  # "Sistem Costruzioni Vicentine"
        inside = words.gap(before) == " " and not reader.opens_sentence(before) and len(low) > 2
        own = inside and low not in STARTERS and low not in reader.cues.common and low not in reader.cues.openers
        return before if own and low not in reader.cues.generic else index
    article = words.lows[before] in ("la", "il") and reader.opens_sentence(before)
    return index if article or words.gap(before) != " " else before


def _says_little(reader: NameReader, following: int, stretch: Stretch) -> bool:
    """Whether a town alone follows an everyday craft, or it opens a sentence: "Officine di Terni", "Studio della"."""
    words = reader.words
    place = reader.lexicon.place(words, following)
    if place is not None and place[1].type != "adjective" and following + place[0] >= stretch.last:
        return True
    return words.lows[following] in _OF and reader.opens_sentence(stretch.first)


def shouting(reader: NameReader, first: int, following: int) -> bool:
    """Whether words stand in a line of capitals, where capitals say nothing."""
    words = reader.words
    around = [words.surface(spot) for spot in (first - 2, first - 1, first, following) if 0 <= spot < len(words)]
    long = [word for word in around if len(word) > 3]
    return len(long) > 1 and all(word.isupper() for word in long)


def tailed(reader: NameReader, index: int) -> Iterator[tuple[int, int]]:
    """A name of two words and more that ends with a trade: "Tigullio Biomedica", "Hermes Costruzioni"."""
    words, cues = reader.words, reader.cues
    if not index or not words.capitalised(index - 1) or not reader.joined(index - 1) or index - 1 in reader.bodies:
        return
    first = reader.backward(index, 4)
    if index - first > 1 and reader.opens_sentence(first) and words.capitalised(first + 1):
        first += 1  # "Esulta Alpe Tramvie"
    if first >= index or not reader.sound(first, index + 1) or shouting(reader, first, index):
        return
    between = range(first, index)
    if first and "(" in words.gap(first - 1):
        return  # what an acronym stands for
    stretch = reader.forward(first) if not reader.taken(first) else None
    if words.lows[index] in cues.loose_tails:
        if reader.opens_sentence(first) or any(words.lows[spot] in cues.common for spot in between):
            return
        if stretch is not None and _runs_past(reader, stretch):
            return
    yield first, stretch.end if stretch is not None and stretch.last > index else words.ends[index]


def _runs_past(reader: NameReader, stretch: Stretch) -> bool:
    """Whether a name goes on past its trade with another noun and no legal form: "Apulia Film Fund"."""
    words = reader.words
    return stretch.end == words.ends[stretch.last - 1] and words.lows[stretch.last - 1] not in reader.cues.tails


def after_article(reader: NameReader, index: int) -> Iterator[tuple[int, int]]:
    """Two capitalised words and more after "la", "alla", none of them an everyday one: "la Galvan Occhiali"."""
    words, common = reader.words, reader.cues.common
    following = index + 1
    if following >= len(words) or not words.capitalised(following) or words.gap(index) != " ":
        return
    stretch = reader.forward(following)
    if stretch is None or words.lows[following] in reader.cues.adjectives or not reader.sound(following, stretch.last):
        return
    if stretch.last - following < 2 and not _of_a_town(reader, stretch.last):
        return
    everyday = any(words.lows[spot] in common for spot in range(following, stretch.last))
    capitals = words.text[words.starts[following] : stretch.end].isupper()
    if not everyday and not capitals and reader.free(following, stretch.last):
        yield following, stretch.end


def _of_a_town(reader: NameReader, position: int) -> bool:
    """Whether "di" and a municipality follow, as after a firm's name: "alla Resintex di Ostuni"."""
    words = reader.words
    if position + 1 >= len(words) or words.lows[position] != "di" or words.gap(position - 1) != " ":
        return False
    place = reader.lexicon.place(words, position + 1) if words.capitalised(position + 1) else None
    return place is not None and place[1].type == "municipality"
