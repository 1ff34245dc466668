"""The ground that a map is drawn on: lands, waters and borders, where they are built."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from whoholds.publish.map_page import STATIC

Points = npt.NDArray[np.float64]
"""Rows of longitude and latitude, in degrees."""
At = Callable[[float, float], tuple[float, float]]
"""From latitude and longitude to pixels."""

WATER = "#CFDBE3"
_LAND, _RIVER, _BORDER = "#F4F1EA", "#B4C8D5", "#8B8880"
_SMALLEST_STEP = 0.6
"""Pixels that a line must move for a point of it to be drawn."""
_FARTHEST_RIVER_RANK = 5


class _Country(msgspec.Struct):
    polygons: list[list[list[int]]]


class _River(msgspec.Struct):
    rank: int
    lines: list[list[int]]


class _Waters(msgspec.Struct):
    steps: int
    rivers: list[_River]
    lakes: list[list[list[int]]]


class _Base(msgspec.Struct):
    """What the build makes of Natural Earth: lines as differences of whole steps of a degree."""

    source: str
    steps: int
    countries: list[_Country]
    borders: list[list[int]]
    disputed: list[list[int]]
    waters: _Waters


class Box(NamedTuple):
    """The degrees that a picture shows."""

    west: float
    south: float
    east: float
    north: float


@lru_cache(maxsize=1)
def base_map(folder: Path = STATIC) -> _Base | None:
    """Return the base map, or None where it was not built."""
    files = sorted((folder / "assets").glob("base-*.json"))
    return msgspec.json.decode(files[-1].read_bytes(), type=_Base) if files else None


class _Layer(NamedTuple):
    """Lines of one look, each with the box that holds it."""

    lines: tuple[tuple[Points, Box], ...]
    paint: str
    is_closed: bool


def ground_of(box: Box, at: At) -> Iterator[str]:
    """Yield the elements of SVG that show the ground of a box; none where it is not built."""
    for lines, paint, is_closed in _layers():
        near = [points for points, around in lines if _meet(around, box)]
        drawn = "".join(_drawn(points, box, at, is_closed) for points in near)
        if drawn:
            yield f'<path d="{drawn}" {paint}/>'


@lru_cache(maxsize=1)
def _layers() -> tuple[_Layer, ...]:
    base = base_map()
    if base is None:
        return ()
    lands = [ring for country in base.countries for rings in country.polygons for ring in rings]
    lakes = [ring for rings in base.waters.lakes for ring in rings]
    shown = [river for river in base.waters.rivers if river.rank <= _FARTHEST_RIVER_RANK]
    rivers = [line for river in shown for line in river.lines]
    fill, line = 'stroke="none" fill-rule="evenodd" fill=', 'fill="none" stroke='
    steps = base.waters.steps
    return (
        _Layer(_unpacked(lands, base.steps), f'{fill}"{_LAND}"', is_closed=True),
        _Layer(_unpacked(lakes, steps), f'{fill}"{WATER}"', is_closed=True),
        _Layer(_unpacked(rivers, steps), f'{line}"{_RIVER}" stroke-width="0.9"', is_closed=False),
        _Layer(_unpacked(base.borders, base.steps), f'{line}"{_BORDER}"', is_closed=False),
        _Layer(
            _unpacked(base.disputed, base.steps),
            f'{line}"{_BORDER}" stroke-width="1.2" stroke-dasharray="4 3"',
            is_closed=False,
        ),
    )


def _unpacked(lines: Sequence[Sequence[int]], steps: int) -> tuple[tuple[Points, Box], ...]:
    made = []
    for packed in lines:
        points = np.cumsum(np.asarray(packed, dtype=np.int64).reshape(-1, 2), axis=0) / steps
        made.append((points, Box(*points.min(axis=0).tolist(), *points.max(axis=0).tolist())))
    return tuple(made)


def _drawn(points: Points, box: Box, at: At, is_closed: bool) -> str:
    """Return a line as a path, without the points that lie far outside or hardly move it."""
    wide, high = box.east - box.west, box.north - box.south
    low, most = (box.west - wide, box.south - high), (box.east + wide, box.north + high)
    kept: list[str] = []
    x0 = y0 = float("inf")
    for lon, lat in np.clip(points, low, most).tolist():
        x, y = at(lat, lon)
        if abs(x - x0) + abs(y - y0) >= _SMALLEST_STEP:
            kept.append(f"{x:.1f} {y:.1f}")
            x0, y0 = x, y
    return f"M{'L'.join(kept)}{'Z' if is_closed else ''}" if len(kept) > 1 else ""


def _meet(a: Box, b: Box) -> bool:
    return a.west <= b.east and b.west <= a.east and a.south <= b.north and b.south <= a.north
