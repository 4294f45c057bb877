"""Names of projects without quotes after "bando", "si chiama", "edizione del", or before ", il programma"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from extractor.lexicon import Lexicon, Words
from extractor.pipeline.mentions import Mention
from extractor.pipeline.names import LINKS, OWNING, STARTERS, adjectival, name_end, name_start
from extractor.pipeline.patterns import lazy
from extractor.pipeline.project_cues import Cues
from extractor.pipeline.project_mentions import ACRONYM, project_mention, with_years

# AVVISO 1 - Pietra su Pietra.
_NUMBERED = lazy(
    r"\s(?:n\.?\s?)?\d{1,2}\s?[-:]\s(?P<name>\p{Lu}[\p{L}\p{N}' ]{3,60}?)(?=[.;:(\n]|$)",
)
_NUMBERED_HEADS = frozenset(("avviso", "bando", "misura", "azione", "linea", "sportello", "progetto"))
# ⏎ Bottega Viva ⏎ Il bando dispone di
_HEADED = lazy(r"\n(?:Il|L'|La)\s?(?:bando|progetto|programma|avviso|iniziativa|misura|fondo)\s")  # no heading without
_HEADING = lazy(
    r"(?:^|\n)(?:\#+\s|\*\*)?(?P<name>\p{Lu}[\p{L}\p{N}' ]{3,45})(?:\*\*)?\n+(?:Il|L'|La)\s?"
    r"(?:bando|progetto|programma|avviso|iniziativa|misura|fondo)\s(?!di\s|del|per\s)"
)
# l'hanno fondata · la startup
_FOUNDED = lazy(r"\b(?:fondat|startup|start-up|società|azienda|imprenditor)")
_EDITIONS = lazy(r"edizione (?:di|del|della|dell'|dei) (?=\p{Lu})")
_FOREIGN = frozenset("pour de des du et of the for and to und für tra fra".split())
_CONTRACTS = frozenset(("contratto", "contratti", "accordo", "accordi", "protocollo"))


def by_generic(words: Words, lexicon: Lexicon, cues: Cues, taken: set[int]) -> Iterator[Mention]:
    """Names right after a lower-case "progetto", "bando", "programma": "bando Faber", "programma di FIAM"."""
    generic, lows = cues.generic, words.lows
    for index in [index for index, low in enumerate(lows[:-1]) if low in generic]:
        if words.capitalised(index) or (index > 1 and lows[index - 1] == "di" and lows[index - 2] in _CONTRACTS):
            continue
        position = index + 1
        while (
            position < len(words)
            and words.gap(position - 1) == " "
            and (lows[position] in cues.adjectives or (position == index + 1 and _qualifies(words, position)))
        ):
            position += 1
        if (after := _purpose(words, cues, index, position)) > position:
            position = after
        linked = False
        if position < len(words) and lows[position] in ("di", "del") and words.gap(position - 1) == " ":
            position += 1
            linked = True
        if position >= len(words) or position in taken or not words.capitalised(position):
            continue
        gap = words.gap(position - 1)
        acronym = ACRONYM.match(words.surface(position)) is not None
        if gap == ", " and words.surface(position).isupper() and acronym and words.gap(position) in (", ", " (", "-"):
            pass  # "Il progetto, CASE-IN (...), si pone"
        elif gap == ", " and _set_apart(words, position):
            pass  # "Il secondo avviso, Case tra i Faggi, finanzia"
        elif gap not in (" ", "\n", "  "):
            continue
        if linked and not (acronym and words.gap(name_end(words, position, 3) - 1) == " ("):
            continue
        if lows[index] in cues.wary and not acronym:
            continue
        end = _generic_end(words, lexicon, cues, position, taken)
        if end > position:
            last = words.ends[end - 1]
            last += words.plain[last : last + 1] in ("+", "@") and words.plain[last + 1 : last + 2] != "+"
            yield project_mention(words, words.starts[position], with_years(words, last), "generic")


def _qualifies(words: Words, index: int) -> bool:
    """Whether a lower-case adjective stands before a name: "il programma tunisino Eau pour Tous"."""
    low = words.lows[index]
    return (
        not words.capitalised(index)
        and index + 1 < len(words)
        and words.capitalised(index + 1)
        and words.gap(index) == " "
        and (adjectival(low) or low.endswith(("ino", "ina", "ato", "ata")))
    )


def _purpose(words: Words, cues: Cues, index: int, position: int) -> int:
    """The index after "di ricerca", "della nautica" between an event or project and its name; else ``position``."""
    if words.lows[index] not in cues.purposeful or position + 2 >= len(words):
        return position
    if words.lows[position] not in OWNING or words.gap(position - 1) != " " or words.gap(position) not in (" ", "'"):
        return position
    noun = position + 1
    if (
        words.capitalised(noun)
        or words.gap(noun) != " "
        or words.lows[noun] in STARTERS
        or words.lows[noun] in cues.not_projects
    ):
        return position
    after = noun + 1
    if (
        adjectival(words.lows[after])
        and not words.capitalised(after)
        and after + 1 < len(words)
        and words.gap(after) == " "
    ):
        after += 1
    return after if words.capitalised(after) else position


def _set_apart(words: Words, index: int) -> bool:
    """Whether a name of several words stands between commas."""
    end = name_end(words, index, 7, links=LINKS | {"tra", "fra", "con"})
    return (end - index > 1 or words.lows[index - 1] == "progetto") and words.gap(end - 1) == ", "


def _generic_end(words: Words, lexicon: Lexicon, cues: Cues, position: int, taken: set[int]) -> int:
    """The index after the name that begins at a word, or ``position`` where it is no project's."""
    low = words.lows[position]
    if low[0].isdigit():
        return position
    if low in cues.not_names or low in STARTERS:
        if not _opens_title(words, lexicon, position):
            return position
        return name_end(words, position + 1, 6, links=LINKS | _FOREIGN)
    if low in lexicon.head_reach and low not in cues.common_heads:
        return position
    end = name_end(words, position, 7, links=LINKS | _FOREIGN)
    while end > position and any(spot in taken for spot in range(position, end)):
        end -= 1
    while end > position and not words.capitalised(end - 1) and not words.lows[end - 1][0].isdigit():
        end -= 1
    place = lexicon.place(words, position)
    if place is not None and position + place[0] >= end and not words.surface(position).isupper():
        return position
    if ACRONYM.match(words.surface(position)) and position + 1 < end and words.lows[position + 1] in OWNING:
        end = position + 1  # "Snow4Ever di Technoalpin": what follows is whose it is
    if end > position and (
        words.lows[end - 1] in cues.firms
        or (
            any(character.isupper() for character in words.surface(end - 1)[1:])
            and words.surface(end - 1).endswith("VC")
        )
    ):
        return position
    if end == position + 1 and low in lexicon.first_names and words.gap(position) == " " and words.capitalised(end):
        return position
    if end == position + 1 and _paired(words, end):
        return end + 2
    return _with_lower_rest(words, end) if end == position + 1 else end


