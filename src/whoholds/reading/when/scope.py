"""What relative times count from: the report's day and the day that the narrative has reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from whoholds.reading.when.calendar import add_months, month_days

_BACK, _ONWARD = 7, 45  # days from the last one told that a story goes back or on in one step
_NEVER = 99.0  # what is told in the past does not lie ahead


class Tense(StrEnum):
    """Where the verb near an expression points."""

    PAST = "past"
    FUTURE = "future"
    OPEN = "open"


@dataclass
class Scope:
    """The bases of one text, moved on as its times are read.

    anchor: the day of publication, by the outlet's own clock; offset: how far that clock is ahead
    of UTC. narrative: the text tells history, so that times without a
    year follow the times before them and not the anchor. reached: the first day of the last
    absolute time, `grain` its size ("Y", "M" or "D"); quarter: whether that was a quarter. line:
    the last day told, whatever month or year was told after it.
    """

    anchor: date | None
    narrative: bool
    reached: date | None = None
    grain: str = "D"
    quarter: bool = False
    offset: timedelta = timedelta()
    line: date | None = None

    def base(self) -> date | None:
        """Return what "last week" counts from."""
        return (self.reached or self.anchor) if self.narrative else (self.anchor or self.reached)

    def told(self) -> date | None:
        """Return what "the following day" counts from."""
        return self.reached or self.anchor

    def move(self, day: date, grain: str, *, quarter: bool = False) -> None:
        """Set the day that the narrative has reached."""
        self.reached, self.grain, self.quarter = day, grain, quarter
        self.line = day if grain == "D" else self.line

    def year_of(
        self, month: int, day: int | None, tense: Tense, *, over: bool = False
    ) -> int | None:
        """Return the year of a month or day named without one; None with nothing to go by.

        over: what is told then is done, so that it cannot lie ahead.
        """
        if self.narrative and self.reached is not None:
            back = self._year_after_aside(month, day)
            return back or _year_in_story(self.reached, self.grain, month, day)
        if self.anchor is None:
            return None if self.reached is None else self.reached.year
        return _year_in_news(self.anchor, month, day, tense, over=over)

    def _year_after_aside(self, month: int, day: int | None) -> int | None:
        """Return the year of a day that goes on from the last day told, over an earlier year told
        in between: "On 3 May ... for the first time since 2012. On 5 May ..."."""
        if self.line is None or self.reached is None or day is None:
            return None
        if self.reached.year >= self.line.year or (self.grain, self.reached.month) == ("M", month):
            return None
        for year in (self.line.year, self.line.year + 1):
            told = date(year, month, min(day, month_days(year, month)))
            if -_BACK <= (told - self.line).days <= _ONWARD:
                return year
        return None

    def year_goes_on(self, month: int, day: int | None) -> int | None:
        """Return the year of a month or day that goes on from the one told right before."""
        if self.reached is None:
            return None
        return _year_in_story(self.reached, self.grain, month, day)

    def weekday(self, weekday: int, tense: Tense) -> date | None:
        """Return the day meant by a bare weekday (Monday is 1): the report's own day counts."""
        base = self.base()
        if base is None:
            return None
        ahead = (weekday - base.isoweekday()) % 7
        if tense is Tense.FUTURE or (self.narrative and self.reached is not None):
            return shift_days(base, ahead)
        return shift_days(base, ahead - 7 if ahead else 0)


def shift_days(day: date, days: int) -> date | None:
    """Return the day `days` later, None outside the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def shift_months(day: date, months: int) -> date | None:
    """Return the day `months` later, None outside the calendar."""
    try:
        return add_months(day, months)
    except ValueError:
        return None


def _year_in_story(reached: date, grain: str, month: int, day: int | None) -> int:
    if grain == "Y":
        return reached.year
    years = (reached.year, reached.year + 1, reached.year - 1)
    return min(years, key=lambda year: _story_cost(reached, year, month, day))


def _story_cost(reached: date, year: int, month: int, day: int | None) -> tuple[float, int]:
    """Weigh a year: a story goes on within its year sooner than it skips into another."""
    months = (year - reached.year) * 12 + month - reached.month
    if year == reached.year:
        cost = 0.5 * months if months >= 0 else -1.0 * months
    else:
        cost = 1.2 * months if months >= 0 else -2.5 * months
    return (cost, abs((day or 1) - reached.day) if months == 0 else 0)


def _year_in_news(anchor: date, month: int, day: int | None, tense: Tense, *, over: bool) -> int:
    ahead_cost = _NEVER if over else {Tense.PAST: 9.0, Tense.FUTURE: 0.4, Tense.OPEN: 3.0}[tense]

    def cost(year: int) -> float:
        if day is None:
            distance = float((year - anchor.year) * 12 + month - anchor.month)
        else:
            last = min(day, month_days(year, month))
            distance = (date(year, month, last) - anchor).days / 30.4
        return -distance if distance <= 0 else ahead_cost * distance

    return min((anchor.year, anchor.year - 1, anchor.year + 1), key=cost)
