"""Dates, acts, codes, jobs and duration of an agreement, as the text states them."""

from __future__ import annotations

import re
from typing import Any

import regex

from extractor.pipeline.dates import read_dates
from extractor.pipeline.numerals import read_words
from extractor.pipeline.patterns import lazy
from extractor.pipeline.screens import stands_between, stands_in

_CUP = re.compile(r"\b[A-Z]\d{2}[A-Z]\d{11}\b")
_CIG = lazy(r"(?<=\bCIG[:\s.n°]{1,8})[0-9A-Z]{10}\b", regex.I)
# legge n. 190 del 2012 · D.Lgs. 50/2016 · legge 30 dicembre 2021, n. 234 · regolamento (UE) 651/2014
_LAW_NUMBER = re.compile(r"\d\s?/\s?\d|\d\s?del\s+(?:19|20)|(?:19|20)\d\d,?\s+n\.", re.IGNORECASE)  # no law without
_LAW = lazy(
    r"\b(?:legge(?:\s+regionale|\s+provinciale|\s+di\s+bilancio)?|l\.?\s?[rp]\.?|decreto[\s-](?:legge|legislativo)|d\.?\s?lgs\.?|d\.?l\.?|dpcm|regolamento(?:\s+\(?ue\)?)?)"
    r"\s+(?:(?:n(?:\.|umero)?\s?)?\d{1,4}\s?(?:/\s?(?:19|20)?\d\d|del\s+(?:19|20)\d\d)|\d{1,2}[°º]?\s+\p{L}+\s+(?:19|20)\d\d,?\s+n\.\s?\d{1,4})\b",
    regex.I,
)
# Dgr 3.712 · delibera di Giunta n. 412 · determinazione n. 2417/2023 · determina 1187 del 3 marzo
_ACT = lazy(
    r"\b(?:(?:d\.?\s?g\.?\s?r\.?|d\.?m\.?)\s+(?:n(?:\.|umero|r\.?)?\s?)?|"
    r"(?:delibera(?:zione)?(?:\s+(?:di\s+giunta|cipe(?:ss)?|della\s+giunta))?|determina(?:zione)?(?:\s+dirigenziale)?|"
    r"decreto(?:\s+(?:dirigenziale|ministeriale|direttoriale|interministeriale))?)\s+(?:n(?:\.|umero|r\.?)?\s?(?=\d)|(?=\d{1,5}\s*(?:[),;]|\.(?!\d)|del(?:l'|\s)|firmat|$))))"
    r"\d[\d.]*(?<!\.)(?:/(?:19|20)?\d\d)?",
    regex.I,
)

# without one of these stems a pattern cannot match
_CREATED_STEMS = (
    ("assunzion", "posti", "occupati", "addetti", "unità", "nuov"),
    ("creazione", "assun", "assum", "crea", "cree"),
    ("occupa",),
)
_SAVED_STEMS = (
    ("salv", "mantien", "manten", "tutel", "conferma", "difes"),
    ("salvaguard", "manten", "tutel"),
    ("salv", "tutelat", "mantenut", "conferma"),
)
# … nor the first of those of new jobs, which would be tried at every word
_NEW_WORK = re.compile(
    r"assunzioni|lavoro|occupati|addett|lavorativ|assunti|dipendenti|lavoratori|nuove\s+unità|nuov[ie]\s+posti"
)
_DURATION_STEMS = (
    ("durata", "validità", "ultimazione", "termine"),
    ("dura", "durer", "vale", "valid"),
    ("nale", "ennale", "annuale"),
    ("conclu", "complet", "chiuder", "termin", "svolger"),
    ("conclu", "fini", "complet", "realizz", "chiud", "ultim"),
    ("dal",),
)
_ACT_STEMS = ("d.", "dg", "dm", "d g", "d m", "deliber", "determina", "decreto")

