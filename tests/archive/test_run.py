"""A run: input order, what is recalled, what is done again, and how memory stays flat."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from extractor.archive.here import Here
from extractor.archive.journal import Journal
from extractor.archive.pieces import packed, unpacked
from extractor.archive.run import Count, Run, outputs_beside, without_outputs
from extractor.archive.work import Finished, Prepared, Step, Task
from extractor.records import Announcement, Failure


@dataclass(frozen=True)
class Given:
    """An input whose content is known."""

    name: str
    content: str

    @property
    def size(self) -> int:
        return len(self.content)

    def digest(self) -> str:
        return self.content


@dataclass
class Noting:
    """Work that notes what it does; "bad" fails."""

    version: str = "1"

    def __post_init__(self) -> None:
        self.done: list[str] = []

    def prepare(self) -> Prepared:
        return Prepared(self._steps, Given.digest, self.version)

    def lost(self, item: Given, document: int | None, reason: str) -> bytes:
        return packed(Failure(path=item.name, reason=reason))

    def _steps(self, item: Given) -> Iterator[Step]:
        def step() -> bytes:
            self.done.append(item.name)
            bad = item.content == "bad"
            return packed(Failure(path=item.name, reason="male") if bad else Announcement(title=item.content))

        yield step


class Backwards(Here):
    """Finishes the tasks of all batches in the opposite order."""

    def run(self, batches: Iterator[list[Task]]) -> Iterator[Finished]:
        yield from super().run(iter([[task for batch in batches for task in batch][::-1]]))


class Losing(Here):
    """Loses a worker over every task."""

    def run(self, batches: Iterator[list[Task]]) -> Iterator[Finished]:
        for done in super().run(batches):
            yield done._replace(lost=True)


def titles(run: Run) -> list[str | None]:
    found = [unpacked(piece) for piece in run.pieces()]
    return [result.title if isinstance(result, Announcement) else f"{result.path} {result.reason}" for result in found]


def inputs(**contents: str) -> list[Given]:
    return [Given(name, content) for name, content in contents.items()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "j"


def run_once(
    path: Path | None, given: list[Given], work: Noting, crew: type[Here] = Here
) -> tuple[list[str | None], Count]:
    journal = Journal(path)
    run = Run(given, crew(work), journal)
    try:
        return titles(run), run.count
    finally:
        journal.close()


@pytest.mark.parametrize("on_disk", [True, False])
def test_results_come_in_input_order_and_are_counted(path: Path, on_disk: bool) -> None:
    given = inputs(a="A", b="bad", c="C", d="D")
    found, count = run_once(path if on_disk else None, given, Noting(), Backwards)
    assert found == ["A", "b male", "C", "D"]
    assert count == Count(inputs=4, recalled=0, documents=4, records=3, failures=1)


def test_results_are_handed_on_as_they_come() -> None:
    work = Noting()
    pieces = Run(inputs(a="A", b="B", c="C"), Here(work), Journal()).pieces()
    next(pieces)
    assert work.done == ["a"]


def test_the_same_run_again_does_nothing_and_gives_the_same(path: Path) -> None:
    given = inputs(a="A", b="bad", c="C")
    first, _ = run_once(path, given, Noting())
    work = Noting()
    second, count = run_once(path, given, work)
    assert (second, work.done) == (first, [])
    assert count == Count(inputs=3, recalled=3, documents=0, records=2, failures=1)


def test_only_what_changed_or_is_new_is_done(path: Path) -> None:
    run_once(path, inputs(a="A", b="B", c="C"), Noting())
    work = Noting()
    found, _ = run_once(path, inputs(d="D", c="C", b="B2"), work)
    assert found == ["D", "C", "B2"]
    assert work.done == ["d", "b"]
    with sqlite3.connect(path) as database:
        assert sorted(database.execute("SELECT name FROM inputs")) == [("b",), ("c",), ("d",)]


def test_another_version_does_all_again(path: Path) -> None:
    run_once(path, inputs(a="A", b="B"), Noting())
    work = Noting(version="2")
    run_once(path, inputs(a="A", b="B"), work)
    assert work.done == ["a", "b"]


def test_what_a_worker_was_lost_over_is_tried_again(path: Path) -> None:
    run_once(path, inputs(a="A"), Noting(), Losing)
    work = Noting()
    assert run_once(path, inputs(a="A"), work)[0] == ["A"]
    assert work.done == ["a"]


def test_a_run_that_ends_early_goes_on(path: Path) -> None:
    given = inputs(a="A", b="B", c="C", d="D")
    journal = Journal(path)
    pieces = Run(given, Here(Noting()), journal).pieces()
    next(pieces)
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    journal.close()
    work = Noting()
    assert run_once(path, given, work)[0] == ["A", "B", "C", "D"]
    assert work.done == ["c", "d"]


def test_what_an_unfinished_run_did_not_reach_is_kept(path: Path) -> None:
    given = inputs(a="A", b="B", c="C")
    run_once(path, given, Noting())
    journal = Journal(path)
    pieces = Run(inputs(z="Z", **{each.name: each.content for each in given}), Here(Noting()), journal).pieces()
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    journal.close()
    work = Noting()
    run_once(path, given, work)
    assert work.done == []


def test_own_outputs_are_no_inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names = [
        *("o.jsonl", "./o.jsonl", str(tmp_path / "o.jsonl"), "o.jsonl#1-200", "o.jsonl.journal", "o.jsonl.journal-wal"),
        *("o.failures.jsonl", "o.metadata.json", "o-comunicati/1.html", "d/o.jsonl", "o.jsonl.txt", "o.txt"),
    ]
    left = without_outputs((Given(name, "") for name in names), outputs_beside(Path("o.jsonl")))
    assert [each.name for each in left] == ["d/o.jsonl", "o.jsonl.txt", "o.txt"]
