"""Dates, acts, codes and jobs of an agreement, as the text states them."""

from __future__ import annotations

from typing import Any

import regex

from extractor.pipeline.layout import MONTHS

_DAY = rf"(?P<day>\d{{1,2}})[°º]?\s+(?P<month>{'|'.join(MONTHS)})\s+(?P<year>(?:19|20)\d\d)"
_DATES = (
    ("signed", regex.compile(rf"(?:firmat|sottoscritt|siglat|stipulat)[oaie]\s+(?:\p{{L}}+\s+){{0,3}}?(?:il\s+|l'|in\s+data\s+)?{_DAY}")),
    ("approved", regex.compile(rf"(?:approvat|deliberat|adottat)[oaie]\s+(?:\p{{L}}+\s+){{0,3}}?(?:il\s+|l'|in\s+data\s+)?{_DAY}")),
    ("opens", regex.compile(rf"(?:a\s+partire\s+dal(?:l'|le\s+ore\s+\S+\s+del(?:l'|\s+))?|dal(?:le\s+(?:ore\s+)?\S+\s+del)?(?:\s+|l')|aprirà\s+il\s+|apertura\s+\w*\s*(?:il|dal)\s+){_DAY}")),
    ("closes", regex.compile(rf"(?:entro\s+(?:e\s+non\s+oltre\s+)?(?:il\s+|l'|le\s+(?:ore\s+)?\S+\s+del(?:l'|\s+))|fino\s+al(?:le\s+(?:ore\s+)?\S+\s+del)?(?:\s+|l')|scad\w+\s+(?:il\s+|l'|alle\s+\S+\s+del\s+)|(?<=\d{{4}})\s+al\s+){_DAY}")),
)  # fmt: skip
_CUP = regex.compile(r"\b[A-Z]\d{2}[A-Z]\d{11}\b")
_CIG = regex.compile(r"(?<=\bCIG[:\s.n°]{1,8})[0-9A-Z]{10}\b", regex.I)
_LAW = regex.compile(
    r"\b(?:legge(?:\s+regionale|\s+di\s+bilancio)?|l\.?\s?r\.?|decreto(?:[\s-]legge|\s+legislativo)?|d\.?\s?lgs\.?|d\.?l\.?|dpcm|regolamento(?:\s+\(?ue\)?)?)\s+(?:n(?:\.|umero)?\s?)?\d{1,4}\s?(?:/|del\s+)\s?(?:19|20)?\d\d\b",
    regex.I,
)
_ACT = regex.compile(
    r"\b(?:d\.?\s?g\.?\s?r\.?|delibera(?:zione)?(?:\s+(?:di\s+giunta|cipe(?:ss)?|della\s+giunta))?|determina(?:zione)?(?:\s+dirigenziale)?|decreto(?:\s+(?:dirigenziale|ministeriale|direttoriale|interministeriale))?|d\.?m\.?)\s+(?:n(?:\.|umero|r\.?)?\s?)\d[\d.]*(?:/(?:19|20)?\d\d)?",
    regex.I,
)
_NUMBER = r"(?P<number>\d{1,3}(?:\.\d{3})*|\d+)"
_CREATED = regex.compile(
    rf"\b{_NUMBER}\s+(?:nuov[ei]\s+|ulteriori\s+)?(?:assunzioni|posti\s+di\s+lavoro(?!\s+(?:salv|a\s+rischio))|(?:nuovi\s+)?occupati|addetti\s+in\s+più|nuove\s+unità|nuovi\s+addetti|nuovi\s+posti|nuovi\s+assunti)|(?:creazione|assunzione|assumere|assumerà|crear[ae]|creeranno)\s+(?:di\s+)?(?:circa\s+|oltre\s+|almeno\s+|altr[ie]\s+)?{_NUMBER.replace('number', 'other')}\s+(?:nuov\w\s+)?(?:posti|occupati|addetti|persone|lavoratori|unità|giovani|assunzioni|tecnici|ricercatori|dipendenti)"
)
_SAVED = regex.compile(
    rf"(?:salvaguardi\w+|mantenimento|tutela|salv\w+|conferma\w*|difes\w+)\s+(?:de\w+\s+|di\s+|i\s+|gli\s+|'|l')*(?:attuali\s+|circa\s+|oltre\s+|livelli\s+occupazionali\s+di\s+)?{_NUMBER}\s+(?:posti|occupati|addetti|lavoratori|dipendenti|persone|unità)"
)
_DURATION = regex.compile(
    r"\b(?:durata\s+(?:\p{L}+\s+){0,3}?(?:di\s+|è\s+di\s+)?|durerà\s+|avrà\s+validità\s+(?:di\s+)?|validità\s+(?:di\s+)?)(?P<duration>(?:\d+|un|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|dodici|diciotto|ventiquattro|trentasei)\s+(?:anni|anno|mesi|mese|giorni)|triennale|biennale|annuale|quinquennale|quadriennale)"
)


def read_details(text: str, low: str, start: int, end: int) -> dict[str, Any]:
    """What a stretch of text states of dates, duration, codes, laws and jobs; only what it states.

    >>> text = "firmato il 3 marzo 2021, CUP B31B17000170009"
    >>> read_details(text, text.lower(), 0, len(text))
    {'dates': {'signed': '2021-03-03'}, 'identifiers': {'cup': ['B31B17000170009']}}
    """
    details: dict[str, Any] = {}
    dates = {}
    for name, pattern in _DATES:
        match = pattern.search(low, start, end)
        if match and 1 <= int(match["day"]) <= 31:
            dates[name] = f"{match['year']}-{MONTHS[match['month']]:02d}-{int(match['day']):02d}"
    if dates:
        details["dates"] = dates
    identifiers = {
        "cup": list(dict.fromkeys(match.group() for match in _CUP.finditer(text, start, end))),
        "cig": list(
            dict.fromkeys(
                match.group().upper()
                for match in _CIG.finditer(text, start, end)
                if any(letter.isdigit() for letter in match.group())
            )
        ),
        "act": list(dict.fromkeys(" ".join(match.group().split()) for match in _ACT.finditer(text, start, end))),
        "law": list(dict.fromkeys(" ".join(match.group().split()) for match in _LAW.finditer(text, start, end))),
    }
    identifiers = {name: values for name, values in identifiers.items() if values}
    if identifiers:
        details["identifiers"] = identifiers
    jobs = {}
    if (created := _CREATED.search(low, start, end)) is not None:
        jobs["created"] = int((created["number"] or created["other"]).replace(".", ""))
    if (saved := _SAVED.search(low, start, end)) is not None:
        jobs["safeguarded"] = int(saved["number"].replace(".", ""))
    if jobs:
        details["jobs"] = jobs
    if (duration := _DURATION.search(low, start, end)) is not None:
        details["duration"] = text[duration.start("duration") : duration.end("duration")]
    return details
