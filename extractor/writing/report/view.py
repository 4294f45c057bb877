"""What all parts of one announcement's view share: its record, its text, and how places are called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.records import Amount, Announcement, Entity, Label, Span
from extractor.writing.italian import AMOUNT_ROLES
from extractor.writing.report.html import Child, Html, element, words
from extractor.writing.report.places import Place, aims_of, places_of

DOUBTFUL = 0.7
"""A value with less confidence than this is marked as doubtful: of ten such ones three or more are wrong."""

LABELS: dict[Label, tuple[str, str]] = {
    "INSTITUTION": ("Ente", "Enti"),
    "COMPANY": ("Impresa", "Imprese"),
    "PROJECT": ("Progetto", "Progetti e fondi"),
    "PERSON": ("Persona", "Persone"),
    "PLACE": ("Luogo", "Luoghi"),
}
"""Each label in Italian, one and many."""


@dataclass(frozen=True)
class View:
    """One announcement on its way to HTML.

    Attributes:
        record: what was found.
        text: the text in which its offsets count.
        prefix: what its ids in the page begin with, so that several announcements share one page.
        editable: whether each value gets a button to correct it.
    """

    record: Announcement
    text: str
    prefix: str = ""
    editable: bool = False
    entities: dict[str, Entity] = field(init=False)
    amounts: dict[str, Amount] = field(init=False)
    places: Sequence[Place] = field(init=False)
    first_places: dict[str, Place] = field(init=False)
    aims: Sequence[tuple[int, int, str]] = field(init=False)

    def __post_init__(self) -> None:
        places = places_of(self.record, len(self.text))
        made = {
            "entities": {entity.id: entity for entity in self.record.entities},
            "amounts": {amount.id: amount for amount in self.record.all_amounts()},
            "places": places,
            "first_places": _first_places(self.record, places),
            "aims": aims_of(self.record, len(self.text)),
        }
        for name, value in made.items():
            object.__setattr__(self, name, value)

    def names(self) -> dict[str, str]:
        """Entity ids and names."""
        return {key: entity.name for key, entity in self.entities.items()}

    def text_id(self, owner: str, number: int) -> str:
        """The page's id of one mention in the text."""
        return f"{self.prefix}t-{owner}-{number}"

    def card_id(self, owner: str) -> str:
        """The page's id of the row that stands for an entity, a sum or an agreement."""
        return f"{self.prefix}c-{owner}"

    def link(self, owner: str | None, shown: Child, class_: str = "v") -> Html:
        """A value in a card that leads to its place in the text, or the bare value where it has none."""
        place = self.first_places.get(owner or "")
        if place is None:
            return element("span", shown, class_=class_, data_ref=owner)
        href = f"#{self.text_id(place.owner, place.number)}"
        return element("a", shown, class_=f"{class_} {place.label}", href=href, data_ref=owner)

    def aim(self, agreement: str, span: Span) -> Html:
        """What an agreement aims at, leading to where the text says it."""
        start = next(
            (start for start, end, owner in self.aims if owner == agreement and span.start <= start < span.end), None
        )
        if start is None:
            return words(span.text)
        owner = f"{agreement}-aim-{start}"
        return element("a", words(span.text), class_="v", href=f"#{self.text_id(owner, 0)}", data_ref=owner)

    def named(self, owner: str | None, name: str) -> Html:
        """A body, company, project or person by name, leading to its place."""
        return self.link(owner if owner in self.entities else None, words(name))

    def edit_button(self, kind: str, owner: str, what: str) -> Html | None:
        """The button that corrects a value, where the view is for correcting."""
        if not self.editable:
            return None
        label = f"Correggi {what}"
        return element(
            "button", Html("✎"), type="button", class_="edit", aria_label=label, title=label, **{f"data_{kind}": owner}
        )


def is_doubtful(confidence: float | None) -> bool:
    """True where a confidence is known and low.

    Example:
        >>> is_doubtful(None), is_doubtful(0.4), is_doubtful(0.97)
        (False, True, False)
    """
    return confidence is not None and confidence < DOUBTFUL


def doubt(confidence: float | None) -> Html | None:
    """The mark of a doubtful value."""
    if confidence is None or not is_doubtful(confidence):
        return None
    percent = f"{confidence:.0%}"
    return element(
        "span",
        f"fiducia {percent}",
        class_="doubt",
        title=f"da verificare: quanto è probabile che sia giusto, {percent}",
    )


def label_of(place: Place, view: View) -> str:
    """What a mention is, in a word: "Ente", "Somma: contributo".

    Example:
        >>> label_of(Place(0, 5, "E1", "COMPANY", 0), View(Announcement(), "Enel!"))
        'Impresa'
    """
    if place.label == "AMOUNT":
        return f"Somma: {AMOUNT_ROLES[view.amounts[place.owner].role]}"
    return LABELS[view.entities[place.owner].label][0] if place.owner in view.entities else LABELS[place.label][0]  # type: ignore[index]


def _first_places(record: Announcement, places: Sequence[Place]) -> dict[str, Place]:
    """Of each owner the place to show: of a sum the most exact mention, of an entity its first."""
    exact = {amount.id: amount.start for amount in record.all_amounts()}
    first: dict[str, Place] = {}
    for place in places:
        if place.owner not in first or place.start == exact.get(place.owner):
            first[place.owner] = place
    return first
