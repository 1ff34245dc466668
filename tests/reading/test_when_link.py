"""Sentences in, the time of an event and what says so out."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Token

from whoholds.model import Granularity, Interval, TimeBasis
from whoholds.reading.parse import Parser, load_parser
from whoholds.reading.when import find_times, link_time, reached_around, reached_before
from whoholds.reading.when.bounds import Bound

FRIDAY = datetime(2017, 6, 30, 17, 5, tzinfo=UTC)
Days = tuple[date | None, date | None]


@cache
def parser() -> Parser:
    return load_parser()


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def linked(text: str, word: str, place: str | None = None) -> tuple[Days, TimeBasis]:
    doc = parser()(text)
    times = find_times(doc, anchor=FRIDAY)

    def token(form: str) -> Token:
        return next(t for t in doc if t.text == form)

    interval, basis = link_time(
        token(word),
        times,
        anchor=FRIDAY,
        narrative=None,
        place=token(place) if place else None,
    )
    if interval is None:
        return (None, None), basis
    return (interval.first_day, interval.last_day), basis


@pytest.mark.parametrize(
    ("text", "word", "first", "last"),
    [
        # the event's own time
        ("Rebels captured Hama on 5 June.", "captured", "2017-06-05", "2017-06-05"),
        ("On 5 June, rebels captured Hama.", "captured", "2017-06-05", "2017-06-05"),
        ("Rebels seized Al-Bab in February.", "seized", "2017-02-01", "2017-02-28"),
        ("Troops seized the road late Thursday night.", "seized", "2017-06-29", "2017-06-30"),
        # through a light verb and a noun
        ("Troops took control of Hama on Monday.", "control", "2017-06-26", "2017-06-26"),
        ("The capture of Hama on Monday was a blow.", "capture", "2017-06-26", "2017-06-26"),
        ("Rebels managed to capture Hama on Monday.", "capture", "2017-06-26", "2017-06-26"),
        # a time at the head of the sentence rules its conjuncts and participles
        ("On Monday rebels entered Hama and seized Homs.", "seized", "2017-06-26", "2017-06-26"),
        ("On Monday rebels pushed on, capturing Hama.", "capturing", "2017-06-26", "2017-06-26"),
        # but not where the conjunct has its own
        (
            "On Monday rebels entered Hama and on Tuesday they seized Homs.",
            "seized", "2017-06-27", "2017-06-27",
        ),
        # bounds
        ("Rebels have held Hama since 2015.", "held", "2015-01-01", None),
        ("Since 2015 rebels had held Hama.", "held", "2015-01-01", None),
        ("Rebels had captured Hama by Monday.", "captured", None, "2017-06-26"),
        ("Rebels held Hama until 2015.", "held", None, "2015-12-31"),
        ("Rebels had left Hama before 5 June.", "left", None, "2017-06-04"),
        ("On 5 June rebels had captured Hama.", "captured", None, "2017-06-05"),
        # the speaker's time is only an upper bound
        (
            "On 5 June the ministry said that troops had captured Hama.",
            "captured", None, "2017-06-05",
        ),
        ("Troops captured Hama, the ministry said on Monday.", "captured", None, "2017-06-26"),
        (
            "The ministry said on Monday that troops had captured Hama on 5 June.",
            "captured", "2017-06-05", "2017-06-05",
        ),
        ("Footage published on Monday showed that troops held Hama.", "held", None, "2017-06-26"),
        # an event in an "after" clause was before
        (
            "The army entered Hama on Monday after rebels withdrew from the city.",
            "withdrew", None, "2017-06-26",
        ),
        # spans
        ("Fighting raged in Hama between 3 and 7 May.", "raged", "2017-05-03", "2017-05-07"),
        ("Fighting raged in Hama from March until May.", "raged", "2017-03-01", "2017-05-31"),
    ],
)  # fmt: skip
def test_times_through_grammar(text: str, word: str, first: str | None, last: str | None) -> None:
    assert linked(text, word) == ((day(first), day(last)), TimeBasis.WORDS)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        # the relative clause is about something else
        ("Rebels attacked Hama, which the army had captured in 2015.", "attacked"),
        ("Rebels attacked Hama for the first time since 2015.", "attacked"),
        ("On Monday troops shelled villages recently captured by rebels.", "captured"),
        ("Rebels hold Hama.", "hold"),
    ],
)
def test_times_of_something_else_are_not_taken(text: str, word: str) -> None:
    assert linked(text, word) == ((None, FRIDAY.date()), TimeBasis.PUBLICATION)


def test_each_place_of_one_verb_has_its_own_time() -> None:
    text = "Rebels ousted the army from Hama in 2015 and from Homs last year."
    assert linked(text, "ousted", "Hama")[0] == (date(2015, 1, 1), date(2015, 12, 31))
    assert linked(text, "ousted", "Homs")[0] == (date(2016, 1, 1), date(2016, 12, 31))


def test_narrative_then_publication_then_unknown() -> None:
    doc = parser()("Rebels captured Hama.")
    told = Interval.of_day(date(2014, 3, 8))
    assert link_time(doc[1], (), anchor=FRIDAY, narrative=told) == (told, TimeBasis.NARRATIVE)
    interval, basis = link_time(doc[1], (), anchor=FRIDAY, narrative=None)
    assert basis is TimeBasis.PUBLICATION
    assert interval is not None
    assert interval.start is None
    assert interval.last_day == FRIDAY.date()
    assert link_time(doc[1], (), anchor=None, narrative=None) == (None, TimeBasis.UNKNOWN)


def test_an_unparsed_sentence_falls_through_to_the_narrative() -> None:
    doc = parser()("Rebels captured Hama on Monday.", wanted=lambda *_: False)
    times = find_times(doc, anchor=FRIDAY)
    assert link_time(doc[1], times, anchor=FRIDAY, narrative=None)[1] is TimeBasis.PUBLICATION


def test_the_narrative_reaches_the_last_day_told() -> None:
    text = "On 3 May 2015 they took Hama. It is now quiet. In 2014 it was not. They left."
    times = find_times(parser()(text), anchor=FRIDAY)
    assert reached_before(times, text.index("They left")) == Interval.of_day(date(2015, 5, 3))
    assert reached_before(times, 0) is None


@pytest.mark.parametrize(
    ("after", "first", "last"),
    [
        ("On 6 May they left.", "2015-05-03", "2015-05-05"),  # up to the next step
        ("On 6 May 2013 they had left.", "2015-05-03", "2015-05-10"),  # no step: a week on
        ("", "2015-05-03", "2015-05-10"),
    ],
)
def test_what_a_history_tells_between_two_times_lies_between_them(
    after: str, first: str, last: str
) -> None:
    text = f"On 3 May 2015 they took Hama. Homs fell. {after}"
    times = find_times(parser()(text), anchor=None)
    found = reached_around(times, text.index("Homs"), (0, len(text)))
    assert found is not None
    assert (found.first_day, found.last_day) == (day(first), day(last))


def test_the_time_of_another_paragraph_counts_only_up_to_a_next_step() -> None:
    opened = "On 3 May 2015 they took Hama.\n\n"
    for rest, known in (("Homs fell. On 9 May they left.", True), ("Homs fell.", False)):
        text = opened + rest
        times = find_times(parser()(text), anchor=None)
        found = reached_around(times, text.index("Homs"), (len(opened), len(text)))
        assert (found is not None) == known


INTERVALS = st.builds(
    lambda a, b: Interval(start=min(a, b), end=max(a, b), granularity=Granularity.DAY),
    st.datetimes(timezones=st.just(UTC)),
    st.datetimes(timezones=st.just(UTC)),
)


@given(st.sampled_from(list(Bound)), INTERVALS)
def test_a_bound_leaves_one_end_open(bound: Bound, interval: Interval) -> None:
    bounded = bound.apply(interval)
    assert bounded is not None
    assert (bounded.start is None) != (bounded.end is None)
    assert bounded.granularity is interval.granularity
    assert bound.apply(None) is None
