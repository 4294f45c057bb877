"""What the components leave on a Doc: plain data under one key of ``user_data``, spans, and getters over both.

Plain data only (dicts, lists, strings, numbers), so that ``Doc.to_bytes``, ``DocBin`` and ``nlp.pipe(n_process=2)`` carry
it. Offsets are characters of ``doc.text``, end exclusive; token spans are the smallest that cover them.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Any, cast
from weakref import WeakKeyDictionary

from spacy.attrs import IDX, LENGTH
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from extractor.pipeline.layout import Block, Layout
from extractor.pipeline.mentions import Mention

KEY = "announcements"
AMOUNTS = "amounts"


# made once a Doc and forgotten with it; never in user_data, which is serialised
_texts: WeakKeyDictionary[Doc, str] = WeakKeyDictionary()
# where the tokens begin and end: Doc.char_span makes several Python objects to find a place
_tokens: WeakKeyDictionary[Doc, tuple[list[int], list[int]]] = WeakKeyDictionary()
_layouts: WeakKeyDictionary[Doc, tuple[dict[str, Any], Layout]] = WeakKeyDictionary()


def text_of(doc: Doc) -> str:
    """``doc.text``, put together once: spaCy joins it from the tokens at every call."""
    text = _texts.get(doc)
    if text is None:
        text = _texts[doc] = doc.text
    return text


def remember_text(doc: Doc, text: str) -> None:
    """Keep the text that a Doc was made of."""
    _texts[doc] = text


def data_of(doc: Doc) -> dict[str, Any]:
    """The plain data that the components have left on a Doc so far."""
    return cast(dict[str, Any], doc.user_data.setdefault(KEY, {}))


def store_layout(doc: Doc, layout: Layout) -> None:
    """Keep a layout on a Doc as plain data."""
    data = data_of(doc)["layout"] = {
        "blocks": [list(block) for block in layout.blocks],
        "sentences": [list(sentence) for sentence in layout.sentences],
        "title": layout.title, "occhiello": layout.occhiello, "subtitle": layout.subtitle, "place": layout.place,
        "categories": layout.categories, "published": layout.published,
    }  # fmt: skip
    _layouts[doc] = data, layout


def layout_of(doc: Doc) -> Layout | None:
    """The layout that was kept on a Doc, or ``None``."""
    data = data_of(doc).get("layout")
    if data is None:
        return None
    known = _layouts.get(doc)
    if known is not None and known[0] is data:
        return known[1]

    def pair(value: Any) -> tuple[int, int] | None:
        return None if value is None else (value[0], value[1])

    layout = Layout(
        [Block(*block) for block in data["blocks"]], [(start, end) for start, end in data["sentences"]], pair(data["title"]),
        pair(data["occhiello"]), pair(data["subtitle"]), list(data["categories"]), pair(data["place"]), data["published"],
    )  # fmt: skip
    _layouts[doc] = data, layout
    return layout


def mentions_of(doc: Doc, *labels: str) -> list[Mention]:
    """The mentions on a Doc, of some labels or of all."""
    mentions: list[Mention] = data_of(doc).get("mentions", [])
    return [mention for mention in mentions if mention["label"] in labels] if labels else mentions


def add_mentions(doc: Doc, mentions: list[Mention], *, set_ents: bool) -> None:
    """Add a component's mentions to those on a Doc."""
    data = data_of(doc)
    data["mentions"] = [*data.get("mentions", []), *mentions]
    if set_ents:
        set_entities(doc, mentions)


def set_entities(doc: Doc, mentions: list[Mention]) -> None:
    """Put mentions into ``doc.ents``, before entities that are there already and overlap them."""
    spans = [
        span
        for mention in mentions
        if (span := to_span(doc, mention["start"], mention["end"], mention["label"], mention["key"]))
    ]
    spans = filter_spans(spans)
    if doc.ents:
        taken = {token for span in spans for token in range(span.start, span.end)}
        spans.extend(ent for ent in doc.ents if taken.isdisjoint(range(ent.start, ent.end)))
    doc.set_ents(sorted(spans, key=lambda span: span.start))


def to_span(doc: Doc, start: int, end: int, label: str, key: str = "") -> Span | None:
    """The smallest token span that covers the characters, ``None`` where there is no token."""
    known = _tokens.get(doc)
    if known is None or len(known[0]) != len(doc):
        offsets = doc.to_array([IDX, LENGTH])
        known = _tokens[doc] = offsets[:, 0].tolist(), (offsets[:, 0] + offsets[:, 1]).tolist()
    starts, ends = known
    if not starts or start < 0 or end > len(text_of(doc)):
        return None
    first = bisect_right(starts, start) - 1
    if start == ends[first]:
        first += 1  # a blank after a token is no part of it
    return Span(doc, first, bisect_right(starts, end - 1), label=label, kb_id=key)


def _amount(span: Span) -> dict[str, Any] | None:
    """The sum that a span states, plain data, or ``None``."""
    for money in data_of(span.doc).get("amounts", ()):
        if money["start"] < span.end_char and span.start_char < money["end"]:
            return cast(dict[str, Any], money)
    return None


def _announcement(doc: Doc) -> Any:
    """The record of the whole Doc (:class:`extractor.Announcement`), assembled anew from the plain data."""
    from extractor.pipeline.assemble import assemble

    return assemble(doc)


def register() -> None:
    """Register ``doc._.announcement``, ``doc._.layout`` and ``span._.amount``."""
    Doc.set_extension("announcement", getter=_announcement, force=True)
    Doc.set_extension("layout", getter=layout_of, force=True)
    Span.set_extension("amount", getter=_amount, force=True)
