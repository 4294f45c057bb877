"""A run: inputs to a crew, results to the journal, and from there on in input order."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from extractor.archive.batches import batched
from extractor.archive.journal import Journal, files_of, journal_of
from extractor.archive.pieces import is_failure
from extractor.archive.work import Crew, Task


class Source(Protocol):
    """An input as a run sees it; :class:`extractor.reading.inputs.Input` is one."""

    @property
    def name(self) -> str:
        """Unique within a run."""
        ...

    @property
    def size(self) -> int:
        """In bytes."""
        ...

    def digest(self) -> str:
        """Of its content."""
        ...


@dataclass
class Count:
    """How far a run has come; whoever shows it looks here.

    Attributes:
        inputs: finished, those of an earlier run included.
        recalled: of these, taken over from an earlier run.
        documents: worked on in this run.
        records: in the output.
        failures: in the output.
    """

    inputs: int = 0
    recalled: int = 0
    documents: int = 0
    records: int = 0
    failures: int = 0


class Run:
    """One pass over some inputs.

    Args:
        inputs: taken one by one, as they are needed.
        crew: does the work; the run starts it and does not close it.
        journal: holds what is done; with a file, what an earlier run has done is not done again.
        workers: how many share the work, for the size of batches.
        count: is kept up to date.
    """

    def __init__(
        self, inputs: Iterable[Source], crew: Crew, journal: Journal, workers: int = 1, count: Count | None = None
    ) -> None:
        self._inputs, self._crew, self._journal, self._workers = inputs, crew, journal, workers
        self.count = count or Count()

    def pieces(self) -> Iterator[bytes]:
        """The results in input order, each as soon as it and all before it are there.

        Memory does not grow with the number of inputs: what waits for its turn waits in the journal.

        Raises:
            ArchiveError: the run cannot go on; what is done is in the journal.
        """
        fingerprint = self._crew.fingerprint() if self._journal.remembers() else None
        for task, pieces, digest, lost in self._crew.run(batched(self._tasks(fingerprint), self._workers)):
            fingerprint = fingerprint or self._crew.fingerprint()
            self._journal.store(task.number, task.item.name, "" if lost else fingerprint, digest, pieces)
            self.count.inputs += 1
            self.count.documents += len(pieces)
            yield from self._following()
        yield from self._following()
        self._journal.complete()

    def _tasks(self, fingerprint: str | None) -> Iterator[Task]:
        for position, source in enumerate(self._inputs):
            number = self._journal.recall(source.name, fingerprint, source.digest) if fingerprint else None
            if number is None:
                yield Task(position, source, source.size)
            else:
                self._journal.place(position, number)
                self.count.inputs += 1
                self.count.recalled += 1

    def _following(self) -> Iterator[bytes]:
        for piece in self._journal.following():
            if is_failure(piece):
                self.count.failures += 1
            else:
                self.count.records += 1
            yield piece


def outputs_beside(output: Path) -> list[Path]:
    """All that a run may leave: the output, its journal, and what a writer puts beside a file that has no place for it.

    Example:
        >>> [path.name for path in outputs_beside(Path("a/b.jsonl"))][:2]
        ['b.jsonl', 'b.jsonl.journal']
    """
    beside = [
        output.with_name(f"{output.stem}{ending}") for ending in (".failures.jsonl", ".metadata.json", "-comunicati")
    ]
    return [output, *files_of(journal_of(output)), *beside]


def without_outputs(inputs: Iterable[Source], outputs: Iterable[Path]) -> Iterator[Source]:
    """The inputs but for those that are outputs of this run or lie within one.

    Example:
        >>> from extractor.reading.inputs import unreadable
        >>> found = [unreadable(name, "") for name in ("a.txt", "out.csv", "out.csv/amounts.csv", "out.csv.txt")]
        >>> [each.name for each in without_outputs(found, [Path("out.csv")])]
        ['a.txt', 'out.csv.txt']
    """
    own = [os.path.abspath(path) for path in outputs]
    for source in inputs:
        path = os.path.abspath(source.name)
        if not any(path == each or path.startswith((each + os.sep, each + "#")) for each in own):
            yield source
