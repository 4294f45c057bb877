"""Projects, programmes, funds, calls and works that have a name: by the lexicon, by quotes, by the words around."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

import regex

from extractor.lexicon import Lexicon, Words
from extractor.pipeline.mentions import Mention
from extractor.pipeline.names import LINKS, OWNING, STARTERS, adjectival, name_end, name_start
from extractor.pipeline.project_cues import Cues, cues_of
from extractor.pipeline.project_heads import by_head

_QUOTED = regex.compile(
    r"""(?:"(?P<double>[^"\n]{2,110})"|(?<![\p{L}\p{N}])'(?P<single>[^'\n]{2,80}(?:'[^'\n]{2,60})?)'(?!\p{L}))"""
)
_YEARS = regex.compile(r"\s+(?:19|20)\d\d(?:\s?[-/]\s?(?:19|20)?\d\d)?(?![\d.,]\d)|\s\d\d\s?[-/]\s?\d\d(?!\d)")
_VERSION = regex.compile(r"\s\d\.0(?!\d)")
# AVVISO 1 - Pietra su Pietra.
_NUMBERED = regex.compile(
    r"(?:avviso|bando|misura|azione|linea|sportello|progetto)\s(?:n\.?\s?)?\d{1,2}\s?[-:]\s(?P<name>\p{Lu}[\p{L}\p{N}' ]{3,60}?)(?=[.;:(\n]|$)",
    regex.IGNORECASE,
)
_ACRONYM = regex.compile(r"\p{Lu}[\p{Lu}\p{N}&.\-]{1,14}$|\p{Lu}\p{Ll}+\p{Lu}[\p{L}\p{N}]*$|\p{Lu}[\p{Lu}\p{Ll}]*\d\p{L}*$")
# l'hanno fondata · la startup
_FOUNDED = regex.compile(r"\b(?:fondat|startup|start-up|società|azienda|imprenditor)")
_EDITIONS = regex.compile(r"edizione (?:di|del|della|dell'|dei) (?=\p{Lu})")


_OUTSIDE = frozenset("bando programma progetto piano fondo fondi avviso misura iniziativa sistema opera rete festival".split())
_FOREIGN = frozenset("pour de des du et of the for and to und für tra fra".split())
_CONTRACTS = frozenset(("contratto", "contratti", "accordo", "accordi", "protocollo"))


# ", 680.000   ·   ": 1,2 milioni
_PAID = regex.compile(r"""[,:]? (?:-|\()? ?(?:euro |€ ?)?\d[\d.,]*(?: ?(?:mila|mln|milion[ei]|euro|€)|[.,]\d)""")
# 1. "   ·   • "
_ENUMERATED = regex.compile(r"""(?:^|\n)\s*(?:\d{1,3}[.)]|[-•*])\s*$""")


def find_projects(words: Words, lexicon: Lexicon, others: list[Mention]) -> list[Mention]:
    """All mentions of named projects that the rules give, in order of the rules, possibly overlapping.

    Args:
        words: the text's words.
        lexicon: what the rules know.
        others: mentions of other things, which no project's name may begin with.

    >>> from extractor.lexicon import default_lexicon, words_of
    >>> text = "il bando Faber e il progetto “Acque chiare”, fondi Por Fesr 2014-2020"
    >>> [text[each["start"]:each["end"]] for each in find_projects(words_of(text), default_lexicon(), [])]
    ['Por Fesr 2014-2020', 'Acque chiare', 'Faber']
    """
    cues = cues_of(lexicon)
    taken = {
        spot
        for mention in others
        for spot in range(bisect_left(words.starts, mention["start"]), bisect_left(words.starts, mention["end"]))
    }
    found = list(_by_lexicon(words, lexicon, cues))
    found.extend(_by_sign(words, lexicon, cues))
    known = {spot for mention in found for spot in range(bisect_left(words.starts, mention["start"]), bisect_left(words.starts, mention["end"]))}
    found.extend(_by_quotes(words, cues))
    found.extend(_by_generic(words, lexicon, cues, taken | known))
    found.extend(_by_naming(words, lexicon, cues, taken))
    found.extend(_by_apposition(words, lexicon, cues, taken | known))
    found.extend(_by_tail(words, cues, taken))
    found.extend(_by_number(words))
    found.extend(_mention(words, start, end, "head") for start, end in by_head(words, lexicon, cues, taken))
    found.extend(_expansions(words, found))
    return found


