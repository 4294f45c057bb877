"""Work on more than one machine: a Dask scheduler hands batches to its workers (extra `cluster`).

On each Dask worker the work is done by processes of its own, one for each of its threads, as on one machine: a document
that dies or hangs costs itself. A Dask worker that is lost gives its batches back to the scheduler, which hands
them to another.
"""

from __future__ import annotations

import atexit
import logging
import os
import pickle
import threading
import time
import warnings
from collections import deque
from collections.abc import Iterator
from concurrent.futures import CancelledError
from importlib import import_module
from pathlib import Path
from typing import Any

from extractor.archive.processes import Processes
from extractor.archive.work import Finished, Task, Work
from extractor.errors import ArchiveError, WorkerError

Outcome = tuple[list[bytes], str, bool]
"""Of one task: pieces, digest, lost; the task itself does not travel back."""
_UnderWay = tuple[list[Task], bool]

_connect_timeout = 30
_ahead = 2
_look_after = 5.0
_gone = "il cluster non risponde più: ripetere lo stesso comando, che riprende da dove era"
_talkative = ("distributed", "distributed.client", "distributed.utils", "distributed.core")


class Cluster:
    """The workers of a Dask cluster. Files are opened where the work is done, under the same path as here.

    Args:
        address: of the scheduler, as "tcp://10.0.0.1:8786", or the file that `dask scheduler --scheduler-file` writes.
        work: what to do; the program must be installed on the workers, in the same version.
        timeout: seconds that one document may take.

    Raises:
        ArchiveError: the extra is not installed, or the scheduler does not answer.
    """

    def __init__(self, address: str, work: Work, timeout: float | None = None) -> None:
        self._work, self._timeout = work, timeout
        self._client = _connected(address)
        self._fingerprint: str | None = None
        self._looked, self._threads = 0.0, 0

    @property
    def threads(self) -> int:
        """How many documents the cluster works on at once, as of the last few seconds."""
        if time.monotonic() - self._looked > _look_after:
            try:
                self._threads = sum(self._client.nthreads().values())
            except OSError as error:
                raise ArchiveError(_gone) from error
            self._looked = time.monotonic()
        return max(1, self._threads)

    def fingerprint(self) -> str:
        if self._fingerprint is None:
            future = self._client.submit(_fingerprint, self._work, self._timeout, pure=False)
            found = self._result(future)
            if found is None:
                raise WorkerError("i nodi del cluster terminano senza cominciare: liberare memoria")
            self._fingerprint = str(found)
        return self._fingerprint

    def run(self, batches: Iterator[list[Task]]) -> Iterator[Finished]:
        expected = self.fingerprint()
        running = _distributed().as_completed(loop=self._client.loop)
        under_way: dict[str, _UnderWay] = {}
        suspects: deque[Task] = deque()  # whose Dask worker died; perhaps it was another's fault
        more = True
        while True:
            while more and len(under_way) < _ahead * self.threads:
                batch = next(batches, None)
                if batch is None:
                    more = False
                else:
                    self._submit(batch, expected, running, under_way)
            if not under_way and suspects:
                self._submit([suspects.popleft()], expected, running, under_way, alone=True)
            if not under_way:
                return
            future = next(running)
            batch, alone = under_way.pop(future.key)
            outcomes = self._result(future, batch if alone else None)
            if outcomes is None:
                suspects.extend(batch)
            else:
                yield from (Finished(task, *outcome) for task, outcome in zip(batch, outcomes, strict=True))

    def _submit(
        self, batch: list[Task], expected: str, running: Any, under_way: dict[str, _UnderWay], *, alone: bool = False
    ) -> None:
        future = self._client.submit(_outcomes, self._work, self._timeout, expected, batch, pure=False)
        under_way[future.key] = batch, alone
        running.add(future)

    def close(self) -> None:
        self._client.close()

    def _result(self, future: Any, alone: list[Task] | None = None) -> Any:
        """What came of a future.

        Args:
            future: it is waited for.
            alone: its one task, where nothing else was under way.

        Returns:
            None where every Dask worker that tried has died, and it is not certain why.
        """
        try:
            return future.result()
        except _distributed().KilledWorker as error:
            if alone is None:
                return None
            tries = error.allowed_failures + 1
            reason = f"ha fatto terminare il nodo del cluster che lo leggeva (tentativi: {tries}): forse non basta la memoria"
            return [([self._work.lost(alone[0].item, None, reason)], "", True)]
        except (OSError, CancelledError) as error:  # the scheduler is gone
            raise ArchiveError(_gone) from error

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _connected(address: str) -> Any:
    library = _distributed()  # sets up its logging at import
    if os.environ.get("EXTRACT_DEBUG") != "1":
        for name in _talkative:  # what is wrong is said once, by us
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    warnings.filterwarnings("ignore", message="Sending large graph")  # an archive's large member travels with its task
    where = {"scheduler_file": address} if Path(address).is_file() else {"address": address}
    try:
        return library.Client(**where, timeout=_connect_timeout, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ArchiveError("non risponde uno scheduler di Dask a questo indirizzo: controllarlo", name=address) from (
            error
        )


def _distributed() -> Any:
    try:
        return import_module("distributed")
    except ImportError as error:
        raise ArchiveError("manca Dask: installarlo con pip install 'it-announcements[cluster]'") from error


# What follows runs on the Dask workers.

_idle: dict[bytes, list[Processes]] = {}
_taking = threading.Lock()


def _outcomes(work: Work, timeout: float | None, expected: str, batch: list[Task]) -> list[Outcome]:
    crew, key = _taken(work, timeout)
    try:
        if crew.fingerprint() != expected:
            raise ArchiveError("i nodi del cluster hanno versioni diverse del programma: installare la stessa ovunque")
        found = {task.number: (pieces, digest, lost) for task, pieces, digest, lost in crew.run(iter([batch]))}
    except BaseException:
        crew.close()
        raise
    _give_back(crew, key)
    return [found[task.number] for task in batch]


def _fingerprint(work: Work, timeout: float | None) -> str:
    crew, key = _taken(work, timeout)
    try:
        found = crew.fingerprint()
    except BaseException:
        crew.close()
        raise
    _give_back(crew, key)
    return found


def _taken(work: Work, timeout: float | None) -> tuple[Processes, bytes]:
    """A process for this thread alone; those that are idle are used again."""
    key = pickle.dumps((work, timeout))
    with _taking:
        if not _idle:
            atexit.register(_let_go)
        idle = _idle.setdefault(key, [])
        return (idle.pop() if idle else Processes(work, 1, timeout)), key


def _give_back(crew: Processes, key: bytes) -> None:
    with _taking:
        _idle[key].append(crew)
        for other in _idle.keys() - {key}:  # of a run that has ended
            for old in _idle.pop(other):
                old.close()


def _let_go() -> None:
    for crews in _idle.values():
        for crew in crews:
            crew.close()
