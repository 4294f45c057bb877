"""The spaCy components, in the order in which they run, and the pipeline that they make."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from spacy.lang.it import Italian
from spacy.language import Language

from extractor.pipeline import name_component as name_component  # registers announcements_names
from extractor.pipeline.components import ORDER, PREFIX
from extractor.pipeline.tokenizer import make_tokenizer

__all__ = ["ORDER", "PREFIX", "RULES_ALONE", "load"]

_WITH_ENTS = frozenset(("institutions", "people", "companies", "projects", "places", "names"))
_WITHOUT_LEXICON = frozenset(("layout", "amounts"))


RULES_ALONE = "rules"


def load(lexicon: Sequence[Path] = (), model: str | None = None) -> Language:
    """Make the pipeline: the Italian tokenizer, mended, and every component in its order.

    Args:
        lexicon: a newsroom's own TOML files, read before the built-in lexicon.
        model: who finds the names that no rule finds: our own model if not given, nobody ("rules"), or an installed spaCy
            pipeline with an ``ner`` ("it_core_news_sm", or a folder).

    Raises:
        LexiconError: a file cannot be read or has a row that is not known.
        ExtractorError: there is no such pipeline.
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
        if name == "names" and model is not None:
            if model != RULES_ALONE:
                from extractor.pipeline import other_names as other_names  # registers announcements_other_names

                nlp.add_pipe(f"{PREFIX}other_names", config={**config, "pipeline": model})
            continue
        nlp.add_pipe(f"{PREFIX}{name}", config=config)
    return nlp
