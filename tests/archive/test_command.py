"""The command over many files, in processes: killed, interrupted, out of disk, and started again."""

import json
import os
import select
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import islice
from pathlib import Path

import pytest

from extractor.archive import command
from extractor.archive.command import Order, show_archive, write_archive
from extractor.archive.here import Here
from extractor.archive.journal import Journal, journal_of
from extractor.archive.pieces import line_of
from extractor.archive.run import Count, Run
from extractor.reading.inputs import expand
from extractor.reading.options import ReadOptions
from tests.archive.works import Titles

ROOT = Path(__file__).parents[2]
FILES = 40


class Running:
    """`extract` in a process of its own, over titles only, one text of which waits in a named pipe."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pipe = folder / "pipe"
        texts = folder / "testi"
        texts.mkdir()
        for number in range(FILES):
            (texts / f"{number:02}.txt").write_text(f"Bando {number}\n" + f"riga {number} " * 400)
        (texts / "20.txt").write_text(f"ATTESA {self.pipe}")
        (texts / "30.txt").write_bytes(b"")
        (texts / "31\n.txt").write_text("Un nome su due righe")

    def start(self, *arguments: str, blocks: int | None = None) -> subprocess.Popen[str]:
        """Start it; no file that it writes may grow beyond some blocks of 512 bytes."""
        limited = [] if blocks is None else ["sh", "-c", f'ulimit -f {blocks}; exec "$@"', "sh"]
        return subprocess.Popen(
            [*limited, sys.executable, "-m", "tests.archive.works", *arguments],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def run(self, *arguments: str, blocks: int | None = None) -> tuple[int, str, str]:
        process = self.start(*arguments, blocks=blocks)
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    def reach_the_middle(self, *arguments: str) -> subprocess.Popen[str]:
        """Start, and come back when a worker has opened the text that waits."""
        os.mkfifo(self.pipe)
        process = self.start(*arguments)
        self.held = self.pipe.open("wb")  # waits for the other end
        self.pipe.unlink()
        return process

    def output(self, name: str) -> dict[str, bytes | str]:
        """Everything that a run left but for its journal; a database as what it says."""
        found: dict[str, bytes | str] = {}
        for path in sorted(self.folder.glob(f"{Path(name).stem}*")):
            files = sorted(path.iterdir()) if path.is_dir() else [path]
            for file in files:
                if file.suffix == ".sqlite":
                    with closing(sqlite3.connect(file)) as database:
                        found[file.name] = "\n".join(database.iterdump())
                elif not file.name.endswith(".journal"):
                    found[file.name] = file.read_bytes()
        return found


@pytest.fixture
def running(tmp_path: Path) -> Running:
    return Running(tmp_path)


EXPECTED = "extract: {}: non riusciti 1 documenti su 41: il motivo di ciascuno sta con i risultati\n"


@pytest.fixture
def here(running: Running, monkeypatch: pytest.MonkeyPatch) -> Running:
    """Whoever runs over many files in this process does so without others."""
    monkeypatch.setattr(command, "Processes", lambda work, workers, timeout: Here(work))
    monkeypatch.chdir(running.folder)
    return running


def write_here(name: str, **options: bool) -> Count:
    said: list[str] = []
    count = write_archive(Order(["testi"], Titles()), Path(name), None, lambda what, _: said.append(what), **options)
    assert said == []
    return count


def unbroken(running: Running, name: str) -> dict[str, bytes | str]:
    """The output of a run that nothing disturbs, under the name given."""
    assert write_here(name) == Count(inputs=41, recalled=0, documents=41, records=40, failures=1)
    found = running.output(name)
    assert found
    for path in running.folder.glob(f"{Path(name).stem}*"):
        path.rename(running.folder / f"zz-{path.name}")
    return found


def test_a_killed_run_goes_on_and_ends_the_same(here: Running) -> None:
    running, name = here, "o.sqlite"
    expected = unbroken(running, name)
    process = running.reach_the_middle("testi", "--to", name, "--workers", "2")
    process.kill()
    assert process.wait() == -signal.SIGKILL
    process.communicate()
    other_end = select.poll()
    other_end.register(running.held, 0)
    assert other_end.poll(20_000)  # the worker that waits has gone with the run
    assert not (running.folder / name).exists()
    with closing(sqlite3.connect(running.folder / f"{name}.journal")) as database:
        done = database.execute("SELECT count(*) FROM inputs").fetchone()[0]
    assert 0 < done <= FILES
    assert running.run("testi", "--to", name, "--workers", "2") == (1, "", EXPECTED.format(name))
    assert running.output(name) == expected
    assert not list(running.folder.glob(".*"))


def test_ctrl_c_says_how_to_go_on(here: Running) -> None:
    running = here
    expected = unbroken(running, "o.jsonl")
    process = running.reach_the_middle("testi", "--to", "o.jsonl")
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, "", "extract: interrotto: lo stesso comando riprende da dove era\n")
    assert running.output("o.jsonl") == {}
    assert running.run("testi", "--to", "o.jsonl")[0] == 1
    assert running.output("o.jsonl") == expected


def test_a_full_disk_is_one_line_and_the_run_goes_on_later(here: Running) -> None:
    running = here
    expected = unbroken(running, "o.jsonl")
    status, out, err = running.run("testi", "--to", "o.jsonl", blocks=80)
    assert (status, out, len(err.splitlines())) == (2, "", 1)
    assert err.startswith("extract: o.jsonl.journal: non si può scrivere (")
    assert err.endswith("): liberare spazio e ripetere lo stesso comando, che riprende da dove era\n")
    assert running.output("o.jsonl") == {}
    assert running.run("testi", "--to", "o.jsonl") == (1, "", EXPECTED.format("o.jsonl"))
    assert running.output("o.jsonl") == expected


def test_a_worker_killed_in_mid_run_costs_the_file_that_it_was_at(running: Running) -> None:
    process = running.reach_the_middle("testi", "--to", "o.jsonl", "--workers", "2")
    children = Path(f"/proc/{process.pid}/task").glob("*/children")
    workers = [int(pid) for each in children for pid in each.read_text().split()]
    waiting = [pid for pid in workers if any(os.readlink(fd) == f"{running.pipe} (deleted)" for fd in descriptors(pid))]
    assert len(waiting) == 1
    os.kill(waiting[0], signal.SIGKILL)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, "")
    assert err == "extract: o.jsonl: non riusciti 2 documenti su 41: il motivo di ciascuno sta con i risultati\n"
    assert (running.folder / "o.failures.jsonl").read_text("utf-8").splitlines() == [
        '{"path":"testi/20.txt","kind":"WorkerError","reason":"ha fatto terminare il processo che lo leggeva '
        '(SIGKILL): forse non basta la memoria"}',
        '{"path":"testi/30.txt","kind":"EmptyFileError","reason":"è vuoto: controllare che il file sia stato salvato '
        'per intero"}',
    ]
    assert len((running.folder / "o.jsonl").read_text("utf-8").splitlines()) == 39


def descriptors(pid: int) -> list[str]:
    folder = f"/proc/{pid}/fd"
    return [f"{folder}/{name}" for name in os.listdir(folder)]


def test_what_hangs_is_left_with_one_worker_too(running: Running) -> None:
    process = running.reach_the_middle("testi", "--to", "o.jsonl", "--workers", "1", "--timeout", "2")
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (
        1,
        "extract: o.jsonl: non riusciti 2 documenti su 41: il motivo di ciascuno sta con i risultati\n",
    )
    first = (running.folder / "o.failures.jsonl").read_text("utf-8").splitlines()[0]
    assert first == (
        '{"path":"testi/20.txt","kind":"WorkerError","reason":"richiede più di 2 secondi: alzare --timeout, o dividerlo"}'
    )


def test_lines_come_in_input_order_whatever_the_workers(here: Running) -> None:
    shown: list[bytes] = []
    show_archive(Order(["testi"], Titles()), lambda piece: shown.append(line_of(piece)), lambda _, __: None)
    status, out, err = here.run("testi", "--workers", "2")
    assert (status, err) == (
        1,
        "extract: testi/30.txt: è vuoto: controllare che il file sia stato salvato per intero\n",
    )
    assert out.encode() == b"".join(line + b"\n" for line in shown)
    assert len(shown) == 40


def test_a_reader_that_goes_away_ends_the_run(running: Running) -> None:
    process = running.reach_the_middle("testi", "--workers", "2")
    assert process.stdout is not None
    process.stdout.close()
    running.held.close()  # the text that waits goes on, and what follows finds nobody
    assert process.wait(timeout=60) == 141
    assert process.stderr is not None
    assert process.stderr.read() == ""
    process.stderr.close()


def interrupted(name: str) -> None:
    """Leave the journal of a run that ended after half of the files."""
    with closing(Journal(journal_of(Path(name)))) as journal:
        inputs = expand(["testi"], ReadOptions())
        with_text = name.endswith((".sqlite", ".html"))
        for _ in islice(Run(inputs, Here(Titles(with_text=with_text)), journal).pieces(), FILES // 2):
            pass


@pytest.mark.parametrize("form", ["jsonl", "csv", "xlsx", "parquet", "sqlite", "ftm", "html"])
def test_every_format_is_the_same_after_an_interruption(here: Running, form: str) -> None:
    name = f"o.{form}"
    expected = unbroken(here, name)
    interrupted(name)
    assert here.output(name) == {}
    assert write_here(name) == Count(inputs=41, recalled=FILES // 2, documents=21, records=40, failures=1)
    assert here.output(name) == expected
    assert write_here(name) == Count(inputs=41, recalled=41, documents=0, records=40, failures=1)
    assert here.output(name) == expected


def test_what_changed_and_what_is_gone(here: Running) -> None:
    unbroken(here, "o.jsonl")
    (here.folder / "zz-o.jsonl.journal").rename(here.folder / "o.jsonl.journal")
    (here.folder / "testi/05.txt").unlink()
    (here.folder / "testi/06.txt").write_text("Un altro bando")
    (here.folder / "testi/30.txt").write_text("Non più vuoto")
    assert write_here("o.jsonl") == Count(inputs=40, recalled=38, documents=2, records=40, failures=0)
    lines = (here.folder / "o.jsonl").read_text("utf-8").splitlines()
    assert [line for line in lines if "05.txt" in line] == []
    assert json.loads(lines[5])["title"] == "Un altro bando"
    assert not (here.folder / "o.failures.jsonl").exists()


def test_fresh_begins_anew(here: Running) -> None:
    write_here("o.jsonl")
    assert write_here("o.jsonl", fresh=True).recalled == 0
    assert write_here("o.jsonl").recalled == 41
