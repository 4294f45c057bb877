"""The spaCy components, in the order in which they run, and the pipeline that they make."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from spacy.lang.it import Italian
from spacy.language import Language

from extractor.pipeline import name_component as name_component  # registers announcements_names
from extractor.pipeline.components import ORDER, PREFIX
from extractor.pipeline.tokenizer import make_tokenizer

__all__ = ["ORDER", "PREFIX", "load"]

_WITH_ENTS = frozenset(("institutions", "people", "companies", "projects", "places", "names"))
_WITHOUT_LEXICON = frozenset(("layout", "amounts"))


def load(lexicon: Sequence[Path] = ()) -> Language:
    """Make the pipeline: the Italian tokenizer, mended, and every component in its order.

    Args:
        lexicon: a newsroom's own TOML files, read before the built-in lexicon.

    Raises:
        LexiconError: a file cannot be read or has a row that is not known.
    """
    nlp = Italian(create_tokenizer=make_tokenizer)
    nlp.max_length = 2**31  # rules need no memory that grows with the square of a text
    files = [str(path) for path in lexicon]
    for name in ORDER:
        config: dict[str, object] = {}
        if name not in _WITHOUT_LEXICON:
            config["lexicon"] = files
        if name in _WITH_ENTS:
            config["set_ents"] = False  # the entities component sets them once, reconciled
        nlp.add_pipe(f"{PREFIX}{name}", config=config)
    return nlp
