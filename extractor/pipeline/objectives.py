"""What a project is for: the clause after "si propone di", "l'obiettivo è", "ha come finalità", "punta a"."""

from __future__ import annotations

import re
from collections.abc import Iterator

import regex

from extractor.pipeline.patterns import lazy
from extractor.pipeline.screens import stands_between

_TO = r"(?:alla|alle|agli|allo|all'|al|ai|ad|a)(?!\p{L})"
_AIM = r"(?:obiettiv[oi]|finalit(?:à|a')|scop[oi]|fin[ei]|traguard[oi])"
_ACT = r"(?:progett|programm|interven|accord|protocoll|convenzion|iniziativ|pian|intes)\p{L}+"
_INTRODUCED = lazy(
    rf"""
    \b(?:
      si\s+propon(?:e|gono)\s+(?:di|l['ao]|il)(?!\p{{L}})                       # si propone di
    | si\s+prefigg(?:e|ono)(?:\s+di\b)?                                         # si prefigge
    | si\s+pon(?:e|gono)\s+l'obiettivo\s+di                                     # si pone l'obiettivo di
    | (?:ha|hanno|avrà|con|è)(?:\s*,?\s*(?:invece|inoltre|infatti|quindi|poi)\s*,?)?\s+(?:come|quale|per)\s+{_AIM}
      (?:\s+(?:principale|quello))?(?:\s+anche)?(?:\s+(?:di|è)\b)?              # ha, invece, come finalità
    | (?:con|ha|hanno)\s+(?:l'obiettivo|lo\s+scopo|il\s+fine|la\s+finalità)\s+di
    | l'obiettivo(?:\s+(?:del\s+(?:progetto|programma|piano|bando)|dell'(?:accordo|intesa|iniziativa|intervento)|della\s+\w+
      |principale|finale|dichiarato|comune))*(?:\s*,[^.,;]{{3,50}},)?\s+è(?:\s+quello)?(?:\s+di\b)?
    | l'obiettivo:                                                              # l'obiettivo: mettere a dimora
    | {_AIM}\s+(?:dell['ao]\s?\w+|del\s+\w+)\s+(?:è|sono)(?:\s+quell[oa])?(?:\s+di\b)?
    | (?:punta|puntano|mira|mirano)\s+{_TO}                                     # il progetto punta a
    | (?:finalizzat|volt|mirat)[oaie]\s+{_TO}
    | destinat[oaie]\s+(?:a|ad)(?=\s+\p{{Ll}}+(?:[aei]re|rsi|rre|rne)\b)        # è destinato a formare, not "alle imprese"
    | (?:è|sono)\s+destinat[oaie]\s+alla(?=\s+\p{{Ll}}+zione\b)
    | servir(?:à|anno)\s+a(?=\s+\p{{Ll}}+re\b)
    | {_ACT}\s+(?:[^.;:]{{0,60}}\s)?intend(?:e|ono)(?=\s+\p{{Ll}}+re\b)
    | (?:accordo|protocollo|convenzione|intesa)\s(?:[^.;:]{{0,200}}?\s)?per\s+la\s+realizzazione\s+di
    )\s*""",
    regex.VERBOSE,
)
_END = lazy(r"[.;:!?](?:\s|$)|\"|\n|[.;!?]$")
_SHORTEST = 13


# where an introduction may begin: the standard module finds that much faster
_OPENING = re.compile(
    r"\b(?=si\s+p|(?:ha|hanno|avrà|con|è)(?:\s+|\s*,\s*)(?:invece|inoltre|infatti|quindi|poi|come|quale|per)\b"
    r"|(?:con|ha|hanno)\s+(?:l'|lo|il|la)|l'obiettivo|obiettiv|finalit|scop[oi]|fin[ei]\b|traguard|punta|mira"
    r"|finalizzat|volt[oaie]|mirat|destinat|(?:è|sono)\s+destinat|servir)"
)
_NOUN = re.compile(r"\b(?=progett|programm|interven|accord|protocoll|convenzion|iniziativ|pian|intes)")
_NOUN_STEMS = ("intend", "realizzazione")


def _introductions(low: str, start: int, end: int) -> Iterator[regex.Match[str]]:
    """What introduces aims, in order, none overlapping another."""
    places = [match.start() for match in _OPENING.finditer(low, start, end)]
    if stands_between(_NOUN_STEMS, low, start, end):
        places = sorted({*places, *(match.start() for match in _NOUN.finditer(low, start, end))})
    done = start
    for place in places:
        if place >= done and (match := _INTRODUCED.match(low, place, end)) is not None:
            yield match
            done = match.end()


def find_objectives(text: str, low: str, start: int, end: int, limit: int = 3) -> list[tuple[int, int]]:
    """The spans of the aims that a stretch of text states, without the words that introduce them.

    Args:
        text: the text.
        low: its folded form (:func:`extractor.lexicon.fold`), of the same length.
        start: where the stretch begins.
        end: where it ends, exclusive.
        limit: how many aims to give at most.

    >>> text = "Il progetto si propone di costruire un ponte. Altro."
    >>> [text[a:b] for a, b in find_objectives(text, text.lower(), 0, len(text))]
    ['costruire un ponte']
    """
    found: list[tuple[int, int]] = []
    for match in _introductions(low, start, end):
        begin = match.end()
        stop = _END.search(low, begin, end)
        finish = stop.start() if stop else end
        while finish > begin and text[finish - 1] in " ,:;.\n":
            finish -= 1
        if finish - begin >= _SHORTEST and (not found or begin >= found[-1][1]):
            found.append((begin, finish))
        if len(found) == limit:
            break
    return found
