"""Where the name of a company ends, where it begins, and whether what was read can be one at all."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import regex

from extractor.lexicon import Lexicon, Words, default_lexicon
from extractor.pipeline.mentions import Mention
from extractor.pipeline.names import STARTERS

_JOINTS = frozenset((" ", "-", "'", "' ", " '", "&", " & ", "& ", " &", "+", " + ", ".", ". ", ".& ", ". & ", "/"))
_AMPERSANDS = frozenset(("&", " & ", "& ", " &", ". & ", ".& "))
_LINKS = frozenset(
    "di del della dello dell dei degli delle d de da du do y van von der den and of et und the for".split()
)
_ARTICLES = frozenset(("il", "la", "lo", "i", "le", "gli", "l"))
_ORIGIN_LINKS = frozenset(("di", "d", "da", "del", "della", "dell", "de"))
_WRAPPED_LINE = 60  # a line this long may end in the middle of a name; a shorter one is a row or a title


class Stretch(NamedTuple):
    """A name: its words ``first:last`` (``last`` exclusive) and the offset of the character after it."""

    first: int
    last: int
    end: int


class Cues:
    """The word lists of ``company_cues.toml`` and ``legal_forms.toml``, ready for look-up."""

    def __init__(self, lexicon: Lexicon) -> None:
        tables, forms = lexicon.tables["company_cues"], lexicon.tables["legal_forms"]
        self.common = frozenset(tables["common"])
        self.openers = frozenset(tables["openers"])
        self.never = frozenset(tables["never"])
        self.adjectives = frozenset(tables["adjectives"])
        self.origins = frozenset(tables["origins"])
        self.things = frozenset(tables["things"])
        self.sources = frozenset(tables["sources"])
        self.united = frozenset(tables["united"])
        self.family = frozenset(tables["family"])
        self.abbreviations = frozenset(tables["abbreviations"])
        self.before_heads = frozenset(tables["before_heads"])
        self.loose_heads = frozenset(tables["loose_heads"])
        self.loose_tails = frozenset(tables["loose_tails"])
        self.tails = frozenset(tables["tails"]) | self.loose_tails
        self.heads = frozenset(tables["heads"])
        self.lower_heads = frozenset(tables["lower_heads"])
        self.head_starts = frozenset(phrase.split()[0] for phrase in tables["heads"])
        self.apposition_adjectives = frozenset(tables["apposition_adjectives"])
        self.table_words = frozenset(tables["table_words"])
        self.form_starts = frozenset(forms["first"])
        self.exact_forms = frozenset(forms["exact"])
        self.exact_low = frozenset(form.lower() for form in forms["exact"])
        alternatives = [*forms["abbreviations"], *(phrase.replace(" ", r"\s+") for phrase in forms["words"])]
        self.form = regex.compile(rf"(?:{'|'.join(alternatives)})(?![\p{{L}}\p{{N}}])", regex.IGNORECASE)
        # "Rossi srl": the form at a name's end, with whatever parts it from the name
        self.form_at_end = regex.compile(rf"[\s,]+(?:{'|'.join(alternatives)})$", regex.IGNORECASE)


@lru_cache(maxsize=4)
def cues_of(lexicon: Lexicon) -> Cues:
    """The company cues of a lexicon; made once."""
    return Cues(lexicon)


def bare_name(name: str) -> str:
    """A company's name without its legal form.

    >>> bare_name("Orsolini Due S.r.l."), bare_name("Beamit"), bare_name("Nordkula AB")
    ('Orsolini Due', 'Beamit', 'Nordkula')
    """
    return cues_of(default_lexicon()).form_at_end.sub("", name.strip()).strip(" ,") or name


class NameReader:
    """Reads companies' names in one text, forward from a word and backward to one."""

    def __init__(self, words: Words, lexicon: Lexicon, others: list[Mention]) -> None:
        self.words = words
        self.lexicon = lexicon
        self.cues = cues_of(lexicon)
        self.bodies: set[int] = set()
        self.soft: set[int] = (
            set()
        )  # in a lexicon's name, which may be the beginning of a firm's: "Stella Maris Linee srl"
        self.people: set[int] = set()
        self.surnames: set[str] = set()
        self.barred: set[tuple[str, ...]] = set()  # names that this text gives to a call or a programme
        index = 0
        for mention in sorted(others, key=lambda each: each["start"]):
            while index < len(words) and words.ends[index] <= mention["start"]:
                index += 1
            position = index
            person = mention["label"] == "PERSON"
            while position < len(words) and words.starts[position] < mention["end"]:
                (self.people if person else self.bodies).add(position)
                if mention["rule"] == "lexicon":
                    self.soft.add(position)
                if person:
                    self.surnames.add(words.lows[position])
                position += 1

    def names_a_thing(self, first: int) -> bool:
        """Whether a call, a programme, a street stands before a name: "bando Fabbrica Intelligente"."""
        words = self.words
        return first > 0 and words.lows[first - 1] in self.cues.things and words.gap(first - 1) in (" ", ' "')

    def taken(self, index: int) -> bool:
        """Whether a word belongs to an institution or a person."""
        return index in self.bodies or index in self.people

    def form_end(self, index: int) -> int:
        """The end of the legal form that begins at a word, with its own full stop; 0 where none begins there."""
        words = self.words
        if words.lows[index] not in self.cues.form_starts:
            return 0
        start = words.starts[index]
        match = self.cues.form.match(words.plain, start)
        if match is None:
            return 0
        end: int = match.end()
        while words.plain[end - 1] == " ":
            end -= 1
        form = words.plain[start:end]
        if form.lower() in self.cues.exact_low and form not in self.cues.exact_forms:
            return 0
        if form[-1] != "." and "." in form and words.plain[end : end + 1] == ".":
            return end + 1
        if (
            form[-1] == "."
            and "." not in form[:-1]
            and form.lower() in ("srl.", "spa.", "snc.", "sas.", "srls.", "scarl.")
        ):
            return end - 1  # the sentence's full stop
        return end

    def joined(self, index: int) -> bool:
        """Whether nothing parts a word from the next: no column, no line end, no full stop of a sentence."""
        words = self.words
        gap = words.gap(index)
        if gap == " ":
            return words.text[words.ends[index]] != "\t"
        if gap in _JOINTS:
            if gap[0] != ".":
                return True
            low = words.lows[index]
            return len(low) == 1 or low in self.cues.abbreviations or (gap == "." and len(low) < 5)
        return gap in ("\n", "\r\n") and self._wrapped(words.ends[index])

    def _wrapped(self, offset: int) -> bool:
        """Whether the line that ends at an offset is prose broken by its width, no row of a table."""
        plain = self.words.plain
        start = plain.rfind("\n", 0, offset) + 1
        stop = plain.find("\n", offset + 1)
        long = start > 0 and offset - start >= _WRAPPED_LINE and (stop < 0 or stop - offset > _WRAPPED_LINE // 2)
        return (
            long
            and plain[start - 2 : start - 1] != "\n"
            and "  " not in plain[start:offset]
            and "|" not in plain[start:offset]
        )

    def forward(self, index: int, limit: int = 8, *, head: int = 0, owner: bool = False) -> Stretch | None:
        """The name that begins at a word, with its legal form; ``None`` where none begins.

        ``head`` words are known to open it ("Consorzio stabile"); ``owner`` says that "di" and a person go on with the name ("ditta Edilscavi di Paolicelli Vito").
        """
        words, lows = self.words, self.words.lows
        if index >= len(words) or self.taken(index) or not (head or self._opens(index)):
            return None
        end = index + max(head, 1)
        stop = words.ends[end - 1]
        position = end
        while position < len(words) and position - index < limit:
            if not self.joined(position - 1):
                break
            form = self.form_end(position) if lows[position] in self.cues.form_starts else 0
            if form:
                return Stretch(index, max(position, end), form)
            low = lows[position]
            if words.capitalised(position) or (low[0].isdigit() and not low.isdigit() and len(low) < 5):
                if (
                    position in self.people
                    and end == index + head
                    and head
                    and lows[index] not in self.cues.loose_heads
                ):
                    while position in self.people:
                        position += 1  # "Cartiere Paolo Pigna"
                elif self.taken(position) or not self._continues(position):
                    break
                else:
                    position += 1
            elif low in self.cues.family and words.gap(position - 1) in _AMPERSANDS:
                position += 1
            elif low == "lli" and lows[position - 1] == "f":
                position += 1
            elif low in ("e", "ed") and position + 1 < len(words) and lows[position + 1] in self.cues.family:
                position += 2
            elif low in _LINKS:
                following = self._over_links(index, end, position, owner=owner, headed=end - index <= head)
                if not following:
                    break
                position = following
            else:
                break
            end, stop = position, words.ends[position - 1]
        if lows[end - 1] in ("c", "co") and words.plain[stop : stop + 1] == ".":
            stop += 1
        return Stretch(index, end, stop)

    def _opens(self, index: int) -> bool:
        words = self.words
        low = words.lows[index]
        if not words.capitalised(index):
            return (
                low[0].isdigit()
                and not low.isdigit()
                and len(low) < 5
                and index + 1 < len(words)
                and words.capitalised(index + 1)
            )
        if low not in STARTERS or low in self.cues.before_heads:
            return low not in _ARTICLES or self._continues(index)
        return low in _ARTICLES and self._continues(index)

    def _continues(self, index: int) -> bool:
        """Whether a capitalised word goes on with a name; an article does where a capital follows it ("La Rondine")."""
        words = self.words
        low = words.lows[index]
        if low not in STARTERS or low in self.cues.before_heads - _ARTICLES:
            return True
        if (
            len(low) > 2
            and low not in _ARTICLES
            and index
            and words.gap(index - 1) == " "
            and not words.surface(index).isupper()
        ):
            return True  # a capital inside a sentence is the name's: "Moduli Oggi"
        following = index + 1
        return (
            (low in _ARTICLES or low in ("di", "de", "d"))
            and following < len(words)
            and words.capitalised(following)
            and not self.taken(following)
            and words.gap(index) in (" ", "'")
        )

    def _over_links(self, first: int, end: int, position: int, *, owner: bool, headed: bool) -> int:
        """The index after the word on the far side of "di", "della"; 0 where the name ends before them."""
        words = self.words
        following = position + 1
        if (
            following < len(words)
            and words.lows[following] in ("la", "l", "il", "der", "den")
            and not words.capitalised(following)
        ):
            following += 1
        if following >= len(words) or not words.capitalised(following) or following in self.bodies:
            return 0
        if (
            not all(self.joined(spot) for spot in range(position, following))
            or words.lows[following] in STARTERS - _ARTICLES
        ):
            return 0
        if following in self.people:
            while following in self.people:
                following += 1
            grown = following < len(words) and (words.gap(following - 1) in _AMPERSANDS or self.form_end(following) > 0)
            return following if owner or grown else 0
        headed = headed or (end == first + 1 and words.lows[first] in self.cues.heads)
        place = self.lexicon.place(words, following)
        if place is not None and words.lows[first] == "consorzio" and place[1].type == "region":
            headed = True  # "Consorzio Agrumi di Sicilia"
        if place is not None or (
            words.lows[position] == "di" and words.lows[first] in self.cues.head_starts and not owner
        ):
            # the firm's town: "Imballaggi Rapidi di Casarsa", unless the name goes on after it
            after = following + (place[0] if place is not None else 1)
            goes_on = (
                after < len(words) and self.joined(after - 1) and (words.capitalised(after) or self.form_end(after) > 0)
            )
            if not headed and not goes_on and not (after < len(words) and words.gap(after - 1) in _AMPERSANDS):
                return 0
            return after if place is not None else following + 1
        return following + 1

    def backward(self, last: int, limit: int = 8) -> int:
        """The index of the first word of the name whose last word is ``last``; ``last + 1`` where that is none."""
        words, lows = self.words, self.words.lows
        start = last + 1
        position = last
        while position >= 0 and last - position < limit:
            if position < last and not self.joined(position):
                break
            low = lows[position]
            if words.capitalised(position):
                if (position in self.bodies and not (position in self.soft and position < last)) or (
                    low in STARTERS and position < last and not self._inside(position)
                ):
                    break
                start = position
            elif low[0].isdigit():
                if len(low) > 4 or (position and words.gap(position - 1) not in (" ", "-", "'")):
                    break
                if not low.isdigit() or (position and words.capitalised(position - 1) and self.joined(position - 1)):
                    start = position
            elif not (
                (low == "lli" and position and lows[position - 1] == "f")
                or (low in _LINKS and low != "da" and position and words.capitalised(position - 1) and position < last)
                or (low in ("la", "l", "il", "der", "den") and position > 1 and lows[position - 1] in _LINKS)
                or (
                    low in self.cues.family
                    and position
                    and (words.gap(position - 1) in _AMPERSANDS or lows[position - 1] == "e")
                )
                or (low == "e" and position < last and lows[position + 1] in self.cues.family)
            ):
                break
            position -= 1
        return self._without_openers(start, last)

    def _inside(self, position: int) -> bool:
        """Whether a capitalised article or "Nuova" stands inside a sentence, so that its capital is the name's."""
        words = self.words
        if words.lows[position] not in _ARTICLES and words.lows[position] not in self.cues.before_heads:
            return False
        return position > 0 and words.gap(position - 1) == " " and not words.surface(position + 1).isupper()

    def _without_openers(self, start: int, last: int) -> int:
        words = self.words
        while start < last and (
            words.lows[start] in self.cues.openers and (self.opens_sentence(start) or words.lows[start] in _PARTS)
        ):
            start += 1
            while start < last and words.lows[start] in _LINKS and not words.capitalised(start):
                start += 1
        return start

    def opens_sentence(self, index: int) -> bool:
        """Whether a word is the first of a sentence, a line or a quotation, so that its capital says nothing."""
        if not index:
            return True
        gap = self.words.gap(index - 1)
        return gap != " " and any(mark in gap for mark in '.\n"!?*#')

    def without_origin(self, first: int, last: int) -> int:
        """The end of a name without the town after it: "Resintex di Ostuni" ends after "Resintex"."""
        words = self.words
        for position in range(last - 1, max(first, last - 5), -1):
            if words.lows[position] in _ORIGIN_LINKS and not words.capitalised(position):
                place = self.lexicon.place(words, position + 1)
                if (
                    place is not None
                    and position + 1 + place[0] == last
                    and not (position == first + 1 and words.lows[first] in self.cues.heads)
                ):
                    return position
        return last

    def sound(self, first: int, last: int) -> bool:
        """Whether words can be a company's name: no place, no everyday word, no body, no person of this text."""
        words, low = self.words, self.words.lows[first]
        if low in self.cues.common or any(spot in self.bodies for spot in range(first, last)):
            return False
        if self.names_a_thing(first):
            self.barred.add(tuple(words.lows[first:last]))
            return False
        place = self.lexicon.place(words, first)
        if place is not None and first + place[0] >= last:
            return False
        if (
            low in self.lexicon.head_reach
            and (head := self.lexicon.head(words, first))
            and head[1].get("label") != "COMPANY"
        ):
            return False
        if last - first > 1:
            return True
        surface = words.surface(first)
        if low[:-1] + "a" in self.cues.origins or low[:-1] + "e" in self.cues.origins:
            return False
        if low in self.surnames or low in self.cues.openers or len(low) < 2 or low in self.cues.heads:
            return False
        known = self.lexicon.exact.get(surface)
        return known is None or self.lexicon.entries[known]["label"] == "COMPANY"


_PARTS = frozenset(("capofila", "mandataria", "mandante", "aggiudicataria", "aggiudicatario", "ati", "rti", "rtp"))
