"""Makers of the times that count from another: last week, three days later, the past two years."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta

from whoholds.model import Granularity, Interval, TimeType, midnight
from whoholds.reading.when.calendar import week_value
from whoholds.reading.when.meaning import Meaning, Reading
from whoholds.reading.when.scope import Tense, shift_days, shift_months

_FROM_STORY = frozenset({"PREVIOUS", "FOLLOWING", "SAME", "THAT"})
_HOURS = {"TH": 1.0, "TM": 1 / 60, "TS": 1 / 3600}
_MONTHS = {"M": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200}


def _base(reading: Reading, group: str = "step") -> date | None:
    """Return what the step counts from; "the next day" counts from the story, "next week" not."""
    kind = reading.kind(group)
    first = reading.lexemes[reading.match.start].kind
    if kind in _FROM_STORY or (kind == "NEXT" and first == "THE"):
        return reading.scope.told()
    return reading.scope.base()


def unit_value(day: date | None, unit: str) -> str | None:
    """Return the TIMEX3 value of the day, week, month ... that holds a day."""
    if day is None:
        opened = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX", "Q": "XXXX-QX"}
        return opened.get(unit, "XXXX")
    if unit == "D":
        return day.isoformat()
    if unit in ("W", "2W"):
        return week_value(day)
    if unit == "WE":
        return f"{week_value(day)}-WE"
    if unit == "M":
        return f"{day.year:04d}-{day.month:02d}"
    if unit == "Q":
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    return f"{day.year:04d}"[: {"E": 3, "C": 2}.get(unit, 4)]


def step_unit(day: date | None, unit: str, count: int) -> date | None:
    """Return the day `count` units later."""
    if day is None:
        return None
    if unit in _MONTHS:
        return shift_months(day, count * _MONTHS[unit])
    return shift_days(day, count * {"D": 1, "W": 7, "WE": 7, "2W": 14}.get(unit, 0))


def month_of_year(reading: Reading) -> list[Meaning]:
    """Read "March last year" and "October of that year"."""
    month, step, base = reading.integer("month"), reading.integer("step"), _base(reading)
    if month is None or step is None:
        return []
    year = "XXXX" if base is None else f"{base.year + step:04d}"
    return reading.whole(TimeType.DATE, f"{year}-{month:02d}")


def stepped_month(reading: Reading) -> list[Meaning]:
    """Read "last May": the last one before the month that it counts from."""
    month, step, base = reading.integer("month"), reading.integer("step"), _base(reading)
    if month is None or step is None:
        return []
    if base is None:
        return reading.whole(TimeType.DATE, f"XXXX-{month:02d}")
    year = base.year
    if step < 0 and month >= base.month:
        year -= 1
    elif step > 0 and month <= base.month:
        year += 1
    return reading.whole(TimeType.DATE, f"{year:04d}-{month:02d}")


def weekday(reading: Reading) -> list[Meaning]:
    """Read "Thursday", "Thursday night" and "last Thursday"."""
    number, part, step = (
        reading.integer("weekday"), reading.word("part"), reading.integer("step"),
    )  # fmt: skip
    suffix = f"T{part}" if part else ""
    if number is None:
        return []
    opened = f"XXXX-WXX-{number}"
    if step is None:
        return reading.day(reading.scope.weekday(number, reading.tense), suffix, open_value=opened)
    base = _base(reading)
    if base is None:
        return reading.day(None, suffix, open_value=opened)
    ahead = (number - base.isoweekday()) % 7
    if step < 0:
        ahead = ahead - 7
    elif step > 0:
        ahead = ahead or 7
    elif reading.kind("step") == "THIS" and reading.tense is Tense.PAST and ahead:
        ahead -= 7
    return reading.day(shift_days(base, ahead), suffix)


def weekdays(reading: Reading) -> list[Meaning]:
    """Read "every Friday" and "Tuesday nights"."""
    number = reading.integer("weekday", "weekday2", "weekday3")
    part = reading.word("part", "part2")
    return reading.whole(TimeType.SET, f"XXXX-WXX-{number}" + (f"T{part}" if part else ""))


def dayword(reading: Reading) -> list[Meaning]:
    """Read "today", "yesterday morning" and "tomorrow": these count from the report."""
    step, part = reading.integer("day"), reading.word("part")
    base = reading.scope.anchor
    day = None if base is None or step is None else shift_days(base, step)
    return reading.day(day, f"T{part}" if part else "")


def nightword(reading: Reading) -> list[Meaning]:
    """Read "tonight", and "overnight" as the night before the report's day."""
    late = reading.lexemes[reading.match.start].kind == "NIGHTWORD"
    if late or reading.scope.narrative:
        return reading.day(reading.scope.base(), "TNI")
    base = reading.scope.base()
    step = 0 if reading.tense is Tense.FUTURE else -1
    return reading.day(shift_days(base, step) if base else None, "TNI")


