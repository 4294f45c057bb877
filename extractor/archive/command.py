"""What `extract` does with many files: from what was asked for to a run, and what is said of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from extractor.archive.extraction import Extraction
from extractor.archive.journal import Journal, journal_of, remove
from extractor.archive.pieces import failure_of, unpacked
from extractor.archive.processes import Processes
from extractor.archive.progress import Shown
from extractor.archive.run import Count, Run, outputs_beside, without_outputs
from extractor.archive.work import Crew
from extractor.errors import ExtractorError
from extractor.reading import STDIN_NAME
from extractor.reading.inputs import expand
from extractor.records import Announcement
from extractor.writing.writers import format_of, open_writer

Say = Callable[[str, str | None], None]
"""Takes a message and the name that it is about."""


class FirstFailureError(ExtractorError):
    """An input failed where all had to go well."""


@dataclass(frozen=True)
class Order:
    """What is asked for.

    Attributes:
        names: of the inputs.
        extraction: what is done with each.
        workers: processes; None: one for each core.
        timeout: seconds that one document may take; None: any time.
        cluster: address of a Dask scheduler.
        strict: end at the first failure.
        quiet: show no progress.
    """

    names: list[str]
    extraction: Extraction
    workers: int | None = None
    timeout: float | None = None
    cluster: str | None = None
    strict: bool = False
    quiet: bool = False


def show_archive(order: Order, show: Callable[[bytes], None], say: Say) -> Count:
    """Hand on the packed record of each document, in input order; failures are said.

    Raises:
        FirstFailureError: with `strict`.
        ExtractorError: the run cannot go on.
    """
    with closing(Journal()) as journal:
        count = Count()
        for piece in _pieces(order, journal, count, []):
            if failure := failure_of(piece):
                say(failure.reason, failure.path)
            else:
                show(piece)
    return count


def write_archive(order: Order, output: Path, form: str | None, say: Say, *, fresh: bool = False) -> Count:
    """Write many inputs to a file, going on where an earlier run ended.

    Args:
        order: what is asked for.
        output: the file or folder.
        form: the format's name, where the output's suffix does not say it.
        say: is told what could not be put into the format as it is.
        fresh: begin anew.

    Raises:
        FirstFailureError: with `strict`.
        ExtractorError: nothing was written; what is done is in the journal.
    """
    format_of(output, form)  # complains before anything is made
    path = journal_of(output)
    with closing(Journal(path, fresh=fresh)) as journal:
        try:
            writer = open_writer(output, form)
        except ExtractorError:
            if not journal.remembers():
                remove(path)
            raise
        order = replace(order, extraction=replace(order.extraction, with_text=writer.needs_text))
        count = Count()
        with writer:
            for piece in _pieces(order, journal, count, outputs_beside(output)):
                result = unpacked(piece)
                if isinstance(result, Announcement):
                    writer.write(result)
                else:
                    writer.write_failure(result)
    for notice in writer.notices:
        say(notice, str(output))
    return count


def crew_for(order: Order) -> tuple[Crew, int]:
    """Who does the work, and how many they are."""
    if order.cluster is not None:
        from extractor.archive.cluster import Cluster

        cluster = Cluster(order.cluster, replace(order.extraction, folder=os.getcwd()), order.timeout)
        return cluster, cluster.threads
    workers = order.workers or cores()
    return Processes(order.extraction, workers, order.timeout), workers


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _pieces(order: Order, journal: Journal, count: Count, outputs: list[Path]) -> Iterator[bytes]:
    options = order.extraction.options
    crew, workers = crew_for(order)
    with closing(crew):
        run = Run(without_outputs(expand(order.names, options), outputs), crew, journal, workers, count)

        def total() -> int | None:
            if STDIN_NAME in order.names:  # can be read but once
                return None
            return sum(1 for _ in without_outputs(expand(order.names, options), outputs))

        with Shown(count, total, quiet=order.quiet) as shown:
            for piece in run.pieces():
                if order.strict and (failure := failure_of(piece)):
                    raise FirstFailureError(failure.reason, name=failure.path)
                yield piece
                shown.step()
