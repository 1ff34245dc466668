"""The ground that a map is drawn on: lands, waters and borders, where they are built."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import msgspec

from whoholds.publish.map_page import STATIC

Line = tuple[tuple[float, float], ...]
"""Points as longitude and latitude, in degrees."""
At = Callable[[float, float], tuple[float, float]]
"""From latitude and longitude to pixels."""

_LAND, _WATER, _RIVER, _BORDER = "#F4F1EA", "#CFDBE3", "#B4C8D5", "#8B8880"
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


def ground_of(box: Box, at: At) -> Iterator[str]:
    """Yield the elements of SVG that show the ground of a box; none where it is not built."""
    base = base_map()
    if base is None:
        return
    lands = [ring for country in base.countries for rings in country.polygons for ring in rings]
    lakes = [ring for rings in base.waters.lakes for ring in rings]
    rivers = [
        r for river in base.waters.rivers if river.rank <= _FARTHEST_RIVER_RANK for r in river.lines
    ]
    layers: tuple[tuple[Sequence[Sequence[int]], int, str, bool], ...] = (
        (lands, base.steps, f'fill="{_LAND}" stroke="none" fill-rule="evenodd"', True),
        (lakes, base.waters.steps, f'fill="{_WATER}" stroke="none" fill-rule="evenodd"', True),
        (rivers, base.waters.steps, f'fill="none" stroke="{_RIVER}" stroke-width="0.9"', False),
        (base.borders, base.steps, f'fill="none" stroke="{_BORDER}" stroke-width="1"', False),
        (
            base.disputed,
            base.steps,
            f'fill="none" stroke="{_BORDER}" stroke-width="1.2" stroke-dasharray="4 3"',
            False,
        ),
    )
    for lines, steps, paint, is_closed in layers:
        drawn = "".join(_drawn(_line(line, steps), box, at, is_closed) for line in lines)
        if drawn:
            yield f'<path d="{drawn}" {paint}/>'


WATER = _WATER


def _line(packed: Sequence[int], steps: int) -> Line:
    xs, ys = accumulate(packed[::2]), accumulate(packed[1::2])
    return tuple((x / steps, y / steps) for x, y in zip(xs, ys, strict=True))


def _drawn(line: Line, box: Box, at: At, is_closed: bool) -> str:
    """Return a line as a path, without the points that lie far outside or hardly move it."""
    wide, high = box.east - box.west, box.north - box.south
    near = Box(box.west - wide, box.south - high, box.east + wide, box.north + high)
    if not _meets(line, box):
        return ""
    points: list[str] = []
    x0 = y0 = float("inf")
    for lon, lat in line:
        x, y = at(min(max(lat, near.south), near.north), min(max(lon, near.west), near.east))
        if abs(x - x0) + abs(y - y0) >= _SMALLEST_STEP:
            points.append(f"{x:.1f} {y:.1f}")
            x0, y0 = x, y
    return f"M{'L'.join(points)}{'Z' if is_closed else ''}" if len(points) > 1 else ""


def _meets(line: Line, box: Box) -> bool:
    lons, lats = [p[0] for p in line], [p[1] for p in line]
    is_beside = min(lons) > box.east or max(lons) < box.west
    return not (is_beside or min(lats) > box.north or max(lats) < box.south)
