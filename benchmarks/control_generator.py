"""Simulated wars with known truth: moving fronts, and speakers who tell of them, truly or not."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

PARTIES = 3
CONTESTED = PARTIES
WEEK = 7
SEIZE, STATE, CONTEST = range(3)
NEUTRAL, FAVOURS, HURTS = range(3)


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker: its kind, its side (-1 for none), and how often it tells the truth by stance.

    covers: share of changes that it tells. routine: states told per place and year.
    """

    name: str
    kind: str
    side: int
    truth: tuple[float, float, float]
    covers: float
    routine: float


VOICES = (
    Voice("monitor", "monitor", -1, (0.92, 0.0, 0.0), 0.35, 0.2),
    Voice("agency", "medium", -1, (0.85, 0.0, 0.0), 0.25, 0.15),
    Voice("aid body", "aid", -1, (0.90, 0.0, 0.0), 0.10, 0.1),
    Voice("residents", "resident", -1, (0.75, 0.0, 0.0), 0.20, 0.2),
    Voice("spokesman of 0", "party", 0, (0.80, 0.25, 0.95), 0.3, 2.0),
    Voice("spokesman of 1", "party", 1, (0.80, 0.20, 0.93), 0.3, 2.0),
)


@dataclass(frozen=True, slots=True)
class World:
    """Who holds each place: weekly (P, W) states 0..2 or CONTESTED, each from a day of its week."""

    state: npt.NDArray[np.int8]
    shift: npt.NDArray[np.int8]

    @property
    def days(self) -> int:
        """How many days the war lasts."""
        return int(self.state.shape[1]) * WEEK

    def at(self, place: Ints, day: Ints) -> Ints:
        """Return the state of each place at the end of each day."""
        day = np.clip(day, 0, self.days - 1)
        week = day // WEEK
        now = day % WEEK >= self.shift[place, week]
        week = np.where(now, week, np.maximum(week - 1, 0))
        return self.state[place, week].astype(np.int64)


@dataclass(frozen=True, slots=True)
class Told:
    """Claims as read, N rows. window: [start, end) in days, published: day it was out.

    copy_of: number of the original, -1 for an original. true: as spoken, before any misreading.
    """

    place: Ints
    kind: Ints
    party: Ints
    counter: Ints
    start: Floats
    end: Floats
    published: Floats
    voice: Ints
    copy_of: Ints
    true: Flags
    misread: Flags

    def __len__(self) -> int:
        return len(self.place)

    def take(self, chosen: Ints | Flags) -> Told:
        """Return some of the claims."""
        return Told(*(getattr(self, name)[chosen] for name in self.__slots__))


def make_world(rng: np.random.Generator, points: Floats, *, weeks: int) -> World:
    """Return a war over places at `points` (P, 2) in kilometres: three powers whose centres and
    strengths drift; a place is contested where two are about equally strong."""
    count = len(points)
    size = float(np.ptp(points, axis=0).max())
    centre = points[rng.choice(count, PARTIES, replace=False)]
    strength = np.zeros(PARTIES)
    local = np.stack([_smooth_noise(rng, points, size) for _ in range(PARTIES)])
    state = np.empty((count, weeks), dtype=np.int8)
    push = np.zeros(PARTIES)
    for week in range(weeks):
        push = 0.9 * push + rng.normal(0.0, 0.004, PARTIES)
        strength = 0.985 * strength + push
        centre = centre + rng.normal(0.0, 0.002 * size, centre.shape)
        centre = np.clip(centre, points.min(axis=0), points.max(axis=0))
        away = np.linalg.norm(points[None] - centre[:, None], axis=2) / size
        power = strength[:, None] - away + local
        order = np.sort(power, axis=0)
        near = order[-1] - order[-2] < 0.05
        state[:, week] = np.where(near, CONTESTED, power.argmax(axis=0))
    return World(state, rng.integers(0, WEEK, state.shape).astype(np.int8))


def _smooth_noise(rng: np.random.Generator, points: Floats, size: float) -> Floats:
    waves = rng.normal(0.0, 2.0 * np.pi / size * 2.0, (8, 2))
    phase = rng.uniform(0.0, 2.0 * np.pi, 8)
    wavy = np.sin(points @ waves.T + phase).mean(axis=1)
    return np.asarray(0.25 * wavy + rng.normal(0.0, 0.04, len(points)), dtype=np.float64)


def tell(
    rng: np.random.Generator,
    world: World,
    near: Ints,
    *,
    copies: float = 1.0,
    misread: float = 0.1,
) -> Told:
    """Return what six voices say of a war, as it is read.

    near: (P, k) neighbours of each place, for misread places. copies: how often others print a
    claim. misread: share read wrongly.
    """
    place, week = np.nonzero(world.state[:, 1:] != world.state[:, :-1])
    day = (week + 1) * WEEK + world.shift[place, week + 1]
    parts = []
    for number, voice in enumerate(VOICES):
        true = _true_claims(rng, world, voice, (place.astype(np.int64), day))
        false = _false_claims(rng, world, voice, true, place.astype(np.int64))
        both = _join([true, false])
        parts.append(_replace(both, voice=np.full(len(both), number)))
    spoken = _publish(rng, _join(parts))
    printed = _copied(rng, spoken, copies)
    return _misread(rng, printed, near, misread)


def stance_of(party: Ints, kind: Ints, side: Ints) -> Ints:
    """Return how a claim bears on its speaker's side."""
    sided = (side >= 0) & (kind != CONTEST)
    return np.where(~sided, NEUTRAL, np.where(party == side, FAVOURS, HURTS))


