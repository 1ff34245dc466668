import math
from datetime import date
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whoholds.errors import ExportError
from whoholds.model import Holding, HoldingStatus, Interval, Place, Share
from whoholds.publish.geojson import feature
from whoholds.publish.picture import OTHER, PALETTE, UNKNOWN, draw, palette_of, write_picture
from whoholds.publish.raster import draws_text, png_of

ON = date(2017, 6, 30)
SVG = "{http://www.w3.org/2000/svg}"
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)


def holding(
    name: str,
    *,
    lat: float | None = 36.0,
    lon: float | None = 37.0,
    holder: str | None = None,
    status: HoldingStatus = HoldingStatus.HELD,
    besieged: bool = False,
) -> Holding:
    share = Share(actor_id=holder, name=holder, probability=0.8) if holder else None
    place = Place(id=f"user:{name}", name=name, lat=lat, lon=lon, population=50_000)
    return Holding(
        place=place,
        interval=Interval.of_day(ON),
        status=status if share or status is not HoldingStatus.HELD else HoldingStatus.UNKNOWN,
        probability=0.8 if share else 0.7,
        shares=(share,) if share else (),
        contested=0.7 if status is HoldingStatus.CONTESTED else 0.1,
        unknown=0.1,
        holder=share,
        besieged=besieged,
    )


def circles(document: str) -> list[ElementTree.Element]:
    """Return the places of a drawn map; the legend's circles have no title."""
    tree = ElementTree.fromstring(document)  # noqa: S314 - our own
    return [c for c in tree.iter(f"{SVG}circle") if c.find(f"{SVG}title") is not None]


def test_holders_contested_unknown_and_besieged_look_different() -> None:
    document = draw(
        [
            holding("A", holder="one", lat=36.1),
            holding("B", holder="two", lat=36.3),
            holding("C", status=HoldingStatus.CONTESTED, lat=36.5),
            holding("D", status=HoldingStatus.UNKNOWN, lat=36.7),
            holding("E", holder="one", besieged=True, lat=36.9),
        ],
        on=ON,
        title="Map",
        colours=palette_of(["one", "two"]),
    )
    by_name = {(c.findtext(f"{SVG}title") or "")[0]: c for c in circles(document)}
    fills = {name: circle.get("fill") for name, circle in by_name.items()}
    assert fills == {
        "A": PALETTE[0],
        "B": PALETTE[1],
        "C": "url(#contested)",
        "D": UNKNOWN,
        "E": PALETTE[0],
    }
    assert by_name["A"].get("stroke") != by_name["E"].get("stroke")
    assert by_name["A"].get("fill-opacity") == "0.85"


def test_north_is_up_and_east_is_right() -> None:
    document = draw(
        [holding("south-west", lat=35.0, lon=36.0), holding("north-east", lat=37.0, lon=38.0)],
        on=ON,
        title="Map",
    )
    at = {
        (c.findtext(f"{SVG}title") or "").split(":")[0]: (
            float(c.get("cx", 0)),
            float(c.get("cy", 0)),
        )
        for c in circles(document)
    }
    assert at["north-east"][0] > at["south-west"][0]
    assert at["north-east"][1] < at["south-west"][1]


@settings(max_examples=60, deadline=None)  # the first reads the base map
@given(
    st.lists(
        st.tuples(NAMES, st.floats(-85, 85), st.floats(-180, 180), NAMES), min_size=1, max_size=6
    ),
    NAMES,
)
def test_any_names_and_points_make_a_whole_document(
    places: list[tuple[str, float, float, str]], title: str
) -> None:
    held = [holding(n, lat=lat, lon=lon, holder=h) for n, lat, lon, h in places]
    document = draw(held, on=ON, title=title)
    drawn = circles(document)
    assert len(drawn) == len(places)
    for circle in drawn:
        assert 0 <= float(circle.get("cx", -1)) <= 960
        assert 0 <= float(circle.get("cy", -1)) <= 720
    assert "<script" not in document.lower()


