"""The gazetteer's hand-written knowledge: countries, regions, features, war-time names."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from whoholds.errors import KnowledgeError
from whoholds.gazetteer.folding import simplify
from whoholds.model import Place

DATA = Path(__file__).parent / "data"
SOURCE = "whoholds"


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory: ISO code, names, adjectives, people, capital."""

    code: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    point: tuple[float, float]
    capital: str | None
    population: int | None

    def place(self) -> Place:
        """Return the country as a place."""
        return Place(
            id=f"country:{self.code}",
            name=self.names[0],
            names=self.names,
            lat=self.point[0],
            lon=self.point[1],
            feature_class="A",
            feature_code="PCLI",
            country=self.code,
            population=self.population,
            source=SOURCE,
        )


@dataclass(frozen=True, slots=True)
class Region:
    """A region, water, range or installation: a place and the units that lie in it.

    members: ids of the countries and provinces that make it up; () where it has none.
    """

    place: Place
    members: tuple[str, ...]
    adjectives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceType:
    """A word for a kind of place ("governorate"), with its GeoNames class and code.

    words: the nouns, singular and plural. position: where the name stands to the noun:
    "before" ("Idlib province"), "after" ("Lake Assad"), "both". part: it names a part of the
    place that it follows ("the Aleppo countryside" is not a place of its own).
    """

    code: str
    words: tuple[str, ...]
    position: str
    part: bool

    @property
    def feature_class(self) -> str:
        """The GeoNames class letter."""
        return self.code[0]

    @property
    def feature_code(self) -> str:
        """The GeoNames code without its class."""
        return self.code[2:]


def read_toml(path: Path) -> dict[str, Any]:
    """Read a data file; raises KnowledgeError where it is missing or malformed."""
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise KnowledgeError(
            where=str(path), what=f"cannot be read ({error})", fix="Correct the file."
        ) from error


@cache
def countries() -> Mapping[str, Country]:
    """Return the countries by ISO alpha-2 code; raises KnowledgeError on a malformed entry."""
    rows = read_toml(DATA / "countries.toml")
    return {code: _country(code, row) for code, row in rows.items()}


def _country(code: str, row: dict[str, Any]) -> Country:
    try:
        adjectives = tuple(row.get("adjectives", ()))
        people = tuple(row.get("people", [f"{a}s" for a in adjectives]))
        return Country(
            code=code,
            names=tuple(row["names"]),
            adjectives=adjectives,
            people=people,
            point=_point(row["point"]),
            capital=row.get("capital"),
            population=row.get("population"),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _malformed("countries.toml", code, error) from error


@cache
def regions() -> Mapping[str, Region]:
    """Return regions, waters and installations by place id; raises KnowledgeError on a bad row."""
    found: dict[str, Region] = {}
    for name in ("regions.toml", "features.toml"):
        for slug, row in read_toml(DATA / name).items():
            region = _region(name, slug, row)
            found[region.place.id] = region
    return found


@cache
def villages() -> tuple[Place, ...]:
    """Return the hand-written villages; raises KnowledgeError on a malformed entry."""
    found = []
    for unit, rows in read_toml(DATA / "villages.toml").items():
        country, _, admin1 = unit.partition(".")
        for words, point in rows.items():
            names = tuple(words.split("|"))
            try:
                lat, lon = _point(point)
            except (TypeError, ValueError) as error:
                raise _malformed("villages.toml", words, error) from error
            slug = simplify(names[0]).replace(" ", "-")
            found.append(
                Place(
                    id=f"village:{unit}.{slug}",
                    name=names[0],
                    names=names,
                    lat=lat,
                    lon=lon,
                    country=country,
                    admin1=admin1,
                    source=SOURCE,
                )
            )
    return tuple(found)


def _region(file: str, slug: str, row: dict[str, Any]) -> Region:
    try:
        point = _point(row["point"])
        place = Place(
            id=f"region:{slug}",
            name=row["names"][0],
            names=tuple(row["names"]),
            lat=point[0],
            lon=point[1],
            feature_class=row["feature"][0],
            feature_code=row["feature"][2:],
            country=row.get("country"),
            admin1=row.get("admin1"),
            source=SOURCE,
        )
        return Region(place, tuple(row.get("members", ())), tuple(row.get("adjectives", ())))
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise _malformed(file, slug, error) from error


@cache
def other_names() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return further names by unit ("admin1") or country code, then by code or known name."""
    rows = read_toml(DATA / "names.toml")
    try:
        return {
            key: {name: tuple(others) for name, others in group.items()}
            for key, group in rows.items()
        }
    except (AttributeError, TypeError) as error:
        raise _malformed("names.toml", "-", error) from error


@cache
def middle_points() -> Mapping[str, tuple[float, float]]:
    """Return the points of large provinces by place id."""
    rows = read_toml(DATA / "points.toml")
    try:
        return {f"admin1:{code}": _point(value) for code, value in rows.items()}
    except (TypeError, ValueError) as error:
        raise _malformed("points.toml", "-", error) from error


@cache
def seats() -> Mapping[str, tuple[str, ...]]:
    """Return by country code the cities that are as well known abroad as capitals."""
    rows = read_toml(DATA / "seats.toml")
    try:
        return {code: tuple(str(n) for n in names) for code, names in rows.items()}
    except TypeError as error:
        raise _malformed("seats.toml", "-", error) from error


@cache
def abbreviations() -> Mapping[str, tuple[str, ...]]:
    """Return the ids of the provinces that an abbreviation stands for ("Ark.", "TX")."""
    found: dict[str, list[str]] = {}
    for code, words in read_toml(DATA / "abbreviations.toml").items():
        for word in words:
            found.setdefault(word, []).append(f"admin1:{code}")
    return {word: tuple(ids) for word, ids in found.items()}


@cache
def adjectives() -> Mapping[str, str]:
    """Return the place ids by adjective or people, as written ("Syrian", "Syrians", "Aleppan")."""
    found: dict[str, str] = {}
    for country in countries().values():
        for word in (*country.adjectives, *country.people):
            found.setdefault(word, f"country:{country.code}")
    for region in regions().values():
        for word in region.adjectives:
            found.setdefault(word, region.place.id)
            found.setdefault(f"{word}s", region.place.id)
    for place_id, words in read_toml(DATA / "adjectives.toml").items():
        found.update(dict.fromkeys(words, place_id))
    return found


@cache
def place_types() -> tuple[PlaceType, ...]:
    """Return the words for kinds of places; raises KnowledgeError on a malformed entry."""
    return tuple(_place_type(c, row) for c, row in read_toml(DATA / "place_types.toml").items())


def _place_type(code: str, row: dict[str, Any]) -> PlaceType:
    try:
        if row["position"] not in {"before", "after", "both"} or code[1] != ".":
            raise ValueError(row["position"])
        return PlaceType(code, tuple(row["words"]), row["position"], bool(row.get("part", False)))
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise _malformed("place_types.toml", code, error) from error


@cache
def _place_type_words() -> Mapping[str, PlaceType]:
    return {simplify(word): kind for kind in place_types() for word in kind.words}


def describe_place_noun(words: str) -> PlaceType | None:
    """Return the kind of place that a noun names ("airbases"), None where it names none."""
    return _place_type_words().get(simplify(words))


def _point(value: Any) -> tuple[float, float]:
    latitude, longitude = (float(v) for v in value)
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError(f"no point on earth: {value}")
    return latitude, longitude


def _malformed(file: str, key: str, error: Exception) -> KnowledgeError:
    return KnowledgeError(
        where=f"{file} [{key}]", what=f"malformed entry ({error!r})", fix="Correct the entry."
    )
