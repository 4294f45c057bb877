"""Companies by the words around them: cues, crafts and trades, origins, appositions, parts in a tender."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from extractor.lexicon import Lexicon
from extractor.pipeline.company_names import NameReader, Stretch
from extractor.pipeline.names import STARTERS

Found = tuple[int, int]
_BY = frozenset(("da", "dal", "dalla", "dall", "dallo"))
_TO = _BY | frozenset(("a", "ad", "al", "alla", "all", "allo"))
_OF = frozenset(("di", "della", "dell", "del"))
# what stands in a town as well: "lo stabilimento di Sessa"
_PLANT = frozenset(("stabilimento", "stabilimenti", "lavoratori", "dipendenti", "operai", "addetti", "maestranze"))
_TURNS = frozenset(("al", "alla", "senza"))
_SHE = frozenset(("la", "l", "alla", "all", "dalla", "dall", "della", "dell", "sulla", "una", "un"))
_FEMININE = frozenset(("la", "alla", "dalla", "della"))
_IS = frozenset(("è", "sarà", "risulta", "era"))
_CUE_GAPS = frozenset((" ", ' "', "\n", " '", "  "))
_GROUP_NOUNS = frozenset(
    ("consorzio", "banca", "cooperativa", "gruppo", "cantina", "impresa", "studio", "coop", "ditta")
)


class _Triggers:
    """For every word that can begin a cue: its phrases, longest first, each with the rules that it sets off."""

    def __init__(self, lexicon: Lexicon) -> None:
        tables = lexicon.tables["company_cues"]
        rules: dict[str, set[str]] = {}
        for rule, table in (
            ("one", "singular"), ("one", "lower_heads"), ("many", "plural"), ("part", "parts_in"), ("passive", "passives"), ("presented", "presented"),
            ("apposition", "appositions"), ("weak", "weak_passives"), ("leader", "leaders"), ("union", "unions"), ("head", "heads"), ("tail", "tails"), ("tail", "loose_tails"), ("origin", "origins"),
        ):  # fmt: skip
            for phrase in tables[table]:
                rules.setdefault(phrase, set()).add(rule)
        self.phrases: dict[str, list[tuple[int, str, frozenset[str]]]] = {}
        for phrase in sorted(rules, key=lambda each: (-each.count(" "), each)):
            row = (phrase.count(" ") + 1, phrase, frozenset(rules[phrase]))
            self.phrases.setdefault(phrase.split()[0], []).append(row)
        self.after = frozenset(tables["apposition_after"])


@lru_cache(maxsize=4)
def _triggers_of(lexicon: Lexicon) -> _Triggers:
    return _Triggers(lexicon)


def by_cue(reader: NameReader) -> Iterator[Found]:
    """The companies that the words around them give, as first word and end offset; possibly overlapping."""
    triggers = _triggers_of(reader.lexicon)
    words, phrases = reader.words, triggers.phrases
    for index, low in enumerate(words.lows):
        if low in _FEMININE:
            yield from _after_article(reader, index)
            continue
        rows = phrases.get(low)
        if rows is None:
            continue
        for size, phrase, rules in rows:
            if size == 1 or words.run(index, size) == phrase:
                yield from _set_off(reader, triggers, index, size, rules)
                break


def _set_off(reader: NameReader, triggers: _Triggers, index: int, size: int, rules: frozenset[str]) -> Iterator[Found]:
    words = reader.words
    following = index + size
    capital = words.capitalised(index)
    if "head" in rules and capital and not reader.taken(index):
        yield from _headed(reader, index, following)
    if "tail" in rules and capital:
        yield from _tailed(reader, index)
    if "one" in rules and index not in reader.bodies:
        yield from _announced(reader, index, following, many=False)
    if "many" in rules:
        yield from _announced(reader, index, following, many=True)
    if "part" in rules:
        yield from _with_part(reader, index, following)
    if "passive" in rules or "presented" in rules:
        yield from _acted(reader, following, _BY if "presented" in rules else _TO)
    if "weak" in rules:
        yield from _acted(reader, following, _TO, least=2)
    if "leader" in rules:
        people = words.lows[index] in _PLANT and following < len(words) and words.lows[following] == "di"
        yield from _acted(reader, following, _OF, least=2 if people else 1)
    if "union" in rules and any(words.lows[spot] in reader.cues.united for spot in range(max(0, index - 4), index)):
        yield from _acted(reader, following + (following < len(words) and words.lows[following] == "anche"), _BY)
    if "origin" in rules and index and words.lows[index - 1] in _SHE and not capital:
        yield from _sound(reader, reader.forward(following))
    if "apposition" in rules and not capital:
        yield from _before_apposition(reader, triggers, index, following)


def _sound(reader: NameReader, stretch: Stretch | None) -> Iterator[Found]:
    if stretch is not None and reader.sound(stretch.first, stretch.last):
        yield stretch.first, stretch.end


def _announced(reader: NameReader, index: int, position: int, *, many: bool) -> Iterator[Found]:
    """The name after a cue, perhaps after an adjective or two; after a plural cue a list begins there."""
    words = reader.words
    crossed = 0
    while position < len(words) and not words.capitalised(position) and not words.lows[position][0].isdigit():
        low = words.lows[position]
        if low in reader.cues.never or crossed == 2 or words.gap(position - 1) != " ":
            return
        crossed += 1
        position += 1
    if position >= len(words):
        return
    gap = words.gap(position - 1)
    if gap not in _CUE_GAPS and not (many and gap in (": ", ': "', ":\n")):
        return
    if words.surface(index).isupper() and words.surface(position).isupper() and gap == " ":
        return  # in a line of capitals
    owner = words.lows[index] in ("ditta", "impresa")
    stretch = reader.forward(position, owner=owner)
    if stretch is None or not (reader.sound(stretch.first, stretch.last) or _named_like_a_town(reader, index, stretch)):
        return
    head = words.lows[index]
    if (
        words.capitalised(index)
        and not crossed
        and head in _GROUP_NOUNS
        and gap == " "
        and not (many or index in reader.bodies)
    ):
        return  # the head rule takes "Consorzio Futura" as a whole
    yield stretch.first, _with_turn(reader, stretch)


def _with_turn(reader: NameReader, stretch: Stretch) -> int:
    """The end of a name that goes on with "al" or "senza" and a capital: "Arcobaleno al Contrario"."""
    words = reader.words
    turn, following = stretch.last, stretch.last + 1
    if (
        following >= len(words)
        or words.lows[turn] not in _TURNS
        or words.gap(turn - 1) != " "
        or words.gap(turn) != " "
    ):
        return stretch.end
    free = words.capitalised(following) and not reader.taken(following) and reader.sound(following, following + 1)
    return words.ends[following] if free and stretch.end == words.ends[turn - 1] else stretch.end


def _named_like_a_town(reader: NameReader, index: int, stretch: Stretch) -> bool:
    """ "la pasticceria Romanengo": straight after a craft a town's name is the firm's."""
    words = reader.words
    craft = words.lows[index] in reader.cues.lower_heads and stretch.first == index + 1
    saint = words.lows[stretch.first] in ("san", "santa", "sant") and stretch.last - stretch.first > 1
    return (
        craft
        and (saint or words.lows[stretch.first] not in reader.cues.common)
        and not any(reader.taken(spot) for spot in range(stretch.first, stretch.last))
    )


def _headed(reader: NameReader, index: int, following: int) -> Iterator[Found]:
    """A capitalised craft or trade and the name after it: "Calzaturificio La Rondine", "Az. Agr. Gallo Piero"."""
    words, cues = reader.words, reader.cues
    first = index
    if words.lows[index] in cues.before_heads:
        return
    if (
        index
        and words.lows[index - 1] in cues.before_heads
        and words.capitalised(index - 1)
        and words.gap(index - 1) == " "
    ):
        first = index if words.lows[index - 1] in ("la", "il") and reader.opens_sentence(index - 1) else index - 1
    if following >= len(words) or not reader.joined(following - 1) or _shouting(reader, first, following):
        return
    stretch = reader.forward(
        first, 9, head=following - first, owner=words.lows[first] in ("az", "azienda", "ditta", "impresa")
    )
    if stretch is None or stretch.last <= following or words.lows[first] in cues.common:
        return
    if reader.names_a_thing(first):
        reader.barred.add(tuple(words.lows[first : stretch.last]))
        return
    if words.lows[index] in cues.loose_heads:
        place = reader.lexicon.place(words, following)
        if place is not None and place[1].type != "adjective" and following + place[0] >= stretch.last:
            return
        if words.lows[following] in ("di", "del", "della", "dell", "dei", "delle", "e") and reader.opens_sentence(
            first
        ):
            return
    if reader.form_end(following) and stretch.last <= following + 1:
        return
    if all(spot in reader.bodies for spot in range(following, stretch.last)):
        return
    yield first, stretch.end


def _shouting(reader: NameReader, first: int, following: int) -> bool:
    """Whether a head stands in a line of capitals, where capitals say nothing."""
    words = reader.words
    around = [words.surface(spot) for spot in (first - 2, first - 1, first, following) if 0 <= spot < len(words)]
    long = [word for word in around if len(word) > 3]
    return len(long) > 1 and all(word.isupper() for word in long)


def _tailed(reader: NameReader, index: int) -> Iterator[Found]:
    """A name of two words and more that ends with a trade: "Tigullio Biomedica", "Hermes Costruzioni"."""
    words, cues = reader.words, reader.cues
    if not index or not words.capitalised(index - 1) or not reader.joined(index - 1) or index in reader.bodies:
        return
    if index - 1 in reader.bodies:
        return
    first = reader.backward(index, 4)
    if first >= index or not reader.sound(first, index + 1) or _shouting(reader, first, index):
        return
    loose = words.lows[index] in cues.loose_tails
    if "(" in words.gap(first - 1) and first:
        return  # what an acronym stands for
    if loose and (reader.opens_sentence(first) or any(words.lows[spot] in cues.common for spot in range(first, index))):
        return
    if any(not words.capitalised(spot) and words.lows[spot] in ("per", "e") for spot in range(first, index)):
        return
    stretch = reader.forward(first) if not reader.taken(first) else None
    if (
        loose
        and stretch is not None
        and stretch.end == words.ends[stretch.last - 1]
        and words.lows[stretch.last - 1] not in cues.tails
    ):
        return  # "Apulia Film Fund"
    end = stretch.end if stretch is not None and stretch.last > index else words.ends[index]
    yield first, end


def _with_part(reader: NameReader, index: int, position: int) -> Iterator[Found]:
    """A part in a tender: "capofila è Biosphaera", "mandataria: Rossi", "Rossi (mandataria)"."""
    words = reader.words
    if index and "(" in words.gap(index - 1) and not reader.taken(index - 1):
        gap = words.gap(index - 1)
        if gap in (" (", '" (', "("):
            first = reader.backward(index - 1, 6)
            if first < index and reader.sound(first, index):
                yield first, words.ends[index - 1]
    if position >= len(words):
        return
    if words.lows[position] in _IS and words.gap(position - 1) == " ":
        position += 1
    elif words.lows[position] == "l" or (
        position < len(words) and words.lows[position] in ("la", "impresa", "società", "ditta")
    ):
        return
    if position < len(words) and words.gap(position - 1) in (" ", ": ", ' "', ': "', " - "):
        yield from _sound(reader, reader.forward(position, owner=True))


def _acted(reader: NameReader, position: int, links: frozenset[str], least: int = 1) -> Iterator[Found]:
    """Who got, did or has it: "aggiudicata a X", "presentato da X", "titolare della X"; of ``least`` words."""
    words = reader.words
    if (
        position + 1 < len(words)
        and words.lows[position] in links
        and words.gap(position - 1) == " "
        and words.gap(position) in (" ", "'", ' "')
    ):
        stretch = reader.forward(position + 1)
        if stretch is not None and stretch.last - stretch.first >= least:
            yield from _sound(reader, stretch)


def _after_article(reader: NameReader, index: int) -> Iterator[Found]:
    """ "la Galvan Occhiali": two capitalised words and more after a woman's article, when no everyday word opens them."""
    words = reader.words
    following = index + 1
    if (
        following >= len(words)
        or not words.capitalised(following)
        or words.gap(index) != " "
        or reader.taken(following)
    ):
        return
    stretch = reader.forward(following)
    if stretch is None or not reader.sound(following, stretch.last) or words.lows[following] in reader.cues.adjectives:
        return
    if stretch.last - following < 2 and not _of_a_town(reader, stretch.last):
        return
    surface = words.text[words.starts[following] : stretch.end]
    if surface.isupper() or any(
        words.lows[spot] in reader.cues.common or reader.taken(spot) for spot in range(following, stretch.last)
    ):
        return
    yield following, stretch.end


