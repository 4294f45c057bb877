"""Companies by the words around them: cues, origins, appositions, parts in a tender, who did what."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from extractor.lexicon import Lexicon
from extractor.pipeline.company_names import NameReader, Stretch
from extractor.pipeline.company_trades import after_article, headed, tailed
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
_LIST_GAPS = frozenset((": ", ': "', ":\n"))
_BRACKETS = frozenset((" (", '" (', "("))
_PART_GAPS = frozenset((" ", ": ", ' "', ': "', " - "))
_APPOSITION_GAPS = frozenset((", ", '", ', " - ", ",\n", " ("))
_GROUPS = frozenset(("consorzio", "banca", "cooperativa", "gruppo", "cantina", "impresa", "studio", "coop", "ditta"))
# which table of the lexicon sets off which rule
_RULES = {
    "singular": "one", "lower_heads": "one", "plural": "many", "parts_in": "part", "passives": "passive",
    "presented": "presented", "weak_passives": "weak", "leaders": "leader", "unions": "union",
    "appositions": "apposition", "heads": "head", "tails": "tail", "loose_tails": "tail", "origins": "origin",
}  # fmt: skip

Phrases = dict[str, list[tuple[int, str, frozenset[str]]]]


@lru_cache(maxsize=4)
def _phrases(lexicon: Lexicon) -> Phrases:
    """For every word that can begin a cue its phrases, longest first: length, phrase, the rules that it sets off."""
    rules: dict[str, set[str]] = {}
    for table, rule in _RULES.items():
        for phrase in lexicon.tables["company_cues"][table]:
            rules.setdefault(phrase, set()).add(rule)
    phrases: Phrases = {}
    for phrase in sorted(rules, key=lambda each: (-each.count(" "), each)):
        row = (phrase.count(" ") + 1, phrase, frozenset(rules[phrase]))
        phrases.setdefault(phrase.split()[0], []).append(row)
    return phrases


def by_cue(reader: NameReader) -> Iterator[Found]:
    """The companies that the words around them give, as first word and end offset; possibly overlapping."""
    words, phrases = reader.words, _phrases(reader.lexicon)
    for index, low in enumerate(words.lows):
        if low in _FEMININE:
            yield from after_article(reader, index)
            continue
        for size, phrase, rules in phrases.get(low, ()):
            if size == 1 or words.run(index, size) == phrase:
                yield from _by_name(reader, index, index + size, rules)
                yield from _by_verb(reader, index, index + size, rules)
                break


def _by_name(reader: NameReader, index: int, following: int, rules: frozenset[str]) -> Iterator[Found]:
    """What a noun or an adjective says of the name beside it."""
    words = reader.words
    capital = words.capitalised(index)
    if "head" in rules and capital and not reader.taken(index):
        yield from headed(reader, index, following)
    if "tail" in rules and capital:
        yield from tailed(reader, index)
    if "one" in rules and index not in reader.bodies:
        yield from _announced(reader, index, following, many=False)
    if "many" in rules:
        yield from _announced(reader, index, following, many=True)
    if "origin" in rules and index and words.lows[index - 1] in _SHE and not capital:
        yield from _sound(reader, reader.forward(following))
    if "apposition" in rules and not capital:
        yield from _before_apposition(reader, index, following)


def _by_verb(reader: NameReader, index: int, following: int, rules: frozenset[str]) -> Iterator[Found]:
    """What a participle, an office or a part in a tender says of the name after it."""
    words = reader.words
    if "part" in rules:
        yield from _with_part(reader, index, following)
    if "passive" in rules:
        yield from _acted(reader, following, _TO)
    if "presented" in rules:
        yield from _acted(reader, following, _BY)
    if "weak" in rules:
        yield from _acted(reader, following, _TO, least=2)
    if following >= len(words):
        return
    if "leader" in rules:
        at_a_town = words.lows[index] in _PLANT and words.lows[following] == "di"
        yield from _acted(reader, following, _OF, least=2 if at_a_town else 1)
    if "union" in rules and any(low in reader.cues.united for low in words.lows[max(0, index - 4) : index]):
        yield from _acted(reader, following + (words.lows[following] == "anche"), _BY)


def _sound(reader: NameReader, stretch: Stretch | None) -> Iterator[Found]:
    if stretch is not None and reader.sound(stretch.first, stretch.last):
        yield stretch.first, stretch.end


def _announced(reader: NameReader, index: int, following: int, *, many: bool) -> Iterator[Found]:
    """The name after a cue, perhaps after an adjective or two; after a plural cue a list begins there."""
    words = reader.words
    position = _over_adjectives(reader, following)
    if position >= len(words):
        return
    gap = words.gap(position - 1)
    if gap not in _CUE_GAPS and not (many and gap in _LIST_GAPS):
        return
    if gap == " " and words.surface(index).isupper() and words.surface(position).isupper():
        return  # in a line of capitals
    stretch = reader.forward(position, owner=words.lows[index] in ("ditta", "impresa"))
    if stretch is None or not (reader.sound(stretch.first, stretch.last) or _named_like_a_town(reader, index, stretch)):
        return
    grouped = words.lows[index] in _GROUPS or words.lows[index] in reader.cues.lower_heads
    whole = grouped and words.capitalised(index) and position == following and gap == " "
    if many or not whole or index in reader.bodies:  # else the rule of heads takes "Consorzio Futura" as a whole
        yield stretch.first, _with_turn(reader, stretch)


def _over_adjectives(reader: NameReader, position: int) -> int:
    """The first capitalised word after at most two adjectives; the end of the text where another word is there."""
    words = reader.words
    stop = position + 2
    while position < len(words) and not words.capitalised(position) and not words.lows[position][0].isdigit():
        if position == stop or words.lows[position] in reader.cues.never or words.gap(position - 1) != " ":
            return len(words)
        position += 1
    return position


def _with_turn(reader: NameReader, stretch: Stretch) -> int:
    """The end of a name that goes on with "al" or "senza" and a capital: "Arcobaleno al Contrario"."""
    words = reader.words
    turn, following = stretch.last, stretch.last + 1
    if following >= len(words) or words.lows[turn] not in _TURNS or stretch.end != words.ends[turn - 1]:
        return stretch.end
    spaced = words.gap(turn - 1) == " " and words.gap(turn) == " " and words.capitalised(following)
    free = spaced and not reader.taken(following) and reader.sound(following, following + 1)
    return words.ends[following] if free else stretch.end


def _named_like_a_town(reader: NameReader, index: int, stretch: Stretch) -> bool:
    """Whether the name stands straight after a craft, so that it may be a town's: "la pasticceria Romanengo"."""
    low = reader.words.lows[stretch.first]
    if reader.words.lows[index] not in reader.cues.lower_heads or stretch.first != index + 1:
        return False
    saint = low in ("san", "santa", "sant") and stretch.last - stretch.first > 1
    return (saint or low not in reader.cues.common) and reader.free(stretch.first, stretch.last)


