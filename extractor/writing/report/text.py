"""The text as it is laid out, with every entity and sum marked.

The page's text is the announcement's, character for character (what must not be shown is there and hidden), so that
a selection in the page gives offsets of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Generic, NamedTuple, TypeVar

from extractor.writing.report.blocks import Block, blocks_of
from extractor.writing.report.html import Html, element, escaped, joined
from extractor.writing.report.places import Place
from extractor.writing.report.view import View, is_doubtful, label_of

T = TypeVar("T")

_long = 50_000
_tags = {"title": "h3", "heading": "h4", "item": "li"}  # the page has the announcement's own h2


class _Stretch(NamedTuple):
    """Characters that are all of one look."""

    start: int
    end: int
    aim: str | None
    bold: bool
    place: Place | None
    hidden: bool


class _Cursor(Generic[T]):
    """Walks spans in order and tells which one holds a position."""

    def __init__(self, spans: Sequence[tuple[int, int, T]]) -> None:
        self.spans = spans
        self.index = 0

    def at(self, position: int) -> T | None:
        while self.index < len(self.spans) and self.spans[self.index][1] <= position:
            self.index += 1
        if self.index < len(self.spans) and self.spans[self.index][0] <= position:
            return self.spans[self.index][2]
        return None


def text_pane(view: View) -> Html:
    """The whole text.

    Example:
        >>> from extractor.records import Announcement
        >>> text_pane(View(Announcement(title="Un <titolo>"), "Un <titolo>"))
        '<div class="text" data-text><h3 class="b-title">Un &lt;titolo&gt;</h3></div>'
    """
    size = "text long" if len(view.text) > _long else "text"  # a browser lays out what is in sight only
    return element("div", joined(_pieces(view)), class_=size, data_text=True)


def has_title(view: View) -> bool:
    """True where the text itself shows the title, so that nobody else need say it."""
    return any(block.kind == "title" for block in blocks_of(view.text, view.record))


def _pieces(view: View) -> Iterator[Html]:
    blocks = blocks_of(view.text, view.record)
    rendering = _Rendering(view, blocks)
    position = 0
    for is_list, group in groupby(blocks, key=lambda block: block.kind == "item"):
        for number, block in enumerate(group):
            yield _gap(view.text[position : block.start])
            if is_list and number == 0:
                yield Html('<ul class="list">')
            yield rendering.block(block)
            position = block.end
        if is_list:
            yield Html("</ul>")
    yield _gap(view.text[position:])


def _gap(space: str) -> Html:
    """The white space between blocks, of the same length, as white space that HTML knows."""
    return escaped(re.sub(r"[^\n\r]", " ", space))


class _Rendering:
    """The blocks of one text, in order."""

    def __init__(self, view: View, blocks: Sequence[Block]) -> None:
        self.view = view
        aims = [(start, end, f"{agreement}-aim-{start}") for start, end, agreement in view.aims]
        bold = sorted((start, end, True) for block in blocks for start, end in block.bold)
        hidden = sorted((start, end, True) for block in blocks for start, end in block.marks)
        places = [(place.start, place.end, place) for place in view.places]
        self.cuts = sorted({edge for spans in (aims, bold, hidden, places) for span in spans for edge in span[:2]})
        self.next_cut = 0
        self.aims, self.bold, self.hidden, self.places = _Cursor(aims), _Cursor(bold), _Cursor(hidden), _Cursor(places)
        self.begun: set[tuple[str, int]] = set()
        self.told_aims: set[str] = set()

    def block(self, block: Block) -> Html:
        content = joined(self._aims(list(self._stretches(block))))
        # a list shows its own bullets; an item whose sign is kept (a number) shows none
        numbered = block.kind == "item" and not (block.marks and block.marks[0][0] == block.start)
        kind = f"b-{block.kind}" + (" numbered" if numbered else "")
        return element(_tags.get(block.kind, "p"), content, class_=kind)

    def _stretches(self, block: Block) -> Iterator[_Stretch]:
        position = block.start
        while position < block.end:
            while self.next_cut < len(self.cuts) and self.cuts[self.next_cut] <= position:
                self.next_cut += 1
            cut = self.cuts[self.next_cut] if self.next_cut < len(self.cuts) else block.end
            end = min(cut, block.end)
            yield _Stretch(
                position,
                end,
                self.aims.at(position),
                bool(self.bold.at(position)),
                self.places.at(position),
                bool(self.hidden.at(position)),
            )
            position = end

    def _aims(self, stretches: Sequence[_Stretch]) -> Iterator[Html]:
        for aim, group in groupby(stretches, key=lambda stretch: stretch.aim):
            content = joined(self._links(list(group)))
            yield content if aim is None else self._aim(aim, content)

    def _aim(self, owner: str, content: Html) -> Html:
        first = owner not in self.told_aims
        self.told_aims.add(owner)
        return element("span", content, class_="aim", id=self.view.text_id(owner, 0) if first else None, data_ref=owner)

    def _links(self, stretches: Sequence[_Stretch]) -> Iterator[Html]:
        for place, group in groupby(stretches, key=lambda stretch: stretch.place):
            content = joined(self._characters(stretch) for stretch in group)
            yield content if place is None else self._link(place, content)

    def _link(self, place: Place, content: Html) -> Html:
        view = self.view
        mention = (place.owner, place.number)
        again = mention in self.begun
        self.begun.add(mention)
        amount = view.amounts.get(place.owner)
        unsure = amount is not None and is_doubtful(amount.confidence)
        return element(
            "a",
            content,
            class_=f"m {place.label}" + (" unsure" if unsure else ""),
            id=None if again else view.text_id(*mention),
            href=f"#{view.card_id(place.owner)}",
            data_ref=place.owner,
            data_start=place.start,
            title=label_of(place, view) + (" (da verificare)" if unsure else ""),
        )

    def _characters(self, stretch: _Stretch) -> Html:
        shown = escaped(self.view.text[stretch.start : stretch.end])
        if stretch.hidden:
            return element("span", shown, class_="syntax")
        return element("strong", shown) if stretch.bold else shown
