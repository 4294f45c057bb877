"""Learn a chain of decisions: a linear-chain conditional random field over the sums of a text, in their order.

Each decision has features of its own and ties to the one before; both are learnt together, so that no decision trusts the one
before it more than that one deserves. (Lafferty, McCallum, Pereira 2001.) The gradient is computed for all texts at once,
place by place, and L-BFGS minimises the negative log-likelihood with an L2 penalty; nothing in it is random.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from extractor.pipeline.linear import LinearModel

Floats = NDArray[numpy.float64]


@dataclass
class Link:
    """One decision of a chain."""

    features: dict[str, float]
    ties: tuple[str, ...]
    answer: str


Chain = Sequence[Link]


def fit_chain(chains: Sequence[Chain], strength: float, least: float, iterations: int = 120) -> LinearModel:
    """Learn the weights of features and ties.

    Args:
        chains: the decisions of each text, in order.
        strength: how far the weights may go (the C of a logistic regression).
        least: weights nearer to nothing than this are dropped.
        iterations: how many steps at most.
    """
    chains = sorted((chain for chain in chains if chain), key=len, reverse=True)
    links = [link for chain in chains for link in chain]
    classes = sorted({link.answer for link in links})
    counts = Counter(name for link in links for name in link.features if name)
    names = sorted(name for name, count in counts.items() if count > 1)
    ties = sorted({name for link in links for name in link.ties})
    problem = _Problem(
        chains,
        classes,
        {name: place for place, name in enumerate(names)},
        {name: place for place, name in enumerate(ties)},
    )
    solved = minimize(
        problem.loss,
        numpy.zeros(problem.size),
        (strength,),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": iterations, "maxfun": 2 * iterations},
    )
    bias, weights, tied = problem.unpacked(solved.x)
    kept = [place for place in range(len(names)) if abs(weights[place]).max() >= least]
    rows = [bias, *(weights[place] for place in kept)]
    features = ["", *(names[place] for place in kept)]
    for place, name in enumerate(ties):
        for number, label in enumerate(classes):
            rows.append(tied[place, number])
            features.append(f"{name}={label}")
    return LinearModel(classes, features, numpy.array(rows, "float32"))


class _Problem:
    """The negative log-likelihood of the answers and its gradient, as a function of one long vector."""

    def __init__(
        self, chains: Sequence[Chain], classes: list[str], column: dict[str, int], tie: dict[str, int]
    ) -> None:
        self.classes, self.features, self.ties = len(classes), len(column), len(tie)
        self.size = self.classes * (1 + self.features) + self.ties * self.classes**2
        links = [link for chain in chains for link in chain]
        rows, columns, values = [], [], []
        for row, link in enumerate(links):
            for name, value in link.features.items():
                if name in column:
                    rows.append(row)
                    columns.append(column[name])
                    values.append(value)
        self.matrix = csr_matrix((values, (rows, columns)), shape=(len(links), self.features))
        self.turned = self.matrix.T.tocsr()
        number = {label: place for place, label in enumerate(classes)}
        self.answers = numpy.array([number[link.answer] for link in links])
        starts = numpy.cumsum([0, *(len(chain) for chain in chains)])
        # the rows that stand first, second ... in their chains; the chains are ordered by length
        self.places = [
            numpy.array([starts[index] + place for index, chain in enumerate(chains) if len(chain) > place])
            for place in range(len(chains[0]))
        ]
        tie_rows = [row for row, link in enumerate(links) for _ in link.ties]
        tie_columns = [tie[name] for link in links for name in link.ties]
        shape = (len(links), self.ties)
        self.tie_matrix = csr_matrix((numpy.ones(len(tie_rows)), (tie_rows, tie_columns)), shape=shape)
        firsts = set(starts[:-1].tolist())
        self.later = numpy.array([row for row in range(len(links)) if row not in firsts], int)

    def unpacked(self, vector: Floats) -> tuple[Floats, Floats, Floats]:
        """The bias, the features' weights and the ties' weights of a vector."""
        cut = self.classes * (1 + self.features)
        table = vector[:cut].reshape(1 + self.features, self.classes)
        return table[0], table[1:], vector[cut:].reshape(self.ties, self.classes, self.classes)

    def loss(self, vector: Floats, strength: float) -> tuple[float, Floats]:
        """The penalised negative log-likelihood at a point, and its gradient."""
        bias, weights, tied = self.unpacked(vector)
        scores = self.matrix @ weights + bias
        size = self.classes
        between = (self.tie_matrix @ tied.reshape(self.ties, -1)).reshape(-1, size, size)
        forward = numpy.empty_like(scores)
        backward = numpy.zeros_like(scores)
        forward[self.places[0]] = scores[self.places[0]]
        for rows in self.places[1:]:
            forward[rows] = scores[rows] + _log_sum(forward[rows - 1][:, :, None] + between[rows], 1)
        for rows in reversed(self.places[1:]):
            backward[rows - 1] = _log_sum(between[rows] + (scores[rows] + backward[rows])[:, None, :], 2)
        total = _log_sum(forward[self.places[0]] + backward[self.places[0]], 1)
        whole = numpy.empty(len(scores))
        for rows in self.places:
            whole[rows] = total[: len(rows)]
        single = numpy.exp(forward + backward - whole[:, None])
        later = self.later
        pairs = numpy.exp(
            forward[later - 1][:, :, None]
            + between[later]
            + (scores[later] + backward[later])[:, None, :]
            - whole[later][:, None, None]
        )
        every = numpy.arange(len(scores))
        value = total.sum() - scores[every, self.answers].sum()
        value -= between[later, self.answers[later - 1], self.answers[later]].sum()
        single[every, self.answers] -= 1.0
        pairs[numpy.arange(len(later)), self.answers[later - 1], self.answers[later]] -= 1.0
        gradient = numpy.concatenate(
            [
                single.sum(0),
                (self.turned @ single).ravel(),
                (self.tie_matrix[later].T @ pairs.reshape(len(later), -1)).ravel(),
            ]
        )
        penalised = vector.copy()
        penalised[:size] = 0.0  # the bias is free
        value += 0.5 / strength * float(penalised @ penalised)
        return float(value), gradient + penalised / strength


def _log_sum(table: Any, axis: int) -> Any:
    highest = table.max(axis=axis, keepdims=True)
    return numpy.squeeze(highest, axis) + numpy.log(numpy.exp(table - highest).sum(axis=axis))
