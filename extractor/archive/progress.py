"""How far a run has come, on a terminal: rate, time left, failures."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, SpinnerColumn, Task
from rich.table import Column
from rich.text import Text

from extractor.archive.run import Count
from extractor.errors import ExtractorError

_a_second = 2


class Shown:
    """A line on standard error while the run lasts; nothing where that is no terminal.

    Args:
        count: looked at twice a second.
        total: counts the inputs, which may take a while: it is called in a thread of its own.
        quiet: show nothing in any case.
        console: where to show it.
    """

    def __init__(
        self, count: Count, total: Callable[[], int | None], *, quiet: bool = False, console: Console | None = None
    ) -> None:
        self._count, self._total = count, total
        console = console or Console(stderr=True)
        self._progress = Progress(
            SpinnerColumn(),
            BarColumn(bar_width=12),
            _Line(count),
            console=console,
            transient=True,
            refresh_per_second=_a_second,
            disable=quiet or not console.is_terminal,
        )

    def __enter__(self) -> Self:
        if not self._progress.disable:
            self._task = self._progress.add_task("", total=None)
            self._progress.start()
            threading.Thread(target=self._find_total, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def step(self) -> None:
        """Say that the count has changed."""
        if not self._progress.disable:
            self._progress.update(self._task, completed=self._count.inputs)

    def _find_total(self) -> None:
        with contextlib.suppress(ExtractorError, OSError):  # the run itself will say it
            self._progress.update(self._task, total=self._total())


class _Line(ProgressColumn):
    """The figures."""

    def __init__(self, count: Count) -> None:
        super().__init__(table_column=Column(no_wrap=True))
        self._count = count
        self._began: float | None = None

    def render(self, task: Task) -> Text:
        if self._began is None and self._count.inputs > self._count.recalled:
            self._began = time.monotonic()
        seconds = 0.0 if self._began is None else time.monotonic() - self._began
        total = None if task.total is None else int(task.total)
        return Text(in_figures(self._count, total, seconds))


def in_figures(count: Count, total: int | None, seconds: float) -> str:
    """How far a run is, on one line.

    Args:
        count: so far.
        total: how many inputs there are; None where that is not known yet.
        seconds: since the first one that was not taken over from an earlier run.

    Example:
        >>> in_figures(Count(inputs=1500, recalled=300, documents=1260, records=1490, failures=10), 4500, 60.0)
        '1.500 di 4.500 · 21,0 documenti/s · restano 0:02:30 · 10 non riusciti'
    """
    rate = (count.inputs - count.recalled) / seconds if seconds else 0.0
    parts = [_grouped(count.inputs) + ("" if total is None else f" di {_grouped(total)}")]
    if rate:
        parts.append(f"{count.documents / seconds:.1f} documenti/s".replace(".", ","))
    if rate and total is not None:
        parts.append(f"restano {_clock(max(0, total - count.inputs) / rate)}")
    if count.failures:
        parts.append(f"{_grouped(count.failures)} non riusciti")
    return " · ".join(parts)


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}"
