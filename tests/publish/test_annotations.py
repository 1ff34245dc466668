from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whoholds.model import Granularity, Interval
from whoholds.publish.annotations import claim_dates


def between(start: str | None, end: str | None, granularity: Granularity | None) -> Interval:
    """Return the interval of ISO days `[start, end)`."""
    ends = [
        None if d is None else datetime.fromisoformat(d).replace(tzinfo=UTC) for d in (start, end)
    ]
    return Interval(start=ends[0], end=ends[1], granularity=granularity)


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        (None, (None, None, None)),
        (Interval(), (None, None, None)),
        (Interval.from_iso("2015"), ("2015", None, "year")),
        (Interval.from_iso("2017-02"), ("2017-02", None, "month")),
        (Interval.from_iso("2017-06-30"), ("2017-06-30", "2017-06-30", "day")),
        (
            between("2017-06-29T21:00", "2017-06-30", Granularity.PART_OF_DAY),
            ("2017-06-29", "2017-06-29", "part_of_day"),
        ),
        (between(None, "2017-07-01", Granularity.DAY), (None, "2017-06-30", "day")),
        (between("2016-11-01", None, Granularity.MONTH), ("2016-11", None, "month")),
        (between("2012-01-01", None, Granularity.YEAR), ("2012", None, "year")),
        (
            between("2017-07-11", "2017-07-21", Granularity.MONTH),
            ("2017-07-11", "2017-07-20", "month"),
        ),
        (between("2015-01-01", "2015-05-01", Granularity.YEAR), ("2015-01", "2015-04", "year")),
        (
            between("2017-07-03", "2017-07-10", Granularity.WEEK),
            ("2017-07-03", "2017-07-09", "week"),
        ),
        (between("2014-01-01", "2016-01-01", Granularity.YEAR), ("2014", "2015", "year")),
    ],
)
def test_dates_go_as_far_as_the_words(
    interval: Interval | None, expected: tuple[str | None, str | None, str | None]
) -> None:
    assert claim_dates(interval) == expected


@given(
    st.datetimes(datetime(1950, 1, 1), datetime(2090, 1, 1)),  # noqa: DTZ001
    st.integers(0, 3000),
    st.sampled_from([None, *Granularity]),
)
def test_the_dates_told_never_miss_the_interval(
    start: datetime, hours: int, granularity: Granularity | None
) -> None:
    first = start.replace(tzinfo=UTC)
    interval = Interval(start=first, end=first + timedelta(hours=hours), granularity=granularity)
    told, last, _ = claim_dates(interval)
    assert told is not None
    assert first.date().isoformat().startswith(told)
    assert interval.last_day is not None
    assert interval.last_day.isoformat().startswith(last or told)
