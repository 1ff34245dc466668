"""Distances on the sphere and points in polygons."""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from whoholds.errors import GazetteerError

EARTH_RADIUS_KM = 6371.0088
Floats = NDArray[np.float64]


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the great-circle distance in km between two (latitude, longitude) in degrees."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*one, *other))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


def distances_km(lat: float | Floats, lon: float | Floats, lats: Floats, lons: Floats) -> Floats:
    """Return the great-circle distances in km between points in degrees, as numpy broadcasts."""
    lat1, lat2 = np.radians(lat), np.radians(lats)
    half = (
        np.sin((lat2 - lat1) / 2) ** 2
        + np.cos(lat1) * np.cos(lat2) * np.sin(np.radians(lons - lon) / 2) ** 2
    )
    away: Floats = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, np.sqrt(half)))
    return away


def distance_to_line_km(
    point: tuple[float, float], one: tuple[float, float], other: tuple[float, float]
) -> float:
    """Return how far a (latitude, longitude) is from the straight line between two others, in km.

    On a plane touching the earth at the point: good to a percent on lines of some hundred km.
    """
    scale = math.cos(math.radians(point[0]))
    ax, ay = ((one[1] - point[1]) * scale, one[0] - point[0])
    bx, by = ((other[1] - point[1]) * scale, other[0] - point[0])
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else max(0.0, min(1.0, -(ax * dx + ay * dy) / length))
    return math.radians(math.hypot(ax + along * dx, ay + along * dy)) * EARTH_RADIUS_KM


@dataclass(frozen=True, slots=True)
class Shape:
    """The area of one place: closed rings of (longitude, latitude) corners in degrees.

    A point is inside where a line to it crosses the rings an odd number of times, so holes and
    separate parts need no mark of their own.
    """

    place_id: str
    rings: tuple[Floats, ...]

    def contains(self, lat: float, lon: float) -> bool:
        """Say whether a point lies inside."""
        return bool(self.contains_many(np.array([lat]), np.array([lon]))[0])

    def contains_many(self, lats: Floats, lons: Floats) -> NDArray[np.bool_]:
        """Say for each point whether it lies inside."""
        inside = np.zeros(len(lats), dtype=bool)
        south, west, north, east = self.bounds()
        near = np.flatnonzero((lats >= south) & (lats <= north) & (lons >= west) & (lons <= east))
        for ring in self.rings:
            inside[near] ^= _odd_crossings(ring, lats[near], lons[near])
        return inside

    def bounds(self) -> tuple[float, float, float, float]:
        """Return south, west, north and east of the box around it, in degrees."""
        corners = np.concatenate(self.rings)
        west, south = corners.min(axis=0)
        east, north = corners.max(axis=0)
        return float(south), float(west), float(north), float(east)

    def middle(self) -> tuple[float, float]:
        """Return the centroid (latitude, longitude) of its largest ring, in degrees."""
        areas = [_area_and_centroid(r) for r in self.rings]
        _, lon, lat = max(areas)
        return lat, lon


def _odd_crossings(ring: Floats, lats: Floats, lons: Floats) -> NDArray[np.bool_]:
    """Say for each point whether a ray to the east crosses the ring an odd number of times."""
    odd = np.zeros(len(lats), dtype=bool)
    for (lon1, lat1), (lon2, lat2) in zip(ring[:-1].tolist(), ring[1:].tolist(), strict=True):
        if lat1 == lat2:
            continue
        between = (lat1 > lats) != (lat2 > lats)
        odd ^= between & (lons < lon1 + (lats - lat1) * (lon2 - lon1) / (lat2 - lat1))
    return odd


def _area_and_centroid(ring: Floats) -> tuple[float, float, float]:
    x, y = ring[:, 0], ring[:, 1]
    cross = x[:-1] * y[1:] - x[1:] * y[:-1]
    area = float(cross.sum()) / 2
    if abs(area) < 1e-12:
        return 0.0, float(x.mean()), float(y.mean())
    lon = float(((x[:-1] + x[1:]) * cross).sum()) / (6 * area)
    lat = float(((y[:-1] + y[1:]) * cross).sum()) / (6 * area)
    return abs(area), lon, lat


class Shapes:
    """The areas known, by place id."""

    def __init__(self, shapes: Iterable[Shape]) -> None:
        self._shapes: Mapping[str, Shape] = {s.place_id: s for s in shapes}

    def __len__(self) -> int:
        return len(self._shapes)

    def find(self, place_id: str) -> Shape | None:
        """Return the area of a place, None where none is known."""
        return self._shapes.get(place_id)

    @classmethod
    def load(cls, folder: Path) -> Shapes:
        """Read the `*.shapes.npz` files of a folder; raises GazetteerError on a damaged one."""
        return cls(s for path in sorted(folder.glob("*.shapes.npz")) for s in _load_shapes(path))


def save_shapes(shapes: Sequence[Shape], path: Path) -> None:
    """Write areas to a file that `Shapes.load` reads."""
    rings = [(i, r) for i, s in enumerate(shapes) for r in s.rings]
    ids = json.dumps([s.place_id for s in shapes]).encode()
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            ids=np.frombuffer(ids, np.uint8),
            owners=np.array([i for i, _ in rings], np.uint32),
            lengths=np.array([len(r) for _, r in rings], np.uint32),
            corners=np.concatenate([r for _, r in rings]) if rings else np.empty((0, 2)),
        )


def _load_shapes(path: Path) -> list[Shape]:
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            ids: list[str] = json.loads(file["ids"].tobytes())
            owners, ends, corners = file["owners"], file["lengths"].cumsum(), file["corners"]
    except (OSError, EOFError, ValueError, KeyError, TypeError, zlib.error, BadZipFile) as error:
        raise GazetteerError(
            where=str(path), what=f"not a file of areas ({error})", fix="Add the boundaries again."
        ) from error
    rings = np.split(corners, ends[:-1])
    return [
        Shape(place_id, tuple(r for o, r in zip(owners.tolist(), rings, strict=True) if o == i))
        for i, place_id in enumerate(ids)
    ]
