"""Makers of times within a day, and of the days that the moon's calendar names."""

from __future__ import annotations

from datetime import date, timedelta

from whoholds.model import Granularity, Interval, TimeType, midnight
from whoholds.reading.when.absolute import clock_time, day_value, year_for
from whoholds.reading.when.calendar import hijri_day, interval_of
from whoholds.reading.when.meaning import Meaning, Reading
from whoholds.reading.when.scope import Tense, shift_days


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


def _of_day(reading: Reading, value: str, interval: Interval | None = None) -> list[Meaning]:
    """Return a time of a day; with "on" before the day, these are two expressions."""
    whole = reading.whole(TimeType.TIME, value, interval=interval)
    at = next((i for i in reading.match.at("on")), None)
    if at is None or value.startswith("X"):
        return whole
    first = Meaning(reading.match.start, at, TimeType.TIME, value, None, interval)
    return [first, Meaning(at + 1, reading.match.end, TimeType.DATE, value[:10])]


def clock(reading: Reading) -> list[Meaning]:
    """Read "3 a.m. Thursday", "15:00 GMT" and their kin."""
    meridiem = reading.integer("meridiem", "meridiem2")
    words = reading.text("clock") or reading.text("hour")
    time = clock_time(words, meridiem)
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
        return day_value(year_for(reading, month, number), month, number)
    found = named_day(reading)
    return found.isoformat() if found else None


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