def _of_a_town(reader: NameReader, position: int) -> bool:
    """Whether "di" and a municipality follow, as after a firm's name: "alla Resintex di Ostuni"."""
    words = reader.words
    if (
        position + 1 >= len(words)
        or words.lows[position] != "di"
        or words.gap(position - 1) != " "
        or not words.capitalised(position + 1)
    ):
        return False
    place = reader.lexicon.place(words, position + 1)
    return place is not None and place[1].type == "municipality"


def _before_apposition(reader: NameReader, triggers: _Triggers, index: int, following: int) -> Iterator[Found]:
    """The name before its apposition: "Torniplast, azienda di Ferentino", "Boracifera Nuova, la società milanese che"."""
    words, cues = reader.words, reader.cues
    if following >= len(words) or words.gap(following - 1) != " " or words.capitalised(following):
        return
    if words.lows[following] in ("e", "ed", "o") or words.lows[following] in cues.never - triggers.after:
        return
    first = index
    while (
        first
        and words.lows[first - 1] in cues.apposition_adjectives
        and index - first < 2
        and "," not in words.gap(first - 1)
    ):
        first -= 1
    last = first - 1
    if last < 0 or words.gap(last) not in (", ", '", ', " - ", ",\n", " (") or reader.taken(last):
        return
    beginning = reader.backward(last, 6)
    if beginning > last:
        return
    end = reader.without_origin(beginning, last + 1)
    if any(reader.taken(spot) for spot in range(beginning, end)) or not reader.sound(beginning, end):
        return
    if words.lows[beginning] in STARTERS and words.lows[beginning] not in cues.before_heads:
        return
    yield beginning, words.ends[end - 1]