def test_markup_in_a_name_stays_text() -> None:
    document = draw([holding("<script>x</script>", holder='"&<')], on=ON, title="<b>")
    assert "<script>" not in document
    assert "<b>" not in document


def test_places_without_a_point_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "m.svg"
    held = [holding("A", holder="one"), holding("road", lat=None, lon=None, holder="one")]
    assert write_picture(path, held, on=ON, title="Map") == 1
    with pytest.raises(ExportError, match="no place to draw"):
        write_picture(tmp_path / "none.svg", held[1:], on=ON, title="Map")
    assert not (tmp_path / "none.svg").exists()


def test_more_holders_than_colours_share_the_last() -> None:
    colours = palette_of(f"h{i}" for i in range(len(PALETTE) + 2))
    assert list(colours.values()) == [*PALETTE, OTHER, OTHER]


def seen_by(colour: str, eye: tuple[tuple[float, ...], ...]) -> tuple[float, float, float]:
    """Return a colour in OKLab as an eye sees it; eye: a matrix on linear light."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    light = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    r, g, b = (max(0.0, sum(m * v for m, v in zip(row, light, strict=True))) for row in eye)
    long = (0.4122 * r + 0.5363 * g + 0.0514 * b) ** (1 / 3)
    medium = (0.2119 * r + 0.6807 * g + 0.1074 * b) ** (1 / 3)
    short = (0.0883 * r + 0.2817 * g + 0.6300 * b) ** (1 / 3)
    return (
        0.2105 * long + 0.7936 * medium - 0.0041 * short,
        1.9780 * long - 2.4286 * medium + 0.4506 * short,
        0.0259 * long + 0.7828 * medium - 0.8087 * short,
    )


# Machado, Oliveira and Fernandes (2009): those who see no red, no green.
EYES = {
    "usual": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "no red": ((0.1523, 1.0526, -0.2049), (0.1145, 0.7863, 0.0992), (-0.0039, -0.0481, 1.0520)),
    "no green": ((0.3673, 0.8606, -0.2280), (0.2801, 0.6725, 0.0474), (-0.0118, 0.0429, 0.9689)),
}


@pytest.mark.parametrize("eye", EYES)
def test_every_two_parties_are_told_apart_by_colour(eye: str) -> None:
    found = [seen_by(colour, EYES[eye]) for colour in (*PALETTE, UNKNOWN)]
    apart = min(math.dist(a, b) for a, b in combinations(found, 2))
    assert len(PALETTE) >= 16
    assert apart > 0.07  # where about 0.02 is the least that is seen side by side


def test_rivers_lakes_and_regions_are_no_points() -> None:
    kinds = {"P/PPL": True, "L/LCTY": True, "S/AIRB": True, "L/OILF": True, "T/HLL": True}
    kinds |= dict.fromkeys(["A/ADM1", "H/STM", "H/LK", "L/RGN", "R/RD", "T/MTS"], False)
    held = []
    for kind in kinds:
        one = holding(kind, holder="one")
        feature_class, _, code = kind.partition("/")
        place = msgspec.structs.replace(
            one.place, feature_class=feature_class, feature_code=code, name=kind
        )
        held.append(msgspec.structs.replace(one, place=place))
    document = draw([h for h in held if not h.place.is_wide], on=ON, title="Map")
    assert {h.place.name: not h.place.is_wide for h in held} == kinds
    assert len(circles(document)) == sum(kinds.values())


def test_a_picture_of_points_has_words() -> None:
    """The title must darken pixels: a face that is not there draws nothing."""
    assert draws_text(), "no font is installed here: apt-get install fonts-dejavu-core"
    title = "Who holds which place"
    with_words, without = (
        png_of(draw([holding("A", holder="one")], on=ON, title=words), width=480)
        for words in (title, " ")
    )
    assert with_words != without


def test_a_point_feature_has_longitude_first() -> None:
    found = feature(holding("A", lat=36.5, lon=37.9, holder="one"))
    assert found["geometry"] == {"type": "Point", "coordinates": [37.9, 36.5]}
    assert found["properties"]["holder_id"] == "one"
