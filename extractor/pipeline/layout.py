"""The layout of a press release: title lines, dateline, headings, paragraphs, lists, boilerplate, sentences.

Plain text has no markup, so the layout is read from the lines: how long they are, how they end, what stands round
them. Offsets are characters of the text, end exclusive.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple

import regex

from extractor.pipeline.patterns import lazy

MONTHS = {
    "gennaio": 1, "febbraio": 2, "marzo": 3, "aprile": 4, "maggio": 5, "giugno": 6, "luglio": 7, "agosto": 8,
    "settembre": 9, "ottobre": 10, "novembre": 11, "dicembre": 12,
}  # fmt: skip
_MONTH = r"(?i:gen|feb|mar|apr|mag|giu|lug|ago|set|sett|ott|nov|dic)\p{L}*"
_DATE = (
    rf"(?:(?P<day>\d{{1,2}})[°º]?\s+(?P<month>{_MONTH})\.?(?:\s+'?(?P<year>\d{{4}}))?|"
    r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4}))"
)
_PLACE = r"\p{Lu}[\p{L}'’]+(?:\s(?:\p{Ll}{1,5}['’]?\s?)?\p{Lu}[\p{L}'’]+){0,3}"

_RULE = lazy(r"\s*(?:[-*_=~]\s?){3,}$")
_MARKDOWN_HEADING = lazy(r"\s{0,3}(?P<marks>#{1,6})\s+(?P<words>.+?)\s*#*\s*$")
# **BENI CULTURALI** alone on its line
_BOLD = 5
_BOLD_HEADING = lazy(r"\s{0,3}(?:\*\*|__)(?P<words>[^*_\n]{3,110}[^*_\n.;,])(?:\*\*|__)\s*$")
_ITEM = lazy(r"\s*(?:[-*•·▪◦–—►>✓]|\(?\d{1,3}[.)]|[a-z]\))\s+(?=\S)")
_CATEGORIES = lazy(r"\s*\**(?:categori[ea]|tags?|argoment[oi]|tem[ai])\**\s*:\**\s*(?P<list>.+?)\s*$", regex.I)
_BOILERPLATE = lazy(
    r"\s*\W{0,3}(?:riproduzione\s+riservata|tutti\s+i\s+diritti|copyright|©|questo\s+sito\s+(?:usa|utilizza)|utilizziamo\s+i?\s*cookie|"
    r"(?:informativa|privacy|cookie)\b.{0,60}$|(?:per\s+(?:ulteriori\s+)?informazioni|contatti|ufficio\s+stampa|info)\s*[:|]|"
    r"(?:tel|fax|e-?mail|mail|pec|cell)\s*[.:]|condividi\b|leggi\s+anche|stampa\s*$|torna\s+(?:su|indietro)|"
    r"(?:iscriviti|seguici|scarica|clicca)\b.{0,80}$|ultimo\s+aggiornamento|https?://\S+\s*$|www\.\S+\s*$|foto\s*:|albo\s+pretorio\b.{0,60}$)",
    regex.I,
)
# "(LNews - Milano, 12 nov)", "(ANSA) - GENOVA, 12 NOV -", "Roma, 3 marzo 2021 -", "(aun) – Perugia, 3 mar. 2020 –", "PALERMO. "
_DATELINE = lazy(
    rf"\s*(?:\([^()\n]{{2,30}}\)\s*[-–—]?\s*|\p{{Lu}}{{3,12}}\s+[-–—]\s+|(?P<open>\()(?:[\w./]+\s*[-–—]\s*)?)?"
    rf"(?P<place>{_PLACE})(?:\s*\([A-Z]{{2}}\))?"
    rf"(?:(?:\s*,|\s+[-–—]|\s)\s*(?:l[iì]\s+)?{_DATE}(?:\s+\([^()\n]{{2,25}}\))?\s*(?(open)\)|[-–—.:])"
    rf"|\s*(?:\([^()\n]{{2,25}}\)\s*)?(?(open)\)|[-–—]\s)|(?P<dot>\.)\s+(?=[\"“«]?\p{{Lu}}))"
)
_WEEKDAY = (
    r"(?i:(?:luned|marted|mercoled|gioved|venerd)(?:ì|i')|sabato|domenica|(?:lun|mar|mer|gio|ven|sab|dom)(?!\p{L}))"
)
# "Bologna, 26/05/2021", "Mercoledì, 12 luglio 2017 - 16:42", "(AVN) Venezia, 27 aprile 2022", alone on a line
_DATE_LINE = lazy(
    rf"\s*(?:\([^()\n]{{2,30}}\)\s*[-–—]?\s*)?(?:(?!{_WEEKDAY}|(?i:comunicato|pubblicato|data|news)\b)(?P<place>{_PLACE}),?\s+(?:l[iì]\s+)?(?=\d))?"
    rf"(?:(?:(?i:comunicato|pubblicato|data|del|il|news)\b|{_WEEKDAY})\W*){{0,3}}{_DATE}"
    r"(?:\s*[-,|–]?\s*(?:ore\s+)?\d{1,2}[.:]\d\d)?\s*(?:(?i:comunicato)(?:\s+n\.?)?\s*\d+)?\s*[.–-]?\s*$"
)
# "È stata firmata oggi, 14 novembre 2023, la convenzione"
_TODAY = lazy(rf"\b[Oo]ggi,?\s+(?:\p{{L}}+dì\s+)?{_DATE}")
# what stands above a title and is none: the name of a body alone, in capitals; the name of a newsletter
_MASTHEAD = lazy(
    r"(?:COMUNE|PROVINCIA|REGIONE|UNIONE|CAMERA\s+DI\s+COMMERCIO|GAL|CITT(?:À|A')|COMUNIT(?:À|A')|ASL|AUSL|CONSORZIO|PARCO|UNIVERSIT(?:À|A'))\b[^,:!?\d]*$"
)
_NEWSLETTER = lazy(
    r"(?:\b(?:newsletter|notiziario|giornalino|bollettino|comunicato(?:\s+stampa)?|ufficio\s+stampa)\b|\banno\s+[ivxl\d]+,|\bn(?:umero|\.)\s*\d+)",
    regex.I,
)
_BYLINE = lazy(r"(?:di|a\s+cura\s+di)\s+[*_]{0,2}\p{Lu}")
_RUN_IN = lazy(r"(?P<words>\p{Lu}[\p{Lu}\d'’&,/ ]{3,90}?)\s*(?:[-–—]|\.\s|:\s)\s*(?=\P{Z})")
_ENDS_SENTENCE = lazy(r"[.!?;…][\"'”’»)]*$")
_BREAK = lazy(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*(?P<gap>\s+)(?=[\"'“‘«(\[]?[\p{Lu}\d])")
_ABBREVIATIONS = frozenset(
    "art artt n nr nn num dott dr ing avv prof on sen sig geom arch rag cav pag pp lett cfr es tel fig all lgs sigg mons ss st sta "
    "co c.a p.zza v.le min max vol cap par comm tab sec reg del dec prot ca d.l d.lgs l.r d.p.c.m d.m d.g.r s.p s.r dott.ssa prof.ssa "
    "gen feb mar apr mag giu lug ago set sett ott nov dic mln mld ecc fraz loc".split()
)
_LEGAL_FORM_END = lazy(
    r"(?:s\.?p\.?a|s\.?r\.?l|s\.?c\.?a?\.?r?\.?l|s\.?n\.?c|s\.?a\.?s|soc|coop|inc|ltd|s\.?c\.?p\.?a)$", regex.I
)
_NEXT_WORD = lazy(r"[\"'“‘«(\[]?([\p{L}\d]+)")
_OPENERS = frozenset(
    "Il La Lo I Gli Le L Un Una Uno Per In Nel Nella Con Si È E Questo Questa Tra Ma Sono Al Alla Da Dal Dalla Oltre A Ad Anche Su "
    "Dopo Come Se Non Così Inoltre Infine Grazie Secondo".split()
)


class Block(NamedTuple):
    """A piece of the layout: its span, and what it is."""

    start: int
    end: int
    kind: str  # title occhiello subtitle heading paragraph item row categories dateline date boilerplate rule
    level: int = 0


@dataclass(slots=True)
class Layout:
    """The layout of one text. Spans are ``(start, end)``; ``sentences`` cover all blocks that are read, in order."""

    blocks: list[Block] = field(default_factory=list)
    sentences: list[tuple[int, int]] = field(default_factory=list)
    title: tuple[int, int] | None = None
    occhiello: tuple[int, int] | None = None
    subtitle: tuple[int, int] | None = None
    categories: list[str] = field(default_factory=list)
    place: tuple[int, int] | None = None
    published: str | None = None

    def sentence_at(self, position: int) -> int:
        """The index of the sentence that holds a position, or of the last one before it (-1: none)."""
        return bisect_right(self.sentences, (position, 1 << 60)) - 1


class _Line(NamedTuple):
    start: int
    end: int
    words: str
    blank_before: bool


def read_layout(text: str) -> Layout:
    r"""Read the layout of a text.

    >>> layout = read_layout("# Un titolo\n\nRoma, 3 marzo 2021 - La Giunta approva. Bene.")
    >>> layout.title, layout.published, len(layout.sentences)
    ((2, 11), '2021-03-03', 4)
    """
    layout = Layout()
    lines = _lines(text)
    wrapped = _is_wrapped(lines)
    drafts = _drafts(lines, wrapped)
    _headlines(text, drafts, layout)
    for index, block in enumerate(drafts):
        if block.kind == "paragraph":
            drafts[index] = _body_block(text, drafts, index)
        elif block.kind == "item" and _heads_paragraph(text, drafts, index):
            start = text.rfind("\n", 0, block.start) + 1
            start += len(text[start : block.start]) - len(text[start : block.start].lstrip())
            drafts[index] = block._replace(start=start, kind="heading", level=4)
    layout.blocks = drafts
    _dateline(text, layout)
    for block in drafts:
        if block.kind not in ("rule", "boilerplate", "categories", "date"):
            _split_sentences(text, block, layout.sentences)
    return layout


def _lines(text: str) -> list[_Line]:
    lines, start, blank = [], 0, True
    for raw in text.splitlines(keepends=True):
        words = raw.strip()
        if words:
            begin = start + len(raw) - len(raw.lstrip())
            lines.append(_Line(begin, begin + len(words), words, blank))
        blank = not words
        start += len(raw)
    return lines


def _is_wrapped(lines: list[_Line]) -> bool:
    """Whether the text was broken into lines of one width, so that a line's end means nothing."""
    if not lines or max(len(line.words) for line in lines) > 140:
        return False
    broken = sum(
        1
        for line, following in itertools.pairwise(lines)
        if not following.blank_before and len(line.words) >= 45 and following.words[0].islower()
    )
    return broken >= 2 and broken * 4 >= len(lines)


