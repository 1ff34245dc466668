"""Dates and times as pages and wire services print them, in UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_ZONES = {"UTC": 0, "GMT": 0, "Z": 0, "BST": 60, "CET": 60, "CEST": 120, "EET": 120, "EEST": 180}
_ZONES |= {"MSK": 180, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "PST": -480, "PDT": -420}
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_TIME = (
    r"(?:(?:\s*,?\s*(?:at|[-|–·@])?\s*|T)(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2})"
    r"(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?m\.?(?!\w))?\s*"
    r"(?P<zone>\(?(?:UTC|GMT|Z|BST|CES?T|EES?T|MSK|[ECP][SD]T)\)?(?!\w)|[+-]\d{2}:?\d{2})?)?"
)
_FORMS = tuple(
    re.compile(form + _TIME, re.IGNORECASE)
    for form in (
        r"(?<!\d)(?P<year>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<year>\d{4})(?P<m>\d{2})(?P<day>\d{2})(?!\d)",
        r"(?<!\d)(?P<day>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<year>\d{4})(?!\d)",
        _WEEKDAY + rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?{_MONTH},?[\s-]+"
        r"(?P<year>\d{4})(?!\d)",
        _WEEKDAY + rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?!\d)",
    )
)
_EARLIEST = 1900


def parse_date(text: str) -> datetime | None:
    """Return the UTC time that `text` is, None where it is no full date; see `parse_moment`."""
    moment = parse_moment(text)
    return moment.astimezone(UTC) if moment is not None else None


def parse_moment(text: str) -> datetime | None:
    """Return the time that `text` is, in the zone that it tells, None where it is no full date.

    Reads ISO days and times, "30.06.2017 17:05" (day first), "Fri 30 Jun 2017", "June 30, 2017,
    5:05 pm EDT" and mail dates. A time without a zone is taken as UTC; a day as its midnight.
    """
    text = " ".join(text.split())
    for form in _FORMS:
        match = form.fullmatch(text)
        if match:
            return _moment(match)
    return _mail_date(text)


def find_date(text: str) -> tuple[datetime, int, int] | None:
    """Return the first date in `text` with the characters [start, end) that tell it, or None."""
    found: tuple[datetime, int, int] | None = None
    for form in _FORMS:
        for match in form.finditer(text):
            moment = _moment(match)
            if moment and (found is None or match.start() < found[1]):
                found = (moment.astimezone(UTC), match.start(), match.end())
            if moment:
                break
    return found


def _moment(match: re.Match[str]) -> datetime | None:
    part = match.groupdict()
    named = part.get("month")
    month = _MONTHS[named.lower()] if named else int(part["m"])
    day, year = int(part["day"]), int(part["year"])
    if month > 12 >= day and match.start("day") < match.start("year"):
        # 06/30/2017: the only reading that is a date
        month, day = day, month
    if year < _EARLIEST:
        return None
    try:
        moment = datetime(year, month, day, *_clock(part), tzinfo=_zone(part["zone"]))
    except ValueError:
        return None
    return moment


def _clock(part: dict[str, str | None]) -> tuple[int, int, int]:
    if part["hour"] is None:
        return 0, 0, 0
    hour = int(part["hour"])
    if part["half"]:
        hour = hour % 12 + (12 if part["half"].lower().startswith("p") else 0)
    return hour, int(part["minute"] or 0), int(part["second"] or 0)


def _zone(zone: str | None) -> timezone:
    if zone is None:
        return UTC
    name = zone.strip("()").upper()
    if name in _ZONES:
        return timezone(timedelta(minutes=_ZONES[name]))
    sign = -1 if name[0] == "-" else 1
    digits = name[1:].replace(":", "")
    return timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))


def _mail_date(text: str) -> datetime | None:
    if not re.match(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d", text):
        return None
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
