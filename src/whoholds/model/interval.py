"""Half-open stretches of time as the words of a report gave them."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from whoholds.model.noun import Noun


class Granularity(StrEnum):
    """How finely the words told the time."""

    MINUTE = "minute"
    PART_OF_DAY = "part_of_day"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"


_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")


class Interval(Noun, frozen=True):
    """A half-open UTC stretch `[start, end)`; an unknown end is None.

    "in February" is the month, never a day in it; "since 2015" has no end; "by Friday" has no
    start. Raises ValueError when a time has no zone or start > end.
    """

    start: datetime | None = None
    end: datetime | None = None
    granularity: Granularity | None = None

    def __post_init__(self) -> None:
        for moment in (self.start, self.end):
            if moment is not None and moment.tzinfo is None:
                raise ValueError("an interval needs times with a zone")
        if self.start is not None and self.end is not None and self.start > self.end:
            raise ValueError(f"an interval needs start <= end, got {self.start} > {self.end}")

    @classmethod
    def of_day(cls, day: date) -> Interval:
        """Return the 24 hours of one UTC day."""
        start = midnight(day)
        return cls(start=start, end=start + timedelta(days=1), granularity=Granularity.DAY)

    @classmethod
    def from_iso(cls, text: str) -> Interval:
        """Return the day, month or year that an ISO date names; raises ValueError on others."""
        match = _ISO.match(text)
        if match is None:
            raise ValueError(f"not an ISO day, month or year: {text!r}")
        year, month, day = match.groups()
        if day:
            return cls.of_day(date(int(year), int(month), int(day)))
        if month:
            last = calendar.monthrange(int(year), int(month))[1]
            start = datetime(int(year), int(month), 1, tzinfo=UTC)
            return cls(start=start, end=start + timedelta(days=last), granularity=Granularity.MONTH)
        start = datetime(int(year), 1, 1, tzinfo=UTC)
        return cls(
            start=start, end=datetime(int(year) + 1, 1, 1, tzinfo=UTC), granularity=Granularity.YEAR
        )

    @property
    def is_empty(self) -> bool:
        """True where neither end is known."""
        return self.start is None and self.end is None

    @property
    def first_day(self) -> date | None:
        """The first UTC day touched, None where the start is open."""
        return None if self.start is None else self.start.date()

    @property
    def last_day(self) -> date | None:
        """The last UTC day touched (inclusive), None where the end is open."""
        if self.end is None:
            return None
        if self.start is not None and self.end == self.start:
            return self.end.date()
        return (self.end - timedelta(microseconds=1)).date()

    def contains(self, moment: datetime) -> bool:
        """Say whether `moment` lies inside; open ends reach for ever."""
        after = self.start is None or self.start <= moment
        before = self.end is None or moment < self.end
        return after and before

    def overlaps(self, other: Interval) -> bool:
        """Say whether the two stretches share an instant; open ends reach for ever."""
        starts = self.start is None or other.end is None or self.start < other.end
        ends = self.end is None or other.start is None or other.start < self.end
        return starts and ends


def midnight(day: date) -> datetime:
    """Return the first instant of a UTC day."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
