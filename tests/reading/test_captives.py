"""Captured persons are no places, and what else is none though it is named like one."""

from __future__ import annotations

import pytest

from tests.reading.test_claims import read
from whoholds.model import ClaimKind


@pytest.mark.parametrize(
    "text",
    [
        "Rudolph, one of the country's most-wanted fugitives, was captured on Saturday in Murphy.",
        "Park, an army soldier, was captured by Chinese troops near Seoul.",
        "Soldiers on Monday captured Marwan Haddad, a close aide to the rebel leader.",
        "Maldonado was captured by the Kenyan military while trying to flee Somalia.",
        "Partisans captured Rossi and his brother, and executed them two days later.",
        "Giotis was captured on the tiny Greek island of Lipsi on 17 July.",
    ],
)
def test_a_captured_person_is_no_place(text: str) -> None:
    assert not [c for c in read(text) if c.kind is ClaimKind.SEIZE]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Troops captured Burdhubo on Monday.", "Burdhubo"),
        ("Khasham was captured by the army in May.", "Khasham"),
        ("He said the army had captured Khasham.", "Khasham"),
        ("Bir Said, along with another village, was captured by the SDF.", "Bir Said"),
    ],
)
def test_an_unknown_village_is_still_a_place(text: str, place: str) -> None:
    found = [c.place.text for c in read(text) if c.kind is ClaimKind.SEIZE and c.place]
    assert any(place.split()[0] in f for f in found), found


@pytest.mark.parametrize(
    "text",
    [
        "Russia withdrew from the Black Sea Grain Initiative.",
        "Jubaland withdrew from the National Consultative Council.",
        "The soldiers captured two T-72s near the border.",
    ],
)
def test_bodies_and_things_are_no_places(text: str) -> None:
    assert not [c for c in read(text) if c.place and c.place.text[:1].isupper()], read(text)
