"""Statements about one event, brought together across reports, with who agrees and who does not.

Invariant: the happenings are a function of the set of statements; adding some regroups only the
places that they are about.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime

from whoholds.log.events import Event, event_of, taking_behind
from whoholds.log.grouping import NARROW, Ancestors, Group, Parties, group_events
from whoholds.log.keys import slug
from whoholds.model import Granularity, Happening, Interval, Statement
from whoholds.model.holding import Dispute, DisputeKind

Contains = Callable[[str, str], bool]
_REGION = ("admin1:", "admin2:", "admin3:", "country:")
_ONCE = ("transfer", "siege", "truce")
"""Families of events that hardly come twice in one region in the same days."""
_NEVER = datetime.max.replace(tzinfo=UTC)


class Happenings:
    """Groups of statements, kept up as statements are added.

    contains: whether one place id lies in another. ancestors: ids of a party's parents.
    """

    def __init__(
        self,
        *,
        contains: Contains = lambda outer, inner: outer == inner,
        ancestors: Ancestors = lambda _: (),
    ) -> None:
        self._contains = contains
        self._parties = Parties(ancestors)
        self._events: dict[tuple[str, str], dict[str, Event]] = defaultdict(dict)
        self._groups: dict[tuple[str, str], list[Group]] = {}

    def add(self, statements: Iterable[Statement]) -> None:
        """Add statements; those that tell no place are left out, those known change nothing."""
        for statement in statements:
            event = event_of(statement)
            if event is None:
                continue
            bucket = (event.family, event.place)
            if statement.id not in self._events[bucket]:
                self._events[bucket][statement.id] = event
                self._groups.pop(bucket, None)

    def groups(self) -> list[list[Event]]:
        """Return the groups of events, the earliest first."""
        for bucket in self._events.keys() - self._groups.keys():
            self._groups[bucket] = group_events(self._events[bucket].values(), self._parties)
        local = [g for b, gs in self._groups.items() if not _is_region(b[1]) for g in gs]
        states = self._states(local)
        kept = {id(state) for told in states.values() for state in told}
        local = [g for g in local if id(g) not in kept]
        joined = self._regional(local)
        for group in local:
            joined[id(group)] += [e for state in states[id(group)] for e in state.events]
        found = [g.events + joined.pop(id(g)) for g in local] + list(joined.values())
        return sorted(found, key=lambda g: (min(e.start for e in g), min(_ids(g))))

    def all(self, origins: Mapping[str, str] | None = None) -> tuple[Happening, ...]:
        """Return the happenings, the earliest first.

        origins: statement id -> key of the independent voice behind it; default: its first
        speaker, else its outlet.
        """
        voices = origins or {}
        return tuple(_happening(g, voices, self._parties) for g in self.groups())

    def _states(self, local: list[Group]) -> defaultdict[int, list[Group]]:
        """Return the groups that tell who holds a place by the taking that they follow from.

        "Holds it since March", and "holds it" within days of the taking, witness the taking; who
        holds it at other times is told for itself.
        """
        takings: defaultdict[str, list[Group]] = defaultdict(list)
        for group in local:
            if group.events[0].family == "transfer":
                takings[group.events[0].place].append(group)
        found: defaultdict[int, list[Group]] = defaultdict(list)
        for group in local:
            here = takings[group.events[0].place]
            taking = _taking(group, here, self._parties) if here else None
            if taking is not None:
                found[id(taking)].append(group)
        return found

    def _regional(self, local: list[Group]) -> dict[int, list[Event]]:
        """Return the events about regions by the group that they go with, by its identity.

        "Troops entered the province" may be about the one village told of that day: it goes with
        the one local group that it fits, else it is a happening of its own.
        """
        families: defaultdict[str, list[Group]] = defaultdict(list)
        for group in local:
            families[group.events[0].family].append(group)
        joined: defaultdict[int, list[Event]] = defaultdict(list)
        for (family, place), groups in sorted(self._groups.items()):
            for group in groups if _is_region(place) else ():
                near = family in _ONCE and not place.startswith("country:")
                meeting = (g for g in families[family] if near and _meet(g, group))
                within = [g for g in meeting if self._contains(place, g.events[0].place)]
                fits = len(within) == 1 and all(
                    within[0].suits(event, self._parties) for event in group.kinds.values()
                )
                joined[id(within[0]) if fits else id(group)] += group.events
        return joined


def _taking(states: Group, takings: Iterable[Group], parties: Parties) -> Group | None:
    """Return the taking that all statements of who holds a place go back to, None for none."""
    told = [taking_behind(event) for event in states.kinds.values()]
    meant = [event for event in told if event is not None]
    if not meant or len(meant) < len(told):
        return None
    named = (g for g in takings if any(e.gainer or e.loser for e in g.anchors.values()))
    fitting = [g for g in named if all(g.suits(event, parties) for event in meant)]
    if not fitting:
        return None
    last = max(fitting, key=lambda g: (g.start, g.events[0].statement.id))
    until = max(event.end for event in meant)
    after = (g for g in takings if last.start < g.start < until and g is not last)
    holder = meant[0].gainer
    if any(parties.differ(e.gainer, holder) and not e.denied for g in after for e in g.events):
        return None
    return last


def _is_region(place: str) -> bool:
    return place.startswith(_REGION)


def _meet(one: Group, other: Group) -> bool:
    return one.start < other.end and other.start < one.end


def _ids(events: Iterable[Event]) -> Iterable[str]:
    return (event.statement.id for event in events)


def _happening(group: list[Event], voices: Mapping[str, str], parties: Parties) -> Happening:
    events = sorted(group, key=lambda e: (e.statement.published or _NEVER, e.statement.id))
    told = [e for e in events if not e.denied]
    # The narrowest time first: among equal votes the surest counts, and long windows err most.
    sure = sorted(told or events, key=lambda e: e.order) if len(events) > 1 else events
    losing = [(e.loser, _voice(e, voices)) for e in sure]
    gainer = _most([(e.gainer, _voice(e, voices)) for e in sure], against=losing)
    others = [e for e in sure if not parties.may_be_one(e.loser, gainer) or gainer is None]
    loser = _most([(e.loser, _voice(e, voices)) for e in others])
    agreeing = [e for e in told if parties.may_be_one(e.gainer, gainer)]
    changes = [e for e in agreeing if not e.state]
    best = _best_window(changes or agreeing or events, voices)
    disputes = [d for e in events if (d := _dispute(e, gainer, best, parties)) is not None]
    disputed = {d.statement_id for d in disputes}
    affirming = {_voice(e, voices) for e in told if e.statement.id not in disputed}
    times = [e.statement.published for e in events if e.statement.published is not None]
    local = [e for e in events if not _is_region(e.place)] or events
    place = local[0].statement.claim.place
    return Happening(
        id=events[0].statement.id,
        kind=str(_most([(e.statement.claim.kind.value, e.statement.id) for e in _kinds(sure)])),
        place_id=place.place_id if place else None,
        place_name=(place.name or place.text) if place else None,
        actor_id=gainer,
        counter_actor_id=loser,
        interval=_interval(best),
        statements=tuple(e.statement.id for e in events),
        speakers=len(affirming),
        first=min(times, default=None),
        last=max(times, default=None),
        disputes=tuple(disputes),
        open=not told or all(e.open for e in events),
    )


def _kinds(events: list[Event]) -> list[Event]:
    """Return the events in the order of their kinds' names, those that change something first."""
    changes = [e for e in events if not e.state] or events
    return sorted(changes, key=lambda e: e.statement.claim.kind.value)


