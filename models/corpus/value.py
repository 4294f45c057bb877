"""The value of a sum as the annotation gives it: in its entry, or in the mark of one mention."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from models.corpus.document import Document
from models.corpus.markup import Mark
from models.corpus.money import Reading, names_currency

DECIMAL: Final = r"[0-9]+(?:\.[0-9]+)?"
"""A regular expression for a decimal string: ``109300.95``."""


def decimal(written: Any) -> Decimal | None:
    """The value of a decimal string, None of anything else.

    >>> decimal("109300.95"), decimal("109.300,95")
    (Decimal('109300.95'), None)
    """
    return Decimal(written) if isinstance(written, str) and re.fullmatch(DECIMAL, written) else None


def own_reading(entry: Mapping[str, Any]) -> Reading | None:
    """The value or range of a sum's entry; None where it has none that can be read.

    >>> own_reading({"value": "5000000", "max": "20000000"})
    Reading(low=Decimal('5000000'), high=Decimal('20000000'))
    """
    low = decimal(entry.get("value"))
    return None if low is None else Reading(low, decimal(entry.get("max")))


def stated(argument: str) -> Reading:
    """The value or range that the argument of a mark gives.

    >>> stated("42000000")
    Reading(low=Decimal('42000000'), high=None)
    """
    low, _, high = argument.partition("-")
    return Reading(Decimal(low), Decimal(high) if high else None)


def own_mention(document: Document, name: str) -> Mark:
    r"""The mention that gives a sum's value: the first to state it with the currency, else the first to state it.

    `name` is the id of a sum that is marked and has an entry; KeyError or IndexError where it is not so.

    >>> from models.corpus.document import parse_document
    >>> source = "[9 milioni]{m1 9000000}, [9,2 milioni]{m1}\n=====\n[sums]\nm1 = { value = '9200000' }"
    >>> own_mention(parse_document(source), "m1").start
    11
    """
    own = own_reading(document.sums[name])
    marks = sorted((mark for mark in document.marks if mark.id == name), key=lambda mark: mark.start)
    exact = [mark for mark in marks if not mark.argument or stated(mark.argument) == own] or marks
    full = [mark for mark in exact if names_currency(document.span(mark))]
    return (full or exact)[0]