def stepped_part(reading: Reading) -> list[Meaning]:
    """Read "last night", "this morning", "the next morning" and "that night"."""
    part, base = reading.word("part"), _base(reading)
    step = reading.integer("step") or 0
    if reading.kind("step") in _FROM_STORY or step > 0:
        base = reading.scope.told()
        if base is not None and reading.scope.reached is not None and reading.scope.grain != "D":
            base = None
    return reading.day(None if base is None else shift_days(base, step), f"T{part}")


def stepped_unit(reading: Reading) -> list[Meaning]:
    """Read "last year", "this week", "the following day" and "that month"."""
    unit, step = reading.word("unit") or "", reading.integer("step") or 0
    if unit.startswith("T"):
        return []
    if unit == "H":
        return []
    base = _base(reading)
    story = reading.kind("step") in _FROM_STORY or reading.text("step") == "next"
    if story and base is reading.scope.reached and base is not None and unit == "D":
        base = base if reading.scope.grain == "D" else None
    if unit == "WE" and reading.kind("step") in ("LAST", "THIS") and base is not None:
        step = 0 if base.isoweekday() >= 6 and step < 0 else step
    return reading.whole(TimeType.DATE, unit_value(step_unit(base, unit, step), unit))


def the_unit(reading: Reading) -> list[Meaning]:
    """Read "the weekend" as the last one begun, "the quarter" as the one told of."""
    unit = reading.word("unit") or ""
    base = reading.scope.base()
    if unit == "WE" and base is not None:
        back = base.isoweekday() < 6 and reading.tense is not Tense.FUTURE
        return reading.whole(TimeType.DATE, unit_value(step_unit(base, unit, -back), unit))
    if unit == "Q" and reading.scope.quarter:
        base = reading.scope.reached
    elif unit == "Q" and base is not None:
        base = shift_months(base, -3)
    return reading.whole(TimeType.DATE, unit_value(base, unit))


def edge_unit(reading: Reading) -> list[Meaning]:
    """Read "the end of the month" and "late in the year"."""
    unit, base = reading.word("unit") or "", reading.scope.told()
    mod = reading.word("edge", "edge2")
    if unit.startswith("T"):
        return []
    return reading.whole(TimeType.DATE, unit_value(base, unit), mod=mod)


def shifted(reading: Reading) -> list[Meaning]:
    """Read "three days ago", "two years later" and "a week earlier"."""
    if reading.kind("way") in ("BEFORE", "AFTER") and reading.goes_on():
        return _length(reading)
    unit = reading.word("unit", "units") or ""
    way = reading.integer("way") or 0
    ago = reading.kind("way") == "AGO"
    mod = _quantity(reading)
    if reading.has("vague"):
        return reading.whole(TimeType.DATE, "PAST_REF" if way < 0 else "FUTURE_REF", mod=mod)
    number = reading.number("number") if reading.has("number") else 1.0
    base = reading.scope.anchor or reading.scope.reached if ago else reading.scope.told()
    if number is None or number > 5000:
        return []
    if unit.startswith("T"):
        value = f"{base.isoformat()}TXX" if base else None
        same_day = Interval.of_day(base) if base else None
        return reading.whole(TimeType.TIME, value, mod=mod, interval=same_day)
    if not ago and unit == "D" and reading.scope.reached and reading.scope.grain != "D":
        base = None
    if number != int(number):  # "two and a half years ago" tells months
        unit, number = ("M", number * 12) if unit == "Y" else (unit, round(number))
    day = step_unit(base, unit, way * int(number))
    return reading.whole(TimeType.DATE, unit_value(day, unit), mod=mod)


def year_ago(reading: Reading) -> list[Meaning]:
    """Read "year-ago" and "the year-earlier period"."""
    unit = reading.word("unit") or ""
    if unit.startswith("T"):
        return []
    ago = reading.kind("way") == "AGO"
    base = reading.scope.base() if ago else reading.scope.told()
    if reading.scope.quarter and reading.scope.reached is not None and unit == "Y":
        return reading.whole(
            TimeType.DATE, unit_value(shift_months(reading.scope.reached, -12), "Q")
        )
    return reading.whole(TimeType.DATE, unit_value(step_unit(base, unit, -1), unit))


def day_before(reading: Reading) -> list[Meaning]:
    """Read "the day before" and "the year after", counted from the story."""
    unit, way = reading.word("unit") or "", reading.integer("way") or 0
    if unit.startswith("T"):
        return []
    if reading.kind("way") in ("BEFORE", "AFTER") and reading.goes_on():
        return []
    return reading.whole(
        TimeType.DATE, unit_value(step_unit(reading.scope.told(), unit, way), unit)
    )