def _true_claims(
    rng: np.random.Generator, world: World, voice: Voice, changes: tuple[Ints, Ints]
) -> Told:
    place, day = changes
    after = world.at(place, day)
    covered = np.full(len(place), voice.covers)
    if voice.side >= 0:
        before = world.at(place, day - 1)
        covered = np.where(
            after == voice.side, 0.7, np.where(before == voice.side, 0.15, voice.covers)
        )
    told = rng.random(len(place)) < covered
    years = world.days / 365.25
    count = rng.poisson(voice.routine * years * len(world.state))
    where = rng.integers(0, len(world.state), count)
    when = rng.integers(0, world.days, count)
    place = np.concatenate([place[told], where])
    day = np.concatenate([day[told], when])
    state = world.at(place, day)
    change = np.arange(len(place)) < told.sum()
    kind = np.where(state == CONTESTED, CONTEST, np.where(change, SEIZE, STATE))
    before = world.at(place, day - 1)
    known = (kind == SEIZE) & (before != CONTESTED) & (before != state)
    return _plain(
        place, kind, np.where(kind == CONTEST, -1, state), np.where(known, before, -1), day
    )


def _false_claims(
    rng: np.random.Generator, world: World, voice: Voice, true: Told, front: Ints
) -> Told:
    """Return lies and errors, so many of each stance and kind that the voice's truth comes out."""
    stance = stance_of(true.party, true.kind, np.full(len(true), voice.side))
    parts = []
    for which, kind in product((NEUTRAL, FAVOURS, HURTS), (SEIZE, STATE, CONTEST)):
        pool = np.flatnonzero((stance == which) & (true.kind == kind))
        truth = voice.truth[which]
        if not len(pool) or not truth:
            continue
        wanted = round(len(pool) * (1.0 - truth) / truth)
        place = rng.choice(front, 8 * wanted)
        day = rng.integers(0, world.days, len(place))
        party = _liars_party(rng, len(place), which, voice.side)
        claimed = CONTESTED if kind == CONTEST else party
        really = world.at(place, day)
        counter = np.where((kind == SEIZE) & (really != CONTESTED), really, -1)
        party = np.full(len(place), -1) if kind == CONTEST else party
        lie = _plain(place, np.full(len(place), kind), party, counter, day)
        lie = _replace(lie, true=np.zeros(len(lie), dtype=bool))
        parts.append(lie.take(np.flatnonzero(really != claimed)[:wanted]))
    return _join(parts)


def _liars_party(rng: np.random.Generator, count: int, stance: int, side: int) -> Ints:
    if stance == FAVOURS:
        return np.full(count, side)
    if stance == HURTS:
        return rng.choice(np.array([p for p in range(PARTIES) if p != side]), count)
    return rng.integers(0, PARTIES, count)


def _publish(rng: np.random.Generator, told: Told) -> Told:
    day = told.start
    grain = rng.choice([1, 7, 30], len(told), p=[0.75, 0.1, 0.15])
    grain = np.where(told.kind == SEIZE, grain, 1)
    start = np.floor(day / grain) * grain
    delay = np.where(
        rng.random(len(told)) < 0.1,
        rng.uniform(10.0, 60.0, len(told)),
        rng.exponential(1.5, len(told)),
    )
    published = day + 1.0 + delay
    end = np.maximum(np.minimum(start + grain, published), start + 1.0)
    return _replace(told, start=start, end=end, published=published)


def _copied(rng: np.random.Generator, told: Told, often: float) -> Told:
    times = rng.poisson(often, len(told))
    source = np.repeat(np.arange(len(told)), times)
    copy = told.take(source)
    later = copy.published + rng.exponential(1.0, len(copy))
    return _join([told, _replace(copy, published=later, copy_of=source)])


def _misread(rng: np.random.Generator, told: Told, near: Ints, share: float) -> Told:
    wrong = rng.random(len(told)) < share
    of_party = wrong & (rng.random(len(told)) < 0.5) & (told.party >= 0)
    other = (told.party + rng.integers(1, PARTIES, len(told))) % PARTIES
    party = np.where(of_party, other, told.party)
    elsewhere = near[told.place, rng.integers(0, near.shape[1], len(told))]
    place = np.where(wrong & ~of_party, elsewhere, told.place)
    counter = np.where(told.counter == party, -1, told.counter)
    return _replace(told, party=party, place=place, counter=counter, misread=wrong)


def _plain(place: Ints, kind: Ints, party: Ints, counter: Ints, day: Ints) -> Told:
    count = len(place)
    when = day.astype(np.float64)
    return Told(
        place=place.astype(np.int64),
        kind=kind.astype(np.int64),
        party=party.astype(np.int64),
        counter=counter.astype(np.int64),
        start=when,
        end=when + 1.0,
        published=when + 1.0,
        voice=np.zeros(count, dtype=np.int64),
        copy_of=np.full(count, -1, dtype=np.int64),
        true=np.ones(count, dtype=bool),
        misread=np.zeros(count, dtype=bool),
    )


def _replace(told: Told, **columns: npt.NDArray[np.generic]) -> Told:
    every = {name: getattr(told, name) for name in told.__slots__}
    return Told(**{**every, **columns})


def _join(parts: list[Told]) -> Told:
    return Told(*(np.concatenate([getattr(p, name) for p in parts]) for name in Told.__slots__))
