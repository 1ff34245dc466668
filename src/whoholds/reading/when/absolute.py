"""Makers of the times that a calendar names: days, months, years, seasons and decades."""

from __future__ import annotations

import re
from datetime import date, timedelta

from whoholds.model import Granularity, Interval, TimeType, midnight
from whoholds.reading.when.calendar import month_days
from whoholds.reading.when.meaning import Meaning, Reading
from whoholds.reading.when.scope import Tense, shift_days

_SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def day_value(year: int | None, month: int, day: int) -> str | None:
    """Return the value of a day, its year open where unknown; None for no day of a calendar."""
    if not 1 <= day <= (29 if month == 2 else month_days(2001, month)):
        return None
    if year is None:
        return f"XXXX-{month:02d}-{day:02d}"
    if day > month_days(year, month):
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


def year_for(reading: Reading, month: int, day: int | None) -> int | None:
    """Return the year of a month or day: told with it, shared, or the likeliest."""
    told = reading.integer("year", "year2")
    if told is not None:
        return told
    if reading.year_ahead is not None:
        return reading.year_ahead
    over = reading.tense is Tense.PAST and (day is None or reading.follows("ON"))
    return reading.scope.year_of(month, day, reading.tense, over=over)


def numeric(reading: Reading) -> list[Meaning]:
    """Read 2017-06-30, 30.06.2017 and 30/06/2017, with a clock time after it or not.

    With slashes the day stands first, unless only the second number can be a day.
    """
    words, clock = reading.text("date"), reading.text("clock")
    if reading.kind("date") == "ISODATE":
        day, _, rest = words.upper().partition("T")
        clock = clock or rest[:5]
        year, month, number = (int(p) for p in day.split("-"))
    else:
        number, month, year = (int(p) for p in re.split(r"[./-]", words))
        if month > 12 >= number and "." not in words:
            number, month = month, number
    value = day_value(year, month, number) if 1 <= month <= 12 and year else None
    if value is None:
        return []
    if clock:
        return reading.whole(TimeType.TIME, f"{value}T{clock_time(clock, None)}")
    return reading.whole(TimeType.DATE, value)


def calendar_day(reading: Reading) -> list[Meaning]:
    """Read "16 March 2014", "March 16" and their kin."""
    month, day = reading.integer("month"), reading.integer("day")
    if month is None or day is None:
        return []
    value = day_value(year_for(reading, month, day), month, day)
    return [] if value is None else reading.whole(TimeType.DATE, value)


def day_pair(reading: Reading) -> list[Meaning]:
    """Read "3-7 May 2015" as its two days."""
    month, first, day = (reading.integer(g) for g in ("month", "first", "day"))
    if month is None or first is None or day is None:
        return []
    year = year_for(reading, month, day)
    values = day_value(year, month, first), day_value(year, month, day)
    if values[1] is None:
        return []
    at = reading.match.at("connect")
    last = Meaning(at.stop, reading.match.end, TimeType.DATE, values[1])
    if values[0] is None:
        return [last]
    return [Meaning(reading.match.start, at.start, TimeType.DATE, values[0]), last]


month_day_pair = day_pair


def night_pair(reading: Reading) -> list[Meaning]:
    """Read "the night of 3-4 May" as the night and the day after."""
    days = day_pair(reading)
    if len(days) == 2 and days[0].value:
        part = reading.word("part")
        days[0] = Meaning(days[0].first, days[0].last, TimeType.TIME, f"{days[0].value}T{part}")
    return days


def calendar_month(reading: Reading) -> list[Meaning]:
    """Read "March 2011" and a bare "February"."""
    month = reading.integer("month")
    if month is None:
        return []
    year = year_for(reading, month, None)
    return reading.whole(TimeType.DATE, f"{'XXXX' if year is None else year}-{month:02d}")


def year(reading: Reading) -> list[Meaning]:
    """Read "2015", "the year 2015" and "fiscal 2015"."""
    return reading.whole(TimeType.DATE, f"{reading.integer('year'):04d}")


def year_pair(reading: Reading) -> list[Meaning]:
    """Read "2014-16" as its two years."""
    first, last = reading.integer("first"), reading.integer("last")
    if first is None or last is None:
        return []
    second = first // 100 * 100 + last
    at = reading.match.at("connect")
    start, end = reading.match.start, reading.match.end
    if second <= first or at.stop >= end:
        return [Meaning(start, at.start, TimeType.DATE, f"{first}")]
    return [
        Meaning(start, at.start, TimeType.DATE, f"{first}"),
        Meaning(at.stop, end, TimeType.DATE, f"{second}"),
    ]


def spoken_year(reading: Reading) -> list[Meaning]:
    """Read "nineteen ninety-six"."""
    values = [reading.lexemes[i].value for i in reading.match.at("words")]
    numbers = [v for v in values if isinstance(v, int) and v]
    if len(numbers) < 2 or not 17 <= numbers[0] <= 20 or not 10 <= numbers[1] < 100:
        return []
    year, month = numbers[0] * 100 + sum(numbers[1:]), reading.integer("month")
    return reading.whole(TimeType.DATE, f"{year}-{month:02d}" if month else str(year))