def _drafts(lines: list[_Line], wrapped: bool) -> list[Block]:
    """Blocks by what a line shows on its own; lines that run on are joined."""
    blocks: list[Block] = []
    last: _Line | None = None
    for line in lines:
        kind, start, level = _line_kind(line)
        if (
            kind == "paragraph" and blocks and last is not None and blocks[-1].kind in ("paragraph", "item")
            and not line.blank_before and _runs_on(last, line, wrapped)
        ):  # fmt: skip
            blocks[-1] = blocks[-1]._replace(end=line.end)
        else:
            end = line.end - 2 if level == _BOLD else line.end
            blocks.append(Block(start, end, kind, level))
        last = line
    return blocks


def _runs_on(last: _Line, line: _Line, wrapped: bool) -> bool:
    if last.words.isupper() and not line.words.isupper():
        return False
    if line.words[0].islower() or last.words.endswith((",", " di", " e")):
        return True
    return wrapped and len(last.words) >= 45 and not (_ENDS_SENTENCE.search(last.words) and len(last.words) < 60)


def _line_kind(line: _Line) -> tuple[str, int, int]:
    words = line.words
    if _RULE.match(words):
        return "rule", line.start, 0
    if heading := _MARKDOWN_HEADING.match(words):
        return "heading", line.start + heading.start("words"), len(heading["marks"])
    if (bold := _BOLD_HEADING.match(words)) and line.start:
        return "heading", line.start + bold.start("words"), _BOLD
    if _CATEGORIES.match(words):
        return "categories", line.start, 0
    if _BOILERPLATE.match(words):
        return "boilerplate", line.start, 0
    if len(words) < 60 and _DATE_LINE.match(words):
        return "date", line.start, 0
    if (item := _ITEM.match(words)) and not _DATELINE.match(words):
        return "item", line.start + item.end(), 0
    return "paragraph", line.start, 0