_NUMBER = r"(?P<number>\d{1,3}(?:\.\d{3})+|\d+|\p{L}{3,})"
_PEOPLE = r"(?:posti|occupati|addett[ie]|persone|lavorator[ie]|lavoratrici|unità|giovani|assunzioni|tecnici|ricercator[ie]|dipendenti|operai|apprendisti)"
_CREATED = (
    # 64 nuove assunzioni · 35 posti di lavoro · 74 le assunzioni
    lazy(
        rf"\b{_NUMBER}\s+(?:nuov[eio]\s+|ulteriori\s+|le\s+)?(?:assunzioni|posti\s+di\s+lavoro(?!\s+(?:salv|a\s+rischio))|(?:nuov[ie]\s+)?occupati|"
        r"addetti\s+in\s+più|nuove\s+unità|unità\s+lavorative|nuov[ie]\s+(?:addett[ie]|posti|assunti|dipendenti|lavoratori))"
    ),
    # assumerà a tempo indeterminato 21 persone · la creazione di circa 1.200 posti · assunte 152 persone
    lazy(
        rf"\b(?:creazione|assunzione|assum(?:e|ere|erà|eranno|endo)|assunt[eio]|crear[ae]|crea(?:no)?|cree(?:rà|ranno))\s+(?:[\p{{L}},]+\s+){{0,4}}?{_NUMBER}\s+(?:nuov\p{{L}}\s+)?{_PEOPLE}"
    ),
    # l'occupazione crescerà di 64 unità · nuovi occupati: 41 · occupazione aggiuntiva: 133
    lazy(
        rf"\b(?:occupazione\s+(?:crescerà|aumenterà|aggiuntiva)|(?:nuovi\s+)?occupati(?:\s+a\s+regime)?|nuova\s+occupazione)\s*(?:di|:|pari\s+a)\s*{_NUMBER}"
    ),
)
_SAVED = (
    lazy(
        rf"\b(?:salvaguard\p{{L}}+|mantenimento|mantenut[ie]|mantenere|mantiene|tutela(?:re)?|tutelat[ie]|salv[aei]\p{{L}}{{0,4}}|conferma\p{{L}}*|difes\p{{L}})\s+"
        rf"(?:[\p{{L}}'’,]+\s+){{0,4}}?(?:de\p{{L}}+\s+|di\s+|i\s+|gli\s+|'|l'){{0,2}}{_NUMBER}\s+(?:attuali\s+)?{_PEOPLE}"
    ),
    lazy(
        r"\b(?:salvaguard\p{L}+|manten\p{L}+|tutel\p{L}+)\s+(?:[\p{L}',]+\s+){0,3}?(?P<number>\d{1,3}(?:\.\d{3})+|\d+)\s+attuali\b"
    ),
    lazy(
        rf"\b{_NUMBER}\s+(?:{_PEOPLE}\s+(?:di\s+lavoro\s+)?|quelli\s+)(?:da\s+)?(?:salvaguard|salvat|salv[ie]\b|tutelat|mantenut|conferma)"
    ),
)
_BEFORE_SAVED = lazy(
    r"\b(?:salvaguard\p{L}+|mantenimento|manten\p{L}+|tutel\p{L}+|difes\p{L}|salv[aei]\p{L}*)\s+(?:[\p{L}']+\s+){0,2}$"
)

