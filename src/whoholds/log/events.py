"""What a statement says of an event: which family of event, who gains, who loses, and when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from whoholds.log.keys import place_key
from whoholds.model import (
    ActorMention,
    Claim,
    ClaimKind,
    Granularity,
    Interval,
    Modality,
    PlacePhrase,
    PlaceRelation,
    Statement,
    StatusAfter,
)

# Kinds that may tell one event in different words.
_FAMILY = {
    ClaimKind.SEIZE: "transfer",
    ClaimKind.WITHDRAW: "transfer",
    ClaimKind.HANDOVER: "transfer",
    ClaimKind.CONTEST: "fight",
    ClaimKind.ADVANCE: "fight",
    ClaimKind.ATTACK_REPELLED: "fight",
    ClaimKind.STRIKE: "strike",
    ClaimKind.CASUALTIES: "strike",
    ClaimKind.CEASEFIRE: "truce",
    ClaimKind.AGREEMENT: "truce",
}
_LIFTED = ".lifted"
"""How the name of a frame ends that tells the end of what its kind tells."""
_EVERYWHERE = frozenset({"fight", "strike"})
_OPEN = (Modality.PLANNED, Modality.POSSIBLE)

DAY = timedelta(days=1)
_BEFORE_REPORT = {"transfer": timedelta(days=3), "siege": timedelta(days=3)}
"""How far before its report an event without a time of its own is looked for; fights and strikes
come again day after day, so that only the day itself is meant."""
_LENGTH = {Granularity.MONTH: timedelta(days=31), Granularity.YEAR: timedelta(days=366)}
_ALWAYS = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Event:
    """A statement as a witness to an event, or to the state that it left behind.

    family: kinds that may be one event. place: gazetteer id or slug. gainer, loser: ids of the
    parties that gain and lose the place (else who acts, and against whom), None where not told or
    not known: "troops" may be anyone's. start, end: the window in which it must lie; recent: the
    window is only "by then". denied; open: planned or possible. part: it is about some part of the
    place, or about a whole country, where much may happen at once. state: it tells that a party
    holds the place, not that it took it.
    """

    statement: Statement
    family: str
    place: str
    gainer: str | None
    loser: str | None
    start: datetime
    end: datetime
    recent: bool
    denied: bool
    open: bool
    part: bool
    state: bool = False

    @property
    def vague(self) -> bool:
        """Whether it is fighting somewhere in a country by nobody told: one of many such events."""
        return (
            self.gainer is None and self.family in _EVERYWHERE and self.place.startswith("country:")
        )

    @property
    def width(self) -> timedelta:
        """The length of the window."""
        return self.end - self.start

    @property
    def order(self) -> tuple[timedelta, datetime, str]:
        """The narrowest first, whatever the order of reading."""
        return (self.width, self.start, self.statement.id)


def event_of(statement: Statement) -> Event | None:
    """Return what a statement says of an event; None where it tells no place."""
    claim = statement.claim
    place = place_key(claim.place)
    if place is None:
        return None
    if claim.place is not None and not _has_name(claim.place):
        # "The road" of one report is not that of another.
        place = f"{place}@{statement.report_id}"
    family = _family(claim)
    fighting = claim.modality is Modality.ONGOING and family == "transfer"
    actor, counter = _known(claim.actor), _known(claim.counter_actor)
    gainer, loser = (counter, actor) if claim.kind is ClaimKind.WITHDRAW else (actor, counter)
    part = place.startswith("country:") or (claim.place is not None and _is_part(claim.place))
    before = DAY if part else _BEFORE_REPORT.get(family, DAY)
    start, end, recent = _window(claim.interval, statement.published, before)
    return Event(
        statement=statement,
        family="fight" if fighting else family,
        place=place,
        gainer=gainer,
        loser=loser,
        start=start,
        end=end,
        recent=recent,
        denied=claim.modality is Modality.DENIED,
        open=claim.modality in _OPEN,
        part=part,
        state=claim.kind is ClaimKind.CONTROL_STATE,
    )


def taking_behind(state: Event) -> Event | None:
    """Return the taking that a state tells of: "holds it since March", or held when reported.

    None where it tells of none: nobody holds the place, or it is denied or not sure.
    """
    claim = state.statement.claim
    held = claim.status_after in (StatusAfter.CONTROLS, StatusAfter.NONE)
    if not state.state or state.gainer is None or state.denied or state.open or not held:
        return None
    told = claim.interval
    if told is not None and told.start is not None and told.end is None:
        start = told.start
        end = start + (_LENGTH.get(told.granularity, DAY) if told.granularity else DAY)
    elif state.part:
        return None  # "a base near rebel-held X" tells of no taking
    else:
        end = state.end
        start = end - _BEFORE_REPORT["transfer"]
    return replace(state, family="transfer", start=start, end=end, recent=True)


def _family(claim: Claim) -> str:
    """Return the family of events that a claim tells of; a siege and its end are two."""
    if claim.kind is ClaimKind.SIEGE and claim.frame.endswith(_LIFTED):
        return "relief"
    return _FAMILY.get(claim.kind, claim.kind.value)


def _has_name(phrase: PlacePhrase) -> bool:
    """Say whether words name a place; "the road" and "a village" name none."""
    words = phrase.name or phrase.text
    return phrase.place_id is not None or any(c.isupper() or c.isdigit() for c in words)


def _is_part(phrase: PlacePhrase) -> bool:
    return phrase.relation is not PlaceRelation.IN or phrase.count is not None


def _known(mention: ActorMention | None) -> str | None:
    return None if mention is None else mention.actor_id


def _window(
    interval: Interval | None, published: datetime | None, before: timedelta
) -> tuple[datetime, datetime, bool]:
    """Return start, end, and whether the words say only that it was over by then."""
    start = interval.start if interval else None
    end = interval.end if interval else None
    if start is not None and end is not None:
        return start, end, False
    if start is not None:
        return start, start + DAY, False
    until = end or published
    if until is None:
        return (*_ALWAYS, True)
    return until - before, until, True
