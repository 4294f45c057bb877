"""A worker process: it is handed batches of tasks on its standard input and tells what it does on its standard output.

Messages are pickles, one after another. When the other end goes away the process ends at once, whatever it is doing.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import sys
import threading
from typing import BinaryIO, NamedTuple

from extractor.archive.work import Prepared, Task, Work
from extractor.errors import ExtractorError, WorkerError

BOOTSTRAP = """\
import os, pickle, sys
orders = os.fdopen(os.dup(0), "rb")
sys.path[:] = pickle.load(orders)
from extractor.archive.child import main
main(orders)
"""
"""What a fresh interpreter is started with: it finds the same modules as the process that started it."""


class Ready(NamedTuple):
    """The work is loaded."""

    fingerprint: str


class Refused(NamedTuple):
    """The work cannot be done at all."""

    error: ExtractorError


class Begun(NamedTuple):
    """A document has been read and is worked on now; `document` None: its input is being opened."""

    document: int | None


class Piece(NamedTuple):
    """A document is done."""

    data: bytes


class Done(NamedTuple):
    """All documents of a task are done."""

    digest: str


Message = Ready | Refused | Begun | Piece | Done


def main(orders: BinaryIO) -> None:
    """Serve until the orders end."""
    tell = _Telling()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one
    work, memory = pickle.load(orders)
    _limit_memory(memory)
    batches: queue.Queue[list[Task]] = queue.Queue()
    threading.Thread(target=_listen, args=(orders, batches), daemon=True).start()
    prepared = _prepare(work, tell)
    if prepared is None:
        return
    tell(Ready(prepared.fingerprint))
    while True:
        for task in batches.get():
            _do(task, prepared, tell)


class _Telling:
    """Messages out; whatever else is printed goes to standard error."""

    def __init__(self) -> None:
        self._stream = os.fdopen(os.dup(1), "wb")
        os.dup2(2, 1)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)

    def __call__(self, message: Message) -> None:
        try:
            pickle.dump(message, self._stream, pickle.HIGHEST_PROTOCOL)
            self._stream.flush()
        except OSError:  # nobody listens any more
            os._exit(1)


def _listen(orders: BinaryIO, batches: queue.Queue[list[Task]]) -> None:
    try:
        while True:
            batches.put(pickle.load(orders))
    except BaseException:
        os._exit(0)


def _prepare(work: Work, tell: _Telling) -> Prepared | None:
    try:
        return work.prepare()
    except ExtractorError as error:
        tell(Refused(error))
    except Exception as error:
        tell(Refused(WorkerError(f"un processo di lavoro non parte ({type(error).__name__}: {error})")))
    return None


def _do(task: Task, prepared: Prepared, tell: _Telling) -> None:
    tell(Begun(None))
    digest = prepared.digest(task.item)
    for document, step in enumerate(prepared.steps(task.item)):
        if document >= task.skip:
            tell(Begun(document))
            tell(Piece(step()))
    tell(Done(digest))


def _limit_memory(most: int) -> None:
    """Have a document that wants more memory than there is fail, rather than the whole machine."""
    if most and sys.platform == "linux":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