def _headlines(text: str, blocks: list[Block], layout: Layout) -> None:
    """Find title, the line above it and the line below it among the first blocks."""
    headlines = _first_headlines(text, blocks)
    if not headlines:
        return
    names = ["title", "subtitle"]
    if len(headlines) > 1 and _is_occhiello(text, [blocks[index] for index in headlines]):
        names = ["occhiello", "title", "subtitle"]
    for name, index in zip(names, headlines, strict=False):
        block = blocks[index]
        if name == "subtitle" and not _is_subtitle(text, blocks, index):
            continue
        blocks[index] = block = _without_marks(text, block)._replace(kind=name)
        setattr(layout, name, (block.start, block.end))


def _first_headlines(text: str, blocks: list[Block]) -> list[int]:
    headlines: list[int] = []
    for index, block in enumerate(blocks):
        if block.kind in ("rule", "categories", "date", "boilerplate"):
            continue
        words = text[block.start : block.end]
        if block.kind == "item" or len(headlines) == 3:
            break
        if block.kind != "heading":
            dateline = _DATELINE.match(words) if _is_headline(words) else None
            if not _is_headline(words) or (dateline is not None and dateline["day"] is not None):
                break
        headlines.append(index)
    if headlines and headlines[-1] == len(blocks) - 1 and len(blocks) > 1 and len(headlines) > 1:
        headlines.pop()  # something must be left to head
    if len(headlines) > 1:
        first = blocks[headlines[0]]
        words = text[first.start : first.end]
        if words.isupper() and len(words.split()) <= 8 and _MASTHEAD.match(words):
            blocks[headlines.pop(0)] = first._replace(kind="row")
    return headlines


