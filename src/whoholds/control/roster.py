"""Which parties may hold a place: those told of there, the state's own, and those around."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date

from msgspec import structs

from whoholds.control.dating import day_of
from whoholds.control.evidence import Evidence
from whoholds.control.parties import Party, Roster, Ties, related, roster_of
from whoholds.control.settings import Settings
from whoholds.model import Place

_WIDE = frozenset({"A", "L"})
_TAKINGS = frozenset({"seize", "handover"})


def enrol(
    place: Place,
    own: Sequence[Evidence],
    around: Sequence[Evidence],
    *,
    ties: Ties,
    settings: Settings,
    level: Sequence[str] | None = None,
    by_side: bool = False,
    near: Sequence[Roster] = (),
) -> tuple[Roster, list[Evidence]]:
    """Return the parties of a place, and what of the evidence around it bears on one of them.

    A claim on the place itself brings in the parties that it names. A claim on the region around
    brings in registered parties alone, with a smaller weight: it would otherwise strew its
    parties over every place within. The state's own forces count where anything is told of a
    place itself; a province is seldom anybody's as a whole.
    A place that nobody tells of has the parties of its neighbours.
    ties, settings, level, by_side: as in `Context`. near: the parties of neighbouring places.
    """
    found: list[Party] = [p for e in own for p in _parties(e)]
    weights = dict(_named(found, own, settings))
    for item in around:
        for party in _parties(item):
            if party.resolved and item.p >= settings.enters and party.key not in weights:
                weights[party.key] = settings.weight_around
                found.append(party)
    twins = _twins(found, place.country, [*own, *around], ties)
    home = False
    if own and place.feature_class not in _WIDE:
        day = _first_day(own, around)
        usual = _usual(place.country, day, frozenset(weights), ties=ties, settings=settings)
        for key, weight in usual:
            weights[key] = max(weight, weights.get(key, 0.0))
            home = True
            found.append(Party(key, key, True))
    for party in () if own or around else _of_neighbours(near):
        weights[party.key] = settings.weight_around
        found.append(party)
    sides = _sides(found, place.country, [*own, *around], ties) if by_side else None
    roster = roster_of(found, ties=ties, weights=weights, level=level, sides=sides, twins=twins)
    roster = replace(roster, home=home)
    return roster, [kept for e in around if (kept := _kept(e, roster)) is not None]


def _named(
    parties: Sequence[Party], own: Sequence[Evidence], settings: Settings
) -> Iterator[tuple[str, float]]:
    """Yield the weight of each party that claims on the place itself name.

    "Residents" that fled and "warplanes" that struck stand beside the parties that fight for the
    place: whom no register knows, and no claim has take or hold it, hardly will. Where no
    register knows any of them, all count alike.
    """
    known = {p.key for p in parties if p.resolved}
    holds = {e.actor.key for e in own if e.actor is not None and e.says.startswith("+")}
    lost = {e.counter.key for e in own if e.counter is not None and e.variant in _TAKINGS}
    for party in parties:
        stranger = known and party.key not in known | holds | lost
        yield party.key, settings.weight_stranger if stranger else settings.weight_party


def _usual(
    country: str | None, day: date, named: Collection[str], *, ties: Ties, settings: Settings
) -> Iterator[tuple[str, float]]:
    """Yield the state's own party and, where nobody of its side is named, its usual opponent."""
    home = None if country is None else ties.home(country, day)
    if country is None or home is None:
        return
    yield home, settings.weight_home
    rival = ties.rival(country, day)
    if rival is not None and not any(related(rival, key, ties) for key in named):
        yield rival, settings.weight_rival


def _of_neighbours(near: Sequence[Roster]) -> Iterator[Party]:
    for key in sorted({h for roster in near for h in roster.holders}):
        name = next(r.names[key] for r in near if key in r.names)
        yield Party(key, name, True)


def _sides(
    parties: Sequence[Party], country: str | None, evidence: Sequence[Evidence], ties: Ties
) -> dict[str, str]:
    """Return the leader of the side of each party, as sides stood when most was told."""
    day = _middle_day(evidence)
    if day is None:
        return {}
    return {p.key: ties.side(p.key, country, day) for p in parties if p.resolved}


def _twins(
    parties: Sequence[Party], country: str | None, evidence: Sequence[Evidence], ties: Ties
) -> dict[str, str]:
    """Return the named party that each party known by its backers only must be."""
    day = _middle_day(evidence)
    keys = {p.key for p in parties if p.resolved}
    if day is None:
        return {}
    found = ((key, ties.named(key, keys, country, day)) for key in sorted(keys))
    return {key: twin for key, twin in found if twin is not None}


def _middle_day(evidence: Sequence[Evidence]) -> date | None:
    """Return the day by which half of the evidence was told, None without any."""
    told = sorted(t for e in evidence if (t := _told_at(e)) is not None)
    told = told or sorted(e.available for e in evidence)
    return day_of(told[len(told) // 2]) if told else None


def _first_day(own: Sequence[Evidence], around: Sequence[Evidence]) -> date:
    """Return the day from which on a place is told of, for whose it usually is.

    A report without a date counts from the days that its words tell, or that those on what is
    around tell: a history is not of the day on which it was read.
    """
    told = [t for e in own if (t := _told_at(e)) is not None]
    if not told:
        others = sorted(t for e in around if (t := _told_at(e)) is not None)
        told = others[len(others) // 2 :][:1] or [e.available for e in own]
    return day_of(min(told))


def _told_at(item: Evidence) -> float | None:
    if item.statement.published is not None:
        return item.available
    return None if item.statement.claim.interval is None else item.window.end


def _parties(item: Evidence) -> list[Party]:
    return [party for party in (item.actor, item.counter) if party is not None]


def _kept(item: Evidence, roster: Roster) -> Evidence | None:
    """Return evidence from around a place as it bears on the parties there, None where it does
    not."""
    if item.actor is not None and item.actor.key not in roster.folded:
        return None
    if item.counter is not None and item.counter.key not in roster.folded:
        return structs.replace(item, counter=None)
    return item
