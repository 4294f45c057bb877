r"""Marked text to plain text and marks, and back.

A mark is ``[text]{id}``. Marks nest; since every bracket closes the last one opened, they cannot cross. The literal
characters ``[ ] { } \`` are written with a backslash before them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from models.corpus.vocabulary import AGREEMENT_LAYOUT, DOCUMENT_LAYOUT, LABELS, SUM

SPECIAL: Final = "[]{}\\"

# i1, m12
_ID = re.compile(rf"[{''.join(LABELS)}{SUM}][1-9][0-9]*")
# 42000000, 69412.50, 1000000-3000000
_VALUE = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:-[0-9]+(?:\.[0-9]+)?)?")
_AGREEMENT = re.compile(r"A[1-9][0-9]*")


class MarkupError(ValueError):
    """A slip in a marked file that keeps it from being read.

    ``line`` counts from 1 in the file, ``message`` says what is wrong in one line.
    """

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"{line}: {message}")
        self.line = line
        self.message = message


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: ``text[start:end]`` of the plain text carries ``id``.

    ``id`` is an entity's or sum's id (``i1``, ``m2``) or a layout word (``title``, ``heading``); ``argument`` is what
    follows it: the value that this mention of a sum states (``42000000``, ``1000000-3000000``), or the agreement that a
    heading or objective belongs to (``A1``).
    """

    id: str
    start: int
    end: int
    argument: str | None = None

    @property
    def letter(self) -> str:
        """The letter of an entity's or sum's id; empty for layout words."""
        return self.id[0] if _ID.fullmatch(self.id) else ""


def parse(marked: str, first_line: int = 1) -> tuple[str, list[Mark]]:
    r"""Read marked text.

    Takes the marked text and the line of the file on which it begins (for messages). Returns the plain text and the
    marks in the order in which they open, so an outer mark stands before those inside it. Raises MarkupError at the
    first slip: a mark not closed, without id, empty, with an id that is not one, a stray bracket or backslash.

    >>> text, marks = parse(r"[La [Regione]{i1} premia]{title} \[sic\]")
    >>> text
    'La Regione premia [sic]'
    >>> [(mark.id, mark.start, mark.end) for mark in marks]
    [('title', 0, 17), ('i1', 3, 10)]
    """
    plain: list[str] = []
    marks: list[Mark | None] = []
    opened: list[tuple[int, int, int]] = []  # index in marks, start in plain, line
    at, length, line = 0, 0, first_line
    while at < len(marked):
        char = marked[at]
        at += 1
        if char == "[":
            opened.append((len(marks), length, line))
            marks.append(None)
            continue
        if char == "]":
            if not opened:
                raise MarkupError(line, r"stray ']': no mark is open (a literal bracket is written \])")
            index, start, opening_line = opened.pop()
            if length == start:
                raise MarkupError(opening_line, "empty mark")
            close = marked.find("}", at)
            if marked[at : at + 1] != "{" or close < 0:
                shown = shorten("".join(plain)[start:])
                raise MarkupError(line, rf"mark [{shown}] without an id as in {{i1}} (literal brackets are \[ and \])")
            marks[index] = _mark(marked[at + 1 : close], start, length, line)
            at = close + 1
            continue
        if char in "{}":
            raise MarkupError(line, rf"stray '{char}': a literal brace is written \{char}")
        if char == "\\":
            char = marked[at : at + 1]
            if not char or char not in SPECIAL:
                raise MarkupError(line, r"stray '\': a literal backslash is written \\")
            at += 1
        plain.append(char)
        length += 1
        line += char == "\n"
    text = "".join(plain)
    if opened:
        _, start, line = opened[-1]
        raise MarkupError(line, f"mark [{shorten(text[start:])} is not closed")
    return text, [mark for mark in marks if mark is not None]


def render(text: str, marks: Iterable[Mark]) -> str:
    r"""Write plain text and marks as marked text: the inverse of `parse`.

    Takes the marks in the order in which they open. Raises ValueError where two marks cross or one is empty.

    >>> render("La Regione [sic]", [Mark("i1", 3, 10)])
    'La [Regione]{i1} \\[sic\\]'
    """
    out: list[str] = []
    opened: list[Mark] = []
    done = 0

    def copy(until: int) -> None:
        nonlocal done
        out.append("".join("\\" + char if char in SPECIAL else char for char in text[done:until]))
        done = until

    def close(until: int) -> None:
        while opened and opened[-1].end <= until:
            mark = opened.pop()
            copy(mark.end)
            out.append(f"]{{{mark.id}{' ' + mark.argument if mark.argument else ''}}}")

    for mark in marks:
        close(mark.start)
        if not done <= mark.start < mark.end <= (opened[-1].end if opened else len(text)):
            raise ValueError(f"mark {mark.id} at {mark.start}-{mark.end} is empty, out of order or crosses another")
        copy(mark.start)
        out.append("[")
        opened.append(mark)
    close(len(text))
    copy(len(text))
    return "".join(out)


def shorten(text: str, width: int = 40) -> str:
    """The first `width` characters of a text, on one line, for messages.

    >>> shorten("Regione  Lombardia, nella seduta", 20)
    'Regione Lombardia...'
    """
    flat = " ".join(text.split())
    return flat if len(flat) <= width else flat[: width - 3].rstrip(" ,") + "..."


def _mark(written: str, start: int, end: int, line: int) -> Mark:
    name, _, argument = written.partition(" ")
    if name in DOCUMENT_LAYOUT and not argument:
        return Mark(name, start, end)
    if name in AGREEMENT_LAYOUT:
        if not _AGREEMENT.fullmatch(argument):
            raise MarkupError(line, f"{{{written}}}: {name} needs an agreement, as in {{{name} A1}}")
        return Mark(name, start, end, argument)
    if not _ID.fullmatch(name):
        letters = " ".join([*LABELS, SUM])
        words = " ".join([*DOCUMENT_LAYOUT, *AGREEMENT_LAYOUT])
        message = f"{{{shorten(written)}}} is no id: one of the letters {letters} and a number, or {words}"
        raise MarkupError(line, message)
    if argument and not (name[0] == SUM and _VALUE.fullmatch(argument)):
        raise MarkupError(line, f"{{{shorten(written)}}}: a sum alone takes a value, as in 42000000 or 1000000-3000000")
    return Mark(name, start, end, argument or None)
