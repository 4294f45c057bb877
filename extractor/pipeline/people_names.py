"""How people's names are read: where a surname ends, and whether a street or a firm bears the name instead."""

from __future__ import annotations

from functools import lru_cache

from extractor.lexicon import Lexicon, Words
from extractor.pipeline.company_words import company_words

# lower-case particles that a surname may begin with: "de Santis", "van der Linden"
_SMALL_PARTICLES = frozenset(("de", "d", "van", "von", "der", "du", "des", "ter", "zu"))
_LED = frozenset(("della", "del", "dell", "dello"))
_FOR = frozenset(("al", "alla", "allo", "all", "ai", "alle", "agli"))
_NAME_GAPS = frozenset((" ", "-", "'", "' ", "  "))
_NAMESAKE_GAPS = frozenset((" ", ' "', ". ", "'", "."))
_TRUNCATED = frozenset(("dell", "nell", "sant"))


class PeopleWords:
    """The word lists of ``people/roles.toml``; each attribute is the list of that name."""

    def __init__(self, lexicon: Lexicon) -> None:
        tables = lexicon.tables["people"]
        companies = company_words(lexicon)
        self.offices = {phrase: phrase.count(" ") + 1 for phrase in tables["offices"]}
        self.reach: dict[str, int] = {}
        for phrase, length in self.offices.items():
            first = phrase.split(" ", 1)[0]
            self.reach[first] = max(length, self.reach.get(first, 0))
        self.bodies = frozenset(tables["bodies"])
        self.doubtful = frozenset(word.lower() for word in tables["doubtful_first_names"])
        self.never_first = frozenset(word.lower() for word in tables["never_first_names"])
        self.field_links = frozenset(tables["field_links"])
        self.fields = frozenset(tables["fields"])
        self.namesakes = frozenset(tables["namesakes"])
        self.no_surname = frozenset(word.lower() for word in tables["no_surname"])
        self.particles = frozenset(tables["particles"])
        self.plural_offices = frozenset(tables["plural_offices"])
        self.speech = frozenset(tables["speech"])
        self.titles = frozenset(tables["titles"])
        self.common = companies.common
        self.heads = companies.heads - self.fields
        self.trades = companies.tails | {form for form in companies.form_starts if len(form) > 1}

    def office_at(self, words: Words, index: int) -> int:
        """The number of words of the office that begins at a word, 0 where none does."""
        for size in range(self.reach.get(words.lows[index], 0), 0, -1):
            if words.run(index, size) in self.offices:
                return 0 if words.lows[index] == "ad" and size == 1 and not _managing_director(words, index) else size
        return 0


def _managing_director(words: Words, index: int) -> bool:
    """Whether "ad" is the office ("l'ad X", "X, ad di Y"), not the preposition."""
    if not index:
        return False
    if words.lows[index - 1] in ("l", "dell", "all", "dall"):
        return True
    bracketed = words.gap(index - 1) in (", ", " (")
    if words.surface(index) in ("AD", "Ad") and words.gap(index) == " ":
        return bracketed or words.gap(index - 1) == " "
    return bracketed and index + 1 < len(words) and words.lows[index + 1] in ("di", "della", "del", "dell")


@lru_cache(maxsize=4)
def people_words(lexicon: Lexicon) -> PeopleWords:
    """The people words of a lexicon, made once."""
    return PeopleWords(lexicon)


