"""One real report all the way: from the file, and from a page made of it, to who holds what."""

from __future__ import annotations

import html
import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.data import shared
from whoholds.service.answers import Answer
from whoholds.service.whoholds import Whoholds, open_store

ON = date(2017, 6, 30)
HOLDERS = {
    "Turkish-backed opposition": ("turk", "opposition"),
    "US-backed forces": ("us-backed", "syrian-democratic-forces"),
    "Islamic State": ("islamic-state",),
    "Syrian government": ("syrian-government",),
}
"""Words of holder ids that stand for the holders as the expectations name them."""


@pytest.fixture(scope="module", params=["text", "page"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Whoholds:
    """A store with the report alone, read as a text file or as a page."""
    folder = tmp_path_factory.mktemp("seed")
    source = shared("seed", "report.txt")
    if request.param == "page":
        blocks = source.read_text(encoding="utf-8").split("\n\n")
        body = "".join(f"<p>{html.escape(block)}</p>" for block in blocks)
        source = folder / "report.html"
        head = f"<html><head><title>{html.escape(blocks[0])}</title></head>"
        source.write_text(f"{head}<body>{body}</body></html>", encoding="utf-8")
    store = open_store(folder / "store", create=True)
    summary = store.read(source)
    assert summary.failures == ()
    return store


def questions() -> list[dict[str, Any]]:
    """Return what must be answered, [] where the evaluation data is absent."""
    default = Path(__file__).resolve().parents[3] / "shared"
    path = Path(os.environ.get("WHOHOLDS_DATA", default), "seed", "expected.json")
    if not path.exists():
        return []
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    asked: list[dict[str, Any]] = found["expected"]["after_this_report_alone"]
    return asked


@pytest.mark.parametrize("expected", questions(), ids=lambda q: str(q["place"]))
def test_who_answers_as_the_report_tells(store: Whoholds, expected: dict[str, Any]) -> None:
    answer = store.who(expected["place"], on=ON)
    assert answer.evidence, answer.sentence
    if "says" in expected:
        assert expected["says"] in answer.sentence
        return
    assert _holder_fits(answer, expected["holder"]), answer.sentence
    if "since" in expected:
        assert f"since {expected['since']}" in answer.sentence


def _holder_fits(answer: Answer, expected: str) -> bool:
    holder = answer.holding.holder
    return holder is not None and any(word in holder.actor_id for word in HOLDERS[expected])
