"""The result of an evaluation as JSON, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from extractor import __version__
from extractor.errors import ReadingError, UsageError
from extractor.evaluation.catalogue import SHARES
from extractor.evaluation.comparison import Comparison
from extractor.evaluation.figures import RESAMPLINGS, SEED, Figure, Value, figures
from extractor.evaluation.outcome import Finding, Outcome, Tally

FORMAT = "extract-evaluate 1"


def as_json(outcomes: Sequence[Outcome]) -> str:
    """Write figures, and for each announcement its tallies and findings."""
    document = {
        "format": FORMAT,
        "extractor": __version__,
        "announcements": len(outcomes),
        "bootstrap": {"resamplings": RESAMPLINGS, "seed": SEED, "level": 0.95},
        "figures": {name: _plain(name, figure) for name, figure in figures(outcomes).items()},
        "by_announcement": [
            {
                "name": outcome.name,
                "tallies": outcome.tallies,
                "findings": [_without_blanks(finding) for finding in outcome.findings],
            }
            for outcome in outcomes
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def comparison_as_json(comparison: Comparison) -> str:
    """Write the change of each figure and the errors gone and come."""
    document = {
        "format": "extract-evaluate comparison 1",
        "changes": {name: change._asdict() for name, change in sorted(comparison.changes.items())},
        "by_announcement": [
            {"name": name, "gains": list(map(_without_blanks, gains)), "losses": list(map(_without_blanks, losses))}
            for name, gains, losses in comparison.by_announcement
            if gains or losses
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def from_file(path: Path) -> list[Outcome]:
    """Read back what `as_json` wrote.

    Raises:
        ReadingError: the file cannot be read.
        UsageError: it is no such report.
    """
    try:
        document = json.loads(path.read_bytes())
    except OSError as error:
        raise ReadingError(f"non si può leggere: {error.strerror or error}", name=str(path)) from error
    except ValueError as error:
        raise UsageError(f"non è JSON: {error}", name=str(path)) from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise UsageError("non è un risultato di extract-evaluate --json", name=str(path))
    try:
        return [_outcome(entry) for entry in document["by_announcement"]]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"è un risultato di extract-evaluate guasto ({error!r}): rifarlo", name=str(path)) from error


def _outcome(entry: dict[str, Any]) -> Outcome:
    tallies = {name: Tally(*counts) for name, counts in entry["tallies"].items()}
    return Outcome(entry["name"], tallies, [Finding(**finding) for finding in entry["findings"]])


def _plain(name: str, figure: Figure) -> dict[str, Any]:
    right, gold, found = figure.tally
    if name in SHARES:
        return {"right": right, "of": gold, "share": _value(figure.recall)}
    parts = {"precision": figure.precision, "recall": figure.recall, "f1": figure.f1}
    return {"right": right, "gold": gold, "found": found, **{part: _value(value) for part, value in parts.items()}}


def _value(value: Value) -> dict[str, Any]:
    return {"value": value.value, "interval": value.interval}


def _without_blanks(finding: Finding) -> dict[str, Any]:
    needed = ("topic", "mark", "label", "what")
    return {key: value for key, value in finding._asdict().items() if key in needed or value not in ("", None)}
