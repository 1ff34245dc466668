"""The wire form of an annotation: one JSON object a line, offsets in code points of the text."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from whoholds.model import (
    Annotation,
    Attribution,
    Claim,
    Granularity,
    Interval,
    Predicate,
    Span,
    Speaker,
    TimeExpression,
    Toponym,
)

Row = dict[str, Any]

_CUT = {Granularity.YEAR: 4, Granularity.MONTH: 7}
_CLOCK = {Granularity.MINUTE, Granularity.PART_OF_DAY}


def annotation_row(id_: object, annotation: Annotation) -> Row:
    """Return the JSON object that `annotate` writes for one text."""
    return {
        "id": id_,
        "sentences": [_span(s) for s in annotation.sentences],
        "toponyms": [toponym_row(t) for t in annotation.toponyms],
        "timexes": [time_row(t) for t in annotation.times],
        "attributions": [attribution_row(a) for a in annotation.attributions],
        "predicates": [predicate_row(p) for p in annotation.predicates],
        "claims": [claim_row(c) for c in annotation.claims],
    }


def toponym_row(toponym: Toponym) -> Row:
    """Return a place name with the place that it means; the place's fields None where open."""
    place = toponym.place
    return {
        "start": toponym.span.start,
        "end": toponym.span.end,
        "text": toponym.text,
        "place_id": place.id if place else None,
        "name": place.name if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "country": place.country if place else None,
        "admin1": place.admin1_name if place else None,
        "score": round(toponym.score, 4),
    }


def time_row(time: TimeExpression) -> Row:
    """Return a time expression; `earliest` and `latest` are its first and last day or instant."""
    earliest, latest = _ends(time.interval)
    return {
        "start": time.span.start,
        "end": time.span.end,
        "type": str(time.type),
        "value": time.value,
        "earliest": earliest,
        "latest": latest,
    }


def attribution_row(attribution: Attribution) -> Row:
    """Return one act of saying, with its speaker's name where it is known."""
    speaker = attribution.speaker
    return {
        "source": [_span(s) for s in attribution.source],
        "cue": [_span(s) for s in attribution.cue],
        "content": [_span(s) for s in attribution.content],
        "speaker": speaker.name if speaker else None,
        "speaker_id": speaker.speaker_id if speaker else None,
    }


def predicate_row(predicate: Predicate) -> Row:
    """Return a verb or event noun with the place names at which it happens."""
    return {
        "start": predicate.span.start,
        "end": predicate.span.end,
        "lemma": predicate.lemma,
        "locations": [_span(s) for s in predicate.locations],
    }


def claim_row(claim: Claim) -> Row:
    """Return a claim as a flat object: the report's words beside the resolved names and ids."""
    actor, counter, place = claim.actor, claim.counter_actor, claim.place
    start, end, granularity = claim_dates(claim.interval)
    return {
        "kind": str(claim.kind),
        "actor": actor.text if actor else None,
        "actor_id": actor.actor_id if actor else None,
        "actor_name": actor.name if actor else None,
        "counter_actor": counter.text if counter else None,
        "counter_actor_id": counter.actor_id if counter else None,
        "supporters": [s.text for s in claim.supporters],
        "place": place.text if place else None,
        "place_id": place.place_id if place else None,
        "place_name": place.name if place else None,
        "place_relation": str(place.relation) if place else None,
        "place_count": place.count if place else None,
        "start_date": start,
        "end_date": end,
        "date_granularity": granularity,
        "modality": str(claim.modality),
        "status_after": str(claim.status_after),
        "sources": [_speaker_row(s) for s in claim.speakers],
        "trigger": _span(claim.trigger),
        "evidence": _span(claim.evidence),
        "confidence": round(claim.confidence, 4),
    }


def claim_dates(interval: Interval | None) -> tuple[str | None, str | None, str | None]:
    """Return (start, end, granularity) as ISO days, months or years, as far as the words went.

    Both ends are inclusive. A whole month or year is told by its start alone; an open end is None.
    """
    if interval is None or interval.is_empty:
        return None, None, None
    granularity = None if interval.granularity is None else str(interval.granularity)
    cut = _cut(interval)
    first, last = interval.first_day, interval.last_day
    start = None if first is None else first.isoformat()[:cut]
    end = None if last is None else last.isoformat()[:cut]
    if cut < 10 and start == end:
        end = None
    return start, end, granularity


def _cut(interval: Interval) -> int:
    """Return how many characters of an ISO day the interval's words justify."""
    cut = 10 if interval.granularity is None else _CUT.get(interval.granularity, 10)
    first, last = interval.first_day, interval.last_day
    if cut == 7 and _inside_month(interval):
        return 10
    if cut == 4 and first and last and (first.month, last.month) != (1, 12):
        return 7
    return cut


def _inside_month(interval: Interval) -> bool:
    """Say whether a month-grained interval starts or ends inside a month ("mid-July")."""
    first, last = interval.first_day, interval.last_day
    if first is not None and first.day != 1:
        return True
    return last is not None and first is not None and (last + timedelta(days=1)).day != 1


def _ends(interval: Interval | None) -> tuple[str | None, str | None]:
    if interval is None:
        return None, None
    if interval.granularity in _CLOCK:
        return _instant(interval.start), _instant(interval.end)
    first, last = interval.first_day, interval.last_day
    return first.isoformat() if first else None, last.isoformat() if last else None


def _instant(moment: datetime | None) -> str | None:
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _speaker_row(speaker: Speaker) -> Row:
    return {
        "text": speaker.text,
        "name": speaker.name,
        "speaker_id": speaker.speaker_id,
        "via": speaker.via,
    }


def _span(span: Span) -> list[int]:
    return [span.start, span.end]
