"""Files of places and boundaries are added; bad rows are listed, the rest is kept."""

import json
import zipfile
from pathlib import Path

import pytest

from tests.data import shared
from whoholds.errors import GazetteerError
from whoholds.gazetteer import add_file, load_gazetteer, restrict


def geonames_row(
    number: str, name: str, lat: str, lon: str, code: str = "PPL", alternates: str = ""
) -> str:
    fields = [number, name, name, alternates, lat, lon, code[0] if "." in code else "P"]
    fields += [code.split(".")[-1], "SY", "", "09", "", "", "", "0", "", "", "Asia/Damascus", ""]
    return "\t".join(fields)


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_geonames_dump_with_bad_rows(tmp_path: Path) -> None:
    file = write(
        tmp_path / "SY.txt",
        geonames_row("9000001", "Testabad", "36.5", "38.5", alternates="Tistabad,تستاباد"),
        "a\tshort\tline",
        geonames_row("9000002", "Nowhere", "136.5", "38.5"),
        geonames_row("x", "Wrong id", "36.5", "38.5"),
        geonames_row("9000003", "Tell Test", "36.6", "38.6", code="T.HLL"),
    )
    result = add_file(file, tmp_path / "extra")
    assert (result.added, result.linked) == (2, 0)
    assert [f.where for f in result.failures] == ["SY.txt:2", "SY.txt:3", "SY.txt:4"]
    gazetteer = load_gazetteer(extra=tmp_path / "extra")
    place = gazetteer.lookup("Tistabad")[0].place
    assert (place.id, place.country, place.admin1_name) == ("geonames:9000001", "SY", "Aleppo")
    assert place.source == result.source
    assert gazetteer.lookup("Tell Test")[0].place.feature_code == "HLL"
    assert gazetteer.contains("admin1:SY.09", "geonames:9000001")


def test_a_zip_is_read(tmp_path: Path) -> None:
    path = tmp_path / "SY.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "x" * 9000)
        archive.writestr("SY.txt", geonames_row("9000001", "Testabad", "36.5", "38.5") + "\n")
    assert add_file(path, tmp_path / "extra").added == 1


def test_a_known_town_is_linked_not_doubled(tmp_path: Path) -> None:
    file = write(tmp_path / "t.csv", "name,lat,lon,country,names", "Menbij,36.53,37.95,SY,Mabbug")
    result = add_file(file, tmp_path / "extra")
    assert (result.added, result.linked) == (0, 1)
    found = load_gazetteer(extra=tmp_path / "extra").lookup("Mabbug")
    assert [m.place.id for m in found] == ["geonames:167357"]
    assert found[0].place.name == "Manbij"
    assert result.source in found[0].place.source


def test_a_far_place_of_the_same_name_is_another(tmp_path: Path) -> None:
    file = write(tmp_path / "t.csv", "name,lat,lon,country", "Manbij,33.0,36.5,SY")
    assert add_file(file, tmp_path / "extra").added == 1
    found = load_gazetteer(extra=tmp_path / "extra").lookup("Manbij")
    assert {m.place.id for m in found} == {"geonames:167357", "user:manbij"}


def test_a_users_table(tmp_path: Path) -> None:
    file = write(
        tmp_path / "mine.csv",
        "name,lat,lon,country,id,feature,names",
        "Point Alpha,36.4,38.1,SY,alpha,airbase,Alpha Base;Position A",
        "Bad feature,36.4,38.1,SY,b,spaceport,",
        ",36.4,38.1,SY,c,town,",
        "Nowhere,north,38.1,SY,d,town,",
    )
    result = add_file(file, tmp_path / "extra")
    assert result.added == 1
    assert [f.where for f in result.failures] == ["mine.csv:3", "mine.csv:4", "mine.csv:5"]
    place = load_gazetteer(extra=tmp_path / "extra").lookup("Position A")[0].place
    assert (place.id, place.feature_class, place.feature_code) == ("user:alpha", "S", "AIRB")


