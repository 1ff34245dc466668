"""Which place a name means: a log-linear score of a few explainable terms, one sense per report."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from whoholds.gazetteer import Gazetteer, Option, PlaceType, regions
from whoholds.gazetteer.geometry import distances_km
from whoholds.gazetteer.match import FUZZY_PENALTY
from whoholds.reading.where.lookup import exact_options, inhabitants, similar_options
from whoholds.reading.where.mentions import Mention, MentionKind


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of the terms, in nats; set by hand and search on development texts.

    population: per factor ten of inhabitants. unlike: per unit of spelling penalty. main: the
    usual name of the place. noun, no_noun: the words around name its kind, or another one.
    inside: it lies in the place named after it. country, province: per unit of log share of the
    report's places in its country, in its province. near: other places of the report lie close.
    wanted: it lies in a country that the caller named. district: a district not called so.
    capital, state: it is a capital or as well known abroad, a province. seat: a province named
    like its main town. people: how much one who acts tells of the report's country, against a
    place. known: per factor ten by which a town outnumbers the next one of its name. stranger: a
    small town in a country that no other name of the report lies in. article: "the" stands before
    the name, as before waters and ranges and not before towns. nothing: the name means none of
    the places known.
    """

    population: float = 0.9
    unlike: float = 6.0
    main: float = 1.0
    noun: float = 1.5
    no_noun: float = -3.0
    inside: float = 4.0
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
    nothing: float = -3.0


WEIGHTS = Weights()
ROUNDS = 2
_SMOOTHING = 0.05
_ELSEWHERE = 1.0  # names that a report is counted to have anywhere: a few prove no country
_NEAR_KM = 100.0
_BESIDE = 0.4  # of nearness: some 90 km from a place that is sure
_SMALL_TOWN = 100_000
_TRANSLITERATED = 0.25
_MAIN = 1 / 3
_SEAT_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Choice:
    """The options for one name with their probabilities, best first."""

    ranked: tuple[tuple[Option, float], ...]

    @property
    def unknown(self) -> float:
        """The probability that the name means none of the options."""
        return max(0.0, 1.0 - sum(p for _, p in self.ranked))


_KNOWN_ABROAD = frozenset({"P.PPLC", "P.PPLG"})
_TOO_BIG = frozenset({"A.PCLI", "L.CONT", "H.OCN"})
# Nothing is said to lie in a smaller thing: "Iraq, Iran" is a list.
_NEVER_INSIDE = frozenset({"A.PCLI", "L.CONT"})


Key = tuple[str, str, str]


def choose(
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
    *,
    countries: Iterable[str] = (),
    weights: Weights = WEIGHTS,
) -> tuple[Choice, ...]:
    """Return the choice for each mention of a report.

    Mentions of one name, with the same kind of place told, share one choice, unless the report
    says of the name that it lies in two places. Each round scores every option with what the
    round before believed of the other names.
    """
    wanted = frozenset(countries)
    keys = _keys(mentions)
    groups: dict[Key, list[Mention]] = defaultdict(list)
    for key, mention in zip(keys, mentions, strict=True):
        groups[key].append(mention)
    first = {k: max(group, key=lambda m: bool(m.inside)) for k, group in groups.items()}
    counts = {k: _voice(first[k], weights) * math.sqrt(len(g)) for k, g in groups.items()}
    options = {k: exact_options(m, gazetteer) for k, m in first.items()}
    belief = _believe(first, options, counts, wanted, weights)
    at_home = _main_countries(options, belief, counts) | wanted
    if _look_again(first, options, gazetteer, at_home):
        belief = _believe(first, options, counts, wanted, weights)
    choices = {key: _ranked(options[key], belief[key]) for key in groups}
    return tuple(choices[key] for key in keys)


def _voice(mention: Mention, weights: Weights) -> float:
    """Return how much a name tells of where the report plays; who acts may do so abroad."""
    return weights.people if mention.acts else 1.0


def _keys(mentions: Sequence[Mention]) -> list[Key]:
    """Return what the mentions of one sense share: name, kind told, and place around it."""
    around: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for m in mentions:
        around[m.name, _kind_told(m)].update(dict.fromkeys(m.inside))
    keys = []
    for m in mentions:
        name, kind = m.name, _kind_told(m)
        outer = list(around[name, kind])
        keys.append(
            (name, kind, m.inside[0] if m.inside and len(outer) > 1 else "".join(outer[:1]))
        )
    return keys


