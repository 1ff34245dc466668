"""A claim as a person says that it should read: parts replaced, the rest kept as it was read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from whoholds.errors import QueryError
from whoholds.model import (
    ActorMention,
    Claim,
    ClaimKind,
    Granularity,
    Interval,
    Modality,
    Place,
    PlacePhrase,
    PlaceRelation,
    Span,
    Speaker,
    SpeakerKind,
    StatusAfter,
    TimeBasis,
)
from whoholds.registry import Registry
from whoholds.service.places import UNRESOLVED, StorePlaces
from whoholds.service.review.weighing import SURE

FRAME = "person"
"""The frame of claims that persons wrote."""

STATUS: dict[ClaimKind, StatusAfter] = {
    ClaimKind.SEIZE: StatusAfter.CONTROLS,
    ClaimKind.HANDOVER: StatusAfter.CONTROLS,
    ClaimKind.CONTROL_STATE: StatusAfter.CONTROLS,
    ClaimKind.ATTACK_REPELLED: StatusAfter.CONTROLS,
    ClaimKind.WITHDRAW: StatusAfter.LOST,
    ClaimKind.CONTEST: StatusAfter.CONTESTED,
    ClaimKind.SIEGE: StatusAfter.BESIEGED,
}
"""The actor's standing after an event of each kind, where a person does not say; else none."""

_Word = TypeVar("_Word", bound=StrEnum)


class Change(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Parts of a claim as they should read; what is left out stays, None clears the part.

    actor_id, counter_actor_id, speaker: an id or a name; a speaker of None is the report's own
    voice. place_id: an id or a name. start, end: ISO days, months or years, both inclusive; where
    only the start is given, the end is its end. status_after: that of the kind, if the kind
    changes.
    """

    kind: str | UnsetType = UNSET
    actor_id: str | UnsetType | None = UNSET
    counter_actor_id: str | UnsetType | None = UNSET
    place_id: str | UnsetType | None = UNSET
    place_relation: str | UnsetType = UNSET
    start: str | UnsetType | None = UNSET
    end: str | UnsetType | None = UNSET
    modality: str | UnsetType = UNSET
    status_after: str | UnsetType = UNSET
    speaker: str | UnsetType | None = UNSET


def added(change: Change, words: Span, editor: Editor) -> Claim:
    """Return the claim that a person finds in some words; raises QueryError without a kind."""
    if change.kind is UNSET:
        raise QueryError(
            where="a missed claim",
            what="its kind is not told",
            fix=f"Give one of {', '.join(ClaimKind)}.",
        )
    kind = _word(ClaimKind, change.kind, "kind")
    bare = Claim(
        kind=kind,
        trigger=words,
        evidence=words,
        frame=FRAME,
        status_after=STATUS.get(kind, StatusAfter.NONE),
        confidence=SURE,
    )
    return editor.changed(bare, change)


class Editor:
    """Knows the places, parties and speakers that the parts of a claim may be changed to.

    text: of the report, in whose words a changed part is looked for.
    """

    def __init__(self, places: StorePlaces, registry: Registry, text: str) -> None:
        self._places = places
        self._registry = registry
        self._text = text

    def changed(self, claim: Claim, change: Change) -> Claim:
        """Return the claim with the parts replaced, and with full confidence; raises QueryError."""
        kind = claim.kind if change.kind is UNSET else _word(ClaimKind, change.kind, "kind")
        status = claim.status_after if kind is claim.kind else STATUS.get(kind, StatusAfter.NONE)
        if change.status_after is not UNSET:
            status = _word(StatusAfter, change.status_after, "status_after")
        modality = claim.modality
        if change.modality is not UNSET:
            modality = _word(Modality, change.modality, "modality")
        interval, basis = _time(claim, change)
        return msgspec.structs.replace(
            claim,
            frame=FRAME,
            confidence=SURE,
            kind=kind,
            status_after=status,
            modality=modality,
            actor=self._actor(claim, claim.actor, change.actor_id),
            counter_actor=self._actor(claim, claim.counter_actor, change.counter_actor_id),
            place=self._place(claim, change),
            interval=interval,
            time_basis=basis,
            speakers=self._speakers(claim, change.speaker),
        )

    def _actor(
        self, claim: Claim, was: ActorMention | None, words: str | UnsetType | None
    ) -> ActorMention | None:
        if words is UNSET:
            return was
        if not words or not words.strip():
            return None
        actor = self._registry.actors.get(words) or self._registry.find_actor(words)
        if actor is None:  # a party that the registry does not have goes by its words
            return ActorMention(text=words.strip(), span=self._named(claim, [words.strip()]))
        span = self._named(claim, actor.names) or (was.span if was else None)
        text = span.of(self._text) if span else (was.text if was else actor.name)
        return ActorMention(text=text, span=span, actor_id=actor.id, name=actor.name)

    def _place(self, claim: Claim, change: Change) -> PlacePhrase | None:
        was = claim.place
        relation = was.relation if was else PlaceRelation.IN
        if change.place_relation is not UNSET:
            relation = _word(PlaceRelation, change.place_relation, "place_relation")
        if change.place_id is UNSET:
            return None if was is None else msgspec.structs.replace(was, relation=relation)
        if not change.place_id:
            return None
        place = self._found(change.place_id)
        span = self._named(claim, [place.name, *place.names]) or (was.span if was else None)
        text = span.of(self._text) if span else (was.text if was else place.name)
        return PlacePhrase(
            text=text, span=span, relation=relation, place_id=place.id, name=place.name
        )

    def _named(self, claim: Claim, names: Iterable[str]) -> Span | None:
        """Return where the claim's words have one of the names, the longest that they have."""
        start, end = claim.evidence.start, claim.evidence.end
        for name in sorted({n for n in names if n}, key=len, reverse=True):
            found = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)").search(self._text, start, end)
            if found:
                return Span(*found.span())
        return None

    def _found(self, words: str) -> Place:
        place = self._places.find(words).place
        if place.id.startswith(UNRESOLVED):
            raise QueryError(
                where=f"place {words!r}",
                what="the gazetteer has no place of this name",
                fix="Give the id of a place, or add it with `whoholds gazetteer add`.",
            )
        return place

    def _speakers(self, claim: Claim, words: str | UnsetType | None) -> tuple[Speaker, ...]:
        if words is UNSET:
            return claim.speakers
        if not words or not words.strip():
            return ()
        words = words.strip()
        entries = (e for e in self._registry.speakers if e.id == words)
        entry = next(entries, None) or self._registry.find_speaker(words)
        old = claim.speakers[0] if claim.speakers else None
        text, span = (old.text, old.span) if old else (words, None)
        if entry is None:
            return (Speaker(text=words, name=words, kind=SpeakerKind.UNKNOWN),)
        return (
            Speaker(
                text=text,
                span=span,
                name=entry.name,
                speaker_id=entry.id,
                kind=entry.kind,
                side=entry.side,
            ),
        )


