"""A Dask cluster on the loopback: the same results as here, and none lost with a worker."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("distributed", reason="needs the extra [cluster]")

import dask
from distributed import LocalCluster

from extractor.archive import cluster as room
from extractor.archive import command
from extractor.archive.cluster import Cluster
from extractor.archive.command import Order, write_archive
from extractor.archive.here import Here
from extractor.archive.run import Count
from extractor.archive.work import Task
from extractor.errors import ArchiveError
from tests.archive.works import Titles, Words


@pytest.fixture(scope="module")
def grid(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    """A scheduler and two worker processes, each with a guardian that starts it again."""
    settings = {
        "distributed.scheduler.allowed-failures": 1,
        "distributed.worker.memory.terminate": False,
        "temporary-directory": str(tmp_path_factory.mktemp("dask")),
    }
    with (
        dask.config.set(settings),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=60) as grid,
    ):
        yield grid


@pytest.fixture
def address(grid: LocalCluster) -> str:
    return str(grid.scheduler_address)


def tasks(*items: str) -> list[Task]:
    return [Task(number, item, len(item)) for number, item in enumerate(items)]


def test_output_is_the_same_as_here(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("testi").mkdir()
    for number in range(40):
        Path(f"testi/{number:02}.txt").write_text(f"Bando {number}\n")
    Path("testi/20.txt").write_bytes(b"")
    order = Order(["testi"], Titles())
    expected = Count(inputs=40, recalled=0, documents=40, records=39, failures=1)
    with monkeypatch.context() as patch:
        patch.setattr(command, "Processes", lambda work, workers, timeout: Here(work))
        assert write_archive(order, Path("qui.jsonl"), None, print) == expected
    there = Order(order.names, order.extraction, cluster=address)
    assert write_archive(there, Path("nodi.jsonl"), None, print) == expected
    for kind in ("jsonl", "failures.jsonl"):
        assert Path(f"nodi.{kind}").read_bytes() == Path(f"qui.{kind}").read_bytes()
    assert write_archive(there, Path("nodi.jsonl"), None, print).recalled == 40


def test_a_worker_lost_in_mid_run_is_made_good(address: str, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    items = ["a", "b", f"wait:{pipe}", *(f"c{number}" for number in range(30))]
    with Cluster(address, Words()) as crew:
        run = crew.run(iter([task] for task in tasks(*items)))
        found = {0: next(run)}
        with pipe.open("wb"):  # somebody has opened the other end
            pipe.unlink()
            lost = guardians_child(holder_of(pipe))
            os.kill(lost, signal.SIGKILL)
        found = {done.task.number: done for done in [*found.values(), *run]}
        pids = crew._client.run(os.getpid).values()
    assert {number: done.pieces for number, done in found.items()} == {
        number: [item.encode()] for number, item in enumerate(items)
    }
    assert not any(done.lost for done in found.values())
    assert lost not in pids


def holder_of(pipe: Path) -> int:
    """The other process that has a pipe open, though it has no name any more."""
    for path in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            target = os.readlink(path)
        except OSError:
            continue
        if target == f"{pipe} (deleted)" and int(path.parts[2]) != os.getpid():
            return int(path.parts[2])
    raise AssertionError("nobody waits")


def guardians_child(pid: int) -> int:
    """The process that started a process: of a process at work, the Dask worker."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def test_a_document_that_dies_or_hangs_costs_itself(address: str) -> None:
    with Cluster(address, Words(), timeout=2) as crew:
        found = {done.task.item: done for done in crew.run(iter([tasks("a", "die", "hang", "b")]))}
    assert [found[item].pieces for item in ("a", "b")] == [[b"a"], [b"b"]]
    assert b"(SIGKILL)" in found["die"].pieces[0]
    assert b"2 secondi" in found["hang"].pieces[0]
    assert [found[item].lost for item in ("a", "die", "hang", "b")] == [False, True, True, False]


def test_what_takes_dask_workers_down_is_reported_and_its_neighbours_go_through(
    grid: LocalCluster, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grid.scheduler, "allowed_failures", 0)
    with Cluster(address, Words()) as crew:
        found = {done.task.item: done for done in crew.run(iter([tasks("a", "die-parent")]))}
    assert found["a"].pieces == [b"a"]
    assert found["die-parent"].pieces == [
        b"None: ha fatto terminare il nodo del cluster che lo leggeva (tentativi: 1): forse non basta la memoria"
    ]
    assert found["die-parent"].lost


def test_work_that_cannot_be_done_says_why(address: str) -> None:
    with (
        Cluster(address, Words(refusal="manca il lessico")) as crew,
        pytest.raises(ArchiveError, match=r"^manca il lessico$"),
    ):
        crew.fingerprint()


def test_a_folder_that_the_workers_do_not_see(address: str) -> None:
    with (
        Cluster(address, Titles(folder="/non/esiste")) as crew,
        pytest.raises(ArchiveError, match="metterla su un disco comune"),
    ):
        crew.fingerprint()


def test_workers_of_another_version_are_refused(address: str) -> None:
    with Cluster(address, Words()) as crew:
        crew._fingerprint = "words 2"
        with pytest.raises(ArchiveError, match="versioni diverse del programma"):
            list(crew.run(iter([tasks("a")])))


def test_a_scheduler_that_goes_away_ends_the_run_with_one_line(capfd: pytest.CaptureFixture[str]) -> None:
    with (
        LocalCluster(
            n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None, silence_logs=60
        ) as short,
        Cluster(short.scheduler_address, Words(), timeout=5) as crew,
    ):
        run = crew.run(iter([[task] for task in tasks("a", "hang")]))
        assert next(run).pieces == [b"a"]
        short.close()
        with pytest.raises(ArchiveError, match="il cluster non risponde più: ripetere lo stesso comando"):
            list(run)
    room._let_go()  # its workers were threads of this process
    assert capfd.readouterr().err == ""


def test_no_scheduler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_connect_timeout", 0.1)
    for address in ("tcp://127.0.0.1:1", "non è un indirizzo"):
        with pytest.raises(ArchiveError, match="non risponde uno scheduler di Dask a questo indirizzo"):
            Cluster(address, Words())


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: str) -> Any:
        raise ImportError

    monkeypatch.setattr(room, "import_module", missing)
    with pytest.raises(ArchiveError, match=r"pip install 'it-announcements\[cluster\]'"):
        Cluster("tcp://127.0.0.1:1", Words())
