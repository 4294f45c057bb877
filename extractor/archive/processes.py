"""Work in processes of this machine: one that dies or hangs costs the document that it was at, and nothing else."""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from extractor.archive.child import BOOTSTRAP, Begun, Done, Message, Piece, Ready, Refused
from extractor.archive.work import Finished, Task, Work
from extractor.errors import WorkerError

_start_timeout = 300.0
_deaths_borne = 3
_least_memory = 2 << 30
_one_thread = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)


@dataclass
class _Assignment:
    """A task in somebody's hands, and what is done of it."""

    task: Task
    pieces: list[bytes] = field(default_factory=list)
    lost: bool = False


class Processes:
    """Workers that are interpreters of their own.

    Each is started afresh, as multiprocessing's "spawn" does it, but without importing the caller's main module: a script
    needs no `if __name__ == "__main__"`, and a daemonic process may have workers, too.

    Args:
        work: what to do; pickled once for each worker.
        workers: how many processes.
        timeout: seconds that one document may take; None: any time.
    """

    def __init__(self, work: Work, workers: int = 1, timeout: float | None = None) -> None:
        self._work, self._wanted, self._timeout = work, workers, timeout
        self._heard: _Mail = queue.Queue(maxsize=64 + 4 * workers)
        self._contract = pickle.dumps((work, _memory_for_each(workers)))
        self._workers: list[_Worker] = []
        self._line: deque[list[_Assignment]] = deque()
        self._barren_deaths = 0
        self._fingerprint: str | None = None

    @property
    def pids(self) -> list[int]:
        """The processes at work."""
        return [worker.process.pid for worker in self._workers]

    def fingerprint(self) -> str:
        if not self._workers:
            self._hire()
        while self._fingerprint is None:
            self._hear()
        return self._fingerprint

    def run(self, batches: Iterator[list[Task]]) -> Iterator[Finished]:
        more = True
        while True:
            idle = [worker for worker in self._workers if not worker.batch]
            while more and len(self._line) < len(idle) + self._wanted - len(self._workers):
                batch = next(batches, None)
                if batch is None:
                    more = False
                else:
                    self._line.append([_Assignment(task) for task in batch])
            for _ in range(min(len(self._line) - len(idle), self._wanted - len(self._workers))):
                self._hire()  # no more of them than there is work for
            for worker in idle:
                if worker.ready and self._line:
                    worker.hand(self._line.popleft())
            if not more and not self._line and not any(worker.batch for worker in self._workers):
                return
            finished = self._hear()
            if finished is not None:
                left = time.monotonic()
                yield finished
                away = time.monotonic() - left
                for worker in self._workers:
                    worker.since += away  # while nobody listened, nobody could get on

    def close(self) -> None:
        for worker in self._workers:
            worker.process.kill()
        with self._heard.mutex:  # who listens may be waiting for room
            self._heard.maxsize = sys.maxsize
            self._heard.not_full.notify_all()
        for worker in self._workers:
            worker.bury()
        self._workers = []

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _hire(self) -> None:
        self._workers.append(_Worker(self._contract, self._heard))

    def _hear(self) -> Finished | None:
        """Wait for one message, or for the end of our patience; where that finishes a task, hand it on."""
        deadlines = [worker.since + patience for worker in self._workers if (patience := self._patience(worker))]
        try:
            wait = max(0.0, min(deadlines) - time.monotonic()) if deadlines else None
            worker, message = self._heard.get(timeout=wait)
        except queue.Empty:
            self._kill_the_overdue()
            return None
        worker.since = time.monotonic()
        match message:
            case Ready(fingerprint):
                self._fingerprint = self._fingerprint or fingerprint
                if fingerprint != self._fingerprint:
                    raise WorkerError("il programma o il lessico è cambiato durante l'esecuzione: ripetere il comando")
                worker.ready = True
            case Refused(error):
                raise error
            case Begun(document):
                worker.begun, worker.document = True, document
            case Piece(data):
                worker.batch[0].pieces.append(data)
                worker.document = None
                self._barren_deaths = 0
            case Done(digest):
                worker.begun = False
                done = worker.batch.popleft()
                return Finished(done.task, done.pieces, digest, done.lost)
            case None:
                return self._replace(worker)
        return None

    def _patience(self, worker: _Worker) -> float | None:
        """How long a worker may be silent."""
        if worker.overdue:
            return None
        return (self._timeout if worker.batch else None) if worker.ready else _start_timeout

    def _kill_the_overdue(self) -> None:
        now = time.monotonic()
        for worker in self._workers:
            patience = self._patience(worker)
            if patience and worker.since + patience <= now:
                worker.overdue = True
                worker.process.kill()  # what follows is settled when its end is heard of

    def _replace(self, worker: _Worker) -> Finished | None:
        """Start another worker in the place of a dead one, and settle what that one was at."""
        worker.bury()
        self._workers.remove(worker)
        batch = list(worker.batch)
        if not worker.begun:
            self._barren_deaths += 1
            if self._barren_deaths > _deaths_borne * self._wanted:
                raise WorkerError(
                    f"i processi di lavoro terminano senza cominciare ({worker.end()}): liberare memoria, "
                    "o vedere con EXTRACT_DEBUG=1 che cosa dicono"
                )
        self._hire()
        finished = None
        if worker.begun:
            finished = self._settle(worker, batch.pop(0))
        if batch:
            self._line.append(batch)
        return finished

    def _settle(self, worker: _Worker, assignment: _Assignment) -> Finished | None:
        """Report the document that a worker was lost over; what comes after it in the same input is tried again."""
        if worker.overdue:
            reason = f"richiede più di {self._timeout:g} secondi: alzare --timeout, o dividerlo"
        else:
            reason = f"ha fatto terminare il processo che lo leggeva ({worker.end()}): forse non basta la memoria"
        assignment.pieces.append(self._work.lost(assignment.task.item, worker.document, reason))
        assignment.lost = True
        if worker.document is None:
            return Finished(assignment.task, assignment.pieces, "", lost=True)
        assignment.task = assignment.task._replace(skip=worker.document + 1)
        self._line.append([assignment])
        return None


