"""What the words of a question mean: ids of places, parties and speakers, kinds, days."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from whoholds.errors import QueryError
from whoholds.log import Filters, Snapshot
from whoholds.log.keys import slug
from whoholds.model import ClaimKind, Happening, Holding, Interval, midnight
from whoholds.registry import Registry
from whoholds.service.places import UNRESOLVED, StorePlaces


def place_filter(places: StorePlaces, words: str | None, *, inside: bool = False) -> Filters:
    """Return the filter for statements about a place; raises QueryError for an unknown one.

    inside: also about the places that lie in it.
    """
    if words is None:
        return {}
    place = places.find(words).place
    if place.id.startswith(UNRESOLVED):
        return {"ids": places.statement_ids(place.id)}
    return {"places": [place.id, *(places.ids_inside(place) if inside else ())]}


def actor_ids(registry: Registry, words: str | None) -> list[str]:
    """Return the keys of the party meant: the registry's, else the slug of the words."""
    if words is None:
        return []
    if words in registry.actors:
        return [words]
    actor = registry.find_actor(words)
    return [actor.id] if actor else [slug(words)]


def party_of(registry: Registry, words: str, holders: Mapping[str, str]) -> str:
    """Return the party of a place that words mean; raises QueryError where none is meant.

    holders: the names of the place's parties by id.
    """
    meant = set(actor_ids(registry, words))
    lowered = words.casefold()
    found = [key for key, name in holders.items() if key in meant or name.casefold() == lowered]
    if found:
        return found[0]
    above = [key for key in holders if meant & set(_above(registry, key))]
    below = [k for k in holders if any(k in _above(registry, m) for m in meant)]
    if len(above + below) == 1:
        return (above + below)[0]
    named = ", ".join(sorted(holders.values()))
    raise QueryError(
        where=f"party {words!r}",
        what="no statement about the place names it as one that may hold it",
        fix=f"Parties told of there: {named}" if named else "No party is told of there.",
    )


def _above(registry: Registry, key: str) -> tuple[str, ...]:
    return registry.ancestors(key) if key in registry.actors else ()


def speaker_ids(registry: Registry, words: str | None, snapshot: Snapshot) -> list[str]:
    """Return the keys of the speakers meant: the registry's, else those whose key has it."""
    if words is None:
        return []
    entry = registry.find_speaker(words)
    key = slug(words)
    keys = (
        snapshot.frame(["speaker_ids"], in_order=False)["speaker_ids"]
        .explode()
        .unique()
        .drop_nulls()
    )
    named = [k for k in keys.sort() if key in k]
    return [entry.id, *named] if entry else named or [key]


def claim_kinds(kinds: Collection[str | ClaimKind]) -> list[ClaimKind]:
    """Return the kinds of claims that are named; raises QueryError where there is none such."""
    return [_kind(kind) for kind in kinds]


def start_of(day: date | None) -> datetime | None:
    """Return the first instant of a day."""
    return None if day is None else midnight(day)


def end_of(day: date | None) -> datetime | None:
    """Return the first instant after a day."""
    return None if day is None else midnight(day) + timedelta(days=1)


def matching(
    happenings: Iterable[Happening], *, statements: frozenset[str] | None, window: Interval
) -> tuple[Happening, ...]:
    """Return the happenings that have one of the statements and may lie in the window.

    statements: ids; None: any. One whose time nothing tells lies in no window but an open one.
    """
    return tuple(
        h
        for h in happenings
        if (statements is None or not statements.isdisjoint(h.statements))
        and (window.is_empty or (h.interval is not None and h.interval.overlaps(window)))
    )


def in_country(holdings: Iterable[Holding], country: str | None) -> Iterator[Holding]:
    """Yield the holdings of places in a country (ISO alpha-2, in any case); all where None."""
    wanted = country.upper() if country else None
    return (h for h in holdings if wanted is None or h.place.country == wanted)


def _kind(kind: str | ClaimKind) -> ClaimKind:
    try:
        return ClaimKind(kind)
    except ValueError:
        raise QueryError(
            where=f"kind {kind!r}",
            what="there is no such kind of claim",
            fix=f"Choose from {', '.join(ClaimKind)}.",
        ) from None
