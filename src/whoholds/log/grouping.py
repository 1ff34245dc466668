"""Which events told of one place and family are one: narrow windows first, vague ones after.

Invariant: the groups are a function of the set of events, whatever the order in which they came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta

from whoholds.log.events import Event

Ancestors = Callable[[str], Collection[str]]
_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)
_ONE_SIDED = frozenset({"transfer", "strike"})
NARROW = timedelta(days=2)
"""Windows up to this length tell events apart; longer ones are put with what they fit."""

NEAR = timedelta(days=4)
"""Days between two tellings of one taking, where the place did not change hands between."""


class Parties:
    """Says which party names may be one party: equal, or one the parent of the other."""

    def __init__(self, ancestors: Ancestors) -> None:
        self._ancestors = ancestors
        self._held: dict[str, frozenset[str]] = {}

    def may_be_one(self, one: str | None, other: str | None) -> bool:
        """Say whether two names may mean one party; one that is not told may be any."""
        if one is None or other is None or one == other:
            return True
        return one in self._above(other) or other in self._above(one)

    def differ(self, one: str | None, other: str | None) -> bool:
        """Say whether two names are told and mean different parties."""
        return not self.may_be_one(one, other)

    def _above(self, actor: str) -> frozenset[str]:
        if actor not in self._held:
            self._held[actor] = frozenset(self._ancestors(actor))
        return self._held[actor]


class Group:
    """Events that are about one happening, with the window that its anchors span.

    Anchors are the events that tell it from others: later, vaguer ones join them, and draw in no
    further ones by their own long windows.
    """

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self.events: list[Event] = []
        self.anchors: dict[tuple[object, ...], Event] = {}
        self.start = _LAST
        self.end = _FIRST
        # One event stands for all that say the same of the same time.
        self.kinds: dict[tuple[object, ...], Event] = {}
        for event in events:
            self.add(event)

    def add(self, event: Event) -> None:
        """Take in an event as an anchor."""
        self.start = min(self.start, event.start)
        self.end = max(self.end, event.end)
        self.anchors.setdefault(_kind(event), event)
        self.join(event)

    def join(self, event: Event) -> None:
        """Take in an event that is no anchor."""
        self.events.append(event)
        self.kinds.setdefault(_kind(event), event)

    def suits(self, event: Event, parties: Parties) -> bool:
        """Say whether an event with a long window may be this happening."""
        if not (self.start <= event.end and event.start <= self.end):
            return False
        return any(fits(event, e, parties, exact=True) for e in self.anchors.values()) and not any(
            _contradict(event, e, parties) for e in self.kinds.values()
        )


def group_events(events: Iterable[Event], parties: Parties) -> list[Group]:
    """Return the events of one place and family in groups, each about one happening."""
    ordered = sorted(events, key=lambda e: e.order)
    groups = _linked([e for e in ordered if _is_narrow(e)], parties)
    for event in ordered:
        if not _is_narrow(event):
            found = choose(event, groups, parties)
            if found is None:
                groups.append(Group([event]))
            else:
                found.join(event)
    return groups


def choose(event: Event, groups: Iterable[Group], parties: Parties) -> Group | None:
    """Return the group that an event with a long window belongs to, None where it is none.

    What is told as over "by then" is the latest that fits; a stretch of time ("in February") fits
    only where nothing else does too, or goes with what told the same stretch.
    """
    fitting = [group for group in groups if group.suits(event, parties)]
    if len(fitting) <= 1:
        return fitting[0] if fitting else None
    if event.recent:
        return max(fitting, key=lambda g: (g.start, g.events[0].statement.id))
    same = [g for g in fitting if (g.start, g.end) == (event.start, event.end)]
    return same[0] if same else None


def _is_narrow(event: Event) -> bool:
    return event.width <= NARROW and not event.recent


def _kind(event: Event) -> tuple[object, ...]:
    told = (event.start, event.end, event.gainer, event.loser, event.denied, event.open)
    return (*told, event.statement.id) if event.vague else told


def _linked(events: Sequence[Event], parties: Parties) -> list[Group]:
    """Return the connected groups of events that fit one another pair by pair."""
    kinds: dict[tuple[object, ...], list[Event]] = defaultdict(list)
    for event in events:
        kinds[_kind(event)].append(event)
    alike = sorted(kinds.values(), key=lambda same: same[0].start)
    above = list(range(len(alike)))
    active: list[int] = []
    for number, same in enumerate(alike):
        active = [n for n in active if alike[n][0].end >= same[0].start]
        for other in active:
            if fits(same[0], alike[other][0], parties):
                _join(above, number, other)
        active.append(number)
    _link_near(alike, above, parties)
    joined: dict[int, Group] = defaultdict(Group)
    for number, same in enumerate(alike):
        for event in same:
            joined[_root(above, number)].add(event)
    return list(joined.values())


def _link_near(alike: Sequence[Sequence[Event]], above: list[int], parties: Parties) -> None:
    """Join takings by one party some days apart: unless it lost the place between, one is late."""
    last: dict[tuple[str, bool, bool], int] = {}
    for number, same in enumerate(alike):
        event = same[0]
        if event.gainer is None or event.family != "transfer" or event.part:
            continue
        key = (event.gainer, event.denied, event.open)
        before = alike[last[key]][0] if key in last else None
        if before is not None and timedelta(0) <= event.start - before.end <= NEAR:
            between = (e[0] for e in alike if before.start <= e[0].end and e[0].start <= event.end)
            if not any(_undoes(e, event, parties) for e in between):
                _join(above, number, last[key])
        last[key] = number


def _undoes(one: Event, event: Event, parties: Parties) -> bool:
    """Say whether one event takes from the other's winner what it gained."""
    return parties.differ(one.gainer, event.gainer) or _same(one.loser, event.gainer, parties)


def fits(one: Event, other: Event, parties: Parties, *, exact: bool = False) -> bool:
    """Say whether two events told may be one: time, parties, and no contradiction.

    Two takers may be told for one event only when windows overlap, and not where the parties
    must be `exact`; days that touch are one event when the parties agree and the whole place is
    meant. Plans are another thing than deeds; fighting somewhere in a country by nobody told goes
    with nothing.
    """
    if one.open != other.open or one.vague or other.vague or _contradict(one, other, parties):
        return False
    overlap = one.start < other.end and other.start < one.end
    if parties.differ(one.gainer, other.gainer) or parties.differ(one.loser, other.loser):
        return overlap and not exact and one.family == "transfer"
    touch = one.start <= other.end and other.start <= one.end
    whole = not one.part and not other.part
    return overlap or (touch and whole and one.family == "transfer")


def _contradict(one: Event, other: Event, parties: Parties) -> bool:
    """Say whether one's winner is the other's loser: the place changed hands twice.

    So with strikes and their dead: who killed is not who was killed. Of a fight both may be told.
    """
    return one.family in _ONE_SIDED and (
        _same(one.gainer, other.loser, parties) or _same(other.gainer, one.loser, parties)
    )


def _same(one: str | None, other: str | None, parties: Parties) -> bool:
    return one is not None and other is not None and parties.may_be_one(one, other)


def _root(above: list[int], number: int) -> int:
    while above[number] != number:
        above[number] = above[above[number]]
        number = above[number]
    return number


def _join(above: list[int], one: int, other: int) -> None:
    low, high = sorted((_root(above, one), _root(above, other)))
    above[high] = low
