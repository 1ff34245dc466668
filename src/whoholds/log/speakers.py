"""How each speaker's claims fared with others: confirmed, contradicted, confirmed later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from whoholds.log.events import Event
from whoholds.log.grouping import Ancestors, Parties
from whoholds.log.keys import speaker_key
from whoholds.log.origins import Origin
from whoholds.model import Noun, SpeakerKind

_NEVER = datetime.max.replace(tzinfo=UTC)


class Bias(StrEnum):
    """Whether a claim is good news for the speaker's own side."""

    FOR = "for"
    AGAINST = "against"
    NEITHER = "neither"


class Record(Noun, frozen=True):
    """What became of a speaker's claims of one bias.

    claims: happenings that the speaker told of, each counted once. confirmed: another voice says
    the same; later: all of those came after it. contradicted: another voice denies it or names
    another party. name: as the reports call the speaker, or the outlet or agency that speaks.
    """

    speaker: str
    kind: SpeakerKind
    side: str | None
    bias: Bias
    claims: int
    confirmed: int
    later: int
    contradicted: int
    name: str = ""


def speakers_table(
    groups: Iterable[Iterable[Event]],
    origins: Mapping[str, Origin],
    *,
    ancestors: Ancestors = lambda _: (),
) -> tuple[Record, ...]:
    """Return the records of all named speakers and of outlets in their own voice.

    groups: events by happening, as `Happenings.groups` gives them. Statements of an unnamed
    speaker, or of a text without outlet, confirm and contradict others but have no record of their
    own. The records come by speaker and bias; an outlet's key begins with "outlet:", that of an
    agency that it credits with "agency:".
    """
    parties = Parties(ancestors)
    counts: defaultdict[tuple[str, Bias], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    faces: dict[str, _Face] = {}
    for group in groups:
        events = sorted(group, key=lambda e: (_time(e), e.statement.id))
        for key, event in _first_by_speaker(events, origins).items():
            face = faces.setdefault(key, _face(event, origins))
            fate = _fate(event, events, origins, parties)
            row = counts[key, _bias(event, face.side, parties)]
            for column, value in enumerate((True, *fate)):
                row[column] += value
    return tuple(
        Record(
            speaker=key,
            kind=faces[key].kind,
            side=faces[key].side,
            name=faces[key].name,
            bias=bias,
            claims=row[0],
            confirmed=row[1],
            later=row[2],
            contradicted=row[3],
        )
        for (key, bias), row in sorted(counts.items())
    )


def _first_by_speaker(events: Iterable[Event], origins: Mapping[str, Origin]) -> dict[str, Event]:
    """Return what each named speaker, and each outlet itself, said first of a happening."""
    found: dict[str, Event] = {}
    for event in events:
        origin = origins[event.statement.id]
        speakers = event.statement.claim.speakers
        known = origin.own and origin.name
        if not event.open and (known or (speakers and origin.key == speaker_key(speakers[0]))):
            found.setdefault(origin.key, event)
    return found


class _Face(NamedTuple):
    kind: SpeakerKind
    side: str | None
    name: str


def _face(event: Event, origins: Mapping[str, Origin]) -> _Face:
    origin = origins[event.statement.id]
    if origin.own:
        return _Face(SpeakerKind.MEDIUM, None, origin.name)
    speaker = event.statement.claim.speakers[0]
    return _Face(speaker.kind, speaker.side, speaker.name)


def _fate(
    event: Event, events: Iterable[Event], origins: Mapping[str, Origin], parties: Parties
) -> tuple[bool, bool, bool]:
    """Return whether others confirmed it, only later, and contradicted it."""
    mine = origins[event.statement.id]
    confirming, against = [], False
    for other in events:
        theirs = origins[other.statement.id]
        # The report that quotes a speaker adds nothing by saying the same in its own voice.
        echo = theirs.text == mine.text and (theirs.own or mine.own)
        if theirs.key == mine.key or echo or other.open:
            continue
        same_taker = parties.may_be_one(event.gainer, other.gainer)
        if event.denied == other.denied and same_taker:
            confirming.append(other)
        else:
            against = True
    later = bool(confirming) and all(_time(o) > _time(event) for o in confirming)
    return bool(confirming), later, against


def _bias(event: Event, side: str | None, parties: Parties) -> Bias:
    if side is None:
        return Bias.NEITHER
    gains = event.gainer is not None and parties.may_be_one(event.gainer, side)
    loses = event.loser is not None and parties.may_be_one(event.loser, side)
    if gains == loses:
        return Bias.NEITHER
    return Bias.FOR if gains != event.denied else Bias.AGAINST


def _time(event: Event) -> datetime:
    return event.statement.published or _NEVER
