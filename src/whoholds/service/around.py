"""The neighbours of a place among those of a store."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from whoholds.control.neighbours import COUNT, closeness, kilometres
from whoholds.model import Place

FARTHEST = 100.0
"""Kilometres beyond which nothing is a neighbour."""
_SETTLED = frozenset({"P", "S"})


class Around:
    """Settlements and sites of a store by where they lie."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._places = [p for p in places if _has_point(p) and p.feature_class in _SETTLED]
        self._lat = np.array([p.lat for p in self._places], dtype=np.float64)
        self._lon = np.array([p.lon for p in self._places], dtype=np.float64)

    def of(self, place: Place) -> tuple[tuple[Place, float], ...]:
        """Return the nearest others of a place, the nearest first, with how close each is.

        None for a place without coordinates, and for a region.
        """
        if place.lat is None or place.lon is None or place.feature_class not in _SETTLED:
            return ()
        away = kilometres(place.lat, place.lon, self._lat, self._lon)
        nearest = np.argsort(away, kind="stable")[: COUNT + 1].tolist()
        others = [i for i in nearest if self._places[i].id != place.id and away[i] <= FARTHEST]
        return tuple((self._places[i], closeness(float(away[i]))) for i in others[:COUNT])


def _has_point(place: Place) -> bool:
    return place.lat is not None and place.lon is not None
