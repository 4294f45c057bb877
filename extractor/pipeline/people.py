"""People: first names, offices, titles and speech, each with the role that the text gives at that spot."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from extractor.lexicon import Lexicon, Words
from extractor.pipeline.company_words import company_words
from extractor.pipeline.mentions import Mention
from extractor.pipeline.people_roles import add_roles

_SMALL_PARTICLES = frozenset(
    ("de", "d", "van", "von", "der", "du", "des", "ter", "zu", "di", "del", "della", "dal", "dalla")
)
_FIELD_LINKS = frozenset(
    "al alla allo all ai agli alle con delega deleghe per della del dell dello dei degli delle di da in nel e ed il la lo l i gli le "
    "regionale comunale provinciale nazionale generale uscente ad interim nonché".split()
)
_BEFORE_NAME = frozenset(
    "al alla allo all ai agli alle con per della del dell dello dei degli delle di da in nel e ed il la lo l i gli le".split()
)
_PLURAL_OFFICES = frozenset(
    (
        "assessori",
        "ministri",
        "presidenti",
        "sindaci",
        "consiglieri",
        "vicepresidenti",
        "sottosegretari",
        "deputati",
        "senatori",
    )
)


class Offices:
    """The word lists of ``people/roles.toml``, ready for look-up."""

    def __init__(self, lexicon: Lexicon) -> None:
        tables = lexicon.tables["people"]
        self.offices: dict[str, int] = {}
        for phrase in tables["offices"]:
            self.offices[" ".join(phrase.split())] = phrase.count(" ") + 1
        self.reach: dict[str, int] = {}
        for phrase, length in self.offices.items():
            first = phrase.split(" ", 1)[0]
            self.reach[first] = max(length, self.reach.get(first, 0))
        self.titles = frozenset(tables["titles"])
        self.particles = frozenset(tables["particles"])
        self.no_surname = frozenset(word.lower() for word in tables["no_surname"])
        self.speech = frozenset(tables["speech"])
        self.doubtful = frozenset(word.lower() for word in tables["doubtful_first_names"])
        self.namesakes = frozenset(tables["namesakes"])
        self.fields = frozenset(tables["fields"])
        self.bodies = frozenset(tables["bodies"])
        cues = company_words(lexicon)
        self.trades = cues.tails | cues.form_starts - {"a", "b", "d", "e", "k", "n", "s"}
        self.common = cues.common

    def at(self, words: Words, index: int) -> int:
        """The number of words of the office that begins at a word, 0 where none does."""
        for size in range(self.reach.get(words.lows[index], 0), 0, -1):
            if words.run(index, size) in self.offices:
                if size == 1 and words.lows[index] == "ad" and not _managing_director(words, index):
                    return 0
                return size
        return 0


def _managing_director(words: Words, index: int) -> bool:
    """Whether "ad" is the office: "l'ad X", "AD di X", "X, ad di Y"; else it is the preposition."""
    if words.surface(index) in ("AD", "Ad") and words.gap(index) == " ":
        return index > 0 and words.gap(index - 1) in (" ", ", ", " (", "'")
    return index > 0 and (
        words.lows[index - 1] in ("l", "dell", "all", "dall")
        or (
            words.gap(index - 1) in (", ", " (")
            and words.lows[index + 1 : index + 2] in (["di"], ["della"], ["del"], ["dell"])
        )
    )


@lru_cache(maxsize=4)
def _offices(lexicon: Lexicon) -> Offices:
    return Offices(lexicon)


def find_people(words: Words, lexicon: Lexicon, others: list[Mention]) -> list[Mention]:
    """All mentions of people with a first name, an office or a title before the name, in order.

    A mention carries ``role`` where the text gives one at that spot, and ``affiliation``, the span of the institution
    that the role names.

    >>> from extractor.lexicon import default_lexicon, words_of
    >>> text = "su proposta dell'assessore allo Sviluppo economico, Alessandro Mattinzoli"
    >>> [(text[each["start"]:each["end"]], each["role"]) for each in find_people(words_of(text), default_lexicon(), [])]
    [('Alessandro Mattinzoli', 'assessore allo Sviluppo economico')]
    """
    finder = _Finder(words, lexicon, others)
    finder.by_first_name()
    office_at = finder.by_office()
    finder.by_title()
    finder.by_speech()
    people = [_person(words, start, end, rule) for start, (end, rule) in sorted(finder.found.items())]
    add_roles(words, people, office_at, others, finder.offices.fields)
    return people


def _person(words: Words, start: int, end: int, rule: str) -> Mention:
    name = " ".join(words.lows[start:end])
    stop = words.ends[end - 1]
    if _typed_accent(words, end - 1):
        stop += 1
    return {
        "start": words.starts[start],
        "end": stop,
        "label": "PERSON",
        "key": f"person:{name}",
        "rule": rule,
        "kind": "person",
    }


def _typed_accent(words: Words, index: int) -> bool:
    """Whether an apostrophe after a name is its accent, as typed on a plain keyboard ("Veri'"), not a closing quote."""
    end = words.ends[index]
    if words.text[end : end + 1] not in ("'", "’") or words.lows[index][-1] not in "aeiou":
        return False
    if end + 1 < len(words.text) and words.text[end + 1].isalnum():
        return False
    line = words.plain.rfind("\n", 0, end) + 1
    return " '" not in words.plain[line:end] and not words.plain.startswith("'", line)


class _Finder:
    """Looks for people in one text; ``found`` maps a name's first word to its end and the rule that gave it."""

    def __init__(self, words: Words, lexicon: Lexicon, others: list[Mention]) -> None:
        self.words = words
        self.lexicon = lexicon
        self.offices = _offices(lexicon)
        self.taken = {spot for mention in others for spot in _indexes(words, mention)}
        self.found: dict[int, tuple[int, str]] = {}

    def by_first_name(self) -> None:
        """A first name of the lexicon and a surname, where neither a street nor a firm bears them."""
        words, first_names, doubtful = self.words, self.lexicon.first_names, self.offices.doubtful
        covered = 0
        for index, low in enumerate(words.lows):
            if low not in first_names or index < covered or index in self.taken or not words.capitalised(index):
                continue
            if low in doubtful and not self._in_office(index):
                following = index + 1
                if (
                    following >= len(words)
                    or words.lows[following] in self.offices.fields
                    or low in ("sesto", "fermo", "santo", "santa", "asia", "minerva", "emilia")
                ):
                    continue
            end = self._full_name(index)
            if end and not self._of_a_thing(index, end):
                self.found[index] = (end, "first name")
                covered = end

    def _in_office(self, index: int) -> bool:
        return index > 0 and (
            self.words.lows[index - 1] in self.offices.titles or self.words.lows[index - 1] in self.offices.reach
        )

    def _of_a_thing(self, index: int, end: int) -> bool:
        """Whether the name is a street's, a school's, a town's or a firm's: "via Mario Rossi", "Elettra Accumulatori"."""
        words = self.words
        before = index - 1
        if before > 0 and words.lows[before] in self.offices.titles and words.gap(before) in (" ", ". "):
            before -= 1
        if (
            before >= 0
            and words.lows[before] in self.offices.namesakes
            and all(words.gap(spot) in (" ", ' "', ". ", "'", ".") for spot in range(before, index))
        ):
            return not self._leads(before)
        if words.lows[end - 1] in self.offices.trades:
            return True
        place = self.lexicon.place(words, index)
        return place is not None and index + place[0] >= end

    def _leads(self, index: int) -> bool:
        """Whether the body before a name is the one that its bearer leads: "il presidente della società Fabrizio Dall'Acqua"."""
        words = self.words
        linked = (
            index > 1
            and words.lows[index - 1] in ("della", "del", "dell", "dello")
            and words.lows[index] in self.offices.bodies
        )
        return linked and words.lows[index - 2] in self.offices.reach

    def by_office(self) -> dict[int, int]:
        """The holders of offices; returns where offices stand, by word index, with their length."""
        words = self.words
        reach = self.offices.reach
        office_at = {
            index: size
            for index, low in enumerate(words.lows)
            if low in reach and (size := self.offices.at(words, index))
        }
        for index, size in office_at.items():
            for start, end in self._holders(index, index + size):
                self.found.setdefault(start, (end, "office"))
        return office_at

    def by_title(self) -> None:
        """A surname after a courtesy title: "il dott. Rossi"; not inside a firm's name ("Impresa Lauria Geom. Rocco")."""
        words = self.words
        for index, low in enumerate(words.lows):
            start = index + 1
            if (
                low not in self.offices.titles
                or index in self.taken
                or start >= len(words)
                or start in self.found
                or start in self.taken
            ):
                continue
            if words.gap(index) not in (" ", ". ", "."):
                continue
            if (
                words.capitalised(index)
                and index
                and words.capitalised(index - 1)
                and words.gap(index - 1) == " "
                and words.lows[index - 1] not in self.offices.reach
            ):
                continue
            end = self._surname(start)
            if end and words.gap(end - 1) not in (" & ", "&") and not self._of_a_thing(start, end):
                self.found[start] = (end, "title")

    def by_speech(self) -> None:
        """Two capitalised words and more after a verb of speech: "afferma John McCourt"."""
        words = self.words
        for index, low in enumerate(words.lows):
            start = index + 1
            if (
                low in self.offices.speech
                and start < len(words)
                and words.gap(index) == " "
                and words.capitalised(start)
            ):
                if start not in self.found and (end := self._two_words(start)):
                    self.found[start] = (end, "speech")

    def _full_name(self, index: int) -> int:
        """The index after a full name that begins with a first name; 0 where no surname follows."""
        words = self.words
        position = index + 1
        given = 1
        while (
            position < len(words)
            and words.gap(position - 1) in (" ", "-")
            and words.lows[position] in self.lexicon.first_names
            and words.capitalised(position)
            and given < 3
            and position not in self.taken
        ):
            position += 1
            given += 1
        end = self._surname(position)
        gap = words.gap(position - 1)
        if end and (
            gap in (" ", "-", "'", "' ", "  ")
            or (gap == "\n" and self._line_breaks(position))
            or (gap == ". " and words.ends[position - 1] - words.starts[position - 1] == 1)
        ):
            return end
        if given > 1 and not _shouting(words, index, position):
            return position  # a surname that is a first name too: "Alberto Giorgio"
        return 0

    def _line_breaks(self, position: int) -> bool:
        """Whether the line end before a surname is the column's width, not the end of a row or a title."""
        words = self.words
        start = words.plain.rfind("\n", 0, words.ends[position - 1]) + 1
        return words.ends[position - 1] - start > 55 and not words.surface(position - 1).isupper()

    def _surname(self, index: int) -> int:
        """The index after a surname that begins at a word (particles, up to three words), 0 where none does."""
        words, particles, taken = self.words, self.offices.particles, self.taken
        position = index
        crossed = 0
        while position < len(words) and position not in taken and words.lows[position] in particles and crossed < 2:
            if not words.capitalised(position) and words.lows[position] not in _SMALL_PARTICLES:
                break
            following = position + 1
            if (
                following >= len(words)
                or not words.capitalised(following)
                or words.gap(position) not in (" ", "'", "' ")
            ):
                break
            if not words.capitalised(position) and words.lows[position] in ("di", "del", "della", "dal", "dalla"):
                break
            position += 1
            crossed += 1
        if position >= len(words) or position in taken or not self._may_be_surname(position):
            return 0
        if len(words.lows[position]) == 1 and words.gap(position) == ". " and position + 1 < len(words):  # an initial
            position += 1
            if position in taken or not self._may_be_surname(position):
                return 0
        end = position + 1
        while (
            end < len(words)
            and end - position < 3
            and end not in taken
            and words.gap(end - 1) in (" ", "-", "'")
            and self._may_be_surname(end)
        ):
            if (
                words.gap(end - 1) == "'"
                and words.lows[end - 1] not in particles
                and words.lows[end - 1] not in ("dell", "nell", "sant")
            ):
                break
            if words.surface(end).isupper() != words.surface(position).isupper() and len(words.lows[end]) > 2:
                break
            if words.lows[end] in particles and not (end + 1 < len(words) and words.capitalised(end + 1)):
                break
            if words.surface(end).isupper() and (end - position) >= 1:
                break
            end += 1
        return end

    def _may_be_surname(self, index: int) -> bool:
        low = self.words.lows[index]
        offices = self.offices
        if low in _FIELD_LINKS and (low not in offices.particles or low == "al"):
            return False
        return (
            self.words.capitalised(index)
            and not low.isdigit()
            and low not in offices.no_surname
            and low not in offices.reach
            and low not in offices.titles
        )

    def _two_words(self, index: int) -> int:
        """The end of a name of two capitalised words and more, of which the lexicon knows none; 0 where it is none."""
        words = self.words
        if (
            index in self.taken
            or not words.capitalised(index)
            or words.lows[index] in self.offices.common
            or words.lows[index] in self.offices.fields
        ):
            return 0
        end = self._surname(index)
        if (
            end - index < 2
            or words.surface(index).isupper()
            or self._of_a_thing(index, end)
            or words.lows[end - 1] in self.offices.common
        ):
            return 0
        place = self.lexicon.place(words, index)
        if place is not None and place[0] > 1:
            return 0
        following = words.gap(end - 1)
        return (
            0
            if following.startswith((" &", "&"))
            or any(words.lows[spot] in self.offices.common for spot in range(index, end))
            else end
        )

    def _holders(self, office: int, index: int) -> Iterator[tuple[int, int]]:
        """The people who hold the office that ends before a word: "assessore Rossi", "alla Sanità Efisio Pintauro"."""
        words = self.words
        if index >= len(words) or index in self.found:
            return
        gap = words.gap(index - 1)
        if gap in (" ", "\n", "  ", " - "):
            end = (
                0
                if index in self.taken or not words.capitalised(index) or words.lows[index] in self.offices.fields
                else self._surname(index)
            )
            if (
                end
                and not self._of_a_thing(index, end)
                and not (
                    words.lows[index - 1] == "ad"
                    and end - index == 1
                    and words.lows[index - 2] not in ("l", "dell", "dall", "all")
                )
            ):
                yield index, end
                yield from self._further(index, end)
                return
        yield from self._after_field(index)

    def _further(self, index: int, end: int) -> Iterator[tuple[int, int]]:
        """The other holders after a plural: "gli assessori Rossi, Bianchi e Verdi"."""
        words = self.words
        if words.lows[index - 1] not in _PLURAL_OFFICES:
            return
        while end + 1 < len(words) and (
            words.gap(end - 1) == ", " or (words.gap(end - 1) == " " and words.lows[end] in ("e", "ed"))
        ):
            position = end + (words.gap(end - 1) == " ")
            if position in self.found or position in self.taken:
                return
            end = self._surname(position)
            if not end:
                return
            yield position, end

    def _after_field(self, index: int) -> Iterator[tuple[int, int]]:
        """The holder after the office's field or body: "sindaca del Comune di X Lorena Y", "rettore dell'Ateneo, John McCourt"."""
        words, taken, fields = self.words, self.taken, self.offices.fields
        position, stop = index, min(len(words), index + 18)
        if words.gap(index - 1) not in (" ", ", ") or (
            words.lows[index] not in _FIELD_LINKS and index not in taken and words.gap(index - 1) != ", "
        ):
            return
        while position < stop:
            gap = words.gap(position - 1)
            low = words.lows[position]
            if position in self.found or gap not in (" ", ", ", "'", "\n", " (", ") ", "), ", "-"):
                return
            if position in taken:
                position += 1
                continue
            if words.capitalised(position):
                before = words.lows[position - 1]
                ready = gap == ", " or (
                    (position - 1 in taken or before in fields or before not in _BEFORE_NAME)
                    and gap in (" ", "\n", ") ")
                    and before not in self.offices.bodies
                )
                if ready and (end := self._two_words(position)):
                    yield position, end
                    return
                place = self.lexicon.place(words, position)
                if place is not None:
                    position += place[0]
                    continue
                if low not in fields:
                    return
            elif (
                low in self.lexicon.first_names
                and position - 1 in taken
                and position + 1 < len(words)
                and words.capitalised(position + 1)
                and words.gap(position) == " "
            ):
                if end := self._surname(position + 1):
                    yield position, end  # "della regione Piemonte marco Protopapa"
                return
            elif low not in _FIELD_LINKS and low not in fields and low not in self.offices.bodies:
                return
            elif gap == ", " and low not in fields:
                return
            position += 1


def _indexes(words: Words, mention: Mention) -> range:
    return range(bisect_left(words.starts, mention["start"]), bisect_left(words.starts, mention["end"]))


def _shouting(words: Words, start: int, end: int) -> bool:
    return words.text[words.starts[start] : words.ends[end - 1]].isupper()
