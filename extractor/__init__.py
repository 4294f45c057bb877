"""Italian government announcements in, agreement records out.

Nothing heavy is imported before it is needed, so that `import extractor` and `extract --help` start at once.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.errors import ExtractorError

if TYPE_CHECKING:
    from spacy.language import Language

    from extractor.archive.many import extract_many
    from extractor.records import Announcement
    from extractor.writing.frames import to_frame

__version__ = "0.1.0"
__all__ = ["Announcement", "ExtractorError", "__version__", "extract", "extract_many", "load", "to_frame"]

_default: Language | None = None
_loading = threading.Lock()


def load(lexicon: Sequence[Path] = (), model: str | None = None) -> Language:
    """Make the pipeline that annotates announcements.

    Args:
        lexicon: TOML files with institutions, companies, people and projects to know besides the built-in ones.
        model: who finds the names that no rule finds: the project's own model if not given, nobody ("rules"), or an installed
            spaCy pipeline with an ``ner`` ("it_core_news_sm").

    Raises:
        LexiconError: one of those files is missing or has a mistake.
        ExtractorError: there is no such pipeline.
    """
    from extractor.pipeline import load as load_pipeline

    return load_pipeline(lexicon, model)


def extract(text: str, *, name: str | None = None) -> Announcement:
    """Make the record of one announcement, with a pipeline that is loaded once and kept.

    Args:
        text: the announcement, as plain text or Markdown; offsets in the record count its characters.
        name: what to call it in the record's `source`.
    """
    from extractor.pipeline.assemble import assemble
    from extractor.reading import read_text

    return assemble(_default_pipeline()(text), read_text(text, name))


def _default_pipeline() -> Language:
    global _default
    with _loading:
        if _default is None:
            _default = load()
    return _default


def __getattr__(name: str) -> Any:
    """Import on first use what not everybody needs."""
    if name == "Announcement":
        from extractor.records import Announcement

        return Announcement
    if name == "extract_many":
        from extractor.archive.many import extract_many

        return extract_many
    if name == "to_frame":
        from extractor.writing.frames import to_frame

        return to_frame
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
