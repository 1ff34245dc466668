"""A reader of two-word sentences, so that the service can be tested without a language model."""

from __future__ import annotations

import re
from datetime import datetime

from whoholds.model import (
    ActorMention,
    Annotation,
    Claim,
    ClaimKind,
    Interval,
    Modality,
    PlacePhrase,
    PlaceRelation,
    Span,
    Speaker,
    SpeakerKind,
    StatusAfter,
)
from whoholds.service.readers import Loaded

PLACES = {
    "Manbij": "geonames:167357",
    "Kobane": "geonames:172256",
    "Aleppo": "geonames:170063",
    "Aleppo province": "admin1:SY.09",
    "A-B highway": "road:a-b",
    "Nowhere": None,
}
ACTORS = {"IS": ("islamic-state", "Islamic State"), "SDF": ("syrian-democratic-forces", "SDF")}
KINDS = {
    "took": (ClaimKind.SEIZE, StatusAfter.CONTROLS),
    "left": (ClaimKind.WITHDRAW, StatusAfter.LOST),
    "shelled": (ClaimKind.STRIKE, StatusAfter.NONE),
}
SENTENCE = re.compile(
    rf"(?P<actor>{'|'.join(ACTORS)}) (?P<verb>{'|'.join(KINDS)}) "
    rf"(?P<place>{'|'.join(sorted(PLACES, key=len, reverse=True))})(?: on (?P<day>[\d-]+))?"
    r"(?: said (?P<speaker>\w+))?\."
)


class StubReader:
    """Reads "IS took Manbij on 2014-01-23 said Monitor." and raises on "BREAK"."""

    def read(
        self,
        text: str,
        *,
        published: datetime | None = None,
        title: str | None = None,  # noqa: ARG002
        outlet: str | None = None,  # noqa: ARG002
        context: str = "",  # noqa: ARG002
        everything: bool = True,  # noqa: ARG002
    ) -> Annotation:
        if "BREAK" in text:
            raise ZeroDivisionError("the reader broke")
        return Annotation(
            sentences=(Span(0, len(text)),),
            claims=tuple(_claim(m, published) for m in SENTENCE.finditer(text)),
        )


def _claim(match: re.Match[str], published: datetime | None) -> Claim:
    kind, status = KINDS[match["verb"]]
    actor_id, name = ACTORS[match["actor"]]
    day = match["day"] or (published.date().isoformat() if published else None)
    speaker = match["speaker"]
    place = match["place"]
    return Claim(
        kind=kind,
        trigger=Span(*match.span("verb")),
        evidence=Span(*match.span()),
        frame="stub",
        modality=Modality.REPORTED if speaker else Modality.ASSERTED,
        status_after=status,
        actor=ActorMention(text=match["actor"], actor_id=actor_id, name=name),
        place=PlacePhrase(
            text=place,
            name=place,
            place_id=PLACES[place],
            relation=PlaceRelation.ROAD_BETWEEN if "highway" in place else PlaceRelation.IN,
        ),
        interval=Interval.from_iso(day) if day else None,
        speakers=(
            (Speaker(text=speaker, name=f"The {speaker}", kind=SpeakerKind.MONITOR),)
            if speaker
            else ()
        ),
        confidence=0.9,
    )


VERSIONS = ("stub 1", "stub")


def load_stub() -> Loaded:
    """Return the stub, as a factory that can be sent to workers."""
    return Loaded(reader=StubReader(), reader_version=VERSIONS[0], gazetteer_version=VERSIONS[1])
