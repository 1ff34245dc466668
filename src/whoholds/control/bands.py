"""The probabilities at one place through time, at as many days as a picture of them needs."""

from __future__ import annotations

from datetime import date

import numpy as np

from whoholds.control.answers import findings
from whoholds.control.case import Case
from whoholds.control.dating import day_end, day_of
from whoholds.control.track import CONTESTED, FIRST_PARTY, UNKNOWN, Floats, Ints
from whoholds.model import Noun

_ROUND = 4
_LONGEST = 200 * 365.25  # days


class Band(Noun, frozen=True):
    """The probability (0..1) on each of the days that one party holds the place."""

    actor_id: str
    name: str
    probability: tuple[float, ...]


class Bands(Noun, frozen=True):
    """What is believed of a place on some days; on each, all probabilities add up to 1.

    days: since 1970-01-01, rising. parties: those with the most of the time first.
    """

    days: tuple[int, ...]
    parties: tuple[Band, ...]
    contested: tuple[float, ...]
    unknown: tuple[float, ...]


def bands_of(
    case: Case, *, since: date | None = None, until: date | None = None, most: int = 800
) -> Bands:
    """Return the beliefs from one day to another, both included.

    since, until: by default those of the first and the last evidence; at most two centuries.
    most: days that are told at most: those on which the beliefs change most, and others evenly
    between them.
    """
    beliefs = np.zeros((0, FIRST_PARTY + len(case.roster.holders)))
    moments = _moments(case, since, until)
    if len(moments):
        beliefs = findings(case, moments).beliefs.smoothed
        chosen = _telling(beliefs, most)
        moments, beliefs = moments[chosen], beliefs[chosen]
    parties = [
        Band(actor_id=key, name=case.roster.names[key], probability=_column(beliefs, code))
        for code, key in enumerate(case.roster.holders, FIRST_PARTY)
    ]
    return Bands(
        days=tuple(int(m) - 1 for m in moments),
        parties=tuple(sorted(parties, key=lambda b: (-sum(b.probability), b.actor_id))),
        contested=_column(beliefs, CONTESTED),
        unknown=_column(beliefs, UNKNOWN),
    )


def _moments(case: Case, since: date | None, until: date | None) -> Floats:
    times = case.track.time
    if not len(times):
        return np.zeros(0)
    first = day_end(since or day_of(float(times[0])))
    last = day_end(until or day_of(float(times[-1])))
    return np.arange(max(first, last - _LONGEST), last + 0.5)


def _telling(beliefs: Floats, most: int) -> Ints:
    """Return the numbers of at most so many rows: the first, the last, those after and before
    the greatest changes, and every n-th."""
    count = len(beliefs)
    if count <= most:
        return np.arange(count)
    even = np.linspace(0, count - 1, most - most // 2).round().astype(np.int64)
    change = np.abs(np.diff(beliefs, axis=0)).max(axis=1)
    steps = np.argsort(-change, kind="stable")[: most // 4]
    return np.unique(np.concatenate((even, steps, steps + 1)))


def _column(beliefs: Floats, column: int) -> tuple[float, ...]:
    return tuple(round(float(p), _ROUND) for p in beliefs[:, column])
