"""Projects, programmes, funds, calls and works that have a name: by the lexicon, by quotes, by the words before."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

import regex

from extractor.lexicon import Lexicon, Words
from extractor.pipeline.mentions import Mention
from extractor.pipeline.names import STARTERS, name_end

_QUOTED = regex.compile(r"""(?:"(?P<double>[^"\n]{2,110})"|(?<![\p{L}\p{N}])'(?P<single>[^'\n]{2,80}(?:'[^'\n]{2,60})?)'(?!\p{L}))""")
_YEARS = regex.compile(r"\s+(?:19|20)\d\d(?:\s?[-/]\s?(?:19|20)?\d\d)?(?![\d.,]\d)")
_ADJECTIVE = regex.compile(r"\p{Ll}{3,}(?:al[ei]|ic[oaei]|ich[ei]|il[ei]|iv[oaei]|os[oaei]|bil[ei]|ent[ei]|at[oaei]|ar[ei]|an[oaei]|in[oaei]|es[ei])$")
_ACRONYM = regex.compile(r"\p{Lu}[\p{Lu}\p{N}&.\-]{1,14}$|\p{Lu}\p{Ll}+\p{Lu}[\p{L}\p{N}]*$")
_LINKS = frozenset("di del della dello dell dei degli delle d per la il lo gli le l alla al alle agli nel nella nei nelle all sul sulle".split())


class Cues:
    """The words that announce a project's name, ready for look-up."""

    def __init__(self, lexicon: Lexicon) -> None:
        tables = lexicon.tables["project_cues"]
        self.generic = frozenset(tables["generic"])
        self.heads = frozenset(word.lower() for word in tables["heads"])
        self.adjectives = frozenset(tables["adjectives"])
        self.not_names = frozenset(word.lower() for word in tables["not_names"])
        self.extends = frozenset(tables["extends"])
        naming = "|".join(sorted((word.replace(" ", r"\s+") for word in tables["naming"]), key=len, reverse=True))
        generic = "|".join(sorted(tables["generic"], key=len, reverse=True))
        self.before_quote = regex.compile(
            rf"(?:(?<!\p{{L}})(?:{generic})(?:\s+(?!(?:ha|hanno|è|sono|che|si|spiega|dice|e)\b)[\p{{Ll}}'’]+){{0,5}}|(?<!\p{{L}})(?:{naming}))\s*[:,]?\s*$"
        )


@lru_cache(maxsize=4)
def _cues(lexicon: Lexicon) -> Cues:
    return Cues(lexicon)


def find_projects(words: Words, lexicon: Lexicon, others: list[Mention]) -> list[Mention]:
    """All mentions of named projects that the rules give, in order, possibly overlapping.

    >>> from extractor.lexicon import default_lexicon, words_of
    >>> text = "il bando Faber e il progetto “Acque chiare”, fondi Por Fesr 2014-2020"
    >>> [text[each["start"]:each["end"]] for each in find_projects(words_of(text), default_lexicon(), [])]
    ['Por Fesr 2014-2020', 'Acque chiare', 'Faber']
    """
    cues = _cues(lexicon)
    taken = {spot for mention in others for spot in range(bisect_left(words.starts, mention["start"]), bisect_left(words.starts, mention["end"]))}
    found = list(_by_lexicon(words, lexicon, cues))
    found.extend(_by_quotes(words, cues))
    found.extend(_by_generic(words, lexicon, cues, taken))
    found.extend(_by_head(words, lexicon, cues))
    found.extend(_expansions(words, found, cues))
    return found


def _mention(words: Words, start: int, end: int, rule: str) -> Mention:
    low = words.plain[start:end].lower()
    key = " ".join(match.group() for match in regex.finditer(r"[\p{L}\p{N}]+", low))
    return {"start": start, "end": end, "label": "PROJECT", "key": f"project:{key}", "rule": rule, "kind": "project"}


def _by_lexicon(words: Words, lexicon: Lexicon, cues: Cues) -> Iterator[Mention]:
    for hit in lexicon.hits(words):
        entry = lexicon.entries[hit.entry]
        if entry["label"] != "PROJECT":
            continue
        last = hit.index + hit.length - 1
        while last + 1 < len(words) and words.gap(last) in (" ", "-", "+ ", " - "):
            following = last + 1
            place = lexicon.place(words, following)
            if words.lows[following] in cues.extends:
                last = following
            elif place is not None and place[1].type == "region" and words.capitalised(following) and words.gap(last) == " ":
                last = following + place[0] - 1
            else:
                break
        end = words.ends[last]
        if words.plain[end : end + 1] == "+":
            end += 1
        if years := _YEARS.match(words.plain, end):
            end = years.end()
        mention = _mention(words, words.starts[hit.index], end, "lexicon")
        mention["key"], mention["canonical"] = entry["key"], entry["name"]
        yield mention


def _by_quotes(words: Words, cues: Cues) -> Iterator[Mention]:
    """Names in quotes after "progetto", "bando", "denominato" ..."""
    low = words.plain.lower()
    for match in _QUOTED.finditer(words.plain):
        group = "double" if match["double"] else "single"
        start, end = match.span(group)
        name = words.plain[start:end]
        if not name.strip() or len(name.split()) > 12 or name.rstrip().endswith((".", "!", ",")) or not (name[0].isupper() or name[0].isdigit()):
            continue
        if cues.before_quote.search(low[max(0, match.start() - 90) : match.start()]):
            yield _mention(words, start, end, "quoted")


