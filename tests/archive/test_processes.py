"""Workers in processes: order, deaths, hangs, and what becomes of the rest."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.archive.processes import Processes
from extractor.archive.work import Finished, Task
from extractor.errors import ArchiveError, WorkerError
from tests.archive.works import Words


def tasks(*items: str) -> list[Task]:
    return [Task(number, item, len(item)) for number, item in enumerate(items)]


def results(crew: Processes, *batches: list[Task]) -> dict[int, list[str]]:
    return {done.task.number: [piece.decode() for piece in done.pieces] for done in crew.run(iter(batches))}


@pytest.fixture(scope="module")
def one() -> Iterator[Processes]:
    with Processes(Words()) as crew:
        yield crew


@pytest.fixture(scope="module")
def two() -> Iterator[Processes]:
    with Processes(Words(), workers=2) as crew:
        yield crew


def test_every_task_is_finished_once_with_its_digest(two: Processes) -> None:
    items = tasks(*(f"a{number} b" for number in range(50)))
    finished = list(two.run(iter([items[:20], items[20:21], items[21:]])))
    assert sorted(done.task for done in finished) == items
    assert all(
        done == Finished(done.task, [f"a{done.task.number}".encode(), b"b"], done.task.item.upper())
        for done in finished
    )


def test_nothing_to_do(two: Processes) -> None:
    assert list(two.run(iter([]))) == []


def test_an_item_without_documents_gives_nothing(one: Processes) -> None:
    assert results(one, tasks("", "b")) == {0: [], 1: ["b"]}


def test_both_workers_share_the_work(two: Processes, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)  # whoever opens one end waits for the other: the two tasks end only side by side
    waits, meets = tasks(f"wait:{pipe} pid", f"meet:{pipe}")
    found = results(two, [waits], [meets])
    assert {found[0][1], found[1][0]} == {str(pid) for pid in two.pids}
    assert str(os.getpid()) not in (found[0][1], found[1][0])


def test_the_fingerprint_is_what_a_worker_says(one: Processes) -> None:
    assert one.fingerprint() == "words 1"


@pytest.mark.parametrize(
    ("word", "end"), [("die", "SIGKILL"), ("exit", "stato 3"), ("raise", "stato 1"), ("memory", "stato 1")]
)
def test_a_death_costs_one_document(one: Processes, word: str, end: str) -> None:
    before = one.pids
    found = results(one, tasks("a", f"b {word} c", "d"))
    reason = f"ha fatto terminare il processo che lo leggeva ({end}): forse non basta la memoria"
    assert found == {0: ["a"], 1: ["b", f"1: {reason}", "c"], 2: ["d"]}
    assert one.pids != before


def test_a_death_while_reading_costs_the_rest_of_the_input(one: Processes) -> None:
    found = results(one, tasks("a", "b !die c", "d"))
    reason = "ha fatto terminare il processo che lo leggeva (SIGKILL): forse non basta la memoria"
    assert found == {0: ["a"], 1: ["b", f"None: {reason}"], 2: ["d"]}


def test_a_loss_is_told_apart(one: Processes) -> None:
    assert {done.task.item: done.lost for done in one.run(iter([tasks("a", "die", "!die")]))} == {
        "a": False,
        "die": True,
        "!die": True,
    }


def test_many_deaths_on_end(two: Processes) -> None:
    found = results(two, *([task] for task in tasks(*["die"] * 6, "a")))
    assert found.pop(6) == ["a"]
    assert [len(pieces) for pieces in found.values()] == [1] * 6


def test_a_worker_killed_from_outside_is_replaced(one: Processes) -> None:
    assert results(one, tasks("a")) == {0: ["a"]}
    os.kill(one.pids[0], signal.SIGKILL)
    assert results(one, tasks("b", "c")) == {0: ["b"], 1: ["c"]}


def test_what_hangs_is_ended() -> None:
    with Processes(Words(), timeout=2) as crew:
        found = results(crew, tasks("a", "b hang c", "d"))
    assert found == {0: ["a"], 1: ["b", "1: richiede più di 2 secondi: alzare --timeout, o dividerlo", "c"], 2: ["d"]}


def test_what_is_printed_does_not_get_in_the_way(one: Processes) -> None:
    assert results(one, tasks("print")) == {0: ["print"]}


def test_large_items_and_results(one: Processes) -> None:
    large = "x" * 3_000_000
    assert results(one, tasks(large, "a")) == {0: [large], 1: ["a"]}


def test_work_that_cannot_be_done_says_why() -> None:
    with (
        Processes(Words(refusal="manca il lessico"), workers=2) as crew,
        pytest.raises(ArchiveError, match=r"^manca il lessico$"),
    ):
        list(crew.run(iter([tasks("a")])))


def test_workers_that_do_not_live_are_given_up() -> None:
    with (
        Processes(Words(dies_at_once=True)) as crew,
        pytest.raises(WorkerError, match=r"terminano senza cominciare \(SIGKILL\)"),
    ):
        list(crew.run(iter([tasks("a")])))


def test_a_slow_input_does_not_hold_the_rest(two: Processes, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    run = two.run([task] for task in tasks(f"wait:{pipe}", *"abcdefgh"))
    first = [next(run).task.item for _ in range(8)]
    assert sorted(first) == [*"abcdefgh"]
    pipe.open("wb").close()
    assert [done.task.number for done in run] == [0]


def test_a_program_that_changes_under_way_is_noticed(tmp_path: Path) -> None:
    version = tmp_path / "version"
    version.write_text("1")
    with Processes(Words(version=version)) as crew:
        assert crew.fingerprint() == "1"
        version.write_text("2")
        with pytest.raises(WorkerError, match="cambiato durante l'esecuzione"):
            list(crew.run(iter([tasks("die", "a")])))


def test_no_more_workers_than_work() -> None:
    with Processes(Words(), workers=50) as crew:
        assert results(crew, tasks("a"), [Task(1, "b", 1)]) == {0: ["a"], 1: ["b"]}
        assert len(crew.pids) == 2


def test_nobody_is_left_behind() -> None:
    with Processes(Words(), workers=2) as crew:
        run = crew.run(iter([tasks("hang"), [Task(1, "a", 1)]]))
        assert next(run).task.number == 1
        pids = crew.pids
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_batches_are_taken_only_as_they_are_needed(one: Processes) -> None:
    taken: list[int] = []

    def batches() -> Iterator[list[Task]]:
        for number in range(100):
            taken.append(number)
            yield [Task(number, "a", 1)]

    for count, _ in enumerate(one.run(batches()), 1):
        assert len(taken) <= count + 2
