from datetime import date

import pytest

from whoholds.registry import load_registry
from whoholds.service.ties import RegistryTies

TIES = RegistryTies(load_registry())


@pytest.mark.parametrize(
    ("country", "day", "home", "rival"),
    [
        ("SY", date(2012, 1, 1), "syrian-government", "syrian-opposition"),
        ("SY", date(2025, 1, 1), "syrian-transitional-government", "syrian-opposition"),
        ("CD", date(2012, 11, 1), "congolese-government", "m23"),
        ("LY", date(2015, 5, 1), None, None),
        ("XX", date(2015, 5, 1), None, None),
    ],
)
def test_a_country_has_a_state_and_its_usual_opponent_on_a_day(
    country: str, day: date, home: str | None, rival: str | None
) -> None:
    assert (TIES.home(country, day), TIES.rival(country, day)) == (home, rival)


@pytest.mark.parametrize(
    ("words", "country", "party"),
    [
        ("the army", "SY", "syrian-government"),
        ("Ukrainian", "UA", "ukraine"),
        ("Local men", "SY", None),
    ],
)
def test_words_without_a_name_mean_a_party_where_that_is_sure(
    words: str, country: str, party: str | None
) -> None:
    assert TIES.meant(words, country, date(2013, 1, 1)) == party


def test_the_leader_of_a_side_stands_for_it() -> None:
    day = date(2017, 1, 1)
    assert TIES.side("ypg", "SY", day) == "syrian-democratic-forces"
    assert TIES.side("hezbollah", "SY", day) == "syrian-government"
    assert TIES.side("a-party-nobody-knows", "SY", day) == "a-party-nobody-knows"


@pytest.mark.parametrize(
    ("one", "other", "compatible"),
    [
        ("syrian-democratic-forces", "us-backed-forces", True),
        ("ypg", "us-backed-forces", True),
        ("hamza-division", "turkish-backed-opposition", True),
        ("turkey", "turkish-backed-opposition", True),
        ("syrian-government", "iranian-backed-militias", False),
        ("syrian-democratic-forces", "syrian-opposition", False),
        ("syrian-democratic-forces", "turkish-backed-opposition", False),
        ("rapid-support-forces", "libyan-national-army", False),
    ],
)
def test_a_party_told_by_its_backer_may_be_any_whom_it_backs(
    one: str, other: str, compatible: bool
) -> None:
    assert (other in TIES.above(one) or one in TIES.above(other)) == compatible
