"""A weak pull between neighbouring places, on what no evidence reaches."""

from __future__ import annotations

import numpy as np

from whoholds.control.track import Floats, Ints

PULL = 0.5
"""How far a place without evidence follows neighbours that are all known, 0..1."""

_CHUNK = 4_000_000


def nearest(latitude: Floats, longitude: Floats, k: int) -> Ints:
    """Return the k nearest other places of each, (P, k), by great-circle distance.

    latitude, longitude: (P,) degrees; a place without coordinates (nan) has no neighbours and is
    nobody's: its row is -1. Where fewer than k others exist, rows are filled with -1.
    Cost: O(P^2) time in chunks of bounded memory.
    """
    count = len(latitude)
    found = np.full((count, k), -1, dtype=np.int64)
    placed = np.flatnonzero(~(np.isnan(latitude) | np.isnan(longitude)))
    width = min(k, len(placed) - 1)
    if width < 1:
        return found
    lat, lon = np.radians(latitude[placed]), np.radians(longitude[placed])
    axes = (np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat))
    points = np.stack(axes, axis=1)
    step = max(1, _CHUNK // len(placed))
    for start in range(0, len(placed), step):
        rows = np.arange(start, min(start + step, len(placed)))
        closeness = points[rows] @ points.T
        closeness[np.arange(len(rows)), rows] = -2.0
        best = np.argpartition(-closeness, width - 1, axis=1)[:, :width]
        order = np.argsort(-np.take_along_axis(closeness, best, axis=1), axis=1, kind="stable")
        found[placed[rows], :width] = placed[np.take_along_axis(best, order, axis=1)]
    return found


def pulled(
    beliefs: Floats, unreached: Floats, prior: Floats, near: Ints, *, pull: float = PULL
) -> Floats:
    """Return beliefs (P, K) in which the part that no evidence reaches follows the neighbours.

    beliefs, prior: (P, K) over the same states for all places; unreached: (P,) 0..1; near:
    (P, k), -1 for none. Of a place's unreached part a share of pull * (how far evidence reaches
    the neighbours) moves from its prior to the neighbours' mean belief, weighed by how far
    evidence reaches each. What evidence says of the place itself is never touched.
    """
    known = near >= 0
    reach = np.where(known, 1.0 - unreached[near], 0.0)
    total = reach.sum(axis=1)
    mean = (reach[:, :, None] * beliefs[near]).sum(axis=1)
    mean /= np.maximum(total, 1e-12)[:, None]
    among = np.maximum(known.sum(axis=1), 1)
    moved = (pull * unreached * total / among)[:, None]
    mixed = np.maximum(beliefs - moved * prior, 0.0) + moved * mean
    return np.asarray(mixed / mixed.sum(axis=1, keepdims=True), dtype=np.float64)
