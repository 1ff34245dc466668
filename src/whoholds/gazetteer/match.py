"""How a name agrees with the names of places: the same, transliterated, or nearly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from whoholds.gazetteer.folding import ARTICLES, fold, simplify
from whoholds.gazetteer.table import PlaceTable
from whoholds.model import Noun, Place

FOLDED_PENALTY = 0.2
FUZZY_PENALTY = 0.5
_FUZZY_LENGTH = 5
_UNIT_SHARE = 0.3
_DOUBLE = re.compile(r"([a-z])\1")
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


def exact_hits(table: PlaceTable, simple: str) -> Iterator[Hit]:
    """Yield the places that have exactly this plain name."""
    for number in table.exact.find(simple):
        name = table.name(number)
        # A name that is its own plain form, as most are, need not be brought to it.
        if name.lower() == simple or simplify(name) == simple:
            yield Hit(table, table.row_of_name(number), name, Spelling.EXACT, 0.0)


def folded_hits(table: PlaceTable, simple: str, key: str) -> Iterator[Hit]:
    """Yield the places of which a name folds to `key`, with how unlike it is to the plain name."""
    if len(key) < 2:
        return
    for number in table.folded.find(key):
        row = table.row_of_name(number)
        best = min(
            ((unlikeness(simple, simplify(n)), n) for n in table.names_of(row) if _key(n) == key),
            default=None,
        )
        if best is not None:
            yield Hit(table, row, best[1], Spelling.FOLDED, FOLDED_PENALTY + best[0])


def fuzzy_hits(
    table: PlaceTable, simple: str, key: str, countries: frozenset[str]
) -> Iterator[Hit]:
    """Yield near misses: slips of the hand, or one letter of the folded key that differs."""
    found = [*_slips_of(table, simple), *_near_keys(table, simple, key)]
    seen: set[int] = set()
    for hit in found:
        if hit.row in seen or (countries and country_of(hit) not in countries):
            continue
        seen.add(hit.row)
        yield hit


def _near_keys(table: PlaceTable, simple: str, key: str) -> Iterator[Hit]:
    if len(key) < _FUZZY_LENGTH or not key.isascii():
        return
    for other in sorted(_one_edit(key)):
        for hit in folded_hits(table, simple, other):
            yield hit._replace(how=Spelling.FUZZY, penalty=FUZZY_PENALTY + hit.penalty)


def _slips_of(table: PlaceTable, simple: str) -> Iterator[Hit]:
    """Yield the places whose plain name a slip of the hand makes the one that was looked up.

    These are told by the letters and not by the key: short keys meet too many names.
    """
    if len(simple) < _FUZZY_LENGTH or not simple.isascii():
        return
    for other in sorted(_slips(simple)):
        for hit in exact_hits(table, other):
            penalty = FUZZY_PENALTY + unlikeness(simple, other)
            yield hit._replace(how=Spelling.FUZZY, penalty=penalty)


def _slips(simple: str) -> set[str]:
    """Return a name with two letters exchanged, or with another letter or none doubled."""
    found = {
        simple[:i] + simple[i + 1] + simple[i] + simple[i + 2 :] for i in range(len(simple) - 1)
    }
    plain = _DOUBLE.sub(r"\1", simple)
    found.add(plain)
    found.update(plain[: i + 1] + plain[i:] for i in range(len(plain)))
    return found - {simple}


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


def option_of(hit: Hit) -> Option:
    """Return a hit as what choosing needs of it."""
    table, row = hit.table, hit.row
    point = table.point(row)
    return Option(
        id=table.id_of(row),
        lat=point[0] if point else None,
        lon=point[1] if point else None,
        population=table.people(row),
        kind=table.text("feature", row) or "P.PPL",
        country=table.text("country", row),
        admin1=table.text("admin1", row),
        admin2=table.text("admin2", row),
        unlike=hit.penalty,
        main=hit.name == table.main_name(row),
    )


def country_of(hit: Hit) -> str | None:
    """Return the ISO code of the country that a hit lies in."""
    return hit.table.text("country", hit.row)


def settles(hit: Hit, countries: frozenset[str]) -> bool:
    """Say whether an exact match leaves no need to look for other spellings in the countries."""
    kind = hit.table.text("feature", hit.row) or ""
    return country_of(hit) in countries or kind == "A.PCLI" or kind[0] == "L"


def order_of(hit: Hit, place_id: str, countries: frozenset[str]) -> tuple[bool, float, float, str]:
    """Return what places are ranked by: country, spelling, size, id."""
    table, row = hit.table, hit.row
    kind = table.text("feature", row) or "P.PPL"
    rank: float = table.people(row)
    if kind[0] == "A":
        # A unit holds its main town too: of two bearing one name the town is meant more often.
        rank = 1e10 + rank if kind == "A.PCLI" else _UNIT_SHARE * rank
    big = kind == "A.PCLI" or kind[0] == "L"
    outside = bool(countries) and country_of(hit) not in countries and not big
    return outside, hit.penalty and round(hit.penalty, 3), -rank, place_id
