"""The grammar of sums of money in Italian: where a text states one, and what it states.

A sum is a quantity (figures or words, with or without a multiplier such as "milioni"), a currency, or the right to
take one or the other from a neighbour ("5 milioni, di cui 1,1 della Provincia"). Offsets are characters of the text,
end exclusive; a span runs from the first figure, word or currency to the last, without the word that qualifies it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import regex

from extractor.lexicon.folding import fold
from extractor.pipeline.numerals import read_collective, read_figure, read_words
from extractor.pipeline.patterns import lazy
from extractor.pipeline.sum_modifiers import read_qualifier

MILLION = Decimal(1_000_000)

_MULTIPLIERS = {
    "mila": 1_000, "k": 1_000, "milione": 10**6, "milioni": 10**6, "mln": 10**6, "ml": 10**6, "mil": 10**6, "mio": 10**6,
    "m": 10**6, "miliardo": 10**9, "miliardi": 10**9, "mld": 10**9, "mrd": 10**9, "bn": 10**9,
}  # fmt: skip
_CURRENCIES = {
    "euro": "EUR", "€": "EUR", "eur": "EUR", "$": "USD", "usd": "USD", "us$": "USD", "dollari": "USD",
    "dollaro": "USD", "£": "GBP", "gbp": "GBP", "sterline": "GBP", "franchi": "CHF", "chf": "CHF", "yen": "JPY",
    "jpy": "JPY", "yuan": "CNY", "renminbi": "CNY", "lire": "ITL", "rubli": "RUB", "corone": "SEK", "rupie": "INR",
    "norvegesi": "NOK", "danesi": "DKK", "canadesi": "CAD", "australiani": "AUD",
}  # fmt: skip

# 5.317.523 · 1'500'000 · 5 000 000 · 7.4 · 12,50
_FIGURE = lazy(
    r"(?<![\p{L}\d_/])(?<!\d[.,:/-])(?:(?:\d{1,3}(?:\.\d{3})++|\d{1,3}(?:'\d{3})++|\d{1,3}(?: \d{3})++)(?:,\d{1,3}|\.\d{1,2})?(?!\d|[.,]\d)|\d++(?:[.,]\d++)*+)"
)
_FIGURE_HERE = lazy(_FIGURE.pattern.split("(?<!\\d[.,:/-])")[1])
# a line end that nothing reads across: before or after an empty line, before an item of a list
_BREAK = lazy(r"\n(?=[^\S\n]*(?:\n|\d{1,3}[.)]\s|[-*•]\s))|(?<=\n[^\S\n]*)\n")
# after a quantity: " milioni", "mila", "mln."
_MULTIPLIER = lazy(
    r"\*{0,2}\s{0,3}(?P<multiplier>mila|milion[ei]|miliard[oi]|mln|mld|mrd|ml(?=\.?\s?(?:di\s)?(?:euro|€))|"
    r"mil(?=\.?\s?(?:di\s)?(?:euro|€))|mio|bn|k|m(?=\s?(?:€|euro\b|eur\b)))(?![\p{L}\d])\.?(?!\p{L})"
)
_HALF = lazy(r"\s+e\s+mezzo\b")
# after a sum: " di euro", "€", " d'euro", " dollari"
_CURRENCY_AFTER = lazy(
    r"\*{0,2}\s{0,3}(?:\([\p{L}'/\d]+\)\s?)?(?:(?:di|d')\s{0,3})?\*{0,2}"
    r"(?P<currency>euro|eur|€|us\$|\$|£|usd|gbp|chf|jpy|dollar[oi]|sterline|"
    r"franchi(?=\s+svizzeri)|yen|yuan|renminbi|lire|rubli|rupie|corone(?=\s))(?:uro)?(?![\p{L}])"
    r"(?:\s+(?P<country>svizzeri|norvegesi|danesi|svedesi|canadesi|australiani|american[ie]|statunitensi|inglesi|britanniche)\b)?(?![^\S\n]+[3-7]\b)"
)
_CURRENCY_BEFORE = lazy(r"(?P<currency>euro|eur|€|us\$|\$|£|usd|gbp|chf)[.:]?\s{0,2}\*{0,2}$")
# the end of the words before a range's first figure
_RANGE_BEFORE = lazy(r"(?P<opener>\b(?:tra|fra|da|dai|dalle|dagli))\s+(?:i\s+|gli\s+|le\s+|un\s+minimo\s+di\s+)?$")
_RANGE_MIDDLE = lazy(r"\s+(?:e|a|ad|ai|agli|alle|fino\s+a|a\s+un\s+massimo\s+di)\s+(?:i\s+|gli\s+|le\s+|oltre\s+)?")
_DASH = lazy(r"\s?[-/]\s?(?=\d)")
_CHANGE = lazy(
    r"\b(?:pass\w+|sal(?:e|g|it|ir)\w*|aument\w+|cresc\w+|port\w+|scen\w+|ridott\w+|ridu\w+|increment\w+|elev\w+|cal\w+|lievit\w+)"
    r"(?:\s+\S+){0,4}\s*$"
)
_WORDS_BEFORE = lazy(r"(?:(?P<collective>\w+ina|centinaio|migliaio)\s+di\s+|(?P<word>[\p{L}]+)\s*)$")
_COMPOUND = lazy(r"\s+(?:e\s+)?|,\s+")
# what may follow a bare "5 milioni": "di fondi", never "di persone"
_OF_MONEY = lazy(
    r"\*{0,2}\s+di\s+(?:\p{L}+'|nuov[ei]\s+|ulterior[ei]\s+|maggior[ei]\s+|soli\s+)?(?:fond[oi]|risors|investiment|contribut|finanziament|"
    r"aiut|stanziament|spes[ae]|risparmi|debit|ricav|fatturato|util[ei]\b|perdit|lavori|oper[ea]\b|intervent|incentiv|ristor|"
    r"agevolazion|cofinanziament|reddit|esportazion|oneri|richiest|compensazion|cost[oi]\b|canon[ei]|budget|dotazion|bilanci|capital|prestit|garanzi|credit|premi|costi?\b|entrat|"
    r"gettit|arretrat|manutenzion|depurazion|sprech|dann[oi]|sovvenzion|sostegn|passiv|iva\b|liquidit|disavanz|avanz|mutu[oi]|royalt|pil\b|cassa|"
    r"bond|export|vendit|sanzion|mult[ae]\b|rimbors|quot[ae]|competenza|valore|giro|erogazion|plafond)"
)
_OF_OTHER = lazy(r"\*{0,2}\s+(?:di|d')\s*(?!cui\b)\p{Ll}")
_OF_NAME = lazy(r"\*{0,2}\s+(?:di|d['’])\s*(?!Italiani|Europei|Km|Mq|Mw)\p{Lu}")
_NEXT_WORD = lazy(r"\*{0,2}\s{1,3}([\p{L}']+)")
_MAY_FOLLOW = frozenset(
    "e ed o per a ad ai al alla allo alle agli all' all in nel nella nello nelle nei negli nell' con che su sul sulla sulle sui "
    "sono è era erano saranno sarà andranno va vanno vengono verranno viene da dal dalla dalle dai dagli dall' del della dello delle "
    "dei degli dell' dall di già circa annui annue annuo all'anno l'anno ogni oltre tra fra entro attraverso grazie provenienti messi "
    "messe a/c più mentre come quale quali cui si ha hanno arriva arrivano destinati destinate così anche solo "
    "ciascuno ciascuna netti lordi invece poi ma fino dopo complessivi complessive totali all nell sull sull' pubblici privati propri "
    "nonché nonche' ovvero compresi inclusi esclusi finora ancora sempre non infatti pari finalizzati dovranno potranno serviranno "
    "copriranno riguardano rappresentano corrispondono suddivisi ripartiti spalmati distribuiti e' presi subito altri altre "
    "ne escono verranno vengono toccano restano relativi relative necessari necessarie disponibili il la lo i gli le l' se li anziché euro d'euro un una due sarebbero sarebbe potrebbero "
    "arriveranno arriverà restano resta provengono copre coprono serve servono basteranno derivano riservati riservate nell' presso ".split()
)
_ADJECTIVE = lazy(r"\p{L}+(?:[aiu]t[ieoa]|ost[oaie]|[iv]vi|ali|ari|sivi|ivi|nui|nee|nei|iori|esi|essi|enti|bili)$")
_COUNTED = frozenset(
    "abitanti pazienti visitatori tonnellate dosi imprese metri mq km chilometri persone famiglie studenti utenti malati soldati "
    "immigrati vaccinati iscritti residenti dipendenti lavoratori occupati posti alunni cittadini italiani europei giovani turisti "
    "passeggeri clienti ettari quintali litri anni ore giorni mesi voti copie viaggiatori euro abbonati contribuenti "
    "auto moto foto ragazzi bambini anziani assistiti pernottamenti presenze spettatori mascherine tamponi alberi case alloggi".split()
)
_ARTICLES = frozenset(("il", "la", "lo", "i", "gli", "le"))
_UNIT_AFTER = lazy(
    r"\*{0,2}\s?(?:%|‰|°|º|ª)|\*{0,2}\s+(?:per\s?cento|percento|punti|posti|metri|mq\b|m2|km\b|kg\b|chilometri|mw\b|kw|gw|ettari|tonnellate|"
    r"ore\b|giorni|mesi|anni\b|lavorator|dipendent|addett|impres|aziend|progett|comuni\b|famigli|person|student|posti|unit|"
    r"dom(?:ande|ini)|interventi\b|alloggi|assunzion|occupat|gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|"
    r"ottobre|novembre|dicembre|milligrammi|abitant|allegat|comma\b|articol)"
)
# a small figure may take its neighbour's multiplier, a large one its currency, only after one of these …
_STRONG_BEFORE = lazy(
    r"(?P<cue>di\s+cui|(?:de[il]|delle|dai|dalle)\s+quali|rispettivamente|\(|più|altr[ie]|contro|contro\s+i|a\s+fronte\s+(?:di|dei)|suddivisi\s+in|che\s+sal\w+\s+a)"
    r"(?:\s*(?:i|gli|le|circa|oltre|ben|quasi|pari\s+a|poco|più\s+di|altri|a|per|in|sono|soli|solo|appena|euro|€|rispettivamente)\b)*\s*$"
)
_WEAK_BEFORE = lazy(
    r"(?:,|\be|\bed|;|/|\+|-|:|\bo|\bagli|\bai|\bi|\bgli)(?:\s+(?:i|gli|circa|oltre|altri|infine|ulteriori|di\s+altri|quasi|per\s+altri))*\s*$"
)
# … and before one of these
_ELLIPTIC_AFTER = lazy(
    r"\s*(?:[,;:().]|$|[\n¶]|(?:d|n|s|su|a)(?:all|ell|ull|ll)'|(?:statali|comunali|regionali|provinciali|privati|nazionali|europei|ministeriali|camerali|pubblici|"
    r"a\s+carico|a\s+valere|a\s+fondo|da|dal|dalla|dallo|dall'|dai|dagli|dalle|del|della|dello|dell'|dei|degli|delle|di|in|nel|nella|nell'|"
    r"nei|nelle|per|a|al|alla|allo|all'|ai|alle|agli|con|messi|messe|stanziati|sono|provenienti|su|sul|sulla|destinat[ie]|assegnat[ie]|"
    r"erogat[ie]|concess[ie]|finanziat[ie]|garantit[ie]|e|ed|fesr|fse|fsc|pnrr|già|andranno|saranno|verranno|vanno|propri|"
    r"come|quale|vengono|arrivano|arriveranno|li|se|disponibili|quali|previsti|riservat[ie]|gestit[ie]|il|cui|che|spettano|annui|euro|aggiuntivi|attraverso|tramite|derivanti|provengono|riguardano|derivano|verso|legat[ie]|dovut[ie]|sotto\s+forma|il|l'|la|fondi|risorse|europee|statale|regionale|comunale|camerale|nazionale)(?![\p{L}])|[-|/])"
)
_SMALL_AFTER_STRONG = lazy(
    r"\s*(?:sono\s+)?(?:agevolazion|contribut|statali|comunali|regionali|provinciali|privati|nazionali|europei|ministeriali|camerali|pubblici)"
)
# "14,7 di Anas", "3 del Comune": a payer after a bare figure makes money of it
_PAYER_AFTER = lazy(
    r"\s+(?:a\s+carico\b|(?:li|le)\s+(?:mett|pag|assicur|vers|stanzi|garantisc|garantir|port|copr|finanzi|d[àa]\b)|"
    r"(?:proven\w+|arriv\w+|vengono|verranno|deriv\w+|sono\s+messi)\s+d(?:a\b|al|ai)|(?:d(?:al|alla|allo|el|ella|ello|i|a)\s+|d(?:all|ell)')(?:regione|comun[ei]|province?|provincia|ministero|stato|governo|fondazione|camera|unione|ente|anas|rfi|"
    r"fesr|fse|fsc|pnrr|fondo|fondi|privati|soci|azienda|impresa|società|università|ateneo|consorzio|città|cipe|ue\b|bilancio))"
)
_OF_THESE = lazy(r"\s+(?:dei|delle)\s+quali\b")
_PER_UNIT_AFTER = lazy(r"\s+(?:per\s|a\s+testa|a\s+\p{L}+o\b|se\s|dal\s|al\s)")
# "la Toscana ce ne mette 14": of those millions
_OF_THEM_BEFORE = lazy(r"\bne\s+(?!manc)(?:\p{L}+\s+){1,3}(?:appena\s+|circa\s+|altri\s+)?$")
_LITTLE_WORD = lazy(
    r"\s+(?:di\s+euro\s+)?(?:\p{L}+t[ie]\s+)?(in|nel|nella|per|al|alla|all'|allo|ai|agli|dal|dalla|dall'|dallo)(?:\s|(?<='))"
)
_COUNT_BEFORE = lazy(r"\b(?:sindaci|assessori|rappresentanti|milioni\s+di\s+\p{L}+)\W*$")
_NUMBERING = lazy(r"[.)°]\s")
_SENTENCE_END = lazy(r"[.!?][\"')\]”»]*\s+(?=\P{Ll})|\n\s*\n")
_YEAR = lazy(r"(?:19|20)\d\d$")
# 5.000.000,00: nothing but money is written to the hundredth
_CENTS = lazy(r"\d{1,3}(?:\.\d{3})++,\d\d(?!\d)")
_NO_YEAR = lazy(r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d")
_MONEY_CUE = lazy(
    r"euro|€|stanzi|contribut|finanzi|cost[aoi]|spes[ae]|fond[oi]\b|import|invest|risors|budget|valore|pag[ao]|erog|prest[io]|somm[ae]|"
    r"somme|milion|mln|dotazion|premi|assegn|incass|multa|sanzion|bilancio|ristor|bonus|voucher"
)
_HEADCOUNT = lazy(
    r"\b(?:abitanti|residenti|popolazione|persone|presenze|visitatori|spettatori|iscritti|studenti|utenti|occupati|addetti|ettari|tonnellate|passeggeri|famiglie|"
    r"imprese|aziende|pazienti|cittadini|dipendenti|lavoratori|turisti|copie|voti|metri|chilometri)\b[^.;\d]*$"
)
_CODE_BEFORE = lazy(
    r"(?:\b(?:tel|cell|fax|telefono|whatsapp|numero\s+verde|centralino|iban|cig|cup|iva|protocollo|prot|matricola)\b|\+\d\d)[\s.:/n°]*$"
)
# "da 100mila a 58mila ettari": the unit of the second is the unit of both
_THEN_UNIT = lazy(
    r"\s+(?:a|e)\s+(?:oltre\s+|circa\s+)?[\d.,]+\s?(?:mila|milioni)?\s+(?!di\s+euro|euro|€)(?:ettari|abitanti|persone|imprese|studenti|posti|addetti|tonnellate|presenze|visitatori)"
)
_LIST_BEFORE = lazy(
    r"(?:(?<![\d.,])\d{1,3}(?:,\d{1,2})?\s*,\s+)*(?<![\d.,])\d{1,3}(?:,\d{1,2})?\s+e\s+(?:i\s+|gli\s+|di\s+)?$"
)
# "passa da 5 a 10 milioni": two sums, not a range
_CHANGED_FROM = lazy(r"(?<=\bda\s|\bdai\s)(?<![\d.,])\d{1,3}(?:,\d{1,2})?\s+a(?:i|d)?\s+$")
# "è passato da 1.900 a 4.300 euro"
_CHANGED_FROM_WHOLE = lazy(r"(?<=\bda\s|\bdai\s)(?<![\d.,])\d{1,3}(?:\.\d{3})*(?:,\d{1,2})?\s+a(?:i|d)?\s+$")
_LIST_ITEM = lazy(r"\d{1,3}(?:\.\d{3})*(?:,\d{1,2}(?!\d))?")
_NOT_A_LIST = lazy(
    r"(?:\b(?:(?P<range>tra|fra|da|dai)|articol\w+|art\.|lotto|lotti|fas[ei]|comm[ai]|class[ei]|anni|giorni|il|dal|del|nel)\s+(?:i\s+)?)$"
)
_EURO_STANDARD = lazy(r"(?:[0-7]|20\d\d)(?![.,]?\d|\s*(?:mil|mln|mld))")


@dataclass(slots=True)
class Sum:
    """One statement of money in a text.

    ``multiplier`` is the factor that a word gave (1 where none did), ``elliptic`` is true where currency or
    multiplier came from a neighbour, ``suspect`` says why the figures look misprinted.
    """

    start: int
    end: int
    value: Decimal
    max_value: Decimal | None = None
    currency: str = "EUR"
    qualifier: str = "exact"
    multiplier: int = 1
    elliptic: bool = False
    suspect: str | None = None


@dataclass(slots=True)
class _Quantity:
    start: int
    end: int
    number: Decimal
    multiplier: int
    currency: str | None
    suspect: str | None
    currency_start: int | None = None
    about: bool = False
    smallest: int = 0  # the last of several multipliers: "1 miliardo e 194 milioni"

    @property
    def value(self) -> Decimal:
        return scaled(self.number, self.multiplier)


def scaled(number: Decimal, multiplier: int) -> Decimal:
    """The product without the decimals that multiplying made superfluous.

    >>> scaled(Decimal("1.5"), 1_000_000), scaled(Decimal("69412.50"), 1)
    (Decimal('1500000'), Decimal('69412.50'))
    """
    if multiplier == 1:
        return number
    value = number * multiplier
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()


def find_sums(text: str, folded: str | None = None) -> list[Sum]:
    """All sums of money that a text states, in their order, none overlapping another.

    Args:
        text: the text.
        folded: its folded form (:func:`extractor.lexicon.fold`), where it is there already.

    >>> [(text_sum.value, text_sum.qualifier) for text_sum in find_sums("oltre 3 milioni e 200 mila euro")]
    [(Decimal('3200000'), 'over')]
    """
    low = _BREAK.sub("¶", fold(text) if folded is None else folded)
    found: list[Sum] = []
    pending: list[_Quantity] = []
    end = 0
    for position in _candidates(low):
        if position < end:
            continue
        quantity = _quantity(low, position)
        if quantity is None:
            continue
        _take_currency_before(low, quantity, end)
        money = _as_sum(low, quantity, end, text)
        if money is None:
            pending.append(quantity)
            end = max(end, quantity.end)
            continue
        if found and (money.start < found[-1].end or _restates(low, found[-1], money)):
            continue
        found.append(money)
        end = money.end
    found.extend(_listed_before(low, found))
    found.sort(key=lambda each: each.start)
    return _with_elliptic(low, text, found, pending)


def _restates(low: str, figures: Sum, words: Sum) -> bool:
    """Whether a sum in words only says again the one in figures: "euro 3.000,00 (tremila/00)"."""
    gap = low[figures.end : words.start]
    return figures.value == words.value and len(gap) <= 3 and gap.strip() == "(" and low[words.start].isalpha()


def _candidates(low: str) -> list[int]:
    """Where a quantity may begin: at figures, and at number words before a multiplier or a currency."""
    starts = {match.start() for match in _FIGURE.finditer(low)}
    for needle in ("milion", "miliard", "mila", "euro"):
        position = low.find(needle)
        while position >= 0:
            starts.update(_word_start(low, position, needle))
            position = low.find(needle, position + len(needle))
    return sorted(starts)


def _word_start(low: str, position: int, needle: str) -> Iterator[int]:
    if needle == "mila" and position and low[position - 1].isalpha():  # duecentomila
        start = position
        while start and low[start - 1].isalpha():
            start -= 1
        if read_words(low[start : position + 4]) is not None:
            yield start
        return
    offset = max(0, position - 40)
    if not low[offset:position].rstrip()[-1:].isalpha():
        return  # figures, mostly
    match = _WORDS_BEFORE.search(low[offset:position])
    if match is None or (position and low[position - 1].isalpha()):
        return
    if match["collective"]:
        if read_collective(match["collective"]) is not None:
            yield offset + match.start("collective")
    elif match["word"] == "di" and needle == "euro":
        return
    elif match["word"] in ("un", "uno", "una") and needle == "euro":
        return  # "neppure un euro" is no sum
    elif match["word"] == "mezzo" or read_words(match["word"]) is not None:
        yield offset + match.start("word")


def _quantity(low: str, position: int) -> _Quantity | None:
    """Parse one quantity at a position: number, multiplier, "e mezzo", a smaller quantity joined on, currency."""
    first = _simple_quantity(low, position)
    if first is None:
        return None
    if first.multiplier >= MILLION or (first.multiplier == 1000 and first.currency is None):
        if first.currency is None and (half := _HALF.match(low, first.end)):
            first.number += Decimal("0.5")
            first.end = half.end()
            _take_currency_after(low, first)
        else:
            _join_smaller(low, first)
    return first


def _join_smaller(low: str, first: _Quantity) -> None:
    """Add to "5 milioni" the "317 mila" and the "523 euro" that follow it."""
    unit = first.multiplier
    while first.currency is None and (joint := _COMPOUND.match(low, first.end)):
        second = _simple_quantity(low, joint.end())
        if second is None or not _joins(first, unit, second, low[first.end : joint.end()]):
            return
        first.number += second.value / first.multiplier
        first.end, first.currency, unit = second.end, second.currency, second.multiplier
        first.suspect = first.suspect or second.suspect
        first.smallest = unit if unit > 1 else first.smallest


def _joins(first: _Quantity, unit: int, second: _Quantity, glue: str) -> bool:
    """Whether "3 milioni" and "200 mila" that follow one another are one number."""
    if second.value >= unit or second.value % 1 or first.value % unit or "," in glue:
        return False
    if second.multiplier > 1:
        return second.multiplier < unit
    return second.currency is not None and (unit == 1000 or ("e" in glue and second.value >= 1000))


def _simple_quantity(low: str, position: int) -> _Quantity | None:
    about = False
    suspect = None
    if match := _FIGURE_HERE.match(low, position):
        end = match.end()
        multiplied = _MULTIPLIER.match(low, end)
        figure = read_figure(match.group(), multiplied=multiplied is not None)
        if figure is None:
            return None
        number, suspect = figure
    else:
        end = position
        while end < len(low) and low[end].isalpha():
            end += 1
        word = low[position:end]
        cardinal = read_words(word)
        if word == "mezzo":
            number = Decimal("0.5")
        elif cardinal is not None:
            number = Decimal(cardinal)
        elif (collective := read_collective(word)) is not None:
            number, about = Decimal(collective), True
            end = low.index("di", end) + 2
        else:
            return None
        multiplied = _MULTIPLIER.match(low, end)
        if multiplied is None and word.endswith("mila"):
            quantity = _Quantity(position, end, number / 1000, 1000, None, None)
            _take_currency_after(low, quantity)
            return quantity
    multiplier = 1
    if multiplied is not None:
        multiplier = _MULTIPLIERS[multiplied["multiplier"]]
        end = multiplied.end()
        if low[end - 1] == "." and not _CURRENCY_AFTER.match(low, end):
            end -= 1  # the sentence's full stop, not the abbreviation's
    quantity = _Quantity(position, end, number, multiplier, None, suspect, about=about)
    _take_currency_after(low, quantity)
    return quantity


def _take_currency_after(low: str, quantity: _Quantity) -> None:
    match = _CURRENCY_AFTER.match(low, quantity.end)
    if match is not None:
        quantity.currency = _CURRENCIES.get(match["country"] or "") or _CURRENCIES[match["currency"]]
        quantity.end = match.end()


def _take_currency_before(low: str, quantity: _Quantity, floor: int) -> None:
    offset = max(floor, quantity.start - 8)
    match = _CURRENCY_BEFORE.search(low[offset : quantity.start])
    if match is None:
        return
    start = offset + match.start()
    if start and low[start - 1].isalpha():
        return
    if match["currency"] == "euro" and quantity.currency is None and _EURO_STANDARD.match(low, quantity.start):
        return  # Euro 6, Euro 2020
    quantity.currency = quantity.currency or _CURRENCIES[match["currency"]]
    quantity.currency_start = start


def _as_sum(low: str, quantity: _Quantity, floor: int, text: str) -> Sum | None:
    """The sum, or range of sums, that begins with a quantity; ``None`` where nothing says that it is money."""
    start = quantity.start if quantity.currency_start is None else quantity.currency_start
    before = low[max(floor, start - 60) : start]
    opener = _RANGE_BEFORE.search(before)
    middle = _RANGE_MIDDLE.match(low, quantity.end) if opener is not None else _DASH.match(low, quantity.end)
    if middle is not None and not (opener and _CHANGE.search(before[: opener.start()])):
        upper = _quantity(low, middle.end())
        if upper is not None and upper.currency is None:
            _take_currency_before(low, upper, quantity.end)
        if upper is not None and _is_range(low, quantity, upper, text):
            multiplier = quantity.multiplier
            if multiplier == 1 and quantity.number < 1000 and quantity.currency is None:
                multiplier = upper.multiplier
            return Sum(
                start, upper.end, scaled(quantity.number, multiplier), upper.value, upper.currency or quantity.currency or "EUR",
                "exact", upper.multiplier, False, quantity.suspect or upper.suspect,
            )  # fmt: skip
    if quantity.currency is None and not _is_money(low, quantity, text):
        return None
    qualifier = "about" if quantity.about else read_qualifier(before, low[quantity.end : quantity.end + 24])
    return Sum(
        start, quantity.end, quantity.value, None, quantity.currency or "EUR", qualifier,
        quantity.smallest if quantity.smallest >= MILLION else quantity.multiplier, False, quantity.suspect,
    )  # fmt: skip


def _is_range(low: str, lower: _Quantity, upper: _Quantity, text: str) -> bool:
    if upper.currency is None and not (upper.multiplier > 1 and _is_money(low, upper, text)):
        return False
    if (
        lower.multiplier == 1
        and lower.currency is None
        and _YEAR.match(low[lower.start : lower.end])
        and upper.multiplier > 1
    ):
        return False
    multiplier = lower.multiplier
    if multiplier == 1 and lower.currency is None and lower.number < 1000:
        multiplier = upper.multiplier
    return scaled(lower.number, multiplier) < upper.value


def _is_money(low: str, quantity: _Quantity, text: str) -> bool:
    """Whether a multiplied quantity without currency speaks of money: by what follows, and for "mila" by what is near."""
    if quantity.multiplier == 1 and not _CENTS.match(low, quantity.start):
        return False
    if _counts(low, text, quantity.end):
        return False
    if _OF_MONEY.match(low, quantity.end):
        return True
    if _OF_OTHER.match(low, quantity.end) and not _OF_NAME.match(text, quantity.end):
        return False
    following = _NEXT_WORD.match(low, quantity.end)
    if following is not None:
        word = following[1]
        head = word.split("'")[0] + "'" if "'" in word else word
        if word in _ARTICLES and (counted := _NEXT_WORD.match(low, following.end())) and counted[1] in _COUNTED:
            return False
        if word in _COUNTED:
            return False
        if quantity.multiplier < MILLION and not (word in _MAY_FOLLOW or head in _MAY_FOLLOW or _ADJECTIVE.match(word)):
            return False
    if quantity.multiplier >= MILLION:
        return True
    if text[quantity.start].isupper() and not text[quantity.start : quantity.end].isupper():
        return False  # "Lasme Duemila": a name
    if _HEADCOUNT.search(low[max(0, quantity.start - 45) : quantity.start]) or _THEN_UNIT.match(low, quantity.end):
        return False
    if quantity.multiplier == 1 and _CODE_BEFORE.search(low[max(0, quantity.start - 30) : quantity.start]):
        return False
    near = low[max(0, quantity.start - 150) : quantity.end + 80]
    return _MONEY_CUE.search(near) is not None


def _counts(low: str, text: str, end: int) -> bool:
    """Whether a unit follows ("200 imprese"); a name that begins the next line of a table is none."""
    unit = _UNIT_AFTER.match(low, end)
    return unit is not None and not (
        "\n" in unit.group() and text[unit.end() - len(unit.group().lstrip()) :][:1].isupper()
    )


def _listed_before(low: str, found: list[Sum]) -> list[Sum]:
    """The figures before a sum that share its multiplier: "3, 5 e 7 milioni"."""
    added: list[Sum] = []
    floor = 0
    for money in found:
        if money.max_value is None and low[money.start].isdigit():
            offset = max(floor, money.start - 60)
            before = low[offset : money.start]
            listed = _LIST_BEFORE.search(before) if money.multiplier > 1 else None
            match = listed or (_CHANGED_FROM_WHOLE if money.multiplier == 1 else _CHANGED_FROM).search(before)
            if match and (listed is None or not _is_no_list(before, match)):
                for item in _LIST_ITEM.finditer(match.group()):
                    figure = read_figure(item.group(), multiplied=money.multiplier > 1)
                    if figure is not None:
                        start = offset + match.start() + item.start()
                        end = start + len(item.group())
                        value = scaled(figure.value, money.multiplier)
                        added.append(Sum(start, end, value, None, money.currency, "exact", money.multiplier, True))
        floor = money.end
    return added


def _is_no_list(before: str, match: regex.Match[str]) -> bool:
    opener = _NOT_A_LIST.search(before[: match.start()])
    return opener is not None and not (opener["range"] and ", " in match.group())


def _with_elliptic(low: str, text: str, found: list[Sum], pending: list[_Quantity]) -> list[Sum]:
    """Add the bare figures that take currency or multiplier from the sum before them in their sentence."""
    if not found:
        return found
    taken = [money.start for money in found]
    result = list(found)
    previous: Sum | None = None
    index = 0
    for quantity in pending:
        place = bisect_left(taken, quantity.start)
        if place < len(taken) and taken[place] < quantity.end:
            continue
        while index < len(found) and found[index].start < quantity.start:
            if previous is None or found[index].start > previous.start:
                previous = found[index]
            index += 1
        if previous is None or quantity.start < previous.end or quantity.start - previous.end > 400:
            continue
        money = _elliptic(low, text, previous, quantity)
        if money is not None:
            result.append(money)
            previous = money
    result.sort(key=lambda each: each.start)
    return result


def _elliptic(low: str, text: str, previous: Sum, quantity: _Quantity) -> Sum | None:
    """A bare figure as a sum, by what it takes from the one before it; ``None`` where it may be a count."""
    gap = low[previous.end : quantity.start]
    figure = low[quantity.start : quantity.end]
    if (
        _counts(low, text, quantity.end)
        or _YEAR.match(figure)
        or _HEADCOUNT.search(gap[-40:])
        or _CODE_BEFORE.search(gap[-30:])
    ):
        return None
    if _NUMBERING.match(low, quantity.end) and (gap.rstrip(" \t-*")[-1:] in "\n¶" or not gap.strip()):
        return None  # the number of a row: "3. Tessitura Trasimeno srl"
    if not (_ELLIPTIC_AFTER.match(low, quantity.end) or _PAYER_AFTER.match(low, quantity.end)) and not (
        quantity.number >= 10_000 and "." in figure and _may_follow(low, quantity.end)
    ):
        return None
    strong = _STRONG_BEFORE.search(gap)
    cue = strong["cue"] if strong else ("" if _WEAK_BEFORE.search(gap) else None)
    same_sentence = _SENTENCE_END.search(text, previous.end, quantity.start) is None
    multiplier = (
        quantity.multiplier if quantity.multiplier > 1 else _inherited(low, previous, quantity, gap, cue, same_sentence)
    )
    if multiplier is None or (quantity.multiplier > 1 and (cue is None or not same_sentence)):
        return None
    value = scaled(quantity.number, multiplier)
    if value > previous.value and cue is not None and "cui" in cue:
        return None
    qualifier = read_qualifier(
        low[max(previous.end, quantity.start - 60) : quantity.start], low[quantity.end : quantity.end + 24]
    )
    return Sum(
        quantity.start, quantity.end, value, None, previous.currency, qualifier, multiplier, True, quantity.suspect
    )


def _may_follow(low: str, position: int) -> bool:
    """Whether the next word can follow a sum written without its currency: "8.900.000 si spenderanno"."""
    following = _NEXT_WORD.match(low, position)
    if following is None:
        return False
    word = following[1]
    head = word.split("'")[0] + "'" if "'" in word else word
    return word not in _COUNTED and (word in _MAY_FOLLOW or head in _MAY_FOLLOW or _ADJECTIVE.match(word) is not None)


def _parallel(low: str, first: int, second: int) -> bool:
    """Whether two figures are followed by the same little word: "21 milioni in Liguria, 33 in Toscana"."""
    one, other = _LITTLE_WORD.match(low, first), _LITTLE_WORD.match(low, second)
    return one is not None and other is not None and one[1] == other[1]


def _inherited(
    low: str, previous: Sum, quantity: _Quantity, gap: str, cue: str | None, same_sentence: bool
) -> int | None:
    """The multiplier that a bare figure takes from the sum before it (1: its currency alone), ``None`` for neither."""
    figure = low[quantity.start : quantity.end]
    if "." in figure and quantity.number >= 1000:  # 2.313.750: written out, so only the currency is missing
        cents = figure[-3:-2] == ","
        return 1 if cents or quantity.number >= 10_000 or (same_sentence and previous.multiplier == 1) else None
    strong = bool(cue)
    if previous.multiplier == 1:
        near = Decimal("0.2") * previous.value <= quantity.number <= 5 * previous.value
        per_unit = same_sentence and near and not quantity.suspect and _PER_UNIT_AFTER.match(low, quantity.end)
        return 1 if per_unit and quantity.number >= 10 and not any(letter.isdigit() for letter in gap) else None
    if quantity.number >= 1000:
        return None
    if cue is not None and cue.startswith("altr"):
        return None if _NO_YEAR.search(gap) or len(gap) > 160 else previous.multiplier
    if _OF_THEM_BEFORE.search(gap[-40:]) and previous.multiplier >= MILLION and len(gap) < 250:
        return previous.multiplier
    if not same_sentence:
        return None
    if "," in figure and previous.multiplier >= MILLION:  # "vale 6,2, l'oreficeria 2,4": a decimal counts no things
        return previous.multiplier
    if cue is None:
        return None
    if previous.multiplier >= MILLION and _parallel(low, previous.end, quantity.end):
        return previous.multiplier
    told = (
        _SMALL_AFTER_STRONG.match(low, quantity.end)
        or _PAYER_AFTER.match(low, quantity.end)
        or _OF_THESE.match(low, quantity.end)
    )
    if strong or previous.elliptic or (told and not _COUNT_BEFORE.search(gap)):
        return previous.multiplier
    return None
