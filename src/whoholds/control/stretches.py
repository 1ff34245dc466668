"""Who holds a place through time in plain numbers: as much as it takes to colour a map."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from whoholds.control.answers import DAYS, Days, findings
from whoholds.control.case import Case
from whoholds.control.dating import day_end
from whoholds.control.holding import besieged_at
from whoholds.control.track import CONTESTED, FIRST_PARTY, Floats, Ints
from whoholds.model import HoldingStatus

STEPS = 10.0
"""In how many steps a probability is told: a stretch ends where it comes into another."""


class Stretch(NamedTuple):
    """Days `[start, end)`, since 1970, with one answer and about one probability (0..1).

    holder: the key of the party, None where the place is contested or unknown. statements: how
    many are behind it.
    """

    start: int
    end: int
    status: HoldingStatus
    holder: str | None
    probability: float
    besieged: bool
    statements: int


def stretches_of(case: Case, *, since: date, until: date) -> tuple[Stretch, ...]:
    """Return the stretches of a case from one day to another, both included, in order."""
    moments = np.arange(day_end(since), day_end(until) + 0.5)
    if not len(moments):
        return ()
    found = findings(case, moments)
    case.remember(DAYS, lambda: Days(moments, found.answer))
    answers, figures = found.answer, found.figure
    besieged = besieged_at(case, moments)
    steps = np.rint(figures * STEPS)
    changes = (np.diff(answers) != 0) | (np.diff(steps) != 0) | (np.diff(besieged) != 0)
    bounds = [0, *(np.flatnonzero(changes) + 1).tolist(), len(moments)]
    told = _told(case, moments)
    return tuple(
        Stretch(
            start=int(moments[first]) - 1,
            end=int(moments[last - 1]),
            status=_status(int(answers[first])),
            holder=_holder(case, int(answers[first])),
            probability=float(figures[first:last].mean()),
            besieged=bool(besieged[first]),
            statements=int(told[last - 1]),
        )
        for first, last in pairwise(bounds)
    )


def _told(case: Case, moments: Floats) -> Ints:
    """Return (Q,) how many statements are about the time up to each moment."""
    starts = [min(g.lead.window.start, g.lead.window.end) for g in case.groups]
    sizes = np.array([len(g.statement_ids) for g in case.groups], dtype=np.int64)
    order = np.argsort(starts)
    summed = np.concatenate(([0], np.cumsum(sizes[order])))
    found = summed[np.searchsorted(np.array(starts)[order], moments, side="right")]
    return np.asarray(found, dtype=np.int64)


def _status(answer: int) -> HoldingStatus:
    if answer >= FIRST_PARTY:
        return HoldingStatus.HELD
    return HoldingStatus.CONTESTED if answer == CONTESTED else HoldingStatus.UNKNOWN


def _holder(case: Case, answer: int) -> str | None:
    return case.roster.holders[answer - FIRST_PARTY] if answer >= FIRST_PARTY else None


def day_number(day: date) -> int:
    """Return a day as the number of days since 1970."""
    return int(day_end(day)) - 1