def _by_generic(words: Words, lexicon: Lexicon, cues: Cues, taken: set[int]) -> Iterator[Mention]:
    """Names right after a lower-case "progetto", "bando", "programma": "bando Faber", "programma di FIAM"."""
    for index in range(len(words) - 1):
        if words.lows[index] not in cues.generic or words.capitalised(index):
            continue
        position = index + 1
        while position < len(words) and words.lows[position] in cues.adjectives and words.gap(position - 1) == " ":
            position += 1
        linked = False
        if position < len(words) and words.lows[position] in ("di", "del") and words.gap(position - 1) == " ":
            position += 1
            linked = True
        if position >= len(words) or position in taken or words.gap(position - 1) not in (" ", "\n", "  ") or not words.capitalised(position):
            continue
        if words.lows[position] in cues.not_names or words.lows[position] in STARTERS or lexicon.place(words, position) or words.lows[position] in lexicon.head_reach:
            continue
        if linked and not (_ACRONYM.match(words.surface(position)) and words.gap(position) == " ("):
            continue
        end = name_end(words, position, 7)
        while end > position and any(spot in taken for spot in range(position, end)):
            end -= 1
        if end <= position or words.lows[position].isdigit():
            continue
        if words.lows[index] in ("opera", "rete", "studio", "parco", "hub", "polo", "evento", "misura", "contratto", "intervento", "premio", "incentivo") and end - position == 1 and not _ACRONYM.match(words.surface(position)):
            continue
        last = words.ends[end - 1]
        if years := _YEARS.match(words.plain, last):
            last = years.end()
        elif regex.match(r"\s\d\.0", words.plain[last : last + 4]):
            last += 4
        yield _mention(words, words.starts[position], last, "generic")


def _by_head(words: Words, lexicon: Lexicon, cues: Cues) -> Iterator[Mention]:
    """Names that begin with a capitalised "Piano", "Fondo", "Bando": "Piano Lombardia", "Fondo per la montagna"."""
    for index in range(len(words) - 1):
        if words.lows[index] not in cues.heads or not words.capitalised(index):
            continue
        if words.surface(index).isupper() or words.gap(index) not in (" ", "\n"):
            continue
        position = index + 1
        while position < len(words) and words.lows[position] in cues.adjectives and words.gap(position - 1) == " ":
            position += 1
        adjectives = position - index - 1
        end = name_end(words, position, 8, opens_with_link=True) if position < len(words) and words.gap(position - 1) == " " else position
        if end > position and words.lows[position] in cues.not_names and not adjectives:
            continue
        if end <= position:
            if _opens(words, index) and not adjectives:
                continue
            end = _lower_case_rest(words, position)
            if end <= position and not (adjectives >= 2):
                continue
        if _opens(words, index) and end > position and not adjectives and words.lows[position] in _LINKS:
            continue
        last = words.ends[max(end, position) - 1]
        if years := _YEARS.match(words.plain, last):
            last = years.end()
        yield _mention(words, words.starts[index], last, "head")


def _opens(words: Words, index: int) -> bool:
    return index == 0 or "." in words.gap(index - 1) or "\n" in words.gap(index - 1)


def _lower_case_rest(words: Words, index: int) -> int:
    """After "Fondo": "per la crescita sostenibile" belongs to the name; the index after it, ``index`` for none."""
    position = index
    links = 0
    while position < len(words) and words.lows[position] in _LINKS and words.gap(position - 1) in (" ", "'") and links < 2:
        position += 1
        links += 1
    if not links or position >= len(words) or words.capitalised(position) or words.gap(position - 1) not in (" ", "'"):
        return index
    position += 1
    while position < len(words) and words.gap(position - 1) == " " and _ADJECTIVE.match(words.lows[position]) and not words.capitalised(position):
        position += 1
        if position - index > 6:
            break
    return position


def _expansions(words: Words, found: list[Mention], cues: Cues) -> Iterator[Mention]:
    """Acronym and long form side by side are one project: "FIAM (Filiere Italiana Additive Manufacturing)"."""
    for mention in found:
        if words.plain[mention["end"] : mention["end"] + 2] != " (" and words.plain[mention["end"] : mention["end"] + 3] != '" (':
            continue
        opening = words.plain.index("(", mention["end"])
        closing = words.plain.find(")", opening, opening + 140)
        if closing < 0:
            continue
        inside = words.plain[opening + 1 : closing].strip("\"' ")
        name = words.plain[mention["start"] : mention["end"]]
        start = words.plain.index(inside, opening) if inside else opening
        if _ACRONYM.match(name) and len(inside.split()) > 1 and inside[0].lower() == name[0].lower():
            mention["acronym"] = words.text[mention["start"] : mention["end"]]
            yield _mention(words, start, start + len(inside), "expansion") | {"key": mention["key"], "acronym": mention["acronym"]}
        elif _ACRONYM.match(inside) and " " in name and inside[0].lower() == name[0].lower():
            mention["acronym"] = words.text[start : start + len(inside)]
            yield _mention(words, start, start + len(inside), "expansion") | {"key": mention["key"], "acronym": mention["acronym"]}
