"""Two runs on the same announcements: which errors went, which came, how each figure moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractor.errors import UsageError
from extractor.evaluation.catalogue import SHARES
from extractor.evaluation.figures import Interval, figures, paired_differences
from extractor.evaluation.outcome import Finding, Outcome


class Change(NamedTuple):
    """A figure (F1 or share) in both runs, and the 95 % interval of its difference by paired bootstrap."""

    before: float | None
    after: float | None
    difference: float | None
    interval: Interval | None


class Comparison(NamedTuple):
    """What changed from run A to run B; the lists hold (announcement, errors gone, errors come)."""

    changes: dict[str, Change]
    by_announcement: list[tuple[str, list[Finding], list[Finding]]]


def compare(before: Sequence[Outcome], after: Sequence[Outcome]) -> Comparison:
    """Compare two runs on the announcements that both have.

    Raises:
        UsageError: they have none in common.
    """
    first, second = ({outcome.name: outcome for outcome in run} for run in (before, after))
    names = [name for name in first if name in second]
    if not names:
        raise UsageError("i due risultati non hanno alcun comunicato in comune")
    runs = [first[name] for name in names], [second[name] for name in names]
    old, new = figures(runs[0]), figures(runs[1])
    intervals = paired_differences(*runs)
    changes = {}
    for name in old.keys() & new.keys():
        a, b = ((run[name].recall if name in SHARES else run[name].f1).value for run in (old, new))
        difference = None if a is None or b is None else b - a
        changes[name] = Change(a, b, difference, intervals.get(name))
    return Comparison(changes, [(name, *_moved(first[name], second[name])) for name in names])


def _moved(before: Outcome, after: Outcome) -> tuple[list[Finding], list[Finding]]:
    old = {_identity(finding): finding for finding in before.findings}
    new = {_identity(finding): finding for finding in after.findings}
    gone = [finding for key, finding in old.items() if key not in new]
    come = [finding for key, finding in new.items() if key not in old]
    return gone, come


def _identity(finding: Finding) -> Finding:
    return finding._replace(context="")
