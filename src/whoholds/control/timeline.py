"""Who holds a place through time: runs of days with one answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

import numpy as np

from whoholds.control.case import Case, Context, case_of, context_by, known_by
from whoholds.control.dating import available_at, day_end, day_of
from whoholds.control.holding import (
    Answer,
    Mode,
    answers_of,
    compose,
    days_of,
)
from whoholds.model import Holding, Interval, Place, Statement, midnight

_DEFAULT = Context()


def timeline(
    place: Place,
    statements: Iterable[Statement],
    *,
    until: date | None = None,
    mode: Mode = "smoothed",
    context: Context = _DEFAULT,
) -> tuple[Holding, ...]:
    """Return the runs of days with one answer, in order, from the first evidence to `until`.

    until: the last day asked about; where None, the day of the last evidence. Figures are the
    means over the run's days; the last run's interval is open: it lasts.
    """
    every = list(statements)
    if mode == "smoothed":
        return runs_of(case_of(place, every, context), until=until)
    return tuple(_online(place, every, until=until, context=context))


def runs_of(case: Case, *, until: date | None = None) -> tuple[Holding, ...]:
    """Return the runs of days with one answer that a case gives."""
    moments = days_of(case, until)
    if not len(moments):
        return ()
    beliefs = case.ask(moments)
    answers = answers_of(beliefs.smoothed, case.backed)
    cuts = np.flatnonzero(np.diff(answers)) + 1
    bounds = [0, *cuts.tolist(), len(moments)]
    runs = []
    for first, last in pairwise(bounds):
        mean = beliefs.smoothed[first:last].mean(axis=0)
        reached = 1.0 - float(beliefs.unreached[first:last].mean())
        end = None if last == len(moments) else midnight(day_of(float(moments[last])))
        interval = Interval(start=midnight(day_of(float(moments[first]))), end=end)
        until_then, began = float(moments[last - 1]), float(moments[first])
        found = Answer(mean, int(answers[first]), until_then, began, reached)
        runs.append(compose(case, found, interval))
    return tuple(runs)


def _online(
    place: Place, statements: Sequence[Statement], *, until: date | None, context: Context
) -> Iterator[Holding]:
    """Yield the runs of what could be known on each day, from what was published by then."""
    told = (*statements, *context.regions, *context.inside)
    dates = sorted({day_of(available_at(s)) for s in told})
    pending: Holding | None = None
    for index, start in enumerate(dates):
        following = dates[index + 1] if index + 1 < len(dates) else None
        if until is not None and start > until:
            break
        case = case_of(place, known_by(statements, start), context_by(context, start))
        last = until if following is None else day_of(day_end(following) - 1.0)
        last = start if last is None else last if until is None else min(last, until)
        for run in _from(case, start, last):
            if pending is not None and _same(pending, run):
                continue
            if pending is not None:
                yield _ended(pending, run.interval)
            pending = run
    if pending is not None:
        yield pending


def _from(case: Case, start: date, last: date) -> Iterator[Holding]:
    moments = np.arange(day_end(start), day_end(last) + 0.5)
    beliefs = case.ask(moments)
    answers = answers_of(beliefs.smoothed, case.backed)
    for i in np.flatnonzero(np.diff(answers, prepend=-1)).tolist():
        moment = float(moments[i])
        interval = Interval(start=midnight(day_of(moment)))
        reached = 1.0 - float(beliefs.unreached[i])
        found = Answer(beliefs.smoothed[i], int(answers[i]), moment, moment, reached)
        yield compose(case, found, interval)


def _same(one: Holding, other: Holding) -> bool:
    keys = [h.holder.actor_id if h.holder else None for h in (one, other)]
    return one.status == other.status and keys[0] == keys[1]


def _ended(run: Holding, following: Interval) -> Holding:
    fields = {name: getattr(run, name) for name in run.__struct_fields__}
    return Holding(
        **{**fields, "interval": Interval(start=run.interval.start, end=following.start)}
    )
