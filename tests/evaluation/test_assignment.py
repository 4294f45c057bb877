"""One-to-one pairing against the definition: every pairing tried."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.evaluation import assignment
from extractor.evaluation.assignment import Pair, best_pairs

Weights = dict[Pair, float]
weights = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(-1, 5).map(float) | st.floats(0, 3), max_size=25
)


def heaviest(weights: Weights) -> float:
    """The most that any one-to-one pairing of up to five with five can weigh."""
    return max(
        sum(max(0.0, weights.get((left, right), 0.0)) for left, right in enumerate(order))
        for order in permutations(range(5))
    )


def is_one_to_one(pairs: list[Pair]) -> bool:
    return len({left for left, _ in pairs}) == len({right for _, right in pairs}) == len(pairs)


@given(weights)
def test_no_pairing_weighs_more(weights: Weights) -> None:
    pairs = best_pairs(weights)
    assert is_one_to_one(pairs)
    assert all(weights[pair] > 0 for pair in pairs)
    assert sum(weights[pair] for pair in pairs) == pytest.approx(heaviest(weights))


@given(weights)
def test_large_groups_are_paired_greedily(weights: Weights) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assignment, "GREEDY_ABOVE", 0)
        pairs = best_pairs(weights)
    assert is_one_to_one(pairs)
    assert sum(weights[pair] for pair in pairs) >= heaviest(weights) / 2 - 1e-9


def test_greedy_takes_the_heaviest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    candidates = {(0, 0): 3.0, (0, 1): 2.0, (1, 0): 2.0}
    assert best_pairs(candidates) == [(0, 1), (1, 0)]
    monkeypatch.setattr(assignment, "GREEDY_ABOVE", 0)
    assert best_pairs(candidates) == [(0, 0)]


def test_more_left_than_right() -> None:
    assert best_pairs({(0, 0): 1.0, (1, 0): 2.0, (2, 0): 1.0}) == [(1, 0)]
