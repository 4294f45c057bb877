"""Tasks in batches: large enough to cost little, small enough that nobody waits for a neighbour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.archive.work import Task

MOST_TASKS = 32
MOST_BYTES = 256 << 10
_share = 8


def batched(tasks: Iterable[Task], workers: int) -> Iterator[list[Task]]:
    """Batches of about equal work, in order, each made when it is asked for.

    The first hold one task each, so that a short run is shared out evenly; they grow with what has gone before. A large
    input goes alone.

    Args:
        tasks: in input order.
        workers: how many share them.

    Example:
        >>> tasks = [Task(0, "a", 10), Task(1, "b", MOST_BYTES), Task(2, "c", 10)]
        >>> [[task.item for task in batch] for batch in batched(tasks, 2)]
        [['a'], ['b'], ['c']]
    """
    batch: list[Task] = []
    size = given = 0
    for task in tasks:
        if batch and size + task.size > MOST_BYTES:
            yield batch
            given += len(batch)
            batch, size = [], 0
        batch.append(task)
        size += task.size
        if len(batch) >= min(MOST_TASKS, 1 + given // (_share * workers)):
            yield batch
            given += len(batch)
            batch, size = [], 0
    if batch:
        yield batch
