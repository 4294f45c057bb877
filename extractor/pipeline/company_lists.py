"""Companies beside companies: the other items of an enumeration that holds a known one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from extractor.pipeline.company_names import NameReader, Stretch
from extractor.pipeline.names import STARTERS

Found = tuple[int, int]
_COMMAS = frozenset((", ", ",\n", "; ", '", "', '", ', ', "'))
_AND = frozenset(("e", "ed"))


def grown(reader: NameReader, known: list[Found]) -> Iterator[Found]:
    """The neighbours of known companies in an enumeration: "Rossi srl (mandataria), Scavi Sele e dallo studio X".

    Args:
        reader: the text.
        known: companies as first word and end offset, in order.
    """
    starts = {first for first, _ in known}
    for first, end in known:
        yield from _to_the_right(reader, end, starts)
        yield from _to_the_left(reader, first, starts)


def _to_the_right(reader: NameReader, end: int, known: set[int]) -> Iterator[Found]:
    """The items after a company; a lone one after a comma may be anything ("di Rossi srl, Maria Bianchi, ha detto")."""
    lows = reader.words.lows
    chain: list[Found] = []
    closed = False
    while not closed and (position := _next_item(reader, end)):
        if position in known:
            closed = True
            break
        stretch = reader.forward(position)
        if stretch is None or not reader.sound(position, stretch.last) or not _parted(reader, stretch):
            break
        chain.append((position, stretch.end))
        end = stretch.end
        closed = lows[position - 1] in _AND or (
            lows[position - 1] in reader.cues.item_openers and lows[position - 2] in _AND
        )
    if closed or len(chain) > 1:
        known.update(position for position, _ in chain)
        yield from chain


def _parted(reader: NameReader, stretch: Stretch) -> bool:
    """Whether an item of one word is followed by what parts items, so that it is not the subject of a clause."""
    words = reader.words
    if stretch.last - stretch.first > 1:
        return True
    if words.plain[stretch.end : stretch.end + 1] in (",", ";", ".", ")", "\n", ""):
        return True
    following = words.lows[stretch.last] if stretch.last < len(words) else ""
    return words.plain.startswith(" (", stretch.end) or following in ("e", "ed", "di")


def _next_item(reader: NameReader, end: int) -> int:
    """The first word of the next item of a list after an offset: past a bracket, a town, a comma or "e"; 0 for none."""
    words = reader.words
    end = _after_town(reader, _after_bracket(words.plain, end))
    position = bisect_left(words.starts, end)
    if position + 1 >= len(words):
        return 0
    gap = words.plain[end : words.starts[position]]
    joined = words.lows[position] in _AND
    if gap not in _COMMAS and not (joined and gap in (" ", '" ')):
        return 0
    position += joined
    if words.lows[position] in reader.cues.item_openers and not words.capitalised(position):
        position += 1
    return position if position < len(words) and words.capitalised(position) else 0


def _after_bracket(plain: str, end: int) -> int:
    """The offset after a short bracket that follows a name: "Rossi srl (mandataria)"."""
    if not plain.startswith(" (", end):
        return end
    close = plain.find(")", end, end + 60)
    return close + 1 if close > 0 and "\n" not in plain[end:close] else end


def _after_town(reader: NameReader, end: int) -> int:
    """The offset after the town that follows a name: "Trinacria Acque, di Favara", "Resintex di Ostuni"."""
    words = reader.words
    if not words.plain.startswith((" di ", ", di "), end):
        return end
    position = bisect_left(words.starts, end) + 1
    place = reader.lexicon.place(words, position)
    return end if place is None else words.ends[position + place[0] - 1]


def _to_the_left(reader: NameReader, first: int, known: set[int]) -> Iterator[Found]:
    """The items before a company: "Adriaflex, Confetti Ovidio e Magneti spa"."""
    words = reader.words
    chain: list[Found] = []
    while (last := _item_before(reader, first)) and (item := _item_to(reader, last)) and item[0] not in known:
        chain.append(item)
        first = item[0]
        if words.gap(first - 1) not in (", ", "; "):
            break
    if not chain:
        return
    gap = words.gap(first - 1)
    announced = gap == ": " or (words.lows[first - 1] in reader.cues.list_openers and gap in (" ", "'"))
    if not announced and (len(chain) == 1 or gap in (", ", "; ")):
        chain.pop()  # what the chain broke off at is no company: its last item may be the tail of something else
    known.update(beginning for beginning, _ in chain)
    yield from chain


def _item_before(reader: NameReader, first: int) -> int:
    """The last word of the item before the one that begins at a word; 0 where none is."""
    words = reader.words
    last = first - 1
    if last > 1 and words.lows[last] in reader.cues.item_openers and words.gap(last) in (" ", "'"):
        last -= 1
    if last < 1:
        return 0
    if words.lows[last] in _AND and not words.capitalised(last):
        last -= 1
        return last if words.gap(last) == " " else 0
    return last if words.gap(last) in (", ", "; ") else 0


def _item_to(reader: NameReader, last: int) -> Found | None:
    """The company whose last word, or whose town's, is ``last``."""
    words = reader.words
    if reader.taken(last):
        return None
    first = reader.backward(last, 6)
    if first > last or reader.opens_sentence(first) or words.lows[first] in STARTERS:
        return None
    end = reader.without_origin(first, last + 1)
    return (first, words.ends[end - 1]) if reader.free(first, end) and reader.sound(first, end) else None
