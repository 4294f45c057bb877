"""What workers do, told apart from how they are run: the same work runs here, in processes, or on a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, Protocol

Step = Callable[[], bytes]
"""The work on one document that has been read; gives a piece of the result."""


class Task(NamedTuple):
    """One input to work on.

    Attributes:
        number: its place among the inputs.
        item: the input, as :class:`Work` knows it.
        size: in bytes.
        skip: how many of its documents are done with.
    """

    number: int
    item: Any
    size: int
    skip: int = 0


class Finished(NamedTuple):
    """What has become of one task.

    Attributes:
        task: the task as it was handed out.
        pieces: one for each document, in order.
        digest: of the input as it was read.
        lost: a worker was lost over it, so that another try may end otherwise.
    """

    task: Task
    pieces: list[bytes]
    digest: str
    lost: bool = False


class Prepared(NamedTuple):
    """Work with all that it needs loaded.

    Attributes:
        steps: the documents of an item, one after another; asking for the next one reads it, calling it works on it.
        digest: of an item's content.
        fingerprint: of everything but the input that the result depends on.
    """

    steps: Callable[[Any], Iterator[Step]]
    digest: Callable[[Any], str]
    fingerprint: str


class Work(Protocol):
    """Something to do with each input; small and picklable, so that a worker can be handed it."""

    def prepare(self) -> Prepared:
        """Load what takes time, once for each worker.

        Raises:
            ExtractorError: it cannot be done, and why.
        """
        ...

    def lost(self, item: Any, document: int | None, reason: str) -> bytes:
        """The piece that stands for what took its worker down.

        Args:
            item: the input.
            document: counted from 0; None while the input was being read.
            reason: what happened, in words.
        """
        ...


class Crew(Protocol):
    """Whoever does the work."""

    def fingerprint(self) -> str:
        """That of the work, as those who do it have loaded it; waits for the first of them."""
        ...

    def run(self, batches: Iterator[list[Task]]) -> Iterator[Finished]:
        """Do all tasks; each is handed on when it is finished, in whatever order."""
        ...

    def close(self) -> None:
        """Let everybody go, at once."""
        ...
