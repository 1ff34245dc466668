"""Make waters.json from Natural Earth's shapefiles: rivers and lakes, simplified and quantised.

    python make_waters.py ne_10m_rivers_lake_centerlines.shp ne_10m_lakes.shp > waters.json

Run by hand when Natural Earth changes; the result is kept beside this file. Each line is
[x, y, dx, dy, ...] in steps of 1/200 degree from 0, 0.
"""

from __future__ import annotations

import json
import struct
import sys
from itertools import pairwise
from pathlib import Path

STEPS = 200  # of a degree
TOLERANCE = 0.01  # degrees
SMALLEST_LAKE = 0.01  # square degrees, about 120 km² at the equator
FARTHEST_RIVER_RANK = 6

Point = tuple[float, float]


def lines_of(path: Path) -> list[list[list[Point]]]:
    """Return the parts of each shape of a shapefile of lines or polygons."""
    data, index = path.read_bytes(), path.with_suffix(".shx").read_bytes()
    shapes = []
    for number in range((len(index) - 100) // 8):
        offset = struct.unpack_from(">i", index, 100 + 8 * number)[0] * 2 + 8
        if struct.unpack_from("<i", data, offset)[0] == 0:
            shapes.append([])
            continue
        n_parts, n_points = struct.unpack_from("<ii", data, offset + 36)
        starts = [*struct.unpack_from(f"<{n_parts}i", data, offset + 44), n_points]
        flat = struct.unpack_from(f"<{2 * n_points}d", data, offset + 44 + 4 * n_parts)
        points = list(zip(flat[::2], flat[1::2], strict=True))
        shapes.append([points[a:b] for a, b in pairwise(starts)])
    return shapes


def ranks_of(path: Path, field: str) -> list[float]:
    """Return a field of numbers of a dBASE table."""
    data = path.read_bytes()
    count, header, width = struct.unpack_from("<IHH", data, 4)
    place, offset = 1, 32
    while data[offset] != 13:
        name = data[offset : offset + 11].split(b"\0")[0].decode()
        if name == field:
            break
        place, offset = place + data[offset + 16], offset + 32
    length = data[offset + 16]
    rows = (header + n * width + place for n in range(count))
    return [float(data[r : r + length].strip() or 99) for r in rows]


def simplified(points: list[Point], tolerance: float) -> list[Point]:
    """Return a line without the points that lie within the tolerance of it (Douglas, Peucker)."""
    kept, spans = {0, len(points) - 1}, [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        (ax, ay), (bx, by) = points[first], points[last]
        length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
        worst, farthest = 0.0, -1
        for n in range(first + 1, last):
            x, y = points[n]
            if length:
                off = abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length
            else:
                off = ((x - ax) ** 2 + (y - ay) ** 2) ** 0.5
            if off > worst:
                worst, farthest = off, n
        if worst > tolerance:
            kept.add(farthest)
            spans += [(first, farthest), (farthest, last)]
    return [points[n] for n in sorted(kept)]


def packed(points: list[Point]) -> list[int]:
    """Return a line as differences of whole steps."""
    flat, x, y = [], 0, 0
    for lon, lat in simplified(points, TOLERANCE):
        nx, ny = round(lon * STEPS), round(lat * STEPS)
        if flat and (nx, ny) == (x, y):
            continue
        flat += [nx - x, ny - y]
        x, y = nx, ny
    return flat


def area_of(ring: list[Point]) -> float:
    """Return the area that a ring encloses, in square degrees."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))) / 2


def main(rivers: Path, lakes: Path) -> None:
    """Print the waters."""
    ranks = ranks_of(rivers.with_suffix(".dbf"), "scalerank")
    lines = [
        {"rank": int(rank), "lines": [packed(part) for part in parts]}
        for rank, parts in zip(ranks, lines_of(rivers), strict=True)
        if parts and rank <= FARTHEST_RIVER_RANK
    ]
    shores = [[packed(p) for p in parts if len(p) > 3] for parts in lines_of(lakes) if parts]
    sizes = [area_of(parts[0]) if parts else 0.0 for parts in lines_of(lakes) if parts]
    kept = [s for s, size in zip(shores, sizes, strict=True) if s and size >= SMALLEST_LAKE]
    json.dump({"steps": STEPS, "rivers": lines, "lakes": kept}, sys.stdout, separators=(",", ":"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
