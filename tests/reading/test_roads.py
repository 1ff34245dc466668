"""Roads, and what lies between two places: a sentence in, the place of its claim out."""

from __future__ import annotations

import pytest

from tests.reading.test_frames import reader
from whoholds.model import PlacePhrase, PlaceRelation


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


@pytest.mark.parametrize(
    ("text", "road"),
    [
        ("The army took positions between Saraqib and Khan Sheikhoun.", "khansheikhoun-saraqib"),
        ("Fighting took place between Azaz and Mare.", "azaz-mare"),
        ("Troops advanced between Homs and Palmyra.", "homs-palmyra"),
        ("The army captured the Tal Tamr-Raqqa road.", "raqqa-taltamr"),
        ("The army captured the road between Raqqa and Tal Tamr.", "raqqa-taltamr"),
    ],
)
def test_what_lies_between_two_places_is_one_place(text: str, road: str) -> None:
    place = place_of(text)
    assert place.place_id == f"road:{road}"
    assert place.relation is PlaceRelation.ROAD_BETWEEN


@pytest.mark.parametrize("words", ["M4", "M-4 road", "M4 highway", "M4 motorway"])
def test_a_numbered_road_has_one_id(words: str) -> None:
    assert place_of(f"Rebels cut the {words}.").place_id == "road:m4"


def test_parties_are_no_ends_of_a_road() -> None:
    place = place_of("Fighting broke out between Turkey and Syria in Azaz.")
    assert place.text == "Azaz"


@pytest.mark.parametrize(
    ("words", "share"), [("20 percent", 0.2), ("two thirds", 2 / 3), ("half", 0.5)]
)
def test_a_share_is_no_count(words: str, share: float) -> None:
    place = place_of(f"The army captured {words} of Raqqa.")
    assert place.count is None
    assert place.share == pytest.approx(share)
    assert place.place_id == "geonames:172955"


def test_a_camp_found_by_its_name_keeps_its_id() -> None:
    assert place_of("The army took Yarmouk camp.").place_id == "region:yarmouk-camp"


def test_the_country_of_a_town_is_no_place_of_a_claim() -> None:
    claims = reader().read("In Tripoli, Lebanon, and Tripoli, Libya, clashes broke out.").claims
    ids = [c.place.place_id for c in claims if c.place]
    assert ids == ["geonames:266826", "geonames:2210247"]


def test_a_feast_is_no_place() -> None:
    assert place_of("The army took Manbij last Ramadan.").text == "Manbij"