def _opens_title(words: Words, lexicon: Lexicon, index: int) -> bool:
    """Whether a small word with a capital begins a name: "il progetto A Casa Bene"."""
    following = index + 1
    return (
        index > 0
        and words.gap(index - 1) == " "
        and following < len(words)
        and words.gap(index) in (" ", "'")
        and words.capitalised(following)
        and lexicon.head(words, following) is None
        and lexicon.place(words, following) is None
    )


# d'oggi:   ·    in fabbrica,
_LOWER_REST = lazy(
    r" (?:di|d'|del|della|delle|dei|in|da|per|con|al|alla) ?(?:\p{Ll}{4,})(?: \p{Ll}{5,}[aeio])?(?=\s?[:.,;)\n]|$)"
)


def _with_lower_rest(words: Words, end: int) -> int:
    """The end of a name of one capital with its rest in lower case, set off by a stop: "Mani d'oggi:"."""
    if words.surface(end - 1).isupper() or ACRONYM.match(words.surface(end - 1)):
        return end
    found = _LOWER_REST.match(words.plain, words.ends[end - 1])
    return end if found is None else bisect_left(words.ends, found.end()) + 1


def _paired(words: Words, end: int) -> bool:
    """Whether "e" and one last word go on with a name: "sportello Batterie e rinnovabili:"."""
    return (
        end + 1 < len(words)
        and words.lows[end] == "e"
        and words.gap(end - 1) == " " == words.gap(end)
        and not words.capitalised(end + 1)
        and len(words.lows[end + 1]) > 4
        and words.lows[end + 1] not in STARTERS
        and words.gap(end + 1)[:1] in (":", ",", ".", ";")
    )


