"""The place that words on the command line mean, those of the store before all others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import msgspec
import polars as pl

from whoholds.errors import AmbiguousError, NotFoundError
from whoholds.gazetteer import Gazetteer, PlaceType, Road, describe_place_noun, fold, simplify
from whoholds.log import Snapshot
from whoholds.log.keys import slug
from whoholds.model import Place
from whoholds.service.sentences import KINDS
from whoholds.service.shelf import Shelf

UNRESOLVED = "name:"
"""How the id of a place begins that reports name and no gazetteer row was found for."""


MOST_FOUND = 10_000
"""Words whose place is kept for when they are asked again."""


@dataclass(frozen=True, slots=True)
class Found:
    """A place, and others that the same words may mean, the likeliest first."""

    place: Place
    others: tuple[Place, ...] = ()


class StorePlaces:
    """The places that the statements of one version of a store are about."""

    def __init__(self, snapshot: Snapshot, gazetteer: Gazetteer) -> None:
        self._snapshot = snapshot
        self._gazetteer = gazetteer
        self._found = Shelf[str, Found](MOST_FOUND, size=lambda _: 1)

    @cached_property
    def names(self) -> dict[str, tuple[str, ...]]:
        """Names that reports give each place, by its id, ids in order."""
        rows = self._snapshot.frame(["place_id", "place_name"], in_order=False).drop_nulls(
            "place_name"
        )
        found: dict[str, set[str]] = {}
        for place_id, name in rows.unique().iter_rows():
            key = place_id or f"{UNRESOLVED}{slug(name)}"
            found.setdefault(key, set()).add(name)
        return {key: tuple(sorted(found[key])) for key in sorted(found)}

    @cached_property
    def _unlisted(self) -> dict[str, tuple[str, ...]]:
        """The names of what the gazetteer does not have: roads, and what nothing resolved."""
        return {
            place_id: names
            for place_id, names in self.names.items()
            if place_id.startswith("road:") or self._gazetteer.place(place_id) is None
        }

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """Country codes of the store's places, the most frequent first."""
        codes = [p.country for p in self if p.country]
        return tuple(sorted(set(codes), key=lambda c: (-codes.count(c), c)))

    def __iter__(self) -> Iterator[Place]:
        """Yield the places, in order of id."""
        yield from map(self.place, self.names)

    def place(self, place_id: str) -> Place:
        """Return a place by its id; one of reports alone has the name that they give it."""
        known = self._gazetteer.place(place_id)
        if known is not None:
            return known
        names = self.names.get(place_id)
        if not names:
            raise NotFoundError(
                where=f"place {place_id}", what="there is no place with this id", fix=_HOW
            )
        name = max(names, key=lambda n: (len(n), n))
        is_road = place_id.startswith("road:")
        road = self._road(names) if is_road else None
        if road is not None:
            return msgspec.structs.replace(road.place(place_id), name=name, names=names)
        return Place(
            id=place_id,
            name=name,
            names=names,
            feature_class="R" if is_road else "P",
            feature_code="RD" if is_road else "PPL",
            source="the reports",
        )

    def _road(self, names: Sequence[str]) -> Road | None:
        """Return the line of a road by the names that reports give it, None where unknown."""
        found = (self._gazetteer.road(n, countries=self._listed_countries) for n in names)
        return next((road for road in found if road is not None), None)

    @cached_property
    def _listed_countries(self) -> tuple[str, ...]:
        """Country codes of the store's places that the gazetteer has, the most frequent first."""
        places = (self._gazetteer.place(i) for i in self.names if not i.startswith("road:"))
        codes = Counter(p.country for p in places if p is not None and p.country)
        return tuple(sorted(codes, key=lambda c: (-codes[c], c)))

    def find(self, words: str) -> Found:
        """Return the place that words mean: an id, a name, or a name with its kind.

        Raises QueryError where nothing has the name, or several places of the store have it alike.
        """
        words = " ".join(words.split())
        if _is_id(words):
            return Found(self.place(words))
        return self._found.get(words, lambda: self._find(words))

    def _find(self, words: str) -> Found:
        for name, kind in _readings(words) if words else ():
            found = self._candidates(name, kind)
            if found:
                return self._choose(words, found)
        raise NotFoundError(where=f"place {words!r}", what="no place has this name", fix=_HOW)

    def suggest(self, words: str, *, limit: int = 10) -> tuple[Place, ...]:
        """Return the places that words may mean or begin, the likeliest and the store's first."""
        words = " ".join(words.split())
        if _is_id(words):
            known = words in self.names or self._gazetteer.place(words) is not None
            return (self.place(words),) if known else ()
        meant = [place for _, _, place in self._candidates(words, None)] if words else []
        begun = [self.place(i) for i in self._beginning(simplify(words))]
        told = [p for p in meant if p.id in self.names]
        rest = [p for p in meant if p.id not in self.names]
        unique = {place.id: place for place in (*told, *begun, *rest)}
        return tuple(unique.values())[:limit]

    def _beginning(self, simple: str) -> list[str]:
        """Return the ids of the store's places with a name, or a part of one, that begins so."""
        if not simple:
            return []
        found = [
            (not any(n.startswith(simple) for n in names), len(names[0]), place_id)
            for place_id, names in self._simple_names.items()
            if any(f" {simple}" in f" {n}" for n in names)
        ]
        if not found and len(key := fold(simple)) > 1:  # "ar-raq" begins "Raqqa"
            found = [
                (True, len(names[0]), place_id)
                for place_id, names in self._simple_names.items()
                if any(fold(n).startswith(key) for n in names)
            ]
        return [place_id for _, _, place_id in sorted(found)]

    @cached_property
    def _simple_names(self) -> dict[str, tuple[str, ...]]:
        """The names of the store's places as they are compared, with the gazetteer's main one."""
        return {
            place_id: tuple(simplify(n) for n in (self.place(place_id).name, *names))
            for place_id, names in self.names.items()
        }

    def ids_inside(self, outer: Place) -> tuple[str, ...]:
        """Return the ids of the store's places that lie in `outer`, without its own."""
        return tuple(
            place_id
            for place_id in self.names
            if place_id != outer.id and self._gazetteer.contains(outer.id, place_id)
        )

    def statement_ids(self, place_id: str) -> list[str]:
        """Return the ids of the statements about a place that reports name and nothing resolves."""
        rows = self._snapshot.frame(["id", "place_id", "place_name"])
        unresolved = rows.filter(pl.col("place_id").is_null() & pl.col("place_name").is_not_null())
        return [i for i, _, name in unresolved.iter_rows() if place_id == UNRESOLVED + slug(name)]

    def _candidates(self, name: str, kind: PlaceType | None) -> list[tuple[int, float, Place]]:
        """Return (rank, unlikeness, place), the best first; the rank's first part is the store."""
        simple, key = simplify(name), fold(simplify(name))
        found: dict[str, tuple[float, Place]] = {}
        for place_id, names in self._unlisted.items():
            away = min(_unlike(simple, key, other) for other in names)
            if away < 1.0:
                found[place_id] = (away, self.place(place_id))
        for match in self._gazetteer.lookup(name, countries=self.countries):
            known = found.get(match.place.id)
            if known is None or match.penalty < known[0]:
                found[match.place.id] = (match.penalty, match.place)
        of_kind = [f for f in found.values() if kind is None or _agrees(f[1], kind)]
        ranked = [(self._rank(place), round(away, 3), place) for away, place in of_kind]
        return sorted(ranked, key=lambda c: c[:2])

    def _rank(self, place: Place) -> int:
        told = 0 if place.id in self.names else 10
        if place.id.startswith(UNRESOLVED):
            return told + 5
        return told + {"P": 0, "R": 0, "S": 1, "A": 2}.get(place.feature_class, 3)

    def _choose(self, words: str, found: list[tuple[int, float, Place]]) -> Found:
        rank, away, best = found[0]
        alike = [p for r, a, p in found if (r, a) == (rank, away)]
        if len(alike) > 1 and rank < 10:
            raise AmbiguousError(
                where=f"place {words!r}",
                what="several places of the store have this name: "
                + "; ".join(describe(p) for p in alike[:8]),
                fix="Give the id of the one you mean.",
            )
        return Found(best, tuple(p for _, _, p in found[1:6]))