def _with_part(reader: NameReader, index: int, position: int) -> Iterator[Found]:
    """A part in a tender: "capofila è Biosphaera", "mandataria: Rossi", "Rossi (mandataria)"."""
    words = reader.words
    last = index - 1
    if last >= 0 and words.gap(last) in _BRACKETS and not reader.taken(last):
        first = reader.backward(last, 6)
        if first < index and reader.sound(first, index):
            yield first, words.ends[last]
    if position < len(words) and words.lows[position] in _IS and words.gap(position - 1) == " ":
        position += 1
    if position < len(words) and words.capitalised(position) and words.gap(position - 1) in _PART_GAPS:
        yield from _sound(reader, reader.forward(position, owner=True))


def _acted(reader: NameReader, position: int, links: frozenset[str], least: int = 1) -> Iterator[Found]:
    """Who got, did or has it: "aggiudicata a X", "presentato da X", "titolare della X"; of ``least`` words."""
    words = reader.words
    if position + 1 >= len(words) or words.lows[position] not in links or words.gap(position - 1) != " ":
        return
    stretch = reader.forward(position + 1) if words.gap(position) in (" ", "'", ' "') else None
    if stretch is not None and stretch.last - stretch.first >= least:
        yield from _sound(reader, stretch)


def _before_apposition(reader: NameReader, index: int, following: int) -> Iterator[Found]:
    """The name before its apposition: "Torniplast, azienda di Ferentino", "Boracifera Nuova, la società che"."""
    words, cues = reader.words, reader.cues
    if following >= len(words) or words.gap(following - 1) != " " or words.capitalised(following):
        return
    if words.lows[following] in cues.never - cues.apposition_after or words.lows[following] == "o":
        return
    last = index - 1
    while last >= 0 and index - last < 3 and words.lows[last] in cues.apposition_adjectives and words.gap(last) == " ":
        last -= 1
    if words.lows[last] in cues.apposition_adjectives and words.gap(last) == "'":
        last -= 1
    if last < 0 or words.gap(last) not in _APPOSITION_GAPS or reader.taken(last):
        return
    first = reader.backward(last, 6)
    end = reader.without_origin(first, last + 1)
    if first > last or not reader.free(first, end) or not reader.sound(first, end):
        return
    if words.lows[first] not in STARTERS or words.lows[first] in cues.before_heads:
        yield first, words.ends[end - 1]
