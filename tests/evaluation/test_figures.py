"""Adding up, dividing, intervals."""

import pytest

from extractor.evaluation import Outcome, Tally, figures
from extractor.evaluation.comparison import compare
from extractor.evaluation.outcome import Finding


def outcome(name: str, *findings: Finding, **tallies: tuple[int, int, int]) -> Outcome:
    return Outcome(name, {figure: Tally(*counts) for figure, counts in tallies.items()}, list(findings))


def test_counts_are_added_before_they_are_divided() -> None:
    figure = figures([outcome("a", sums=(1, 1, 1)), outcome("b", sums=(2, 7, 3)), outcome("c")])["sums"]
    assert figure.tally == (3, 8, 4)
    assert (figure.precision.value, figure.recall.value, figure.f1.value) == (0.75, 0.375, 0.5)


def test_nothing_to_divide_by_is_no_figure() -> None:
    figure = figures([outcome("a", sums=(0, 3, 0), lead=(0, 0, 0))])
    assert figure["sums"].precision == (None, None)
    assert figure["sums"].recall.value == figure["sums"].f1.value == 0
    assert figure["lead"].f1 == (None, None)


def test_intervals_hold_the_figure_and_are_the_same_in_every_run() -> None:
    run = [outcome(str(n), sums=(n % 3, 3, 2)) for n in range(40)]
    first, second = figures(run), figures(run)
    assert first == second
    low, high = first["sums"].f1.interval or (1.0, 0.0)
    assert low < (first["sums"].f1.value or 0) < high
    assert high - low == pytest.approx(0.2, abs=0.05)  # 40 draws of 0, 1, 2 over 2.5: 1.96 x 0.33 / sqrt(40) either way


def test_equal_announcements_leave_no_doubt() -> None:
    run = [outcome(str(n), sums=(1, 2, 2)) for n in range(9)]
    assert figures(run)["sums"].f1.interval == (0.5, 0.5)


def test_no_announcement_no_figure() -> None:
    assert figures([outcome("a")]) == {}


def test_comparison_shows_gains_losses_and_the_change() -> None:
    kept, gone, come = (Finding("sums", "-", "loan", f"{n} EUR", start=n, end=n + 1) for n in range(3))
    before = [outcome("a", kept, gone, sums=(1, 3, 1)), outcome("solo in A")]
    after = [outcome("solo in B"), outcome("a", kept._replace(context="altro"), come, sums=(2, 3, 1))]
    comparison = compare(before, after)
    assert comparison.by_announcement == [("a", [gone], [come])]
    change = comparison.changes["sums"]
    assert (change.before, change.after, change.difference) == (0.5, 1.0, 0.5)
    assert change.interval == (0.5, 0.5)
