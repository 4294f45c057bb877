"""The work of every run: the documents of an input to records, failures to rows."""

from __future__ import annotations

import gc
import os
import re
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.archive.fingerprint import fingerprint_of, version_of
from extractor.archive.pieces import packed
from extractor.archive.work import Prepared, Step
from extractor.errors import ArchiveError, ExtractorError, ReadingError, in_words
from extractor.reading.options import ReadOptions
from extractor.records import Failure

if TYPE_CHECKING:
    from spacy.language import Language

    from extractor.reading import ReadDocument
    from extractor.reading.inputs import Input


_halves = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Extraction:
    """What is asked of a run, and how it is done; small, so that each worker is handed it.

    Attributes:
        lexicon: files of names to know besides the built-in ones.
        model: who finds the names that no rule finds, as of :func:`extractor.load`.
        options: of reading.
        with_text: whether each record carries its text.
        folder: where relative names are looked up; None: where the worker is started.
    """

    lexicon: tuple[Path, ...] = ()
    model: str | None = None
    options: ReadOptions = field(default_factory=ReadOptions)
    with_text: bool = False
    folder: str | None = None

    def prepare(self) -> Prepared:
        if self.folder is not None:
            _go_to(self.folder)
        pipeline = Renewed(self._load)
        return Prepared(partial(self._steps, pipeline), _digest, self._fingerprint())

    def lost(self, item: Any, document: int | None, reason: str) -> bytes:
        name = item.name if not document else f"{item.name} (documento {document + 1})"
        return packed(Failure(path=name, kind="WorkerError", reason=reason))

    def _load(self) -> Language:
        from extractor.pipeline import load

        return load(self.lexicon, self.model)

    def _fingerprint(self) -> str:
        from extractor.pipeline.assemble import versions
        from extractor.pipeline.name_component import default_weights

        options = versions(), self.options, self.with_text, self.model, version_of(self.model or "")
        return fingerprint_of([default_weights(), *self.lexicon], options)

    def _steps(self, pipeline: Renewed, item: Input) -> Iterator[Step]:
        try:
            for document in item.documents(self.options):
                if isinstance(document, ReadingError):
                    yield partial(_failed, document, item.name)
                else:
                    yield partial(self._record, pipeline, document, item.name)
        except Exception as error:  # reading is open to hostile input: whatever it ends in is this input's failure
            yield partial(_failed, error, item.name)

    def _record(self, pipeline: Renewed, document: ReadDocument, name: str) -> bytes:
        from extractor.pipeline.assemble import assemble

        try:
            nlp = pipeline.current()
            with nlp.memory_zone():
                return packed(assemble(nlp(_writable(document.text)), document, with_text=self.with_text))
        except Exception as error:
            return _failed(error, document.name or name)


class Renewed:
    """A pipeline that is loaded anew after very many words.

    What a memory zone has given back leaves a gap in the vocabulary's table, which so grows with every new word: 16 bytes
    or more for each, hundreds of megabytes over a large archive. Loading again takes a fifth of a second.
    """

    def __init__(self, load: Callable[[], Language], most: int = 250_000) -> None:
        self._load, self._most = load, most
        self._nlp = load()
        self._first = len(self._nlp.vocab)

    def current(self) -> Language:
        """The pipeline to use for the next document."""
        if len(self._nlp.vocab) - self._first > self._most:
            del self._nlp
            gc.collect()
            self._nlp = self._load()
            self._first = len(self._nlp.vocab)
        return self._nlp


def _go_to(folder: str) -> None:
    try:
        os.chdir(folder)
    except OSError as error:
        raise ArchiveError(
            "questa cartella non si vede dai nodi del cluster: metterla su un disco comune", name=folder
        ) from error


def _writable(text: str) -> str:
    """A text with a mark in the place of each half of a surrogate pair, which JSON can smuggle in and nothing can write."""
    return _halves.sub("\N{REPLACEMENT CHARACTER}", text)


def _digest(item: Input) -> str:
    return item.digest()


def _failed(error: Exception, name: str) -> bytes:
    if isinstance(error, ExtractorError):
        return packed(Failure(path=error.name or name, kind=type(error).__name__, reason=error.message))
    if os.environ.get("EXTRACT_DEBUG") == "1":
        traceback.print_exception(error)
    return packed(Failure(path=name, kind=type(error).__name__, reason=in_words(error)))
