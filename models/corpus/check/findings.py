"""The kinds of question that a check asks of a TOML value; what is found wrong is gathered with its line."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from models.corpus.check.slip import Slip
from models.corpus.document import Document
from models.corpus.markup import Mark
from models.corpus.vocabulary import LABELS, SUM

ID: Final = re.compile(rf"[{''.join(LABELS)}{SUM}][0-9]+")
"""What looks like the id of an entity or sum."""

_TYPES: Final[dict[type, str]] = {
    str: "a string",
    list: "a list",
    dict: "a table",
    int: "a whole number",
    bool: "true or false",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: its name in messages and the keys that lead to it in the TOML part."""

    name: str = ""
    keys: tuple[str | int, ...] = ()

    def __truediv__(self, key: str) -> "Place":
        return Place(f"{self.name}: {key}" if self.name else key, (*self.keys, key))


class Findings:
    """The slips found so far in one document, and the questions that find them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.slips: list[Slip] = []
        self.marked: Final = {mark.id for mark in document.marks if mark.letter}
        self.agreements: Final = [item.get("id") for item in document.agreements]

    def at(self, place: Place, message: str, *, warning: bool = False) -> None:
        """Note a slip of the TOML part; `message` goes on from the place's name."""
        whole = f"{place.name}{'' if message.startswith((' ', ':')) else ' '}{message}".lstrip(": ")
        self.slips.append(Slip(self.document.line_of(*place.keys), whole, warning))

    def mark(self, mark: Mark, message: str, *, warning: bool = False) -> None:
        """Note a slip of the text, on the line where the mark begins."""
        self.slips.append(Slip(self.document.line(mark.start), message, warning))

    def table(self, place: Place, value: Any, known: Mapping[str, type], needed: Collection[str] = ()) -> bool:
        """Is it a table, with known keys only, each of its type, and those that are needed? Whether it is a table."""
        if not isinstance(value, dict):
            self.at(place, f"is a table as in {{ {next(iter(known))} = ... }}")
            return False
        for key, item in value.items():
            kind = known.get(key)
            if kind is None:
                top = place.keys and key in ("publisher", "published", "place", "categories", "unmarked")
                hint = "write it above the first [table]" if top else f"known are {', '.join(known)}"
                self.at(Place(place.name, (*place.keys, key)), f": unknown key {key}: {hint}")
            elif not isinstance(item, kind) or (kind is int and isinstance(item, bool)):
                dated = ", a date too: write it in quotes" if isinstance(item, date) else ""
                self.at(place / key, f"is {_TYPES[kind]}{dated}")
        for key in needed:
            if key not in value:
                self.at(place, f": {key} is missing")
        return True

    def word(self, place: Place, value: Any, known: Collection[str]) -> None:
        """Is it one of the known words?"""
        if isinstance(value, str) and value not in known:
            self.at(place, f"= {value!r} is none of {', '.join(known)}")

    def strings(self, place: Place, value: Any) -> None:
        """Is it a list of strings that are not empty?"""
        if not all(isinstance(item, str) and item.strip() for item in items(value)):
            self.at(place, "is a list of strings")

    def shape(self, place: Place, value: Any, pattern: str, said: str) -> None:
        """Does the string match the pattern? `said` says in words what it should be."""
        if isinstance(value, str) and not re.fullmatch(pattern, value):
            self.at(place, f"= {value!r} is no {said}")

    def reference(self, place: Place, value: Any, letters: str) -> None:
        """Is it, where given, the id of an entity that is marked in the text, of one of the labels of `letters`?"""
        labels = " or ".join(LABELS[letter] for letter in letters)
        if value is None:
            return
        if not isinstance(value, str) or not ID.fullmatch(value):
            self.at(place, f": {value!r} is no id of a marked {labels}")
        elif value not in self.marked:
            self.at(place, f": {value} is not marked in the text")
        elif value[0] not in letters:
            fund = ", a fund goes into funds = [...]" if value[0] == "p" and place.keys[-1] == "payers" else ""
            self.at(place, f": {value} is no {labels}{fund}")

    def name_or_reference(self, place: Place, value: Any, letters: str) -> None:
        """Is it a name, or else an id as `reference` asks?"""
        if not isinstance(value, str) or not value.strip():
            self.at(place, ": an id or a name is needed")
        elif ID.fullmatch(value):
            self.reference(place, value, letters)

    def sum_reference(self, place: Place, value: Any) -> None:
        """Is it, where given, the id of a sum that is marked and has its entry?"""
        if value is not None and not (value in self.marked and value in self.document.sums):
            self.at(place, f": {value} is no sum of this text")

    def agreement_reference(self, place: Place, value: Any) -> None:
        """Is it, where given, the id of an agreement?"""
        if value is not None and value not in self.agreements:
            self.at(place, f": there is no agreement {value}")

    def cycle(self, place: Place, start: str, above: Mapping[str, Any]) -> None:
        """Does the way up from `start` come back to it?"""
        seen: list[str] = []
        at: Any = start
        while isinstance(at, str) and at in above and at not in seen:
            seen.append(at)
            at = above[at]
        if at == start:
            self.at(place, f"leads back to itself: {' > '.join([*seen, start])}")


def items(value: Any) -> list[Any]:
    """The items of a list, none of anything else (whose type is told elsewhere)."""
    return value if isinstance(value, list) else []
