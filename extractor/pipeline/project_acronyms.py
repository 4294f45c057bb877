"""Acronyms of projects and what they stand for: "FIAM (Filiere Italiana Additive Manufacturing)"."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.lexicon import Words
from extractor.pipeline.mentions import Mention
from extractor.pipeline.patterns import lazy
from extractor.pipeline.project_mentions import ACRONYM, project_mention

# BRIDGE (Brain Reading Interfaces for Diagnosis and GEriatrics)
_SPELT = lazy(
    r"(?<![\p{L}\p{N}])(?P<short>\p{Lu}[\p{L}\p{N}\-]{2,14}) \(\"?(?P<long>\p{Lu}[\p{L}\p{N}' ,\-]{10,110})\"?\)"
)
# ALBA - Antibody Library for Brain Ageing -
_DASHED = lazy(r"(?<![\p{L}\p{N}])(?P<short>\p{Lu}[\p{Lu}\p{N}\-]{2,14}) - (?P<long>\p{Lu}[\p{L}\p{N}' ]{10,90}) - ")


def expansions(words: Words, found: list[Mention]) -> Iterator[Mention]:
    """Acronym and long form side by side are one project: "FIAM (Filiere Italiana Additive Manufacturing)"."""
    plain = words.plain
    for mention in found:
        following = plain[mention["end"] : mention["end"] + 3]
        if not following.startswith((" (", '" (', "' (")):
            continue
        opening = plain.index("(", mention["end"])
        closing = plain.find(")", opening, opening + 140)
        if closing < 0:
            continue
        inside = plain[opening + 1 : closing].strip("\"' ")
        name = plain[mention["start"] : mention["end"]]
        if not inside or inside[0].lower() != name[0].lower():
            continue
        start = plain.index(inside, opening)
        if ACRONYM.match(name) and len(inside.split()) > 1:
            mention["acronym"] = words.text[mention["start"] : mention["end"]]
        elif ACRONYM.match(inside) and " " in name:
            mention["acronym"] = words.text[start : start + len(inside)]
        else:
            continue
        yield project_mention(words, start, start + len(inside), "expansion") | {
            "key": mention["key"],
            "acronym": mention["acronym"],
        }
    yield from _spelt_out(
        words,
        {mention["start"] for mention in found},
        {plain[each["start"] : each["end"]]: each["key"] for each in found},
    )


def _spelt_out(words: Words, starts: set[int], names: dict[str, str]) -> Iterator[Mention]:
    """An acronym that its brackets spell out, after a text's "progetto", or found as a project elsewhere."""
    spelt = ((match, False) for match in _SPELT.finditer(words.plain))
    for match, dashed in (*spelt, *((match, True) for match in _DASHED.finditer(words.plain))):
        short, long = match["short"], match["long"]
        if (match.start() in starts and not dashed) or not _spells(short, long):
            continue
        key = names.get(short)
        around = words.plain[max(0, match.start() - 400) : match.end() + 80].lower()
        if key is None and not (
            _foreign(long) and any(cue in around for cue in ("progett", "accord", "programma", "bando"))
        ):
            continue
        own = project_mention(words, match.start("short"), match.end("short"), "expansion")
        own["key"] = key or own["key"]
        own["acronym"] = words.text[match.start("short") : match.end("short")]
        yield own
        long_form = project_mention(words, match.start("long"), match.end("long"), "expansion")
        yield long_form | {"key": own["key"], "acronym": own["acronym"]}


def _spells(short: str, long: str) -> bool:
    """Whether the letters of an acronym come in order in its long form."""
    if sum(letter.isupper() for letter in short) < 3:
        return False
    rest = iter(long.lower())
    return short[0].lower() == long[0].lower() and all(letter in rest for letter in short.lower() if letter.isalpha())


def _foreign(long: str) -> bool:
    return any(word in ("for", "of", "and", "the", "in", "with", "to", "by", "on") for word in long.lower().split())
