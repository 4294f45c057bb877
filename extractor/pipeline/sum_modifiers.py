"""What the words round a sum say of it: how exact it is, per what unit, for which years."""

from __future__ import annotations

from typing import NamedTuple

from extractor.pipeline.patterns import lazy
from extractor.pipeline.screens import stands_in

# each is the end of the words before a sum; the order is that of reading: the first that fits decides
_BEFORE = tuple(
    (
        qualifier,
        lazy(rf"(?r)(?<!\p{{L}})(?:{words})\s*(?:i\s|gli\s|le\s|un\s|una\s|di\s|l'|a\s|ai\s|agli\s|alle\s)*$"),
    )
    for qualifier, words in (
        (
            "at_least",
            r"almeno|non\s+meno\s+di|come\s+minimo|minim[oa](?:\s+(?:ammess[oa]|di|è|e'|sarà))*\s*:?|non\s+(?:[\p{L}']+\s+){0,2}inferior[ei]\s+ai?|"
            r"a\s+partire\s+da(?:i)?|un\s+minimo\s+di",
        ),
        (
            "up_to",
            r"fino\s+ad?(?:\s+un)?(?:\s+massimo)?|sino\s+ad?|fino\s+ai|massim[oa](?:\s+(?:ammess[oa]|di|è|e'|sarà))*\s*:?|al\s+massimo|"
            r"(?:non|né|nessun\p{L}*)\s+(?:[\p{L}']+\s+){0,3}(?:super\p{L}+|pi(?:ù|u')\s+di|oltre)|(?:nel\s+|entro\s+il\s+)?limite(?:\s+massimo)?(?:\s+di)?|"
            r"non\s+oltre|non\s+superior[ei]\s+ad?i?|non\s+pi(?:ù|u')\s+di|tetto(?:\s+massimo)?(?:\s+di)?|massimale(?:\s+di)?|importo\s+massimo(?:\s+di)?|entro",
        ),
        ("under", r"meno\s+di|inferior[ei]\s+ad?i?|sotto|al\s+di\s+sotto\s+dei|sfior\p{L}+"),
        (
            "about",
            r"circa|quasi|pressoché|intorno\s+ai?|attorno\s+ai?|all'incirca|più\s+o\s+meno|grosso\s+modo|"
            r"si\s+avvicina|vicin[oi]\s+ai?|approssimativamente|stimat[oiae]\s+in|in\s+media",
        ),
        (
            "over",
            r"oltre|pi(?:ù|u')\s+di|superior[ei]\s+ad?i?|supera(?:no|ndo|t[oaie]|va|rà)?(?:\s+\p{L}+mente)?|al\s+di\s+sopra\s+dei|ben\s+oltre|abbondantemente",
        ),
    )
)
# without one of these stems the pattern of a qualifier cannot match
_STEMS = {
    "at_least": ("almeno", "meno", "minim", "inferior", "partire"),
    "up_to": ("fino", "sino", "massim", "super", "più", "piu'", "oltre", "limite", "tetto", "entro"),
    "under": ("meno", "inferior", "sotto", "sfior"),
    "about": (
        "circa", "quasi", "pressoch", "intorno", "attorno", "meno", "grosso", "vicin", "approssimativamente", "stimat", "media",
    ),
    "over": ("oltre", "più", "piu'", "super", "sopra", "abbondantemente"),
}  # fmt: skip
_STEMS_AFTER = ("circa", "meno", "passa", "oltre", "massim", "almeno", "minimo", "in")
_AFTER = (
    ("about", lazy(r"\s*,?\s*(?:circa\b|all'incirca\b|più\s+o\s+meno\b)")),
    ("over", lazy(r"\s+(?:e\s+passa\b|e\s+oltre\b(?!\s+[\p{L}\d]))")),
    ("up_to", lazy(r"\s+(?:al\s+massimo|massimi?)\b")),
    ("at_least", lazy(r"\s+(?:almeno|come\s+minimo|in\s+su)\b")),
)
_UNITS = {
    "progett": "project", "intervent": "project", "iniziativ": "project", "operazion": "project", "domand": "project",
    "propost": "project", "impres": "company", "aziend": "company", "societ": "company", "ditt": "company",
    "attivit": "company", "person": "person", "beneficiar": "beneficiary", "richiedent": "beneficiary", "lavorator": "person",
    "student": "person", "alunn": "person", "bambin": "person", "abitant": "person", "dipendent": "person", "testa": "person",
    "capite": "person", "cittadin": "person", "giovan": "person", "assunt": "person", "tirocin": "person", "borsa": "person",
    "famigli": "family", "nucle": "family", "comun": "municipality", "ent": "body", "anno": "year", "annu": "year",
    "mes": "month", "mens": "month", "giorn": "day", "settiman": "week", "ettar": "hectare", "alloggi": "dwelling",
    "scuol": "school", "associazion": "association", "metro": "square_metre", "mq": "square_metre", "chilometr": "kilometre",
    "tonnellat": "tonne", "capo": "head", "posto letto": "bed", "posto": "place", "union": "body", "voucher": "voucher",
    "ora": "hour", "opera": "project", "spettacol": "project", "apprendist": "person", "tirocinant": "person", "istitut": "school",
}  # fmt: skip
_UNIT_WORDS = "|".join(sorted(_UNITS, key=len, reverse=True))
_PER_AFTER = lazy(
    rf"(?:\s+lord[io]|\s+nett[io])?\s*,?\s*(?:(?:al\s+massimo\s+)?(?:per|a|ad)\s+(?:ciascun[oa']?|ogni|singol[oa]|cadaun[oa])?\s*'?\s*(?:singol[oa]\s+)?(?P<per>{_UNIT_WORDS})\p{{L}}*"
    rf"|(?:all'|l'|al\s|ogni\s|/\s?)(?P<each>anno|mese|giorno|mq|metro|ettaro|ora|chilometro)\b"
    rf"|(?P<adjective>annu[iaeo]|mensil[ie]|annual[ie])(?!\p{{L}})"
    rf"|(?P<head>ciascun[oa]|cadaun[oa]|a\s+testa|pro[\s-]capite))"
)
_PER_BEFORE = lazy(
    rf"(?:per\s+)?(?:ciascun[oa']?|ogni|per\s+singol[oa])\s*'?\s*(?P<per>{_UNIT_WORDS})\p{{L}}*(?:\s+[\p{{L}}']+){{0,7}}\s*(?:un|di|a|è|,|massimo|fino|pari|\s)*$"
)
_AN_UNIT = lazy(
    r"^(?:a|ad)\s+(?!testa|persona|famiglia|progetto|impresa|azienda|beneficiario|studente|ettaro|capo|domanda|alunno|nucleo|abitante|alloggio|spettacolo|tonnellata)"
)
_YEAR_SPAN = lazy(
    r"\s*(?:,|\(|e\s+)?\s*(?:(?:nel|per\s+il|per\s+l'|sul|del|dal|nell'|per\s+gli|negli|nelle|per\s+le|sulle|a\s+valere\s+sul)\s*)?"
    r"(?:(?:triennio|biennio|quadriennio|quinquennio|periodo|anni|anno|annualità|esercizi\w*|settennio|sessennio|bilancio)\s+)?"
    r"(?P<first>(?:19|20)\d\d)(?:\s?[-/]\s?(?P<last>(?:19|20)?\d\d)|\s+(?:e|al|ed)\s+(?:il\s+|al\s+|nel\s+)?(?P<end>(?:19|20)\d\d))?(?![\d.,]\d|\d)"
)
# "nel triennio 2021-2023 può contare su": the years stand before the sum, and nothing else is counted between
_YEARS_BEFORE = lazy(
    r"\b(?:biennio|triennio|quadriennio|quinquennio|periodo|anni)\s+(?P<first>(?:19|20)\d\d)\s?[-/]\s?(?P<last>(?:19|20)?\d\d),?:?\s"
    r"(?!\s*(?:,\s*)?di\s+cui)[^\d.;\"]*$"
)
_PERCENT = r"(?P<percent>\d{1,3}(?:,\d{1,3})?)\s?(?:%|per\s?cento)"
# ", pari al 44 per cento" · " (44%)" after a sum; "del 40 per cento, pari a " before it
_PERCENT_AFTER = lazy(
    rf"\s*,?\s*(?:(?:pari|corrispondent\p{{L}}|equivalent\p{{L}})\s+(?:al(?:l')?|a|a\s+circa\s+il)\s*(?:circa\s+)?(?:il\s+|l')?|\(\s*(?:(?:pari\s+)?al(?:l')?|il|circa)?\s*){_PERCENT}"
)
_PERCENT_BEFORE = lazy(
    rf"{_PERCENT}\s*,?\s*(?:(?:e\s+)?pari\s+a|vale\s+a\s+dire|cioè|ossia|ovvero|corrispondent\p{{L}}\s+a|con\s+un\s+contributo\s+di)\s+(?:circa\s+)?$"
)
# without one of these a pattern cannot match
_EACH_STEMS, _CENTURIES, _PERCENT_STEMS = ("ciascun", "ogni", "singol"), ("19", "20"), ("%", "cento")
_LEADING = lazy(r"^\s*(?:,|\(|\s)*(?:nel|per|sul|negli|nell|dal|a\s+valere|nelle|sulle|del)\b")


