"""Make breakaways.json from Natural Earth: outlines of lands that govern themselves.

    python make_breakaways.py ne_10m_admin_0_disputed_areas.geojson > breakaways.json

Run by hand when Natural Earth changes; the result is kept beside this file. The other disputed
borders are between countries and are named in disputed.json; these lie within one.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from make_waters import simplified

DIGITS = 3  # of a degree: about 100 m
TOLERANCE = 0.004  # degrees
KIND = "Breakaway"


def outlines_of(path: Path) -> list[dict[str, object]]:
    """Return the name and the outlines of each breakaway land of a file, by name."""
    found = []
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        told = {key.lower(): value for key, value in feature["properties"].items()}
        if told.get("type") != KIND:
            continue
        geometry = feature["geometry"]
        whole = geometry["coordinates"]
        polygons = [whole] if geometry["type"] == "Polygon" else whole
        lines = [_rounded(ring) for rings in polygons for ring in rings]
        found.append({"name": told["brk_name"], "note": told.get("note_brk"), "lines": lines})
    return sorted(found, key=lambda land: str(land["name"]))


def _rounded(ring: list[list[float]]) -> list[list[float]]:
    points = [(x, y) for x, y, *_ in ring]
    half = len(points) // 2
    # A ring's ends are one point, from which nothing is far: it is simplified in halves.
    kept = [*simplified(points[: half + 1], TOLERANCE)[:-1], *simplified(points[half:], TOLERANCE)]
    return [[round(x, DIGITS), round(y, DIGITS)] for x, y in kept]


if __name__ == "__main__":
    json.dump(outlines_of(Path(sys.argv[1])), sys.stdout, separators=(",", ":"))
    print()
