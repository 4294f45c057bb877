"""Processes that analyse: each has its own pipeline, each request a limit of time, and who waits is served in order.

With two of them a long document holds up no short one. A process that exceeds its time is ended and another takes its
place; so is one that a document brings down.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import multiprocessing
import threading
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

from extractor.errors import ExtractorError
from extractor.web.analysis import serve

_start_patience = 120.0
_end_patience = 5.0
Life = Callable[[Connection, Sequence[Path]], None]


class BusyError(ExtractorError):
    """Too many requests are waiting."""


class TooLongError(ExtractorError):
    """A document took more time than one is given."""


class Workers:
    """The processes of one page.

    Args:
        lexicon: files of names to know besides the built-in ones.
        count: how many processes; each takes its memory when it is first needed.
        patience: seconds that one document may take.
        most_waiting: how many requests may wait.
        life: what each process does.
    """

    def __init__(
        self,
        lexicon: Sequence[Path] = (),
        *,
        count: int = 2,
        patience: float = 120.0,
        most_waiting: int = 8,
        life: Life = serve,
    ) -> None:
        self._lexicon = tuple(lexicon)
        self._life = life
        self._patience = patience
        self._most_waiting = most_waiting
        self._turns = asyncio.Semaphore(count)  # first come, first served
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()
        self._waiting = 0

    async def start(self) -> None:
        """Have one process ready.

        Raises:
            ExtractorError: the lexicon has a mistake.
        """
        worker = _Worker(self._lexicon, self._life)
        self._busy.add(worker)
        try:
            await worker.ready()
        except BaseException:
            worker.end()
            raise
        finally:
            self._busy.discard(worker)
        self._idle.append(worker)

    async def analyse(
        self, data: bytes, *, name: str | None, pasted: bool, document: int | None = None
    ) -> dict[str, Any]:
        """Send a document to the next free process; see `analysis.serve` for what comes back.

        Args:
            data: the bytes.
            name: of the file.
            pasted: whether they are a text that was pasted.
            document: which of those in the file; None: the first that can be read.

        Raises:
            BusyError: too many are waiting.
            TooLongError: it took too long.
            ExtractorError: the document cannot be read, or brought its process down.
        """
        if self._waiting >= self._most_waiting:
            raise BusyError("troppi documenti in attesa: riprovare fra poco")
        self._waiting += 1
        try:
            await self._turns.acquire()
        finally:
            self._waiting -= 1
        try:
            return await self._answer({"name": name, "pasted": pasted, "document": document}, data)
        finally:
            self._turns.release()

    async def _answer(self, header: dict[str, Any], data: bytes) -> dict[str, Any]:
        worker = self._idle.pop() if self._idle else _Worker(self._lexicon, self._life)
        self._busy.add(worker)
        sound = False
        try:
            await worker.ready()
            answer = await worker.ask(header, data, self._patience)
            sound = True
        except TimeoutError as error:
            raise TooLongError(
                f"l'analisi supera {self._patience:.0f} secondi: dividere il documento e riprovare"
            ) from error
        except (EOFError, OSError) as error:
            raise ExtractorError(
                "il documento ha fatto terminare il programma che lo leggeva: salvarne il testo e incollare quello"
            ) from error
        finally:
            self._busy.discard(worker)
            if sound:
                self._idle.append(worker)
            else:
                worker.end()
        return answer

    def close(self) -> None:
        """End all processes."""
        for worker in [*self._idle, *self._busy]:
            worker.end()
        self._idle.clear()
        self._busy.clear()


class _Worker:
    """One process and the line to it, which one thread at a time uses."""

    def __init__(self, lexicon: Sequence[Path], life: Life) -> None:
        context = multiprocessing.get_context("spawn")
        self._link, theirs = context.Pipe()
        self._process: SpawnProcess = context.Process(target=life, args=(theirs, lexicon), daemon=True)
        self._process.start()
        theirs.close()
        self._is_ready = False
        self._in_use = threading.Lock()

    async def ready(self) -> None:
        if self._is_ready:
            return
        try:
            answer = json.loads(await asyncio.to_thread(self._exchange, (), _start_patience))
        except (EOFError, OSError) as error:  # a timeout is an OSError too
            raise ExtractorError(
                "il programma che analizza non parte: liberare memoria, o vedere che cosa dice `extract` di un testo"
            ) from error
        if "error" in answer:
            raise ExtractorError(answer["error"])
        self._is_ready = True

    async def ask(self, header: dict[str, Any], data: bytes, patience: float) -> dict[str, Any]:
        parts = (json.dumps(header).encode(), data)
        found: dict[str, Any] = json.loads(await asyncio.to_thread(self._exchange, parts, patience))
        return found

    def _exchange(self, parts: Sequence[bytes], patience: float) -> bytes:
        with self._in_use:
            for part in parts:
                self._link.send_bytes(part)
            if not self._link.poll(patience):
                raise TimeoutError
            return self._link.recv_bytes()

    def end(self) -> None:
        """Kill the process; whoever still waits for it hears of that, and then the line is closed.

        Closed under a thread that waits, its number could become that of another line, and be written to.
        """
        with contextlib.suppress(OSError):
            self._process.kill()
            self._process.join(_end_patience)
        if self._in_use.acquire(timeout=_end_patience):
            self._link.close()
            self._in_use.release()
