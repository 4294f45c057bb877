"""Linear classifiers over named features: softmax of summed weights, loaded from one file."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from math import exp
from pathlib import Path
from typing import Any, NamedTuple

import numpy
from numpy.typing import NDArray

WEIGHTS = Path(__file__).parent / "weights" / "relations.npz"
Features = Mapping[str, float]
Floats = NDArray[numpy.float32]
_SEPARATOR = "\x1f"  # between names in the file; names hold pieces of text, line ends among them


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
        if len(features) != len(weights):
            raise ValueError(f"{len(features)} features for {len(weights)} rows of weights")
        self.classes = classes
        self.weights = weights
        self._ties: dict[tuple[str, ...], NDArray[numpy.float64]] = {}
        self._table = numpy.vstack([weights, numpy.zeros((1, weights.shape[1]), weights.dtype)])  # the last: not known
        self.blocks = blocks or (len(classes),)
        self.row = {name: number for number, name in enumerate(features)}
        if features[0]:  # the bias stands first, so that its number and that of a feature not known are both falsy
            raise ValueError("the first feature must be the bias")
        self._numbers = {name: number for name, number in self.row.items() if name}

    def probabilities(self, batch: Sequence[Features]) -> list[list[float]]:
        """For each bag of features the probability of every class, in the order of ``classes``."""
        return [self._shares_of(scores) for scores in self._scores(batch)]

    def _scores(self, batch: Sequence[Features]) -> list[list[float]]:
        if not batch:
            return []
        numbers, nothing = self._numbers, repeat(len(self.row))
        rows: list[int] = []
        values: list[float] = []
        starts: list[int] = []
        for features in batch:
            starts.append(len(rows))
            rows.append(0)
            values.append(1.0)
            rows.extend(map(numbers.get, features, nothing))  # no Python code a feature: there are thousands a text
            values.extend(features.values())
        terms = self._table.take(rows, axis=0)
        terms *= numpy.array(values, "float32")[:, None]
        scores: list[list[float]] = numpy.add.reduceat(terms, starts, axis=0).tolist()
        return scores

    def _shares_of(self, scores: list[float]) -> list[float]:
        """The probabilities that scores mean; a dozen numbers, for which numpy would take longer."""
        found: list[float] = []
        place = 0
        for size in self.blocks:
            if size == 1:
                found.append(1.0 / (1.0 + exp(-scores[place])))
            else:
                block = scores[place : place + size]
                highest = max(block)
                powers = [exp(score - highest) for score in block]
                total = sum(powers)
                found += [power / total for power in powers]
            place += size
        return found

    def decide(self, batch: Sequence[Features]) -> list[list[Decision]]:
        """For each bag of features the most probable class of every block; of equals the first."""
        decided: list[list[Decision]] = []
        for probabilities in self.probabilities(batch):
            decisions: list[Decision] = []
            place = 0
            for size in self.blocks:
                probability = max(probabilities[place : place + size])
                decisions.append(Decision(self.classes[probabilities.index(probability, place)], probability))
                place += size
            decided.append(decisions)
        return decided

    def decide_in_chain(self, batch: Sequence[Features], links: Sequence[Sequence[str]]) -> list[Decision]:
        """The most probable row of classes of the first block for bags that stand in a row, each with its probability.

        Args:
            batch: what is known of each.
            links: for each the names of what ties it to the one before it; the feature ``name=CLASS`` has the weights
                that a tie gives where the one before is of that class. What the first says of itself counts for nothing.
        """
        if not batch:
            return []
        size = self.blocks[0]
        scores = numpy.array(self._scores(batch), "float64")[:, :size]
        ties = [self._tie(tuple(names)) for names in links]
        forward, best, back = [scores[0]], [scores[0]], []
        for score, tie in zip(scores[1:], ties[1:], strict=True):
            forward.append(score + _log_sum(forward[-1][:, None] + tie))
            paths = best[-1][:, None] + tie
            back.append(paths.argmax(axis=0))
            best.append(score + paths.max(axis=0))
        backward = [numpy.zeros(size)]
        for score, tie in zip(scores[:0:-1], ties[:0:-1], strict=True):
            backward.append(_log_sum((tie + (score + backward[-1])[None, :]).T))
        backward.reverse()
        whole = float(_log_sum(forward[-1][:, None])[0])
        label = int(best[-1].argmax())
        found = []
        for place in range(len(scores) - 1, -1, -1):
            probability = exp(float(forward[place][label] + backward[place][label]) - whole)
            found.append(Decision(self.classes[label], min(probability, 1.0)))
            if place:
                label = int(back[place - 1][label])
        return found[::-1]

    def _tie(self, names: tuple[str, ...]) -> NDArray[numpy.float64]:
        """The weights of a tie: by the class before, by the class itself."""
        known = self._ties.get(names)
        if known is None:
            size = self.blocks[0]
            known = numpy.zeros((size, size))
            for name in names:
                for number, label in enumerate(self.classes[:size]):
                    row = self.row.get(f"{name}={label}")
                    if row is not None:
                        known[number] += self.weights[row][:size]
            self._ties[names] = known
        return known

    def reasons(self, features: Features, label: str, count: int = 12) -> list[str]:
        """The features that speak most for a class of the first block, against the class that comes next to it.

        For a block of one, those that speak most for yes.
        """
        place, size = self.classes.index(label), self.blocks[0]
        against = numpy.zeros(len(self.weights), "float32")
        if size > 1:
            scores = self._scores([features])[0][:size]
            scores[place] = float("-inf")
            against = self.weights[:, scores.index(max(scores))]
        told = [
            (float(value * (self.weights[row, place] - against[row])), name)
            for name, value in features.items()
            if name and (row := self.row.get(name)) is not None
        ]
        return [name for weight, name in sorted(told, key=lambda each: (-each[0], each[1]))[:count] if weight > 0]

    def best(self, features: Features) -> Decision:
        """The most probable class of the first block."""
        return self.decide([features])[0][0]


Models = Mapping[str, LinearModel]


def _log_sum(table: NDArray[numpy.float64]) -> NDArray[numpy.float64]:
    """The logarithm of the sum of the exponentials, down the rows."""
    highest = table.max(axis=0)
    total: NDArray[numpy.float64] = highest + numpy.log(numpy.exp(table - highest).sum(axis=0))
    return total


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
    if any(_SEPARATOR in word for word in words):
        raise ValueError("a name holds the character that stands between names")
    return numpy.frombuffer(_SEPARATOR.join(words).encode(), "u1")


@lru_cache(maxsize=2)
def load_models(path: Path = WEIGHTS) -> dict[str, LinearModel]:
    """The models of all decisions that ship with the program, by name."""
    with numpy.load(path) as arrays:
        stored = {name: arrays[name] for name in arrays.files}
    models = {}
    for key in (name for name in stored if name.endswith("/weights")):
        name = key.removesuffix("/weights")
        classes, features = (
            stored[f"{name}/{part}"].tobytes().decode().split(_SEPARATOR) for part in ("classes", "features")
        )
        blocks = tuple(int(size) for size in stored[f"{name}/blocks"])
        models[name] = LinearModel(classes, features, stored[key].astype("float32"), blocks)
    return models


@lru_cache(maxsize=1)
def weights_digest() -> str:
    """The first twelve hexadecimal digits of the SHA-256 of the weights that ship with the program."""
    return hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()[:12]
