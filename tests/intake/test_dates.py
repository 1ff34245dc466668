from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whoholds.intake.dates import find_date, parse_date

FORMS = [
    ("2017-06-30", "2017-06-30T00:00:00"),
    ("2017-06-30T17:05", "2017-06-30T17:05:00"),
    ("2017-06-30T17:05:09.123Z", "2017-06-30T17:05:09"),
    ("2017-06-30T17:05:00+0300", "2017-06-30T14:05:00"),
    ("2017-06-30T17:05:00-04:00", "2017-06-30T21:05:00"),
    ("20170630", "2017-06-30T00:00:00"),
    ("30.06.2017 17:05", "2017-06-30T17:05:00"),
    ("30/06/2017", "2017-06-30T00:00:00"),
    ("06/30/2017", "2017-06-30T00:00:00"),
    ("Fri 30 Jun 2017", "2017-06-30T00:00:00"),
    ("Friday, 30 June 2017 17:05", "2017-06-30T17:05:00"),
    ("30 June 2017 - 17.05", "2017-06-30T17:05:00"),
    ("June 30, 2017, 5:05 pm EDT", "2017-06-30T21:05:00"),
    ("Jun. 3rd, 2020 at 12:00 a.m.", "2020-06-03T00:00:00"),
    ("Fri, 30 Jun 2017 17:05:00 GMT", "2017-06-30T17:05:00"),
    ("  30   June\n2017 ", "2017-06-30T00:00:00"),
]


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_dates_are_read_in_the_forms_that_pages_print(text: str, expected: str) -> None:
    assert parse_date(text) == datetime.fromisoformat(f"{expected}+00:00")


@pytest.mark.parametrize(
    "text",
    ["", "30 June", "2017-02-30", "2017-13-01", "yesterday", "2017", "June 2017", "30.06.17 or so"],
)
def test_what_is_no_full_date_is_none(text: str) -> None:
    assert parse_date(text) is None


DAYS = st.dates(date(1900, 1, 2), date(2100, 1, 1))


@given(DAYS, st.times(), st.integers(-14 * 60, 14 * 60))
def test_iso_times_come_back_in_utc(day: date, clock: time, minutes: int) -> None:
    zone = timezone(timedelta(minutes=minutes))
    zoned = datetime.combine(day, clock.replace(microsecond=0), tzinfo=zone)
    assert parse_date(zoned.isoformat()) == zoned


@given(DAYS)
def test_every_day_is_found_in_running_text_with_its_place(day: date) -> None:
    text = f"It was published on {day:%d %B %Y} in Beirut."
    found = find_date(text)
    assert found is not None
    moment, start, end = found
    assert moment.date() == day
    assert text[start:end].strip() == f"{day:%d %B %Y}"


@given(st.text(max_size=60))
def test_no_text_breaks_the_parser(text: str) -> None:
    found = parse_date(text)
    assert found is None or found.tzinfo is UTC
