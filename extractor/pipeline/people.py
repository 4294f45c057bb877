"""People: first names, offices and titles, and the role that the text gives with the name."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

import regex

from extractor.lexicon import Lexicon, Words
from extractor.pipeline.mentions import Mention

_NAME_GAPS = frozenset((" ", "-", "'", "' ", "\n", ". ", "  "))
_ROLE_TAIL = regex.compile(r"[,.;:()\n\"–—]|\s-\s|\s(?:che|ha|hanno|è|sono|e\s+(?:il|la|l'|lo|dal|dalla|del|della)|insieme|nel|durante|con\s+(?:il|la|l')|ed|si|ma|in\s+merito|a\s+margine|oggi|ieri)\s")
_ALTERNATIVE = regex.compile(r"\s+(?:di|della|del|dell'|dello|dei|delle|degli|al|alla|presso|per)\s*$")


class Offices:
    """The office and title words of the lexicon, ready for look-up."""

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

    def at(self, words: Words, index: int) -> int:
        """The number of words of the office that begins at a word, 0 where none does."""
        for size in range(self.reach.get(words.lows[index], 0), 0, -1):
            if words.run(index, size) in self.offices:
                return size
        return 0


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
    offices = _offices(lexicon)
    found: dict[int, Mention] = {}
    taken = {spot for mention in others for spot in _indexes(words, mention)}
    office_at = {index: size for index in range(len(words)) if words.lows[index] in offices.reach and (size := offices.at(words, index))}
    for index in range(len(words)):
        if index in taken or not words.capitalised(index):
            continue
        if words.lows[index] in lexicon.first_names:
            end = _full_name(words, lexicon, offices, index, taken)
            if end:
                found[index] = _person(words, index, end, "first name")
    for index, size in office_at.items():
        for start, end in _holders(words, lexicon, offices, index + size, taken, found):
            found.setdefault(start, _person(words, start, end, "office"))
    for index in range(len(words)):
        if words.lows[index] in offices.titles and index not in taken:
            start = index + 1
            if start < len(words) and words.gap(index) in (" ", ". ", ".") and start not in found and start not in taken:
                end = _surname(words, lexicon, offices, start, taken)
                if end:
                    found[start] = _person(words, start, end, "title")
    people = sorted(found.values(), key=lambda each: each["start"])
    _add_roles(words, people, office_at, others)
    return people


def _indexes(words: Words, mention: Mention) -> range:
    return range(bisect_left(words.starts, mention["start"]), bisect_left(words.starts, mention["end"]))


def _person(words: Words, start: int, end: int, rule: str) -> Mention:
    surname = " ".join(words.lows[start:end])
    return {"start": words.starts[start], "end": words.ends[end - 1], "label": "PERSON", "key": f"person:{surname}", "rule": rule, "kind": "person"}


def _full_name(words: Words, lexicon: Lexicon, offices: Offices, index: int, taken: set[int]) -> int:
    """The index after a full name that begins with a first name; 0 where no surname follows."""
    position = index + 1
    given = 1
    while position < len(words) and words.gap(position - 1) in (" ", "-") and words.lows[position] in lexicon.first_names and words.capitalised(position) and given < 3 and position not in taken:
        position += 1
        given += 1
    end = _surname(words, lexicon, offices, position, taken)
    if end and words.gap(position - 1) in _NAME_GAPS and words.gap(position - 1) != ". ":
        return end
    if end and words.gap(position - 1) == ". " and words.ends[position - 1] - words.starts[position - 1] == 1:
        return end
    if given > 1 and not _shouting(words, index, position):
        return position  # a surname that is a first name too: "Alberto Giorgio"
    return 0


def _surname(words: Words, lexicon: Lexicon, offices: Offices, index: int, taken: set[int]) -> int:
    """The index after a surname that begins at a word (particles, up to three words), 0 where none does."""
    position = index
    particles = 0
    while position < len(words) and position not in taken and words.lows[position] in offices.particles and particles < 2:
        if not words.capitalised(position) and words.lows[position] not in ("de", "d", "van", "von", "der"):
            break
        following = position + 1
        if following >= len(words) or not words.capitalised(following) or words.gap(position) not in (" ", "'", "' "):
            break
        position += 1
        particles += 1
    if position >= len(words) or position in taken or not _may_be_surname(words, offices, position):
        return 0
    if len(words.lows[position]) == 1 and words.gap(position) == ". " and position + 1 < len(words):  # an initial
        position += 1
        if position in taken or not _may_be_surname(words, offices, position):
            return 0
    end = position + 1
    while end < len(words) and end - position < 3 and end not in taken and words.gap(end - 1) in (" ", "-") and _may_be_surname(words, offices, end):
        if words.surface(end).isupper() != words.surface(position).isupper() and len(words.lows[end]) > 2:
            break
        if words.lows[end] in offices.particles and not (end + 1 < len(words) and words.capitalised(end + 1)):
            break
        if words.surface(end).isupper() and (end - position) >= 1:
            break
        end += 1
    return end


def _may_be_surname(words: Words, offices: Offices, index: int) -> bool:
    low = words.lows[index]
    return words.capitalised(index) and not low.isdigit() and low not in offices.no_surname and low not in offices.reach and low not in offices.titles


def _shouting(words: Words, start: int, end: int) -> bool:
    return words.text[words.starts[start] : words.ends[end - 1]].isupper()


def _holders(
    words: Words, lexicon: Lexicon, offices: Offices, index: int, taken: set[int], found: dict[int, Mention]
) -> Iterator[tuple[int, int]]:
    """The people who hold the office that ends before a word: "assessore Rossi", "i sindaci Rossi e Bianchi"."""
    if index >= len(words) or index in found or words.gap(index - 1) not in (" ", "\n", "  ", " - "):
        return
    end = 0 if index in taken else _surname(words, lexicon, offices, index, taken)
    if not end or not words.capitalised(index):
        return
    yield index, end
    while end + 1 < len(words) and (words.gap(end - 1) == ", " or (words.gap(end - 1) == " " and words.lows[end] in ("e", "ed"))):
        if words.lows[index - 1][-1:] not in ("i", "e") or words.lows[index - 1] in ("assessore", "presidente", "ministro", "consigliere", "rettore", "direttore", "sindaco", "vicepresidente", "governatore", "senatore"):
            return
        position = end + (words.gap(end - 1) == " ")
        if position in found or position in taken:
            return
        end = _surname(words, lexicon, offices, position, taken)
        if not end:
            return
        yield position, end


def _add_roles(words: Words, people: list[Mention], office_at: dict[int, int], others: list[Mention]) -> None:
    """Give each person the office that stands with the name: before it ("l'assessore X"), or after ("X, assessore")."""
    starts = sorted(office_at)
    previous_end = 0
    for number, person in enumerate(people):
        following = people[number + 1]["start"] if number + 1 < len(people) else len(words.text)
        role = _role_before(words, person, starts, office_at, previous_end) or _role_after(words, person, starts, office_at, following)
        if role is not None:
            _set_role(words.text, person, *role, others)
        previous_end = person["end"]


def _role_before(words: Words, person: Mention, starts: list[int], office_at: dict[int, int], floor: int) -> tuple[int, int] | None:
    first = bisect_left(words.starts, person["start"])
    place = bisect_left(starts, first) - 1
    while place >= 0:
        index = starts[place]
        begin = words.starts[index]
        if begin < floor or first - index > 22:
            return None
        inside = place > 0 and starts[place - 1] + office_at[starts[place - 1]] > index
        if not inside:
            between = words.plain[words.ends[index + office_at[index] - 1] : person["start"]]
            if _bridges(between):
                end = person["start"]
                while end > begin and words.plain[end - 1] in " ,-\n'\"(":
                    end -= 1
                return begin, _without_title(words, index + office_at[index], begin, end)
        if words.plain[begin:person["start"]].count(",") > 3:
            return None
        place -= 1
    return None


_BRIDGE = regex.compile(
    r"(?:\s+(?:alla|allo|all'|alle|ai|agli|al|per|con\s+delega|della|dello|dell'|del|dei|degli|delle|di|in|da|regional[ei]|comunal[ei]|provincial[ei]|nazional[ei]|uscente|vicari[oa]|e\b|generale|"
    r"\p{Lu}|ad\s+interim|pro\s+tempore|reggente|competente|lombard[oa]|ligure|delegat[oa]|aggiunt[oa]|scientific[oa]|sanitari[oa]|amministrativ[oa]|tecnic[oa]|nonch[eé]|facente)[^.;:!?\"()\n]*)?[\s,\n-]*$"
)
_VERB_INSIDE = regex.compile(r"\b(?:ha|hanno|è|sono|era|sarà|spiega|dichiara|commenta|ricorda|afferma|sottolinea|annuncia|firmat\w|insieme|presenti?|incontr\w+|che|si)\b")


def _bridges(between: str) -> bool:
    """Whether the words between an office and a name are the office's field: "alle Infrastrutture e Trasporti, "."""
    return len(between) < 160 and _BRIDGE.match(between) is not None and _VERB_INSIDE.search(between) is None