def _mention(words: Words, start: int, end: int, rule: str) -> Mention:
    low = words.plain[start:end].lower()
    key = " ".join(match.group() for match in regex.finditer(r"[\p{L}\p{N}]+", low))
    return {"start": start, "end": end, "label": "PROJECT", "key": f"project:{key}", "rule": rule, "kind": "project"}


def with_years(words: Words, end: int) -> int:
    """The offset after the years or the version that follow a name: "2014-2020", "21-27", "4.0"."""
    found = _YEARS.match(words.plain, end) or _VERSION.match(words.plain, end)
    return found.end() if found else end


def _by_lexicon(words: Words, lexicon: Lexicon, cues: Cues) -> Iterator[Mention]:
    """Names of the lexicon with their years: "Fondo sviluppo e coesione 2021-2027"."""
    for hit in lexicon.hits(words):
        entry = lexicon.entries[hit.entry]
        if entry["label"] != "PROJECT" or _called_otherwise(words, hit.start, hit.start + hit.length):
            continue
        end = words.ends[hit.start + hit.length - 1]
        if words.plain[end : end + 1] == "+":
            end += 1
        start = hit.start
        if hit.length > 1 and not words.capitalised(start) and words.lows[start] in _OUTSIDE and words.capitalised(start + 1):
            start += 1  # "bando Sport e Periferie": the word without a capital stays outside
        mention = _mention(words, words.starts[start], with_years(words, end), "lexicon")
        mention["key"], mention["canonical"] = entry["key"], entry["name"]
        yield mention


def _called_otherwise(words: Words, index: int, end: int) -> bool:
    """Whether a name of one word is only a part of a longer one: "Stella Life Sciences"."""
    return (
        end == index + 1
        and not words.surface(index).isupper()
        and end < len(words)
        and words.gap(index) == " "
        and words.capitalised(end)
        and index > 0
        and words.gap(index - 1) == " "
        and words.capitalised(index - 1)
        and words.lows[index - 1] not in STARTERS
    )


def _by_sign(words: Words, lexicon: Lexicon, cues: Cues) -> Iterator[Mention]:
    """Programmes built of their signs: "Por Puglia", "Programma regionale Fesr Lazio 2021-2027"."""
    done = -1
    for index in [index for index, low in enumerate(words.lows) if low in cues.signs]:
        if index <= done or not words.capitalised(index):
            continue
        start, last = _programme(words, lexicon, cues, index, index)
        if start == last:
            continue  # a sign alone is the lexicon's affair
        done = last
        end = words.ends[last]
        if words.plain[end : end + 1] == "+":
            end += 1
        yield _mention(words, words.starts[start], with_years(words, end), "sign")


def _programme(words: Words, lexicon: Lexicon, cues: Cues, start: int, last: int) -> tuple[int, int]:
    """The first and last word of a programme's whole name around one of its signs."""
    while last + 1 < len(words) and words.gap(last) in (" ", "-", "+ ", " - ", "/", "+-", "+/"):
        following = last + 1
        place = lexicon.place(words, following)
        capital = words.capitalised(following)
        if place is not None and place[1].type == "region" and capital:
            last = following + place[0] - 1
        elif words.lows[following] in cues.extends and capital:
            last = following
        else:
            break
    before = start
    while before > 0 and words.gap(before - 1) in (" ", "-") and (words.lows[before - 1] in cues.ranks or words.lows[before - 1] in cues.adjectives):
        before -= 1
    if before > 0 and words.gap(before - 1) in (" ", "-") and words.capitalised(before - 1) and words.lows[before - 1] in cues.half_signs:
        start = before - 1
    elif before > 1 and words.lows[before - 2 : before] in (["p", "o"], ["p", "r"]) and words.gap(before - 2) == ".":
        start = before - 2  # "P.O. FESR"
    return start, last


