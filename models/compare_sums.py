"""Compare readers of sums on a folder of gold: ``python -m models.compare_sums GOLD``.

Three stand side by side, measured as extract-evaluate measures: the grammar and the cue words alone (no trained
classifier), the pipeline that ships, and Recognizers-Text (Microsoft, MIT; its Italian currency model) where it is
installed. Its releases on PyPI (up to 1.0.2a2) have no Italian model of currencies: install ``recognizers-text``,
``recognizers-number`` and ``recognizers-number-with-unit`` from Python/libraries of github.com/microsoft/Recognizers-Text.
It knows no roles, and no facts: each value that it reads more often than gold tells it is counted once only.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import extractor
from extractor.evaluation.facts import RecordFacts
from extractor.evaluation.figures import Figure, figures
from extractor.evaluation.measure import Case, measure
from extractor.evaluation.sources import from_extractor, gold_texts, read_case
from extractor.lexicon import default_lexicon
from extractor.pipeline.assemble import assemble
from extractor.pipeline.components import AmountsComponent, Relations
from extractor.reading import ReadDocument

Reader = Callable[[Case, ReadDocument], RecordFacts]
FIGURES = {"sums": "by value", "sums role": "by value and role", "payers": "payers"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every reader and print one table in Markdown."""
    parser = argparse.ArgumentParser(prog="python -m models.compare_sums", description=__doc__.split("\n", 1)[0])
    parser.add_argument(
        "gold", type=Path, metavar="GOLD", help="texts with gold, as `models.corpus convert` writes them"
    )
    folder = parser.parse_args(arguments).gold
    cases = [read_case(name, *paths) for name, paths in gold_texts(folder).items()]
    extract = from_extractor()
    readers: dict[str, Reader] = {
        "rules alone, no classifier": rules_alone(),
        "rules + classifiers (ships)": lambda case, document: extract(document),
    }
    if (recognizers := recognizers_text()) is not None:
        readers["Recognizers-Text, Italian"] = recognizers
    else:
        print("Recognizers-Text has no Italian model of currencies here, or is not installed", file=sys.stderr)
    print("| | " + " | ".join(FIGURES.values()) + " |")
    print("|---" * (len(FIGURES) + 1) + "|")
    for name, reader in readers.items():
        found = figures([measure(case.name, case.gold, reader(case, document)) for case, document in cases])
        told = list(FIGURES)[:1] if reader is recognizers else list(FIGURES)
        print(
            f"| {name} | "
            + " | ".join(shown(found[figure]) if figure in told and figure in found else "–" for figure in FIGURES)
            + " |"
        )
    return 0


class RulesAlone(Relations):
    """What cue words and the place in the sentence say of sums; of the trained decisions only what act the text tells."""

    STEPS = (Relations.tell_act,)  # type: ignore[assignment]


def rules_alone() -> Reader:
    """The pipeline without one trained decision about sums: what the grammar reads is a sum, cue words say the role."""
    nlp = extractor.load(model="rules")
    amounts = nlp.get_pipe("announcements_amounts")
    assert isinstance(amounts, AmountsComponent)
    amounts.models = {}
    agreements = nlp.get_pipe("announcements_agreements")
    nlp.select_pipes(disable=["announcements_roles", "announcements_agreements"])
    relations = RulesAlone(default_lexicon())  # a pipeline's own are shared among pipelines

    def read(case: Case, document: ReadDocument) -> RecordFacts:
        doc = agreements(relations(nlp(document.text)))
        return RecordFacts.from_json(assemble(doc, document).to_json(), case.name)

    return read


def recognizers_text() -> Reader | None:
    """Microsoft's recogniser of currencies in Italian, if its Italian model is here."""
    try:
        import_module("recognizers_number_with_unit.resources.italian_numeric_with_unit")
        library = import_module("recognizers_number_with_unit")
    except ImportError:
        return None
    model = library.NumberWithUnitRecognizer("it-it").get_currency_model()

    def read(case: Case, document: ReadDocument) -> RecordFacts:
        known = Counter(amount.value for amount, _ in case.gold.sums())
        return RecordFacts.model_validate({"amounts": once(euros(model.parse(document.text)), known)})

    return read


def euros(results: Iterable[Any]) -> list[dict[str, Any]]:
    """Results of Recognizers-Text that are euros with a value, as a record's sums; it counts ends in, and writes 0,5.

    >>> from types import SimpleNamespace
    >>> half = SimpleNamespace(start=4, end=8, resolution={"value": "0,5", "isoCurrency": "EUR"})
    >>> euros([half, SimpleNamespace(start=9, end=12, resolution={"value": None, "isoCurrency": "EUR"})])
    [{'id': 'M1', 'value': '0.5', 'start': 4, 'end': 9}]
    """
    return [
        {"id": f"M{number}", "value": value.replace(",", "."), "start": found.start, "end": found.end + 1}
        for number, found in enumerate(results, 1)
        if found.resolution
        and found.resolution.get("isoCurrency") == "EUR"
        and (value := found.resolution.get("value")) is not None
    ]


def once(amounts: list[dict[str, Any]], known: Counter[Decimal]) -> list[dict[str, Any]]:
    """Sums without those that say again what was said: of a value as many as gold has facts, and one if it has none.

    >>> five = [{"id": "M1", "value": "5"}, {"id": "M2", "value": "5.0"}, {"id": "M3", "value": "6"}]
    >>> [amount["id"] for amount in once(five, Counter({Decimal(5): 1}))]
    ['M1', 'M3']
    """
    taken: Counter[Decimal] = Counter()
    kept = []
    for amount in amounts:
        value = Decimal(amount["value"])
        if taken[value] < max(known[value], 1):
            kept.append(amount)
        taken[value] += 1
    return kept


def shown(figure: Figure) -> str:
    """F1 with its interval, precision and recall in brackets."""
    cells = [f"{each.value:.3f}" if each.value is not None else "–" for each in figure[1:]]
    low, high = figure.f1.interval or (0.0, 0.0)
    return f"{cells[2]} [{low:.2f}–{high:.2f}] (P {cells[0]}, R {cells[1]})"


if __name__ == "__main__":
    sys.exit(main())
