"""How each speaker's claims fared with others: confirmed, contradicted, confirmed later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from enum import StrEnum

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
    another party.
    """

    speaker: str
    kind: SpeakerKind
    side: str | None
    bias: Bias
    claims: int
    confirmed: int
    later: int
    contradicted: int


def speakers_table(
    groups: Iterable[Iterable[Event]],
    origins: Mapping[str, Origin],
    *,
    ancestors: Ancestors = lambda _: (),
) -> tuple[Record, ...]:
    """Return the records of all named speakers, by speaker and bias.

    groups: events by happening, as `Happenings.groups` gives them. Statements without a speaker,
    or of an unnamed one, confirm and contradict others but have no record of their own.
    """
    parties = Parties(ancestors)
    counts: defaultdict[tuple[str, Bias], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    faces: dict[str, tuple[SpeakerKind, str | None]] = {}
    for group in groups:
        events = sorted(group, key=lambda e: (_time(e), e.statement.id))
        for key, event in _first_by_speaker(events, origins).items():
            speaker = event.statement.claim.speakers[0]
            faces.setdefault(key, (speaker.kind, speaker.side))
            fate = _fate(event, events, origins, parties)
            row = counts[key, _bias(event, speaker.side, parties)]
            for column, value in enumerate((True, *fate)):
                row[column] += value
    return tuple(
        Record(
            speaker=key,
            kind=faces[key][0],
            side=faces[key][1],
            bias=bias,
            claims=row[0],
            confirmed=row[1],
            later=row[2],
            contradicted=row[3],
        )
        for (key, bias), row in sorted(counts.items())
    )


def _first_by_speaker(events: Iterable[Event], origins: Mapping[str, Origin]) -> dict[str, Event]:
    """Return what each named speaker said first of a happening."""
    found: dict[str, Event] = {}
    for event in events:
        statement = event.statement
        if statement.claim.speakers and not event.open:
            key = speaker_key(statement.claim.speakers[0])
            if origins[statement.id].key == key:
                found.setdefault(key, event)
    return found


def _fate(
    event: Event, events: Iterable[Event], origins: Mapping[str, Origin], parties: Parties
) -> tuple[bool, bool, bool]:
    """Return whether others confirmed it, only later, and contradicted it."""
    mine = origins[event.statement.id]
    confirming, against = [], False
    for other in events:
        theirs = origins[other.statement.id]
        # The report that quotes a speaker adds nothing by saying the same in its own voice.
        echo = theirs.text == mine.text and not other.statement.claim.speakers
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