def _kind_told(mention: Mention) -> str:
    """Return the class of place told, where it sets a sense apart ("Aleppo province")."""
    return mention.noun.feature_class if mention.noun else ""


def _believe(
    first: Mapping[Key, Mention],
    options: Mapping[Key, Sequence[Option]],
    counts: Mapping[Key, float],
    wanted: frozenset[str],
    weights: Weights,
) -> dict[Key, list[float]]:
    """Return the probabilities of the options of each name, after all rounds."""
    by_name: dict[str, list[Option]] = defaultdict(list)
    for key, found in options.items():
        by_name[key[0]].extend(found)
    fixed = {
        key: [
            _fixed(o, first[key], by_name, wanted, weights) + s + k
            for o, s, k in zip(
                found, _seats(found, first[key], weights), _lead(found, weights), strict=True
            )
        ]
        for key, found in options.items()
    }
    belief = {key: _softmax(scores, weights.nothing) for key, scores in fixed.items()}
    for _ in range(ROUNDS):
        belief = _with_context(options, fixed, belief, counts, weights)
    return belief


def _main_countries(
    options: Mapping[Key, Sequence[Option]],
    belief: Mapping[Key, Sequence[float]],
    counts: Mapping[Key, float],
) -> frozenset[str]:
    """Return the countries in which at least a third of the report's places lie."""
    total: dict[str, float] = defaultdict(float)
    for key, found in options.items():
        for unit, share in _unit_shares(found, belief[key], counts[key]).items():
            total[unit] += share
    whole = total.pop("all", 0.0)
    return frozenset(u for u, s in total.items() if "." not in u and s >= _MAIN * whole)


def _look_again(
    first: Mapping[Key, Mention],
    options: dict[Key, list[Option]],
    gazetteer: Gazetteer,
    countries: frozenset[str],
) -> bool:
    """Add transliterations in the report's own countries to names known only elsewhere.

    Where the report has no country of its own, they are looked for everywhere.
    """
    changed = False
    for key, mention in first.items():
        known = options[key]
        if mention.kind is not MentionKind.NAME or any(_at_home(o, countries) for o in known):
            continue
        near = similar_options(mention, gazetteer, countries) if countries or not known else []
        options[key] = known + near
        changed = changed or bool(near)
    return changed


def _at_home(option: Option, countries: frozenset[str]) -> bool:
    return option.country in countries or option.kind == "A.PCLI" or option.kind[0] == "L"


def _fixed(
    option: Option,
    mention: Mention,
    by_name: Mapping[str, Sequence[Option]],
    wanted: frozenset[str],
    weights: Weights,
) -> float:
    """Return the score of the terms that do not depend on the other names' senses."""
    score = weights.population * math.log10(inhabitants(option)) - weights.unlike * option.unlike
    score += weights.main * option.main
    if option.kind in _KNOWN_ABROAD:
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
    return score


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


def _seats(options: Sequence[Option], mention: Mention, weights: Weights) -> list[float]:
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


def _lead(options: Sequence[Option], weights: Weights) -> list[float]:
    """Return what the biggest town of a name gains by being much bigger than the next."""
    scores = [0.0] * len(options)
    towns = [i for i, o in enumerate(options) if o.kind[0] == "P" and o.unlike == 0]
    if len(towns) > 1:
        best, second = sorted(towns, key=lambda i: -options[i].population)[:2]
        sizes = [inhabitants(options[i]) for i in (best, second)]
        scores[best] = weights.known * math.log10(sizes[0] / sizes[1])
    return scores


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


def _with_context(
    options: Mapping[Key, Sequence[Option]],
    fixed: Mapping[Key, Sequence[float]],
    belief: Mapping[Key, Sequence[float]],
    counts: Mapping[Key, float],
    weights: Weights,
) -> dict[Key, list[float]]:
    """Return the beliefs after one look at what the other names are believed to mean."""
    shares = {k: _unit_shares(options[k], belief[k], counts[k]) for k in options}
    total: dict[str, float] = defaultdict(float)
    for own in shares.values():
        for unit, share in own.items():
            total[unit] += share
    near = _nearness(options, belief)
    by_name = _shares_by_name(shares)
    result: dict[Key, list[float]] = {}
    for key, found in options.items():
        own = by_name[key[0]]
        rest = _ELSEWHERE + max(_SMOOTHING, total["all"] - own.get("all", 0.0))
        scores = []
        for option, score, close in zip(found, fixed[key], near[key], strict=True):
            for unit, weight in _units(option, weights):
                share = max(0.0, total[unit] - own.get(unit, 0.0)) / rest
                score += weight * math.log((share + _SMOOTHING) / (1 + _SMOOTHING))
            score += weights.stranger * _strangeness(option, total, own, rest, close)
            scores.append(score + weights.near * close)
        result[key] = _softmax(scores, weights.nothing)
    return result


