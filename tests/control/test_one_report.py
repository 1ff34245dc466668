"""After one wire report of 30 June 2017 alone: what each of its places is held to be."""

from datetime import UTC, date, datetime

import pytest

from tests.control.factories import (
    MONITOR,
    PLACE,
    by,
    since,
    spokesman,
    statement,
)
from whoholds.control import Context, explain, holding_on
from whoholds.model import Granularity, HoldingStatus, Interval, Statement

DAY = date(2017, 6, 30)
IS, GOVERNMENT = "islamic-state", "syrian-government"
ARMY_SOURCE = spokesman(GOVERNMENT, "Syrian military source", via="AFP")
SECOND_SOURCE = spokesman(GOVERNMENT, "second military source", via="SANA")
THURSDAY_NIGHT = Interval(
    start=datetime(2017, 6, 29, 18, tzinfo=UTC),
    end=datetime(2017, 6, 30, tzinfo=UTC),
    granularity=Granularity.PART_OF_DAY,
)

ROAD = [
    statement("seize", GOVERNMENT, THURSDAY_NIGHT, speaker=MONITOR, relation="road_between"),
    statement("withdraw", IS, THURSDAY_NIGHT, speaker=MONITOR, relation="road_between"),
    statement("withdraw", IS, by("2017-06-30"), speaker=SECOND_SOURCE, relation="near"),
]
PROVINCE = [
    statement("withdraw", IS, "2017-06-30", speaker=MONITOR),
    statement("control_state", IS, "2017-06-30", status="lost", speaker=MONITOR),
    statement("withdraw", IS, by("2017-06-30"), relation="part_of", count=17, speaker=MONITOR),
    statement("advance", GOVERNMENT, by("2017-06-30"), modality="ongoing", relation="part_of"),
    statement("withdraw", IS, by("2017-06-30"), modality="confirmed", speaker=ARMY_SOURCE),
    statement("contest", GOVERNMENT, "2017-06-30", relation="part_of", speaker=ARMY_SOURCE),
    statement("advance", None, since("2015-01"), counter=IS, modality="ongoing"),
]


def test_a_town_taken_in_a_month_is_held_since_that_month() -> None:
    told = statement(
        "seize", "Opposition forces", "2017-02", modality="asserted", backed_by=["Turkey"]
    )
    holding = holding_on(PLACE, [told], on=DAY)
    assert holding.status is HoldingStatus.HELD
    assert holding.holder is not None
    assert holding.holder.name == "Opposition forces backed by Turkey"
    assert holding.since == Interval.from_iso("2017-02")
    assert holding.statements == (told.id,)


@pytest.mark.parametrize("year", ["2015", "2016"])
@pytest.mark.parametrize("confidence", [0.5, 0.9])
def test_a_town_taken_in_a_year_is_still_held(year: str, confidence: float) -> None:
    told = statement("seize", "U.S.-backed ground forces", year, counter=IS, confidence=confidence)
    holding = holding_on(PLACE, [told], on=DAY)
    assert holding.holder is not None
    assert holding.holder.actor_id == "us-backed-ground-forces"
    assert holding.since == Interval.from_iso(year)


def test_a_capital_under_attack_keeps_its_holder() -> None:
    attack = statement("advance", "U.S.-backed offensive", "2017-06-30", modality="ongoing")
    state = statement("control_state", IS, None, modality="asserted", status="controls")
    holding = holding_on(PLACE, [attack, state], on=DAY)
    assert holding.holder is not None
    assert holding.holder.actor_id == IS


@pytest.mark.parametrize("on", [date(2017, 6, 29), DAY])
def test_the_road_is_the_governments_since_thursday(on: date) -> None:
    holding = holding_on(PLACE, ROAD, on=on)
    assert holding.holder is not None
    assert holding.holder.actor_id == GOVERNMENT
    assert holding.since is not None
    assert holding.since.first_day == date(2017, 6, 29)
    assert [gone.actor_id for gone in holding.absent] == [IS]


def test_the_road_was_not_the_governments_on_wednesday() -> None:
    holding = holding_on(PLACE, ROAD, on=date(2017, 6, 28))
    assert holding.holder is None or holding.holder.actor_id != GOVERNMENT


def test_in_the_province_a_party_is_known_to_hold_nothing() -> None:
    holding = holding_on(PLACE, PROVINCE, on=DAY, context=Context(inside=ROAD))
    assert holding.holder is None
    (gone,) = holding.absent
    assert gone.actor_id == IS
    assert gone.probability > 0.95
    assert gone.speakers == 3


def test_the_provinces_explanation_says_who_holds_nothing() -> None:
    explanation = explain(PLACE, PROVINCE, on=DAY)
    assert explanation.actor is not None
    assert explanation.actor.actor_id == IS
    assert "holds nothing there" in explanation.summary
    assert "islamic-state left it" in explanation.summary
    sources = {t.because.split(" (")[0].split(":")[0] for t in explanation.terms if t.nats < -0.05}
    assert "Syrian military source" in sources


def test_order_of_reading_does_not_matter() -> None:
    forwards = holding_on(PLACE, PROVINCE, on=DAY)
    assert holding_on(PLACE, PROVINCE[::-1], on=DAY) == forwards


def test_without_statements_nothing_is_known() -> None:
    nothing: list[Statement] = []
    holding = holding_on(PLACE, nothing, on=DAY)
    assert holding.status is HoldingStatus.UNKNOWN
    assert holding.reached == 0.0
    assert explain(PLACE, nothing, on=DAY).summary.startswith("Unknown")
