"""Hypothesis strategies for the nouns."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from whoholds.model import (
    ActorMention,
    Claim,
    ClaimKind,
    Granularity,
    Interval,
    Modality,
    PlacePhrase,
    PlaceRelation,
    Report,
    Span,
    Speaker,
    SpeakerKind,
    StatusAfter,
    TimeBasis,
)

words = st.text(min_size=1, max_size=30)
moments = st.integers(-2_000_000_000, 4_000_000_000).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)
spans = st.tuples(st.integers(0, 10_000), st.integers(0, 500)).map(
    lambda pair: Span(pair[0], pair[0] + pair[1])
)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    start, end = draw(st.none() | moments), draw(st.none() | moments)
    if start is not None and end is not None and end < start:
        start, end = end, start
    return Interval(
        start=start, end=end, granularity=draw(st.none() | st.sampled_from(Granularity))
    )


actor_mentions = st.builds(
    ActorMention,
    text=words,
    span=st.none() | spans,
    actor_id=st.none() | words,
    name=st.none() | words,
)
speakers = st.builds(
    Speaker,
    text=words,
    name=words,
    span=st.none() | spans,
    speaker_id=st.none() | words,
    kind=st.sampled_from(SpeakerKind),
    side=st.none() | words,
    via=st.none() | words,
)
place_phrases = st.builds(
    PlacePhrase,
    text=words,
    span=st.none() | spans,
    relation=st.sampled_from(PlaceRelation),
    count=st.none() | st.integers(0, 500),
    share=st.none() | st.floats(0, 1),
    place_id=st.none() | words,
    name=st.none() | words,
)
claims = st.builds(
    Claim,
    kind=st.sampled_from(ClaimKind),
    trigger=spans,
    evidence=spans,
    frame=words,
    modality=st.sampled_from(Modality),
    status_after=st.sampled_from(StatusAfter),
    actor=st.none() | actor_mentions,
    counter_actor=st.none() | actor_mentions,
    supporters=st.lists(actor_mentions, max_size=2).map(tuple),
    place=st.none() | place_phrases,
    interval=st.none() | intervals(),
    time_basis=st.sampled_from(TimeBasis),
    speakers=st.lists(speakers, max_size=2).map(tuple),
    confidence=st.floats(0, 1),
)
reports = st.builds(
    Report.make,
    text=st.text(max_size=200),
    title=st.none() | words,
    url=st.none() | words,
    outlet=st.none() | words,
    published=st.none() | moments,
    updated=st.none() | moments,
)
