"""Progress: on a terminal, and nowhere else."""

import io

import pytest
from rich.console import Console

from extractor.archive.progress import Shown, in_figures
from extractor.archive.run import Count


@pytest.mark.parametrize(
    ("count", "total", "seconds", "line"),
    [
        (Count(), None, 0.0, "0"),
        (Count(), 10, 0.0, "0 di 10"),
        (Count(inputs=5, recalled=5, records=5), 10, 0.0, "5 di 10"),
        (
            Count(inputs=8, recalled=5, documents=30, records=8),
            10,
            2.0,
            "8 di 10 · 15,0 documenti/s · restano 0:00:01",
        ),
        (
            Count(inputs=8, documents=8, records=7, failures=1),
            None,
            2.0,
            "8 · 4,0 documenti/s · 1 non riusciti",
        ),
        (
            Count(inputs=100, documents=100, records=100),
            1_000_100,
            1.0,
            "100 di 1.000.100 · 100,0 documenti/s · restano 2:46:40",
        ),
        (Count(inputs=11, documents=11, records=11), 10, 11.0, "11 di 10 · 1,0 documenti/s · restano 0:00:00"),
    ],
)
def test_figures(count: Count, total: int | None, seconds: float, line: str) -> None:
    assert in_figures(count, total, seconds) == line


def shown_on(console: Console, quiet: bool = False) -> None:
    count = Count()
    with Shown(count, lambda: 3, quiet=quiet, console=console) as shown:
        count.inputs = count.records = 2
        count.failures = 1
        shown.step()


def test_a_terminal_sees_it() -> None:
    written = io.StringIO()
    shown_on(Console(file=written, force_terminal=True, width=100))
    assert "1 non riusciti" in written.getvalue()


@pytest.mark.parametrize(("terminal", "quiet"), [(False, False), (True, True)])
def test_others_see_nothing(terminal: bool, quiet: bool) -> None:
    written = io.StringIO()
    shown_on(Console(file=written, force_terminal=terminal, width=100), quiet)
    assert written.getvalue() == ""
