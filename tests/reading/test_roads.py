"""Roads, and what lies between two places: a sentence in, the place of its claim out."""

from __future__ import annotations

import pytest

from tests.reading.test_frames import reader
from whoholds.model import PlacePhrase


def place_of(text: str) -> PlacePhrase:
    """The place of the only claim of a sentence."""
    (claim,) = reader().read(text).claims
    assert claim.place is not None
    return claim.place


@pytest.mark.parametrize(
    ("text", "road", "words"),
    [
        (
            "Troops captured the Ithriya-Rasafa highway on Thursday.",
            "road:ithriya-rasafa",
            "Ithriya-Rasafa highway",
        ),
        (
            "Rebels hold the road from Slovyansk to Izium.",
            "road:izium-slovyansk",
            "road from Slovyansk to Izium",
        ),
        (
            "The army took the area between Ithriya and Rasafa.",
            "road:ithriya-rasafa",
            "area between Ithriya and Rasafa",
        ),
        (
            "Troops captured 12 villages between Ithriya and Khanasser.",
            "road:ithriya-khanasser",
            "12 villages between Ithriya and Khanasser",
        ),
    ],
)
def test_a_road_has_the_id_of_its_ends(text: str, road: str, words: str) -> None:
    place = place_of(text)
    assert place.place_id == road
    assert place.text.removeprefix("the ") == words


def test_villages_between_two_towns_keep_their_number() -> None:
    assert place_of("Troops captured 12 villages between Ithriya and Khanasser.").count == 12


def test_the_direction_of_a_part_stays_in_the_words() -> None:
    place = place_of("Islamic State left southeastern Aleppo province.")
    assert place.text == "southeastern Aleppo province"
    assert place.relation == "part_of"
