"""Makers of the times that a calendar names: days, months, years, seasons, decades, clock times."""

from __future__ import annotations

import re
from datetime import date, timedelta

from whoholds.model import Granularity, Interval, TimeType, midnight
from whoholds.reading.when.calendar import hijri_day, interval_of, month_days
from whoholds.reading.when.meaning import Meaning, Reading
from whoholds.reading.when.scope import Tense, shift_days

_SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def _day_value(year: int | None, month: int, day: int) -> str | None:
    if not 1 <= day <= (29 if month == 2 else month_days(2001, month)):
        return None
    if year is None:
        return f"XXXX-{month:02d}-{day:02d}"
    if day > month_days(year, month):
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


def _year_for(reading: Reading, month: int, day: int | None) -> int | None:
    told = reading.integer("year", "year2")
    if told is not None:
        return told
    if reading.year_ahead is not None:
        return reading.year_ahead
    over = reading.tense is Tense.PAST and (day is None or reading.follows("ON"))
    return reading.scope.year_of(month, day, reading.tense, over=over)


def _of_day(reading: Reading, value: str, interval: Interval | None = None) -> list[Meaning]:
    """Return a time of a day; with "on" before the day, these are two expressions."""
    whole = reading.whole(TimeType.TIME, value, interval=interval)
    at = next((i for i in reading.match.at("on")), None)
    if at is None or value.startswith("X"):
        return whole
    first = Meaning(reading.match.start, at, TimeType.TIME, value, None, interval)
    return [first, Meaning(at + 1, reading.match.end, TimeType.DATE, value[:10])]


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
    value = _day_value(year, month, number) if 1 <= month <= 12 and year else None
    if value is None:
        return []
    if clock:
        return reading.whole(TimeType.TIME, f"{value}T{_clock(clock, None)}")
    return reading.whole(TimeType.DATE, value)


def calendar_day(reading: Reading) -> list[Meaning]:
    """Read "16 March 2014", "March 16" and their kin."""
    month, day = reading.integer("month"), reading.integer("day")
    if month is None or day is None:
        return []
    value = _day_value(_year_for(reading, month, day), month, day)
    return [] if value is None else reading.whole(TimeType.DATE, value)


def day_pair(reading: Reading) -> list[Meaning]:
    """Read "3-7 May 2015" as its two days."""
    month, first, day = (reading.integer(g) for g in ("month", "first", "day"))
    if month is None or first is None or day is None:
        return []
    year = _year_for(reading, month, day)
    values = _day_value(year, month, first), _day_value(year, month, day)
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
    year = _year_for(reading, month, None)
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
        year = _year_for(reading, start, None)
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
    year = _year_for(reading, number * 3 - 2, None)
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
    year = _year_for(reading, month, None)
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
    year = _year_for(reading, month, 25)
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


def feast(reading: Reading) -> list[Meaning]:
    """Read "last Ramadan", "this Ramadan" and "Ramadan 2014", told by the moon's calendar."""
    month, _, rest = (reading.word("feast") or "").partition("-")
    first, _, length = rest.partition("/")
    base, year = reading.scope.base(), reading.integer("year")
    if year is None and base is None:
        return reading.whole(TimeType.DATE, None)
    middle = year if year is not None else base.year if base is not None else 0
    moon = round((middle - 622) * 1.0307)
    starts = [hijri_day(moon + k, int(month), int(first)) for k in range(-2, 4)]
    if year is not None:
        fits = [d for d in starts if d.year == year]
    elif (reading.integer("step") or 0) > 0 or reading.tense is Tense.FUTURE:
        fits = [d for d in starts if base is not None and d >= base]
    else:
        fits = [d for d in starts if base is not None and d <= base][-1:]
    if not fits:
        return []
    start = midnight(fits[0])
    interval = Interval(
        start=start,
        end=start + timedelta(days=int(length)),
        granularity=Granularity.DAY if length == "1" else Granularity.MONTH,
    )
    value = fits[0].isoformat()[: 10 if length == "1" else 7]
    return reading.whole(TimeType.DATE, value, interval=interval)