def _voice(event: Event, voices: Mapping[str, str]) -> str:
    statement = event.statement
    if statement.id in voices:
        return voices[statement.id]
    if statement.claim.speakers:
        first = statement.claim.speakers[0]
        return first.speaker_id or slug(first.name)
    return f"outlet:{slug(statement.outlet)}" if statement.outlet else statement.report_id


def _most(
    told: Iterable[tuple[str | None, str]], *, against: Iterable[tuple[str | None, str]] = ()
) -> str | None:
    """Return the value that most voices tell, less those against it; of equals the first told."""
    votes = Counter(value for value, _ in dict.fromkeys(told) if value is not None)
    if len(votes) <= 1:
        return next(iter(votes), None)
    other = Counter(value for value, _ in dict.fromkeys(against))
    return max(votes, key=lambda value: votes[value] - other[value])


def _best_window(events: Iterable[Event], voices: Mapping[str, str]) -> Event:
    """Return the event whose window most voices overlap; of these the narrowest, then earliest.

    A month overlaps all the days that are told in it: it counts only where no day is told.
    """
    items = list(events)
    if len(items) == 1:
        return items[0]
    ordered = sorted(items, key=lambda e: e.order, reverse=True)
    windows = {(e.start, e.end, e.recent): e for e in ordered}
    voiced = {(_voice(e, voices), e.start, e.end) for e in items}

    def votes(event: Event) -> int:
        return len({v for v, start, end in voiced if start < event.end and event.start < end})

    return min(windows.values(), key=lambda e: (e.recent, e.width > NARROW, -votes(e), e.order))


def _interval(event: Event) -> Interval | None:
    """Return the time as the words gave it; what is only "by then" stays so."""
    told = event.statement.claim.interval
    if told is not None and not told.is_empty:
        return told
    published = event.statement.published
    return None if published is None else Interval(end=published, granularity=Granularity.DAY)


def _dispute(event: Event, gainer: str | None, best: Event, parties: Parties) -> Dispute | None:
    identity = event.statement.id
    if event.denied:
        return Dispute(statement_id=identity, kind=DisputeKind.DENIAL, says="it did not happen")
    if parties.differ(event.gainer, gainer):
        return Dispute(statement_id=identity, kind=DisputeKind.TAKER, says=str(event.gainer))
    dated = not (event.recent or best.recent or event.state)
    if dated and not (event.start < best.end and best.start < event.end):
        day = event.start.date().isoformat()
        return Dispute(statement_id=identity, kind=DisputeKind.DATE, says=day)
    return None
