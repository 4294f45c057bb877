"""Many files: ``python -m tests.benchmarks.archive [formats | workers | outputs | memory | rival]``.

formats   files a second and peak memory by input format, one worker
workers   files a second by number of workers (target: 1.8 times with two)
outputs   by output format: files a second, then announcements a second written from a journal that is complete
memory    peak memory of the run and of its largest worker with 1,000 and with 100,000 small files (target: flat)
rival     the same texts through spaCy's ``nlp.pipe`` in a pipeline of it_core_news_sm's shape, as many processes

Each run is `extract ... --to FILE` in a process of its own, start-up included, on files in a temporary folder. Without an
argument: all of them. A busy machine makes every figure smaller; ratios less so.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.benchmarks import inputs, releases

ROOT = Path(__file__).parents[2]
OUTPUTS = ("jsonl", "csv", "xlsx", "parquet", "sqlite", "ftm", "html")
SMALL = 300
TARGET = 1.8


def main() -> int:
    """Run what is asked for and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parts = {"formats": formats, "workers": workers, "outputs": outputs, "memory": memory, "rival": rival}
    parser.add_argument("what", nargs="?", choices=("all", *parts), default="all")
    parser.add_argument("--documents", type=int, default=1000, help="how many files (1000)")
    parser.add_argument("--most", type=int, default=100_000, help="memory: how many files at most (100000)")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="how many workers at most (cores)")
    parser.add_argument("--child", type=json.loads, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        name, *arguments = options.child
        print(json.dumps({"run": _run_here, "rival": _rival_here}[name](*arguments)))
        return 0
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores\n")
    for name, part in parts.items():
        if options.what in ("all", name):
            part(options)
            print(flush=True)
    return 0


def formats(options: argparse.Namespace) -> None:
    """The same releases in every format that is read."""
    print(f"{options.documents} releases as".ljust(24) + "MB      files/s   run MB   worker MB   failures")
    for name, write in inputs.FORMATS.items():
        with _folder() as folder:
            write(folder / "in", releases.releases(options.documents))
            size = sum(path.stat().st_size for path in (folder / "in").iterdir())
            _print_row(name, size, _run(folder, "in", "--to", "out.jsonl", "--workers", "1"), options.documents)


def workers(options: argparse.Namespace) -> None:
    """The same releases with more and more workers; processor time tells of a busy machine, too."""
    print(
        f"{options.documents} releases".ljust(24)
        + "files/s   times   worker MB   processor: workers   the run itself, ms/file"
    )
    with _releases(options.documents) as folder:
        first = 0.0
        for number in range(1, options.workers + 1):
            row = _run(folder, "in", "--to", f"out{number}.jsonl", "--workers", str(number))
            first = first or row["seconds"]
            times = first / row["seconds"]
            rate = options.documents / row["seconds"]
            busy = [1000 * row[who] / options.documents for who in ("worker_cpu", "run_cpu")]
            verdict = "" if number != 2 else "   reached" if times >= TARGET else f"   below {TARGET}"
            figures = f"{rate:9,.1f} {times:7.2f} {row['worker'] / 1e6:11,.0f} {busy[0]:20.1f} {busy[1]:16.1f}"
            print(f"{number} workers".ljust(22) + figures + verdict, flush=True)


def outputs(options: argparse.Namespace) -> None:
    """The same releases to every format, then once more from the complete journal."""
    head = f"{options.documents} releases to".ljust(24)
    print(head + "MB      files/s   run MB   from the journal: announcements/s")
    with _releases(options.documents) as folder:
        for form in OUTPUTS:
            arguments = "in", "--to", f"out.{form}", "--workers", str(options.workers)
            row = _run(folder, *arguments)
            again = _run(folder, *arguments)
            out = folder / f"out.{form}"
            size = sum(path.stat().st_size for path in out.iterdir()) if out.is_dir() else out.stat().st_size
            rate = options.documents / row["seconds"], options.documents / again["seconds"]
            print(f"{form:20}{size / 1e6:8.1f} {rate[0]:11,.1f} {row['run'] / 1e6:8,.0f} {rate[1]:14,.1f}", flush=True)


def memory(options: argparse.Namespace) -> None:
    """Few and many small files."""
    print("small files".ljust(24) + "files/s   run MB   worker MB   journal MB")
    for count in (options.documents, options.most):
        with _folder() as folder:
            for number in range(count):
                place = folder / "in" / f"{number // 1000:04}"
                place.mkdir(parents=True, exist_ok=True)
                (place / f"{number:07}.txt").write_text(
                    releases.release(number % 5000)[:SMALL] + f"\n{number}\n", "utf-8"
                )
            row = _run(folder, "in", "--to", "out.jsonl", "--workers", str(options.workers))
            journal = (folder / "out.jsonl.journal").stat().st_size
            print(
                f"{count:<20,}{count / row['seconds']:11,.1f} {row['run'] / 1e6:8,.0f} {row['worker'] / 1e6:11,.0f} "
                f"{journal / 1e6:12,.0f}",
                flush=True,
            )


def rival(options: argparse.Namespace) -> None:
    """Files to a JSON Lines file, beside texts in memory through another pipeline that makes no record."""
    print(f"{options.documents} releases, {options.workers} processes".ljust(48) + "documents/s")
    with _releases(options.documents) as folder:
        ours = _run(folder, "in", "--to", "out.jsonl", "--workers", str(options.workers))["seconds"]
    theirs = _child("rival", str(options.documents), str(options.workers))["seconds"]
    print("extract: files to JSON Lines, start-up included".ljust(48) + f"{options.documents / ours:11,.1f}")
    print("nlp.pipe of it_core_news_sm's shape, loaded".ljust(48) + f"{options.documents / theirs:11,.1f}")
    print(f"ratio: {theirs / ours:.1f}")


def _print_row(name: str, size: int, row: dict[str, Any], count: int) -> None:
    figures = f"{size / 1e6:8.1f} {count / row['seconds']:11,.1f} {row['run'] / 1e6:8,.0f} {row['worker'] / 1e6:11,.0f}"
    print(f"{name:18}{figures} {row['failures']:10}", flush=True)


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="archive-"))
    try:
        (folder / "in").mkdir()
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def _releases(count: int) -> Iterator[Path]:
    with _folder() as folder:
        inputs.FORMATS["txt"](folder / "in", releases.releases(count))
        yield folder


