"""Reads boundary polygons out of GeoJSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from whoholds.errors import GazetteerError
from whoholds.gazetteer.geometry import Floats, Shape
from whoholds.model import Failure

_NAMES = ("shapename", "name_en", "name_long", "name", "brk_name", "adm2_en", "adm1_en", "adm0_en")
_OTHER_NAMES = ("nam_en_ref", "name_ara", "name_ar", "name_uk", "name_ru", "name_alt", "brk_name")
_CODES = ("pcode", "adm2_pcode", "adm1_pcode", "adm0_pcode", "shapeid", "id", "brk_a3")
_PARENTS = ("admin1_cod", "adm1_pcode", "admin1")


@dataclass(frozen=True, slots=True)
class Boundary:
    """A named area: its names, its code, its level ("ADM1", "ADM2" or ""), its rings.

    parent: code of the unit around it, None where none is told.
    """

    names: tuple[str, ...]
    code: str
    level: str
    parent: str | None
    rings: tuple[Floats, ...]
    where: str

    def shape(self, place_id: str) -> Shape:
        """Return the area as that of a place."""
        return Shape(place_id, self.rings)


def read_boundaries(text: str, where: str) -> Iterator[Boundary | Failure]:
    """Yield the areas of a GeoJSON file; raises GazetteerError where it is none."""
    try:
        features = json.loads(text)["features"]
    except (ValueError, KeyError, TypeError) as error:
        raise GazetteerError(
            where=where, what=f"no GeoJSON features ({error!r})", fix="Give a FeatureCollection."
        ) from error
    for number, feature in enumerate(features, start=1):
        try:
            yield _boundary(feature, f"{where}:feature {number}")
        except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            yield Failure(
                where=f"{where}:feature {number}",
                what=f"malformed boundary ({error})",
                fix="Give it a name and a Polygon or MultiPolygon.",
            )


def _boundary(feature: Mapping[str, Any], where: str) -> Boundary:
    properties = {k.lower(): str(v) for k, v in feature["properties"].items() if v is not None}
    names = [properties[k] for k in (*_NAMES, *_OTHER_NAMES) if properties.get(k, "").strip()]
    if not names:
        raise ValueError("no name")
    geometry = feature["geometry"]
    parts = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}
    rings = tuple(_ring(ring) for part in parts[geometry["type"]] for ring in part)
    code = next((properties[k] for k in _CODES if properties.get(k)), "")
    parent = next((properties[k] for k in _PARENTS if properties.get(k)), None)
    return Boundary(
        names=tuple(dict.fromkeys(names)),
        code=code,
        level=_level(properties, parent if parent != code else None),
        parent=parent if parent != code else None,
        rings=rings,
        where=where,
    )


def _level(properties: Mapping[str, str], parent: str | None) -> str:
    if properties.get("shapetype", "").startswith("ADM"):
        return properties["shapetype"]
    for level in ("ADM3", "ADM2", "ADM1"):
        if properties.get(f"{level.lower()}_pcode"):
            return level
    if "pcode" in properties:
        return "ADM2" if parent else "ADM1"
    return ""


def _ring(corners: Sequence[Sequence[float]]) -> Floats:
    ring = np.array([c[:2] for c in corners], dtype=np.float64)
    if ring.ndim != 2 or len(ring) < 4:
        raise ValueError("a ring has fewer than four corners")
    if np.abs(ring[:, 0]).max() > 180 or np.abs(ring[:, 1]).max() > 90:
        raise ValueError("corners are not degrees")
    return ring if (ring[0] == ring[-1]).all() else np.vstack([ring, ring[:1]])