_UNIT = r"(?:anni(?:\s+scolastici)?|anno|mesi|mese|giorni)"
_TIME = rf"(?P<duration>(?:\d+|un|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|dodici|quattordici|quindici|diciotto|venti|ventiquattro|trenta|trentasei|sessanta)\s+{_UNIT})"
_ADJECTIVE = r"(?P<duration>triennale|biennale|annuale|quinquennale|quadriennale|decennale)"
_DURATION = (
    lazy(rf"\b(?:durata|validità|ultimazione|termine\s+(?:contrattuale|dei\s+lavori))\b(?:\s*:)?\s*(?:[\p{{L}}']+\s+){{0,5}}?(?::\s*)?(?:{_TIME}|{_ADJECTIVE})"),
    lazy(rf"\b(?:dur(?:a|ano|erà|eranno)|vale|valid[oa]\s+per)\s+(?:per\s+)?{_TIME}"),
    lazy(rf"\b(?:accordo|convenzione|protocollo(?:\s+d'intesa)?|intesa|patto|contratto|appalto)(?:\s+[\p{{L}}']+){{0,3}}?,?\s+{_ADJECTIVE}"),
    lazy(rf"\b(?:conclu\p{{L}}+|complet\p{{L}}+|chiuder\p{{L}}+|termin\p{{L}}+|svolger\p{{L}}+)\s+(?:[\p{{L}}']+\s+){{0,5}}?(?:in|entro|nei|per)\s+(?:i\s+)?{_TIME}"),
    lazy(rf"\b(?:avr(?:à|anno)|ha|hanno)\s+{_TIME}\s+per\s+(?:conclu|fini|complet|realizz|chiud|ultim)"),
    lazy(rf"\bper\s+{_TIME}\s*,\s+dal"),
)  # fmt: skip


def read_details(text: str, low: str, start: int, end: int, published: str | None = None) -> dict[str, Any]:
    """What a stretch of text states of dates, duration, codes, laws and jobs; only what it states.

    Args:
        text: the text.
        low: its folded form (:func:`extractor.lexicon.fold`), of the same length.
        start: where the stretch begins.
        end: where it ends, exclusive.
        published: the day of the release (ISO), for what was signed "oggi".

    >>> text = "firmato il 3 marzo 2021, CUP B31B17000170009"
    >>> read_details(text, text.lower(), 0, len(text))
    {'dates': {'signed': '2021-03-03'}, 'identifiers': {'cup': ['B31B17000170009']}}
    """
    details: dict[str, Any] = {
        "dates": read_dates(text, low, start, end, published),
        "identifiers": _identifiers(text, low, start, end),
        "jobs": _jobs(low, start, end),
    }
    for pattern, stems in zip(_DURATION, _DURATION_STEMS, strict=True):
        duration = pattern.search(low, start, end) if stands_between(stems, low, start, end) else None
        if duration is not None:
            details["duration"] = text[duration.start("duration") : duration.end("duration")]
            break
    return {name: value for name, value in details.items() if value}


def _identifiers(text: str, low: str, start: int, end: int) -> dict[str, list[str]]:
    found = {
        "cup": [match.group() for match in _CUP.finditer(text, start, end)],
        "cig": [
            match.group().upper()
            for match in (_CIG.finditer(text, start, end) if "cig" in low else ())
            if any(letter.isdigit() for letter in match.group())
        ],
        "act": [match.group() for match in (_ACT.finditer(text, start, end) if stands_in(_ACT_STEMS, low) else ())],
        "law": [
            match.group() for match in (_LAW.finditer(text, start, end) if _LAW_NUMBER.search(text, start, end) else ())
        ],
    }
    return {
        name: list(dict.fromkeys(" ".join(value.split()) for value in values))
        for name, values in found.items()
        if values
    }


def _jobs(low: str, start: int, end: int) -> dict[str, int]:
    jobs: dict[str, int] = {}
    for name, patterns, screens in (("created", _CREATED, _CREATED_STEMS), ("safeguarded", _SAVED, _SAVED_STEMS)):
        for pattern, stems in zip(patterns, screens, strict=True):
            if not stands_between(stems, low, start, end):
                continue
            if pattern is _CREATED[0] and not _NEW_WORK.search(low, start, end):
                continue
            for match in pattern.finditer(low, start, end):
                number = _count(match["number"])
                if number is None or (
                    name == "created" and _BEFORE_SAVED.search(low[max(start, match.start() - 40) : match.start()])
                ):
                    continue
                jobs.setdefault(name, number)
    return jobs


def _count(written: str) -> int | None:
    """A count of people in figures or in one word; none below two ("una", "un'")."""
    number = int(written.replace(".", "")) if written[0].isdigit() else read_words(written)
    return number if number is not None and number > 1 else None