def _without_title(words: Words, index: int, begin: int, end: int) -> int:
    """The end of a role without a title at its tail ("il direttore dott." ends with "direttore")."""
    tail = regex.search(r"[\s,]+(?:dott|dr|prof|ing|avv|arch|geom|on|sen|sig|cav|don|dottor|professor|ingegner|avvocato|dottoressa|professoressa)(?:\.?ssa)?\.?$", words.plain[begin:end].lower())
    return begin + tail.start() if tail else end


def _role_after(words: Words, person: Mention, starts: list[int], office_at: dict[int, int], following: int) -> tuple[int, int] | None:
    position = bisect_left(words.starts, person["end"])
    if position >= len(words):
        return None
    gap = words.plain[person["end"] : words.starts[position]]
    if gap not in (", ", " (", " ", " - ", ",", "\n", ", \n"):
        return None
    steps = 0
    while position < len(words) and position not in office_at and words.lows[position] in ("il", "la", "l", "neo", "attuale", "ex", "nuovo", "nuova", "già", "attualmente") and steps < 3:
        position += 1
        steps += 1
    size = office_at.get(position)
    if not size or (steps and gap == " "):
        return None
    begin = words.starts[position]
    stop = min(following, len(words.text))
    tail = _ROLE_TAIL.search(words.plain, words.ends[position + size - 1], stop)
    end = tail.start() if tail else stop
    return (begin, end) if end - begin < 140 else (begin, words.ends[position + size - 1])


def _set_role(text: str, person: Mention, begin: int, end: int, others: list[Mention]) -> None:
    for mention in others:
        if begin < mention["start"] < end and mention["label"] in ("INSTITUTION", "COMPANY"):
            link = _ALTERNATIVE.search(text[begin : mention["start"]].replace("’", "'"))
            if link is not None:
                person["affiliation"] = [mention["start"], mention["end"]]
                end = begin + link.start()
                break
    role = " ".join(text[begin:end].split()).strip(" ,-–—(")
    if role:
        person["role"] = role
