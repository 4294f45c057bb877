"""The dates of an agreement: what each date of a text is, by the words that stand round it in its sentence."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import regex

from extractor.pipeline.layout import MONTHS
from extractor.pipeline.patterns import lazy
from extractor.pipeline.screens import stands_between, stands_in

_MONTH = rf"(?:{'|'.join(MONTHS)})"
# 12 novembre 2020 · 1° marzo · 29/12/2022
_DATE = lazy(
    rf"\b(?P<day>\d{{1,2}})[°º]?\s+(?P<month>{_MONTH})(?:\s+(?P<year>(?:19|20)\d\d))?\b|\b(?P<day>\d{{1,2}})/(?P<month>\d{{1,2}})/(?P<year>(?:19|20)\d\d)\b"
)
_TODAY = lazy(
    r"\b(?:oggi|questa\s+mattina|stamattina|stamane|stamani|questo\s+pomeriggio|poco\s+fa|(?P<yesterday>ieri))\b"
)
_TODAY_STEMS = ("oggi", "mattina", "staman", "pomeriggio", "poco", "ieri")
_DAY_STEMS = ("/", *_TODAY_STEMS)
_SENTENCE_END = lazy(r"(?<!\bn)(?<!\bart)[.!?][\"»”)]*\s+(?=[\"«“]?\p{Lu})|\n\s*\n|\n(?=\s*[-*#•\d])")

# the end of the words before a date …
_UNTIL = lazy(
    r"(?:\bentro(?:\s+e\s+non\s+oltre)?|\bfino\s+al|\bnon\s+oltre|\bscad(?!ut)\p{L}+|\btermine\b[^,;]{0,30}|\bfissat[oaie]\s+al|\bprorogat[oaie]\s+al|\bchiud\p{L}+)"
    r"(?:le)?(?:(?:\s+(?:al)?le)?\s+(?:ore\s+)?\d{1,2}(?:[.:,]\d\d)?\s+del)?(?:\s*l'|\s+(?:il|al|del|ore)|\s)*\s*$"
)
_FROM = lazy(
    r"(?:\b(?:a\s+partire|a\s+decorrere)\s+dal|\bdal|\bda(?=\s+\p{L}+dì)|\bavvio\b[^,;]{0,20}|\bapr(?:e|ono|irà|iranno)|\bapert[oaie]|\bapertura|\bal\s+via|\battiv[oaie]|\bpartir(?:à|anno)|\bpresentat[eio]\s+dal)"
    r"(?:le)?(?:(?:\s+(?:al)?le)?\s+(?:ore\s+)?\d{1,2}(?:[.:,]\d\d)?\s+del)?(?:\s*l'|\s+(?:il|dal|del|ore|per|è|fissato|\p{L}+d(?:ì|i'))|\s)*\s*$"
)
_SIGNED = lazy(
    r"(?<!\bsarà\s)(?<!\bverrà\s)\b(?:firmat|sottoscritt|siglat|stipulat)[oaie]\b(?![^,;]*\b(?:nel|del)\s+(?:\p{L}+\s+)?(?:19|20)\d\d)|\bla\s+firma\b"
)
_APPROVED = lazy(
    r"\b(?:approvat|deliberat|adottat|concess|assegnat|dispost|aggiudicat|varat)[oaie]\b|\bvia\s+libera\b|\bcon\s+(?:la\s+)?(?:delibera|determina|decreto)"
)
_ACT = lazy(r"\b(?:delibera|determina|decreto|d\.?g\.?r)\p{L}*[^;]{0,60}\bdel(?:l'|\s)\s*$")
_SEATED = lazy(r"\b(?:nella\s+seduta|nella\s+riunione|riunit[oaie])\b[^;]{0,20}$")
# … and what the sentence speaks of
# between two dates of one span of time: "dal 15 aprile alle ore 13 del 31 luglio", "e chiude il"
_TO = lazy(
    r"[°º]?\s*(?:,?\s*e\s+)?(?:fino\s+)?(?:al(?:le)?|chiud\p{L}+)(?:\s+(?:ore\s+)?\d{1,2}(?:[.:,]\d\d)?\s+del)?(?:\s*l'|\s+(?:il|ore)|\s)*\s*$"
)
_APPLYING = lazy(
    r"\b(?:domand|istanz|candidatur|sportell|iscri|adesion|presenta|partecip|invi|inoltr|compil|bando|avviso|richiest)"
)
_ENDING = lazy(r"\b(?:conclu|complet|terminar|terminer|ultim|valid|vale\b|dur[aei])")
_STARTING = lazy(r"\b(?:decorr|vigore|inizi|avvi|partir|parte\b|via\b|mesi\b|anni\b|cambia|durata)")
_NEAR = 90
_PARTNERS: dict[str | None, str] = {"opens": "closes", "start": "end"}


def read_dates(text: str, low: str, start: int, end: int, published: str | None = None) -> dict[str, str]:
    """The dates that a stretch of text states: signed, approved, opens, closes, start, end; the first of each.

    Args:
        text: the text.
        low: its folded form, of the same length.
        start: where the stretch begins.
        end: where it ends, exclusive.
        published: the day of the release (ISO), for "oggi" and "ieri" and for dates without year.

    >>> text = "L'intesa è stata firmata il 3 marzo 2021. Domande dal 5 al 30 aprile 2021."
    >>> read_dates(text, text.lower(), 0, len(text))
    {'signed': '2021-03-03', 'opens': '2021-04-05', 'closes': '2021-04-30'}
    """
    found: dict[str, str] = {}
    if not (stands_between(MONTHS, low, start, end) or stands_between(_DAY_STEMS, low, start, end)):
        return found
    stops = [start, *(match.end() for match in _SENTENCE_END.finditer(text, start, end)), end]
    for first, last in itertools.pairwise(stops):
        sentence = low[first:last]
        name, last_end = None, 0
        for begin, finish, day in _days(sentence, published):
            if name in _PARTNERS and _TO.fullmatch(sentence, last_end, begin):
                name = _PARTNERS[name]
            else:
                name = _meaning(sentence, begin, finish)
            last_end = finish
            if name is not None:
                found.setdefault(name, day)
        if (
            published is not None
            and stands_in(_TODAY_STEMS, sentence)
            and (today := _TODAY.search(sentence)) is not None
        ):
            day = (
                published if today["yesterday"] is None else (date.fromisoformat(published) - timedelta(1)).isoformat()
            )
            near = sentence[max(0, today.start() - _NEAR) : today.end() + _NEAR]
            if _SIGNED.search(near):
                found.setdefault("signed", day)
            elif _APPROVED.search(near):
                found.setdefault("approved", day)
    return found


_SPAN_OF_DAYS = lazy(
    rf"\bdal?\s*(?:l'|\s)(?P<from>\d{{1,2}})[°º]?\s+al(?:l'|\s+)(?P<to>\d{{1,2}})\s+(?P<month>{_MONTH})(?:\s+(?P<year>(?:19|20)\d\d))?\b"
)


def _days(sentence: str, published: str | None) -> list[tuple[int, int, str]]:
    """The dates of a sentence with their places; one without year takes that of its neighbour, or of the release."""
    days: list[tuple[int, int, str]] = []
    if "/" not in sentence and not stands_in(MONTHS, sentence):
        return days
    matches = list(_DATE.finditer(sentence))
    years = [match["year"] for match in matches]
    for index in range(len(years) - 2, -1, -1):
        years[index] = years[index] or years[index + 1]
    for index in range(1, len(years)):
        years[index] = years[index] or years[index - 1]
    for match, year in zip(matches, years, strict=True):
        day = _iso(match["day"], match["month"], year or (published[:4] if published else None))
        if day is not None:
            days.append((match.start(), match.end(), day))
    for match in _SPAN_OF_DAYS.finditer(sentence):  # dal 5 al 30 aprile
        day = _iso(match["from"], match["month"], match["year"] or (published[:4] if published else None))
        if day is not None:
            days.append((match.start("from"), match.end("from"), day))
    return sorted(days)


def _meaning(sentence: str, begin: int, finish: int) -> str | None:
    before, after = sentence[:begin].rpartition(";")[2], sentence[finish:].partition(";")[0]
    near = before[-_NEAR:]
    around = before[-2 * _NEAR :] + after[:_NEAR]
    if _UNTIL.search(near):
        return "end" if _ENDING.search(near) else "closes" if _APPLYING.search(around) else None
    if _FROM.search(near):
        return "opens" if _APPLYING.search(around) else "start" if _STARTING.search(around) else None
    if (act := _ACT.search(near)) is not None and _APPROVED.search(before[-2 * _NEAR :] + after[:_NEAR]):
        return "approved" if "legge" not in act.group() else None
    if _SEATED.search(near) and _APPROVED.search(after[:_NEAR]):
        return "approved"
    for name, pattern in (("signed", _SIGNED), ("approved", _APPROVED)):
        told = list(pattern.finditer(near))
        if told and regex.fullmatch(r"(?:[^.;,\d]|,(?=\s)){0,45}", near[told[-1].end() :]):
            return name
    return None


def _iso(day: str, month: str, year: str | None) -> str | None:
    if year is None:
        return None
    number = int(month) if month.isdigit() else MONTHS[month]
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return None
