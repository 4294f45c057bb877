"""Work in this very process: no start-up, no protection from what dies or hangs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from extractor.archive.work import Finished, Prepared, Task, Work


class Here:
    """A crew of one, who is us.

    Args:
        work: what to do; prepared at the first task.
    """

    def __init__(self, work: Work) -> None:
        self._work = work

    @cached_property
    def _prepared(self) -> Prepared:
        return self._work.prepare()

    def fingerprint(self) -> str:
        return self._prepared.fingerprint

    def run(self, batches: Iterator[list[Task]]) -> Iterator[Finished]:
        for batch in batches:
            for task in batch:
                digest = self._prepared.digest(task.item)
                yield Finished(task, [step() for step in self._prepared.steps(task.item)], digest)

    def close(self) -> None:
        """Nothing to close."""