def _is_subtitle(text: str, blocks: list[Block], index: int) -> bool:
    """Whether the line below the title belongs to it, and is no author's name and no heading of the first section."""
    block, above = blocks[index], blocks[index - 1]
    words = text[block.start : block.end]
    if block.level == _BOLD:
        return index + 1 == len(blocks) or text[block.end : blocks[index + 1].start].count("\n") > 1
    if block.kind == "heading":
        return above.kind != "title" or above.level > 0
    return len(words.split()) >= 4 and not _BYLINE.match(words)


def _without_marks(text: str, block: Block) -> Block:
    """A block without the marks of Markdown that enclose it whole."""
    start, end = block.start, block.end
    while end - start > 2 and text[start] == text[end - 1] and text[start] in "*_":
        start, end = start + 1, end - 1
    return block._replace(start=start, end=end)


def _is_headline(words: str) -> bool:
    if len(words) > 320 or words.endswith((";", ",")):
        return False
    inner = _BREAK.search(words)
    if len(words) > 160 and inner and not words.isupper():
        return False
    if words.endswith(".") and not words.endswith(("...", "S.p.A.", "S.r.l.")):
        return len(words) < 90 and inner is None
    return True


def _is_occhiello(text: str, headlines: list[Block]) -> bool:
    first, second = headlines[:2]
    above, below = text[first.start : first.end], text[second.start : second.end]
    if first.level and second.level and first.level != second.level:
        return first.level > second.level
    if (second.level == 1 and first.kind != "heading") or below.lower().startswith("oggetto:"):
        return True
    if len(above.split()) <= 12 and _NEWSLETTER.search(above):
        return True
    if above.isupper() and not below.isupper() and len(headlines) == 3:
        return True
    if " / " in above and len(above.split()) <= 6:
        return True
    short = len(above.split()) <= 6 and len(above) < (0.6 if "," in above else 0.7) * len(below)
    return short and (above.isupper() or above.endswith(":") or ":" not in above or len(above.split()) <= 3)


def _body_block(text: str, blocks: list[Block], index: int) -> Block:
    block = blocks[index]
    words = text[block.start : block.end]
    if (
        len(words) > 120
        or (_ENDS_SENTENCE.search(words) and not _is_company(words))
        or words.endswith((",", ":", "-", "–"))
        or not words[:1].strip()
    ):
        return block
    gap_before = text[blocks[index - 1].end : block.start].count("\n") > 1 if index else True
    if not words[0].isupper() and not words[0].isdigit() and words[0] not in "\"'“«‘(":
        return block
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    heads = following is not None and (
        following.kind == "item" or len(text[following.start : following.end]) > max(90, len(words))
    )
    if heads and (gap_before or words.isupper() or blocks[index - 1].kind != "paragraph") and len(words.split()) <= 16:
        return block._replace(kind="heading", level=3)
    if not gap_before or (following and text[block.end : following.start].count("\n") == 1):
        return block._replace(kind="row")
    return block


