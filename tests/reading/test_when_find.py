"""Sentences in, time expressions out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from whoholds.model import Granularity, Interval, TimeExpression, TimeType, midnight
from whoholds.reading.when import by_own_clock, find_times
from whoholds.reading.when.calendar import add_months, interval_of
from whoholds.reading.when.grammar import load_grammar
from whoholds.reading.when.zones import load_zones

NLP = spacy.blank("en")
FIRST, LAST = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, tzinfo=UTC)
FRIDAY = datetime(2017, 6, 30, 17, 5, tzinfo=UTC)


def read(
    text: str, anchor: datetime | None = FRIDAY, context: tuple[TimeExpression, ...] = ()
) -> list[tuple[str, str | None]]:
    times = find_times(NLP(text), anchor=anchor, context_times=context)
    return [(t.span.of(text), t.value) for t in times]


def stretch(text: str, anchor: datetime | None = FRIDAY) -> list[tuple[date | None, date | None]]:
    """The first and last day of each interval."""
    times = find_times(NLP(text), anchor=anchor)
    return [(t.interval.first_day, t.interval.last_day) for t in times if t.interval]


RULES = [(rule.name, *says) for rule in load_grammar().rules for says in rule.says]


@pytest.mark.parametrize(("name", "sentence", "words", "value"), RULES)
def test_each_rule_reads_its_sentences(name: str, sentence: str, words: str, value: str) -> None:
    assert (words, value) in read(sentence), name


def test_every_rule_has_a_sentence_or_reads_nothing_alone() -> None:
    silent = {rule.name for rule in load_grammar().rules if not rule.says}
    assert silent == {"noon", "age", "century-age"}


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        # the report's own day and the tense decide on a bare weekday
        ("Rebels took the town on Friday.", ["2017-06-30"]),
        ("Rebels took the town on Monday.", ["2017-06-26"]),
        ("Rebels will leave the town on Monday.", ["2017-07-03"]),
        ("The truce is due to begin on Saturday.", ["2017-07-01"]),
        # months and days without a year
        ("Troops seized Al-Bab in February.", ["2017-02"]),
        ("Troops seized Al-Bab in October.", ["2016-10"]),
        ("Elections are scheduled for October.", ["2017-10"]),
        ("They entered on Aug. 2 last year.", ["2016-08-02", "2016"]),
        ("They entered on 3 June.", ["2017-06-03"]),
        # the narrative
        ("It fell on 30 June 2014. The following day they fled.", ["2014-06-30", "2014-07-01"]),
        ("It fell on 3 May 2015. Later that month they fled.", ["2015-05-03", "2015-05"]),
        ("It fell on 3 May 2015. The same day they fled.", ["2015-05-03", "2015-05-03"]),
        ("It fell on 3 May 2015. Two weeks later they fled.", ["2015-05-03", "2015-W20"]),
        ("It fell in 2014. A year earlier they had fled.", ["2014", "2013"]),
        # the parts of a stretch
        ("It began in mid-July.", ["2016-07"]),
        ("It fell at the end of 2013.", ["2013"]),
        ("It fell early on Thursday.", ["2017-06-29"]),
        ("A raid came late Thursday night.", ["2017-06-29TNI"]),
        # sets, durations, references
        ("Every Friday they march.", ["XXXX-WXX-5"]),
        ("They held it for two and a half years.", ["P2.5Y"]),
        ("They held it for a dozen days.", ["P12D"]),
        ("The army is currently there.", ["PRESENT_REF"]),
        ("The clashes lasted several hours.", ["PTXH"]),
        ("Deaths rose over the past three years.", ["P3Y"]),
        # two ends of a span, with the year shared
        ("Fighting went on from May to June 2015.", ["2015-05", "2015-06"]),
        ("Fighting went on from November to January 2015.", ["2014-11", "2015-01"]),
        ("Fighting went on 7-9 March 2015.", ["2015-03-07", "2015-03-09"]),
        ("Fighting went on between 3 and 7 May.", ["2017-05-03", "2017-05-07"]),
    ],
)
def test_values(sentence: str, values: list[str]) -> None:
    assert [value for _, value in read(sentence)] == values


@pytest.mark.parametrize(
    "sentence",
    [
        "They may march on the city.",
        "Theresa May spoke to reporters.",
        "About 2000 people fled and 1500 soldiers stayed.",
        "A 44-year-old man, 12 years old in the war, was killed.",
        "The fall of the city was a second blow.",
        "He was in his 30s.",
        "The 3rd Division and the 25th Brigade took part.",
        "They paid $1999 for it.",
        "",
    ],
)
def test_what_is_no_time_is_left(sentence: str) -> None:
    assert read(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "first", "last"),
    [
        ("Since early 2015 it held out.", "2015-01-01", "2015-04-30"),
        ("Talks resume next week.", "2017-07-03", "2017-07-09"),
        ("Talks resume in mid-July.", "2017-07-11", "2017-07-20"),
        ("Talks resume in late July.", "2017-07-21", "2017-07-31"),
        ("It fell in February.", "2017-02-01", "2017-02-28"),
        ("It fell last year.", "2016-01-01", "2016-12-31"),
        ("It fell late Thursday night.", "2017-06-29", "2017-06-30"),
        ("It fell in summer 2014.", "2014-06-01", "2014-08-31"),
        ("It fell in the winter of 2014.", "2014-12-01", "2015-02-28"),
        ("It fell earlier this month.", "2017-06-01", "2017-06-30"),
        ("It grew over the past two years.", "2015-06-30", "2017-06-30"),
        ("It was built in the 1980s.", "1980-01-01", "1989-12-31"),
        ("It fell in the third quarter of 2016.", "2016-07-01", "2016-09-30"),
        ("It is now outside the province.", "2017-06-30", "2017-06-30"),
        ("It fell in the last week of May.", "2017-05-25", "2017-05-31"),
    ],
)
def test_intervals(sentence: str, first: str, last: str) -> None:
    assert stretch(sentence) == [(date.fromisoformat(first), date.fromisoformat(last))]


def test_without_a_publication_date_relative_times_stay_open() -> None:
    times = find_times(NLP("It fell yesterday, on Monday, in March."), anchor=None)
    assert [t.value for t in times] == ["XXXX-XX-XX", "XXXX-WXX-1", "XXXX-03"]
    assert all(t.interval is None for t in times)


def test_the_narrative_goes_on_from_the_context() -> None:
    context = find_times(NLP("On 8 March 2014 they took Zara."), anchor=None)
    assert read("Three days later it fell.", None, context) == [("Three days later", "2014-03-11")]


def test_a_history_follows_its_own_years_and_not_the_publication() -> None:
    text = (
        "War broke out in March 2011. In January 2012 it spread. On 16 July 2012 a siege began. "
        "In December a truce held. On 3 January it ended."
    )
    assert [v for _, v in read(text)] == [
        "2011-03", "2012-01", "2012-07-16", "2012-12", "2013-01-03",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "aside",
    [
        "They named the 2017 siege and the 2012 strikes.",
        "It was their first gain since 2012.",
        "It was their first gain since late March 2012.",
        "Most of them had come in 2012.",
    ],
)
def test_a_story_does_not_go_where_an_aside_goes(aside: str) -> None:
    text = f"On 22 May 2019 they took Hama. {aside} On 24 May they left."
    assert read(text, None)[-1] == ("24 May", "2019-05-24")


def test_a_story_may_go_back_by_a_year_and_on_from_there() -> None:
    text = "On 22 May 2019 they took Hama. In 2017 it was calm. On 9 November it snowed."
    assert read(text, None)[-1] == ("9 November", "2017-11-09")


def test_types() -> None:
    text = "On Monday at 5 p.m. they fled for two days, as they do every week."
    types = [t.type for t in find_times(NLP(text), anchor=FRIDAY)]
    assert types == [TimeType.DATE, TimeType.TIME, TimeType.DURATION, TimeType.SET]


def test_granularity_is_that_of_the_words() -> None:
    times = find_times(NLP("In 2015, in May 2015, on 3 May 2015."), anchor=FRIDAY)
    grains = [t.interval.granularity for t in times if t.interval]
    assert grains == [Granularity.YEAR, Granularity.MONTH, Granularity.DAY]


VOCABULARY = (
    "the a last next early late mid - end of in on May March 3 17 2015 1999 31 30 Feb. Friday "
    "night morning days two years later ago before , . and to weeks first quarter 5:30 p.m. "
    "today same following that this \n 1980s 12/13/2015 30.02.2016 2016-02-30 past 99999999 "
    "decade century now noon several every per summer fall '90s twenty 0 00 ½ ٣"
)
WORDS = st.lists(st.sampled_from(VOCABULARY.split(" ")), max_size=14)
ANCHORS = st.one_of(st.none(), st.datetimes(timezones=st.just(UTC)), st.sampled_from([FIRST, LAST]))


@settings(max_examples=400, deadline=None)
@given(words=WORDS, anchor=ANCHORS)
def test_any_words_give_ordered_spans_and_intervals(
    words: list[str], anchor: datetime | None
) -> None:
    text = " ".join(words)
    times = find_times(NLP(text), anchor=anchor)
    ends = 0
    for time in times:
        assert ends <= time.span.start < time.span.end <= len(text)
        assert not time.span.of(text)[0].isspace()
        assert not time.span.of(text)[-1].isspace()
        ends = time.span.end
        if time.interval and time.interval.start and time.interval.end:
            assert time.interval.start < time.interval.end


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=80), anchor=ANCHORS)
def test_any_text_is_read_without_error(text: str, anchor: datetime | None) -> None:
    for time in find_times(NLP(text), anchor=anchor):
        assert 0 <= time.span.start < time.span.end <= len(text)


@given(day=st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)))
def test_a_day_value_is_that_day(day: date) -> None:
    assert interval_of(day.isoformat()) == Interval.of_day(day)


@given(
    year=st.integers(1000, 2999),
    suffix=st.sampled_from(["", "-02", "-12", "-Q1", "-Q4", "-H2", "-SP", "-WI", "-W10"]),
)
def test_the_thirds_cover_a_stretch_without_overlap(year: int, suffix: str) -> None:
    whole = interval_of(f"{year}{suffix}")
    parts = [interval_of(f"{year}{suffix}", mod) for mod in ("START", "MID", "END")]
    assert whole is not None
    edges = [(p.start, p.end) for p in parts if p is not None]
    assert edges[0][0] == whole.start
    assert edges[2][1] == whole.end
    assert edges[0][1] == edges[1][0]
    assert edges[1][1] == edges[2][0]


@given(
    day=st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)), n=st.integers(-500, 500)
)
def test_months_are_added_within_the_calendar(day: date, n: int) -> None:
    moved = add_months(day, n)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == n
    assert moved.day <= day.day


def test_a_value_that_names_no_stretch_has_no_interval() -> None:
    for value in ("PRESENT_REF", "P3D", "XXXX-WXX-5", "2016-02-30", "", "2017-W60"):
        assert interval_of(value) is None


def test_a_night_runs_into_the_next_day() -> None:
    night = interval_of("2017-06-29TNI")
    assert night is not None
    assert night.start is not None
    assert night.end is not None
    assert night.start < midnight(date(2017, 6, 30)) < night.end
    assert night.end - night.start < timedelta(days=1)


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("Troops took it at 5 pm on Tuesday.", ["2017-06-27T17:00", "2017-06-27"]),
        ("Troops took it at 17:00 on 12 June.", ["2017-06-12T17:00", "2017-06-12"]),
        ("Troops took it at dawn on Tuesday.", ["2017-06-27TMO", "2017-06-27"]),
        # what was done does not lie ahead
        ("The army took Manbij in July.", ["2016-07"]),
        ("The army took Manbij in late July.", ["2016-07"]),
        ("The army took Manbij on 12 July.", ["2016-07-12"]),
        ("The summit was moved to 12 July.", ["2017-07-12"]),
        ("The vote was postponed until Monday.", ["2017-07-03"]),
        # the year goes on along a list
        ("It took Idlib in March 2015 and Ariha in May.", ["2015-03", "2015-05"]),
        ("It took A in March 2015, B in April and C in May.", ["2015-03", "2015-04", "2015-05"]),
        ("The town, which fell in March 2015, was retaken in May.", ["2015-03", "2017-05"]),
        # "then"
        ("It fell on 3 May 2016. By then, they had fled.", ["2016-05-03", "2016-05-03"]),
        ("Troops then left.", []),
        ("They took it last Ramadan.", ["2017-05"]),
        ("They took it in Ramadan 2014.", ["2014-06"]),
    ],
)
def test_more_values(sentence: str, values: list[str]) -> None:
    assert [value for _, value in read(sentence)] == values


def test_past_hours_reach_back_over_days() -> None:
    assert stretch("They took it in the past 24 hours.") == [(date(2017, 6, 29), date(2017, 6, 30))]


def test_days_count_by_the_clock_of_the_date() -> None:
    night = datetime.fromisoformat("2017-06-26T01:00+03:00")
    assert stretch("They took it early today.", night) == [(date(2017, 6, 26), date(2017, 6, 26))]
    (time,) = find_times(NLP("They took it at 5 pm yesterday."), anchor=night)[:1]
    assert time.value == "2017-06-25T17:00"
    assert time.interval is not None
    assert time.interval.start == datetime(2017, 6, 25, 14, tzinfo=UTC)


def test_an_outlet_has_its_own_clock() -> None:
    night = datetime(2017, 6, 25, 22, tzinfo=UTC)
    own = by_own_clock(night, "SANA")
    assert own is not None and own.date() == date(2017, 6, 26)
    assert by_own_clock(night, "nobody's paper") == night
    day = datetime(2017, 6, 25, tzinfo=UTC)
    assert by_own_clock(day, "Kyiv Post") == day  # a day without a time
    assert len(load_zones()) > 100