def _time(claim: Claim, change: Change) -> tuple[Interval | None, TimeBasis]:
    if change.start is UNSET and change.end is UNSET:
        return claim.interval, claim.time_basis
    was = claim.interval or Interval()
    first = was if change.start is UNSET else _stretch(change.start, "start")
    last = _stretch(change.end, "end") if change.end is not UNSET else was
    if change.end is UNSET and change.start is not UNSET:
        last = first
    start, end = first.start, last.end
    if start is None and end is None:
        return None, TimeBasis.UNKNOWN
    if start is not None and end is not None and start >= end:
        raise QueryError(
            where="the time of the claim",
            what=f"it ends before it starts ({start.date()})",
            fix="Give an end that is the same or later.",
        )
    return Interval(start=start, end=end, granularity=_grain(start, end)), TimeBasis.WORDS


def _grain(start: datetime | None, end: datetime | None) -> Granularity | None:
    """Return the finest granularity that the ends show: a whole month is a month."""
    for granularity, cut in ((Granularity.YEAR, 4), (Granularity.MONTH, 7)):
        if start is not None:
            whole = Interval.from_iso(start.date().isoformat()[:cut])
            if (whole.start, whole.end) == (start, end):
                return granularity
    return Granularity.DAY


def _stretch(text: str | None, part: str) -> Interval:
    if not text:
        return Interval()
    try:
        return Interval.from_iso(text)
    except (ValueError, OverflowError):
        raise QueryError(
            where=f"{part} {text!r}",
            what="it is no day, month or year",
            fix="Write it as 2017-06-30, 2017-06 or 2017.",
        ) from None


def _word(words: type[_Word], text: str, part: str) -> _Word:
    try:
        return words(text)
    except ValueError:
        raise QueryError(
            where=f"{part} {text!r}",
            what="there is no such word",
            fix=f"Choose from {', '.join(words)}.",
        ) from None
