"""Patterns that are compiled late: the same matches, from the source or from parts that another run has kept."""

import pickle
from typing import Any, cast

import pytest
import regex

from extractor.byproducts import Byproducts
from extractor.pipeline import patterns
from extractor.pipeline.patterns import lazy

CASES = [
    (r"(?P<sum>\d+)\s(?:mila|mln)", 0, "sono 300 mila"),
    (r"(?r)(?<!\p{L})capofila\s*$", 0, "la capofila "),
    (r"(?<=\bCIG[:\s.n°]{1,8})[0-9A-Z]{10}\b", regex.I, "cig: 0123456abc"),
    (r"\p{Lu}++(?!x)", 0, "ABCx"),
]


@pytest.mark.parametrize(("pattern", "flags", "text"), CASES)
def test_the_same_match_as_at_once(pattern: str, flags: int, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_known", Byproducts("none", "1", folder=None))
    expected = regex.compile(pattern, flags).search(text)
    for _ in range(2):  # compiled, then put together from its parts
        found = lazy(pattern, flags).search(text)
        assert (found and (found.span(), found.groupdict())) == (expected and (expected.span(), expected.groupdict()))


def test_nothing_is_compiled_before_it_is_used() -> None:
    broken = lazy("(")
    with pytest.raises(regex.error):
        broken.search("x")


def test_a_pattern_goes_through_pickle() -> None:
    again = pickle.loads(pickle.dumps(lazy("a+")))
    assert again.sub("b", "caat") == "cbt"


def test_what_no_pattern_has_is_an_error() -> None:
    with pytest.raises(AttributeError):
        cast(Any, lazy("a")).lines  # noqa: B018
