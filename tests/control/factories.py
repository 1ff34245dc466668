"""Statements for tests, made in one line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from whoholds.model import (
    ActorMention,
    Claim,
    ClaimKind,
    Interval,
    Modality,
    Place,
    PlacePhrase,
    PlaceRelation,
    Span,
    Speaker,
    SpeakerKind,
    Statement,
    StatusAfter,
)

PLACE = Place(id="user:town", name="Town", lat=36.0, lon=38.0, country="SY")
RECORDED = datetime(2026, 1, 1, tzinfo=UTC)
SPOKEN = datetime(2017, 6, 30, 17, 5, tzinfo=UTC)

MONITOR = Speaker(text="the monitor", name="The Monitor", kind=SpeakerKind.MONITOR)
PAPER = Speaker(text="a paper", name="A Paper", kind=SpeakerKind.MEDIUM)


def spokesman(side: str, name: str | None = None, via: str | None = None) -> Speaker:
    """Return a speaker of a party."""
    known_as = name or f"spokesman of {side}"
    return Speaker(text=known_as, name=known_as, kind=SpeakerKind.PARTY, side=side, via=via)


def party(words: str) -> ActorMention:
    """Return a party; lower-case words are its registry id too."""
    return ActorMention(text=words, actor_id=words if words == words.lower() else None)


def statement(
    kind: str,
    actor: str | None = None,
    when: Interval | str | None = None,
    *,
    counter: str | None = None,
    modality: str = "reported",
    status: str = "none",
    speaker: Speaker | None = None,
    relation: str = "in",
    count: int | None = None,
    share: float | None = None,
    place_id: str | None = None,
    backed_by: Sequence[str] = (),
    confidence: float = 0.8,
    published: datetime | None = SPOKEN,
    outlet: str = "Daily Wire",
    report: str = "r1",
) -> Statement:
    """Return a statement; `when` is an interval or an ISO day, month or year."""
    claim = Claim(
        kind=ClaimKind(kind),
        trigger=Span(0, 4),
        evidence=Span(0, 9),
        frame="test",
        modality=Modality(modality),
        status_after=StatusAfter(status),
        actor=None if actor is None else party(actor),
        counter_actor=None if counter is None else party(counter),
        supporters=tuple(party(words) for words in backed_by),
        place=PlacePhrase(
            text="the town",
            relation=PlaceRelation(relation),
            count=count,
            share=share,
            place_id=place_id,
        ),
        interval=Interval.from_iso(when) if isinstance(when, str) else when,
        speakers=() if speaker is None else (speaker,),
        confidence=confidence,
    )
    return Statement(
        id=Statement.id_of(claim, report),
        claim=claim,
        report_id=report,
        recorded=RECORDED,
        text="What the report says.",
        published=published,
        outlet=outlet,
    )


def by(day: str) -> Interval:
    """Return "by that day": only the end is known."""
    return Interval(end=Interval.from_iso(day).end)


def since(day: str) -> Interval:
    """Return "since that day": only the start is known."""
    told = Interval.from_iso(day)
    return Interval(start=told.start, granularity=told.granularity)


def noon(day: date) -> datetime:
    """Return noon of a day, UTC."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def days_after(day: date, number: int) -> date:
    """Return the day so many days later."""
    return day + timedelta(days=number)
