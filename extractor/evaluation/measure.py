"""One announcement: gold against predicted, everything that is measured."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.evaluation.agreement_findings import note_differences
from extractor.evaluation.agreements import AgreementAlignment, measure_agreements
from extractor.evaluation.entities import EntityAlignment, measure_entities
from extractor.evaluation.facts import RecordFacts
from extractor.evaluation.fields import Alignments, measure_fields
from extractor.evaluation.outcome import Outcome
from extractor.evaluation.sums import SumAlignment, measure_sums


@dataclass(frozen=True, slots=True)
class Case:
    """One announcement with its gold.

    Attributes:
        name: its path below the gold folder, without suffix.
        text: what offsets count in.
        gold: what is true of it.
    """

    name: str
    text: str
    gold: RecordFacts


def measure(name: str, gold: RecordFacts, found: RecordFacts) -> Outcome:
    """Compare the predicted record of one announcement with its gold.

    Example:
        >>> gold = RecordFacts(entities=[{"label": "COMPANY", "mentions": [{"start": 0, "end": 6}]}])
        >>> measure("a", gold, RecordFacts()).tallies["entity COMPANY"]
        Tally(right=0, gold=1, found=0)
    """
    outcome = Outcome(name)
    entities = EntityAlignment(gold.entities, found.entities)
    sums = SumAlignment(gold, found)
    agreements = AgreementAlignment(gold, found, sums, entities)
    measure_sums(gold, found, sums, entities, outcome)
    measure_entities(gold, found, entities, outcome)
    measure_agreements(gold, agreements, outcome)
    if gold.states("agreements"):
        note_differences(agreements, outcome)
    measure_fields(Alignments(gold, found, entities, sums, agreements), outcome)
    return outcome