class Period(NamedTuple):
    """First and last year that a sum is for."""

    start: int
    end: int


def read_qualifier(before: str, after: str) -> str:
    """How exact a sum is, from the folded words that end before it and begin after it.

    >>> read_qualifier("per un massimo di ", " per progetto"), read_qualifier("ammonta a ", " circa")
    ('up_to', 'about')
    """
    for qualifier, pattern in _BEFORE:
        if stands_in(_STEMS[qualifier], before) and pattern.search(before):
            return qualifier
    if stands_in(_STEMS_AFTER, after):
        for qualifier, pattern in _AFTER:
            if pattern.match(after):
                return qualifier
    return "exact"


def read_unit(before: str, after: str) -> str | None:
    """The unit that a sum is paid per ("per ciascun progetto" gives ``"project"``), or ``None``.

    >>> read_unit("", " per ciascun progetto"), read_unit("", " annui"), read_unit("", " per progetti")
    ('project', 'year', None)
    """
    match = _PER_AFTER.match(after)
    if match:
        if match["head"]:
            return "person" if match["head"].startswith(("a ", "pro")) else "beneficiary"
        if match["each"] or match["adjective"]:
            return _unit(match["each"] or match["adjective"])
        words = match.group().strip(" ,")
        if _AN_UNIT.match(words) is None and _singular(words):
            return _unit(match["per"])
    match = _PER_BEFORE.search(before) if stands_in(_EACH_STEMS, before) else None
    return _unit(match["per"]) if match else None


