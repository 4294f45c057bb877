"""How fast, how much memory, how it grows: ``python -m tests.benchmarks.speed [throughput | start | growth]``.

throughput  2,000 varied releases through this pipeline (record included) and through a spaCy pipeline of
            it_core_news_sm's shape: documents and tokens a second, peak memory, the ratio (target: 10 times)
start       wall time of ``extract samples/FILE.txt`` from a cold start beside ``python -c "import spacy"``, the median of
            ten each (target: 1.5 times)
growth      time and memory per KB from 1 KB to 10 MB, in lines and in one single line (target: flat)

Every measurement runs in a process of its own, with one BLAS thread, one after another. Without an argument: all three.
"""

from __future__ import annotations

import argparse
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
TARGET_RATIO, TARGET_START = 10, 1.5
SIZES = {"1 KB": 10**3, "10 KB": 10**4, "100 KB": 10**5, "1 MB": 10**6, "10 MB": 10**7}


def main() -> int:
    """Run what is asked for and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", choices=("all", "throughput", "start", "growth"), default="all")
    parser.add_argument("--documents", type=int, default=2000, help="how many releases (2000)")
    parser.add_argument("--largest", type=int, default=10**7, help="the largest text in characters (10000000)")
    parser.add_argument("--profile", action="store_true", help="growth: what takes the time in the largest text")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        print(json.dumps(CHILDREN[options.child](options)))
        return 0
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, one process, one BLAS thread\n")
    for name, part in (("throughput", throughput), ("start", start), ("growth", growth)):
        if options.what in ("all", name):
            part(options)
            print()
    return 0


def throughput(options: argparse.Namespace) -> None:
    """Both pipelines over the same releases in the same batches."""
    print(f"{options.documents} releases".ljust(34) + "documents/s      tokens/s   peak memory   loading")
    found = {name: _child(name, "--documents", str(options.documents)) for name in ("ours", "rival")}
    for name, title in (("ours", "extractor, record included"), ("rival", "it_core_news_sm's shape")):
        row = found[name]
        speed = f"{row['documents'] / row['seconds']:11,.1f} {row['tokens'] / row['seconds']:13,.0f}"
        print(f"{title:34}{speed} {row['memory'] / 1e6:10,.0f} MB {row['loading']:8.2f} s")
    ratio = found["rival"]["seconds"] / found["ours"]["seconds"]
    print(
        f"ratio of documents a second: {ratio:.1f} (target: at least {TARGET_RATIO}) {_verdict(ratio >= TARGET_RATIO)}"
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
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def _child(name: str, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.benchmarks.speed", "--child", name, *arguments]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _peak() -> int:
    """The largest memory that this process has held so far, in bytes."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used * 1024


def _measured(load: Callable[[list[str]], Callable[[list[str]], Iterator[int]]], count: int) -> dict[str, float]:
    texts = list(releases.releases(count))
    began = time.perf_counter()
    run = load(texts)
    loaded = time.perf_counter()
    list(run([releases.release(-1)]))  # tables that are made at first use
    before = time.perf_counter()
    tokens = sum(run(texts))
    seconds = time.perf_counter() - before
    return {"documents": count, "tokens": tokens, "seconds": seconds, "loading": loaded - began, "memory": _peak()}


def _ours(options: argparse.Namespace) -> dict[str, float]:
    def load(_: list[str]) -> Callable[[list[str]], Iterator[int]]:
        import extractor
        from extractor.pipeline.assemble import assemble

        nlp = extractor.load()

        def run(texts: list[str]) -> Iterator[int]:
            for doc in nlp.pipe(texts, batch_size=BATCH):
                assemble(doc)
                yield len(doc)

        return run

    return _measured(load, options.documents)


def _rival(options: argparse.Namespace) -> dict[str, float]:
    def load(texts: list[str]) -> Callable[[list[str]], Iterator[int]]:
        from tests.benchmarks.rival import build

        nlp = build(texts[:10])

        def run(texts: list[str]) -> Iterator[int]:
            return (len(doc) for doc in nlp.pipe(texts, batch_size=BATCH))

        return run

    return _measured(load, options.documents)


def _one_text(size: int, *, one_line: bool) -> Callable[[], None]:
    import extractor
    from extractor.pipeline.assemble import assemble

    nlp = extractor.load()
    assemble(nlp(releases.release(-1)))
    text = releases.text_of_size(size, one_line=one_line)
    return lambda: assemble(nlp(text)) and None


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
    "ours": _ours,
    "rival": _rival,
    "lines": lambda options: _growth(options, one_line=False),
    "line": lambda options: _growth(options, one_line=True),
    "profile": _profile,
}

if __name__ == "__main__":
    sys.exit(main())