def _by_quotes(words: Words, cues: Cues) -> Iterator[Mention]:
    """Names in quotes after "progetto", "denominato", or before ", il nuovo bando"."""
    low = words.plain.lower()
    listed: list[tuple[int, int]] = []  # in a ranking list each name is a project's, a single one may be anything
    for match in _QUOTED.finditer(words.plain):
        group = "double" if match["double"] else "single"
        start, end = match.span(group)
        name = words.plain[start:end]
        if not name.strip() or name.rstrip().endswith((".", "!", ",", "?")) or not (name[0].isupper() or name[0].isdigit()):
            continue
        size = len(name.split())
        if size > 12 or (size > 5 and ", " in name and not name.istitle()):
            continue
        if cues.before_quote.search(low[max(0, match.start() - 90) : match.start()]):
            if low[: match.start()].rstrip().endswith(":") and size > 5:
                continue  # what somebody says
            yield _mention(words, start, end, "quoted")
        elif size < 8 and cues.after_name.match(low, match.end()):
            yield _mention(words, start, end, "quoted")
        elif size < 8 and (_PAID.match(low, match.end()) or _ENUMERATED.search(words.plain, max(0, match.start() - 12), match.start())):
            listed.append((start, end))
    if len(listed) > 1:
        for start, end in listed:
            yield _mention(words, start, end, "listed")


def _by_generic(words: Words, lexicon: Lexicon, cues: Cues, taken: set[int]) -> Iterator[Mention]:
    """Names right after a lower-case "progetto", "bando", "programma": "bando Faber", "programma di FIAM"."""
    generic, lows = cues.generic, words.lows
    for index in [index for index, low in enumerate(lows[:-1]) if low in generic]:
        if words.capitalised(index) or (index > 1 and lows[index - 1] == "di" and lows[index - 2] in _CONTRACTS):
            continue
        position = index + 1
        while position < len(words) and words.gap(position - 1) == " " and (lows[position] in cues.adjectives or (position == index + 1 and _qualifies(words, position))):
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
        acronym = _ACRONYM.match(words.surface(position)) is not None
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
            last += words.plain[last : last + 1] == "+" and words.plain[last + 1 : last + 2] != "+"
            yield _mention(words, words.starts[position], with_years(words, last), "generic")


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
    if words.capitalised(noun) or words.gap(noun) != " " or words.lows[noun] in STARTERS or words.lows[noun] in cues.not_projects:
        return position
    after = noun + 1
    if adjectival(words.lows[after]) and not words.capitalised(after) and after + 1 < len(words) and words.gap(after) == " ":
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
    if _ACRONYM.match(words.surface(position)) and position + 1 < end and words.lows[position + 1] in OWNING:
        end = position + 1  # "Snow4Ever di Technoalpin": what follows is whose it is
    if end > position and (words.lows[end - 1] in cues.firms or any(character.isupper() for character in words.surface(end - 1)[1:]) and words.surface(end - 1).endswith("VC")):
        return position
    if end == position + 1 and low in lexicon.first_names and end < len(words) and words.capitalised(end):
        return position
    return end + 2 if end == position + 1 and _paired(words, end) else end


def _opens_title(words: Words, lexicon: Lexicon, index: int) -> bool:
    """Whether a small word with a capital begins a name: "il progetto A Casa Bene"."""
    following = index + 1
    return (
        index > 0
        and words.gap(index - 1) == " "
        and following < len(words)
        and words.gap(index) in (" ", "'")
        and words.capitalised(following)
        and words.lows[following] not in lexicon.head_reach
        and lexicon.place(words, following) is None
    )


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


def _by_apposition(words: Words, lexicon: Lexicon, cues: Cues, taken: set[int]) -> Iterator[Mention]:
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
        if low in cues.not_names or low in cues.heads or (low in lexicon.head_reach and low not in cues.common_heads) or name[0].isdigit():
            continue
        if any((place := lexicon.place(words, at)) is not None and at + place[0] > last for at in range(start, last + 1)):
            continue  # "a Genova, il progetto" is a place
        known = any(words.lows[at] in lexicon.first_names for at in range(start, last + 1))
        opens = start == 0 or words.gap(start - 1) not in (" ", ' "', "'")
        if known or (start == last and (not _ACRONYM.match(name) or opens)) or (opens and start + 1 == last):
            continue
        yield _mention(words, words.starts[start], words.ends[last], "apposition")


def _by_tail(words: Words, cues: Cues, taken: set[int]) -> Iterator[Mention]:
    """Names that an English word ends: "Apulia Film Fund"."""
    for index in [index for index, low in enumerate(words.lows) if low in cues.tails]:
        if not words.capitalised(index) or index in taken or not index:
            continue
        start = name_start(words, index, 5)
        if start >= index or any(spot in taken for spot in range(start, index)) or words.surface(index).isupper():
            continue
        if index + 1 < len(words) and words.gap(index) == " " and words.capitalised(index + 1):
            continue
        yield _mention(words, words.starts[start], with_years(words, words.ends[index]), "tail")