def test_a_table_of_administrative_units(tmp_path: Path) -> None:
    header = "ADM0_PCODE,ADM1_EN,ADM1_PCODE,ADM2_EN,ADM2_PCODE,ADM3_EN,ADM3_PCODE"
    file = write(
        tmp_path / "syr.csv",
        header,
        "SY,Aleppo,SY02,Menbij,SY0205,Testunit,SY020599",
        "SY,Aleppo,,,,,",
    )
    result = add_file(file, tmp_path / "extra")
    assert (result.added, len(result.failures)) == (1, 1)
    place = load_gazetteer(extra=tmp_path / "extra").place("ocha:SY020599")
    assert place is not None
    assert (place.feature_code, place.admin2, place.lat) == ("ADM3", "SY0205", None)


def test_alternate_names(tmp_path: Path) -> None:
    file = write(
        tmp_path / "alternateNamesV2.txt",
        "1\t167357\ten\tHierapolis Bambyce\t\t\t\t",
        "2\t167357\tlink\thttps://example.org\t\t\t\t",
        "3\t1\ten\tUnknown place\t\t\t\t",
        "broken",
    )
    result = add_file(file, tmp_path / "extra")
    assert (result.linked, len(result.failures)) == (1, 1)
    found = load_gazetteer(extra=tmp_path / "extra").lookup("Hierapolis Bambyce")
    assert [m.place.id for m in found] == ["geonames:167357"]


def square(west: float, south: float, east: float, north: float) -> list[list[list[float]]]:
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def test_boundaries(tmp_path: Path) -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"shapeName": "Aleppo Governorate", "shapeType": "ADM1"},
            "geometry": {"type": "Polygon", "coordinates": square(36.5, 35.5, 38.5, 37)},
        },
        {
            "type": "Feature",
            "properties": {"name": "The Pocket"},
            "geometry": {"type": "Polygon", "coordinates": square(37.9, 36.4, 38.0, 36.6)},
        },
        {"type": "Feature", "properties": {}, "geometry": None},
        {
            "type": "Feature",
            "properties": {"name": "A line"},
            "geometry": {"type": "LineString", "coordinates": [[1, 2], [3, 4]]},
        },
    ]
    file = tmp_path / "areas.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    result = add_file(file, tmp_path / "extra")
    assert (result.areas, result.added, result.linked, len(result.failures)) == (2, 1, 1, 2)
    gazetteer = load_gazetteer(extra=tmp_path / "extra")
    pocket = gazetteer.lookup("The Pocket")[0].place
    assert (pocket.lat, pocket.lon, pocket.country) == (36.5, 37.95, "SY")
    assert gazetteer.contains(pocket.id, "geonames:167357")
    assert not gazetteer.contains(pocket.id, "geonames:170063")
    assert gazetteer.contains("admin1:SY.09", "geonames:170063")
    assert "geonames:167357" in {p.id for p in gazetteer.within(pocket.id)}


def test_the_same_file_twice_adds_nothing_new(tmp_path: Path) -> None:
    file = write(tmp_path / "t.csv", "name,lat,lon,country", "Testabad,33.0,36.5,SY")
    sizes = []
    for _ in range(2):
        add_file(file, tmp_path / "extra")
        sizes.append(len(load_gazetteer(extra=tmp_path / "extra")))
    assert sizes[0] == sizes[1]


def test_only_the_wanted_countries(tmp_path: Path) -> None:
    file = write(
        tmp_path / "t.csv", "name,lat,lon,country", "Testabad,33.0,36.5,SY", "Testow,50.0,30.0,UA"
    )
    assert add_file(file, tmp_path / "extra", countries=("UA",)).added == 1


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("x.csv", b"town,y,x\nA,1,2\n", "columns"),
        ("x.csv", b"\xff\xfe\x00\x01", "UTF-8"),
        ("x.geojson", b"{}", "GeoJSON"),
        ("x.geojson", b"nothing", "GeoJSON"),
        ("x.csv", b"", "columns"),
    ],
)
def test_a_file_of_no_use_says_why(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(GazetteerError, match=message):
        add_file(tmp_path / name, tmp_path / "extra")
    assert not (tmp_path / "extra").exists()


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"none\.csv"):
        add_file(tmp_path / "none.csv", tmp_path / "extra")


