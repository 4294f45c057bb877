"""The pipeline for Italian government announcements, as spaCy loads it: ``spacy.load("it_announcements")``.

The weights of its name model are published under CC BY 4.0 (LICENSE), with a model card (MODEL_CARD.md).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.vocab import Vocab

__all__ = ["load"]

_FOLDER = Path(__file__).parent


def load(
    vocab: Vocab | bool = True,
    *,
    disable: str | Iterable[str] = (),
    enable: str | Iterable[str] = (),
    exclude: str | Iterable[str] = (),
    config: dict[str, Any] | None = None,
) -> Language:
    """Load the pipeline. ``spacy.load`` calls this, and its arguments mean what they mean there.

    Args:
        vocab: the vocabulary to share, or ``True`` for a new one.
        disable: components to load but not run.
        enable: the only components to run.
        exclude: components not to load.
        config: settings that override the pipeline's own, as nested dictionaries.

    Example:
        >>> import it_announcements
        >>> nlp = it_announcements.load(exclude=["announcements_agreements"])
        >>> [(ent.text, ent.label_) for ent in nlp("La Regione Liguria premia la Bracco S.p.A.").ents]
        [('Regione Liguria', 'INSTITUTION'), ('Bracco S.p.A.', 'COMPANY')]
    """
    from spacy.util import load_config, load_model_from_config

    from extractor.pipeline.tokenizer import mend  # the import also registers the components

    settings = load_config(_FOLDER / "config.cfg", overrides={}).merge(config or {})
    meta = json.loads((_FOLDER / "meta.json").read_text("utf-8"))
    nlp = load_model_from_config(settings, meta=meta, vocab=vocab, disable=disable, enable=enable, exclude=exclude)
    nlp.max_length = 2**31  # rules need no memory that grows with the square of a text
    return mend(nlp)
