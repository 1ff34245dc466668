"""Best trees: against brute force on small sentences, and always trees."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from whoholds.reading.english.tree import best_heads, is_tree

sizes = st.integers(1, 4)
values = st.floats(-5, 5, width=32)
small = sizes.flatmap(lambda n: arrays(np.float32, (n, n + 1), elements=values))
large = st.integers(1, 25).flatmap(lambda n: arrays(np.float32, (n, n + 1), elements=values))


def total(arcs: np.ndarray, heads: tuple[int, ...]) -> float:
    return float(sum(np.float64(arcs[i, h]) for i, h in enumerate(heads)))


@settings(deadline=None)  # busy machines
@given(small)
def test_no_tree_scores_higher(arcs: np.ndarray) -> None:
    n = arcs.shape[0]
    trees = (t for t in product(range(n + 1), repeat=n) if is_tree(np.array([0, *t])))
    best = max(total(arcs, t) for t in trees)
    found = tuple(int(h) for h in best_heads(arcs))
    assert is_tree(np.array([0, *found]))
    assert total(arcs, found) >= best - 1e-6


@settings(deadline=None)  # busy machines
@given(large)
def test_result_is_a_tree_with_one_root(arcs: np.ndarray) -> None:
    assert is_tree(np.array([0, *best_heads(arcs)]))


def test_cycles_and_two_roots_are_no_trees() -> None:
    assert not is_tree(np.array([0, 2, 1]))
    assert not is_tree(np.array([0, 0, 0]))
    assert is_tree(np.array([0, 2, 0, 2]))
