"""A packed table gives back what went in, from memory and from a file."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whoholds.errors import GazetteerError
from whoholds.gazetteer.folding import fold, simplify
from whoholds.gazetteer.load import BASE
from whoholds.gazetteer.table import PlaceTable, pack, save
from whoholds.model import Place

NAMES = st.text(alphabet="abcdefghijKLMNOP éü-", min_size=1, max_size=12).filter(simplify)


@st.composite
def places(draw: st.DrawFn) -> list[Place]:
    ids = draw(st.lists(st.integers(0, 10**7), min_size=1, max_size=8, unique=True))
    return [
        Place(
            id=f"geonames:{number}",
            name=(name := draw(NAMES)),
            names=(name,),
            lat=draw(st.one_of(st.none(), st.integers(-900_000, 900_000).map(lambda v: v / 1e4))),
            lon=draw(st.integers(-1_800_000, 1_800_000).map(lambda v: v / 1e4)),
            country=draw(st.sampled_from([None, "SY", "UA"])),
            population=draw(st.one_of(st.none(), st.integers(1, 10**7))),
            source="test",
        )
        for number in ids
    ]


@given(places())
@settings(max_examples=60, deadline=None)
def test_round_trip(rows: list[Place]) -> None:
    table = PlaceTable(pack(rows))
    assert len(table) == len(rows)
    for place in rows:
        row = table.row_of(place.id)
        assert row is not None
        kept = table.place(row)
        assert (kept.name, kept.country, kept.population) == (
            place.name,
            place.country,
            place.population,
        )
        assert kept.lat == place.lat
        assert kept.lon == (place.lon if place.lat is not None else None)


@given(places())
@settings(max_examples=60, deadline=None)
def test_every_name_is_found_under_its_plain_form(rows: list[Place]) -> None:
    table = PlaceTable(pack(rows))
    for place in rows:
        found = {
            table.id_of(table.row_of_name(int(n))) for n in table.exact.find(simplify(place.name))
        }
        assert place.id in found


def test_file_is_the_same_each_time(tmp_path: Path) -> None:
    rows = [Place(id="user:a", name="A town", lat=1.0, lon=2.0)]
    for name in ("one", "two"):
        save(pack(rows), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert PlaceTable.load(tmp_path / "one").place(0).name == "A town"


def test_an_id_comes_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        pack([Place(id="user:a", name="A"), Place(id="user:a", name="B")])


def test_unknown_id_has_no_row() -> None:
    table = PlaceTable(pack([Place(id="user:b", name="B")]))
    assert table.row_of("user:a") is None
    assert table.row_of("user:c") is None


@pytest.mark.parametrize("content", [b"", b"not a gazetteer", b"PK\x03\x04broken"])
def test_a_damaged_file_says_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.npz"
    path.write_bytes(content)
    with pytest.raises(GazetteerError, match="not a packed gazetteer"):
        PlaceTable.load(path)


def test_the_shipped_table_was_packed_with_the_present_folding() -> None:
    table = PlaceTable.load(BASE)
    for number in range(0, 600_000, 997):
        row, simple = table.row_of_name(number), simplify(table.name(number))
        assert number in table.exact.find(simple)
        keys = {int(n) for n in table.folded.find(fold(simple))}
        assert row in {table.row_of_name(n) for n in keys} or not fold(simple)
