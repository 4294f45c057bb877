"""What a project is for: the clause after "si propone di", "l'obiettivo è", "ha come finalità"."""

from __future__ import annotations

import regex

_INTRODUCED = regex.compile(
    r"(?:si\s+propon(?:e|gono)\s+(?:di|l['ao]\s?|il)|(?:ha|hanno|avrà|con|è)(?:\s*,\s*\w+\s*,)?\s+(?:come|quale|per)\s+(?:obiettiv[oi]|finalità|scopo|fine)(?:\s+(?:principale|quello))?(?:\s+(?:di|è))?|"
    r"l'obiettivo(?:\s+(?:del\s+(?:progetto|programma|piano|bando)|dell'(?:accordo|intesa|iniziativa|intervento)|della\s+\w+|principale|finale|dichiarato|comune|è\s+quello))*\s+è(?:\s+quello)?(?:\s+di)?|"
    r"(?:con|ha|hanno)\s+(?:l'obiettivo|lo\s+scopo|il\s+fine|la\s+finalità)\s+di|(?:obiettivo|scopo|finalità)\s+(?:dell['a]\s?\w+|del\s+\w+)\s+(?:è|sono)(?:\s+quell[oa])?(?:\s+di)?|"
    r"(?:il\s+progetto|il\s+programma|l'intervento|l'accordo|il\s+protocollo|la\s+convenzione|l'iniziativa|il\s+piano)\s+(?:punta|mira|è\s+finalizzat[oa]|è\s+volt[oa]|è\s+destinat[oa])\s+(?:a|ad|al|alla|all')|"
    r"(?:finalizzat[oaie]|volt[oaie]|mirat[oaie])\s+(?:a|ad|al|alla|alle|all'))\s*"
)
_END = regex.compile(r"[.;!?](?:\s|$)|\"|\n|[.;!?]$")


def find_objectives(text: str, low: str, start: int, end: int, limit: int = 3) -> list[tuple[int, int]]:
    """The spans of the aims that a stretch of text states, without the words that introduce them.

    >>> text = "Il progetto si propone di costruire un ponte. Altro."
    >>> [text[a:b] for a, b in find_objectives(text, text.lower(), 0, len(text))]
    ['costruire un ponte']
    """
    found: list[tuple[int, int]] = []
    for match in _INTRODUCED.finditer(low, start, end):
        begin = match.end()
        stop = _END.search(low, begin, end)
        finish = stop.start() if stop else end
        while finish > begin and text[finish - 1] in " ,:;.\n":
            finish -= 1
        if finish - begin > 12 and (not found or begin >= found[-1][1]):
            found.append((begin, finish))
        if len(found) == limit:
            break
    return found
