"""How fast, how much memory, how it grows: ``python -m tests.benchmarks.speed [throughput | names | start | growth]``.

throughput  2,000 varied releases through this pipeline with rules alone, through the whole of it (record included in
            both), and through a spaCy pipeline of it_core_news_sm's shape: documents and tokens a second, peak memory,
            and how many times as many documents a second (target: 10 and 4)
names       the component of the name model alone: tokens a second (target: 60,000)
start       wall time of ``extract samples/FILE.txt`` from a cold start beside ``python -c "import spacy"``, the median of
            ten each (target: 1.5 times)
growth      time and memory per KB from 1 KB to 10 MB, in lines and in one single line (target: flat)

Every measurement runs in a process of its own, with one BLAS thread, one after another. The three pipelines of
``throughput`` take turns, a hundred releases each, so that whatever else the machine does weighs on all alike; what
counts is the median of the rounds' ratios. Seconds are those of the processor for throughput and names, which on a machine
that does nothing else are those of the clock on the wall, and those on the wall for the rest. Objects that live as long as
the pipeline are kept from the garbage collector in all three (``gc.freeze``). Without an argument: all four.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import statistics
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_variable] = "1"  # before numpy is imported, here and in every child

from tests.benchmarks import releases  # noqa: E402

ROOT = Path(__file__).parents[2]
SAMPLE = "samples/bando-filiere-marche.txt"
BATCH = 64
PIPELINES = {"rules": "rules alone", "ours": "rules and name model", "rival": "it_core_news_sm's shape"}
TARGET_RATIOS, TARGET_NAMES, TARGET_START = {"rules": 10, "ours": 4}, 60_000, 1.5
SIZES = {"1 KB": 10**3, "10 KB": 10**4, "100 KB": 10**5, "1 MB": 10**6, "10 MB": 10**7}


def main() -> int:
    """Run what is asked for and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", choices=("all", "throughput", "names", "start", "growth"), default="all")
    parser.add_argument("--documents", type=int, default=2000, help="how many releases (2000)")
    parser.add_argument("--rounds", type=int, default=20, help="in how many rounds the pipelines take turns (20)")
    parser.add_argument("--largest", type=int, default=10**7, help="the largest text in characters (10000000)")
    parser.add_argument("--profile", action="store_true", help="growth: what takes the time in the largest text")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        if options.child in PIPELINES:
            _answer(options.child)
        else:
            print(json.dumps(CHILDREN[options.child](options)))
        return 0
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, one process, one BLAS thread\n")
    for name, part in (("throughput", throughput), ("names", names), ("start", start), ("growth", growth)):
        if options.what in ("all", name):
            part(options)
            print()
    return 0


