"""One announcement as the report and the local page show it: the text on one side, what was found on the other."""

from __future__ import annotations

from collections import Counter

from extractor.records import Announcement
from extractor.writing.italian import day
from extractor.writing.report.cards import cards
from extractor.writing.report.html import Html, element, joined, web_address, words
from extractor.writing.report.text import has_title, text_pane
from extractor.writing.report.view import LABELS, View


def article(record: Announcement, text: str, *, prefix: str = "", editable: bool = False) -> Html:
    """The view of one announcement.

    Args:
        record: what was found.
        text: the text in which its offsets count.
        prefix: what its ids begin with, where several announcements share a page.
        editable: whether each value gets a button that corrects it.

    Example:
        >>> str(article(Announcement(title="<i>Bando"), "<i>Bando"))[:60]
        '<article class="announcement" id="doc"><header class="about"'
    """
    view = View(record, text, prefix=prefix, editable=editable)
    reading = element("section", text_pane(view), class_="reading", aria_label="Testo del comunicato")
    found = element("section", cards(view), class_="cards", aria_label="Che cosa dice")
    return element(
        "article",
        _head(view),
        element("div", reading, found, class_="columns"),
        class_="announcement",
        id=f"{prefix}doc",
    )


def title_of(record: Announcement) -> str:
    """The title, or the file's name where there is none.

    Example:
        >>> title_of(Announcement())
        'Senza titolo'
    """
    return record.title or record.source.name or "Senza titolo"


def _head(view: View) -> Html:
    record = view.record
    publisher = view.entities.get(record.publisher or "")
    about = [publisher.name if publisher else None, record.place, day(record.published) if record.published else None]
    said = [words(part) for part in [*about, *record.categories] if part]
    address = web_address(record.source.url)
    if address:
        said.append(element("a", "originale", href=address, rel="noopener noreferrer", target="_blank"))
    elif record.source.name:
        said.append(element("span", words(record.source.name), class_="file"))
    return element(
        "header",
        element("h2", words(title_of(record)), class_="vh" if has_title(view) else None),
        element("p", joined(said, " · "), class_="meta") if said else None,
        _legend(view),
        class_="about",
    )


def _legend(view: View) -> Html:
    """What the colours mean and how many of each there are; each can be switched off."""
    counts = Counter(entity.label for entity in view.record.entities)
    entries = [_legend_entry("AMOUNT", "Somme", len(view.amounts))]
    entries += [_legend_entry(label, many, counts[label]) for label, (_, many) in LABELS.items()]
    return element("ul", *(entry for entry in entries if entry), class_="legend", aria_label="Legenda")


def _legend_entry(label: str, name: str, count: int) -> Html | None:
    if not count:
        return None
    box = element("input", type="checkbox", checked=True, data_label=label)
    return element(
        "li", element("label", box, element("span", name, class_=f"m {label}"), element("span", f"{count}", class_="n"))
    )
