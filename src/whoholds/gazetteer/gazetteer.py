"""Names to places: exact spelling first, then transliterations, then near misses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
from rapidfuzz.distance import DamerauLevenshtein

from whoholds.gazetteer import knowledge
from whoholds.gazetteer.folding import ARTICLES, fold, simplify
from whoholds.gazetteer.geometry import Shape, Shapes, distances_km
from whoholds.gazetteer.table import NO_COORDINATE, PlaceTable, pack
from whoholds.model import Noun, Place

BASE = knowledge.DATA / "places.npz"
MOST_MATCHES = 12
_UNIT_SHARE = 0.3
FOLDED_PENALTY = 0.2
FUZZY_PENALTY = 0.5
_FUZZY_LENGTH = 5
_CONFUSED = ("kg", "kh", "hg", "zd", "zj", "sz", "td", "bp", "vf", "vb", "jg", "js", "lr", "mn")


class Spelling(StrEnum):
    """How a name that was looked up is spelled, compared with the place's own name."""

    EXACT = "exact"
    FOLDED = "folded"
    FUZZY = "fuzzy"


class Match(Noun, frozen=True):
    """A place that a name may mean.

    name: the place's name that agrees. penalty: 0 for the same spelling, up to 1 the less alike.
    """

    place: Place
    how: Spelling
    penalty: float
    name: str


class Hit(NamedTuple):
    """A match before its place is made: the table, its row, and how the name agrees."""

    table: PlaceTable
    row: int
    name: str
    how: Spelling
    penalty: float


class Option(NamedTuple):
    """A place that a name may mean, as far as choosing among many needs it.

    kind: GeoNames class and code ("P.PPLC"). unlike: the spelling's penalty, 0 for the same.
    main: the name is the place's usual one.
    """

    id: str
    lat: float | None
    lon: float | None
    population: int
    kind: str
    country: str | None
    admin1: str | None
    admin2: str | None
    unlike: float
    main: bool


class Gazetteer:
    """All places known: the built-in ones, the hand-written ones, and those a user added.

    A later table that repeats an id of an earlier one gives that place more names.
    """

    def __init__(self, tables: Sequence[PlaceTable], *, shapes: Shapes | None = None) -> None:
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
        self._places: dict[str, Place] = {}

    @property
    def version(self) -> str:
        """The sources of the places and their versions, in words."""
        texts = dict.fromkeys(t for table in self._tables for t in table.texts["source"] if t)
        return "; ".join(texts)

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
            row = rows[table] if table in rows else table.row_of(place_id)
            if row is None:
                continue
            place = table.place(row)
            found = place if found is None else _merged(found, place)
        if found is None:
            return None
        self._places[place_id] = self._with_province_name(found)
        return self._places[place_id]

    def _with_province_name(self, place: Place) -> Place:
        """Return the place with the usual name of its province."""
        if place.feature_code == "ADM1" or not (place.country and place.admin1):
            return place
        province = self.place(f"admin1:{place.country}.{place.admin1}")
        if province is None or province.name == place.admin1_name:
            return place
        return msgspec.structs.replace(place, admin1_name=province.name)

    def lookup(
        self, name: str, *, countries: Sequence[str] = (), limit: int | None = MOST_MATCHES
    ) -> tuple[Match, ...]:
        """Return the places that a name may mean, the best spelling and the biggest first.

        countries: ISO codes that the name should lie in; other countries come after them, and
        transliterations in them are tried even where the exact name is known elsewhere.
        limit: at most so many; None for all.
        """
        wanted = frozenset(countries)
        best: dict[str, tuple[tuple[bool, float, float, str], Hit]] = {}
        for hit in self.hits(simplify(name), wanted):
            place_id = hit.table.id_of(hit.row)
            order = _order(hit, place_id, wanted)
            if place_id not in best or order < best[place_id][0]:
                best[place_id] = order, hit
        ranked = sorted(best.values(), key=itemgetter(0))[:limit]
        return tuple(m for order, hit in ranked if (m := self._match(order[3], hit)))

    def _match(self, place_id: str, hit: Hit) -> Match | None:
        place = self._places.get(place_id) or self._gather(place_id, {hit.table: hit.row})
        if place is None:
            return None
        return Match(place=place, how=hit.how, penalty=hit.penalty, name=hit.name)

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
        return self._distinct([h for t in self._tables for h in _exact(t, simple)])

    def _distinct(self, hits: Iterable[Hit]) -> tuple[Option, ...]:
        found: dict[str, Option] = {}
        for hit in hits:
            option = _option(hit)
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
        exact = [h for t in self._tables for h in _exact(t, simple)]
        if exact and (not countries or any(_settles(h, countries) for h in exact)):
            return tuple(exact)
        key = fold(simple)
        folded = [h for t in self._tables for h in _folded(t, simple, key)]
        inside = [h for h in folded if _country(h) in countries]
        if exact or inside:
            return tuple(exact + inside)
        if near_misses and (countries or not folded):
            inside = [h for t in self._tables for h in _fuzzy(t, simple, key, countries)]
        return tuple(inside or folded)

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
        return outer_id in unit_ids(inner)

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


