"""From arc scores to the best tree with one root (Chu and Liu 1965, Edmonds 1967)."""

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Heads = NDArray[np.int64]


def is_tree(heads: Heads) -> bool:
    """Whether heads (n + 1,; index 0 is the root and ignored) form a tree with a single root."""
    links: list[int] = heads.tolist()
    if links[1:].count(0) != 1:
        return False
    state = [0] * len(links)
    state[0] = 2
    for start in range(1, len(links)):
        path = []
        i = start
        while state[i] == 0:
            state[i] = 1
            path.append(i)
            i = links[i]
        if state[i] == 1:
            return False
        for j in path:
            state[j] = 2
    return True


def best_heads(arcs: Scores) -> Heads:
    """Return the head (0 = root, words from 1) of each of n words.

    arcs: (n, n + 1) scores, row = word, column = head. The greedy choice where it is a tree, else
    the maximum spanning tree over every choice of the single root.
    """
    n = arcs.shape[0]
    scores = np.full((n + 1, n + 1), -np.inf, dtype=np.float64)
    scores[1:] = arcs
    np.fill_diagonal(scores, -np.inf)
    heads: Heads = scores.argmax(axis=1)
    if is_tree(heads):
        return heads[1:]
    return _single_root(scores)[1:]


def _single_root(scores: NDArray[np.float64]) -> Heads:
    """Force one root by a cost on root arcs that no gain elsewhere can outweigh."""
    finite = scores[np.isfinite(scores)]
    cost = (finite.max() - finite.min() + 1.0) * scores.shape[0]
    punished = scores.copy()
    punished[1:, 0] -= cost
    return _spanning(punished)


def _cycle(heads: Heads) -> list[int]:
    seen = np.zeros(len(heads), dtype=np.int64)
    for start in range(1, len(heads)):
        i = start
        while i > 0 and seen[i] == 0:
            seen[i] = start
            i = int(heads[i])
        if i > 0 and seen[i] == start:
            cycle = [i]
            while heads[cycle[-1]] != i:
                cycle.append(int(heads[cycle[-1]]))
            return cycle
    return []


def _spanning(scores: NDArray[np.float64]) -> Heads:
    """Maximum spanning arborescence from node 0: contract a cycle, solve, expand."""
    heads: Heads = scores.argmax(axis=1)
    heads[0] = 0
    cycle = _cycle(heads)
    if not cycle:
        return heads
    inside = np.array(cycle)
    outside = np.array([i for i in range(len(heads)) if i not in set(cycle)])
    node = len(outside)
    small = np.full((node + 1, node + 1), -np.inf)
    small[:node, :node] = scores[np.ix_(outside, outside)]
    leaving = scores[np.ix_(outside, inside)]  # a word outside takes its head inside
    small[:node, node] = leaving.max(axis=1)
    kept = scores[inside, heads[inside]]
    entering = scores[np.ix_(inside, outside)] - kept[:, None]  # the cycle takes a head outside
    small[node, :node] = entering.max(axis=0)
    np.fill_diagonal(small, -np.inf)
    solved = _spanning(small)
    result = heads.copy()
    for k in range(1, node):
        head = solved[k]
        result[outside[k]] = inside[leaving[k].argmax()] if head == node else outside[head]
    broken = inside[entering[:, solved[node]].argmax()]
    result[broken] = outside[solved[node]]
    return result