def run(reading: Reading) -> list[Meaning]:
    """Read "the past two years", "the next few days" and "recent weeks"."""
    units = reading.word("units") or ""
    number = reading.number("number")
    if reading.kind("step") == "ORDINALWORD" and number is None and not reading.has("vague"):
        return reading.whole(TimeType.DURATION, _period(None, units))
    interval = None
    base = _base(reading)
    step = reading.integer("step")
    if reading.kind("step") == "RECENT":
        step = -1
    if base is not None and reading.kind("step") in ("LAST", "RECENT", "NEXT", "LATEST"):
        interval = _around(base, units, number, -1 if step is None or step < 1 else 1)
    value = _period(number, units)
    return reading.whole(TimeType.DURATION, value, mod=_quantity(reading), interval=interval)


def _around(base: date, units: str, number: float | None, way: int) -> Interval | None:
    count = int(number) if number is not None and number < 5000 else None
    if count is None:
        return None
    if units.startswith("T"):  # hours and minutes: the report's own hour is seldom known
        units, count = "D", math.ceil(count * _HOURS[units] / 24)
    day = midnight(base) + timedelta(days=1)
    far = step_unit(base, units, way * count)
    if far is None:
        return None
    if way < 0:
        return Interval(start=midnight(far), end=day, granularity=Granularity.DAY)
    return Interval(start=midnight(base), end=midnight(far) + timedelta(days=1),
                    granularity=Granularity.DAY)  # fmt: skip


def _length(reading: Reading) -> list[Meaning]:
    """Read "two days after the vote" as the length alone: what it counts from is an event."""
    return [replace(m, last=m.last - 1) for m in duration(reading)]


def duration(reading: Reading) -> list[Meaning]:
    """Read "more than four years", "a month", "two-week" and "several days"."""
    unit = reading.word("unit", "units") or ""
    number = reading.number("number") if reading.has("number") else 1.0
    if reading.has("vague"):
        number = None
    elif number is None:
        return []
    if number is not None and reading.has("half"):
        number += 0.5
    return reading.whole(TimeType.DURATION, _period(number, unit), mod=_quantity(reading))


def bare_units(reading: Reading) -> list[Meaning]:
    """Read a bare "months"."""
    return reading.whole(TimeType.DURATION, _period(None, reading.word("units") or ""))


def set_of(reading: Reading) -> list[Meaning]:
    """Read "daily", "every two weeks" and "every morning"."""
    if reading.has("set"):
        return reading.whole(TimeType.SET, reading.word("set"))
    if reading.has("part"):
        return reading.whole(TimeType.SET, f"XXXX-XX-XXT{reading.word('part')}")
    if reading.has("season"):
        return reading.whole(TimeType.SET, f"XXXX-{reading.word('season')}")
    if reading.has("month"):
        return reading.whole(TimeType.SET, f"XXXX-{reading.integer('month'):02d}")
    unit = reading.word("unit", "units", "unit2", "unit3") or ""
    number = reading.number("number") if reading.has("number") else 1.0
    return reading.whole(TimeType.SET, _period(number, unit))


def reference(reading: Reading) -> list[Meaning]:
    """Read "now", "recently", "the future" and "the past"."""
    if reading.has("past"):
        if reading.text("past") != "past":
            return []
        return reading.whole(TimeType.DATE, "PAST_REF")
    value = reading.word("ref", "ref2")
    return present(reading) if value == "PRESENT_REF" else reading.whole(TimeType.DATE, value)


def present(reading: Reading) -> list[Meaning]:
    """Read "these days"; the interval is the report's day."""
    anchor = reading.scope.anchor
    interval = Interval.of_day(anchor) if anchor else None
    return reading.whole(TimeType.DATE, "PRESENT_REF", interval=interval)


def then(reading: Reading) -> list[Meaning]:
    """Read the "then" of "by then" as the time that the story has reached."""
    scope = reading.scope
    if scope.reached is None:
        return reading.whole(TimeType.DATE, "PAST_REF")
    size = {"Y": 4, "M": 7}.get(scope.grain, 10)
    value = week_value(scope.reached) if scope.grain == "W" else scope.reached.isoformat()[:size]
    return reading.whole(TimeType.DATE, value)


def nothing(_reading: Reading) -> list[Meaning]:
    """Read what looks like a time and is none, such as an age."""
    return []


def _period(number: float | None, unit: str) -> str:
    if unit == "2W":
        unit, number = "W", None if number is None else number * 2
    if unit == "E" and number is not None:
        unit, number = "Y", number * 10
    if unit == "C" and number is not None:
        unit, number = "Y", number * 100
    count = "X" if number is None else f"{number:.10g}"
    return f"PT{count}{unit[1]}" if unit.startswith("T") else f"P{count}{unit}"


def _quantity(reading: Reading) -> str | None:
    at = reading.match.at("quantity")
    words = [reading.lexemes[i].low for i in at]
    if not words:
        return None
    if words[-1] == "than":
        return "MORE_THAN" if words[-2] == "more" else "LESS_THAN"
    table = {"least": "EQUAL_OR_MORE", "to": "EQUAL_OR_LESS", "most": "EQUAL_OR_LESS"}
    return table.get(words[-1]) or reading.word("quantity")
