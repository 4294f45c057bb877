"""A whole evaluation: folders in, one outcome an announcement out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extractor.errors import UsageError
from extractor.evaluation.measure import measure
from extractor.evaluation.outcome import Outcome, fits
from extractor.evaluation.report import from_file
from extractor.evaluation.sources import from_extractor, from_folder, gold_texts, read_case


def evaluate(
    gold: Path, predicted: Path | None = None, *, only: Sequence[str] = (), model: str | None = None
) -> list[Outcome]:
    """Measure every announcement of a gold folder.

    Args:
        gold: holds texts and gold records (see `sources.gold_texts`).
        predicted: holds NAME.json for each; the extractor runs where it is not given.
        only: patterns of names; all if empty.
        model: where the extractor's names come from, as `extractor.load` takes it.

    Raises:
        ExtractorError: something is missing or broken; nothing is measured by halves.
    """
    texts = gold_texts(gold, only)
    in_folder = from_folder(predicted) if predicted is not None else None
    cases = [read_case(name, *paths) for name, paths in texts.items()]
    extracted = from_extractor(model) if in_folder is None else None
    outcomes = []
    for case, document in cases:
        if in_folder is not None:
            record = in_folder(case.name)
        else:
            assert extracted is not None
            record = extracted(document)
        outcome = measure(case.name, case.gold, record)
        outcome.findings = [finding.in_text(case.text) for finding in outcome.findings]
        outcomes.append(outcome)
    return outcomes


def outcomes_of(path: Path, gold: Path | None, only: Sequence[str]) -> list[Outcome]:
    """Take a run from a saved report, or measure a folder of predicted records.

    Raises:
        ExtractorError: as `evaluate`; or a folder comes without gold.
    """
    if not path.is_dir():
        return [outcome for outcome in from_file(path) if fits(outcome.name, only)]
    if gold is None:
        raise UsageError("è una cartella di risultati: per misurarla indicare anche la cartella GOLD", name=str(path))
    return evaluate(gold, path, only=only)
