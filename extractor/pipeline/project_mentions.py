"""What every rule about projects needs: the mention itself, its years, what an acronym looks like."""

from __future__ import annotations

import regex

from extractor.lexicon import Words
from extractor.pipeline.mentions import Mention
from extractor.pipeline.patterns import lazy

_YEARS = lazy(r"\s+(?:19|20)\d\d(?:\s?[-/]\s?(?:19|20)?\d\d)?(?![\d.,]\d)|\s\d\d\s?[-/]\s?\d\d(?!\d)")
_VERSION = lazy(r"\s\d\.0(?!\d)")
ACRONYM = lazy(r"\p{Lu}[\p{Lu}\p{N}&.\-]{1,14}$|\p{Lu}\p{Ll}+\p{Lu}[\p{L}\p{N}]*$|\p{Lu}[\p{Lu}\p{Ll}]*\d\p{L}*$")


def project_mention(words: Words, start: int, end: int, rule: str) -> Mention:
    """A project's mention from offset ``start`` to ``end``; its key is its words in lower case."""
    low = words.plain[start:end].lower()
    key = " ".join(match.group() for match in regex.finditer(r"[\p{L}\p{N}]+", low))
    return {"start": start, "end": end, "label": "PROJECT", "key": f"project:{key}", "rule": rule, "kind": "project"}


def with_years(words: Words, end: int) -> int:
    """The offset after the years or the version that follow a name: "2014-2020", "21-27", "4.0"."""
    found = _YEARS.match(words.plain, end) or _VERSION.match(words.plain, end)
    return found.end() if found else end
