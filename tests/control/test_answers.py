"""What is answered: silence colours nothing, dispute needs claims, every view says the same."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.control.factories import MONITOR, PLACE, spokesman, statement
from tests.control.test_properties import DAYS, War, contexts, reports
from whoholds.control import (
    Context,
    Near,
    case_of,
    explain,
    holding_of,
    holding_on,
    panel_of,
    runs_of,
)
from whoholds.control.answers import answers_of
from whoholds.control.stretches import stretches_of
from whoholds.control.track import CONTESTED, UNKNOWN
from whoholds.model import HoldingStatus, Interval, Statement

WAR = Context(ties=War())
"""The state is "a", its opponent "b"."""


def taken(by: str, counter: str | None, day: str, **more: object) -> Statement:
    """Return "`by` took the town from `counter`"."""
    return statement("seize", by, day, counter=counter, speaker=MONITOR, **more)  # type: ignore[arg-type]


def test_silence_gives_no_party_a_place_that_it_lost() -> None:
    case = case_of(PLACE, [taken("b", "a", "2017-06-01")], WAR)
    runs = runs_of(case, until=date(2030, 1, 1))
    assert [r.holder.actor_id for r in runs if r.holder] == ["b"]
    assert runs[-1].status is HoldingStatus.UNKNOWN
    assert runs[-1].interval.end is None


def test_silence_is_no_dispute() -> None:
    case = case_of(PLACE, [taken("b", "a", "2017-06-01")], WAR)
    runs = runs_of(case, until=date(2030, 1, 1))
    assert HoldingStatus.CONTESTED not in {r.status for r in runs}


def test_a_place_long_untold_of_is_unknown_and_its_last_holder_is_told() -> None:
    holding = holding_on(PLACE, [taken("a", "b", "2017-06-01")], on=date(2024, 6, 1), context=WAR)
    assert holding.status is HoldingStatus.UNKNOWN
    assert holding.before is not None
    assert holding.before.actor_id == "a"
    assert date(2018, 6, 1) < holding.before.until < date(2021, 6, 1)
    assert holding.told == date(2017, 6, 1)


def test_two_parties_about_even_are_a_dispute_only_where_claims_of_one_time_say_so() -> None:
    even = np.array([[0.1, 0.0, 0.45, 0.45]])
    assert answers_of(even)[0] == UNKNOWN
    assert answers_of(even, disputed=np.array([True]))[0] == CONTESTED


def test_where_contested_is_likelier_than_what_is_open_it_is_contested() -> None:
    assert answers_of(np.array([[0.02, 0.48, 0.49, 0.01]]))[0] == CONTESTED
    assert answers_of(np.array([[0.40, 0.05, 0.45, 0.10]]))[0] == UNKNOWN


@given(told=reports(8), context=contexts(), length=st.integers(0, 1200))
@settings(deadline=None, max_examples=60)
def test_all_views_of_a_place_say_the_same(
    told: list[Statement], context: Context, length: int
) -> None:
    case = case_of(PLACE, told, context)
    first = date(2016, 1, 1)
    last = first + timedelta(days=length)
    runs = runs_of(case, until=last)
    frame = panel_of([case], [last]).frame()
    (stretch,) = stretches_of(case, since=last, until=last)
    holding = holding_of(case, on=last)
    key = holding.holder.actor_id if holding.holder else None
    assert (frame["status"][0], frame["holder_id"][0]) == (str(holding.status), key)
    assert frame["probability"][0] == pytest.approx(holding.probability, abs=1e-5)
    assert (stretch.status, stretch.holder) == (holding.status, key)
    assert stretch.probability == pytest.approx(holding.probability)
    moment = Interval.of_day(last).start
    for run in runs:
        start, end = run.interval.start, run.interval.end
        assert moment is not None
        if start is not None and start <= moment and (end is None or moment < end):
            assert run.status is holding.status
            assert (run.holder.actor_id if run.holder else None) == key
            assert run.interval.end is None
            assert run.probability == pytest.approx(holding.probability)
            assert run.before == holding.before


@given(told=reports(8), on=DAYS, context=contexts())
@settings(deadline=None, max_examples=100)
def test_the_figure_belongs_to_the_status(
    told: list[Statement], on: date, context: Context
) -> None:
    holding = holding_on(PLACE, told, on=on, context=context)
    assert 0.0 <= holding.probability <= 1.0
    if holding.status is HoldingStatus.HELD:
        assert holding.holder is not None
        assert holding.probability == holding.holder.probability >= 0.5
    elif holding.status is HoldingStatus.CONTESTED:
        assert holding.probability >= holding.contested
    else:
        assert holding.probability >= holding.unknown - 1e-9


@given(told=reports(5), near=st.lists(reports(3), max_size=3), on=DAYS)
@settings(deadline=None, max_examples=80)
def test_neighbours_change_no_answer(
    told: list[Statement], near: list[list[Statement]], on: date
) -> None:
    alone = holding_on(PLACE, told, on=on, context=WAR)
    cases = [Near(case_of(PLACE, some, WAR), 0.9) for some in near]
    among = holding_on(PLACE, told, on=on, context=Context(ties=War(), near=cases))
    if told:
        assert (among.status, among.holder and among.holder.actor_id) == (
            alone.status,
            alone.holder and alone.holder.actor_id,
        )
    else:
        assert among.status is HoldingStatus.UNKNOWN


def test_who_comes_in_as_the_other_leaves_takes_the_place() -> None:
    left = statement("withdraw", "b", "2017-06-01", speaker=spokesman("b"))
    came = statement("advance", "a", "2017-06-02", modality="asserted", status="contested")
    on = date(2017, 6, 3)
    holding = holding_on(PLACE, [left, came], on=on, context=WAR)
    assert holding.holder is not None
    assert holding.holder.actor_id == "a"
    assert holding_on(PLACE, [came], on=on, context=WAR).holder is None


def test_a_state_told_beside_its_end_does_not_outlast_it() -> None:
    told = [
        statement("seize", "a", "2017-06-01", modality="asserted", confidence=1.0),
        statement("control_state", "b", None, modality="asserted", confidence=1.0),
    ]
    before = holding_on(PLACE, told, on=date(2017, 5, 28), context=WAR)
    after = holding_on(PLACE, told, on=date(2017, 6, 28), context=WAR)
    assert before.holder is not None
    assert before.holder.actor_id == "b"
    assert after.holder is not None
    assert after.holder.actor_id == "a"


def test_a_share_of_a_place_is_a_part_of_it_and_is_told() -> None:
    told = [
        statement("control_state", "b", "2017-05-01", speaker=MONITOR, status="controls"),
        statement(
            "control_state", "a", "2017-06-01", speaker=MONITOR, share=0.3, relation="part_of"
        ),
    ]
    holding = holding_on(PLACE, told, on=date(2017, 6, 2), context=WAR)
    assert holding.holder is None or holding.holder.actor_id != "a"
    assert holding.contested > 0.2
    explanation = explain(PLACE, told, on=date(2017, 6, 2), context=WAR)
    assert any("30% of it" in t.because for t in explanation.terms)
    most = statement("control_state", "a", "2017-06-01", speaker=MONITOR, share=0.95)
    held = holding_on(PLACE, [most], on=date(2017, 6, 2), context=WAR)
    assert held.holder is not None
    assert held.holder.actor_id == "a"


def test_a_date_after_its_own_report_is_not_told_as_the_date() -> None:
    told = statement("seize", "a", "2031-06-03", speaker=MONITOR)
    (term,) = (t for t in explain(PLACE, [told], on=date(2017, 7, 1)).terms if t.statement)
    assert "took it by 2017-06-30 (dated 2031-06-03, after its own report" in term.because
