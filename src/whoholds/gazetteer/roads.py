"""Roads by the words that name them: their ends or their number, as lines between towns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product
from typing import TYPE_CHECKING

from whoholds.errors import KnowledgeError
from whoholds.gazetteer.folding import simplify
from whoholds.gazetteer.geometry import distance_km, distance_to_line_km
from whoholds.gazetteer.knowledge import DATA, read_toml
from whoholds.model import Place

if TYPE_CHECKING:
    from whoholds.gazetteer.gazetteer import Gazetteer

LONGEST_KM = 900.0  # two towns farther apart are not the ends of a road that a report names so
_TRIED = 4  # places tried for each end
_SPELLED = 0.45  # spelling penalty up to which a town may be an end
_ROAD = (
    r"(?:(?:main|supply|strategic|international|desert|coastal|military|old|new|key|vital)\s+)*"
    r"(?:road|highway|motorway|expressway|route|railway|line|supply line|axis)s?"
)
_BETWEEN = re.compile(
    rf"\b{_ROAD}\s+(?:that\s+)?(?:runs?\s+)?(?:between|from|linking|connecting|links?|connects?"
    rf"|joining)\s+(?P<one>.+?)\s+(?:and|to|with|into)\s+(?P<two>.+)$",
    re.IGNORECASE,
)
_TO = re.compile(rf"^(?P<one>.+?)\s+to\s+(?P<two>.+?)\s+{_ROAD}$", re.IGNORECASE)
_JOINED = re.compile(rf"^(?P<ends>.+?)\s+{_ROAD}$", re.IGNORECASE)
_AREA = re.compile(r"^(?:the )?area between (?P<one>.+?) and (?P<two>.+)$", re.IGNORECASE)
_DASH = re.compile(r"\s*[-–—/]\s*")


@dataclass(frozen=True, slots=True)
class Road:
    """A road as the line through the towns that it joins, in order; at least two.

    The line is straight between the towns, so it tells where the road is to some kilometres.
    """

    name: str
    stops: tuple[Place, ...]

    @property
    def points(self) -> tuple[tuple[float, float], ...]:
        """The corners of the line (latitude, longitude) in degrees."""
        return tuple((p.lat, p.lon) for p in self.stops if p.lat is not None and p.lon is not None)

    @property
    def length_km(self) -> float:
        """The length of the line in kilometres."""
        return sum(distance_km(a, b) for a, b in pairwise(self.points))

    def middle(self) -> tuple[float, float]:
        """Return the point halfway along the line."""
        left = self.length_km / 2
        for a, b in pairwise(self.points):
            length = distance_km(a, b)
            if length >= left > 0:
                share = left / length
                return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
            left -= length
        return self.points[-1]

    def distance_km(self, lat: float, lon: float) -> float:
        """Return how far a point is from the line, in kilometres."""
        return min(distance_to_line_km((lat, lon), a, b) for a, b in pairwise(self.points))

    def place(self, place_id: str) -> Place:
        """Return the road as a place: at its middle, in the unit that all its towns lie in."""
        lat, lon = self.middle()
        countries = {p.country for p in self.stops}
        units = {(p.country, p.admin1, p.admin1_name) for p in self.stops}
        country = next(iter(countries)) if len(countries) == 1 else None
        _, admin1, admin1_name = next(iter(units)) if len(units) == 1 else (None, None, None)
        return Place(
            id=place_id,
            name=self.name,
            names=(self.name,),
            lat=round(lat, 4),
            lon=round(lon, 4),
            feature_class="R",
            feature_code="RD",
            country=country,
            admin1=admin1,
            admin1_name=admin1_name,
            source="; ".join(dict.fromkeys(p.source for p in self.stops)),
        )


def find_road(name: str, gazetteer: Gazetteer, countries: Sequence[str] = ()) -> Road | None:
    """Return the road that words mean ("the Ithriya-Rasafa highway"), None where it is unknown.

    countries: ISO codes of where it may lie, the likeliest first; anywhere where none is given.
    Of places of one name those are taken that lie nearest to each other.
    """
    words = name.strip().removeprefix("the ").removeprefix("The ")
    return _numbered(words, gazetteer, countries) or _between(words, gazetteer, countries)


def _numbered(name: str, gazetteer: Gazetteer, countries: Sequence[str]) -> Road | None:
    form = f" {simplify(name)} "
    codes = [c for c in countries if c in numbered_roads()]
    for code in codes or list(numbered_roads()):
        for road, stops in numbered_roads()[code].items():
            if any(f" {simplify(n)} " in form for n in road.split("|")):
                towns = [_town(stop, gazetteer, code) for stop in stops]
                known = tuple(t for t in towns if t is not None)
                if len(known) > 1:
                    return Road(name, known)
    return None


@cache
def numbered_roads() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return the towns of each road by country code and names divided by bars."""
    rows = read_toml(DATA / "roads.toml")
    try:
        return {c: {n: tuple(t) for n, t in group.items()} for c, group in rows.items()}
    except (AttributeError, TypeError) as error:
        raise KnowledgeError(
            where="roads.toml", what=f"malformed entry ({error!r})", fix="Correct the entry."
        ) from error


def _town(name: str, gazetteer: Gazetteer, country: str) -> Place | None:
    found = gazetteer.lookup(name, countries=(country,))
    towns = (m.place for m in found if m.place.feature_class == "P" and m.place.country == country)
    return next(towns, None)


def _between(name: str, gazetteer: Gazetteer, countries: Sequence[str]) -> Road | None:
    best: tuple[float, Road] | None = None
    for one, two in _ends(name):
        for a, b in product(
            _candidates(one, gazetteer, countries), _candidates(two, gazetteer, countries)
        ):
            if a.lat is None or a.lon is None or b.lat is None or b.lon is None or a.id == b.id:
                continue
            away = distance_km((a.lat, a.lon), (b.lat, b.lon))
            if away <= LONGEST_KM and (best is None or away < best[0]):
                best = away, Road(name, (a, b))
    return best[1] if best else None


def _candidates(name: str, gazetteer: Gazetteer, countries: Sequence[str]) -> tuple[Place, ...]:
    """Return the towns, crossings and bases that an end may be, those in the countries first."""
    found = gazetteer.lookup(name, countries=countries)
    good = [m.place for m in found if m.penalty <= _SPELLED and m.place.feature_class in "PST"]
    inside = [p for p in good if p.country in countries]
    return tuple((inside or good)[:_TRIED])


def _ends(name: str) -> Iterator[tuple[str, str]]:
    """Yield the pairs of names that may be the ends: a hyphen may stand inside a name too."""
    for pattern in (_BETWEEN, _TO, _AREA):
        match = pattern.search(name)
        if match:
            yield match["one"], match["two"]
            return
    match = _JOINED.match(name)
    ends = match["ends"] if match else name
    for dash in _DASH.finditer(ends):
        one, two = ends[: dash.start()], ends[dash.end() :]
        if one and two:
            yield one, two
