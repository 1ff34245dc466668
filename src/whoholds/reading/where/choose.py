"""Which place a name means: a log-linear score of a few explainable terms, one sense per report."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from whoholds.gazetteer import Gazetteer, Option
from whoholds.gazetteer.geometry import distances_km
from whoholds.gazetteer.match import FUZZY_PENALTY
from whoholds.reading.where.lookup import exact_options, similar_options
from whoholds.reading.where.mentions import Mention, MentionKind
from whoholds.reading.where.terms import (
    KNOWN_ABROAD,
    WEIGHTS,
    Weights,
    fixed_term,
    force_terms,
    lead_terms,
    seat_terms,
)

ROUNDS = 2
_SMOOTHING = 0.05
_ELSEWHERE = 1.0  # names that a report is counted to have anywhere: a few prove no country
_NEAR_KM = 100.0
_BESIDE = 0.4  # of nearness: some 90 km from a place that is sure
_SMALL_TOWN = 100_000
_TRANSLITERATED = 0.25
_MAIN = 1 / 3


@dataclass(frozen=True, slots=True)
class Choice:
    """The options for one name with their probabilities, best first."""

    ranked: tuple[tuple[Option, float], ...]

    @property
    def unknown(self) -> float:
        """The probability that the name means none of the options."""
        return max(0.0, 1.0 - sum(p for _, p in self.ranked))


_TOO_BIG = frozenset({"A.PCLI", "L.CONT", "H.OCN"})
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
    first = {k: _fullest(group) for k, group in groups.items()}
    counts = {k: _voice(first[k], weights) * math.sqrt(len(g)) for k, g in groups.items()}
    options = {k: exact_options(m, gazetteer) for k, m in first.items()}
    belief = _believe(first, options, counts, wanted, weights)
    at_home = _main_countries(options, belief, counts) | wanted
    if _look_again(first, options, gazetteer, at_home):
        belief = _believe(first, options, counts, wanted, weights)
    choices = {key: _ranked(options[key], belief[key]) for key in groups}
    return tuple(choices[key] for key in keys)


def _fullest(group: Sequence[Mention]) -> Mention:
    """Return the mention of a sense that tells most, with the forces that act beside any."""
    best = max(group, key=lambda m: bool(m.inside))
    return replace(best, forces=tuple({c: None for m in group for c in m.forces}))


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
    """Return the class of place told, where it sets a sense apart ("Aleppo province").

    A name that holds others ("Saraqib, Idlib") is apart from the bare name too.
    """
    told = mention.noun.feature_class if mention.noun else ""
    return f"{told}+" if mention.holds or mention.villages else told


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
    fixed = {}
    for key, found in options.items():
        seats, leads = seat_terms(found, first[key], weights), lead_terms(found, weights)
        forces = force_terms(found, first[key], weights)
        alone = [fixed_term(o, first[key], by_name, wanted, weights) for o in found]
        fixed[key] = [sum(terms) for terms in zip(alone, seats, leads, forces, strict=True)]
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
    if option.kind[0] != "P" or option.kind in KNOWN_ABROAD or close > _BESIDE:
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
