"""A weak pull between neighbouring places: what is held around leans on what is not known."""

from __future__ import annotations

from math import exp

import numpy as np

from whoholds.control.track import FIRST_PARTY, Floats, Ints

MOST = 1.0
"""The most that neighbours add to the log-odds of a party, nats."""
COUNT = 8
"""How many neighbours of a place count."""

_REACH = 30.0  # km: a neighbour so far away counts for 1 / e
_EARTH = 6371.0  # km

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


def closeness(kilometres: float) -> float:
    """Return how much a place so far away counts as a neighbour, 0..1."""
    return exp(-kilometres / _REACH)


def distances(latitude: Floats, longitude: Floats, near: Ints) -> Floats:
    """Return the kilometres (P, k) to the places of `near` (P, k); infinite for -1."""
    lat, lon = np.radians(latitude), np.radians(longitude)
    there = np.maximum(near, 0)
    half = np.sin((lat[there] - lat[:, None]) / 2.0) ** 2
    half += np.cos(lat)[:, None] * np.cos(lat[there]) * np.sin((lon[there] - lon[:, None]) / 2) ** 2
    found = 2.0 * _EARTH * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    return np.asarray(np.where(near >= 0, found, np.inf), dtype=np.float64)


def leanings(prior: Floats, around: Floats, weight: float) -> Floats:
    """Return what neighbours add to the log-odds of each state, nats, (Q, K).

    prior: (K,) of the place. around: (Q, K) the neighbours' beliefs by the place's own states,
    each times its closeness; weight: the sum of the closenesses. The place's prior is taken as
    one neighbour more. Neighbours who know no more than the prior add nothing, and all together
    never more than MOST nats, which is less than one clear claim: direct evidence prevails.
    """
    nats = np.zeros_like(around)
    named = np.flatnonzero(prior[FIRST_PARTY:] > 0.0) + FIRST_PARTY
    expected = (1.0 + weight) * prior[named]
    told = np.log((prior[named] + around[:, named]) / expected)
    nats[:, named] = np.clip(told, -MOST, MOST)
    return nats
