"""The nouns; this layer imports nothing else of the project but its errors."""

from whoholds.model.actor import Actor, ActorKind, ActorMention, Tie
from whoholds.model.annotation import Annotation, Predicate
from whoholds.model.claim import Claim, ClaimKind, Modality, StatusAfter, TimeBasis
from whoholds.model.holding import (
    Dispute,
    DisputeKind,
    Explanation,
    Happening,
    Holding,
    HoldingStatus,
    LastHolder,
    Share,
    Term,
    TermKind,
)
from whoholds.model.interval import Granularity, Interval, midnight
from whoholds.model.noun import Noun
from whoholds.model.place import Candidate, Place, PlacePhrase, PlaceRelation, Toponym
from whoholds.model.report import Failure, Report
from whoholds.model.span import Span
from whoholds.model.speaker import Attribution, Speaker, SpeakerKind
from whoholds.model.statement import Statement
from whoholds.model.time import TimeExpression, TimeType

__all__ = [
    "Actor",
    "ActorKind",
    "ActorMention",
    "Annotation",
    "Attribution",
    "Candidate",
    "Claim",
    "ClaimKind",
    "Dispute",
    "DisputeKind",
    "Explanation",
    "Failure",
    "Granularity",
    "Happening",
    "Holding",
    "HoldingStatus",
    "Interval",
    "LastHolder",
    "Modality",
    "Noun",
    "Place",
    "PlacePhrase",
    "PlaceRelation",
    "Predicate",
    "Report",
    "Share",
    "Span",
    "Speaker",
    "SpeakerKind",
    "Statement",
    "StatusAfter",
    "Term",
    "TermKind",
    "Tie",
    "TimeBasis",
    "TimeExpression",
    "TimeType",
    "Toponym",
    "midnight",
]
