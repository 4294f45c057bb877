"""Regular expressions that are compiled when they are first asked for, and once for all runs of the program.

There are some two hundred of them in the pipeline. To compile what one short release needs took longer than to read it.
"""

from __future__ import annotations

import copyreg
from typing import Any, cast

import regex

from extractor.byproducts import Byproducts

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")
_known = Byproducts("patterns", regex.__version__)


class _Lazy:
    """Stands for a compiled pattern; what is asked of it first compiles it, and from then on it is as fast."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self.flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = _compiled(self.pattern, self.flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))  # found on the instance: __getattr__ is not asked again
        return getattr(compiled, name)

    def __reduce__(self) -> tuple[Any, ...]:
        return _Lazy, (self.pattern, self.flags)


def lazy(pattern: str, flags: int = 0) -> regex.Pattern[str]:
    r"""The pattern, compiled when it is first used; two threads that do so at once compile it twice, and no harm done.

    >>> year = lazy(r"(?<!\d)(?:19|20)\d\d(?!\d)")
    >>> year.findall("dal 2014 al 2020"), year.pattern[:6]
    (['2014', '2020'], '(?<!\\d')
    """
    return cast("regex.Pattern[str]", _Lazy(pattern, flags))


def _compiled(pattern: str, flags: int) -> regex.Pattern[str]:
    """The compiled pattern, put together from its parts where another run has compiled it: that is what unpickling does."""
    take_apart = copyreg.dispatch_table.get(regex.Pattern)
    if take_apart is None:
        return regex.compile(pattern, flags)
    key = (pattern, int(flags))
    parts = _known.get(key)
    if parts is not None:
        put_together = cast(Any, take_apart(_ANY))[0]
        return cast("regex.Pattern[str]", put_together(*parts))
    compiled = regex.compile(pattern, flags)
    _known.keep(key, cast(Any, take_apart(compiled))[1])
    return compiled


_ANY = regex.compile("")
