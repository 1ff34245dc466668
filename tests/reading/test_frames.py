"""Every frame reads its own sentences and is silent on those it must leave alone."""

from __future__ import annotations

from functools import cache

import pytest

from whoholds.gazetteer import load_gazetteer
from whoholds.model import Claim
from whoholds.reading.forms import may_claim
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


@pytest.mark.parametrize(
    "example", [e for _, e in READS], ids=[f"{f.id}-{e.text[:40]}" for f, e in READS]
)
def test_what_a_frame_reads_is_never_skipped(example: Example) -> None:
    everything = reader().read(example.text).claims
    assert reader().read(example.text, everything=False).claims == everything


@pytest.mark.parametrize(
    ("text", "matters"),
    [
        ("Kherson fell on Friday.", True),
        ("They took it a day later.", True),
        ("saraqib fell on friday.", True),
        ("Clashes went on for hours.", True),
        ("Fighters cut the M4.", True),
        ("The rebels left the town.", True),
        ("The bank left interest rates unchanged in March.", False),
        ("According to doctors, the test finds the illness early.", False),
        ("The airline cancelled forty flights because of a fault.", False),
        ("The minister thanked Aleppo's doctors.", False),
    ],
)
def test_what_cannot_tell_of_a_place_or_a_party_is_skipped(text: str, matters: bool) -> None:
    words = [token.text for token in load_parser()(text, wanted=lambda *_: False)]
    assert may_claim(words) is matters


@pytest.mark.parametrize(("frame", "text"), SILENT, ids=[f"{f.id}-{s[:40]}" for f, s in SILENT])
def test_frame_is_silent(frame: Frame, text: str) -> None:
    wrong = [c for c in reader().read(text).claims if c.kind is frame.kind]
    assert not wrong