def _heads_paragraph(text: str, blocks: list[Block], index: int) -> bool:
    """Whether an item is the heading of the paragraph below: "1. Linea ferroviaria", alone, then text."""
    block = blocks[index]
    words = text[block.start : block.end]
    if len(words) > 100 or _ENDS_SENTENCE.search(words) or words[-1] in ",;:" or index + 1 >= len(blocks):
        return False
    if index and blocks[index - 1].kind == "item" and text[blocks[index - 1].end : block.start].count("\n") == 1:
        return False  # the last of a list
    following = blocks[index + 1]
    return (
        following.kind == "paragraph"
        and len(text[following.start : following.end]) > 90
        and "\n\n" in text[block.end : following.start].replace("\r", "")
    )


def _is_company(words: str) -> bool:
    return len(words.split()) <= 5 and words.endswith(".") and _LEGAL_FORM_END.search(words[:-1]) is not None


def _dateline(text: str, layout: Layout) -> None:
    for block in layout.blocks:
        if block.kind == "date" and layout.published is None:
            match = _DATE_LINE.match(text, block.start, block.end)
            if match is not None:
                layout.published = _iso(match["year"], match["month"], match["day"])
                if match["place"] and layout.place is None:
                    layout.place = match.span("place")
        elif block.kind == "categories":
            match = _CATEGORIES.match(text, block.start, block.end)
            if match is not None:
                layout.categories.extend(part.strip() for part in regex.split(r"[,;|]", match["list"]) if part.strip())
    for block in layout.blocks:
        if block.kind in ("paragraph", "title"):
            match = _DATELINE.match(text, block.start, min(block.end, block.start + 120))
            if match is not None and (match["day"] or (block.kind == "paragraph" and _is_place(match))):
                layout.place = match.span("place")
                layout.published = _iso(match["year"], match["month"], match["day"]) or layout.published
            if block.kind == "paragraph":
                break
    if layout.published is None and (today := _TODAY.search(text, 0, 1500)) is not None:
        layout.published = _iso(today["year"], today["month"], today["day"])


def _is_place(match: regex.Match[str]) -> bool:
    """Whether the words before a dash or a full stop may be a place: "AGR" is an agency's mark."""
    place = match["place"]
    if match["dot"] and not place.isupper():
        return " " not in place
    return len(place.split()) <= 3 and not (len(place) <= 3 and place.isupper())


def _iso(year: str | None, month: str | None, day: str | None) -> str | None:
    if year is None or month is None or day is None:
        return None
    number = (
        int(month)
        if month.isdigit()
        else next((n for name, n in MONTHS.items() if name.startswith(month.lower()[:3])), 0)
    )
    return f"{year}-{number:02d}-{int(day):02d}" if 1 <= number <= 12 and 1 <= int(day) <= 31 else None


def _split_sentences(text: str, block: Block, sentences: list[tuple[int, int]]) -> None:
    start = block.start
    if (
        block.kind == "paragraph"
        and (dateline := _DATELINE.match(text, start, min(block.end, start + 120)))
        and dateline["day"]
    ):
        sentences.append((start, dateline.end()))
        start = dateline.end()
        while start < block.end and text[start].isspace():
            start += 1
    elif (
        block.kind == "paragraph"
        and (run_in := _RUN_IN.match(text, start, min(block.end, start + 110)))
        and run_in.end() < block.end
        and " " in run_in["words"]
        and not text[run_in.end() : run_in.end() + 12].isupper()
    ):
        sentences.append((start, run_in.end("words")))
        start = run_in.end()
    for match in _BREAK.finditer(text, start, block.end):
        if text[match.start()] == "." and _is_abbreviation(text, start, match):
            continue
        sentences.append((start, match.start("gap")))
        start = match.end("gap")
    if start < block.end:
        sentences.append((start, block.end))


def _is_abbreviation(text: str, floor: int, match: regex.Match[str]) -> bool:
    position = match.start()
    start = position
    while start > floor and not text[start - 1].isspace() and text[start - 1] not in "('’\"“«,;/":
        start -= 1
    word = text[start:position]
    if "." in word and _LEGAL_FORM_END.search(word):
        following = _NEXT_WORD.match(text, match.end())
        return following is not None and following[1] not in _OPENERS
    if len(word) == 1 and word.isupper():
        return True  # an initial
    return word.lower() in _ABBREVIATIONS and text[match.start() : match.start() + 1] == "."
