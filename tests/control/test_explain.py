"""Explanations: what time takes from a claim is taken from that claim, and the words follow."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings

from tests.control.factories import MONITOR, PAPER, PLACE, statement
from tests.control.test_properties import DAYS, contexts, reports
from whoholds.control import Context, explain
from whoholds.model import Statement, TermKind


def test_a_claim_is_worth_less_as_time_passes_and_says_what_it_was_worth() -> None:
    told = [statement("seize", "a", "2017-06-01", speaker=MONITOR)]
    fresh = explain(PLACE, told, on=date(2017, 6, 1))
    later = explain(PLACE, told, on=date(2018, 12, 1))
    one, other = (next(t for t in e.terms if t.statement) for e in (fresh, later))
    assert one.told is None
    assert other.told == pytest.approx(one.nats, abs=0.1)
    assert 0.0 < other.nats < one.nats
    assert {t.kind for t in later.terms} == {TermKind.PRIOR, TermKind.STATEMENT}


def test_what_a_change_overtakes_counts_little_against_it() -> None:
    old = statement("seize", "b", "2014-01-10", speaker=MONITOR, published=None)
    new = statement("seize", "a", "2017-06-01", counter="b", speaker=PAPER)
    told = explain(PLACE, [old, new], on=date(2017, 6, 3))
    terms = {t.statement.id: t for t in told.terms if t.statement}
    assert terms[new.id].nats > 2.0
    assert abs(terms[old.id].nats) < 0.5


@given(told=reports(8), on=DAYS, context=contexts())
@settings(deadline=None, max_examples=150)
def test_the_words_follow_the_terms(told: list[Statement], on: date, context: Context) -> None:
    explanation = explain(PLACE, told, on=on, context=context)
    if explanation.actor is None:
        return
    sign = -1.0 if "holds nothing there" in explanation.summary.split(",")[0] else 1.0
    least = min(sign * t.nats for t in explanation.terms)
    assert ("nothing against it" in explanation.summary) == (least >= -0.05)
    carried = [t for t in explanation.terms if t.kind is TermKind.CARRIED]
    assert all(t.later for t in carried)
