"""Tallies of many announcements added up: precision, recall, F1, shares, with bootstrap intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.evaluation.outcome import Outcome, Tally

RESAMPLINGS = 1000
SEED = 20240918

Interval = tuple[float, float]
Numbers = NDArray[np.float64]


class Value(NamedTuple):
    """A figure between 0 and 1 with its 95 % interval; None where there is nothing to divide by."""

    value: float | None
    interval: Interval | None


class Figure(NamedTuple):
    """One measure over all announcements. Of a share, recall and F1 are the share itself."""

    tally: Tally
    precision: Value
    recall: Value
    f1: Value


def figures(outcomes: Sequence[Outcome]) -> dict[str, Figure]:
    """Add up and divide.

    The intervals are percentiles (2.5, 97.5) of the bootstrap (Efron 1979) that draws whole announcements, with
    replacement, `RESAMPLINGS` times; the draws are the same in every run.
    """
    names = _names(outcomes)
    counts = _counts(outcomes, names)
    sampled = _resampled(counts)
    return {name: _figure(counts[:, n].sum(axis=0), sampled[:, n]) for n, name in enumerate(names)}


def paired_differences(before: Sequence[Outcome], after: Sequence[Outcome]) -> dict[str, Interval]:
    """The 95 % interval of the change of each F1 or share, both runs drawn alike.

    Args:
        before: one run.
        after: another on the same announcements in the same order.
    """
    names = _names([*before, *after])
    samples = [_resampled(_counts(run, names)) for run in (before, after)]
    intervals = {}
    for n, name in enumerate(names):
        old, new = (_ratio(2 * run[:, n, 0], run[:, n, 1] + run[:, n, 2]) for run in samples)
        interval = _interval(new - old)
        if interval is not None:
            intervals[name] = interval
    return intervals


def _names(outcomes: Sequence[Outcome]) -> list[str]:
    return list(dict.fromkeys(name for outcome in outcomes for name in outcome.tallies))


def _counts(outcomes: Sequence[Outcome], names: Sequence[str]) -> Numbers:
    """Announcements x figures x (right, gold, found)."""
    rows = [[outcome.tallies.get(name, Tally()) for name in names] for outcome in outcomes]
    return np.array(rows, dtype=np.float64).reshape(len(outcomes), len(names), 3)


def _resampled(counts: Numbers) -> Numbers:
    """Resamplings x figures x (right, gold, found), added up."""
    size = len(counts)
    times = np.random.RandomState(SEED).multinomial(size, [1 / size] * size, RESAMPLINGS)  # numpy keeps its draws
    added: Numbers = np.tensordot(times.astype(np.float64), counts, axes=1)
    return added


def _figure(totals: Numbers, sampled: Numbers) -> Figure:
    tally = Tally(*(int(number) for number in totals))
    right, gold, found = sampled.T
    return Figure(
        tally,
        _value(tally.right, tally.found, _ratio(right, found)),
        _value(tally.right, tally.gold, _ratio(right, gold)),
        _value(2 * tally.right, tally.gold + tally.found, _ratio(2 * right, gold + found)),
    )


def _value(part: int, whole: int, sampled: Numbers) -> Value:
    return Value(part / whole, _interval(sampled)) if whole else Value(None, None)


def _ratio(parts: Numbers, wholes: Numbers) -> Numbers:
    return np.divide(parts, wholes, out=np.full_like(parts, np.nan), where=wholes > 0)


def _interval(sampled: Numbers) -> Interval | None:
    there = sampled[~np.isnan(sampled)]
    if not there.size:
        return None
    low, high = np.percentile(there, [2.5, 97.5])
    return float(low), float(high)