def day_of_month(reading: Reading) -> list[Meaning]:
    """Read "the 5th" in the month that the narrative has reached."""
    number, told = reading.integer("day"), reading.scope.told()
    if number is None or told is None or reading.scope.grain == "Y":
        return []
    value = _day_value(told.year, told.month, number)
    return [] if value is None else reading.whole(TimeType.DATE, value)


def part_of_day(reading: Reading) -> list[Meaning]:
    """Read "the night of 13 February" and "noon Thursday"."""
    part, day = reading.word("part") or "NI", _told_day(reading)
    if day is None:
        named = reading.has("weekday") or reading.has("dayword")
        return reading.day(None, f"T{part}") if named else []
    return _of_day(reading, f"{day}T{part}")


def bare_part(reading: Reading) -> list[Meaning]:
    """Read a bare "night" or "dawn" on the day that the narrative has reached."""
    part = reading.word("part") or "NI"
    day = reading.scope.reached if reading.scope.grain == "D" else None
    return reading.day(day, f"T{part}")


def clock(reading: Reading) -> list[Meaning]:
    """Read "3 a.m. Thursday", "15:00 GMT" and their kin."""
    meridiem = reading.integer("meridiem", "meridiem2")
    words = reading.text("clock") or reading.text("hour")
    time = _clock(words, meridiem)
    if time is None or (reading.match.end - reading.match.start == 1 and ":" not in words):
        return []
    value = f"{_told_day(reading) or 'XXXX-XX-XX'}T{time}"
    return _of_day(reading, value, _instant(reading, value))


def _instant(reading: Reading, value: str) -> Interval | None:
    """Return the minute or hour that a clock shows in its zone, None where that is UTC."""
    zone = reading.integer("zone")
    offset = reading.scope.offset if zone is None else timedelta(hours=zone)
    plain = interval_of(value)
    if not offset or plain is None or plain.start is None or plain.end is None:
        return None
    return Interval(
        start=plain.start - offset, end=plain.end - offset, granularity=plain.granularity
    )


def _told_day(reading: Reading) -> str | None:
    """Return the day that stands with a clock time or part of a day."""
    month, number = reading.integer("month", "month2"), reading.integer("day", "day2")
    if month is not None and number is not None:
        return _day_value(_year_for(reading, month, number), month, number)
    found = named_day(reading)
    return found.isoformat() if found else None


def early_hours(reading: Reading) -> list[Meaning]:
    """Read "the early hours of Tuesday" as the day's first six hours."""
    day = _told_day(reading)
    if day is None or reading.word("hours") != "TH":
        return []
    whole = interval_of(day)
    if whole is None or whole.start is None:
        return reading.whole(TimeType.TIME, f"{day}TMO")
    early = next(x.value for x in reading.lexemes[reading.match.start :] if x.kind == "EDGE")
    first, last = {"START": (0, 6), "MID": (10, 14)}.get(str(early), (18, 24))
    interval = Interval(
        start=whole.start + timedelta(hours=first),
        end=whole.start + timedelta(hours=last),
        granularity=Granularity.PART_OF_DAY,
    )
    part = {"START": "TMO", "MID": "TAF"}.get(str(early), "TEV")
    named = reading.match.at("named")  # "Thursday morning" is an expression of its own
    first = named.start if named else reading.match.start
    return [Meaning(first, reading.match.end, TimeType.TIME, f"{day}{part}", None, interval)]


def named_day(reading: Reading) -> date | None:
    """Return the day of a weekday or day word in the match, else the one last told."""
    weekday = reading.integer("weekday", "weekday2")
    step = reading.integer("dayword", "dayword2")
    if weekday is not None:
        return reading.scope.weekday(weekday, reading.tense)
    if step is not None:
        base = reading.scope.anchor or reading.scope.reached
        return shift_days(base, step) if base else None
    scope = reading.scope
    if scope.reached is not None and scope.grain == "D":
        return scope.reached
    return scope.anchor if not scope.narrative and reading.tense is not Tense.FUTURE else None


def _clock(words: str, meridiem: int | None) -> str | None:
    hour, _, minute = words.partition(":")
    if not hour.isdecimal():
        return None
    number = int(hour)
    if meridiem is not None:
        number = number % 12 + meridiem
    if number > 24:
        return None
    return f"{number:02d}:{(minute or '00')[:2]}"
