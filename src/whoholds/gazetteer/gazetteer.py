"""Names to places: exact spelling first, then transliterations, then near misses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import islice
from operator import itemgetter

import msgspec
import numpy as np

from whoholds.gazetteer import knowledge
from whoholds.gazetteer.folding import fold, simplify
from whoholds.gazetteer.geometry import Shape, Shapes, distances_km
from whoholds.gazetteer.match import (
    Hit,
    Match,
    Option,
    country_of,
    exact_hits,
    folded_hits,
    fuzzy_hits,
    option_of,
    order_of,
    settles,
)
from whoholds.gazetteer.roads import Road, find_road
from whoholds.gazetteer.table import NO_COORDINATE, SMALL, PlaceTable
from whoholds.model import Place

MOST_MATCHES = 12
_FIRST = itemgetter(0)
_UNIT_COLUMNS = ("admin1", "admin2", "admin3")
POOR_FOLD = 0.28
"""Spelling penalty over which a transliteration is so unlike that near misses count too."""


class Gazetteer:
    """All places known: the built-in ones, the hand-written ones, and those a user added.

    A later table that repeats an id of an earlier one gives that place more names.
    """

    def __init__(
        self,
        tables: Sequence[PlaceTable],
        *,
        shapes: Shapes | None = None,
        countries: Iterable[str] = (),
    ) -> None:
        """countries: ISO codes to which names are restricted; all where none is given."""
        self.countries = tuple(sorted(countries))
        self._only = frozenset(self.countries)
        self._tables = tuple(tables)
        self._shapes = shapes or Shapes(())
        self._better = {
            t.id_of(row): (t, row)
            for t in self._tables[1:2]
            for row in range(len(t))
            if t.text("source", row) == knowledge.SOURCE
        }
        self.hits = lru_cache(maxsize=32768)(self._hits)
        self.options = lru_cache(maxsize=32768)(self._options)
        self.exact_options = lru_cache(maxsize=32768)(self._exact_options)
        self._roads = lru_cache(maxsize=4096)(lambda name, within: find_road(name, self, within))
        self._places: dict[str, Place] = {}

    @property
    def version(self) -> str:
        """The sources of the places and their versions, in words."""
        texts = dict.fromkeys(t for table in self._tables for t in table.texts["source"] if t)
        only = f"; only {', '.join(self.countries)}" if self.countries else ""
        return "; ".join(texts) + only

    def _is_open(self, hit: Hit) -> bool:
        """Say whether names may mean this place: countries and what is in none always may."""
        country = country_of(hit) if self._only else None
        if country is None or country in self._only:
            return True
        return hit.table.text("feature", hit.row) == "A.PCLI"

    def __len__(self) -> int:
        return sum(len(t) for t in self._tables)

    def place(self, place_id: str) -> Place | None:
        """Return the place with an id, None where there is none."""
        found = self._places.get(place_id)
        return found if found is not None else self._gather(place_id, {})

    def _gather(self, place_id: str, rows: Mapping[PlaceTable, int]) -> Place | None:
        """Return a place with what every table says of it; rows: where it is known to stand."""
        found: Place | None = None
        for table in self._tables:
            row = rows[table] if table in rows else self._row(table, place_id)
            if row is None:
                continue
            place = table.place(row)
            found = place if found is None else _merged(found, place)
        if found is None:
            return None
        self._places[place_id] = self._with_province_name(found)
        return self._places[place_id]

    def _row(self, table: PlaceTable, place_id: str) -> int | None:
        """Return where an id stands in a table; those that small tables add to are remembered."""
        if table is not self._tables[0]:
            return table.row_of(place_id)
        known = self._first_rows
        return known[place_id] if place_id in known else table.row_of(place_id)

    @cached_property
    def _first_rows(self) -> dict[str, int | None]:
        """The rows in the first table of the places that the others tell more of."""
        others = (t for t in self._tables[1:] if len(t) <= SMALL)
        ids = {t.id_of(row) for t in others for row in range(len(t))}
        return {i: self._tables[0].row_of(i) for i in ids}

    def _with_province_name(self, place: Place) -> Place:
        """Return the place with the usual name of its province."""
        if place.feature_code == "ADM1" or not (place.country and place.admin1):
            return place
        name = self._provinces.get(f"admin1:{place.country}.{place.admin1}", place.admin1_name)
        if name == place.admin1_name:
            return place
        return msgspec.structs.replace(place, admin1_name=name)

    @cached_property
    def _provinces(self) -> dict[str, str]:
        """The usual names of the provinces by id, as `place` gives them."""
        found: dict[str, str] = {}
        for table in self._tables:
            number = table.code("feature", "A.ADM1")
            for row in np.flatnonzero(table.codes["feature"] == number).tolist():
                place_id = table.id_of(row)
                if place_id not in found or table.text("source", row) == knowledge.SOURCE:
                    found[place_id] = table.main_name(row)
        return found

    def lookup(
        self, name: str, *, countries: Sequence[str] = (), limit: int | None = MOST_MATCHES
    ) -> tuple[Match, ...]:
        """Return the places that a name may mean, the best spelling and the biggest first.

        countries: ISO codes that the name should lie in; other countries come after them, and
        transliterations in them are tried even where the exact name is known elsewhere.
        limit: at most so many; None for all.
        """
        wanted = frozenset(countries)
        hits = self.hits(simplify(name), wanted)
        ranked = sorted(((order_of(h, h.table.id_of(h.row), wanted), h) for h in hits), key=_FIRST)
        best: dict[str, Hit] = {}
        rows: dict[str, dict[PlaceTable, int]] = {}
        for (*_, place_id), hit in ranked:
            best.setdefault(place_id, hit)
            rows.setdefault(place_id, {})[hit.table] = hit.row
        found = ((h, self._known(i, rows[i])) for i, h in islice(best.items(), limit))
        return tuple([_match(hit, place) for hit, place in found if place is not None])

    def _known(self, place_id: str, rows: Mapping[PlaceTable, int]) -> Place | None:
        return self._places.get(place_id) or self._gather(place_id, rows)

    def _options(
        self,
        simple: str,
        countries: frozenset[str] = frozenset(),
        near_misses: bool = True,
    ) -> tuple[Option, ...]:
        """Return what a plain name may mean, without making places; each place once."""
        return self._distinct(self.hits(simple, countries, near_misses))

    def _exact_options(self, simple: str) -> tuple[Option, ...]:
        """Return the places that have exactly this plain name."""
        if not simple:
            return ()
        hits = (h for t in self._tables for h in exact_hits(t, simple))
        return self._distinct([h for h in hits if self._is_open(h)])

    def _distinct(self, hits: Iterable[Hit]) -> tuple[Option, ...]:
        found: dict[str, Option] = {}
        for hit in hits:
            option = option_of(hit)
            known = found.get(option.id)
            if known is not None:
                option = known._replace(
                    population=max(option.population, known.population),
                    unlike=min(option.unlike, known.unlike),
                    main=option.main or known.main,
                )
            found[option.id] = option
        return tuple(self._corrected(o) for o in found.values())

    def _corrected(self, option: Option) -> Option:
        """Return the option with the point and kind that the hand-written knowledge gives it."""
        table, row = self._better.get(option.id, (None, 0))
        point = table.point(row) if table else None
        if table is None or point is None:
            return option
        kind = table.text("feature", row) or option.kind
        return option._replace(lat=point[0], lon=point[1], kind=kind)

    def road(self, name: str, *, countries: Sequence[str] = ()) -> Road | None:
        """Return the road that words mean ("the Ithriya-Rasafa highway", "the M5"), None if none.

        countries: ISO codes of where it may lie, the likeliest first.
        """
        return self._roads(name, tuple(countries))

    def knows(self, name: str) -> bool:
        """Say whether some place has exactly this name."""
        simple = simplify(name)
        return bool(self.exact_options(simple))

    def _hits(
        self,
        simple: str,
        countries: frozenset[str] = frozenset(),
        near_misses: bool = True,
    ) -> tuple[Hit, ...]:
        """Return the matches of a plain name; takes what `simplify` returns."""
        if not simple:
            return ()
        exact = [h for t in self._tables for h in exact_hits(t, simple) if self._is_open(h)]
        if exact and (not countries or any(settles(h, countries) for h in exact)):
            return tuple(exact)
        key = fold(simple)
        folded = [h for t in self._tables for h in folded_hits(t, simple, key) if self._is_open(h)]
        inside = [h for h in folded if country_of(h) in countries]
        if exact or inside:
            return tuple(exact + inside)
        poor = all(h.penalty > POOR_FOLD for h in folded)
        if near_misses and (countries or poor):
            inside = [
                h
                for t in self._tables
                for h in fuzzy_hits(t, simple, key, countries)
                if self._is_open(h)
            ]
        return tuple(inside or folded) if countries or not folded else tuple(folded + inside)

    def within(self, place_id: str) -> tuple[Place, ...]:
        """Return the places inside a country, province, district or region, in order of id."""
        found: dict[str, Place] = {}
        for table in self._tables:
            for row in self._rows_within(table, place_id):
                place = self.place(table.id_of(row))
                if place and place.id != place_id:
                    found[place.id] = place
        return tuple(found[i] for i in sorted(found))

    def _rows_within(self, table: PlaceTable, place_id: str) -> list[int]:
        region = knowledge.regions().get(place_id)
        if region is not None:
            return [r for m in region.members for r in self._rows_within(table, m)]
        shape = self._shapes.find(place_id)
        if shape is not None:
            return _rows_inside(table, shape)
        kind, _, code = place_id.partition(":")
        if kind == "ocha":
            return _rows_coded(table, code)
        if kind not in {"country", "admin1", "admin2"}:
            return []
        wanted = zip(("country", "admin1", "admin2"), code.split(".", 2), strict=False)
        mask = np.ones(len(table), dtype=bool)
        for column, text in wanted:
            number = table.code(column, text)
            if number is None:
                return []
            mask &= table.codes[column] == number
        return [int(r) for r in np.flatnonzero(mask)]

    def contains(self, outer_id: str, inner_id: str) -> bool:
        """Say whether one place lies in another (a settlement contains nothing but itself)."""
        if outer_id == inner_id:
            return True
        inner = self.place(inner_id)
        if inner is None:
            return False
        region = knowledge.regions().get(outer_id)
        if region is not None:
            return any(self.contains(m, inner_id) for m in region.members)
        shape = self._shapes.find(outer_id)
        if shape is not None and inner.lat is not None and inner.lon is not None:
            return shape.contains(inner.lat, inner.lon)
        kind, _, code = outer_id.partition(":")
        return outer_id in unit_ids(inner) or (kind == "ocha" and self._bears(inner_id, code))

    def _bears(self, place_id: str, code: str) -> bool:
        """Say whether some table tells that a place lies in the unit with a P-code."""
        rows = ((t, t.row_of(place_id)) for t in self._tables)
        told = (t.text(column, r) for t, r in rows if r is not None for column in _UNIT_COLUMNS)
        return code in told

    def nearby(self, lat: float, lon: float, km: float) -> tuple[Place, ...]:
        """Return the places within `km` kilometres of a point, the nearest first."""
        found: list[tuple[float, str]] = []
        for table in self._tables:
            rows = np.flatnonzero(
                (np.abs(table.latitude / 10_000 - lat) <= km / 110.5)
                & (table.latitude != NO_COORDINATE)
            )
            away = distances_km(
                lat, lon, table.latitude[rows] / 10_000, table.longitude[rows] / 10_000
            )
            found += [
                (float(d), table.id_of(int(r))) for d, r in zip(away, rows, strict=True) if d <= km
            ]
        nearest = dict.fromkeys(place_id for _, place_id in sorted(found))
        return tuple(p for p in map(self.place, nearest) if p is not None)


def _match(hit: Hit, place: Place) -> Match:
    return Match(place=place, how=hit.how, penalty=hit.penalty, name=hit.name)


def unit_ids(place: Place) -> tuple[str, ...]:
    """Return the ids of the country, province and district that a place lies in."""
    if place.country is None:
        return ()
    ids = [f"country:{place.country}"]
    if place.admin1:
        ids.append(f"admin1:{place.country}.{place.admin1}")
        codes = (place.admin1, place.admin2, place.admin3)
        ids += [f"ocha:{code}" for code in codes if code and code.startswith(place.country)]
        if place.admin2:
            ids.append(f"admin2:{place.country}.{place.admin1}.{place.admin2}")
    return tuple(i for i in ids if i != place.id)


def _merged(place: Place, other: Place) -> Place:
    """Return `place` with the names of `other`; a hand-written name becomes the main one."""
    names = tuple(dict.fromkeys((*place.names, *other.names)))
    if other.source != knowledge.SOURCE:
        source = "; ".join(dict.fromkeys((place.source, other.source)))
        return msgspec.structs.replace(place, names=names, source=source)
    return msgspec.structs.replace(
        place,
        name=other.name,
        names=names,
        lat=other.lat,
        lon=other.lon,
        feature_code=other.feature_code,
    )


def _rows_coded(table: PlaceTable, code: str) -> list[int]:
    """Return the rows that lie in the unit with a P-code."""
    found: set[int] = set()
    for column in _UNIT_COLUMNS:
        number = table.code(column, code)
        if number is not None:
            found.update(np.flatnonzero(table.codes[column] == number).tolist())
    return sorted(found)


def _rows_inside(table: PlaceTable, shape: Shape) -> list[int]:
    inside = shape.contains_many(table.latitude / 10_000, table.longitude / 10_000)
    return [int(r) for r in np.flatnonzero(inside)]
