"""What one act of saying takes from others: relays told later, subjects before, the act around."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from spacy.tokens import Doc, Token

from whoholds.model import Speaker
from whoholds.reading.attribution.acts import Act

SOURCES = ("source", "sources", "official", "officials")


def with_later_relays(speakers: list[Speaker | None]) -> list[Speaker | None]:
    """Give an unnamed source the relay that is told of it only later ("the source told AFP")."""
    relays: dict[str, str] = {}
    found: list[Speaker | None] = []
    for speaker in reversed(speakers):
        if speaker is not None and speaker.via is not None:
            relays[speaker.name] = speaker.via
        elif speaker is not None and speaker.name.endswith(SOURCES) and speaker.name in relays:
            speaker = msgspec.structs.replace(speaker, via=relays[speaker.name])
        found.append(speaker)
    return found[::-1]


def last_subject(doc: Doc, act: Act, *, plural: bool) -> Token | None:
    """Return the last subject before an act, in its sentence or the one before."""
    first = doc[min(act.content | act.cue)].sent.start
    lowest = doc[first - 1].sent.start if first else 0
    for i in range(act.anchor - 1, lowest - 1, -1):
        token = doc[i]
        if token.dep_ in {"nsubj", "nsubj:pass"} and token.pos_ in {"NOUN", "PROPN"}:
            if i in act.content or i in act.source:
                continue
            if not plural or token.pos_ == "PROPN" or "Plur" in token.morph.get("Number", []):
                return token
    return None


def outer_acts(acts: Sequence[Act]) -> list[int]:
    """Return for each act the number of the smallest act whose content holds its cue, or -1."""
    found = [-1] * len(acts)
    for n, act in enumerate(acts):
        size = 0
        for m, other in enumerate(acts):
            if m == n or not other.report or act.anchor not in other.content:
                continue
            if found[n] < 0 or len(other.content) < size:
                found[n], size = m, len(other.content)
    return found
