"""Floors: a score that falls is told, and a floor moves only when asked to."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
FIGURES = {
    "kind": {"precision": 0.8, "recall": 0.7, "f1": 0.75},
    "of_matched": {"date": 0.9},
    "clean_negatives": "73/80",
    "items": 367,
}


@pytest.fixture(scope="module")
def floors() -> ModuleType:
    spec = importlib.util.spec_from_file_location("floors", BENCHMARKS / "floors.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["floors"] = module
    spec.loader.exec_module(module)
    return module


def test_the_figures_that_have_floors(floors: ModuleType) -> None:
    assert dict(floors.flat(FIGURES)) == {
        "kind.f1": 0.75,
        "of_matched.date": 0.9,
        "clean_negatives": 0.9125,
    }


def test_a_fall_is_told_and_a_rise_is_not(floors: ModuleType) -> None:
    pinned = {"kind.f1": 0.75, "date": 0.9, "gone": 0.1}
    now = {"kind.f1": 0.74, "date": 0.95}
    assert list(floors.below(pinned, now)) == [("kind.f1", 0.75, 0.74), ("gone", 0.1, 0.0)]


def test_rounding_is_no_fall(floors: ModuleType) -> None:
    assert not list(floors.below({"kind.f1": 0.751}, {"kind.f1": 0.7506}))


@pytest.mark.parametrize(
    ("lower", "higher", "wanted"),
    [
        (False, False, {"a": 0.5, "b": 0.5}),
        (False, True, {"a": 0.6, "b": 0.5, "new": 0.7}),
        (True, False, {"a": 0.5, "b": 0.4}),
        (True, True, {"a": 0.6, "b": 0.4, "new": 0.7}),
    ],
)
def test_floors_move_only_where_asked(
    floors: ModuleType, lower: bool, higher: bool, wanted: dict[str, float]
) -> None:
    pinned, now = {"a": 0.5, "b": 0.5}, {"a": 0.6, "b": 0.4, "new": 0.7}
    assert floors.moved(pinned, now, lower=lower, higher=higher) == wanted


def test_floors_survive_the_file(floors: ModuleType, tmp_path: Path) -> None:
    rows = {"claims, articles": {"kind.f1": 0.751}, "claims": {"of_matched.date": 0.9}}
    floors.save_floors(rows, tmp_path / "floors.toml")
    assert floors.load_floors(tmp_path / "floors.toml") == rows


def test_the_shipped_floors_keep_what_was_reached(floors: ModuleType) -> None:
    shipped = floors.load_floors()
    assert shipped["claims"]["kind_place.f1"] >= 0.76
    assert shipped["claims"]["kind_place_actor.f1"] >= 0.66
    assert shipped["claims, articles"]["kind_place.f1"] >= 0.66
