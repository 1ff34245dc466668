"""The nouns: round trips, identity, and what they refuse."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.model import strategies
from whoholds.model import Claim, ClaimKind, Interval, Noun, Report, Span, Statement


@given(
    st.one_of(strategies.claims, strategies.reports, strategies.intervals(), strategies.speakers)
)
def test_a_noun_is_the_same_after_a_trip_through_json(noun: Noun) -> None:
    assert type(noun).from_json(noun.to_json()) == noun


@given(strategies.claims, strategies.moments)
def test_a_statement_has_the_same_id_whenever_it_is_recorded(claim: Claim, when: datetime) -> None:
    first = Statement(
        id=Statement.id_of(claim, "r"), claim=claim, report_id="r", recorded=when, text=""
    )
    again = Statement.from_json(first.to_json())
    assert Statement.id_of(again.claim, again.report_id) == first.id
    assert Statement.id_of(claim, "another report") != first.id


def test_a_noun_cannot_be_changed_and_refuses_unknown_fields() -> None:
    span = Interval.of_day(date(2017, 6, 30))
    with pytest.raises(AttributeError):
        span.start = None  # type: ignore[misc]
    with pytest.raises(msgspec.ValidationError):
        Interval.from_json(b'{"start": null, "end": null, "granularity": null, "mood": 1}')


@given(strategies.spans, strategies.spans)
def test_spans_overlap_when_they_share_a_character(one: Span, other: Span) -> None:
    shared = set(range(one.start, one.end)) & set(range(other.start, other.end))
    assert one.overlaps(other) == bool(shared) == other.overlaps(one)
    hull = Span.hull([one, other])
    assert hull.covers(one)
    assert hull.covers(other)
    assert len(hull.shift(3)) == len(hull)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_a_span_refuses_ends_that_are_no_characters(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="start <= end"):
        Span(start, end)


def test_a_span_is_two_numbers_in_json() -> None:
    assert msgspec.json.encode(Span(3, 9)) == b"[3,9]"
    assert Span(0, 5).of("Raqqa fell") == "Raqqa"
    with pytest.raises(ValueError, match="no span"):
        Span.hull([])


@pytest.mark.parametrize(
    ("iso", "first", "last"),
    [
        ("2017", date(2017, 1, 1), date(2017, 12, 31)),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("2017-06-30", date(2017, 6, 30), date(2017, 6, 30)),
    ],
)
def test_an_iso_date_is_the_stretch_that_it_names(iso: str, first: date, last: date) -> None:
    interval = Interval.from_iso(iso)
    assert (interval.first_day, interval.last_day) == (first, last)


@pytest.mark.parametrize("text", ["", "June", "2017-13", "2017-6-1", "2017-02-30"])
def test_what_is_no_iso_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Interval.from_iso(text)


def test_an_interval_refuses_a_time_without_zone_and_a_reversed_one() -> None:
    with pytest.raises(ValueError, match="zone"):
        Interval(start=datetime(2017, 6, 30))  # noqa: DTZ001
    late, early = datetime(2017, 7, 1, tzinfo=UTC), datetime(2017, 6, 1, tzinfo=UTC)
    with pytest.raises(ValueError, match="start <= end"):
        Interval(start=late, end=early)


@given(strategies.intervals(), strategies.intervals())
def test_overlap_of_intervals_is_mutual_and_open_ends_reach_for_ever(
    one: Interval, other: Interval
) -> None:
    assert one.overlaps(other) == other.overlaps(one)
    everything = Interval()
    assert everything.is_empty
    assert everything.overlaps(Interval.of_day(date(2017, 6, 30)))


@given(strategies.moments)
def test_a_day_contains_its_moments_and_not_the_next_midnight(moment: datetime) -> None:
    day = Interval.of_day(moment.date())
    assert day.contains(moment)
    assert day.end is not None
    assert not day.contains(day.end)
    assert day.contains(day.end - timedelta(microseconds=1))


@given(st.text(max_size=80), st.text(max_size=20))
def test_a_report_has_the_same_id_everywhere_and_another_for_another_text(
    text: str, title: str
) -> None:
    one = Report.make(text, title=title)
    assert one == Report.make(text, title=title, source="elsewhere").__class__.from_json(
        one.to_json()
    )
    assert one.id == Report.make(text, title=title, source="elsewhere").id
    assert one.id != Report.make(text + "!", title=title).id
    assert one.sha256 == Report.make(text, title="another headline").sha256


def test_only_claims_about_holding_move_control() -> None:
    moving = {kind for kind in ClaimKind if kind.moves_control}
    assert ClaimKind.SEIZE in moving
    assert ClaimKind.STRIKE not in moving
    assert len(moving) == 9
