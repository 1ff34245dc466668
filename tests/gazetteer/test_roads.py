"""Roads by their words, and the settlements that a place phrase means."""

from __future__ import annotations

import pytest

from whoholds.gazetteer import Gazetteer, places_meant
from whoholds.gazetteer.geometry import distance_km, distance_to_line_km
from whoholds.gazetteer.roads import numbered_roads
from whoholds.model import PlacePhrase, PlaceRelation


def stops(gazetteer: Gazetteer, words: str, *countries: str) -> list[str]:
    road = gazetteer.road(words, countries=countries)
    return [p.name for p in road.stops] if road else []


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        ("the Ithriya-Rasafa highway", ["Ithriya", "Rasafa"]),
        ("road between Ithriya and Khanasser", ["Ithriya", "Khanasir"]),
        ("the road from Ithriya to Khanasser", ["Ithriya", "Khanasir"]),
        ("main supply road linking Ithriya with Khanasser", ["Ithriya", "Khanasir"]),
        ("area between Ithriya and Khanasser", ["Ithriya", "Khanasir"]),
        ("Aleppo to Damascus highway", ["Aleppo", "Damascus"]),
        ("the al-Bab-Manbij road", ["Al-Bab", "Manbij"]),
        ("Deir ez-Zor–Raqqa highway", ["Deir ez-Zor", "Raqqa"]),
    ],
)
def test_a_road_lies_between_its_ends(gazetteer: Gazetteer, words: str, ends: list[str]) -> None:
    assert stops(gazetteer, words, "SY") == ends


@pytest.mark.parametrize("words", ["supply line", "the road", "the Qwxyz-Xyzzy road", "", "-"])
def test_words_without_two_known_ends_are_no_road(gazetteer: Gazetteer, words: str) -> None:
    assert gazetteer.road(words, countries=("SY",)) is None


def test_every_numbered_road_passes_towns_that_are_known(gazetteer: Gazetteer) -> None:
    for country, roads in numbered_roads().items():
        for names, towns in roads.items():
            road = gazetteer.road(names.split("|")[0], countries=(country,))
            assert road is not None
            assert len(road.stops) == len(towns), names
            assert {p.country for p in road.stops} == {country}
            gaps = [distance_km(a, b) for a, b in zip(road.points, road.points[1:], strict=False)]
            assert max(gaps) < 500, names


def test_a_number_is_that_of_the_country(gazetteer: Gazetteer) -> None:
    assert "Saraqib" in stops(gazetteer, "the M4 highway", "SY")
    assert "Pokrovsk" in stops(gazetteer, "M04", "UA")


def test_the_middle_is_on_the_line_and_halfway(gazetteer: Gazetteer) -> None:
    road = gazetteer.road("M5", countries=("SY",))
    assert road is not None
    middle = road.middle()
    assert road.distance_km(*middle) < 0.5
    place = road.place("road:m5")
    assert (place.id, place.country, place.admin1, place.feature_class) == (
        "road:m5",
        "SY",
        None,
        "R",
    )


def test_distance_to_a_line() -> None:
    assert distance_to_line_km((1.0, 0.5), (0.0, 0.0), (0.0, 1.0)) == pytest.approx(111.2, abs=0.2)
    assert distance_to_line_km((0.0, 2.0), (0.0, 0.0), (0.0, 1.0)) == pytest.approx(111.2, abs=0.2)
    assert distance_to_line_km((0.0, 0.0), (0.0, 1.0), (0.0, 1.0)) == pytest.approx(111.2, abs=0.2)


ALEPPO, HAMA, MANBIJ = "admin1:SY.09", "geonames:170017", "geonames:167357"


def meant(gazetteer: Gazetteer, phrase: PlacePhrase) -> dict[str, float]:
    found = places_meant(phrase, gazetteer, countries=("SY",))
    places = [(gazetteer.place(m.place_id), m.chance) for m in found]
    return {p.name: chance for p, chance in places if p is not None}


def phrase(text: str, place_id: str, relation: PlaceRelation, **more: object) -> PlacePhrase:
    return PlacePhrase(text=text, place_id=place_id, relation=relation, **more)  # type: ignore[arg-type]


def test_a_part_of_a_province(gazetteer: Gazetteer) -> None:
    part = PlaceRelation.PART_OF
    southeast = meant(gazetteer, phrase("southeastern Aleppo province", ALEPPO, part))
    north = meant(gazetteer, phrase("northern Aleppo province", ALEPPO, part))
    assert {"Maskanah", "Khanasir"} <= southeast.keys()
    assert not {"Kobane", "Manbij"} & southeast.keys()
    assert "Jarābulus" in north
    assert "Khanasir" not in north


def test_a_direction_in_a_name_is_no_direction(gazetteer: Gazetteer) -> None:
    whole = places_meant(PlacePhrase(text="North Kivu", place_id="admin1:CD.11"), gazetteer)
    assert "Goma" in {p.name for m in whole if (p := gazetteer.place(m.place_id))}


def test_the_countryside_is_not_the_town(gazetteer: Gazetteer) -> None:
    part = PlaceRelation.PART_OF
    around = meant(gazetteer, phrase("the northern countryside of Hama", HAMA, part))
    assert "Mūrak" in around
    assert "Ḩamāh" not in around
    assert list(meant(gazetteer, PlacePhrase(text="Hama", place_id=HAMA))) == ["Ḩamāh"]


def test_beside_and_near_and_along(gazetteer: Gazetteer) -> None:
    south = meant(gazetteer, phrase("south of Manbij", MANBIJ, PlaceRelation.SOUTH_OF))
    assert "Abū Qalqal" in south
    assert "Manbij" not in south
    road = PlacePhrase(
        text="the road", name="M5 highway", place_id="road:m5", relation=PlaceRelation.ROAD_BETWEEN
    )
    assert {"Maarat al-Numan", "Saraqib"} <= meant(gazetteer, road).keys()


def test_a_count_and_a_share_are_chances(gazetteer: Gazetteer) -> None:
    part = PlaceRelation.PART_OF
    counted = meant(gazetteer, phrase("5 villages in Aleppo province", ALEPPO, part, count=5))
    assert sum(counted.values()) == pytest.approx(5.0)
    shared = meant(gazetteer, phrase("80 % of the province", ALEPPO, part, share=0.8))
    assert set(shared.values()) == {0.8}


def test_nothing_is_meant_where_nothing_is_known(gazetteer: Gazetteer) -> None:
    assert places_meant(PlacePhrase(text="two villages"), gazetteer) == ()
    assert places_meant(PlacePhrase(text="x", place_id="user:none"), gazetteer) == ()
