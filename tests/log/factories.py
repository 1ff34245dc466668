"""Reports and statements for the tests of the log."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from whoholds.model import (
    ActorMention,
    Claim,
    ClaimKind,
    Interval,
    Modality,
    PlacePhrase,
    Report,
    Span,
    Speaker,
    SpeakerKind,
    Statement,
)

DAY = datetime(2017, 2, 23, 9, tzinfo=UTC)


def at(days: float) -> datetime:
    """Return a moment `days` after the tests' first day."""
    return DAY + timedelta(days=days)


def make_report(
    text: str = "Troops took Bab on Thursday, a monitor said.",
    *,
    url: str | None = None,
    title: str | None = None,
    outlet: str | None = "The Sample Post",
    published: datetime | None = DAY,
    updated: datetime | None = None,
    source: str | None = None,
) -> Report:
    return Report.make(
        text,
        url=url,
        title=title,
        outlet=outlet,
        published=published,
        updated=updated,
        source=source,
        language="en",
    )


def make_claim(
    *,
    kind: ClaimKind = ClaimKind.SEIZE,
    place: str | None = "geonames:1",
    actor: str | None = "alpha",
    counter: str | None = None,
    supporters: tuple[str, ...] = (),
    speakers: tuple[Speaker, ...] = (),
    modality: Modality = Modality.ASSERTED,
    interval: Interval | None = None,
    confidence: float = 0.8,
    start: int = 0,
) -> Claim:
    return Claim(
        kind=kind,
        trigger=Span(start + 7, start + 11),
        evidence=Span(start, start + 28),
        frame="seize.take",
        modality=modality,
        actor=_mention(actor),
        counter_actor=_mention(counter),
        supporters=tuple(ActorMention(text=s, actor_id=s) for s in supporters),
        place=None
        if place is None
        else PlacePhrase(text=place, place_id=place, name=place.removeprefix("geonames:")),
        interval=interval,
        speakers=speakers,
        confidence=confidence,
    )


def _mention(actor: str | None) -> ActorMention | None:
    return None if actor is None else ActorMention(text=actor, actor_id=actor, name=actor.title())


def make_speaker(
    name: str,
    *,
    via: str | None = None,
    side: str | None = None,
    kind: SpeakerKind = SpeakerKind.MONITOR,
) -> Speaker:
    return Speaker(text=name, name=name, speaker_id=name, kind=kind, via=via, side=side)


def make_statement(
    report: Report, claim: Claim, *, reader: str = "1", gazetteer: str = "1"
) -> Statement:
    return Statement(
        id=Statement.id_of(claim, report.id),
        claim=claim,
        report_id=report.id,
        recorded=DAY,
        text=claim.evidence.of(report.text),
        published=report.published,
        outlet=report.outlet,
        reader=reader,
        gazetteer=gazetteer,
    )