_HOW = "Try another spelling, an id such as geonames:170063, or `whoholds gazetteer add FILE`."


def describe(place: Place) -> str:
    """Return a place in words that tell it from its namesakes: name, kind, where, id."""
    kind = "country" if place.feature_code == "PCLI" else KINDS.get(place.feature_code)
    parts = [place.name, kind, place.admin1_name if kind is None else None, place.country]
    return f"{', '.join(p for p in parts if p)} ({place.id})"


def _is_id(words: str) -> bool:
    scheme, colon, rest = words.partition(":")
    return bool(colon and rest and scheme.isalnum() and scheme.islower() and " " not in words)


def _readings(words: str) -> Iterator[tuple[str, PlaceType | None]]:
    """Yield (name, kind) as the words may be read: as a whole, "X province", "town of X"."""
    yield words, None
    parts = words.split()
    if parts[0].lower() == "the":
        parts = parts[1:]
    if len(parts) > 1 and (kind := describe_place_noun(parts[-1])):
        yield " ".join(parts[:-1]), kind
    if len(parts) > 1 and (kind := describe_place_noun(parts[0])):
        rest = parts[2:] if parts[1].lower() == "of" and len(parts) > 2 else parts[1:]
        yield " ".join(rest), kind


def _agrees(place: Place, kind: PlaceType) -> bool:
    if kind.feature_class == "A":
        return place.feature_class == "A" and place.feature_code != "PCLI"
    return place.feature_class == kind.feature_class


def _unlike(simple: str, key: str, other: str) -> float:
    """Return how unlike a name of the store is: 0 the same, less than 1 the same when folded."""
    theirs = simplify(other)
    if theirs == simple:
        return 0.0
    return 0.2 if key and fold(theirs) == key else 1.0
