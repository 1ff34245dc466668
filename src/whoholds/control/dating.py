"""When a claim says that something happened: the window in days, and what was assumed for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import msgspec

from whoholds.model import ClaimKind, Granularity, Interval, Statement, TimeBasis

DAY = 86400.0
_SHORTEST = 1.0 / 24.0
_ZONES = 1.0  # a report may be dated by another clock than its words
_GRAIN = {
    Granularity.MINUTE: _SHORTEST,
    Granularity.PART_OF_DAY: 0.25,
    Granularity.DAY: 1.0,
    Granularity.WEEK: 7.0,
    Granularity.MONTH: 30.4,
    Granularity.SEASON: 91.3,
    Granularity.YEAR: 365.25,
}
_CHANGES = frozenset({ClaimKind.SEIZE, ClaimKind.WITHDRAW, ClaimKind.HANDOVER})


class Window(msgspec.Struct, frozen=True):
    """Days since 1970: a change happened within, or a state held within `[start, end]`.

    opened: the words give the start, so that there is a "before". spans: a state that held from
    start to end. factor: 0..1, how far the dating can be relied on. note: what was assumed.
    """

    start: float
    end: float
    opened: bool
    spans: bool = False
    factor: float = 1.0
    note: str | None = None


def days(moment: datetime) -> float:
    """Return a moment as days since 1970, UTC."""
    return moment.timestamp() / DAY


def day_end(day: date) -> float:
    """Return the end of a UTC day as days since 1970."""
    return float((day - date(1970, 1, 1)).days + 1)


def day_of(moment: float) -> date:
    """Return the day whose end is the first at or after `moment`; clipped to the calendar."""
    whole = int(-(-moment // 1)) - 1
    limit = (date.max - date(1970, 1, 1)).days
    return date(1970, 1, 1) + timedelta(days=max(min(whole, limit), -719162))


def instant(moment: float) -> datetime:
    """Return days since 1970 as a UTC time."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=moment)


def said_at(statement: Statement) -> float | None:
    """Return when the report said it, None where unknown; a bare date is the end of its day."""
    if statement.published is None:
        return None
    moment = days(statement.published)
    return moment + 1.0 if moment == int(moment) else moment


def available_at(statement: Statement) -> float:
    """Return from when on a reader of reports could know it."""
    said = said_at(statement)
    return days(statement.recorded) if said is None else said


def window_of(statement: Statement, widths: Mapping[str, float]) -> Window:
    """Return when the claim says that it happened; widths: `Settings.windows`, in days."""
    interval, said = statement.claim.interval, said_at(statement)
    basis = statement.claim.time_basis
    if interval is None or interval.is_empty:
        return _undated(statement, said, widths)
    if said is not None and interval.start is None and basis is TimeBasis.PUBLICATION:
        return _undated(statement, said, widths)
    return _dated(interval, said, statement.claim.kind, widths)


def _undated(statement: Statement, said: float | None, widths: Mapping[str, float]) -> Window:
    changes = statement.claim.kind in _CHANGES
    if said is not None:
        note = "no date in the words: taken as so by the day of the report"
        return Window(said - widths["undated"], said, opened=changes, note=note)
    end = days(statement.recorded)
    note = "neither the words nor the report have a date: taken as so by the day it was recorded"
    return Window(end - widths["unpublished"], end, opened=False, factor=0.25, note=note)


def _dated(
    interval: Interval, said: float | None, kind: ClaimKind, widths: Mapping[str, float]
) -> Window:
    changes = kind in _CHANGES
    grain = _GRAIN[interval.granularity] if interval.granularity is not None else 1.0
    start = None if interval.start is None else days(interval.start)
    end = None if interval.end is None else days(interval.end)
    if start is not None and said is not None and start > said + _ZONES:
        note = f"dated {instant(start).date()}, after its own report: the date is left aside"
        return Window(said - widths["undated"], said, opened=False, factor=0.25, note=note)
    spans = not changes and start is not None and (end is None or end - start > widths["state"])
    if end is None and start is not None:
        end = said if spans and said is not None else start + grain
    if end is None:
        raise ValueError("an interval with neither end has no window")
    if said is not None and end > said and (start is None or said > start):
        end = said
    if start is None:
        told = "only a latest date is given" if changes else None
        return Window(end - widths["by"], end, opened=changes, note=told)
    end = max(end, start + _SHORTEST)
    if changes or spans:
        return Window(start, end, opened=changes, spans=spans)
    return Window(min(start, end - widths["state"]), end, opened=False)
