"""One-to-one pairing that makes the sum of the weights as large as it can be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

Pair = tuple[int, int]

GREEDY_ABOVE = 2_000_000
"""Steps (rows² x columns) beyond which one connected group of candidates is paired greedily, heaviest first."""

_nothing = float("inf")


def best_pairs(weights: Mapping[Pair, float]) -> list[Pair]:
    """Pair left with right items, each at most once, so that the weights of the pairs add up to the most.

    Exact (Kuhn 1955, Munkres 1957, with potentials) within each group of items that candidates connect; a group
    larger than `GREEDY_ABOVE` is paired greedily, so that the time stays bounded.

    Args:
        weights: the candidate pairs (left, right) and their weights; those not above 0 are ignored.

    Returns:
        The pairs, sorted.

    Example:
        >>> best_pairs({(0, 0): 3, (0, 1): 2, (1, 0): 2})
        [(0, 1), (1, 0)]
    """
    pairs: list[Pair] = []
    for group in _connected([pair for pair, weight in weights.items() if weight > 0]):
        if len(group) == 1:
            pairs += group
            continue
        lefts, rights = sorted({left for left, _ in group}), sorted({right for _, right in group})
        few, many = sorted((len(lefts), len(rights)))
        if few * few * many > GREEDY_ABOVE:
            pairs += _greedy(group, weights)
        else:
            pairs += _optimal(lefts, rights, weights)
    return sorted(pairs)


def _connected(pairs: list[Pair]) -> list[list[Pair]]:
    """Split the candidates into groups that share no item."""
    by_left, by_right = defaultdict(list), defaultdict(list)
    for left, right in pairs:
        by_left[left].append(right)
        by_right[right].append(left)
    groups, seen = [], set()
    for first in by_left:
        if first in seen:
            continue
        seen.add(first)
        group, waiting, rights = [], [first], set()
        while waiting:
            left = waiting.pop()
            for right in by_left[left]:
                group.append((left, right))
                if right in rights:
                    continue
                rights.add(right)
                waiting += [other for other in by_right[right] if other not in seen]
                seen.update(by_right[right])
        groups.append(group)
    return groups


def _greedy(group: list[Pair], weights: Mapping[Pair, float]) -> list[Pair]:
    lefts: set[int] = set()
    rights: set[int] = set()
    pairs = []
    for left, right in sorted(group, key=lambda pair: (-weights[pair], pair)):
        if left not in lefts and right not in rights:
            lefts.add(left)
            rights.add(right)
            pairs.append((left, right))
    return pairs


def _optimal(lefts: list[int], rights: list[int], weights: Mapping[Pair, float]) -> list[Pair]:
    if len(lefts) > len(rights):
        turned = {(right, left): weight for (left, right), weight in weights.items()}
        return [(left, right) for right, left in _optimal(rights, lefts, turned)]
    costs = [[-max(0.0, weights.get((left, right), 0.0)) for right in rights] for left in lefts]
    chosen = _cheapest_columns(costs)
    pairs = [(lefts[row], rights[column]) for row, column in enumerate(chosen)]
    return [pair for pair in pairs if weights.get(pair, 0) > 0]


def _cheapest_columns(costs: list[list[float]]) -> list[int]:
    """The column of each row such that the costs add up to the least; rows may not outnumber columns."""
    rows, columns = len(costs), len(costs[0])
    of_row, of_column = [0.0] * rows, [0.0] * (columns + 1)  # potentials; the last column is where paths start
    row_at = [-1] * (columns + 1)
    for new_row in range(rows):
        row_at[columns] = new_row
        here = columns
        slack, came_from, done = [_nothing] * columns, [columns] * columns, [False] * (columns + 1)
        while row_at[here] != -1:
            done[here] = True
            row, step, following = row_at[here], _nothing, -1
            for column in range(columns):
                if done[column]:
                    continue
                reduced = costs[row][column] - of_row[row] - of_column[column]
                if reduced < slack[column]:
                    slack[column], came_from[column] = reduced, here
                if slack[column] < step:
                    step, following = slack[column], column
            for column in range(columns + 1):
                if done[column]:
                    of_row[row_at[column]] += step
                    of_column[column] -= step
                elif column < columns:
                    slack[column] -= step
            here = following
        while here != columns:
            row_at[here] = row_at[came_from[here]]
            here = came_from[here]
    chosen = [0] * rows
    for column in range(columns):
        if row_at[column] != -1:
            chosen[row_at[column]] = column
    return chosen
