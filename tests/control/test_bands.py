"""The probabilities drawn through time are those that are told of each day."""

from datetime import date, timedelta

import pytest

from tests.control.factories import PLACE, statement
from whoholds.control import Context, case_of, holding_of
from whoholds.control.bands import bands_of

RED, BLUE = "islamic-state", "syrian-government"
STORY = [
    statement("control_state", RED, "2015-03-01"),
    statement("contest", None, "2016-08-10"),
    statement("seize", BLUE, "2016-08-20", counter=RED, speaker=None),
]
EPOCH = date(1970, 1, 1)


@pytest.mark.parametrize("most", [20, 5000])
def test_each_day_tells_what_who_tells_and_adds_up(most: int) -> None:
    case = case_of(PLACE, STORY, Context())
    bands = bands_of(case, since=date(2015, 1, 1), until=date(2017, 1, 1), most=most)
    assert len(bands.days) <= most
    assert bands.days[0] == (date(2015, 1, 1) - EPOCH).days
    assert bands.days[-1] == (date(2017, 1, 1) - EPOCH).days
    assert list(bands.days) == sorted(set(bands.days))
    for at, day in enumerate(bands.days):
        held = holding_of(case, on=EPOCH + timedelta(days=day))
        shares = {share.actor_id: share.probability for share in held.shares}
        told = {band.actor_id: band.probability[at] for band in bands.parties}
        assert told == pytest.approx(shares, abs=1e-4)
        total = sum(told.values()) + bands.contested[at] + bands.unknown[at]
        assert total == pytest.approx(1.0, abs=1e-3)


def test_the_day_of_a_change_is_kept_however_few_days_are_told() -> None:
    case = case_of(PLACE, STORY, Context())
    bands = bands_of(case, since=date(2000, 1, 1), until=date(2020, 1, 1), most=24)
    change = (date(2016, 8, 20) - EPOCH).days
    assert any(abs(day - change) <= 1 for day in bands.days)


def test_no_evidence_no_bands() -> None:
    bands = bands_of(case_of(PLACE, [], Context()))
    assert bands.days == ()
