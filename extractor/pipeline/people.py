"""People: by first names, offices, titles and verbs of speech, each with the role that the text gives there."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from extractor.lexicon import Lexicon, Words
from extractor.pipeline.mentions import Mention
from extractor.pipeline.people_names import SurnameReader
from extractor.pipeline.people_roles import add_roles

# what no name stands straight after, although a field's word does: "alla Sanità | Efisio", not "della | Sanità"
_BEFORE_FIELD = frozenset((
    "al", "alla", "allo", "all", "ai", "agli", "alle", "con", "per", "della", "del", "dell", "dello", "dei", "degli",
    "delle", "di", "da", "in", "nel", "e", "ed", "il", "la", "lo", "l", "i", "gli", "le",
))  # fmt: skip
_FIELD_GAPS = frozenset((" ", ", ", "'", "\n", " (", ") ", "), ", "-"))
_LONGEST_FIELD = 18


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
    people: list[Mention] = []
    covered = 0
    for start, (end, rule) in sorted(finder.found.items()):
        if start >= covered:
            people.append(_person(words, start, end, rule))
            covered = end
    add_roles(words, people, office_at, others, finder.lists.fields)
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
        self.taken = {spot for mention in others for spot in _indexes(words, mention)}
        self.reader = SurnameReader(words, lexicon, self.taken)
        self.lists = self.reader.lists
        self.found: dict[int, tuple[int, str]] = {}

    def by_first_name(self) -> None:
        """A first name of the lexicon and a surname, where neither a street nor a firm bears them."""
        words, first_names = self.words, self.reader.lexicon.first_names
        covered = 0
        for index, low in enumerate(words.lows):
            if low not in first_names or index < covered or index in self.taken or not words.capitalised(index):
                continue
            if low in self.lists.doubtful and not self._addressed(index):
                continue
            end = self.reader.full_name(index)
            if end and not self.reader.of_a_thing(index, end):
                self.found[index] = (end, "first name")
                covered = end

    def _addressed(self, index: int) -> bool:
        """Whether a name that is also a word ("Sesto", "Rosa") stands as a person's: after an office, before a name."""
        lows = self.words.lows
        if index and (lows[index - 1] in self.lists.titles or lows[index - 1] in self.lists.reach):
            return True
        before_field = index + 1 < len(lows) and lows[index + 1] in self.lists.fields
        return lows[index] not in self.lists.never_first and not before_field

    def by_office(self) -> dict[int, int]:
        """The holders of offices; returns where offices stand, by word index, with their length."""
        words, lists = self.words, self.lists
        sizes = {index: lists.office_at(words, index) for index, low in enumerate(words.lows) if low in lists.reach}
        offices = {index: size for index, size in sizes.items() if size}
        for index, size in offices.items():
            for start, end in self._holders(index + size):
                self.found.setdefault(start, (end, "office"))
        return offices

    def by_title(self) -> None:
        """A surname after a courtesy title ("il dott. Rossi"), not in a firm's name ("Impresa Lauria Geom. Rocco")."""
        words, lists = self.words, self.lists
        for index, low in enumerate(words.lows):
            start = index + 1
            if low not in lists.titles or index in self.taken or start in self.found:
                continue
            if words.gap(index) not in (" ", ". ", ".") or self._in_a_firm(index):
                continue
            end = self.reader.surname(start)
            if end and words.gap(end - 1) not in (" & ", "&") and not self.reader.of_a_thing(start, end):
                self.found[start] = (end, "title")

    def _in_a_firm(self, index: int) -> bool:
        """Whether a title follows a capitalised word that is no office."""
        words = self.words
        if not index or not words.capitalised(index) or words.gap(index - 1) != " ":
            return False
        return words.capitalised(index - 1) and words.lows[index - 1] not in self.lists.reach

    def by_speech(self) -> None:
        """Two capitalised words and more after a verb of speech: "afferma John McCourt"."""
        words = self.words
        for index, low in enumerate(words.lows):
            start = index + 1
            spoken = low in self.lists.speech and words.gap(index) == " " and start not in self.found
            if spoken and (end := self.reader.two_words(start)):
                self.found[start] = (end, "speech")

    def _holders(self, index: int) -> Iterator[tuple[int, int]]:
        """The people who hold the office that ends before a word: "assessore Rossi", "alla Sanità Efisio Pintauro"."""
        words = self.words
        if index >= len(words) or index in self.found:
            return
        end = 0
        if words.gap(index - 1) in (" ", "\n", "  ", " - ") and words.lows[index] not in self.lists.fields:
            end = self.reader.surname(index)
        if end and not self.reader.of_a_thing(index, end):
            yield index, end
            if words.lows[index - 1] in self.lists.plural_offices:
                yield from self._further(end)
        else:
            yield from self._after_field(index)

    def _further(self, end: int) -> Iterator[tuple[int, int]]:
        """The other holders after a plural: "gli assessori Rossi, Bianchi e Verdi"."""
        words = self.words
        while end and end + 1 < len(words):
            joined = words.gap(end - 1) == " " and words.lows[end] in ("e", "ed")
            position = end + joined
            if position in self.found or not (joined or words.gap(end - 1) == ", "):
                return
            end = self.reader.surname(position)
            if end:
                yield position, end

    def _after_field(self, index: int) -> Iterator[tuple[int, int]]:
        """The holder after the office's field or body: "sindaca del Comune di X Lorena Y", "rettore di Y, John Z"."""
        words, lists, taken = self.words, self.lists, self.taken
        position = index
        opening = words.gap(index - 1) == ", " or words.lows[index] in lists.field_links or index in taken
        while opening and position < min(len(words), index + _LONGEST_FIELD) and position not in self.found:
            gap, low = words.gap(position - 1), words.lows[position]
            if gap not in _FIELD_GAPS:
                return
            if position not in taken:
                end = self._holder_at(position)
                if end:
                    yield position, end
                    return
                place = self.reader.lexicon.place(words, position) if words.capitalised(position) else None
                if place is not None:
                    position += place[0]
                    continue
                linked = (
                    not words.capitalised(position)
                    and gap != ", "
                    and (low in lists.field_links or low in lists.bodies)
                )
                if low not in lists.fields and not linked:
                    return
            position += 1

    def _holder_at(self, position: int) -> int:
        """The end of the holder's name that begins after a field; 0 where the field goes on."""
        words, lists = self.words, self.lists
        gap, before = words.gap(position - 1), words.lows[position - 1]
        after_body = position - 1 in self.taken
        if not words.capitalised(position):  # "della regione Piemonte marco Protopapa"
            given = (
                after_body and words.lows[position] in self.reader.lexicon.first_names and words.gap(position) == " "
            )
            return self.reader.surname(position + 1) if given else 0
        ready = after_body or before in lists.fields or before not in _BEFORE_FIELD
        if gap == ", " or (ready and gap in (" ", "\n", ") ") and before not in lists.bodies):
            return self.reader.two_words(position)
        return 0


def _indexes(words: Words, mention: Mention) -> range:
    return range(bisect_left(words.starts, mention["start"]), bisect_left(words.starts, mention["end"]))
