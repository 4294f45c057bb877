"""Releases for measuring: the corpus' sentences put together anew, with other names and other figures.

What repeats is fast for reasons of its own (caches of words, of strings), so no two of these texts are alike. The same
number gives the same release on every machine.
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from models.corpus.document import read

ROOT = Path(__file__).parents[2]
TERRITORIES = ROOT / "extractor" / "lexicon" / "territories" / "municipalities.csv"
FIRST_NAMES = ROOT / "extractor" / "lexicon" / "people" / "first_names.txt"
SYLLABLES = "ba be bi bo ca co da de di do fa fe fi ga la le li lo ma me mi mo na ne ni no pa pe po ra re ri ro sa se so ta te ti to va ve vi za".split()
FORMS = (" spa", " S.p.A.", " srl", " S.r.l.", " soc. coop.", " scarl", "", "")


class Piece(NamedTuple):
    """A stretch of a paragraph, and what it names: i, c, h, l, m as in the corpus, or nothing."""

    text: str
    names: str


Paragraph = list[Piece]


@lru_cache(maxsize=1)
def paragraphs() -> list[list[Paragraph]]:
    """The paragraphs of every marked document of the corpus and of the samples."""
    folders = (ROOT / "models" / "corpus", ROOT / "samples")
    return [list(_paragraphs(path)) for folder in folders for path in sorted(folder.rglob("*.marked"))]


def _paragraphs(path: Path) -> Iterator[Paragraph]:
    document = read(path)
    start = 0
    for end in [*(match.end() for match in re.finditer(r"\n\s*\n", document.text)), len(document.text)]:
        pieces, done = [], start
        for mark in document.marks:
            if mark.letter and done <= mark.start and mark.end <= end:
                pieces += [Piece(document.text[done : mark.start], ""), Piece(document.span(mark), mark.letter)]
                done = mark.end
        yield [*pieces, Piece(document.text[done:end], "")]
        start = end


@lru_cache(maxsize=1)
def _towns() -> list[str]:
    with TERRITORIES.open(encoding="utf-8", newline="") as file:
        return [row["name"] for row in csv.DictReader(file) if not row["until"]]


@lru_cache(maxsize=1)
def _first_names() -> list[str]:
    return FIRST_NAMES.read_text("utf-8").split("\n")[:-1]


def release(number: int) -> str:
    """The release of that number: one document's paragraphs, some of them another's, with names and figures of its own."""
    chance = random.Random(number)
    documents = paragraphs()
    chosen = [
        paragraph if chance.random() < 0.7 else chance.choice(chance.choice(documents))
        for paragraph in documents[number % len(documents)]
    ]
    if chance.random() < 0.5:
        chosen.insert(chance.randrange(1, len(chosen) + 1), chance.choice(chance.choice(documents)))
    renamed: dict[str, str] = {}
    return "".join(
        renamed.setdefault(piece.text, _other(piece, chance))
        if piece.names
        else _with_other_numbers(piece.text, chance)
        for paragraph in chosen
        for piece in paragraph
    )


def releases(count: int) -> Iterator[str]:
    """The first releases."""
    return map(release, range(count))


def text_of_size(characters: int, *, one_line: bool = False) -> str:
    """Varied text of a given length: release after release."""
    parts: list[str] = []
    length = number = 0
    while length < characters:
        part = release(number).strip() + "\n\n"
        parts.append(part)
        length += len(part)
        number += 1
    text = "".join(parts)[:characters]
    return re.sub(r"\s*\n\s*", " ", text) if one_line else text


def _other(piece: Piece, chance: random.Random) -> str:
    if piece.names == "h":
        words = piece.text.split()
        surname = _word(chance, 3)
        return surname if len(words) == 1 else f"{chance.choice(_first_names())} {surname}"
    if piece.names == "c" and not piece.text.islower():
        return " ".join(_word(chance, chance.randint(2, 4)) for _ in range(chance.randint(1, 2))) + chance.choice(FORMS)
    if piece.names == "l":
        return chance.choice(_towns())
    if piece.names == "m":
        return re.sub(r"\d", lambda match: str(chance.randint(1, 9)), piece.text)
    if piece.names == "i" and re.match(r"(?:Comune|Provincia|Università) di ", piece.text):
        return f"{piece.text.split(' di ')[0]} di {chance.choice(_towns())}"
    return piece.text


def _word(chance: random.Random, syllables: int) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(syllables)).capitalize()


def _with_other_numbers(text: str, chance: random.Random) -> str:
    def other(match: re.Match[str]) -> str:
        number = match[0]
        if re.fullmatch(r"(?:19|20)\d\d", number):
            return str(chance.randint(2005, 2025))
        return (
            str(chance.randint(1, 28))
            if len(number) < 3
            else re.sub(r"\d", lambda _: str(chance.randint(1, 9)), number)
        )

    return re.sub(r"\d+", other, text)
