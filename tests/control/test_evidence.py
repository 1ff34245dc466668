"""What each kind of claim does to the answer, and what bad input is still good for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from tests.control.factories import (
    MONITOR,
    PAPER,
    PLACE,
    by,
    since,
    spokesman,
    statement,
)
from whoholds.control import Context, explain, holding_on, timeline
from whoholds.control.parties import NoTies
from whoholds.model import HoldingStatus, Interval, Statement

DAY = date(2017, 6, 30)
HELD = statement("control_state", "b", "2017-05-01", speaker=MONITOR, published=None)
LATER = datetime(2017, 7, 2, 12, tzinfo=UTC)
MAY = datetime(2017, 5, 2, 12, tzinfo=UTC)


def share(told: Sequence[Statement], party: str, on: date = DAY) -> float:
    holding = holding_on(PLACE, told, on=on)
    return next((s.probability for s in holding.shares if s.actor_id == party), 0.0)


@pytest.mark.parametrize(
    ("claim", "rises"),
    [
        (statement("seize", "a", "2017-06-20", speaker=PAPER), True),
        (statement("handover", "a", "2017-06-20", speaker=PAPER), True),
        (statement("control_state", "a", "2017-06-20", speaker=PAPER), True),
        (statement("attack_repelled", "a", "2017-06-20", speaker=PAPER), True),
        (statement("withdraw", "a", "2017-06-20", speaker=PAPER), False),
        (statement("control_state", "a", "2017-06-20", status="lost", speaker=PAPER), False),
        (statement("siege", "a", "2017-06-20", speaker=PAPER), False),
        (statement("seize", "a", "2017-06-20", status="lost", speaker=PAPER), False),
        (statement("seize", "a", "2017-06-20", modality="denied", speaker=PAPER), False),
        (statement("withdraw", "a", "2017-06-20", modality="denied", speaker=PAPER), True),
    ],
)
def test_a_claim_moves_its_party(claim: Statement, rises: bool) -> None:
    known = statement("control_state", "a", "2017-05-01", speaker=MONITOR, published=None)
    after, before = share([known, claim], "a"), share([known], "a")
    assert (after > before) is rises


@pytest.mark.parametrize("kind", ["ceasefire", "strike", "casualties", "talks"])
def test_other_events_move_nothing(kind: str) -> None:
    more = statement(kind, "b", "2017-06-20", speaker=PAPER)
    assert share([HELD, more], "b") == pytest.approx(share([HELD], "b"), abs=0.01)


def test_a_plan_adds_nothing_but_is_told() -> None:
    plan = statement("seize", "a", "2017-06-20", modality="planned")
    assert share([HELD, plan], "b") == share([HELD], "b")
    explanation = explain(PLACE, [HELD, plan], on=DAY)
    (term,) = (t for t in explanation.terms if t.statement == plan)
    assert term.nats == 0.0
    assert "plan" in term.because


def test_fighting_makes_contested_likelier_than_before() -> None:
    fighting = [
        statement("contest", "a", "2017-06-28", counter="b", speaker=s) for s in (MONITOR, PAPER)
    ]
    with_it = holding_on(PLACE, [HELD, *fighting], on=DAY)
    assert with_it.contested > holding_on(PLACE, [HELD], on=DAY).contested + 0.2
    assert holding_on(PLACE, fighting, on=DAY).status is HoldingStatus.CONTESTED


def test_opposed_claims_of_one_day_are_contested_not_unknown() -> None:
    claims = [statement("seize", p, "2017-06-29", speaker=spokesman(p)) for p in "ab"]
    holding = holding_on(PLACE, claims, on=DAY)
    assert holding.status is HoldingStatus.CONTESTED
    assert holding.holder is None


def test_without_news_a_holder_turns_unknown_over_years() -> None:
    claim = statement("seize", "a", "2010-06-20", speaker=MONITOR)
    assert holding_on(PLACE, [claim], on=date(2011, 1, 1)).status is HoldingStatus.HELD
    late = holding_on(PLACE, [claim], on=date(2030, 1, 1))
    assert late.status is HoldingStatus.UNKNOWN
    assert late.reached < 0.1


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        ({"modality": "possible"}, {"modality": "reported"}),
        ({"modality": "ongoing"}, {"modality": "reported"}),
        ({"modality": "reported"}, {"modality": "confirmed"}),
        ({"relation": "near"}, {"relation": "in"}),
        ({"relation": "part_of"}, {"relation": "in"}),
        ({"relation": "toward"}, {"relation": "near"}),
        ({"confidence": 0.3}, {"confidence": 0.9}),
        ({"speaker": spokesman("a")}, {"speaker": MONITOR}),
        ({"speaker": spokesman("a")}, {"speaker": spokesman("b")}),
        ({"published": None}, {"speaker": None}),
        ({"when": by("2017-06-21")}, {"when": "2017-06-20"}),
    ],
)
def test_vague_doubtful_and_partial_claims_weigh_less(
    weaker: dict[str, Any], stronger: dict[str, Any]
) -> None:
    told = [
        statement("seize", "a", **{"when": "2017-06-20", "counter": "b", **case})
        for case in (weaker, stronger)
    ]
    assert share(told[:1], "a") < share(told[1:], "a")


def test_a_month_is_never_a_fake_day() -> None:
    claims = [HELD, statement("seize", "a", "2017-06", speaker=MONITOR, published=LATER)]
    figures = [share(claims, "a", date(2017, 6, d)) for d in (2, 10, 20, 29)]
    assert figures == sorted(figures)
    assert figures[0] < 0.3
    assert figures[-1] > 0.6
    assert 0.1 < figures[1] < figures[2] < 0.85


def test_a_siege_keeps_the_holder_and_is_told() -> None:
    siege = statement("siege", "a", "2017-06-20", counter="b", speaker=MONITOR)
    holding = holding_on(PLACE, [HELD, siege], on=DAY)
    assert holding.holder is not None
    assert holding.holder.actor_id == "b"
    assert holding.besieged
    assert not holding_on(PLACE, [HELD, siege], on=date(2017, 6, 1)).besieged


def test_since_when_only_a_latest_date_is_told() -> None:
    holding = holding_on(PLACE, [statement("seize", "a", by("2017-06-20"))], on=DAY)
    assert holding.since == by("2017-06-20")


def test_a_state_since_a_year_reaches_from_then_to_its_report() -> None:
    claim = statement("control_state", "a", since("2015"), speaker=MONITOR)
    for on in (date(2016, 3, 1), date(2017, 6, 30)):
        assert share([claim], "a", on) > 0.5


def test_the_online_mode_does_not_know_the_future() -> None:
    late = statement("seize", "a", "2017-06-20", speaker=MONITOR, published=LATER)
    known = statement("control_state", "b", "2017-05-01", speaker=MONITOR, published=MAY)
    online = holding_on(PLACE, [known, late], on=DAY, mode="online")
    assert online.holder is not None
    assert online.holder.actor_id == "b"
    smoothed = holding_on(PLACE, [known, late], on=DAY)
    assert smoothed.holder is not None
    assert smoothed.holder.actor_id == "a"
    runs = timeline(PLACE, [known, late], until=date(2017, 7, 20), mode="online")
    change = next(r for r in runs if r.holder is not None and r.holder.actor_id == "a")
    assert change.interval.first_day == date(2017, 7, 2)


def test_a_timeline_says_what_changed_the_answer() -> None:
    taken = statement("seize", "a", "2017-06-20", speaker=MONITOR)
    runs = timeline(PLACE, [HELD, taken], until=date(2017, 7, 20))
    change = next(r for r in runs if r.holder is not None and r.holder.actor_id == "a")
    assert change.interval.first_day in {date(2017, 6, 19), date(2017, 6, 20)}
    assert change.why is not None
    assert "The Monitor: a took it on 2017-06-20" in change.why


# ---- bad input is used as far as it goes, and the explanation says so ------------------------


def because(claim: Statement) -> str:
    terms = explain(PLACE, [HELD, claim], on=DAY).terms
    return next(t.because for t in terms if t.statement == claim)


def test_a_date_after_its_own_report_is_left_aside() -> None:
    claim = statement("seize", "a", "2031-01-01")
    assert "after its own report" in because(claim)
    assert share([HELD], "a") < share([HELD, claim], "a") < 0.5


def test_a_claim_without_any_date_is_weak_and_says_why() -> None:
    claim = statement("seize", "a", None, published=None)
    assert "neither the words nor the report" in because(claim)


def test_a_stranger_who_only_fights_for_a_place_is_less_likely_to_hold_it() -> None:
    known, stranger = (statement("contest", who, "2017-06-20") for who in ("c", "Red Brigade"))
    assert share([HELD, stranger], "red-brigade") < 0.5 * share([HELD, known], "c")


def test_a_stranger_who_took_a_place_is_a_party_like_others() -> None:
    known, stranger = (statement("seize", who, "2017-06-20") for who in ("c", "Red Brigade"))
    assert share([HELD, stranger], "red-brigade") == pytest.approx(share([HELD, known], "c"))


def test_a_claim_without_an_actor_counts_against_the_loser() -> None:
    claim = statement("seize", None, "2017-06-20", counter="b", speaker=MONITOR)
    assert "counted against the one who lost" in because(claim)
    assert share([HELD, claim], "b") < 0.3


def test_a_claim_without_any_party_is_only_a_sign_of_change() -> None:
    claim = statement("seize", None, "2017-06-20", speaker=MONITOR)
    assert "no party is named" in because(claim)
    assert share([HELD, claim], "b") <= share([HELD], "b") + 1e-9


@pytest.mark.parametrize(
    "interval",
    [
        Interval(),
        Interval(start=datetime(1, 1, 1, tzinfo=UTC), end=datetime(1, 1, 2, tzinfo=UTC)),
        Interval(start=datetime(9999, 1, 1, tzinfo=UTC)),
        Interval(end=datetime(9999, 1, 1, tzinfo=UTC)),
    ],
)
def test_impossible_dates_break_nothing(interval: Interval) -> None:
    claim = statement("seize", "a", interval)
    assert holding_on(PLACE, [HELD, claim], on=DAY).shares
    assert explain(PLACE, [HELD, claim], on=DAY).terms
    assert timeline(PLACE, [HELD, claim])


# ---- parties, regions ----------------------------------------------------------------------


@pytest.mark.parametrize("words", ["They", "The troops", "About 100 tanks", "2,000 Soldiers"])
def test_words_that_name_no_party_make_none(words: str) -> None:
    claim = statement("seize", words, "2017-06-20", counter="b", speaker=MONITOR)
    shares = holding_on(PLACE, [HELD, claim], on=DAY).shares
    assert [s.actor_id for s in shares] == ["b"]
    assert "counted against the one who lost" in because(claim)


class Registry(NoTies):
    def ancestors(self, actor_id: str) -> Sequence[str]:
        return {"brigade": ("army", "state"), "army": ("state",)}.get(actor_id, ())

    def backers(self, actor_id: str) -> Sequence[str]:
        return {"coalition": ("big-power",)}.get(actor_id, ())


def holders(told: Sequence[Statement], level: Sequence[str] | None = None) -> list[str]:
    context = Context(ties=Registry(), level=level)
    return [s.actor_id for s in holding_on(PLACE, told, on=DAY, context=context).shares]


def test_a_sub_group_counts_for_its_named_parent() -> None:
    told = [
        statement("seize", "brigade", "2017-06-20", speaker=MONITOR),
        statement("control_state", "army", "2017-06-25", speaker=PAPER),
    ]
    assert holders(told) == ["army"]
    assert holders(told[:1]) == ["brigade"]
    assert holders(told, level=["state"]) == ["state"]
    assert sorted(holders(told, level=["brigade", "army"])) == ["army", "brigade"]


def test_forces_known_by_their_backer_are_the_one_party_it_backs() -> None:
    told = [
        statement("seize", "Local fighters", "2017-06-20", backed_by=["big-power"]),
        statement("control_state", "coalition", "2017-06-25", speaker=MONITOR),
    ]
    assert holders(told) == ["coalition"]


def test_leaving_a_whole_region_bears_on_the_places_in_it() -> None:
    left = statement("withdraw", "b", "2017-06-20", speaker=MONITOR)
    plain = holding_on(PLACE, [HELD], on=DAY)
    with_it = holding_on(PLACE, [HELD], on=DAY, context=Context(regions=[left]))
    assert with_it.shares[0].probability < plain.shares[0].probability - 0.2


def test_a_number_of_unnamed_places_bears_by_their_share() -> None:
    figures = []
    for total in (20, 400):
        taken = statement("seize", "a", "2017-06-20", relation="part_of", count=17, place_id="r")
        context = Context(regions=[taken], siblings={"r": total}.get)
        holding = holding_on(PLACE, [HELD], on=DAY, context=context)
        figures.append(next((s.probability for s in holding.shares if s.actor_id == "a"), 0.0))
    assert figures[0] > figures[1]


class Theatre(NoTies):
    """A country whose state is "state"; "the army" is its own there."""

    def meant(self, words: str, country: str, day: date) -> str | None:  # noqa: ARG002
        return "state" if words == "The Army" and country == "SY" else None

    def home(self, country: str, day: date) -> str | None:  # noqa: ARG002
        return "state" if country == "SY" else None

    def rival(self, country: str, day: date) -> str | None:  # noqa: ARG002
        return "rebels"


AT_WAR = Context(ties=Theatre())


def test_who_left_leaves_the_place_to_the_state_it_lies_in_yet_nobody_tells_so() -> None:
    left = statement("withdraw", "b", "2017-06-20", speaker=MONITOR)
    held = holding_on(PLACE, [left], on=DAY, context=AT_WAR)
    assert held.shares[0].actor_id == "state"
    assert held.shares[0].probability > 0.5
    assert held.shares[0].statements == ()
    assert held.status is HoldingStatus.UNKNOWN, "a colour needs evidence"
    abroad = msgspec.structs.replace(PLACE, country="XX")
    assert holding_on(abroad, [left], on=DAY, context=AT_WAR).shares[0].probability < 0.5


def test_a_default_holder_never_stands_against_a_clear_claim() -> None:
    taken = statement("seize", "b", "2017-06-20", speaker=MONITOR)
    held = holding_on(PLACE, [taken], on=DAY, context=AT_WAR)
    assert held.holder is not None
    assert held.holder.actor_id == "b"
    before = holding_on(PLACE, [taken], on=date(2017, 5, 1), context=AT_WAR)
    assert before.shares[0].actor_id == "state", "it was taken from somebody who is not told"


@pytest.mark.parametrize(
    "words", ["At least 11 tanks", "Tanks and troops", "1,000 Russians", "Air"]
)
def test_words_that_name_nobody_are_no_party_and_the_explanation_says_so(words: str) -> None:
    told = [HELD, statement("seize", words, "2017-06-20", speaker=MONITOR)]
    explained = explain(PLACE, told, on=DAY)
    assert [s.actor_id for s in explained.holding.shares] == ["b"]
    assert any(f"“{words}” names no party" in t.because for t in explained.terms)


def test_words_without_a_name_mean_a_party_of_the_country() -> None:
    told = [statement("seize", "The Army", "2017-06-20", speaker=MONITOR)]
    (term,) = (t for t in explain(PLACE, told, on=DAY, context=AT_WAR).terms if t.statement)
    assert "“The Army” taken for state" in term.because
    assert "state" not in holders(told), "without a registry the words stand for themselves"


def test_claims_on_the_region_bring_no_party_but_the_registrys() -> None:
    around = [
        statement("withdraw", "Local men", "2017-06-20", speaker=MONITOR),
        statement("withdraw", "c", "2017-06-20", speaker=PAPER),
    ]
    shares = holding_on(PLACE, [HELD], on=DAY, context=Context(regions=around)).shares
    assert [s.actor_id for s in shares] == ["b", "c"]
    assert shares[1].probability < 0.05
