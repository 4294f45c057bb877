"""The short way: what one name stands for, in this process, with nothing loaded that is not needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.command.messages import complain_of
from extractor.command.shown import Show, shower
from extractor.reading import ReadDocument

if TYPE_CHECKING:
    from extractor.reading.inputs import Input
    from extractor.reading.options import ReadOptions
    from extractor.records import Announcement


def extract_here(
    inputs: Iterable[Input],
    options: ReadOptions,
    lexicon: Sequence[Path],
    model: str | None,
    form: str | None,
    *,
    color: bool,
) -> tuple[int, int]:
    """Show the record of each document.

    Args:
        inputs: mostly one.
        options: of reading.
        lexicon: files of names to know besides the built-in ones.
        model: who finds the names that no rule finds, as of :func:`extractor.load`.
        form: "text" or "json"; None: as suits the output.
        color: whether summaries may have colours.

    Returns:
        How many documents gave a record, and how many did not.

    Raises:
        LexiconError: a lexicon file is missing or has a mistake.
    """
    done = failed = 0
    extract: Callable[[ReadDocument], Announcement] | None = None
    show: Show | None = None
    documents = _documents(inputs, options)
    first = list(islice(documents, 2))
    for name, document in chain(first, documents):
        if isinstance(document, Exception):
            complain_of(document, name)
            failed += 1
            continue
        extract = extract or _extraction(lexicon, model)
        try:
            record = extract(document)
        except Exception as error:
            complain_of(error, document.name or name)
            failed += 1
            continue
        show = show or shower(form, several=len(first) > 1, color=color)
        show(document.name or name, record)
        done += 1
    return done, failed


def explain_here(
    inputs: Iterable[Input], options: ReadOptions, lexicon: Sequence[Path], model: str | None
) -> tuple[int, int]:
    """Show for each document why its record says what it says; how many were shown, and how many could not be."""
    from extractor.command.explained import explainer

    done = failed = 0
    show: Callable[[ReadDocument], None] | None = None
    for name, document in _documents(inputs, options):
        if isinstance(document, Exception):
            complain_of(document, name)
            failed += 1
            continue
        show = show or explainer(lexicon, model)
        show(document)
        done += 1
    return done, failed


def _documents(inputs: Iterable[Input], options: ReadOptions) -> Iterator[tuple[str, ReadDocument | Exception]]:
    """The documents of all inputs; an input that cannot be read is the error that says so."""
    for source in inputs:
        try:
            for document in source.documents(options):
                yield source.name, document
        except Exception as error:
            yield source.name, error


def _extraction(lexicon: Sequence[Path], model: str | None) -> Callable[[ReadDocument], Announcement]:
    """Load the pipeline, which takes a second: only when there is something to read."""
    from extractor.pipeline import load
    from extractor.pipeline.assemble import assemble

    nlp = load(lexicon, model)
    return lambda document: assemble(nlp(document.text), document)
