"""Where a company's name ends, where it begins, and whether what was read can be one at all."""

from __future__ import annotations

from typing import NamedTuple

from extractor.lexicon import Lexicon, Words
from extractor.pipeline.company_words import company_words
from extractor.pipeline.mentions import Mention
from extractor.pipeline.names import STARTERS

_JOINTS = frozenset((" ", "-", "'", "' ", " '", "&", " & ", "& ", " &", "+", " + ", ".", ". ", ".& ", ". & ", "/"))
_AMPERSANDS = frozenset(("&", " & ", "& ", " &", ". & ", ".& "))
_ARTICLES = frozenset(("il", "la", "lo", "i", "le", "gli", "l"))
_SECOND_LINKS = frozenset(("la", "l", "il", "der", "den"))
_ORIGIN_LINKS = frozenset(("di", "d", "da", "del", "della", "dell", "de"))
_TYPED_FORMS = frozenset(("srl.", "spa.", "snc.", "sas.", "srls.", "scarl."))
_WRAPPED_LINE = 60  # a line this long may end in the middle of a name; a shorter one is a row or a title


class Stretch(NamedTuple):
    """A name: its words ``first:last`` (``last`` exclusive) and the offset of the character after it."""

    first: int
    last: int
    end: int


class NameReader:
    """Reads companies' names in one text, forward from a word and backward to one."""

    def __init__(self, words: Words, lexicon: Lexicon, others: list[Mention]) -> None:
        self.words = words
        self.lexicon = lexicon
        self.cues = company_words(lexicon)
        self.bodies: set[int] = set()
        self.soft: set[int] = set()  # in a name of the lexicon, which a firm's may open with: "Stella Maris Linee srl"
        self.people: set[int] = set()
        self.surnames: set[str] = set()
        self.barred: set[tuple[str, ...]] = set()  # names that this text gives to a call or a programme
        self._borne: set[str] | None = None
        index = 0
        for mention in sorted(others, key=lambda each: each["start"]):
            while index < len(words) and words.ends[index] <= mention["start"]:
                index += 1
            position = index
            while position < len(words) and words.starts[position] < mention["end"]:
                self._take(position, mention)
                position += 1

    def _take(self, index: int, mention: Mention) -> None:
        if mention["label"] == "PERSON":
            self.people.add(index)
            self.surnames.add(self.words.lows[index])
        else:
            self.bodies.add(index)
        if mention["rule"] == "lexicon":
            self.soft.add(index)

    def taken(self, index: int) -> bool:
        """Whether a word belongs to an institution or a person."""
        return index in self.bodies or index in self.people

    def borne(self) -> set[str]:
        """The words that stand somewhere in the text after another capitalised word, as a surname does."""
        if self._borne is None:
            words = self.words
            self._borne = {
                low
                for spot, low in enumerate(words.lows)
                if spot
                and words.capitalised(spot - 1)
                and words.lows[spot - 1] not in STARTERS
                and words.gap(spot - 1) == " "
            }
        return self._borne

    def free(self, first: int, last: int) -> bool:
        """Whether no word of ``first:last`` belongs to an institution or a person."""
        return not any(self.taken(spot) for spot in range(first, last))

    def form_end(self, index: int) -> int:
        """The end of the legal form that begins at a word, with its own full stop; 0 where none begins there."""
        words = self.words
        if words.lows[index] not in self.cues.form_starts:
            return 0
        seconds = self.cues.form_seconds.get(words.lows[index])
        if seconds is not None and (index + 1 == len(words) or words.lows[index + 1] not in seconds):
            return 0
        start = words.starts[index]
        match = self.cues.form.match(words.plain, start)
        if match is None:
            return 0
        form = match.group().rstrip()
        end = start + len(form)
        if form.lower() in self.cues.exact_low and form not in self.cues.exact_forms:
            return 0
        if form[-1] != "." and "." in form and words.plain[end : end + 1] == ".":
            return end + 1
        last = form[-1] == "." and "." not in form[:-1] and words.plain[end : end + 1] in ("", "\n")
        return end - 1 if last or form.lower() in _TYPED_FORMS else end  # "srl." ends the sentence

    def joined(self, index: int) -> bool:
        """Whether nothing parts a word from the next: no column, no line end, no full stop of a sentence."""
        words = self.words
        gap = words.gap(index)
        if gap == " ":
            return words.text[words.ends[index]] != "\t"
        if gap in _JOINTS:
            low = words.lows[index]
            return gap[0] != "." or len(low) == 1 or low in self.cues.abbreviations or (gap == "." and len(low) < 5)
        return gap in ("\n", "\r\n") and self._wrapped(words.ends[index])

    def _wrapped(self, offset: int) -> bool:
        """Whether the line that ends at an offset is prose broken by its width, no title and no row of a table."""
        plain = self.words.plain
        start = plain.rfind("\n", 0, offset) + 1
        stop = plain.find("\n", offset + 1)
        if start < 2 or plain[start - 2] == "\n" or offset - start < _WRAPPED_LINE:
            return False
        columns = plain.find("  ", start, offset) >= 0 or plain.find("|", start, offset) >= 0
        return not columns and (stop < 0 or stop - offset > _WRAPPED_LINE // 2)

    def forward(self, index: int, limit: int = 8, *, head: int = 0, owner: bool = False) -> Stretch | None:
        """The name that begins at a word, with its legal form; ``None`` where none begins.

        Args:
            index: the first word.
            limit: how many words a name may have.
            head: so many words are known to open it ("Consorzio stabile").
            owner: "di" and a person go on with the name ("ditta Edilscavi di Paolicelli Vito").
        """
        words, lows = self.words, self.words.lows
        if index >= len(words) or self.taken(index) or not (head or self._opens(index)):
            return None
        end = index + max(head, 1)
        while end < len(words) and end - index < limit and self.joined(end - 1):
            if form := self.form_end(end):
                return Stretch(index, end, form)
            following = self._step(index, end, head=head, owner=owner)
            if not following:
                break
            end = following
        stop = words.ends[end - 1]
        initials = len(lows[end - 1]) == 1 and end - index > 1 and words.gap(end - 2) == "."
        if (initials or lows[end - 1] in ("c", "co")) and words.plain[stop : stop + 1] == ".":
            stop += 1
        return Stretch(index, end, stop)

    def _step(self, first: int, position: int, *, head: int, owner: bool) -> int:
        """The index after the next part of a name that begins at ``first``; 0 where it ends before ``position``."""
        words, lows, family = self.words, self.words.lows, self.cues.family
        low = lows[position]
        crafted = lows[first] in self.cues.head_starts or lows[first] in self.cues.before_heads
        headed = head > 0 and position == first + head and crafted
        if words.capitalised(position) or (low[0].isdigit() and not low.isdigit() and len(low) < 5):
            if position in self.people and headed and lows[first] not in self.cues.loose_heads:
                return self._after_person(position)  # "Cartiere Paolo Pigna"
            return 0 if self.taken(position) or not self._continues(position) else position + 1
        gap = words.gap(position - 1)
        if (low in family and gap in _AMPERSANDS) or low in self.cues.numbers:
            return position + 1
        if (low == "lli" and lows[position - 1] == "f") or (low == "s" and gap == "'"):
            return position + 1
        if low in ("e", "ed") and position + 1 < len(words) and lows[position + 1] in family:
            return position + 2
        return self._over_links(first, position, owner=owner, headed=headed) if low in self.cues.links else 0

    def _after_person(self, position: int) -> int:
        while position in self.people:
            position += 1
        return position

    def _opens(self, index: int) -> bool:
        """Whether a name may begin at a word: a capital that is no sentence's opener, "3B", or "Il Fornaio"."""
        words = self.words
        low = words.lows[index]
        if not words.capitalised(index):
            mixed = low[0].isdigit() and not low.isdigit() and len(low) < 5
            return mixed and index + 1 < len(words) and words.capitalised(index + 1)
        if low in _ARTICLES:
            return self._continues(index)
        return low not in STARTERS or low in self.cues.before_heads

    def _continues(self, index: int) -> bool:
        """Whether a capitalised word goes on with a name; an article does where a capital follows it ("La Rondine")."""
        words = self.words
        low = words.lows[index]
        article = low in _ARTICLES
        if low not in STARTERS or (low in self.cues.before_heads and not article):
            return True
        if len(low) == 1 and words.gap(index - 1) == ".":
            return True  # "S.T.E.L."
        if len(low) > 2 and not article and index and words.gap(index - 1) == " ":
            return not words.surface(index).isupper()  # a capital inside a sentence is the name's: "Moduli Oggi"
        following = index + 1
        before_capital = following < len(words) and words.capitalised(following) and not self.taken(following)
        return (article or low in ("di", "de", "d")) and before_capital and words.gap(index) in (" ", "'")

    def _over_links(self, first: int, position: int, *, owner: bool, headed: bool) -> int:
        """The index after the word on the far side of "di", "della"; 0 where the name ends before them."""
        words, lows = self.words, self.words.lows
        following = position + 1
        if following < len(words) and lows[following] in _SECOND_LINKS and not words.capitalised(following):
            following += 1
        if following >= len(words) or not words.capitalised(following) or following in self.bodies:
            return 0
        if lows[following] in STARTERS - _ARTICLES or not all(self.joined(spot) for spot in range(position, following)):
            return 0
        if following in self.people:
            after = self._after_person(following)
            return after if owner or self._goes_on(after, capital=False) else 0
        place = self.lexicon.place(words, following)
        town = lows[first] in self.cues.head_starts or lows[following] in self.lexicon.place_reach
        if place is None and (lows[position] != "di" or not town or owner):
            return following + 1
        # the firm's town ("Imballaggi Rapidi di Casarsa") unless it is all of the name, or the name goes on after it
        after = following + (place[0] if place is not None else 1)
        whole = headed or (position == first + 1 and lows[first] in self.cues.heads)
        region = place is not None and place[1].type == "region" and lows[first] == "consorzio"
        whole = whole or region or lows[first] in self.cues.banks
        return after if whole or self._goes_on(after, capital=True) else 0

    def _goes_on(self, index: int, *, capital: bool) -> bool:
        """Whether a name goes on at a word: "& Figli", a legal form, or where ``capital`` says so a capital."""
        words = self.words
        if index >= len(words):
            return False
        if words.gap(index - 1) in _AMPERSANDS:
            return True
        return self.joined(index - 1) and (self.form_end(index) > 0 or (capital and words.capitalised(index)))

    def backward(self, last: int, limit: int = 8) -> int:
        """The index of the first word of the name whose last word is ``last``; ``last + 1`` where that is none."""
        words = self.words
        start = last + 1
        position = last
        while position >= 0 and last - position < limit and (position == last or self.joined(position)):
            low = words.lows[position]
            if words.capitalised(position):
                if not self._reaches(position, last):
                    break
                start = position
            elif low[0].isdigit():
                if len(low) > 4 or (position and words.gap(position - 1) not in (" ", "-", "'")):
                    break
                if not low.isdigit() or (position and words.capitalised(position - 1) and self.joined(position - 1)):
                    start = position
            elif not self._ties(position, last):
                break
            position -= 1
        while start < last and self._merely_opens(start):
            start += 1
            while start < last and words.lows[start] in self.cues.links and not words.capitalised(start):
                start += 1
        return start

    def _reaches(self, position: int, last: int) -> bool:
        """Whether a capitalised word belongs to the name that ends at ``last``."""
        words = self.words
        if position in self.bodies and (position == last or position not in self.soft):
            return False
        low = words.lows[position]
        if low not in STARTERS or position == last:
            return True
        named = low in _ARTICLES or low in self.cues.before_heads
        inside = position > 0 and words.gap(position - 1) == " "
        return named and inside and not words.surface(position + 1).isupper()

    def _ties(self, position: int, last: int) -> bool:
        """Whether a lower-case word stands inside a name: "di", "& figli", "F.lli"."""
        words, lows = self.words, self.words.lows
        low = lows[position]
        if not position:
            return False
        if low in self.cues.family:
            return words.gap(position - 1) in _AMPERSANDS or lows[position - 1] == "e"
        if position == last:
            return False
        if low in self.cues.links and low != "da":
            trade = lows[position + 1] in self.cues.heads and words.capitalised(position + 1)
            return words.capitalised(position - 1) and not (trade and self.opens_sentence(position - 1))
        if low in _SECOND_LINKS:
            return lows[position - 1] in self.cues.links
        return (low == "lli" and lows[position - 1] == "f") or (low == "e" and lows[position + 1] in self.cues.family)

    def _merely_opens(self, index: int) -> bool:
        """Whether a word before a name opens the sentence or tells a part in a tender: "Seguono", "Mandataria"."""
        low = self.words.lows[index]
        return low in self.cues.openers and (low in self.cues.parts_in or self.opens_sentence(index))

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
            if words.lows[position] not in _ORIGIN_LINKS or words.capitalised(position):
                continue
            place = self.lexicon.place(words, position + 1)
            whole = position == first + 1 and words.lows[first] in self.cues.heads
            if place is not None and position + 1 + place[0] == last and not whole:
                return position
        return last

    def names_a_thing(self, first: int, last: int) -> bool:
        """Whether a call, a programme, a street bears the name: "bando Fabbrica Intelligente"; it is then barred."""
        words = self.words
        thing = first > 0 and words.lows[first - 1] in self.cues.things and words.gap(first - 1) in (" ", ' "')
        if thing:
            self.barred.add(tuple(words.lows[first:last]))
        return thing

    def sound(self, first: int, last: int) -> bool:
        """Whether words can be a company's name: no place, no everyday word, no body, no person of this text."""
        words, low = self.words, self.words.lows[first]
        if low in self.cues.common or any(spot in self.bodies for spot in range(first, last)):
            return False
        place = self.lexicon.place(words, first)
        if self.names_a_thing(first, last) or (place is not None and first + place[0] >= last):
            return False
        head = self.lexicon.head(words, first) if low in self.lexicon.head_reach else None
        if head is not None and head[1].get("label") != "COMPANY":
            return False
        return last - first > 1 or self._sound_alone(first)

    def _sound_alone(self, index: int) -> bool:
        low, cues = self.words.lows[index], self.cues
        if low[:-1] + "a" in cues.origins or low[:-1] + "e" in cues.origins:
            return False
        if low in self.surnames or low in cues.openers or len(low) < 2 or low in cues.heads:
            return False
        known = self.lexicon.exact.get(self.words.surface(index))
        return known is None or self.lexicon.entries[known]["label"] == "COMPANY"
