"""The terms that a place is chosen by which do not depend on the report's other names."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from whoholds.gazetteer import Option, PlaceType, distance_km, regions
from whoholds.reading.where.lookup import inhabitants
from whoholds.reading.where.mentions import Mention


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of the terms, in nats; set by hand and search on development texts.

    population: per factor ten of inhabitants. unlike: per unit of spelling penalty. main: the
    usual name of the place. noun, no_noun: the words around name its kind, or another one.
    inside: it lies in the place named after it. holds: towns are said to lie in it. country,
    province: per unit of log share of the report's places in its country, in its province. near:
    other places of the report lie close. wanted: it lies in a country that the caller named.
    district: a district not called so.
    capital, state: it is a capital or as well known abroad, a province. seat: a province named
    like its main town. people: how much one who acts tells of the report's country, against a
    place. known: per factor ten by which a town outnumbers the next one of its name. stranger: a
    small town in a country that no other name of the report lies in. article: "the" stands before
    the name, as before waters and ranges and not before towns. forces: it lies in the country whose
    forces act in the sentence, and is not much smaller than its namesakes. nothing: the name means
    none of the places known.
    """

    population: float = 0.9
    unlike: float = 6.0
    main: float = 1.0
    noun: float = 1.5
    no_noun: float = -3.0
    inside: float = 4.0
    holds: float = 5.0
    country: float = 1.2
    province: float = 0.8
    near: float = 2.0
    wanted: float = 4.0
    district: float = -1.5
    capital: float = 2.0
    state: float = 0.5
    seat: float = -3.0
    people: float = 0.25
    known: float = 0.8
    stranger: float = -4.0
    article: float = 2.0
    forces: float = 2.5
    nothing: float = -3.0


WEIGHTS = Weights()
KNOWN_ABROAD = frozenset({"P.PPLC", "P.PPLG"})
_SEAT_SHARE = 0.1
_LIKE_SIZE = 0.15
_CITY_KM = 12.0  # what lies nearer may be a quarter of the city
_TOWNS = frozenset({"P.PPL", "P.PPLA", "P.PPLA2", "P.PPLA3", "P.PPLA4", "P.PPLL"})
# Nothing is said to lie in a smaller thing: "Iraq, Iran" is a list.
_NEVER_INSIDE = frozenset({"A.PCLI", "L.CONT"})


def fixed_term(
    option: Option,
    mention: Mention,
    by_name: Mapping[str, Sequence[Option]],
    wanted: frozenset[str],
    weights: Weights,
) -> float:
    """Return the score of the terms that do not depend on the other names' senses."""
    score = weights.population * math.log10(inhabitants(option)) - weights.unlike * option.unlike
    score += weights.main * option.main
    if option.kind in KNOWN_ABROAD:
        score += weights.capital
    if option.kind == "A.ADM1":
        score += weights.state
    score += weights.article * _article_term(option, mention)
    if mention.noun is not None:
        score += _noun_term(option, mention.noun, weights)
    elif option.kind == "A.ADM2":
        score += weights.district
    if option.country in wanted:
        score += weights.wanted
    if option.kind not in _NEVER_INSIDE and any(
        lies_in(option, outer) for n in mention.inside for outer in by_name.get(n, ())
    ):
        score += weights.inside
    if option.kind == "A.ADM1" and (mention.villages or _has_towns(option, mention, by_name)):
        score += weights.holds
    return score


def _has_towns(option: Option, mention: Mention, by_name: Mapping[str, Sequence[Option]]) -> bool:
    """Say whether a town lies in a province and not in the town of the province's name."""
    seats = [o for o in by_name.get(mention.name, ()) if o.kind[0] == "P" and lies_in(o, option)]
    towns = [o for n in mention.holds for o in by_name.get(n, ()) if o.kind in _TOWNS]
    return any(
        lies_in(town, option) and not any(_near(town, seat) for seat in seats) for town in towns
    )


