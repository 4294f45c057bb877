"""The role that the text gives with a person's name: before it ("l'assessore X") or after it ("X, assessore")."""

from __future__ import annotations

from bisect import bisect_left

import regex

from extractor.lexicon import Words
from extractor.pipeline.mentions import Mention
from extractor.pipeline.patterns import lazy

_ROLE_TAIL = lazy(
    r"[,.;:()\n\"–—]|\s-\s|\s(?:che|ha|hanno|è|sono|e\s+(?:il|la|l'|lo|dal|dalla|del|della)|insieme|nel|durante|con\s+(?:il|la|l')|ed|si|ma|in\s+merito|a\s+margine|oggi|ieri)\s"
)
_ALTERNATIVE = lazy(r"\s+(?:di|della|del|dell'|dello|dei|delle|degli|al|alla|presso|per)\s*$")


def add_roles(
    words: Words, people: list[Mention], office_at: dict[int, int], others: list[Mention], fields: frozenset[str]
) -> None:
    """Give each person the office that stands with the name: before it ("l'assessore X"), or after ("X, assessore")."""
    starts = sorted(office_at)
    others = sorted(others, key=_start)
    previous_end = 0
    for number, person in enumerate(people):
        following = people[number + 1]["start"] if number + 1 < len(people) else len(words.text)
        role = _role_before(words, person, starts, office_at, previous_end) or _role_after(
            words, person, starts, office_at, following
        )
        if role is not None:
            person_role, body = _parts(words.text, role, others, fields)
            if person_role:
                person["role"] = person_role
            if body is not None:
                person["affiliation"] = [body["start"], body["end"]]
        previous_end = person["end"]


def _role_before(
    words: Words, person: Mention, starts: list[int], office_at: dict[int, int], floor: int
) -> tuple[int, int] | None:
    first = bisect_left(words.starts, person["start"])
    place = bisect_left(starts, first) - 1
    while place >= 0:
        index = starts[place]
        begin = words.starts[index]
        if begin < floor or first - index > 22:
            return None
        inside = place > 0 and starts[place - 1] + office_at[starts[place - 1]] > index
        if not inside:
            after_office = words.ends[index + office_at[index] - 1]
            between = words.plain[after_office : person["start"]]
            title = _TITLE.search(between)
            between = between[: title.start()] if title else between
            if _bridges(between):
                end = after_office + len(between.rstrip(" ,-\n'\"("))
                return begin, end
        if words.plain[begin : person["start"]].count(",") > 3:
            return None
        place -= 1
    return None


_BRIDGE = lazy(
    r"(?:\s+(?:alla|allo|all'|alle|ai|agli|al|per|con\s+delega|della|dello|dell'|del|dei|degli|delle|di|in|da|regional[ei]|comunal[ei]|provincial[ei]|nazional[ei]|uscente|vicari[oa]|e\b|generale|"
    r"\p{Lu}|ad\s+interim|pro\s+tempore|reggente|competente|lombard[oa]|ligure|delegat[oa]|aggiunt[oa]|scientific[oa]|sanitari[oa]|amministrativ[oa]|tecnic[oa]|nonch[eé]|facente)[^.;:!?\"()\n]*)?[\s,\n-]*$"
)
_VERB_INSIDE = lazy(
    r"\b(?:ha|hanno|è|sono|era|sarà|spiega|dichiara|commenta|ricorda|afferma|sottolinea|annuncia|firmat\w|insieme|presenti?|incontr\w+|che|si|dirett[oa]\s+da|guidat\w|composto|composta|e\s+(?:con|dal|dalla|il|la|da))\b"
)


def _bridges(between: str) -> bool:
    """Whether the words between an office and a name are the office's field: "alle Infrastrutture e Trasporti, "."""
    return len(between) < 160 and _BRIDGE.match(between) is not None and _VERB_INSIDE.search(between) is None


# the courtesy title between an office and a name: "il direttore dott. Bossi"
_TITLE = lazy(
    r"[\s,]+(?:dott|dr|prof|ing|avv|arch|geom|on|sen|sig|cav|don|dottor|professor|ingegner|avvocato|dottoressa|professoressa)"
    r"(?:\.?ssa)?\.?\s*$",
    regex.IGNORECASE,
)


def _role_after(
    words: Words, person: Mention, starts: list[int], office_at: dict[int, int], following: int
) -> tuple[int, int] | None:
    position = bisect_left(words.starts, person["end"])
    if position >= len(words):
        return None
    gap = words.plain[person["end"] : words.starts[position]]
    if gap not in (", ", " (", " ", " - ", ",", "\n", ", \n"):
        return None
    steps = 0
    while (
        position < len(words)
        and position not in office_at
        and words.lows[position] in ("il", "la", "l", "neo", "attuale", "ex", "nuovo", "nuova", "già", "attualmente")
        and steps < 3
    ):
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


# "presidente di Sotacarbo", "sindaco di Caorso", "prorettrice dell'ateneo perugino": from the link on it is the body
_BODY = lazy(
    r"\s+(?:di|del|della|dello|dell['’]|dei|delle|degli)\s*"
    r"(?:(?P<name>\p{Lu}[\p{L}]*)|(?:ente|ateneo|authority|azienda|società|gruppo|fondazione|associazione|consorzio|cooperativa|impresa)\b)"
)


def _without_body(text: str, begin: int, end: int, fields: frozenset[str]) -> int:
    """The end of a role before the body that it names where no mention marks it; a field stays ("della Salute")."""
    for match in _BODY.finditer(text, begin, end):
        name = match["name"]
        if name is None or name.lower() not in fields:
            return int(match.start())
    return end


def _start(mention: Mention) -> int:
    return mention["start"]


def _parts(
    text: str, role: tuple[int, int], others: list[Mention], fields: frozenset[str]
) -> tuple[str, Mention | None]:
    """The role's own words, and the mention of the body that it names."""
    begin, end = role
    owner: Mention | None = None
    for place in range(bisect_left(others, begin + 1, key=_start), len(others)):
        mention = others[place]
        if mention["start"] >= end:
            break
        if mention["label"] in ("INSTITUTION", "COMPANY"):
            link = _ALTERNATIVE.search(text[begin : mention["start"]].replace("’", "'"))
            if link is not None:
                owner, end = mention, begin + link.start()
                break
    if owner is None:
        end = _without_body(text, begin, end, fields)
    if text[end : end + 1] in ("'", "’") and text[end - 1 : end].lower() in "aeiou":
        end += 1  # an accent typed as an apostrophe: "alla viabilita'"
    return " ".join(text[begin:end].split()).strip(" ,-–—("), owner
