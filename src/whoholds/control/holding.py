"""Who holds a place on a day, and through time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

from whoholds.control.case import Case, Context, case_of
from whoholds.control.copies import Group
from whoholds.control.dating import available_at, day_end, day_of, instant
from whoholds.control.track import CONTESTED, FIRST_PARTY, UNKNOWN, Floats
from whoholds.model import (
    Holding,
    HoldingStatus,
    Interval,
    Modality,
    Place,
    Share,
    Statement,
    StatusAfter,
    midnight,
)

Mode = Literal["smoothed", "online"]

_HELD, _ABSENT = 0.5, 0.1
_MOVES = frozenset({"seize", "handover", "controls", "withdraw", "absent", "seize_lost"})
_DEFAULT = Context()


def holding_on(
    place: Place,
    statements: Iterable[Statement],
    *,
    on: date,
    mode: Mode = "smoothed",
    context: Context = _DEFAULT,
) -> Holding:
    """Return who holds a place at the end of a UTC day.

    mode: "smoothed" uses all statements, "online" only those published by the end of that day.
    The holding's interval is that day.
    """
    known = visible(statements, on=on, mode=mode)
    return holding_of(case_of(place, known, context), on=on)


def holding_of(case: Case, *, on: date) -> Holding:
    """Return who holds the case's place at the end of a UTC day."""
    moment = day_end(on)
    beliefs = case.ask(np.array([moment]))
    reached = 1.0 - float(beliefs.unreached[0])
    answer = int(answers_of(beliefs.smoothed)[0])
    return _holding(case, beliefs.smoothed[0], Interval.of_day(on), moment, reached, answer)


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
    moments = _days(case, until)
    if not len(moments):
        return ()
    beliefs = case.ask(moments)
    answers = answers_of(beliefs.smoothed)
    cuts = np.flatnonzero(np.diff(answers)) + 1
    bounds = [0, *cuts.tolist(), len(moments)]
    runs = []
    for first, last in pairwise(bounds):
        mean = beliefs.smoothed[first:last].mean(axis=0)
        reached = 1.0 - float(beliefs.unreached[first:last].mean())
        end = None if last == len(moments) else midnight(day_of(float(moments[last])))
        interval = Interval(start=midnight(day_of(float(moments[first]))), end=end)
        runs.append(
            _holding(case, mean, interval, float(moments[last - 1]), reached, int(answers[first]))
        )
    return tuple(runs)


def visible(statements: Iterable[Statement], *, on: date, mode: Mode) -> list[Statement]:
    """Return the statements that a mode may use for a day."""
    if mode == "smoothed":
        return list(statements)
    return [s for s in statements if available_at(s) <= day_end(on)]


def answers_of(beliefs: Floats) -> npt.NDArray[np.int64]:
    """Return, for (Q, K) probabilities, the column of the holder, or CONTESTED or UNKNOWN.

    A party holds the place where it has at least one half and more than contested and unknown;
    else the place is contested where fighting and rival holders outweigh the unknown.
    """
    answer = np.full(len(beliefs), UNKNOWN, dtype=np.int64)
    unknown, contested = beliefs[:, UNKNOWN], beliefs[:, CONTESTED]
    if beliefs.shape[1] == FIRST_PARTY:
        return np.where(contested > unknown, CONTESTED, answer)
    parties = beliefs[:, FIRST_PARTY:]
    top = parties.max(axis=1)
    rivals = parties.sum(axis=1) - top
    answer = np.where(contested + rivals > unknown, CONTESTED, answer)
    held = (top >= _HELD) & (top > contested) & (top > unknown)
    return np.where(held, parties.argmax(axis=1) + FIRST_PARTY, answer)


def _online(
    place: Place, statements: Sequence[Statement], *, until: date | None, context: Context
) -> Iterator[Holding]:
    """Yield the runs of what could be known on each day, from what was published by then."""
    dates = sorted({day_of(available_at(s)) for s in statements})
    pending: Holding | None = None
    for index, start in enumerate(dates):
        following = dates[index + 1] if index + 1 < len(dates) else None
        if until is not None and start > until:
            break
        case = case_of(place, visible(statements, on=start, mode="online"), context)
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
    answers = answers_of(beliefs.smoothed)
    for i in np.flatnonzero(np.diff(answers, prepend=-1)).tolist():
        moment = float(moments[i])
        interval = Interval(start=midnight(day_of(moment)))
        reached = 1.0 - float(beliefs.unreached[i])
        yield _holding(case, beliefs.smoothed[i], interval, moment, reached, int(answers[i]))


def _same(one: Holding, other: Holding) -> bool:
    keys = [h.holder.actor_id if h.holder else None for h in (one, other)]
    return one.status == other.status and keys[0] == keys[1]


def _ended(run: Holding, following: Interval) -> Holding:
    fields = {name: getattr(run, name) for name in run.__struct_fields__}
    return Holding(
        **{**fields, "interval": Interval(start=run.interval.start, end=following.start)}
    )


