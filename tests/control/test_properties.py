"""What must hold for any statements: proper figures, order, copies, retraction, sums."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.control.factories import MONITOR, PAPER, PLACE, spokesman, statement
from whoholds.control import (
    Book,
    Context,
    Near,
    Voice,
    case_of,
    explain,
    holding_of,
    holding_on,
    timeline,
)
from whoholds.control.parties import NoTies
from whoholds.model import ClaimKind, Granularity, Interval, Statement

START = date(2016, 1, 1)
SPEAKERS = [None, MONITOR, PAPER, spokesman("a"), spokesman("b")]
MODALITIES = [
    "asserted",
    "reported",
    "confirmed",
    "denied",
    "ongoing",
    "planned",
    "possible",
]


@st.composite
def intervals(draw: st.DrawFn) -> Interval | None:
    first = datetime(2016, 1, 1, tzinfo=UTC) + timedelta(hours=draw(st.integers(0, 24 * 700)))
    last = first + timedelta(hours=draw(st.sampled_from([0, 1, 24, 24 * 30, 24 * 366])))
    shape = draw(st.sampled_from(["both", "start", "end", "none", "empty"]))
    grain = draw(st.sampled_from([None, *Granularity]))
    if shape == "none":
        return None
    return Interval(
        start=first if shape in {"both", "start"} else None,
        end=last if shape in {"both", "end"} else None,
        granularity=grain,
    )


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    published = draw(st.none() | st.integers(0, 24 * 800))
    return statement(
        draw(st.sampled_from([k.value for k in ClaimKind])),
        draw(st.sampled_from([None, "a", "b", "Local men"])),
        draw(intervals()),
        counter=draw(st.sampled_from([None, "a", "b"])),
        modality=draw(st.sampled_from(MODALITIES)),
        status=draw(st.sampled_from(["none", "lost", "controls", "contested", "besieged"])),
        speaker=draw(st.sampled_from(SPEAKERS)),
        relation=draw(st.sampled_from(["in", "part_of", "near", "toward"])),
        confidence=draw(st.floats(0.0, 1.0)),
        published=None
        if published is None
        else datetime(2016, 1, 1, tzinfo=UTC) + timedelta(hours=published),
        report=f"r{draw(st.integers(0, 10_000))}",
    )


def reports(most: int, *, least: int = 0) -> st.SearchStrategy[list[Statement]]:
    """Return lists of statements; as in the log, no two have one id."""
    return st.lists(statements(), min_size=least, max_size=most, unique_by=lambda s: s.id)


class War(NoTies):
    """A country whose state is "a" and whose rebels are "b"; "b" fights for the side of "c"."""

    def home(self, country: str, day: date) -> str | None:  # noqa: ARG002
        return "a"

    def rival(self, country: str, day: date) -> str | None:  # noqa: ARG002
        return "b"

    def side(self, actor_id: str, country: str | None, day: date) -> str:  # noqa: ARG002
        return "c" if actor_id == "b" else actor_id


@st.composite
def contexts(draw: st.DrawFn) -> Context:
    """Return a context with or without a registry, regions, places inside, neighbours, sides."""
    told = reports(3)
    near = [case_of(PLACE, told, Context()) for told in draw(st.lists(told, max_size=2))]
    return Context(
        ties=draw(st.sampled_from([NoTies(), War()])),
        by_side=draw(st.booleans()),
        regions=draw(told),
        inside=draw(told),
        near=[Near(case, 0.5) for case in near],
    )


DAYS = st.integers(-400, 1500).map(lambda n: START + timedelta(days=n))


@given(told=reports(8), on=DAYS, context=contexts())
@settings(deadline=None, max_examples=150)
def test_probabilities_are_proper_and_order_does_not_matter(
    told: list[Statement], on: date, context: Context
) -> None:
    holding = holding_on(PLACE, told, on=on, context=context)
    figures = [s.probability for s in holding.shares] + [holding.contested, holding.unknown]
    assert all(0.0 <= f <= 1.0 for f in figures)
    assert sum(figures) == pytest.approx(1.0)
    assert 0.0 <= holding.reached <= 1.0
    turned = replace(context, regions=context.regions[::-1], inside=context.inside[::-1])
    assert holding_on(PLACE, told[::-1], on=on, context=turned) == holding


@given(told=reports(8), on=DAYS, context=contexts())
@settings(deadline=None, max_examples=150)
def test_the_terms_add_up_to_the_log_odds(
    told: list[Statement], on: date, context: Context
) -> None:
    explanation = explain(PLACE, told, on=on, context=context)
    assert sum(t.nats for t in explanation.terms) == pytest.approx(explanation.log_odds, abs=1e-6)
    assert explanation.summary.endswith(".")


@given(told=reports(6, least=1), on=DAYS, data=st.data())
@settings(deadline=None, max_examples=100)
def test_copies_change_nothing(told: list[Statement], on: date, data: st.DataObject) -> None:
    chosen = data.draw(st.sampled_from(told))
    fields = {name: getattr(chosen, name) for name in chosen.__struct_fields__}
    copy = Statement(
        **{**fields, "id": chosen.id[:-4] + "copy", "report_id": "a copy", "outlet": "Other"}
    )
    origins = {s.id: Voice("one voice") for s in (chosen, copy)}
    context = Context(origins=origins)
    alone = holding_on(PLACE, told, on=on, context=context)
    both = holding_on(PLACE, [*told, copy], on=on, context=context)
    assert [s.actor_id for s in both.shares] == [s.actor_id for s in alone.shares]
    assert [s.probability for s in both.shares] == pytest.approx(
        [s.probability for s in alone.shares]
    )
    assert both.speakers == alone.speakers


@given(told=reports(6, least=1), on=DAYS, data=st.data())
@settings(deadline=None, max_examples=60)
def test_a_retracted_statement_leaves_no_trace(
    told: list[Statement], on: date, data: st.DataObject
) -> None:
    gone = data.draw(st.sampled_from(told))
    kept = [s for s in told if s.id != gone.id]
    placed = {s.id: replaced(s) for s in told}
    book = Book({PLACE.id: PLACE}.get, context=lambda _: Context(ties=War()))
    book.add(placed.values())
    holding_of(book.case(PLACE.id), on=on)
    book.retract([gone.id])
    never = Book({PLACE.id: PLACE}.get, context=lambda _: Context(ties=War()))
    never.add(placed[s.id] for s in kept)
    assert holding_of(book.case(PLACE.id), on=on) == holding_of(never.case(PLACE.id), on=on)


def replaced(told: Statement) -> Statement:
    """Return a statement as one about PLACE."""
    assert told.claim.place is not None
    phrase = msgspec.structs.replace(told.claim.place, place_id=PLACE.id)
    claim = msgspec.structs.replace(told.claim, place=phrase)
    return msgspec.structs.replace(told, claim=claim)


@given(told=reports(6, least=1), on=DAYS, context=contexts())
@settings(deadline=None, max_examples=60)
def test_known_by_a_day_nothing_later_counts(
    told: list[Statement], on: date, context: Context
) -> None:
    end = datetime(on.year, on.month, on.day, tzinfo=UTC) + timedelta(days=1)
    sets = (told, context.regions, context.inside)
    later = {s.id for some in sets for s in some if (s.published or s.recorded) > end}
    earlier = {s.id for some in sets for s in some} - later
    online = holding_on(PLACE, told, on=on, mode="online", context=context)
    assert not later & set(online.statements) - earlier


@given(told=reports(6, least=1), on=DAYS)
@settings(deadline=None, max_examples=60)
def test_online_uses_only_what_was_published(told: list[Statement], on: date) -> None:
    end = datetime(on.year, on.month, on.day, tzinfo=UTC) + timedelta(days=1)
    known = [s for s in told if (s.published or s.recorded) <= end]
    later = [s for s in told if s not in known]
    online = holding_on(PLACE, told, on=on, mode="online")
    assert online == holding_on(PLACE, known, on=on) or any(s.published == end for s in known)
    assert not {s.id for s in later} & set(online.statements)


@given(told=reports(8))
@settings(deadline=None, max_examples=60)
def test_a_timeline_is_what_the_days_say(told: list[Statement]) -> None:
    runs = timeline(PLACE, told)
    for one, other in pairwise(runs):
        assert one.interval.end == other.interval.start
    for run in runs:
        start = run.interval.start
        assert start is not None
        day = holding_on(PLACE, told, on=start.date())
        assert day.status == run.status
        assert (day.holder and day.holder.actor_id) == (run.holder and run.holder.actor_id)
