"""Holdings on a day as GeoJSON points (RFC 7946)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from whoholds.model import Holding
from whoholds.publish.files import whole_file
from whoholds.publish.wire import holding_row

_LEFT_OUT = {"lat", "lon", "statements"}


def write_geojson(path: Path, holdings: Iterable[Holding]) -> int:
    """Write a feature for each place with a point; return how many. Raises ExportError."""
    features = [feature(h) for h in holdings if h.place.lat is not None and h.place.lon is not None]
    with whole_file(path) as file:
        json.dump(
            {"type": "FeatureCollection", "features": features}, file, ensure_ascii=False, indent=1
        )
        file.write("\n")
    return len(features)


def feature(holding: Holding) -> dict[str, Any]:
    """Return a holding as a point feature; its place must have a point."""
    row = holding_row(holding)
    return {
        "type": "Feature",
        "id": holding.place.id,
        "geometry": {"type": "Point", "coordinates": [row["lon"], row["lat"]]},
        "properties": {key: value for key, value in row.items() if key not in _LEFT_OUT},
    }
