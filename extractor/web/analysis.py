"""What the processes behind the page do: bytes to text, text to record, record to view; nothing is written anywhere."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.errors import ExtractorError, ReadingError, in_words
from extractor.records import Announcement
from extractor.writing.report.article import article

if TYPE_CHECKING:
    from spacy.language import Language

    from extractor.reading import ReadDocument

MOST_CHARACTERS = 2_000_000
"""A text longer than this is refused: the page could not show it."""
MOST_DOCUMENTS = 500
"""Of an archive or a table no more documents than these are offered."""
MOST_UNPACKED = 50_000_000
_least_memory = 2 << 30


def view_of(record: Announcement, text: str) -> dict[str, Any]:
    """What the page needs of one announcement: its record without the text, its text, its view.

    Example:
        >>> sorted(view_of(Announcement(title="Bando"), "Bando"))
        ['html', 'record', 'text']
    """
    bare = record.model_copy(update={"text": None})
    return {"record": json.loads(bare.to_json()), "text": text, "html": article(record, text, editable=True)}


def serve(link: Connection, lexicon: Sequence[Path]) -> None:
    """Answer requests until the other side goes: a worker's whole life.

    Each request is a header of JSON (`name`, `pasted`, `document`) and the bytes; each answer one JSON document, with `error` where
    the user can mend what is wrong.
    """
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the page, which then ends this
    _limit_memory()
    nlp = _loaded(link, lexicon)
    if nlp is None:
        return
    with contextlib.suppress(EOFError, OSError):
        while True:
            header = json.loads(link.recv_bytes())
            data = link.recv_bytes()
            link.send_bytes(json.dumps(_answer(nlp, header, data), ensure_ascii=True).encode())


def _limit_memory() -> None:
    """Have a document that wants more than half of the machine's memory fail, and not the whole machine."""
    if sys.platform == "linux":
        import resource

        most = max(_least_memory, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2)
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _loaded(link: Connection, lexicon: Sequence[Path]) -> Language | None:
    """The pipeline, warm; the first message says that it is there, or why not."""
    from extractor.pipeline import load

    try:
        nlp = load(lexicon)
        nlp("La Regione Liguria ha concesso 5.000 euro.")
    except ExtractorError as error:
        link.send_bytes(json.dumps({"error": str(error)}).encode())
        return None
    except Exception as error:
        link.send_bytes(json.dumps({"error": in_words(error)}).encode())
        return None
    link.send_bytes(b"{}")
    return nlp


def _answer(nlp: Language, header: dict[str, Any], data: bytes) -> dict[str, Any]:
    from extractor.pipeline.assemble import assemble

    try:
        document, listed = _read(header, data)
        if len(document.text) > MOST_CHARACTERS:
            raise ReadingError(f"ha più di {MOST_CHARACTERS // 1_000_000} milioni di caratteri: dividerlo in più testi")
        with nlp.memory_zone():
            record = assemble(nlp(document.text), document)
        return view_of(record, document.text) | {"documents": listed}
    except ExtractorError as error:
        return {"error": str(error)}
    except Exception as error:  # a defect, or a document made to find one: the page must live on
        return {"error": in_words(error)}


def _read(header: dict[str, Any], data: bytes) -> tuple[ReadDocument, list[dict[str, Any]]]:
    """The document that is asked for, and all that are in the same file."""
    from extractor.reading import read_text

    if header["pasted"]:
        text = data.decode("utf-8", "replace")
        if not text.strip():
            raise ReadingError("non c'è testo: incollare un comunicato o scegliere un file")
        return read_text(text, "testo incollato"), []
    found = list(islice(_documents(data, header["name"] or "documento"), MOST_DOCUMENTS))
    wanted = header.get("document")
    if wanted is None:
        wanted = next((number for number, each in enumerate(found) if not isinstance(each, ReadingError)), 0)
    if wanted >= len(found):
        raise ReadingError("non c'è più: scegliere di nuovo il file")
    chosen = found[wanted]
    if isinstance(chosen, ReadingError):
        raise chosen
    listed = [
        {"name": each.name, "chosen": number == wanted, "readable": not isinstance(each, ReadingError)}
        for number, each in enumerate(found)
    ]
    return chosen, listed


def _documents(data: bytes, name: str) -> Iterator[ReadDocument | ReadingError]:
    """All documents of a file: one, but for archives, tables and messages with attachments."""
    from extractor.reading import ReadOptions
    from extractor.reading.inputs import inside

    options = ReadOptions(max_bytes=MOST_UNPACKED, max_total=4 * MOST_UNPACKED, max_members=MOST_DOCUMENTS)
    for each in inside(data, name, options):
        try:
            yield from each.documents(options)
        except ReadingError as error:
            yield error
