"""Speakers whom the registry knows by the name that a report gives, though the reader missed them.

A newer registry knows more speakers than the one that a text was read with; what is counted by
speaker goes by the present one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import msgspec

from whoholds.log import is_unnamed
from whoholds.model import Speaker, Statement
from whoholds.registry import Registry


def named(statements: Iterable[Statement], registry: Registry) -> Iterator[Statement]:
    """Yield the statements, their speakers with the registry's ids where it knows the names."""
    known = registry.actors.keys() | {entry.id for entry in registry.speakers}
    for statement in statements:
        claim = statement.claim
        speakers = tuple(_named(speaker, registry, known) for speaker in claim.speakers)
        if speakers == claim.speakers:
            yield statement
        else:
            claim = msgspec.structs.replace(claim, speakers=speakers)
            yield msgspec.structs.replace(statement, claim=claim)


def _named(speaker: Speaker, registry: Registry, known: Collection[str]) -> Speaker:
    if speaker.speaker_id is not None or is_unnamed(speaker):
        return speaker
    entry = registry.find_speaker(speaker.name)
    if entry is None or entry.id not in known:  # "the monitor", "an official" are words for many
        return speaker
    return msgspec.structs.replace(
        speaker, speaker_id=entry.id, kind=entry.kind, side=speaker.side or entry.side
    )
