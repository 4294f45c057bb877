"""Work for tests: small, quick, and able to die, hang and wait on request. As a program: `extract` with `Titles`."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from extractor.archive.extraction import Extraction
from extractor.archive.pieces import packed
from extractor.archive.work import Prepared, Step
from extractor.errors import ArchiveError
from extractor.records import Announcement, Source


@dataclass(frozen=True)
class Words:
    """Each item is some words, each word a document: "die", "exit", "hang" and "raise" do so; others are handed back.

    A word before which there is a "!" does so while it is being read; "wait:PATH" waits for a named pipe while there is one.
    """

    refusal: str | None = None
    dies_at_once: bool = False
    version: Path | None = None

    def prepare(self) -> Prepared:
        if self.refusal is not None:
            raise ArchiveError(self.refusal)
        if self.dies_at_once:
            os.kill(os.getpid(), signal.SIGKILL)
        version = "words 1" if self.version is None else self.version.read_text()
        return Prepared(self._steps, str.upper, version)

    def lost(self, item: str, document: int | None, reason: str) -> bytes:
        return f"{document}: {reason}".encode()

    def _steps(self, item: str) -> Iterator[Step]:
        for word in item.split():
            if word.startswith("!"):
                _do(word[1:])
            yield partial(_do, word)


def _do(word: str) -> bytes:
    if word.startswith("wait:") and os.path.exists(path := word.removeprefix("wait:")):
        with open(path, "rb") as pipe:
            pipe.read()
    if word.startswith("meet:"):  # the other end of a "wait:"
        with open(word.removeprefix("meet:"), "wb"):
            return str(os.getpid()).encode()
    match word:
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "die-parent":
            os.kill(os.getppid(), signal.SIGKILL)
            threading.Event().wait()
        case "exit":
            os._exit(3)
        case "hang":
            threading.Event().wait()
        case "raise":
            raise IndexError
        case "print":
            print("stampato")
        case "pid":
            return str(os.getpid()).encode()
        case "memory":
            return str(len(bytearray(1 << 50))).encode()
    return word.encode()


class Titles(Extraction):
    """A text's record is its first line as the title, without any pipeline.

    A text "ATTESA path" waits until somebody writes into that named pipe, where there is one; "MORTE" kills the process.
    """

    def _load(self) -> Any:
        return SimpleNamespace(vocab=())

    def _record(self, pipeline: Any, document: Any, name: str) -> bytes:
        first, _, rest = document.text.partition("\n")
        word, _, path = first.partition(" ")
        if word == "ATTESA" and os.path.exists(path):
            with open(path, "rb") as pipe:
                pipe.read()
        if word == "MORTE":
            os.kill(os.getpid(), signal.SIGKILL)
        text = document.text if self.with_text else None
        return packed(Announcement(source=Source(name=name), title=first, subtitle=rest[:1000] or None, text=text))

    def _fingerprint(self) -> str:
        return f"titles {self.with_text}"


def main() -> int:
    """`extract` with its arguments, but for the pipeline."""
    from extractor import cli
    from extractor.command import many

    many.Extraction = Titles  # type: ignore[misc]
    return cli.main()


if __name__ == "__main__":
    from tests.archive import works

    sys.exit(works.main())
