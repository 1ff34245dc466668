"""The hand-written data is well formed and agrees with the built-in places."""

from pathlib import Path

import pytest

from whoholds.errors import KnowledgeError
from whoholds.gazetteer import (
    Gazetteer,
    abbreviations,
    adjectives,
    countries,
    describe_place_noun,
    distance_km,
    place_types,
    regions,
    simplify,
)
from whoholds.gazetteer.knowledge import middle_points, other_names, read_toml


def test_every_further_name_leads_to_its_place(gazetteer: Gazetteer) -> None:
    for group, entries in other_names().items():
        for key, names in entries.items():
            for name in (key, *names) if group != "admin1" else names:
                found = gazetteer.lookup(name, countries=(group,) if group != "admin1" else ())
                assert found, (group, name)
                if group == "admin1":
                    assert gazetteer.place(f"admin1:{key}"), key
                else:
                    assert found[0].place.country == group, (group, name)


def test_every_region_has_known_members(gazetteer: Gazetteer) -> None:
    for region in regions().values():
        for member in region.members:
            assert gazetteer.place(member), (region.place.id, member)


def test_no_feature_doubles_a_built_in_settlement(gazetteer: Gazetteer) -> None:
    for region in regions().values():
        place = region.place
        if place.feature_class != "P" or place.lat is None or place.lon is None:
            continue
        for option in gazetteer.exact_options(simplify(place.name)):
            if option.id.startswith("geonames:") and option.country == place.country:
                assert option.lat is not None
                assert option.lon is not None
                away = distance_km((place.lat, place.lon), (option.lat, option.lon))
                assert away > 5, (place.id, option.id)


def test_ids_of_points_abbreviations_and_adjectives_are_known(gazetteer: Gazetteer) -> None:
    ids = {*middle_points(), *adjectives().values()}
    ids.update(i for found in abbreviations().values() for i in found)
    assert [i for i in sorted(ids) if gazetteer.place(i) is None] == []


def test_every_country_finds_itself_and_its_capital(gazetteer: Gazetteer) -> None:
    for country in countries().values():
        found = {m.place.id for m in gazetteer.lookup(country.names[0], limit=None)}
        assert f"country:{country.code}" in found
    assert len(countries()) > 200


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("province", "A.ADM1"),
        ("Governorate", "A.ADM1"),
        ("air bases", "S.AIRB"),
        ("town", "P.PPL"),
        ("countryside", "X.PART"),
        ("highway", "R.RD"),
        ("dam", "S.DAM"),
        ("border crossing", "S.BDRB"),
    ],
)
def test_place_nouns(words: str, code: str) -> None:
    kind = describe_place_noun(words)
    assert kind is not None
    assert kind.code == code
    assert (kind.feature_class, kind.feature_code) == (code[0], code[2:])


@pytest.mark.parametrize("words", ["soldier", "", "Aleppo", "offensive"])
def test_other_nouns_are_no_place_nouns(words: str) -> None:
    assert describe_place_noun(words) is None


def test_no_place_noun_has_two_kinds() -> None:
    words = [simplify(w) for kind in place_types() for w in kind.words]
    assert sorted({w for w in words if words.count(w) > 1}) == []


def test_a_malformed_data_file_says_where(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text("[SY\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"broken\.toml"):
        read_toml(path)