def unit_ids(place: Place) -> tuple[str, ...]:
    """Return the ids of the country, province and district that a place lies in."""
    if place.country is None:
        return ()
    ids = [f"country:{place.country}"]
    if place.admin1:
        ids.append(f"admin1:{place.country}.{place.admin1}")
        if place.admin2:
            ids.append(f"admin2:{place.country}.{place.admin1}.{place.admin2}")
    return tuple(i for i in ids if i != place.id)


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
    return Gazetteer([base, own, *added], shapes=shapes)


def _own_places(base: PlaceTable) -> Iterator[Place]:
    """Yield countries, regions and features, and what is known better of places of `base`."""
    yield from (c.place() for c in knowledge.countries().values())
    yield from (r.place for r in knowledge.regions().values())
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
    for place_id, change in changes.items():
        row = base.row_of(place_id)
        if row is not None:
            place = msgspec.structs.replace(base.place(row), **change, source=knowledge.SOURCE)
            yield msgspec.structs.replace(place, names=change.get("names", (place.name,)))


def _biggest(table: PlaceTable, name: str, country: str) -> str | None:
    """Return the id of the biggest settlement of a country with exactly this name."""
    hits = [h for h in _exact(table, simplify(name)) if _country(h) == country]
    towns = [h for h in hits if (table.text("feature", h.row) or "").startswith("P")]
    best = max(towns, key=lambda h: int(table.population[h.row]), default=None)
    return table.id_of(best.row) if best else None


def _exact(table: PlaceTable, simple: str) -> Iterator[Hit]:
    for number in table.exact.find(simple).tolist():
        name = table.name(number)
        if simplify(name) == simple:
            yield Hit(table, table.row_of_name(number), name, Spelling.EXACT, 0.0)


def _folded(table: PlaceTable, simple: str, key: str) -> Iterator[Hit]:
    if len(key) < 2:
        return
    for number in table.folded.find(key).tolist():
        row = table.row_of_name(number)
        best = min(
            ((unlikeness(simple, simplify(n)), n) for n in table.names_of(row) if _key(n) == key),
            default=None,
        )
        if best is not None:
            yield Hit(table, row, best[1], Spelling.FOLDED, FOLDED_PENALTY + best[0])


def _fuzzy(table: PlaceTable, simple: str, key: str, countries: frozenset[str]) -> Iterator[Hit]:
    """Yield near misses: one letter of the folded key missing, too many, or confused."""
    if len(key) < _FUZZY_LENGTH or not key.isascii():
        return
    seen: set[int] = set()
    for other in sorted(_one_edit(key)):
        for hit in _folded(table, simple, other):
            if hit.row in seen or (countries and _country(hit) not in countries):
                continue
            seen.add(hit.row)
            yield hit._replace(how=Spelling.FUZZY, penalty=FUZZY_PENALTY + hit.penalty)


def _one_edit(key: str) -> set[str]:
    found: set[str] = set()
    for i, letter in enumerate(key):
        head, tail = key[:i], key[i + 1 :]
        if i:  # the first letter of a name is seldom lost
            found.add(head + tail)
        found.update(head + o + tail for pair in _CONFUSED for o in pair if letter in pair)
        found.update(head + v + letter + tail for v in ("au" if i else ""))
        if letter in "au":
            found.add(head + ("u" if letter == "a" else "a") + tail)
    return found - {key}


@lru_cache(maxsize=65536)
def _key(name: str) -> str:
    return fold(simplify(name))


def unlikeness(one: str, other: str) -> float:
    """Return the share of letters (0..0.3) in which two plain names differ, articles aside."""
    a, b = (_without_articles(n) for n in (one, other))
    return 0.3 * DamerauLevenshtein.normalized_distance(a, b)


def _without_articles(simple: str) -> str:
    words = simple.split()
    return "".join([w for w in words if w not in ARTICLES] or words)


def _option(hit: Hit) -> Option:
    table, row = hit.table, hit.row
    point = table.point(row)
    return Option(
        id=table.id_of(row),
        lat=point[0] if point else None,
        lon=point[1] if point else None,
        population=int(table.population[row]),
        kind=table.text("feature", row) or "P.PPL",
        country=table.text("country", row),
        admin1=table.text("admin1", row),
        admin2=table.text("admin2", row),
        unlike=hit.penalty,
        main=hit.name == table.main_name(row),
    )


def _settles(hit: Hit, countries: frozenset[str]) -> bool:
    """Say whether an exact match leaves no need to look for other spellings in the countries."""
    kind = hit.table.text("feature", hit.row) or ""
    return _country(hit) in countries or kind == "A.PCLI" or kind[0] == "L"


def _country(hit: Hit) -> str | None:
    return hit.table.text("country", hit.row)


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


def _order(hit: Hit, place_id: str, countries: frozenset[str]) -> tuple[bool, float, float, str]:
    """Return what places are ranked by: country, spelling, size, id."""
    table, row = hit.table, hit.row
    kind = table.text("feature", row) or "P.PPL"
    rank = float(table.population[row])
    if kind[0] == "A":
        # A unit holds its main town too: of two bearing one name the town is meant more often.
        rank = 1e10 + rank if kind == "A.PCLI" else _UNIT_SHARE * rank
    big = kind == "A.PCLI" or kind[0] == "L"
    outside = bool(countries) and _country(hit) not in countries and not big
    return outside, round(hit.penalty, 3), -rank, place_id


def _rows_inside(table: PlaceTable, shape: Shape) -> list[int]:
    inside = shape.contains_many(table.latitude / 10_000, table.longitude / 10_000)
    return [int(r) for r in np.flatnonzero(inside)]