def _near(one: Option, other: Option) -> bool:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return True
    return distance_km((one.lat, one.lon), (other.lat, other.lon)) < _CITY_KM


def _article_term(option: Option, mention: Mention) -> float:
    """Return how a name's article agrees with its kind: "the Dnipro" is the river, "Dnipro" not."""
    if mention.article:
        return 1.0 if option.kind[0] in "HTL" else -1.0 if option.kind[0] == "P" else 0.0
    return -2.0 if option.kind == "H.STM" and mention.noun is None else 0.0


def _noun_term(option: Option, noun: PlaceType, weights: Weights) -> float:
    """Return what the noun of its kind says; a road, base or dam may be named after a town."""
    if fits(option, noun):
        return weights.noun
    if noun.feature_class in "PA":
        return weights.no_noun
    return weights.no_noun / 2 if option.kind[0] == "A" else 0.0


def seat_terms(options: Sequence[Option], mention: Mention, weights: Weights) -> list[float]:
    """Return for each option what is taken off a province that is named like its main town.

    A bare "Aleppo" is the town; a province much bigger than the town ("Quebec") is not judged so.
    """
    if mention.noun is not None and mention.noun.feature_class == "A":
        return [0.0] * len(options)
    towns: dict[tuple[str | None, str | None], int] = {}
    for o in options:
        if o.kind[0] == "P" and o.population > towns.get((o.country, o.admin1), 0):
            towns[o.country, o.admin1] = o.population
    return [
        weights.seat
        if o.kind == "A.ADM1"
        and towns.get((o.country, o.admin1), 0) >= _SEAT_SHARE * max(1, o.population)
        else 0.0
        for o in options
    ]


def lead_terms(options: Sequence[Option], weights: Weights) -> list[float]:
    """Return what the biggest town of a name gains by being much bigger than the next."""
    scores = [0.0] * len(options)
    towns = [i for i, o in enumerate(options) if o.kind[0] == "P" and o.unlike == 0]
    if len(towns) > 1:
        best, second = sorted(towns, key=lambda i: -options[i].population)[:2]
        sizes = [inhabitants(options[i]) for i in (best, second)]
        scores[best] = weights.known * math.log10(sizes[0] / sizes[1])
    return scores


def force_terms(options: Sequence[Option], mention: Mention, weights: Weights) -> list[float]:
    """Return what each town gains by lying in the country of the forces that act beside it."""
    if not mention.forces:
        return [0.0] * len(options)
    least = _LIKE_SIZE * max((inhabitants(o) for o in options if o.kind[0] == "P"), default=0.0)
    return [
        weights.forces
        if o.country in mention.forces and o.kind[0] == "P" and inhabitants(o) >= least
        else 0.0
        for o in options
    ]


def fits(option: Option, noun: PlaceType) -> bool:
    """Say whether a place is of the kind that a noun names."""
    if noun.code in {"A.ADM1", "A.ADM2"}:
        units = {"A.ADM1", "A.ADM2"} if noun.code == "A.ADM2" else {"A.ADM1", "L.RGN"}
        return option.kind in units
    if noun.code in {"A.PCLI", "X.PART"}:
        return noun.code == "X.PART" or option.kind == "A.PCLI"
    return option.kind[0] == noun.feature_class


def lies_in(inner: Option, outer: Option) -> bool:
    """Say whether a place lies in another, by their codes."""
    if inner.id == outer.id or outer.kind[0] not in "AL" or not inner.country:
        return False
    if outer.kind == "A.PCLI":
        return inner.country == outer.country
    if outer.kind == "A.ADM1":
        return (inner.country, inner.admin1) == (outer.country, outer.admin1)
    if outer.kind == "A.ADM2":
        units = (inner.country, inner.admin1, inner.admin2)
        return units == (outer.country, outer.admin1, outer.admin2)
    region = regions().get(outer.id)
    units_of_inner = {f"country:{inner.country}", f"admin1:{inner.country}.{inner.admin1}"}
    return region is not None and any(m in units_of_inner for m in region.members)
