"""Speakers that the registry knows by now are counted under its ids."""

from __future__ import annotations

import pytest

from tests.log.factories import make_claim, make_report, make_statement
from whoholds.model import Speaker
from whoholds.registry import load_registry
from whoholds.service.named import named

OBSERVATORY = "syrian-observatory-for-human-rights"


@pytest.mark.parametrize(
    ("name", "identity"),
    [
        ("Syrian Observatory", OBSERVATORY),
        ("the Syrian Observatory of Human Rights", OBSERVATORY),
        ("a military source", None),
        ("the mayor, Jon Doe", None),
    ],
)
def test_a_missed_speaker_gets_the_id_of_the_registry(name: str, identity: str | None) -> None:
    speaker = Speaker(text=name, name=name)
    statement = make_statement(make_report(), make_claim(speakers=(speaker,)))
    (found,) = named([statement], load_registry())
    assert found.claim.speakers[0].speaker_id == identity
    assert found.id == statement.id
