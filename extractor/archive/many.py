"""Many announcements from Python: an iterator of records, in input order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from extractor.archive.extraction import Extraction
from extractor.archive.here import Here
from extractor.archive.journal import Journal
from extractor.archive.pieces import unpacked
from extractor.archive.processes import Processes
from extractor.archive.run import Run, Source
from extractor.archive.work import Crew
from extractor.errors import ArchiveError
from extractor.reading import ReadDocument
from extractor.reading.inputs import expand
from extractor.reading.options import ReadOptions
from extractor.records import Announcement, Failure

Readable = str | os.PathLike[str] | ReadDocument


@dataclass(frozen=True, slots=True)
class Given:
    """A document that was read already, as an input of a run."""

    document: ReadDocument

    @property
    def name(self) -> str:
        return self.document.name or "-"

    @property
    def size(self) -> int:
        return len(self.document.text)

    def digest(self) -> str:
        return sha256(self.document.text.encode("utf-8", "surrogatepass")).hexdigest()

    def documents(self, _: ReadOptions) -> Iterator[ReadDocument]:
        yield self.document


def extract_many(
    sources: Iterable[Readable] | Readable,
    *,
    workers: int = 1,
    timeout: float | None = None,
    lexicon: Iterable[str | os.PathLike[str]] = (),
    model: str | None = None,
    text_column: str | None = None,
    with_text: bool = False,
    on_failure: Callable[[Failure], None] | None = None,
) -> Iterator[Announcement]:
    """The records of many announcements, in their order, each as soon as it is there.

    Args:
        sources: files, folders, patterns, archives, tables, as for the command; or documents that
            :func:`extractor.reading.read_text` and its like have made; or one of these. Taken one by one, so that there
            may be any number.
        workers: how many processes share the work; 1: this one.
        timeout: seconds that one document may take; it needs a process that can be ended, so with `workers=1` one is started.
        lexicon: files of names to know besides the built-in ones.
        model: who finds the names that no rule finds, as of :func:`extractor.load`.
        text_column: the column of a table that holds the text.
        with_text: whether each record carries its text.
        on_failure: is told of each input that could not be read, when its turn comes; without it the first one raises.

    Raises:
        ArchiveError: an input failed and there is no `on_failure`; the message says which and why.
        LexiconError: a lexicon file is missing or has a mistake.

    Example:
        >>> from extractor.reading import read_text
        >>> texts = "La Provincia stanzia 2 milioni di euro.", "Un bando da 300mila euro."
        >>> for record in extract_many(read_text(text) for text in texts):
        ...     print([str(amount.value) for amount in record.all_amounts()])
        ['2000000']
        ['300000']
    """
    if isinstance(sources, str | os.PathLike | ReadDocument):
        sources = [sources]
    options = replace(ReadOptions(), text_column=text_column)
    own = tuple(Path(path) for path in lexicon)
    work = Extraction(lexicon=own, model=model, options=options, with_text=with_text)
    in_this_process = workers == 1 and timeout is None
    crew: Crew = Here(work) if in_this_process else Processes(work, workers, timeout)
    return _records(_inputs(sources, options), crew, workers, on_failure)


def _inputs(sources: Iterable[Readable], options: ReadOptions) -> Iterator[Source]:
    for source in sources:
        if isinstance(source, ReadDocument):
            yield Given(source)
        else:
            yield from expand([os.fspath(source)], options)


def _records(
    inputs: Iterable[Source], crew: Crew, workers: int, on_failure: Callable[[Failure], None] | None
) -> Iterator[Announcement]:
    with closing(crew), closing(Journal()) as journal:
        for piece in Run(inputs, crew, journal, workers).pieces():
            result = unpacked(piece)
            if isinstance(result, Announcement):
                yield result
            elif on_failure is None:
                raise ArchiveError(result.reason, name=result.path)
            else:
                on_failure(result)