def _run(folder: Path, *arguments: str) -> dict[str, Any]:
    """`extract` in a process of its own."""
    return _child("run", str(folder), *arguments)


def _child(*arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.benchmarks.archive", "--child", json.dumps(arguments)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _run_here(folder: str, *arguments: str) -> dict[str, Any]:
    from extractor.archive import command
    from extractor.command import many

    counts: list[Any] = []
    write: Callable[..., Any] = command.write_archive

    def noting(*given: Any, **named: Any) -> Any:
        counts.append(write(*given, **named))
        return counts[0]

    many.write_archive = noting
    os.chdir(folder)
    from extractor import cli

    began = time.perf_counter()
    cli.main(arguments)
    seconds = time.perf_counter() - began
    own, workers_ = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {
        "seconds": seconds,
        "run_cpu": own.ru_utime + own.ru_stime,
        "worker_cpu": workers_.ru_utime + workers_.ru_stime,
        "run": _own_peak(),
        "worker": _peak(resource.RUSAGE_CHILDREN),
        "failures": counts[0].failures,
    }


def _rival_here(count: str, processes: str) -> dict[str, float]:
    from tests.benchmarks.rival import build

    texts = list(releases.releases(int(count)))
    nlp = build(texts[:10])
    before = time.perf_counter()
    for _ in nlp.pipe(texts, batch_size=64, n_process=int(processes)):
        pass
    return {"seconds": time.perf_counter() - before}


def _own_peak() -> int:
    """As `_peak`, but Linux counts in what the process that started this one had held."""
    status = Path("/proc/self/status")
    if not status.exists():
        return _peak(resource.RUSAGE_SELF)
    return next(int(line.split()[1]) * 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM"))


def _peak(who: int) -> int:
    """The largest memory held by this process, or by the largest of its children, in bytes."""
    used = resource.getrusage(who).ru_maxrss
    return used if sys.platform == "darwin" else used * 1024


if __name__ == "__main__":
    sys.exit(main())
