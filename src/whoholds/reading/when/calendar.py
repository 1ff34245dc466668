"""TIMEX3 values and the half-open intervals that they stand for."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime, timedelta

from whoholds.model import Granularity, Interval, midnight

_SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
# Hours at which the parts of a day start and end; the night runs into the next day.
_PART_HOURS = {"MO": (6, 12), "AF": (12, 18), "EV": (18, 24), "NI": (20, 30), "DT": (6, 18)}
_VALUE = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<month>\d{2})(?:-(?P<day>\d{2}))?|W(?P<week>\d{2})(?P<weekend>-WE)?"
    r"|Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<season>SP|SU|FA|WI)))?"
    r"(?:T(?:(?P<part>MO|AF|EV|NI|DT)|(?P<hour>\d{2})(?::(?P<minute>\d{2}))?))?$"
)


def month_days(year: int, month: int) -> int:
    """Return how many days a month has."""
    return calendar.monthrange(year, month)[1]


def add_months(day: date, months: int) -> date:
    """Return the day `months` later, or the last day of a shorter month.

    Raises ValueError where the year leaves 1..9999.
    """
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    if not 1 <= year <= 9999:
        raise ValueError(f"year {year} is out of range")
    return date(year, month + 1, min(day.day, month_days(year, month + 1)))


def hijri_day(year: int, month: int, day: int) -> date:
    """Return the day of the civil Islamic calendar; what is seen of the moon may differ by one."""
    months = -(-(59 * (month - 1)) // 2)  # 30 and 29 days in turn
    ordinal = day + months + (year - 1) * 354 + (3 + 11 * year) // 30 + 227014
    return date.fromordinal(ordinal)


def week_value(day: date) -> str:
    """Return the ISO week of a day as TIMEX3 writes it, "2017-W26"."""
    iso = day.isocalendar()
    return f"{iso.year:04d}-W{iso.week:02d}"


def interval_of(value: str | None, mod: str | None = None) -> Interval | None:
    """Return the stretch that a TIMEX3 value names, None where it names none.

    mod: START, MID or END take a third of it (of a month the days 1-10, 11-20, 21 to its end;
    of a year four months each). Seasons are meteorological; the winter of a year ends in the next.
    """
    if value is None:
        return None
    if value.isdecimal() and len(value) in (2, 3):
        scale = 10 ** (4 - len(value))
        return _years(int(value) * scale, scale, mod)
    match = _VALUE.match(value)
    if match is None:
        return None
    try:
        start, end, granularity = _stretch(match)
    except ValueError:  # such as 30 February
        return None
    if mod in ("START", "MID", "END"):
        start, end = _third(start, end, granularity, mod)
    return Interval(start=start, end=end, granularity=granularity)


def _years(first: int, count: int, mod: str | None) -> Interval | None:
    if first < 1 or first + count > 9999:
        return None
    start, end = datetime(first, 1, 1, tzinfo=UTC), datetime(first + count, 1, 1, tzinfo=UTC)
    if mod in ("START", "MID", "END"):
        third = (end - start) / 3
        k = ("START", "MID", "END").index(mod)
        start, end = start + k * third, start + (k + 1) * third
    return Interval(start=start, end=end, granularity=Granularity.YEAR)


def _stretch(match: re.Match[str]) -> tuple[datetime, datetime, Granularity]:
    year = int(match["year"])
    if match["day"]:
        return _within_day(match, date(year, int(match["month"]), int(match["day"])))
    if match["week"]:
        monday = date.fromisocalendar(year, int(match["week"]), 1)
        first = monday + timedelta(days=5 if match["weekend"] else 0)
        return midnight(first), midnight(monday + timedelta(days=7)), Granularity.WEEK
    for group, months, offset, granularity in (
        ("month", 1, -1, Granularity.MONTH),
        ("quarter", 3, -3, Granularity.SEASON),
        ("half", 6, -6, Granularity.SEASON),
    ):
        if match[group]:
            start = add_months(date(year, 1, 1), int(match[group]) * months + offset)
            return midnight(start), midnight(add_months(start, months)), granularity
    if match["season"]:
        start = date(year, _SEASON_MONTH[match["season"]], 1)
        return midnight(start), midnight(add_months(start, 3)), Granularity.SEASON
    return midnight(date(year, 1, 1)), midnight(date(year + 1, 1, 1)), Granularity.YEAR


def _within_day(match: re.Match[str], day: date) -> tuple[datetime, datetime, Granularity]:
    start = midnight(day)
    if match["part"]:
        first, last = _PART_HOURS[match["part"]]
        part = Granularity.PART_OF_DAY
        return start + timedelta(hours=first), start + timedelta(hours=last), part
    if match["hour"]:
        # The hour 24 is the next midnight, as in ISO 8601.
        moment = start + timedelta(hours=int(match["hour"]), minutes=int(match["minute"] or 0))
        length = timedelta(minutes=1) if match["minute"] else timedelta(hours=1)
        return moment, moment + length, Granularity.MINUTE
    return start, start + timedelta(days=1), Granularity.DAY


def _third(
    start: datetime, end: datetime, granularity: Granularity, mod: str
) -> tuple[datetime, datetime]:
    k = ("START", "MID", "END").index(mod)
    if granularity is Granularity.MONTH:
        cuts = [start, start + timedelta(days=10), start + timedelta(days=20), end]
    elif granularity is Granularity.YEAR:
        cuts = [start, start.replace(month=5), start.replace(month=9), end]
    elif granularity is Granularity.PART_OF_DAY:
        return start, end  # "late at night" is still the night
    elif granularity is Granularity.WEEK:
        cuts = [start, start + timedelta(days=2), start + timedelta(days=4), end]
    else:
        third = (end - start) / 3
        cuts = [start, start + third, start + 2 * third, end]
    return cuts[k], cuts[k + 1]
