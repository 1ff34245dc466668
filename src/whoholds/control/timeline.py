"""Who holds a place through time: runs of days with one answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

import numpy as np

from whoholds.control.answers import Findings, days_of, findings
from whoholds.control.case import Case, Context, case_of, context_by, known_by
from whoholds.control.dating import available_at, day_end, day_of
from whoholds.control.holding import Answer, Mode, compose
from whoholds.control.track import FIRST_PARTY, Floats
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

    until: the last day asked about; where None, the day of the last evidence. The figures of a
    run that is over are the means over its days; the last run lasts: its interval is open, and its
    figures are those of the last day.
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
    found = findings(case, moments)
    cuts = np.flatnonzero(np.diff(found.answer)) + 1
    bounds = [0, *cuts.tolist(), len(moments)]
    return tuple(_run(case, found, moments, first, last) for first, last in pairwise(bounds))


def _run(case: Case, found: Findings, moments: Floats, first: int, last: int) -> Holding:
    """Return the days first:last as one run."""
    lasts = last == len(moments)
    days = slice(last - 1 if lasts else first, last)
    end = None if lasts else midnight(day_of(float(moments[last])))
    held = np.flatnonzero(found.answer[:first] >= FIRST_PARTY)
    before = (int(found.answer[held[-1]]), float(moments[held[-1]])) if len(held) else None
    answer = Answer(
        belief=found.beliefs.smoothed[days].mean(axis=0),
        answer=int(found.answer[first]),
        figure=float(found.figure[days].mean()),
        moment=float(moments[last - 1]),
        began=float(moments[first]),
        reached=1.0 - float(found.beliefs.unreached[days].mean()),
        before=before,
    )
    return compose(case, answer, Interval(start=midnight(day_of(float(moments[first]))), end=end))


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
    found = findings(case, moments)
    cuts = np.flatnonzero(np.diff(found.answer)) + 1
    for first, end in pairwise([0, *cuts.tolist(), len(moments)]):
        yield _run(case, found, moments[:end], first, end)


def _same(one: Holding, other: Holding) -> bool:
    keys = [h.holder.actor_id if h.holder else None for h in (one, other)]
    return one.status == other.status and keys[0] == keys[1]


def _ended(run: Holding, following: Interval) -> Holding:
    fields = {name: getattr(run, name) for name in run.__struct_fields__}
    return Holding(
        **{**fields, "interval": Interval(start=run.interval.start, end=following.start)}
    )