def by_naming(words: Words, lexicon: Lexicon, cues: Cues, taken: set[int]) -> Iterator[Mention]:
    """Names without quotes after "si chiama", "denominato", "la quarta edizione del"."""
    plain = words.plain
    for at, low in [(at, low) for at, low in enumerate(words.lows) if low in cues.naming_firsts]:
        rule = "edition" if low == "edizione" else "naming"
        match = (_EDITIONS if rule == "edition" else cues.naming).match(plain, words.starts[at])
        if match is not None:
            index = bisect_left(words.starts, match.end())
            if index >= len(words) or words.starts[index] != match.end() or index in taken:
                continue
            before = words.lows[max(0, index - 9) : index]
            if rule == "naming" and (
                any(low in cues.not_projects for low in before) or _FOUNDED.search(plain, match.end(), match.end() + 60)
            ):
                continue
            end = (
                _generic_end(words, lexicon, cues, index, taken)
                if words.lows[index] not in cues.heads
                else name_end(words, index, 7)
            )
            if end > index:
                yield project_mention(words, words.starts[index], with_years(words, words.ends[end - 1]), rule)


def by_apposition(words: Words, lexicon: Lexicon, cues: Cues, taken: set[int]) -> Iterator[Mention]:
    """Names without quotes before ", il programma triennale": "Vette Vive, il programma triennale"."""
    for match in cues.apposed.finditer(words.plain):
        last = bisect_left(words.ends, match.start())
        if last >= len(words) or words.ends[last] != match.start() or last in taken:
            continue
        start = name_start(words, last, 6)
        if start > last or any(spot in taken for spot in range(start, last + 1)):
            continue
        name = words.text[words.starts[start] : words.ends[last]]
        low = words.lows[start]
        if (
            low in cues.not_names
            or low in cues.heads
            or (low in lexicon.head_reach and low not in cues.common_heads)
            or name[0].isdigit()
        ):
            continue
        if any(
            (place := lexicon.place(words, at)) is not None and at + place[0] > last for at in range(start, last + 1)
        ):
            continue  # "a Genova, il progetto" is a place
        known = any(words.lows[at] in lexicon.first_names for at in range(start, last + 1))
        opens = start == 0 or words.gap(start - 1) not in (" ", ' "', "'")
        if known or (start == last and (not ACRONYM.match(name) or opens)) or (opens and start + 1 == last):
            continue
        yield project_mention(words, words.starts[start], words.ends[last], "apposition")


def by_tail(words: Words, cues: Cues, taken: set[int]) -> Iterator[Mention]:
    """Names that an English word ends: "Apulia Film Fund"."""
    for index in [index for index, low in enumerate(words.lows) if low in cues.tails]:
        if not words.capitalised(index) or index in taken or not index:
            continue
        start = name_start(words, index, 5)
        if start >= index or any(spot in taken for spot in range(start, index)) or words.surface(index).isupper():
            continue
        if index + 1 < len(words) and words.gap(index) == " " and words.capitalised(index + 1):
            continue
        yield project_mention(words, words.starts[start], with_years(words, words.ends[index]), "tail")


def by_heading(words: Words) -> Iterator[Mention]:
    """A heading of capitalised words over a paragraph that begins "Il bando": the call's own name."""
    for match in _HEADING.finditer(words.plain) if _HEADED.search(words.plain) else ():
        parts = match["name"].split()
        named = [part for part in parts if part.lower() not in LINKS]
        if 1 < len(parts) < 7 and all(part[0].isupper() and not part.isupper() for part in named) and len(named) > 1:
            yield project_mention(words, match.start("name"), match.end("name"), "heading")


def by_number(words: Words) -> Iterator[Mention]:
    """Names after a numbered call: "AVVISO 1 - Pietra su Pietra."."""
    for index in [index for index, low in enumerate(words.lows) if low in _NUMBERED_HEADS]:
        match = _NUMBERED.match(words.plain, words.ends[index])
        if match is None:
            continue
        name = match["name"].rstrip()
        if 1 < len(name.split()) <= 6 or name.isupper():
            yield project_mention(words, match.start("name"), match.start("name") + len(name), "numbered")