def read_period(before: str, after: str) -> Period | None:
    """The years that a sum is for: they follow it at once ("per il 2023"), or a span of them stands before it.

    >>> read_period("", " nel triennio 2019-2021"), read_period("nel triennio 2021-2023 può contare su ", "")
    (Period(start=2019, end=2021), Period(start=2021, end=2023))
    >>> read_period("nel 2021 ha speso ", " per la scuola") is None
    True
    """
    match = _YEAR_SPAN.match(after) if stands_in(_CENTURIES, after) else None
    if match is None or not (_LEADING.match(after) or match.group().lstrip().startswith("(")):
        match = _YEARS_BEFORE.search(before) if stands_in(_CENTURIES, before) else None
        return None if match is None else _years(int(match["first"]), match["last"])
    first = int(match["first"])
    last = match["last"] or match["end"]
    return Period(first, first) if last is None else _years(first, last)


def read_percent(before: str, after: str) -> str | None:
    """The percentage of another sum that the text says a sum to be, as a decimal string; ``None`` where it says none.

    >>> read_percent("", ", pari al 42,7 per cento, viene"), read_percent("una riserva del 40 %, pari a ", "")
    ('42.7', '40')
    """
    match = _PERCENT_AFTER.match(after) if stands_in(_PERCENT_STEMS, after) else None
    if match is None and stands_in(_PERCENT_STEMS, before):
        match = _PERCENT_BEFORE.search(before)
    return match["percent"].replace(",", ".") if match else None


def _years(first: int, last: str) -> Period:
    """A span of years, its last one written in two figures or four ("2019-21")."""
    end = int(last) if len(last) == 4 else first - first % 100 + int(last)
    return Period(first, max(first, end))


def _singular(words: str) -> bool:
    """ "per progetto" is a unit, "per progetti" a purpose; "ciascun" and "ogni" make a unit of either."""
    if any(mark in words for mark in ("ciascun", "ogni", "singol", "cadaun")):
        return True
    last = words.rsplit(maxsplit=1)[-1]
    return not last.endswith(("i", "e", "tà")) or last in (
        "mese",
        "studente",
        "ente",
        "richiedente",
        "capite",
        "abitante",
        "tirocinante",
    )


def _unit(word: str) -> str:
    for stem in sorted(_UNITS, key=len, reverse=True):
        if word.startswith(stem):
            return _UNITS[stem]
    return word
