"""Linear classifiers over named features: softmax of summed weights, loaded from one file.

A *multi-label* model answers several yes-or-no questions about the same features in one pass; its probabilities do not
add up to one.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy
from numpy.typing import NDArray

WEIGHTS = Path(__file__).parent / "weights" / "relations.npz"
Features = Mapping[str, float]
Floats = NDArray[numpy.float32]


class Decision(NamedTuple):
    """A class and its probability."""

    label: str
    probability: float


class LinearModel:
    """Weights by feature, one for each class; the feature ``""`` is the bias.

    >>> model = LinearModel(["no", "yes"], ["", "word=firmato"], numpy.array([[0, -1], [0, 3]], "float32"))
    >>> model.best({"word=firmato": 1.0}).label
    'yes'
    """

    def __init__(self, classes: list[str], features: list[str], weights: Floats, *, multi_label: bool = False) -> None:
        self.classes = classes
        self.weights = weights
        self.multi_label = multi_label
        self._row = {name: number for number, name in enumerate(features)}
        self._bias = weights[self._row[""]] if "" in self._row else numpy.zeros(len(classes), "float32")

    def probabilities(self, features: Features) -> list[float]:
        """The probability of every class, in the order of ``classes``."""
        row = self._row
        rows: list[int] = []
        values: list[float] = []
        for name, value in features.items():
            number = row.get(name)
            if number is not None and name:
                rows.append(number)
                values.append(value)
        scores = self._bias + numpy.array(values, "float32") @ self.weights[rows] if rows else self._bias
        if self.multi_label:
            return list((1.0 / (1.0 + numpy.exp(-scores))).tolist())
        powers = numpy.exp(scores - scores.max())
        return list((powers / powers.sum()).tolist())

    def best(self, features: Features) -> Decision:
        """The most probable class; of equals the first."""
        probabilities = self.probabilities(features)
        number = max(range(len(probabilities)), key=probabilities.__getitem__)
        return Decision(self.classes[number], probabilities[number])


def dump(models: Mapping[str, LinearModel]) -> bytes:
    """Models as the content of a file; equal models give equal bytes."""
    arrays: dict[str, Any] = {}
    for name in sorted(models):
        model = models[name]
        arrays[f"{name}/classes"] = _packed(model.classes)
        arrays[f"{name}/features"] = _packed(list(model._row))
        arrays[f"{name}/weights"] = model.weights.astype("<f2")
        arrays[f"{name}/multi"] = numpy.array([model.multi_label], "u1")
    buffer = io.BytesIO()
    numpy.savez(buffer, **arrays)  # uncompressed: entries carry a fixed date, so equal arrays give equal bytes
    return buffer.getvalue()


def _packed(words: list[str]) -> NDArray[numpy.uint8]:
    return numpy.frombuffer("\n".join(words).encode(), "u1")


@lru_cache(maxsize=2)
def load_models(path: Path = WEIGHTS) -> dict[str, LinearModel]:
    """The models of all decisions that ship with the program, by name."""
    with numpy.load(path) as arrays:
        stored = {name: arrays[name] for name in arrays.files}
    models = {}
    for key in (name for name in stored if name.endswith("/weights")):
        name = key.removesuffix("/weights")
        classes, features = (stored[f"{name}/{part}"].tobytes().decode().split("\n") for part in ("classes", "features"))
        models[name] = LinearModel(classes, features, stored[key].astype("float32"), multi_label=bool(stored[f"{name}/multi"][0]))
    return models


def load_model(name: str) -> LinearModel:
    """The model of one decision ("role", "share", "party", "act", "kind", "status")."""
    return load_models()[name]
