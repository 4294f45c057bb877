"""Elements of HTML, or of trafilatura's reduced form of it, written into a typescript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from extractor.reading.typescript import BREAK, CELLS, Typescript, one_line

_headings = {**{f"h{level}": level for level in range(1, 7)}, "head": 3}
_blocks = frozenset(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form header hgroup hr html "
    "legend main nav p pre quote section summary".split()
)
_lists = frozenset(("ul", "ol", "menu", "dir", "list"))
_rows, _cells, _tables = frozenset(("tr", "row")), frozenset(("td", "th", "cell")), frozenset(("table",))
_silent = frozenset(
    "script style noscript template svg math iframe object embed title meta link button select option textarea input audio video map "
    "canvas dialog".split()
)
_frame = frozenset(("nav", "aside", "footer"))
_frame_names = re.compile(
    r"(?:^|[\s_-])(?:cookies?|breadcrumbs?|menu|navbar|nav|share|sharing|social|sidebar|related|correlati|footer|skip|skiplinks?|banner|pagination)(?:$|[\s_-])",
    re.IGNORECASE,
)
_hidden = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_longest_cell = 400


def render(root: Any, page: Typescript, *, whole: bool) -> None:
    """Write what an element holds.

    Args:
        root: the element.
        page: where to.
        whole: also what is round the article: navigation, sidebars, footers.
    """
    _Renderer(page, whole).all_of(root)


def data_rows(tree: Any) -> Iterator[str]:
    """The rows with figures of the tables that stand in the content of a page, as `render` writes them."""
    for table in tree.iter("table"):
        if _is_layout(table) or any(_is_frame(each) for each in (table, *table.iterancestors())):
            continue
        for row in _rows_of(table):
            page = Typescript()
            page.row([_words(cell) for cell in row])
            words = page.text().strip()
            if CELLS in words and any(character.isdigit() for character in words):
                yield words


class _Renderer:
    def __init__(self, page: Typescript, whole: bool) -> None:
        self.page = page
        self.whole = whole
        self.inline: list[str] = []

    def all_of(self, element: Any) -> None:
        self._children(element)
        self._flush()

    def _flush(self) -> None:
        if self.inline:
            self.page.paragraph("".join(self.inline))
            self.inline.clear()

    def _children(self, element: Any) -> None:
        self.inline.append(_spaced(element.text, element))
        for child in element:
            if isinstance(child.tag, str):
                self._element(child)
            self.inline.append(_spaced(child.tail, element))

    def _element(self, element: Any) -> None:
        tag = element.tag
        if tag in _silent or _is_hidden(element) or (not self.whole and _is_frame(element)):
            return
        if tag in ("br", "lb"):
            self.inline.append(BREAK)
        elif tag in _headings:
            self._flush()
            level = element.get("rend", "")[1:] if tag == "head" else ""
            self.page.heading(_words(element), int(level) if level.isdigit() else _headings[tag])
        elif tag in _lists:
            self._flush()
            self.page.end_list()
            self._list(element, 0)
            self.page.end_list()
        elif tag in _tables:
            self._flush()
            self._table(element)
        elif tag in _blocks or tag in ("li", "item"):
            self._flush()
            self._children(element)
            self._flush()
        else:
            self._children(element)

    def _list(self, element: Any, depth: int) -> None:
        number = 0
        ordered = element.tag == "ol" or element.get("rend") == "ol"
        for child in element:
            if child.tag in _lists:
                self._list(child, depth + 1)
            elif child.tag in ("li", "item") and _is_block(child):
                self._children(child)
                self._flush()
            elif isinstance(child.tag, str) and child.tag not in _silent and not _is_hidden(child):
                number += 1
                self.page.item(_words(child, skip=_lists), f"{number}." if ordered else "-", depth)
                for nested in child.iterdescendants(*_lists):
                    if next(nested.iterancestors(*_lists)) is element:
                        self._list(nested, depth + 1)

    def _table(self, table: Any) -> None:
        self.page.end_list()
        if _is_layout(table):
            for row in _rows_of(table):
                for cell in row:
                    self._children(cell)
                    self._flush()
            return
        for caption in table.iterchildren("caption"):
            self.page.paragraph(_words(caption))
        for row in _rows_of(table):
            self.page.row([_words(cell) for cell in row])
        self.page.end_list()


def _rows_of(table: Any) -> Iterator[list[Any]]:
    """The cells of each row, without the rows of tables inside."""
    for child in table:
        if child.tag in _rows:
            yield [cell for cell in child if cell.tag in _cells]
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from _rows_of(child)


def _is_layout(table: Any) -> bool:
    """Whether a table only puts things in their place: it holds tables, headings, lists or long texts."""
    if next(table.iterdescendants(*_tables, *_headings), None) is not None:
        return True
    rows = list(_rows_of(table))
    if all(len(row) <= 1 for row in rows):
        return True
    return any(len(_words(cell)) > _longest_cell for row in rows for cell in row)


def _is_block(item: Any) -> bool:
    """Whether an item of a list is a card: headings, tables or several paragraphs rather than a line."""
    if next(item.iterdescendants(*_headings, *_tables), None) is not None:
        return True
    return sum(1 for _ in item.iterdescendants("p")) > 1


def _is_frame(element: Any) -> bool:
    if element.tag in _frame or element.get("role") in ("navigation", "banner", "contentinfo", "complementary"):
        return True
    if element.tag == "header":
        return (
            next(element.iterdescendants("h1"), None) is None
            and next(element.iterancestors("article", "main"), None) is None
        )
    if element.tag in ("body", "html", "main", "article"):
        return False
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return len(names) > 1 and _frame_names.search(names) is not None and element.find(".//h1") is None


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") is not None or _hidden.search(element.get("style", "")) is not None


def _words(element: Any, skip: frozenset[str] = frozenset()) -> str:
    """The text of an element on one line, without the elements to skip."""
    parts: list[str] = []
    _gather(element, skip | _silent, parts)
    return one_line("".join(parts))


def _gather(element: Any, skip: frozenset[str], parts: list[str]) -> None:
    parts.append(element.text or "")
    for child in element:
        if isinstance(child.tag, str) and child.tag not in skip and not _is_hidden(child):
            apart = (
                child.tag in _blocks
                or child.tag in _headings
                or child.tag in _lists
                or child.tag in ("br", "lb", "li", "item")
            )
            parts.append(" " if apart else "")
            _gather(child, skip, parts)
            parts.append(" " if apart else "")
        parts.append(child.tail or "")


def _spaced(text: str | None, element: Any) -> str:
    """Text whose line ends are blanks, but within `pre`."""
    if not text:
        return ""
    return text.replace("\n", BREAK) if element.tag == "pre" else text.replace(BREAK, " ")
