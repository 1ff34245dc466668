"""The weights file is checked when loaded."""

from __future__ import annotations

import copy
import tomllib
from importlib import resources
from typing import Any

import pytest

from whoholds.control.settings import EVEN, default_settings, settings_from
from whoholds.errors import KnowledgeError


def table() -> dict[str, Any]:
    text = resources.files("whoholds.control").joinpath("weights.toml").read_text("utf-8")
    return tomllib.loads(text)


def test_the_documented_weights_load() -> None:
    settings = default_settings()
    assert settings.kinds["seize"].tells_before
    assert settings.kinds["ceasefire"].after == EVEN
    assert settings.rate == pytest.approx(settings.rate_per_year / 365.25)


@pytest.mark.parametrize("path", [("chain",), ("modality", "denied"), ("trust", "party", "hurts")])
def test_a_missing_weight_is_named(path: tuple[str, ...]) -> None:
    broken = copy.deepcopy(table())
    inner = broken
    for key in path[:-1]:
        inner = inner[key]
    del inner[path[-1]]
    with pytest.raises(KnowledgeError, match=path[-1]):
        settings_from(broken)


@pytest.mark.parametrize("value", [-0.1, 1.5, "much"])
def test_a_weight_that_is_no_share_is_refused(value: object) -> None:
    broken = copy.deepcopy(table())
    broken["kinds"]["seize"]["after"]["actor"] = value
    with pytest.raises(KnowledgeError, match=r"kinds.seize.after.actor"):
        settings_from(broken)