def decade(reading: Reading) -> list[Meaning]:
    """Read "the 1980s" and "the '80s"."""
    digits = reading.word("decade") or ""
    if len(digits) == 4:
        return reading.whole(TimeType.DATE, digits[:3])
    before = reading.match.start - 1
    age = before >= 0 and reading.lexemes[before].low in ("his", "her", "their", "my", "our")
    if int(digits) < 20 or age:
        return []
    return reading.whole(TimeType.DATE, f"19{digits[0]}")


def century(reading: Reading) -> list[Meaning]:
    """Read "12th century" (value "11": its years begin so)."""
    number = reading.integer("ordinal")
    if number is None or not 1 <= number <= 25:
        return []
    first = reading.match.at("ordinal").start  # "the" belongs to what the century is told of
    return [Meaning(first, reading.match.end, TimeType.DATE, f"{number - 1:02d}")]


def season(reading: Reading) -> list[Meaning]:
    """Read "summer 2014", "last winter" and a bare "spring"."""
    code = reading.word("season", "season2") or "SU"
    start = _SEASON_MONTH[code]
    step = reading.integer("step")
    base = reading.scope.base()
    if reading.has("year") or step is None:
        year = year_for(reading, start, None)
    elif base is None:
        year = None
    elif step < 0:
        year = base.year - (1 if base.month < start + 3 else 0)
    elif step > 0:
        year = base.year + (1 if base.month >= start else 0)
    else:
        year = base.year
    return reading.whole(TimeType.DATE, f"{'XXXX' if year is None else year}-{code}")


def quarter(reading: Reading) -> list[Meaning]:
    """Read "the third quarter of 2016" and a bare "third-quarter"."""
    number = reading.integer("ordinal")
    if number is None or not 1 <= number <= 4:
        return []
    year = year_for(reading, number * 3 - 2, None)
    return reading.whole(TimeType.DATE, f"{'XXXX' if year is None else year}-Q{number}")


def half_year(reading: Reading) -> list[Meaning]:
    """Read "the first half of 2016"."""
    number = reading.integer("ordinal") or 2
    if number > 2:
        return []
    return reading.whole(TimeType.DATE, f"{reading.integer('year')}-H{number}")


def part_of_month(reading: Reading) -> list[Meaning]:
    """Read "the last week of May 2015" as a week's length in the month's last seven days."""
    month, unit = reading.integer("month"), reading.word("unit") or ""
    if month is None or unit not in ("D", "W"):
        return []
    value = {"W": "P1W", "D": "PXD" if reading.kind("unit") == "UNITS" else "P1D"}[unit]
    year = year_for(reading, month, None)
    interval = None if year is None else _piece(reading, year, month, unit)
    return reading.whole(TimeType.DURATION, value, interval=interval)


def _piece(reading: Reading, year: int, month: int, unit: str) -> Interval | None:
    length = 7 if unit == "W" else (10 if reading.kind("unit") == "UNITS" else 1)
    last = month_days(year, month)
    if reading.kind("which") == "LAST":
        start, end = last - length, last
    else:
        number = reading.integer("which") or 1
        start, end = (number - 1) * length, min(number * length, last)
    if not 0 <= start < end or not 1 <= year <= 9998:
        return None
    first = midnight(date(year, month, 1))
    return Interval(
        start=first + timedelta(days=start),
        end=first + timedelta(days=end),
        granularity=Granularity.WEEK if unit == "W" else Granularity.DAY,
    )


def holiday(reading: Reading) -> list[Meaning]:
    """Read "Christmas Day 2016" and other fixed days."""
    code = reading.word("holiday") or "12-25"
    month = int(code[:2])
    year = year_for(reading, month, 25)
    if year is None:
        return reading.whole(TimeType.DATE, f"XXXX-{code}" if "W" not in code else None)
    if "W" in code:
        nth, weekday = int(code[4]), int(code[6])
        first = date(year, month, 1)
        ahead = (weekday - first.isoweekday()) % 7
        day = shift_days(first, ahead + 7 * (nth - 1))
    else:
        day = date(year, month, int(code[3:]))
    if day is not None and reading.has("eve"):
        day = shift_days(day, -1)
    return reading.day(day)


def day_of_month(reading: Reading) -> list[Meaning]:
    """Read "the 5th" in the month that the narrative has reached."""
    number, told = reading.integer("day"), reading.scope.told()
    if number is None or told is None or reading.scope.grain == "Y":
        return []
    value = day_value(told.year, told.month, number)
    return [] if value is None else reading.whole(TimeType.DATE, value)


def clock_time(words: str, meridiem: int | None) -> str | None:
    """Return "17:05" for the words of a clock; meridiem: 12 after noon, 0 before."""
    hour, _, minute = words.partition(":")
    if not hour.isdecimal():
        return None
    number = int(hour)
    if meridiem is not None:
        number = number % 12 + meridiem
    if number > 24:
        return None
    return f"{number:02d}:{(minute or '00')[:2]}"