def test_ocha_communities(tmp_path: Path) -> None:
    result = add_file(shared("gazetteer", "SY.ocha_communities.txt"), tmp_path)
    assert result.failures == ()
    assert result.added > 4500
    assert result.linked > 250
    gazetteer = load_gazetteer(extra=tmp_path)
    village = gazetteer.place("ocha:C4268")
    assert village is not None
    assert (village.country, village.admin1_name) == ("SY", "Idlib")
    assert gazetteer.lookup("Bazabur")[0].place.id == "ocha:C4268"
    manbij = gazetteer.lookup("Manbij", countries=("SY",))
    assert manbij[0].place.id == "geonames:167357"


def test_p_codes_contain_without_points(tmp_path: Path) -> None:
    head = "ADM1_EN,ADM1_PCODE,ADM2_EN,ADM2_PCODE,ADM0_PCODE"
    units = write(tmp_path / "units.csv", head, "Aleppo,SY02,Jebel Test,SY0205,SY")
    towns = write(
        tmp_path / "towns.csv",
        f"{head},ADM4_EN,ADM4_PCODE,lat,lon",
        "Aleppo,SY02,Jebel Test,SY0205,SY,Small Test,C90001,36.2,37.9",
        "Aleppo,SY02,Jebel Test,SY0205,SY,No Point,C90002,,",
    )
    extra = tmp_path / "extra"
    assert add_file(units, extra).failures == ()
    assert add_file(towns, extra).failures == ()
    gazetteer = load_gazetteer(extra=extra)
    district = gazetteer.place("ocha:SY0205")
    assert district is not None
    assert (district.admin1, district.admin1_name) == ("09", "Aleppo")
    assert gazetteer.contains("admin1:SY.09", "ocha:SY0205")
    assert gazetteer.contains("ocha:SY0205", "ocha:C90002")
    assert not gazetteer.contains("ocha:SY0205", "geonames:170063")
    assert [p.id for p in gazetteer.within("ocha:SY0205")] == ["ocha:C90001", "ocha:C90002"]


def test_a_table_divided_by_tabs_is_no_list_of_names(tmp_path: Path) -> None:
    file = write(tmp_path / "t.tsv", "name\tlat\tlon\tcountry", "Tabtown\t36.2\t37.9\tSY")
    assert add_file(file, tmp_path / "extra").added == 1


def test_names_can_be_restricted_to_countries(tmp_path: Path) -> None:
    extra = tmp_path / "extra"
    restrict(extra, ["ly"])
    gazetteer = load_gazetteer(extra=extra)
    assert {m.place.country for m in gazetteer.lookup("Tripoli")} == {"LY"}
    assert gazetteer.lookup("Syria")[0].place.id == "country:SY"
    assert gazetteer.lookup("Manbij") == ()
    assert gazetteer.version.endswith("only LY")
    restrict(extra, [])
    assert len({m.place.country for m in load_gazetteer(extra=extra).lookup("Tripoli")}) > 1


def test_boundaries_of_other_countries_are_left_out(tmp_path: Path) -> None:
    ring = [[37.5, 36.3], [38.3, 36.3], [38.3, 36.8], [37.5, 36.8], [37.5, 36.3]]
    feature = {
        "type": "Feature",
        "properties": {"name": "Test Zone"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    file = tmp_path / "zone.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    result = add_file(file, tmp_path / "extra", countries=["IQ"])
    assert (result.areas, result.left_out) == (0, 1)
    assert add_file(file, tmp_path / "extra", countries=["SY"]).areas == 1