def _days(case: Case, until: date | None) -> Floats:
    """Return the day ends from the first evidence to `until`."""
    if not len(case.track.time):
        return np.zeros(0)
    first = day_end(day_of(float(case.track.time[0])))
    last = float(case.track.time[-1]) if until is None else day_end(until)
    return np.arange(first, max(day_end(day_of(last)), first - 1.0) + 0.5)


def _holding(
    case: Case, belief: Floats, interval: Interval, moment: float, reached: float, answer: int
) -> Holding:
    told = [g for g in case.groups if min(g.lead.window.start, g.lead.window.end) <= moment]
    shares = sorted(
        (_share(case, told, code, float(belief[code + FIRST_PARTY])) for code in _codes(case)),
        key=lambda s: (-s.probability, s.actor_id),
    )
    holder = None
    if answer >= FIRST_PARTY:
        key = case.roster.holders[answer - FIRST_PARTY]
        holder = next(s for s in shares if s.actor_id == key)
    return Holding(
        place=case.place,
        interval=interval,
        status=_status(answer),
        shares=tuple(shares),
        contested=float(belief[CONTESTED]),
        unknown=float(belief[UNKNOWN]),
        holder=holder,
        since=None if holder is None else _since(case, holder.actor_id, moment),
        besieged=_besieged(case, moment),
        absent=tuple(_absent(case, told, shares)),
        statements=tuple(i for g in told for i in g.statement_ids),
        speakers=len({g.lead.origin for g in told}),
        reached=min(max(reached, 0.0), 1.0),
    )


def _codes(case: Case) -> range:
    return range(len(case.roster.holders))


def _status(answer: int) -> HoldingStatus:
    if answer >= FIRST_PARTY:
        return HoldingStatus.HELD
    return HoldingStatus.CONTESTED if answer == CONTESTED else HoldingStatus.UNKNOWN


def _share(case: Case, told: Sequence[Group], code: int, probability: float) -> Share:
    key = case.roster.holders[code]
    return _supported(case, key, probability, [g for g in told if g.lead.says == f"+{key}"])


def _supported(case: Case, key: str, probability: float, backing: Sequence[Group]) -> Share:
    return Share(
        actor_id=key,
        name=case.roster.names[key],
        probability=min(max(probability, 0.0), 1.0),
        statements=tuple(i for g in backing for i in g.statement_ids),
        speakers=len({g.lead.origin for g in backing}),
    )


def _absent(case: Case, told: Sequence[Group], shares: Sequence[Share]) -> Iterator[Share]:
    """Yield the parties that claims say are gone, where the probability agrees."""
    for share in shares:
        about = [g for g in told if g.lead.says in {f"+{share.actor_id}", f"-{share.actor_id}"}]
        gone = [g for g in about if g.lead.says.startswith("-")]
        if not gone or share.probability > _ABSENT:
            continue
        last_gain = max((_end(g) for g in about if g not in gone), default=-np.inf)
        recent = [g for g in gone if _end(g) >= last_gain]
        if recent:
            yield _supported(case, share.actor_id, 1.0 - share.probability, recent)


def _end(group: Group) -> float:
    return group.lead.window.end


def _since(case: Case, holder: str, moment: float) -> Interval:
    """Return when the holder came to hold the place: the claim's own words where one tells it."""
    moments = np.append(_days(case, day_of(moment)), moment)
    code = case.roster.code(holder) + FIRST_PARTY
    held = answers_of(case.ask(moments).smoothed) == code
    broken = np.flatnonzero(~held)
    first = (
        float(moments[broken[-1] + 1])
        if len(broken) and broken[-1] + 1 < len(moments)
        else (float(moments[0]))
    )
    telling = [
        g.lead
        for g in case.groups
        if g.lead.says == f"+{holder}"
        and g.lead.window.start <= first + 1.0
        and g.lead.window.end >= first - 1.0
    ]
    if not telling:
        return Interval(start=instant(first - 1.0))
    best = min(telling, key=lambda e: (-e.p, e.window.end - e.window.start, e.statement.id))
    told = best.statement.claim.interval
    if told is not None and not told.is_empty and best.window.factor == 1.0:
        return told
    return Interval(end=instant(best.window.end))


def _besieged(case: Case, moment: float) -> bool:
    """Say whether the last word on the place by then is that it is surrounded or cut off."""
    besieged, until = False, -np.inf
    for group in sorted(case.groups, key=_end):
        lead, claim = group.lead, group.lead.statement.claim
        if lead.window.end > moment:
            break
        real = claim.modality not in {Modality.POSSIBLE, Modality.PLANNED}
        if lead.variant == "siege" or claim.status_after is StatusAfter.BESIEGED:
            besieged = besieged if not real else claim.modality is not Modality.DENIED
            until = lead.window.end + case.settings.windows["siege"]
        elif lead.variant in {"seize", "handover", "withdraw"} and lead.p >= 0.3:
            besieged = False
    return besieged and moment <= until