def _by_naming(words: Words, lexicon: Lexicon, cues: Cues, taken: set[int]) -> Iterator[Mention]:
    """Names without quotes after "si chiama", "denominato", "la quarta edizione del"."""
    plain = words.plain
    for pattern, rule in ((cues.naming, "naming"), (_EDITIONS, "edition")):
        for match in pattern.finditer(plain):
            index = bisect_left(words.starts, match.end())
            if index >= len(words) or words.starts[index] != match.end() or index in taken:
                continue
            before = words.lows[max(0, index - 9) : index]
            if rule == "naming" and (any(low in cues.not_projects for low in before) or _FOUNDED.search(plain, match.end(), match.end() + 60)):
                continue
            end = _generic_end(words, lexicon, cues, index, taken) if words.lows[index] not in cues.heads else name_end(words, index, 7)
            if end > index:
                yield _mention(words, words.starts[index], with_years(words, words.ends[end - 1]), rule)


def _by_number(words: Words) -> Iterator[Mention]:
    """Names after a numbered call: "AVVISO 1 - Pietra su Pietra."."""
    for match in _NUMBERED.finditer(words.plain):
        name = match["name"].rstrip()
        if 1 < len(name.split()) <= 6 or name.isupper():
            yield _mention(words, match.start("name"), match.start("name") + len(name), "numbered")


def _expansions(words: Words, found: list[Mention]) -> Iterator[Mention]:
    """Acronym and long form side by side are one project: "FIAM (Filiere Italiana Additive Manufacturing)"."""
    plain = words.plain
    for mention in found:
        following = plain[mention["end"] : mention["end"] + 3]
        if not following.startswith((" (", '" (', "' (")):
            continue
        opening = plain.index("(", mention["end"])
        closing = plain.find(")", opening, opening + 140)
        if closing < 0:
            continue
        inside = plain[opening + 1 : closing].strip("\"' ")
        name = plain[mention["start"] : mention["end"]]
        if not inside or inside[0].lower() != name[0].lower():
            continue
        start = plain.index(inside, opening)
        if _ACRONYM.match(name) and len(inside.split()) > 1:
            mention["acronym"] = words.text[mention["start"] : mention["end"]]
        elif _ACRONYM.match(inside) and " " in name:
            mention["acronym"] = words.text[start : start + len(inside)]
        else:
            continue
        yield _mention(words, start, start + len(inside), "expansion") | {"key": mention["key"], "acronym": mention["acronym"]}
    yield from _spelt_out(words, {mention["start"] for mention in found}, {plain[each["start"] : each["end"]]: each["key"] for each in found})


# BRIDGE (Brain Reading Interfaces for Diagnosis and GEriatrics)
_SPELT = regex.compile(r"(?<![\p{L}\p{N}])(?P<short>\p{Lu}[\p{L}\p{N}\-]{2,14}) \(\"?(?P<long>\p{Lu}[\p{L}\p{N}' ,\-]{10,110})\"?\)")


def _spelt_out(words: Words, starts: set[int], names: dict[str, str]) -> Iterator[Mention]:
    """An acronym that its brackets spell out, after a text's "progetto", or found as a project elsewhere."""
    for match in _SPELT.finditer(words.plain):
        short, long = match["short"], match["long"]
        if match.start() in starts or not _spells(short, long):
            continue
        key = names.get(short)
        around = words.plain[max(0, match.start() - 400) : match.end() + 80].lower()
        if key is None and not (_foreign(long) and any(cue in around for cue in ("progett", "accord", "programma", "bando"))):
            continue
        own = _mention(words, *match.span("short"), "expansion")
        own["key"] = key or own["key"]
        own["acronym"] = words.text[match.start("short") : match.end("short")]
        yield own
        yield _mention(words, *match.span("long"), "expansion") | {"key": own["key"], "acronym": own["acronym"]}


def _spells(short: str, long: str) -> bool:
    """Whether the letters of an acronym come in order in its long form."""
    if sum(letter.isupper() for letter in short) < 3:
        return False
    rest = iter(long.lower())
    return short[0].lower() == long[0].lower() and all(letter in rest for letter in short.lower() if letter.isalpha())


def _foreign(long: str) -> bool:
    return any(word in ("for", "of", "and", "the", "in", "with", "to", "by", "on") for word in long.lower().split())
