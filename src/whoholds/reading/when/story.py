"""The time that a narrative has reached where it tells none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from whoholds.model import Granularity, Interval, TimeExpression, TimeType

_STEP_DAYS = 60  # between two times of a history that follow each other
_DAYS_ON = 7
_GRAINS = ((1, Granularity.DAY), (7, Granularity.WEEK), (31, Granularity.MONTH))


def reached_before(times: Iterable[TimeExpression], offset: int) -> Interval | None:
    """Return the last day, part of a day, week or month told before a character offset.

    A narrative ("On 3 May ... The next morning ...") has reached that time there.
    """
    reached = None
    for time in times:
        if time.span.start >= offset:
            break
        if time.type in (TimeType.DATE, TimeType.TIME) and time.interval is not None:
            if (time.value or "").endswith("_REF") or len(time.value or "") < 5:
                continue
            reached = time.interval
    return reached


def reached_around(
    times: Iterable[TimeExpression], offset: int, paragraph: tuple[int, int]
) -> Interval | None:
    """Return the stretch from the time that a history last told to the next that it tells.

    offset: of what happened in between; paragraph: the characters [start, end) of its paragraph.
    Where the next time is no step onwards, the last one counts within its own paragraph only, and
    what happened lies at most a week after it. None where there is nothing to go by.
    """
    dated = [t for t in times if _is_step(t)]
    before = next((t for t in reversed(dated) if t.span.start < offset), None)
    after = next((t for t in dated if t.span.start >= offset), None)
    first = None if before is None else before.interval
    if before is None or first is None or first.start is None or first.end is None:
        return None
    if after is not None and after.interval is not None and after.interval.start is not None:
        until = after.interval.start
        if timedelta() <= until - first.start <= timedelta(days=_STEP_DAYS):
            return _stretch(first.start, max(until, first.end))
    if not paragraph[0] <= before.span.start < paragraph[1]:
        return None
    return _stretch(first.start, first.end + timedelta(days=_DAYS_ON))


def _is_step(time: TimeExpression) -> bool:
    """Say whether a time is a day, week or month of the story."""
    value = time.value or ""
    closed = time.interval is not None and None not in (time.interval.start, time.interval.end)
    told = time.type in (TimeType.DATE, TimeType.TIME) and not value.endswith("_REF")
    return closed and told and len(value) > 4


def _stretch(start: datetime, end: datetime) -> Interval:
    days = (end - start).days
    grain = next((g for most, g in _GRAINS if days <= most), Granularity.SEASON)
    return Interval(start=start, end=end, granularity=grain)