class _Worker:
    """One process, and what it was handed."""

    def __init__(self, contract: bytes, mail: _Mail) -> None:
        self.batch: deque[_Assignment] = deque()
        self.ready = self.overdue = self.begun = False
        self.document: int | None = None
        self.since = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-c", BOOTSTRAP],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get("EXTRACT_DEBUG") == "1" else subprocess.DEVNULL,
            env={**os.environ, **_one_thread},
            process_group=0 if os.name == "posix" else None,  # Ctrl-C is for us alone
        )
        self._thread = threading.Thread(target=_listen, args=(self, mail), daemon=True)
        self._thread.start()
        self._tell(pickle.dumps(sys.path) + contract)

    def hand(self, batch: list[_Assignment]) -> None:
        """Give it a batch; where it has died, that is heard of soon."""
        self.batch.extend(batch)
        self.since = time.monotonic()
        self._tell(pickle.dumps([assignment.task for assignment in batch], pickle.HIGHEST_PROTOCOL))

    def end(self) -> str:
        """How it ended, in words."""
        status = self.process.wait()
        if status >= 0:
            return f"stato {status}"
        with contextlib.suppress(ValueError):
            return signal.Signals(-status).name
        return f"segnale {-status}"

    def bury(self) -> None:
        """Leave nothing of a process that has ended or is ending."""
        self.process.wait()
        self._thread.join()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def _tell(self, data: bytes) -> None:
        stream = self.process.stdin
        with contextlib.suppress(OSError):
            if stream is not None:
                stream.write(data)
                stream.flush()


_Mail = queue.Queue[tuple[_Worker, Message | None]]


def _listen(worker: _Worker, mail: _Mail) -> None:
    """Put what a worker says into the mail, and None at its end."""
    stream: IO[bytes] | None = worker.process.stdout
    with contextlib.suppress(Exception):  # a message cut off in the middle can fail to load in any way
        while stream is not None:
            mail.put((worker, pickle.load(stream)))
    mail.put((worker, None))


def _memory_for_each(workers: int) -> int:
    """What one of so many workers may take, in bytes; 0 where that is not known."""
    try:
        whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return 0
    return max(_least_memory, whole * 9 // 10 // workers)