class SurnameReader:
    """Reads people's names in one text; ``taken`` are the words that belong to other mentions."""

    def __init__(self, words: Words, lexicon: Lexicon, taken: set[int]) -> None:
        self.words = words
        self.lexicon = lexicon
        self.lists = people_words(lexicon)
        self.taken = taken

    def full_name(self, index: int) -> int:
        """The index after a full name that begins with a first name; 0 where no surname follows."""
        words = self.words
        position = index + 1
        while position < index + 3 and self._given(position):
            position += 1
        gap = words.gap(position - 1)
        initial = gap == ". " and words.ends[position - 1] - words.starts[position - 1] == 1
        close = gap in _NAME_GAPS or initial or (gap == "\n" and self._line_breaks(position))
        if close and (end := self.surname(position)):
            return end
        shouted = words.text[words.starts[index] : words.ends[position - 1]].isupper()
        return position if position > index + 1 and not shouted else 0  # "Alberto Giorgio"

    def _given(self, index: int) -> bool:
        """Whether a word is one more first name after another."""
        words = self.words
        if index >= len(words) or words.gap(index - 1) not in (" ", "-") or index in self.taken:
            return False
        return words.lows[index] in self.lexicon.first_names and words.capitalised(index)

    def _line_breaks(self, position: int) -> bool:
        """Whether the line end before a surname is the column's width, not the end of a row or a title."""
        words = self.words
        start = words.plain.rfind("\n", 0, words.ends[position - 1]) + 1
        return words.ends[position - 1] - start > 55 and not words.surface(position - 1).isupper()

    def surname(self, index: int) -> int:
        """The index after a surname that begins at a word (particles, up to three words), 0 where none does."""
        words = self.words
        position = self._over_particles(index)
        if not self._may_be_surname(position):
            return 0
        if len(words.lows[position]) == 1 and words.gap(position) == ". ":  # an initial
            position += 1
            if not self._may_be_surname(position):
                return 0
        end = position + 1
        while end - position < 3 and self._may_be_surname(end) and self._goes_on(position, end):
            end += 1
        return end

    def _over_particles(self, index: int) -> int:
        words, particles = self.words, self.lists.particles
        position = index
        while position < index + 2 and position + 1 < len(words) and words.lows[position] in particles:
            small = not words.capitalised(position)
            if position in self.taken or (small and words.lows[position] not in _SMALL_PARTICLES):
                break
            if words.gap(position) not in (" ", "'", "' "):
                break
            following = words.lows[position + 1] in _SMALL_PARTICLES or words.capitalised(position + 1)
            if not following:
                break
            position += 1
        return position

    def _goes_on(self, first: int, index: int) -> bool:
        """Whether a word is one more part of a surname: "Lo Grasso", "Dall'Acqua", "Lorusso Abbate"."""
        words, particles = self.words, self.lists.particles
        gap, before = words.gap(index - 1), words.lows[index - 1]
        if gap not in (" ", "-", "'") or (gap == "'" and before not in particles and before not in _TRUNCATED):
            return False
        capitals = words.surface(index).isupper()
        if capitals != words.surface(first).isupper() and len(words.lows[index]) > 2:
            return False
        if words.lows[index] in particles and not (index + 1 < len(words) and words.capitalised(index + 1)):
            return False
        return not capitals

    def _may_be_surname(self, index: int) -> bool:
        lists = self.lists
        if index >= len(self.words) or index in self.taken or not self.words.capitalised(index):
            return False
        low = self.words.lows[index]
        if low in lists.field_links and (low not in lists.particles or low == "al"):
            return False
        if index and self.words.lows[index - 1] in lists.particles and self.words.capitalised(index - 1):
            return True  # "Dal Corso", "Del Monte"
        return not (low in lists.no_surname or low in lists.reach or low in lists.titles)

    def two_words(self, index: int) -> int:
        """The end of a name of two capitalised words and more, of which the lexicon knows none; 0 where it is none."""
        words, common = self.words, self.lists.common
        if not self._may_be_surname(index) or words.lows[index] in self.lists.fields or words.surface(index).isupper():
            return 0
        end = self.surname(index)
        if end - index < 2 or self.of_a_thing(index, end) or words.gap(end - 1) in (" & ", "&"):
            return 0
        place = self.lexicon.place(words, index)
        everyday = any(words.lows[spot] in common for spot in range(index, end))
        return 0 if everyday or (place is not None and place[0] > 1) else end

    def of_a_thing(self, index: int, end: int) -> bool:
        """Whether a street, a school, a town or a firm bears the name: "via Mario Rossi", "Elettra Accumulatori"."""
        words, lists = self.words, self.lists
        before = index - 1
        if before > 0 and words.lows[before] in lists.titles and words.gap(before) in (" ", ". "):
            before -= 1
        if before >= 0 and all(words.gap(spot) in _NAMESAKE_GAPS for spot in range(before, index)):
            low = words.lows[before]
            if low in lists.namesakes or (low in lists.heads and words.capitalised(before)):
                return not self._leads(before)
        if words.lows[end - 1] in lists.trades:
            return True
        place = self.lexicon.place(words, index)
        return place is not None and index + place[0] >= end

    def _leads(self, index: int) -> bool:
        """Whether the bearer leads what stands before the name: "presidente della società", "assessora alla scuola"."""
        lows, lists = self.words.lows, self.lists
        if index < 2 or lows[index - 2] not in lists.reach:
            return False
        field = lows[index - 1] in _FOR and lows[index] in lists.fields
        return field or (lows[index - 1] in _LED and lows[index] in lists.bodies)
