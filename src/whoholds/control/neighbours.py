"""A weak pull between neighbouring places: what is held around leans on what is not known."""

from __future__ import annotations

from math import exp

import numpy as np

from whoholds.control.track import FIRST_PARTY, Floats

MOST = 1.0
"""The most that neighbours add to the log-odds of a party, nats."""
COUNT = 8
"""How many neighbours of a place count."""

_REACH = 30.0  # km: a neighbour so far away counts for 1 / e
_EARTH = 6371.0  # km


def closeness(kilometres: float) -> float:
    """Return how much a place so far away counts as a neighbour, 0..1."""
    return exp(-kilometres / _REACH)


def kilometres(lat: float, lon: float, lats: Floats, lons: Floats) -> Floats:
    """Return the great-circle distances (P,) of places to a point, all in degrees."""
    north, east = np.radians(lats - lat), np.radians(lons - lon)
    half = np.sin(north / 2.0) ** 2
    half += np.cos(np.radians(lat)) * np.cos(np.radians(lats)) * np.sin(east / 2.0) ** 2
    found = 2.0 * _EARTH * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    return np.asarray(found, dtype=np.float64)


def leanings(prior: Floats, around: Floats, expected: Floats) -> Floats:
    """Return what neighbours add to the log-odds of each state, nats, (Q, K).

    prior: (K,) of the place. around: (Q, K) the neighbours' beliefs by the place's own states,
    each times its closeness; expected: (K,) the same of their priors. The place's own prior is
    taken as one neighbour more. Neighbours who know no more than their priors add nothing, and
    all together never more than MOST nats, which is less than one clear claim: direct evidence
    prevails.
    """
    nats = np.zeros_like(around)
    named = np.flatnonzero(prior[FIRST_PARTY:] > 0.0) + FIRST_PARTY
    told = np.log((prior[named] + around[:, named]) / (prior[named] + expected[named]))
    nats[:, named] = np.clip(told, -MOST, MOST)
    return nats
