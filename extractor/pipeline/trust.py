"""How far a decision can be trusted: a classifier's own probability, corrected by how often it was right on unseen announcements.

The correction is a logistic curve over the logit of the probability (Platt 1999), learnt by :mod:`models.train_relations` from
decisions about announcements whose batch the deciding classifier had not seen.
"""

from __future__ import annotations

from math import log

from extractor.pipeline.linear import LinearModel

_EDGE = 1e-4  # a probability nearer to 0 or 1 than this says no more


def trust_features(probability: float, *also: str) -> dict[str, float]:
    """What decides how far a decision can be trusted.

    >>> trust_features(0.5)
    {'': 1.0, 'logit': 0.0}
    """
    bounded = min(max(probability, _EDGE), 1 - _EDGE)
    return {"": 1.0, "logit": round(log(bounded / (1 - bounded)), 6), **dict.fromkeys(also, 1.0)}


def trust(model: LinearModel, features: dict[str, float]) -> float:
    """How probable it is that the decision is right, from 0 to 1, to two places."""
    return round(model.probabilities([features])[0][model.classes.index("right")], 2)
