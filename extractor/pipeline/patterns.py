"""Regular expressions that are compiled when they are first asked for.

There are some two hundred of them in the pipeline, most short texts need a part of them, and compiling all at import
took longer than reading a release.
"""

from __future__ import annotations

from typing import Any, cast

import regex

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")


class _Lazy:
    """Stands for a compiled pattern; what is asked of it first compiles it, and from then on it is as fast."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self.flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = regex.compile(self.pattern, self.flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))  # found on the instance: __getattr__ is not asked again
        return getattr(compiled, name)


def lazy(pattern: str, flags: int = 0) -> regex.Pattern[str]:
    r"""The pattern, compiled when it is first used; two threads that do so at once compile it twice, and no harm done.

    >>> year = lazy(r"(?<!\d)(?:19|20)\d\d(?!\d)")
    >>> year.findall("dal 2014 al 2020"), year.pattern[:6]
    (['2014', '2020'], '(?<!\\d')
    """
    return cast("regex.Pattern[str]", _Lazy(pattern, flags))
