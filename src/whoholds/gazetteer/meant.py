"""Which settlements a place phrase means: a unit, a part of it, what lies near, along a road."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

from whoholds.gazetteer.gazetteer import Gazetteer
from whoholds.gazetteer.geometry import distance_km
from whoholds.model import Noun, Place, PlacePhrase, PlaceRelation

NEAR_KM = 12.0  # what lies "near" or "around" a town
BESIDE_KM = 25.0  # what lies "south of" a town
COUNTRYSIDE_KM = 35.0  # the countryside of a town
ROAD_KM = 5.0  # what lies on a road
_NARROW = math.radians(60)  # on both sides of a direction
_MIDDLE = 0.5  # "central": the inner half of a unit's places
_UNITS = frozenset("AL")
_DIRECTION = re.compile(
    r"\b(?:(north|south)[- ]?)?(east|west|north|south)?(?:ern)?\b(?!\s+of\b)", re.IGNORECASE
)
_CENTRAL = re.compile(r"\bcentral\b", re.IGNORECASE)
_COUNTRYSIDE = re.compile(r"\b(?:countryside|rural|outskirts|hinterland|environs)\b", re.IGNORECASE)
_BEARINGS = {"north": 0.0, "east": 90.0, "south": 180.0, "west": 270.0}


class MeantPlace(Noun, frozen=True):
    """A settlement that a phrase means, and with what chance (0..1) it is one of those meant."""

    place_id: str
    chance: float


def places_meant(
    phrase: PlacePhrase, gazetteer: Gazetteer, *, countries: Sequence[str] = ()
) -> tuple[MeantPlace, ...]:
    """Return the settlements that a phrase speaks of, by id; () where that is not known.

    A named settlement is itself. "Southeastern Aleppo province" are the settlements in that part
    of it, "the countryside of Hama" those around the city and not the city, "the A-B highway"
    those along the road, "south of X" those within 25 km to the south. The chance is 1 for all
    that is meant, `count` / number of them where a count is told ("17 villages in P"), `share`
    where a share is told ("80 % of P"). countries: ISO codes of where a road may lie.
    """
    found = _settlements(phrase, gazetteer, countries)
    if not found:
        return ()
    chance = 1.0
    if phrase.count is not None:
        chance = min(1.0, phrase.count / len(found))
    elif phrase.share is not None and len(found) > 1:
        chance = min(1.0, max(0.0, phrase.share))
    return tuple(MeantPlace(i, chance) for i in sorted({p.id for p in found}))


def _settlements(
    phrase: PlacePhrase, gazetteer: Gazetteer, countries: Sequence[str]
) -> Sequence[Place]:
    if (phrase.place_id or "").startswith("road:"):
        return _along(phrase, gazetteer, countries)
    place = gazetteer.place(phrase.place_id) if phrase.place_id else None
    if place is None:
        return ()
    relation = phrase.relation
    if relation.value.endswith("_of") and relation is not PlaceRelation.PART_OF:
        bearing = _bearing(relation.value.removesuffix("_of"))
        return _beside(place, gazetteer, bearing)
    if relation in {PlaceRelation.NEAR, PlaceRelation.TOWARD}:
        return [p for p in _around(place, gazetteer, NEAR_KM) if p.id != place.id]
    if place.feature_class not in _UNITS:
        return _of_town(phrase, place, gazetteer)
    return _of_unit(phrase, place, gazetteer)


def _along(phrase: PlacePhrase, gazetteer: Gazetteer, countries: Sequence[str]) -> list[Place]:
    road = gazetteer.road(phrase.name or phrase.text, countries=countries)
    if road is None:
        return []
    lat, lon = road.middle()
    reach = max(distance_km((lat, lon), point) for point in road.points) + ROAD_KM
    ends = {road.stops[0].id, road.stops[-1].id}
    return [
        p
        for p in _near_settlements(gazetteer, lat, lon, reach)
        if p.id not in ends and road.distance_km(p.lat or 0.0, p.lon or 0.0) <= ROAD_KM
    ]


def _of_town(phrase: PlacePhrase, town: Place, gazetteer: Gazetteer) -> list[Place]:
    """Return a town itself, or what lies around it where its countryside is meant."""
    if not (phrase.count or _COUNTRYSIDE.search(phrase.text)):
        return [town]
    around = [p for p in _around(town, gazetteer, COUNTRYSIDE_KM) if p.id != town.id]
    return _part(_without_names(phrase.text, town), around, (town.lat, town.lon))


def _of_unit(phrase: PlacePhrase, unit: Place, gazetteer: Gazetteer) -> list[Place]:
    inside = [p for p in gazetteer.within(unit.id) if p.feature_class == "P" and p.lat is not None]
    if _COUNTRYSIDE.search(phrase.text):
        biggest = max(inside, key=lambda p: p.population or 0, default=None)
        inside = [p for p in inside if p is not biggest]
    return _part(_without_names(phrase.text, unit), inside, _middle(inside))


def _without_names(text: str, place: Place) -> str:
    """Return the words without the place's own name: North Kivu is no north of a Kivu."""
    for name in sorted((place.name, *place.names), key=len, reverse=True):
        text = re.sub(re.escape(name), "", text, flags=re.IGNORECASE)
    return text


def _part(
    text: str, places: Sequence[Place], middle: tuple[float | None, float | None]
) -> list[Place]:
    """Return the places in the part that the words tell: "southeastern", "central"."""
    lat, lon = middle
    if lat is None or lon is None:
        return list(places)
    if _CENTRAL.search(text):
        by_distance = sorted(places, key=lambda p: distance_km((lat, lon), _point(p)))
        return by_distance[: max(1, round(_MIDDLE * len(places)))] if places else []
    words = (m for m in _DIRECTION.finditer(text) if m[1] or m[2])
    told = next(words, None)
    if told is None:
        return list(places)
    bearing = _bearing("".join(w.lower() for w in told.groups() if w))
    return [p for p in places if _lies(bearing, (lat, lon), _point(p))]


def _bearing(direction: str) -> float:
    """Return the bearing of "southeast" in radians, clockwise from north."""
    parts = [b for name, b in _BEARINGS.items() if name in direction]
    if parts == [0.0, 270.0]:
        return math.radians(315)
    return math.radians(sum(parts) / len(parts))


def _lies(bearing: float, origin: tuple[float, float], point: tuple[float, float]) -> bool:
    """Say whether a point lies in a direction from another, within 60 degrees."""
    north = point[0] - origin[0]
    east = (point[1] - origin[1]) * math.cos(math.radians(origin[0]))
    if north == 0 and east == 0:
        return False
    turn = math.atan2(east, north) - bearing
    return math.cos(turn) >= math.cos(_NARROW)


def _beside(place: Place, gazetteer: Gazetteer, bearing: float) -> list[Place]:
    around = _around(place, gazetteer, BESIDE_KM)
    return [p for p in around if p.id != place.id and _lies(bearing, _point(place), _point(p))]


def _around(place: Place, gazetteer: Gazetteer, km: float) -> list[Place]:
    if place.lat is None or place.lon is None:
        return []
    return _near_settlements(gazetteer, place.lat, place.lon, km)


def _near_settlements(gazetteer: Gazetteer, lat: float, lon: float, km: float) -> list[Place]:
    return [p for p in gazetteer.nearby(lat, lon, km) if p.feature_class == "P"]


def _middle(places: Iterable[Place]) -> tuple[float | None, float | None]:
    points = [_point(p) for p in places]
    if not points:
        return None, None
    return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)


def _point(place: Place) -> tuple[float, float]:
    return place.lat or 0.0, place.lon or 0.0
