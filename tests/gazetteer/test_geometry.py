"""Distances and areas."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whoholds.errors import GazetteerError
from whoholds.gazetteer.geometry import Shape, Shapes, distance_km, distances_km, save_shapes

LATITUDE, LONGITUDE = st.floats(-90, 90), st.floats(-180, 180)
POINT = st.tuples(LATITUDE, LONGITUDE)
SQUARE = np.array([[0.0, 0], [10, 0], [10, 10], [0, 10], [0, 0]])
HOLE = np.array([[4.0, 4], [6, 4], [6, 6], [4, 6], [4, 4]])


def test_a_degree_on_the_equator() -> None:
    assert distance_km((0, 0), (0, 1)) == pytest.approx(111.195, abs=0.01)


def test_aleppo_to_damascus() -> None:
    assert distance_km((36.2, 37.16), (33.51, 36.29)) == pytest.approx(310, abs=3)


@given(POINT, POINT)
def test_distance_is_symmetric_and_within_half_the_earth(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    away = distance_km(one, other)
    assert away == pytest.approx(distance_km(other, one), abs=1e-6)
    assert 0 <= away <= 20_016
    many = distances_km(*one, np.array([other[0]]), np.array([other[1]]))
    assert many[0] == pytest.approx(away, abs=1e-4)


@given(st.floats(-20, 20), st.floats(-20, 20))
def test_a_square_with_a_hole(lat: float, lon: float) -> None:
    edges = {0.0, 4.0, 6.0, 10.0}
    if lat in edges or lon in edges:
        return
    within = 0 < lat < 10 and 0 < lon < 10
    hole = 4 < lat < 6 and 4 < lon < 6
    assert Shape("user:a", (SQUARE, HOLE)).contains(lat, lon) == (within and not hole)


def test_middle_is_that_of_the_largest_part() -> None:
    island = SQUARE / 10 + 50
    assert Shape("user:a", (island, SQUARE)).middle() == pytest.approx((5, 5))


def test_areas_survive_a_file(tmp_path: Path) -> None:
    save_shapes(
        [Shape("user:a", (SQUARE, HOLE)), Shape("user:b", (SQUARE,))], tmp_path / "x.shapes.npz"
    )
    shapes = Shapes.load(tmp_path)
    assert len(shapes) == 2
    found = shapes.find("user:a")
    assert found is not None
    assert not found.contains(5, 5)
    assert found.contains(1, 1)
    assert shapes.find("user:c") is None


def test_a_damaged_file_of_areas_says_so(tmp_path: Path) -> None:
    (tmp_path / "x.shapes.npz").write_bytes(b"nothing")
    with pytest.raises(GazetteerError, match="not a file of areas"):
        Shapes.load(tmp_path)
