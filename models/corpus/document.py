"""One marked file: the marked text, the line ``=====``, the TOML part."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from models.corpus.markup import Mark, MarkupError, parse

# the newline before the line of five = belongs to the separator
_SEPARATOR: Final = re.compile(r"\r?\n=====[ \t]*(?:\r?\n|\Z)")
# TOMLDecodeError: "Invalid value (at line 3, column 5)"
_POSITION: Final = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)")


@dataclass(frozen=True)
class Document:
    """A marked announcement: its plain text, its marks in opening order, its TOML part.

    ``table`` is the parsed TOML; ``table_source`` its source, which begins on line ``table_line`` of the file.
    """

    text: str
    marks: list[Mark]
    table: dict[str, Any]
    table_source: str
    table_line: int

    def span(self, mark: Mark) -> str:
        """The text that a mark holds."""
        return self.text[mark.start : mark.end]

    def line(self, offset: int) -> int:
        """The line of the file, from 1, on which the character at `offset` of the plain text stands."""
        return self.text.count("\n", 0, offset) + 1

    @property
    def entities(self) -> dict[str, dict[str, Any]]:
        """The entries of ``[entities]`` that are tables."""
        return _tables(self.table.get("entities"))

    @property
    def sums(self) -> dict[str, dict[str, Any]]:
        """The entries of ``[sums]`` that are tables."""
        return _tables(self.table.get("sums"))

    @property
    def agreements(self) -> list[dict[str, Any]]:
        """The tables ``[[agreement]]``, in their order."""
        listed = self.table.get("agreement")
        return [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []

    def line_of(self, *keys: str | int) -> int:
        """The line of the file on which a key of the TOML part stands, or the nearest above it that is found.

        An agreement is named by its place: ``line_of("agreement", 0, "kind")``.
        """
        lines = self.table_source.split("\n")
        at = 0
        for key in keys:
            if isinstance(key, int):
                header = re.compile(rf"\s*\[\[\s*{re.escape(str(keys[0]))}\s*\]\]")
                found = [number for number, line in enumerate(lines) if header.match(line)][key : key + 1]
            else:
                named = _definition(key)
                found = [number for number, line in enumerate(lines) if number >= at and named.match(line)][:1]
            at = found[0] if found else at
        return self.table_line + at


def parse_document(source: str) -> Document:
    r"""Read the content of a marked file.

    Raises MarkupError, with the line, where the separator is missing, the markup has a slip or the TOML does not parse.

    >>> document = parse_document("La [Regione]{i1} paga.\n=====\npublisher = 'i1'\n")
    >>> document.text, document.table, document.line_of("publisher")
    ('La Regione paga.', {'publisher': 'i1'}, 3)
    """
    separators = list(_SEPARATOR.finditer(source))
    if not separators:
        raise MarkupError(1, "no line ===== between the text and its TOML part")
    separator = separators[-1]
    text, marks = parse(source[: separator.start()])
    table_source = source[separator.end() :]
    table_line = source.count("\n", 0, separator.end()) + 1
    try:
        table = tomllib.loads(table_source)
    except tomllib.TOMLDecodeError as error:
        position = _POSITION.search(str(error))
        line = int(position["line"]) - 1 if position and position["line"] else table_source.rstrip().count("\n")
        raise MarkupError(table_line + line, f"TOML: {_POSITION.sub('', str(error))}") from error
    return Document(text, marks, table, table_source, table_line)


def read(path: Path) -> Document:
    """Read a marked file: UTF-8, line ends kept, a byte order mark dropped.

    Raises MarkupError as `parse_document` does, and where the file is not UTF-8; OSError where it cannot be opened.
    """
    content = path.read_bytes()
    try:
        source = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MarkupError(content.count(b"\n", 0, error.start) + 1, "not UTF-8") from error
    return parse_document(source)


def _tables(value: Any) -> dict[str, dict[str, Any]]:
    return {key: item for key, item in value.items() if isinstance(item, dict)} if isinstance(value, dict) else {}


def _definition(key: str) -> re.Pattern[str]:
    """A line that defines `key`: ``[sums]``, ``[sums.m1]``, ``m1 = ``, ``sums.m1 =``, ``x = { m1 = ``."""
    dotted = rf"(?:[\w.]+\.)?[\"']?{re.escape(key)}[\"']?\s*"
    return re.compile(rf"\s*\[\[?\s*{dotted}\]|\s*{dotted}=|[^#]*[{{,]\s*{dotted}=")
