"""Is anything left unmarked: a name that is marked elsewhere, a figure of money.

The document's list ``unmarked`` holds phrases whose names and figures are rightly not marked ("Gazzetta di Parma").
"""

import re
from typing import Any, Final

from models.corpus.check.findings import Findings, items
from models.corpus.document import Document
from models.corpus.figures import figures, long_numbers
from models.corpus.markup import Mark, shorten
from models.corpus.vocabulary import GENERIC, SUM

# "via Milano": streets and buildings are not marked
_STREET: Final = re.compile(r"\b(?:via|viale|piazza|piazzale|corso|largo|vicolo|palazzo|villa)\s+$", re.IGNORECASE)


def check_unmarked(findings: Findings) -> None:
    """Every unmarked occurrence of a name that is marked elsewhere; every unmarked sum, and what looks like one."""
    document = findings.document
    excused = _excused(document)
    _names(findings, excused + [(mark.start, mark.end) for mark in document.marks if mark.letter not in ("", SUM)])
    covered = excused + [(mark.start, mark.end) for mark in document.marks if mark.letter]
    for start, end in figures(document.text):
        if not _overlaps(start, end, covered):
            covered.append((start, end))
            _note(findings, start, f"{shorten(document.text[start:end])!r} is a sum and not marked")
    for start, end in long_numbers(document.text):
        if not _overlaps(start, end, covered):
            _note(findings, start, f"{document.text[start:end]!r} looks like a sum and is not marked", warning=True)


def _names(findings: Findings, covered: list[tuple[int, int]]) -> None:
    text = findings.document.text
    names: dict[str, str] = {}
    for mark in findings.document.marks:
        name = findings.document.span(mark)
        if mark.letter not in ("", SUM) and len(name) >= 4 and name[0].isupper() and name not in GENERIC:
            names.setdefault(name, mark.id)
    for name in sorted(names, key=len, reverse=True):
        # a word of its own: not in a web address, not half of "Milano-Torino"
        for match in re.finditer(rf"(?<![\w@#/.-]){re.escape(name)}(?![\w@]|-\w)", text):
            if not _overlaps(*match.span(), covered) and not _STREET.search(text[: match.start()]):
                covered.append(match.span())
                _note(findings, match.start(), f"{shorten(name)!r} is {names[name]} elsewhere and not marked here")


def _note(findings: Findings, offset: int, message: str, *, warning: bool = False) -> None:
    findings.mark(Mark("", offset, offset), message, warning=warning)


def _excused(document: Document) -> list[tuple[int, int]]:
    phrases: list[Any] = [phrase for phrase in items(document.table.get("unmarked")) if phrase]
    return [match.span() for phrase in phrases for match in re.finditer(re.escape(str(phrase)), document.text)]


def _overlaps(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(first < end and start < last for first, last in spans)
