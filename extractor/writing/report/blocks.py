"""A text as it is laid out: title, headings, paragraphs, list items.

The look of the lines is enough for showing a text; whoever analyses it has a layout of its own. Blocks cover every
character that is not white space, in order, and never overlap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from extractor.records import Announcement

Kind = Literal["title", "subtitle", "occhiello", "heading", "paragraph", "item", "row", "rule"]

_heading = re.compile(r" {0,3}(#{1,6})[ \t]+(?=\S)")
_closing_marks = re.compile(r"[ \t]+#+[ \t]*$")
_item = re.compile(r"[ \t]*(?:([-*•·▪◦–—►>✓])|\(?\d{1,3}[.)]|[a-z]\))[ \t]+(?=\S)")
_rule = re.compile(r"\s*(?:[-*_=~][ \t]?){3,}\s*$")
_row = re.compile(r"\s*\|.*\|\s*$|[^\t]*\S\t+\S")
_link = re.compile(r"(!?\[)([^\[\]\n]{0,500})(\]\([^()\n]{0,500}\))")
_emphasis = re.compile(r"(\*\*|__)(?=\S)([^\n*_]{1,500}?)(?<=\S)(\1)")
_shortest_wrapped_line = 50
_longest_wrapped_line = 110


class Block(NamedTuple):
    """A piece of the layout; what is in `marks` are signs of Markdown, which are not shown."""

    start: int
    end: int
    kind: Kind
    level: int = 0
    marks: tuple[tuple[int, int], ...] = ()
    bold: tuple[tuple[int, int], ...] = ()


class _Line(NamedTuple):
    start: int
    end: int  # without white space at the end
    words: str


def blocks_of(text: str, record: Announcement) -> list[Block]:
    r"""The blocks of a text.

    Args:
        text: the text in which the record's offsets count.
        record: knows the title, subtitle, occhiello and the headings of its agreements.

    Example:
        >>> blocks_of("# Titolo\n\nUn paragrafo.\n- uno", Announcement(title="Titolo"))[0]
        Block(start=0, end=8, kind='title', level=1, marks=((0, 2),), bold=())
    """
    named: dict[str, Kind] = {}
    for agreement in record.agreements:
        named.setdefault(_folded(agreement.heading), "heading")
    for words, kind in ((record.occhiello, "occhiello"), (record.subtitle, "subtitle"), (record.title, "title")):
        named[_folded(words)] = kind  # type: ignore[assignment]
    named.pop("", None)
    blocks: list[Block] = []
    used: set[Kind] = set()
    for block, words in _drafts(text):
        kind = named.get(_folded(words), block.kind)
        if kind in ("title", "subtitle", "occhiello"):
            kind = block.kind if kind in used else kind
            used.add(kind)
        blocks.append(block._replace(kind=kind))
    return blocks


def _drafts(text: str) -> Iterator[tuple[Block, str]]:
    """Each block with the words it would be known by."""
    for lines in _paragraphs(_lines(text)):
        first, last = lines[0], lines[-1]
        raw = text[first.start : last.end]
        if _rule.match(raw):
            yield Block(first.start, last.end, "rule"), ""
            continue
        kind: Kind = "paragraph"
        level = 0
        marks: list[tuple[int, int]] = []
        if heading := _heading.match(raw):
            kind, level = "heading", len(heading[1])
            marks.append((first.start, first.start + heading.end()))
            if closing := _closing_marks.search(raw):
                marks.append((first.start + closing.start(), last.end))
        elif item := _item.match(raw):
            kind = "item"
            if item[1]:  # the page sets a bullet of its own; numbers stay
                marks.append((first.start, first.start + item.end()))
        elif _row.match(raw):
            kind = "row"
        bold: list[tuple[int, int]] = []
        _inline_marks(raw, first.start, marks, bold)
        yield Block(first.start, last.end, kind, level, tuple(sorted(marks)), tuple(bold)), _shown(text, lines, marks)


def _inline_marks(raw: str, offset: int, marks: list[tuple[int, int]], bold: list[tuple[int, int]]) -> None:
    for link in _link.finditer(raw):
        marks += [(offset + link.start(1), offset + link.end(1)), (offset + link.start(3), offset + link.end(3))]
    for strong in _emphasis.finditer(raw):
        marks += [(offset + strong.start(1), offset + strong.end(1)), (offset + strong.start(3), offset + strong.end())]
        bold.append((offset + strong.start(2), offset + strong.end(2)))


def _shown(text: str, lines: Sequence[_Line], marks: Sequence[tuple[int, int]]) -> str:
    if len(lines) > 4:
        return ""  # no title is as long
    kept, position = [], lines[0].start
    for start, end in sorted(marks):
        kept.append(text[position:start])
        position = max(position, end)
    kept.append(text[position : lines[-1].end])
    return "".join(kept)


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for raw in text.splitlines(keepends=True):
        words = raw.rstrip()
        yield _Line(start, start + len(words), words)
        start += len(raw)


def _paragraphs(lines: Iterator[_Line]) -> Iterator[list[_Line]]:
    """Lines that belong together: those of a text wrapped by hand; every other line stands alone."""
    group: list[_Line] = []
    for line in lines:
        if not line.words:
            if group:
                yield group
            group = []
        elif group and _goes_on(group[-1].words, line.words):
            group.append(line)
        else:
            if group:
                yield group
            group = [line]
    if group:
        yield group


def _goes_on(above: str, below: str) -> bool:
    wrapped = _shortest_wrapped_line <= len(above) <= _longest_wrapped_line and len(below) <= _longest_wrapped_line
    apart = _heading.match(above) or any(sign.match(below) for sign in (_heading, _item, _rule, _row))
    return wrapped and not apart and not _row.match(above)


def _folded(words: str | None) -> str:
    return " ".join(_link.sub(r"\2", words or "").replace("**", "").split()).casefold()
