"""The long way: from the options of the command line to a run over many inputs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from extractor.archive.command import FirstFailureError, Order, show_archive, write_archive
from extractor.archive.extraction import Extraction
from extractor.archive.pieces import line_of, unpacked
from extractor.command.messages import complain
from extractor.command.shown import is_text, shower
from extractor.errors import UsageError
from extractor.reading import STDIN_NAME
from extractor.reading.contents import reason
from extractor.reading.inputs import read_names
from extractor.records import Announcement

if TYPE_CHECKING:
    from extractor.reading.options import ReadOptions

DEFAULT_TIMEOUT = 300.0
"""Seconds for one document; ten million characters take less."""


def extract_many(options: argparse.Namespace, reading: ReadOptions) -> tuple[int, int]:
    """Run over all inputs: to the file that `--to` names, else to standard output.

    Returns:
        How many documents gave a record, and how many did not.

    Raises:
        ExtractorError: the run could not begin, or not go on.
    """
    order = Order(
        names=[*options.files, *_listed(options.files_from)],
        extraction=Extraction(lexicon=tuple(options.lexicon), model=options.model, options=reading),
        workers=options.workers,
        timeout=DEFAULT_TIMEOUT if options.timeout is None else options.timeout or None,
        cluster=options.cluster,
        strict=options.strict,
        quiet=options.to is None and sys.stdout.isatty(),
    )
    try:
        if options.to is None:
            count = show_archive(order, _show(options), complain)
        else:
            count = write_archive(order, options.to, options.format, complain, fresh=options.fresh)
    except FirstFailureError as error:
        complain(error.message, error.name)
        return 1, 1
    except KeyboardInterrupt:
        if options.to is not None:
            complain("interrotto: lo stesso comando riprende da dove era")
        raise
    if options.to is not None and count.failures:
        total = count.records + count.failures
        what = f"non riusciti {count.failures} documenti su {total}: il motivo di ciascuno sta con i risultati"
        complain(what, str(options.to))
    return count.records, count.failures


def _show(options: argparse.Namespace) -> Callable[[bytes], None]:
    if not is_text(options.format):

        def as_line(piece: bytes) -> None:
            sys.stdout.buffer.write(line_of(piece) + b"\n")
            sys.stdout.buffer.flush()

        return as_line

    show = shower("text", several=True, color=not options.no_color)

    def as_summary(piece: bytes) -> None:
        record = unpacked(piece)
        if isinstance(record, Announcement):
            show(record.source.name or STDIN_NAME, record)

    return as_summary


def _listed(name: str | None) -> Iterator[str]:
    """The names in a list of names."""
    if name is None:
        return
    if name == STDIN_NAME:
        yield from read_names(sys.stdin.buffer)
        return
    try:
        with open(name, "rb") as stream:
            yield from read_names(stream)
    except OSError as error:
        raise UsageError(reason(error), name=name) from error
