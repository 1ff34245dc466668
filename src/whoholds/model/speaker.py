"""Who says so, and through whom."""

from __future__ import annotations

from enum import StrEnum

from whoholds.model.noun import Noun
from whoholds.model.span import Span


class SpeakerKind(StrEnum):
    """What sort of speaker it is; it sets how far the speaker is trusted at first."""

    PARTY = "party"
    MONITOR = "monitor"
    MEDIUM = "medium"
    THIRD_STATE = "third_state"
    AID = "aid"
    RESIDENT = "resident"
    EXPERT = "expert"
    UNKNOWN = "unknown"


class Speaker(Noun, frozen=True):
    """A speaker as a report words it, and who that is.

    text: the report's words; name: the full name, role and body as told before in the report.
    speaker_id: the registry's id; side: the actor id of the party whose side it is on.
    via: through whom it reached the report ("AFP", "SANA").
    """

    text: str
    name: str
    span: Span | None = None
    speaker_id: str | None = None
    kind: SpeakerKind = SpeakerKind.UNKNOWN
    side: str | None = None
    via: str | None = None


class Attribution(Noun, frozen=True):
    """One act of saying: source, cue and content, each of one or more spans of the text."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    speaker: Speaker | None = None
