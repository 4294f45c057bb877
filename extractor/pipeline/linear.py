"""Linear classifiers over named features: softmax of summed weights, loaded from one file."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
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

    The classes stand in blocks: a block of several is one choice among them (softmax), a block of one is a question of
    its own (yes or no). Several decisions about the same features are so made in one pass.

    >>> model = LinearModel(["no", "yes"], ["", "word=firmato"], numpy.array([[0, -1], [0, 3]], "float32"))
    >>> model.best({"word=firmato": 1.0}).label
    'yes'
    """

    def __init__(
        self, classes: list[str], features: list[str], weights: Floats, blocks: tuple[int, ...] | None = None
    ) -> None:
        self.classes = classes
        self.weights = weights
        self.blocks = blocks or (len(classes),)
        self.row = {name: number for number, name in enumerate(features)}

    def probabilities(self, batch: Sequence[Features]) -> list[list[float]]:
        """For each bag of features the probability of every class, in the order of ``classes``."""
        if not batch:
            return []
        row = self.row
        bias = row[""]
        rows: list[int] = []
        values: list[float] = []
        starts: list[int] = []
        for features in batch:
            starts.append(len(rows))
            rows.append(bias)
            values.append(1.0)
            for name, value in features.items():
                number = row.get(name)
                if number is not None and number != bias:
                    rows.append(number)
                    values.append(value)
        terms = self.weights[rows] * numpy.array(values, "float32")[:, None]
        scores = numpy.add.reduceat(terms, starts, axis=0)
        parts: list[Floats] = []
        place = 0
        for size in self.blocks:
            block = scores[:, place : place + size]
            if size == 1:
                parts.append(1.0 / (1.0 + numpy.exp(-block)))
            else:
                powers = numpy.exp(block - block.max(axis=1, keepdims=True))
                parts.append(powers / powers.sum(axis=1, keepdims=True))
            place += size
        return list(numpy.concatenate(parts, axis=1).tolist())

    def decide(self, batch: Sequence[Features]) -> list[list[Decision]]:
        """For each bag of features the most probable class of every block; of equals the first."""
        decided: list[list[Decision]] = []
        for probabilities in self.probabilities(batch):
            decisions: list[Decision] = []
            place = 0
            for size in self.blocks:
                number = max(range(place, place + size), key=probabilities.__getitem__)
                decisions.append(Decision(self.classes[number], probabilities[number]))
                place += size
            decided.append(decisions)
        return decided

    def best(self, features: Features) -> Decision:
        """The most probable class of the first block."""
        return self.decide([features])[0][0]


def side_by_side(models: Sequence[LinearModel], blocks: tuple[int, ...] | None = None) -> LinearModel:
    """Several models about the same features as one, a block for each."""
    features = sorted({feature for model in models for feature in model.row})
    number = {feature: place for place, feature in enumerate(features)}
    table = numpy.zeros((len(features), sum(len(model.classes) for model in models)), "float32")
    column = 0
    for model in models:
        for feature, place in model.row.items():
            table[number[feature], column : column + len(model.classes)] = model.weights[place]
        column += len(model.classes)
    classes = [label for model in models for label in model.classes]
    return LinearModel(classes, features, table, blocks or tuple(len(model.classes) for model in models))


def dump(models: Mapping[str, LinearModel]) -> bytes:
    """Models as the content of a file; equal models give equal bytes."""
    arrays: dict[str, Any] = {}
    for name in sorted(models):
        model = models[name]
        arrays[f"{name}/classes"] = _packed(model.classes)
        arrays[f"{name}/features"] = _packed(list(model.row))
        arrays[f"{name}/weights"] = model.weights.astype("<f2")
        arrays[f"{name}/blocks"] = numpy.array(model.blocks, "u1")
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
        blocks = tuple(int(size) for size in stored[f"{name}/blocks"])
        models[name] = LinearModel(classes, features, stored[key].astype("float32"), blocks)
    return models


def load_model(name: str) -> LinearModel:
    """The model of one decision ("role", "share", "main share", "party", "act")."""
    return load_models()[name]
