"""Baselines of simulated wars, and how good and how honest answers are."""

from __future__ import annotations

import numpy as np

from control_generator import CONTEST, CONTESTED, PARTIES, Floats, Ints, Told


def last_claims(told: Told, place: Ints, day: Ints, k: int) -> Floats:
    """Return the shares of the last k claims on each place by each day (all where fewer)."""
    order = np.lexsort((told.published, told.end, told.place))
    where, when = told.place[order], told.end[order]
    said = np.where(told.kind == CONTEST, CONTESTED, told.party)[order]
    scale = float(when.max()) + 10.0
    keys = where * scale + when
    upto = np.searchsorted(keys, place * scale + day + 1.0, side="right")
    first = np.searchsorted(where, place, side="left")
    shares = np.zeros((len(place), PARTIES + 2))
    for back in range(1, k + 1):
        has = upto - back >= first
        shares[np.flatnonzero(has), said[np.maximum(upto - back, 0)][has]] += 1.0
    none = shares.sum(axis=1) == 0
    shares[none, -1] = 1.0
    return np.asarray(shares / shares.sum(axis=1, keepdims=True), dtype=np.float64)


def brier(shares: Floats, truth: Ints) -> float:
    """Return the mean squared error over all states."""
    hit = np.zeros_like(shares)
    hit[np.arange(len(truth)), truth] = 1.0
    return float(((shares - hit) ** 2).sum(axis=1).mean())


def calibration_error(shares: Floats, truth: Ints, *, bins: int = 10) -> float:
    """Return the expected calibration error of the most probable state."""
    top, sure = shares.argmax(axis=1), shares.max(axis=1)
    right = (top == truth).astype(np.float64)
    which = np.minimum((sure * bins).astype(np.int64), bins - 1)
    count = np.bincount(which, minlength=bins)
    gap = np.abs(np.bincount(which, right - sure, bins))
    return float(gap.sum() / count.sum())
