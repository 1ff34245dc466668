"""Every frame reads its own sentences and is silent on those it must leave alone."""

from __future__ import annotations

from functools import cache

import pytest

from whoholds.gazetteer import load_gazetteer
from whoholds.model import Claim
from whoholds.reading.frames import Example, Frame, load_frames
from whoholds.reading.parse import load_parser
from whoholds.reading.read import Reader
from whoholds.registry import load_registry

READS = [(f, e) for f in load_frames() for e in f.reads]
SILENT = [(f, s) for f in load_frames() for s in f.silent]


@cache
def reader() -> Reader:
    return Reader(
        parser=load_parser(), gazetteer=load_gazetteer(), registry=load_registry(), threshold=0.0
    )


def _shows(claim: Claim, frame: Frame, example: Example) -> bool:
    place = claim.place.text if claim.place else ""
    actor = claim.actor.text if claim.actor else ""
    opponent = claim.counter_actor.text if claim.counter_actor else ""
    return (
        claim.kind is frame.kind
        and _agrees(example.place, place)
        and _agrees(example.actor, actor)
        and (not example.opponent or _agrees(example.opponent, opponent))
    )


def _agrees(wanted: str, found: str) -> bool:
    if not wanted:
        return not found
    small = wanted.lower().removeprefix("the ").removesuffix("'s").removesuffix("s'")
    return small.rstrip("'") in found.lower() or (bool(found) and found.lower() in wanted.lower())


@pytest.mark.parametrize(
    ("frame", "example"), READS, ids=[f"{f.id}-{e.text[:40]}" for f, e in READS]
)
def test_frame_reads(frame: Frame, example: Example) -> None:
    claims = reader().read(example.text).claims
    assert any(_shows(c, frame, example) for c in claims), claims


@pytest.mark.parametrize(("frame", "text"), SILENT, ids=[f"{f.id}-{s[:40]}" for f, s in SILENT])
def test_frame_is_silent(frame: Frame, text: str) -> None:
    wrong = [c for c in reader().read(text).claims if c.kind is frame.kind]
    assert not wrong
