"""Batches: of about equal work, small at first."""

from itertools import count

from extractor.archive.batches import MOST_BYTES, MOST_TASKS, batched
from extractor.archive.work import Task


def of_size(*sizes: int) -> list[Task]:
    return [Task(number, None, size) for number, size in enumerate(sizes)]


def test_order_is_kept_and_nothing_is_lost() -> None:
    tasks = of_size(*range(0, 400_000, 1000))
    assert [task for batch in batched(tasks, 3) for task in batch] == tasks


def test_the_first_hold_one_task_and_the_last_many() -> None:
    sizes = [len(batch) for batch in batched(of_size(*[10] * 5000), 2)]
    assert sizes[:17] == [1] * 16 + [2]
    assert sizes == [*sorted(sizes[:-1]), sizes[-1]]
    assert max(sizes) == MOST_TASKS


def test_a_large_input_goes_alone() -> None:
    many = of_size(*[1] * 5000, 10_000_000, *[1] * 40)
    assert [len(batch) for batch in batched(many, 1) if any(task.size > 1 for task in batch)] == [1]


def test_no_batch_of_several_is_over_the_limit() -> None:
    batches = list(batched(of_size(*[MOST_BYTES // 3] * 1000), 1))
    assert {len(batch) for batch in batches} == {1, 2, 3}


def test_tasks_are_taken_only_as_they_are_needed() -> None:
    endless = (Task(number, None, 1) for number in count())
    batches = batched(endless, 2)
    assert [task.number for _ in range(3) for task in next(batches)] == [0, 1, 2]
    assert next(endless).number == 3
