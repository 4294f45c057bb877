"""Gold against predicted: how much of what announcements say is found, and what is missed.

README.md in this folder defines what counts. `extract-evaluate` is the command; from Python:

Example:
    >>> gold = RecordFacts(entities=[{"label": "COMPANY", "mentions": [{"start": 0, "end": 6}]}])
    >>> figures([measure("a", gold, gold)])["entity COMPANY"].f1.value
    1.0
"""

from extractor.evaluation.facts import RecordFacts
from extractor.evaluation.figures import Figure, figures
from extractor.evaluation.measure import Case, measure
from extractor.evaluation.outcome import Finding, Outcome, Tally

__all__ = ["Case", "Figure", "Finding", "Outcome", "RecordFacts", "Tally", "figures", "measure"]