def _shares_by_name(
    shares: Mapping[Key, Mapping[str, float]],
) -> dict[str, dict[str, float]]:
    """Return the shares of all senses of a name: they are no witness for each other."""
    found: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for key, own in shares.items():
        for unit, share in own.items():
            found[key[0]][unit] += share
    return found


def _strangeness(
    option: Option, total: Mapping[str, float], own: Mapping[str, float], rest: float, close: float
) -> float:
    """Return 1 for a small town in a country where no other name lies, far from them all.

    A near miss of the spelling is a stranger wherever nothing lies near, a transliteration half.
    """
    if option.kind[0] != "P" or option.kind in _KNOWN_ABROAD or close > _BESIDE:
        return 0.0
    if option.unlike >= FUZZY_PENALTY:
        return 1.0
    if rest < _ELSEWHERE + 1 or option.population >= _SMALL_TOWN:
        return 0.0
    country = option.country or ""
    if total.get(country, 0.0) - own.get(country, 0.0) < _SMOOTHING:
        return 1.0
    return 0.5 if option.unlike > _TRANSLITERATED else 0.0


def _units(option: Option, weights: Weights) -> list[tuple[str, float]]:
    """Return the units that tie a place to others, with the weight of each."""
    units = []
    if option.country:
        units.append((option.country, weights.country))
        if option.admin1:
            units.append((f"{option.country}.{option.admin1}", weights.province))
    return units


def _unit_shares(
    options: Sequence[Option], belief: Sequence[float], count: float
) -> dict[str, float]:
    shares: dict[str, float] = defaultdict(float)
    for option, probability in zip(options, belief, strict=True):
        if not option.country:
            continue
        shares["all"] += probability * count
        shares[option.country] += probability * count
        if option.admin1:
            shares[f"{option.country}.{option.admin1}"] += probability * count
    return shares


def _nearness(
    options: Mapping[Key, Sequence[Option]], belief: Mapping[Key, Sequence[float]]
) -> dict[Key, list[float]]:
    """Return for each option how near the nearest other place is believed to be (0..1)."""
    anchors = [(k[0], a) for k in options if (a := _best(options[k], belief[k])) is not None]
    flat = [o for found in options.values() for o in found]
    if not anchors or not flat:
        return {k: [0.0] * len(found) for k, found in options.items()}
    lats = np.array([o.lat if o.lat is not None else math.nan for o in flat])
    lons = np.array([o.lon if o.lon is not None else math.nan for o in flat])
    points = np.array([a for _, a in anchors])
    away = distances_km(points[:, :1], points[:, 1:2], lats[None, :], lons[None, :])
    close = points[:, 2:] * np.exp(-np.nan_to_num(away, nan=np.inf) / _NEAR_KM)
    result, start = {}, 0
    for key, found in options.items():
        others = [i for i, (name, _) in enumerate(anchors) if name != key[0]]
        part = close[others, start : start + len(found)]
        result[key] = part.max(axis=0).tolist() if others and found else [0.0] * len(found)
        start += len(found)
    return result


def _best(options: Sequence[Option], belief: Sequence[float]) -> tuple[float, float, float] | None:
    """Return point and probability of the likeliest place, if it is small enough to be near to."""
    if not options:
        return None
    i = max(range(len(options)), key=belief.__getitem__)
    option = options[i]
    if option.lat is None or option.lon is None or option.kind in _TOO_BIG:
        return None
    return option.lat, option.lon, belief[i]


def _softmax(scores: Sequence[float], nothing: float) -> list[float]:
    """Return the probabilities of the options, beside that of none of them."""
    top = max([*scores, nothing])
    powers = [math.exp(s - top) for s in scores]
    total = sum(powers) + math.exp(nothing - top)
    return [p / total for p in powers]


def _ranked(options: Sequence[Option], belief: Sequence[float]) -> Choice:
    pairs = sorted(zip(options, belief, strict=True), key=lambda p: (-p[1], p[0].id))
    return Choice(tuple(pairs))
