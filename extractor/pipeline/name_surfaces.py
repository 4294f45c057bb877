"""What the name model sees of a word by itself: its form, affixes and shape, and what the lexicon knows of it."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.lexicon import Lexicon

_FUNCTION = frozenset(
    "di del della dello dell dei degli delle d il lo la i gli le l un una uno e ed o a ad al alla allo all ai agli alle "
    "da dal dalla dallo dall dai dagli dalle in nel nella nello nell nei negli nelle su sul sulla sull sui sulle con col "
    "per tra fra che si è ha non come più s p r srl spa n".split()
)


class SurfaceReader:
    """Attributes of a word by itself: its form, affixes, shape, and what the lexicon knows of it."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.flags: dict[str, list[str]] = {}
        tables = lexicon.tables
        people, companies, projects = tables["people"], tables["company_cues"], tables["project_cues"]
        self._flag("first name", lexicon.first_names)
        self._flag("head", lexicon.head_reach)
        self._flag("office", (office.split(" ", 1)[0] for office in people["offices"]))
        for name in ("titles", "particles", "speech", "namesakes", "fields", "bodies"):
            self._flag(name, people.get(name, ()))
        for name in ("singular", "parts_in", "passives", "leaders", "appositions", "heads", "origins", "tails"):
            self._flag(
                "company " + name, (word for phrase in companies.get(name, ()) for word in phrase.split(" ")[-1:])
            )
        for name in ("generic", "heads", "naming"):
            self._flag("project " + name, (phrase.lower().split(" ", 1)[0] for phrase in projects.get(name, ())))
        self._flag("legal form", tables["legal_forms"]["first"])
        for key, rows in lexicon.places.items():
            if " " not in key:
                self.flags.setdefault(key, []).append("place " + rows[0][0])

    def _flag(self, name: str, words: Iterable[str]) -> None:
        for word in dict.fromkeys(words):
            self.flags.setdefault(word, []).append(name)

    def attributes(self, surface: str) -> list[str]:
        """The attributes of a word.

        >>> from extractor.lexicon import default_lexicon
        >>> SurfaceReader(default_lexicon()).attributes("Rho")
        ['Xx', 'w=rho', '<r', '<rh', 'rho>', 'ho>', 'f=place municipality']
        """
        low = surface.lower()
        found = [shape(surface), "w=" + low]
        size = len(low)
        if size > 1:
            found += ["<" + low[:length] for length in (1, 2, 3, 4) if length < size]
            found += [low[-length:] + ">" for length in (4, 3, 2) if length <= size]
        if flags := self.flags.get(low):
            found += ["f=" + flag for flag in flags]
        return found


def shape(surface: str) -> str:
    """The pattern of capitals and figures of a word.

    >>> [shape(word) for word in ("Bracco", "FIAM", "2020", "e", "McArthur", "Z", "H2020", "x2")]
    ['Xx', 'XX', '2222', 'x', 'Xx+', 'X', 'X2', 'x2']
    """
    if surface.isdigit():
        return "2" * min(len(surface), 5)
    if surface.islower():
        return "x" if surface.isalpha() else "x2"
    if surface.isupper():
        return "X" if len(surface) == 1 else "XX" if surface.isalpha() else "X2"
    return "Xx" if surface[1:].islower() and surface[0].isupper() else "Xx+"


def class_of(surface: str) -> str:
    """A word that only binds others: itself; any other: its shape.

    >>> class_of("della"), class_of("Bracco"), class_of("accordo")
    ('della', 'Xx', 'x')
    """
    low = surface.lower()
    if low in _FUNCTION:
        return low if surface == low else low.capitalize()
    return shape(surface)
