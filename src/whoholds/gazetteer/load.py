"""Loads the gazetteer: the packed places, the hand-written ones, and those a user added."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from whoholds.gazetteer import knowledge
from whoholds.gazetteer.folding import simplify
from whoholds.gazetteer.gazetteer import Gazetteer
from whoholds.gazetteer.geometry import Shapes
from whoholds.gazetteer.match import country_of, exact_hits
from whoholds.gazetteer.table import PlaceTable, pack
from whoholds.model import Place

RESTRICTION = "countries.txt"
"""The file in a folder of added places that lists the countries to which names are restricted."""
BASE = knowledge.DATA / "places.npz"


def load_gazetteer(*, extra: Path | None = None) -> Gazetteer:
    """Load the built-in places, and those added to the folder `extra` where it is given.

    Raises GazetteerError where a file is missing or damaged.
    """
    base = PlaceTable.load(BASE)
    own = PlaceTable(pack(_own_places(base)))
    added: list[PlaceTable] = []
    shapes = Shapes(())
    if extra is not None and extra.is_dir():
        added = [PlaceTable.load(p) for p in sorted(extra.glob("*.places.npz"))]
        shapes = Shapes.load(extra)
    return Gazetteer([base, own, *added], shapes=shapes, countries=restriction(extra))


def restriction(extra: Path | None) -> tuple[str, ...]:
    """Return the countries to which the names of a folder's gazetteer are restricted, if any."""
    path = extra / RESTRICTION if extra is not None else None
    return tuple(path.read_text("utf-8").split()) if path is not None and path.is_file() else ()


def restrict(extra: Path, countries: Iterable[str]) -> None:
    """Restrict the names of a folder's gazetteer to countries; lift that where none is given."""
    codes = sorted({c.upper() for c in countries})
    path = extra / RESTRICTION
    if not codes:
        path.unlink(missing_ok=True)
        return
    extra.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text("\n".join(codes) + "\n", "utf-8")
    part.replace(path)


def _own_places(base: PlaceTable) -> Iterator[Place]:
    """Yield countries, regions and features, and what is known better of places of `base`."""
    yield from (c.place() for c in knowledge.countries().values())
    yield from (r.place for r in knowledge.regions().values())
    yield from knowledge.villages()
    changes: dict[str, dict[str, Any]] = {}
    for group, entries in knowledge.other_names().items():
        for key, names in entries.items():
            place_id = f"admin1:{key}" if group == "admin1" else _biggest(base, key, group)
            if place_id is not None:
                changes.setdefault(place_id, {}).update(name=names[0], names=names)
    for place_id, (lat, lon) in knowledge.middle_points().items():
        changes.setdefault(place_id, {}).update(lat=lat, lon=lon)
    for country in knowledge.countries().values():
        capital = _biggest(base, country.capital or "", country.code)
        if capital is not None:
            changes.setdefault(capital, {}).update(feature_code="PPLC")
    for code, names in knowledge.seats().items():
        for name in names:
            seat = _biggest(base, name, code)
            if seat is not None:
                changes.setdefault(seat, {}).update(feature_code="PPLG")
    for place_id, change in changes.items():
        row = base.row_of(place_id)
        if row is not None:
            place = msgspec.structs.replace(base.place(row), **change, source=knowledge.SOURCE)
            yield msgspec.structs.replace(place, names=change.get("names", (place.name,)))


def _biggest(table: PlaceTable, name: str, country: str) -> str | None:
    """Return the id of the biggest settlement of a country with exactly this name.

    One of like size that is mainly called so goes before one that once had the name.
    """
    hits = [h for h in exact_hits(table, simplify(name)) if country_of(h) == country]
    towns = [h for h in hits if (table.text("feature", h.row) or "").startswith("P")]
    towns.sort(key=lambda h: -int(table.population[h.row]))
    least = int(table.population[towns[0].row]) / 2 if towns else 0
    alike = [h for h in towns if int(table.population[h.row]) >= least]
    best = next((h for h in alike if h.name == table.main_name(h.row)), None) or next(
        iter(towns), None
    )
    return table.id_of(best.row) if best else None
