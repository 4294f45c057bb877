"""What `extract --explain` shows: each value of a record with the rule, the cue or the model that gave it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.writing.printable import on_one_line

if TYPE_CHECKING:
    from extractor.reading import ReadDocument


def explainer(lexicon: Sequence[Path], model: str | None) -> Callable[[ReadDocument], None]:
    """What prints the reasons for one document's record, a line a value: place in the text, value, reason.

    Args:
        lexicon: files of names to know besides the built-in ones.
        model: who finds the names that no rule finds, as of :func:`extractor.load`.
    """
    from extractor.pipeline import PREFIX, load
    from extractor.pipeline.components import Relations
    from extractor.pipeline.reasons import explain

    nlp = load(lexicon, model)
    relations = nlp.get_pipe(f"{PREFIX}roles")
    assert isinstance(relations, Relations)
    relations.explains = True

    def show(document: ReadDocument) -> None:
        doc = nlp(document.text)
        print(f"{on_one_line(document.name or '-')}: perché il record dice quel che dice")
        assert relations.latest is not None
        for reason in explain(doc, relations.latest):
            where = f"{reason.where[0]}-{reason.where[1]}" if reason.where else ""
            print(f"{where:>13}  {on_one_line(reason.what)}  ←  {on_one_line(reason.why)}")
        sys.stdout.flush()

    return show