def throughput(options: argparse.Namespace) -> None:
    """The three pipelines over the same releases in the same batches, in turn, round after round."""
    rounds = max(1, min(options.rounds, options.documents // BATCH))
    size = options.documents // rounds
    print(
        f"{rounds * size} releases in {rounds} rounds".ljust(34) + "documents/s      tokens/s   peak memory   loading"
    )
    runs = {name: _Runner(name) for name in PIPELINES}
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    tokens = dict.fromkeys(runs, 0)
    for turn in range(rounds):
        for name, runner in runs.items():
            row = runner.ask(turn * size, (turn + 1) * size)
            seconds[name].append(row["seconds"])
            tokens[name] += row["tokens"]
    for name, title in PIPELINES.items():
        total, ended = sum(seconds[name]), runs[name].end()
        speed = f"{rounds * size / total:11,.1f} {tokens[name] / total:13,.0f}"
        print(f"{title:34}{speed} {ended['memory'] / 1e6:10,.0f} MB {ended['loading']:8.2f} s")
    for name, target in TARGET_RATIOS.items():
        ratios = sorted(theirs / ours for theirs, ours in zip(seconds["rival"], seconds[name], strict=True))
        ratio = statistics.median(ratios)
        print(
            f"documents a second, {PIPELINES[name]}: {ratio:.1f} times as many as the rival, the median of {rounds} rounds "
            f"({ratios[0]:.1f} to {ratios[-1]:.1f}; target: at least {target}) {_verdict(ratio >= target)}"
        )


def names(options: argparse.Namespace) -> None:
    """The name model by itself, on releases that the rules have read."""
    row = _child("names", "--documents", str(min(options.documents, 400)))
    speed = row["tokens"] / row["seconds"]
    print(
        f"the name model alone: {speed:,.0f} tokens/s (target: at least {TARGET_NAMES:,}) {_verdict(speed >= TARGET_NAMES)}"
    )


def start(_: argparse.Namespace) -> None:
    """A cold start beside the import of spaCy, in turn."""
    script = Path(sysconfig.get_path("scripts")) / "extract"
    extract = [str(script)] if script.exists() else [sys.executable, "-m", "extractor.cli"]
    commands = {"extract FILE": [*extract, SAMPLE], 'python -c "import spacy"': [sys.executable, "-c", "import spacy"]}
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(11):
        for name, command in commands.items():
            seconds = _wall(command)
            if turn:  # the first fills the disk's cache
                taken[name].append(seconds)
    medians = {name: statistics.median(times) for name, times in taken.items()}
    for name, times in taken.items():
        print(f"{name:34}{medians[name]:8.2f} s   (median of ten, {min(times):.2f} to {max(times):.2f})")
    ours, theirs = medians.values()
    print(f"ratio: {ours / theirs:.2f} (target: at most {TARGET_START}) {_verdict(ours / theirs <= TARGET_START)}")


def growth(options: argparse.Namespace) -> None:
    """Time and memory by the length of one text."""
    print("one text of".ljust(20) + "in lines: s    ms/KB   B/char      in one line: s    ms/KB   B/char")
    for title, size in SIZES.items():
        if size > options.largest:
            break
        cells = []
        for child in ("lines", "line"):
            row = _child(child, "--largest", str(size))
            cells.append(f"{row['seconds']:11.3f} {row['seconds'] / size * 1e6:8.3f} {row['memory'] / size:8.0f}")
        print(f"{title:20}{'        '.join(cells)}", flush=True)
    if options.profile:
        print(_child("profile", "--largest", str(options.largest))["table"])


def _verdict(reached: bool) -> str:
    return "reached" if reached else "MISSED"


def _wall(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True, env=_with_byte_code())
    return time.perf_counter() - began


def _with_byte_code() -> dict[str, str]:
    """The environment of a program that is installed: its byte code has been written, as that of spaCy has."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _child(name: str, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.benchmarks.speed", "--child", name, *arguments]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _peak() -> int:
    """The largest memory that this process has held so far, in bytes."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used * 1024


Run = Callable[[list[str]], Iterator[int]]


class _Runner:
    """A pipeline in a process of its own, which waits for releases to go through."""

    def __init__(self, name: str) -> None:
        command = [sys.executable, "-m", "tests.benchmarks.speed", "--child", name]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        self.ask(-1, 0)  # tables that are made at first use

    def ask(self, first: int, end: int) -> dict[str, Any]:
        """Let the releases of these numbers go through, and return tokens and seconds."""
        return self._told(f"{first} {end}")

    def end(self) -> dict[str, Any]:
        """Peak memory and the time of loading; the process ends."""
        row = self._told("")
        self._process.communicate()
        return row

    def _told(self, line: str) -> dict[str, Any]:
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("no pipe")
        self._process.stdin.write(line + "\n")
        answer = self._process.stdout.readline()
        if not answer:
            raise SystemExit("a benchmark's process has died")
        row: dict[str, Any] = json.loads(answer)
        return row


def _answer(name: str) -> None:
    """Load a pipeline and run it over the releases of the numbers that come in, a line at a time."""
    samples = [releases.release(number) for number in range(10)]
    began = time.perf_counter()
    run = _rival(samples) if name == "rival" else _ours(with_names=name == "ours")
    loading = time.perf_counter() - began
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        row: dict[str, float]
        if line.strip():
            texts = [releases.release(number) for number in range(*map(int, line.split()))]
            before = time.process_time()
            tokens = sum(run(texts))
            row = {"tokens": tokens, "seconds": time.process_time() - before}
        else:
            row = {"loading": loading, "memory": _peak()}
        print(json.dumps(row), flush=True)


def _ours(*, with_names: bool) -> Run:
    import extractor
    from extractor.pipeline.assemble import assemble

    nlp = extractor.load()
    if not with_names:
        nlp.remove_pipe("announcements_names")

    def run(texts: list[str]) -> Iterator[int]:
        for doc in nlp.pipe(texts, batch_size=BATCH):
            assemble(doc)
            yield len(doc)

    return run


def _rival(texts: list[str]) -> Run:
    from tests.benchmarks.rival import build

    nlp = build(texts)
    return lambda texts: (len(doc) for doc in nlp.pipe(texts, batch_size=BATCH))


def _names(options: argparse.Namespace) -> dict[str, float]:
    import extractor
    from extractor.lexicon import words_of

    nlp = extractor.load()
    names = nlp.get_pipe("announcements_names")
    after = nlp.pipe_names[nlp.pipe_names.index("announcements_names") :]
    tokens, seconds = 0, 0.0
    with nlp.select_pipes(disable=after):
        for number in range(-20, options.documents):
            doc = nlp(releases.release(number))
            words_of(doc.text)  # the words are every component's
            before = time.process_time()
            names(doc)
            if number >= 0:
                seconds += time.process_time() - before
                tokens += len(doc)
    return {"tokens": tokens, "seconds": seconds}


def _one_text(size: int, *, one_line: bool) -> Callable[[], None]:
    import extractor
    from extractor.pipeline.assemble import assemble

    nlp = extractor.load()
    assemble(nlp(releases.release(-1)))
    text = releases.text_of_size(size, one_line=one_line)

    def run() -> None:
        assemble(nlp(text))

    return run


def _growth(options: argparse.Namespace, *, one_line: bool) -> dict[str, float]:
    run = _one_text(options.largest, one_line=one_line)
    base, before = _peak(), time.perf_counter()
    run()
    return {"seconds": time.perf_counter() - before, "memory": _peak() - base}


def _profile(options: argparse.Namespace) -> dict[str, str]:
    import cProfile
    import io
    import pstats

    profile = cProfile.Profile()
    profile.runcall(_one_text(options.largest, one_line=False))
    table = io.StringIO()
    pstats.Stats(profile, stream=table).sort_stats("tottime").print_stats(25)
    return {"table": table.getvalue()}


CHILDREN: dict[str, Callable[[argparse.Namespace], dict[str, Any]]] = {
    "names": _names,
    "lines": lambda options: _growth(options, one_line=False),
    "line": lambda options: _growth(options, one_line=True),
    "profile": _profile,
}

if __name__ == "__main__":
    sys.exit(main())
