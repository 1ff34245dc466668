"""How far the answers at a place would move without each of its voices."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

from whoholds.control.case import Case, assemble
from whoholds.control.dating import day_end, day_of
from whoholds.control.track import CONTESTED, FIRST_PARTY
from whoholds.errors import NotFoundError
from whoholds.model import Statement
from whoholds.service.brief import Brief
from whoholds.service.browse import first_days
from whoholds.service.desk import Desk

Floats = npt.NDArray[np.float64]

MOMENTS = 32
"""Days, evenly spaced from the first report to the last, on which the answers are compared."""
MOST_PLACES = 600
"""Places looked at: where there are more, those with the most doubt in their statements."""
MOST_STATEMENTS = 6000
"""Statements at the places looked at, those on the regions around them not counted."""
MOST_VOICES = 1500
"""Voices taken away in turn, those at the places with the most open answers first."""


@dataclass(frozen=True, slots=True)
class Leaning:
    """What is likeliest at a place: a party (None: contested or unknown) and its probability."""

    actor_id: str | None
    name: str
    probability: float


@dataclass(frozen=True, slots=True)
class Effect:
    """What a voice does to the answers at its place.

    statement: the one of the voice that counts; copies: ids of those that repeat it. size: the
    probability (0..1) that moves to other answers without it, on the mean of all days. on: the
    day on which it moves most; before, after: what is likeliest then, with and without it.
    """

    statement: Statement
    copies: tuple[str, ...]
    size: float
    on: date
    before: Leaning
    after: Leaning

    @property
    def uncertainty(self) -> float:
        """The reader's doubt in what it read, 0..1."""
        return 1.0 - self.statement.claim.confidence

    @property
    def score(self) -> float:
        """What checking it is worth: uncertainty times size."""
        return self.uncertainty * self.size


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A place's entropy (nats, mean of the days) and its effects, () where there was no time."""

    entropy: float
    effects: tuple[Effect, ...] | None


class Effects:
    """The effects at the places of a store; kept from version to version where nothing changed."""

    def __init__(self) -> None:
        self._version = -1
        self._moments: tuple[float, ...] = ()
        self._known: dict[str, _Weighed] = {}
        self._turn = threading.Lock()

    def all(self, desk: Desk) -> tuple[Effect, ...]:
        """Return the effects in a version of the store, those worth most checking first."""
        with self._turn:
            self._forget(desk)
            self._work(desk)
            found = [e for known in self._known.values() for e in known.effects or ()]
        return tuple(sorted(found, key=lambda e: (-e.score, -e.size, e.statement.id)))

    def _forget(self, desk: Desk) -> None:
        """Drop what the store's changes since the last question bear on."""
        version, moments = desk.snapshot.version, _moments(desk)
        if moments != self._moments or version < self._version:
            self._known = {}
        elif version > self._version:
            gone = desk.touched(self._version)
            names = desk.places.names
            self._known = {k: v for k, v in self._known.items() if k not in gone and k in names}
        self._version, self._moments = version, moments

    def _work(self, desk: Desk) -> None:
        moments = np.array(self._moments)
        missing = [i for i in _doubtful(desk) if i not in self._known]
        if not len(moments) or not missing:
            return
        left = MOST_VOICES
        briefs = [(entropy_of(b.case, moments), b) for b in desk.briefs(frozenset(missing))]
        for entropy, brief in sorted(briefs, key=lambda pair: (-pair[0], pair[1].place.id)):
            effects = effects_of(brief, moments) if left > 0 else None
            left -= len(effects or ())
            self._known[brief.place.id] = _Weighed(entropy, effects)


def entropy_of(case: Case, moments: Floats) -> float:
    """Return how open the answers are, in nats, on the mean of the moments."""
    beliefs = np.clip(case.alone(moments).smoothed, 1e-12, 1.0)
    return float(-(beliefs * np.log(beliefs)).sum(axis=1).mean())


def effects_of(brief: Brief, moments: Floats) -> tuple[Effect, ...]:
    """Return what each voice about the place itself does to the answers at the moments."""
    case = brief.case
    before = case.alone(moments).smoothed
    own = {s.id for s in brief.statements}
    found = []
    for number, group in enumerate(case.groups):
        if group.lead.statement.id not in own:
            continue
        rest = case.groups[:number] + case.groups[number + 1 :]
        without = assemble(
            case.place, rest, silent=case.silent, roster=case.roster, settings=case.settings
        )
        after = without.alone(moments).smoothed
        moved = 0.5 * np.abs(after - before).sum(axis=1)
        most = int(moved.argmax())
        found.append(
            Effect(
                statement=group.lead.statement,
                copies=group.statement_ids[1:],
                size=float(moved.mean()),
                on=day_of(float(moments[most])),
                before=_leaning(case, before[most]),
                after=_leaning(case, after[most]),
            )
        )
    return tuple(found)


def _leaning(case: Case, belief: Floats) -> Leaning:
    column = int(belief.argmax())
    if column >= FIRST_PARTY:
        key = case.roster.holders[column - FIRST_PARTY]
        return Leaning(key, case.roster.names.get(key, key), float(belief[column]))
    name = "contested" if column == CONTESTED else "unknown"
    return Leaning(None, name, float(belief[column]))


def _moments(desk: Desk) -> tuple[float, ...]:
    """Return the ends of the days on which answers are compared; () where the store is empty."""
    try:
        last = desk.last_day
    except NotFoundError:
        return ()
    first = min(first_days(desk)[1] or last, last)
    step = (last - first).days / (MOMENTS - 1)
    days = {first + timedelta(days=round(step * n)) for n in range(MOMENTS)}
    return tuple(sorted(day_end(day) for day in days))


def _doubtful(desk: Desk) -> list[str]:
    """Return the places with the most doubt in their statements, in order of id."""
    rows = desk.snapshot.frame(["place_id", "confidence"]).drop_nulls("place_id")
    doubt = (1 - pl.col("confidence")).sum().alias("doubt")
    places = rows.group_by("place_id").agg(doubt, pl.len().alias("count"))
    most = places.sort("doubt", "place_id", descending=[True, False]).head(MOST_PLACES)
    before = pl.col("count").cum_sum() - pl.col("count")  # the first is looked at in any case
    return sorted(most.filter(before < MOST_STATEMENTS)["place_id"].to_list())
