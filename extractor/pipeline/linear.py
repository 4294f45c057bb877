"""A linear classifier over named features: softmax of summed weights, loaded from JSON, no dependency at run time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from math import exp
from pathlib import Path
from typing import NamedTuple

WEIGHTS = Path(__file__).parent / "weights"
Features = Mapping[str, float]


class Decision(NamedTuple):
    """A class and its probability."""

    label: str
    probability: float


class LinearModel:
    """Weights by feature, one for each class.

    >>> model = LinearModel(["no", "yes"], {"": [0.0, -1.0], "word=firmato": [0.0, 3.0]})
    >>> model.best({"word=firmato": 1.0}).label
    'yes'
    """

    def __init__(self, classes: list[str], weights: dict[str, list[float]]) -> None:
        self.classes = classes
        self.weights = weights
        self._bias = weights.get("", [0.0] * len(classes))

    def probabilities(self, features: Features) -> dict[str, float]:
        """The probability of every class."""
        scores = list(self._bias)
        weights = self.weights
        for name, value in features.items():
            row = weights.get(name)
            if row is not None:
                for index, weight in enumerate(row):
                    scores[index] += weight * value
        top = max(scores)
        powers = [exp(score - top) for score in scores]
        total = sum(powers)
        return {label: power / total for label, power in zip(self.classes, powers, strict=True)}

    def best(self, features: Features) -> Decision:
        """The most probable class; of equals the first."""
        probabilities = self.probabilities(features)
        label = max(probabilities, key=lambda each: probabilities[each])
        return Decision(label, probabilities[label])


@lru_cache(maxsize=16)
def load_model(name: str) -> LinearModel:
    """The model of one decision ("role", "share", "party", "act", "kind", "status") that ships with the program."""
    return _all_models()[name]


@lru_cache(maxsize=1)
def _all_models() -> dict[str, LinearModel]:
    stored = json.loads((WEIGHTS / "relations.json").read_text("utf-8"))
    return {name: LinearModel(model["classes"], model["weights"]) for name, model in stored.items()}
