"""The lexicon as the rules see it: look-up tables, loaded once, extended by a newsroom's own files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, cast

from extractor.byproducts import Byproducts
from extractor.errors import LexiconError
from extractor.lexicon.build import ARTEFACT, add_entries, read_toml
from extractor.lexicon.cues import CueFamily
from extractor.lexicon.words import Words

_OWN_TABLES = {"institution": "INSTITUTION", "company": "COMPANY", "project": "PROJECT", "person": "PERSON"}


class Hit(NamedTuple):
    """A lexicon entry found in a text: ``length`` words from word ``index`` on."""

    start: int
    length: int
    entry: int


class Place(NamedTuple):
    """A territory: its type, official name, ISO 3166-2 code (or, for a municipality, its province), Belfiore code."""

    type: str
    name: str
    code: str
    belfiore: str


class Lexicon:
    """Look-up tables of everything the rules know by name.

    ``entries`` are rows (label, name, key, kind ...); ``forms`` maps look-up keys of two and more words to an entry,
    ``exact`` single words and acronyms in their very case.
    """

    def __init__(self, tables: dict[str, Any]) -> None:
        self.tables = tables
        self.entries: list[dict[str, Any]] = tables["entries"]
        self.forms: dict[str, int] = tables["forms"]
        self.exact: dict[str, int] = tables["exact"]
        self.reach: dict[str, int] = tables["reach"]
        self.capitals = {
            form.upper(): index
            for form, index in self.exact.items()
            if len(form) > 3 and "deceives" not in self.entries[index]
        }
        self.places: dict[str, list[list[str]]] = tables["places"]
        self.place_reach: dict[str, int] = {}
        for key in self.places:
            first, length = key.split(" ", 1)[0], key.count(" ") + 1
            if length > self.place_reach.get(first, 0):
                self.place_reach[first] = length
        self.first_names = frozenset(name.lower() for name in tables["first_names"])
        self.cues = CueFamily()
        self.heads, self.head_reach = _heads(tables["heads"])

    def hits(self, words: Words) -> list[Hit]:
        """Every longest form of the lexicon in a text, in order, none overlapping another; looked up once a text."""
        known = words.found.get("hits")
        if isinstance(known, tuple) and known[0] is self:
            return cast(list[Hit], known[1])
        hits = list(self._hits(words))
        words.found["hits"] = (self, hits)
        return hits

    def _hits(self, words: Words) -> Iterator[Hit]:
        lows, forms, reach, text, extent = words.lows, self.forms, self.reach, words.text, words.extent
        done = 0
        for index, (low, start) in enumerate(zip(lows, words.starts, strict=True)):
            longest = reach.get(low)
            capital = text[start].isupper()
            if index < done or not (longest or capital):
                continue
            length = 0
            for size in range(min(longest, extent[index]), 1, -1) if longest else ():
                key = " ".join(lows[index : index + size])
                if key in forms and _named(words, index, size):
                    length, entry = size, forms[key]
                    break
            if not length and capital:
                surface = text[start : words.ends[index]]
                found = self.exact.get(surface)
                if found is None and surface.isupper() and _in_capitals(words, index):
                    found = self.capitals.get(surface)
                if found is not None:
                    length, entry = 1, found
            if length:
                yield Hit(index, length, entry)
                done = index + length

    def place(self, words: Words, index: int) -> tuple[int, Place] | None:
        """The longest place name that begins at a word, as its number of words and what it is."""
        if index >= len(words):
            return None
        for size in range(min(self.place_reach.get(words.lows[index], 0), words.extent[index]), 0, -1):
            key = words.run(index, size)
            if key is not None and (rows := self.places.get(key)):
                return size, Place(*(rows[0] if len(rows) == 1 else _preferred(rows)))
        return None

    def head(self, words: Words, index: int) -> tuple[int, dict[str, Any], bool] | None:
        """The longest head phrase that begins at a word: its number of words, its rule, whether it is a plural."""
        for size in range(self.head_reach.get(words.lows[index], 0), 0, -1):
            key = words.run(index, size)
            if key is not None and key in self.heads:
                rule, plural = self.heads[key]
                return size, rule, plural
        return None

    def extended(self, files: Sequence[Path]) -> Lexicon:
        """This lexicon with the rows of a newsroom's own TOML files before its own.

        Raises:
            LexiconError: a file cannot be read, is no TOML, or has a table or row that is not known.
        """
        if not files:
            return self
        own: dict[str, Any] = {"entries": list(self.entries), "forms": {}, "exact": {}, "reach": dict(self.reach)}
        for path in files:
            tables = read_toml(path)
            for name, rows in tables.items():
                if name not in _OWN_TABLES or not isinstance(rows, list):
                    known = ", ".join(f"[[{table}]]" for table in _OWN_TABLES)
                    raise LexiconError(f"{path}: tabella sconosciuta «{name}»; quelle possibili sono {known}")
                add_entries(own, _OWN_TABLES[name], rows, str(path))
        own["forms"] = {**self.forms, **own["forms"]}
        own["exact"] = {**self.exact, **own["exact"]}
        return Lexicon({**self.tables, **own})


@lru_cache(maxsize=1)
def default_lexicon() -> Lexicon:
    """The lexicon that ships with the program."""
    state = ARTEFACT.stat()
    kept = Byproducts("lexicon", f"{state.st_mtime_ns} {state.st_size}")  # marshal reads it in a third of JSON's time
    tables = kept.get("tables")
    if tables is None:
        tables = json.loads(ARTEFACT.read_text("utf-8"))
        kept.keep("tables", tables)
        kept.save()
    return Lexicon(tables)


@lru_cache(maxsize=1)
def lexicon_digest() -> str:
    """The first twelve hexadecimal digits of the SHA-256 of the look-up tables that ship with the program."""
    return hashlib.sha256(ARTEFACT.read_bytes()).hexdigest()[:12]


def _heads(rows: list[dict[str, Any]]) -> tuple[dict[str, tuple[dict[str, Any], bool]], dict[str, int]]:
    heads: dict[str, tuple[dict[str, Any], bool]] = {}
    reach: dict[str, int] = {}
    for row in rows:
        for field, plural in (("words", False), ("plural", True)):
            for phrase in row.get(field, ()):
                key = " ".join(phrase.lower().replace("'", " ").replace("-", " ").split())
                heads.setdefault(key, (row, plural))
                first, length = key.split(" ", 1)[0], key.count(" ") + 1
                reach[first] = max(length, reach.get(first, 0))
    return heads, reach


_FUNCTION_WORDS = frozenset(
    "di del della dello dell dei degli delle d e ed per la il lo gli le l in a al alla i".split()
)


def _named(words: Words, index: int, size: int) -> bool:
    """Whether a run of words is written as a name: a capital at its head or in a word that carries meaning."""
    return any(
        words.capitalised(position) and words.lows[position] not in _FUNCTION_WORDS
        for position in range(index, index + size)
    )


def _in_capitals(words: Words, index: int) -> bool:
    """Whether a word stands among words in capitals, so that its capitals mean nothing."""
    around = [words.surface(near) for near in (index - 2, index - 1, index + 1, index + 2) if 0 <= near < len(words)]
    long = [word for word in around if len(word) > 2]
    return bool(long) and all(word.isupper() for word in long)


_RANK = {"region": 0, "municipality": 1, "province": 2, "area": 3, "country": 4, "adjective": 5}


def _preferred(rows: list[list[str]]) -> list[str]:
    return min(rows, key=lambda row: _RANK[row[0]])
