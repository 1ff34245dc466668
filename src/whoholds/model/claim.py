"""Claims: one assertion about one place."""

from __future__ import annotations

from enum import StrEnum

from whoholds.model.actor import ActorMention
from whoholds.model.interval import Interval
from whoholds.model.noun import Noun
from whoholds.model.place import PlacePhrase
from whoholds.model.span import Span
from whoholds.model.speaker import Speaker


class ClaimKind(StrEnum):
    """What is claimed; the first nine move control, the others do not."""

    SEIZE = "seize"
    WITHDRAW = "withdraw"
    HANDOVER = "handover"
    CONTROL_STATE = "control_state"
    CONTEST = "contest"
    SIEGE = "siege"
    ATTACK_REPELLED = "attack_repelled"
    ADVANCE = "advance"
    CEASEFIRE = "ceasefire"
    STRIKE = "strike"
    CASUALTIES = "casualties"
    DISPLACEMENT = "displacement"
    TALKS = "talks"
    AGREEMENT = "agreement"

    @property
    def moves_control(self) -> bool:
        """True for the kinds that are evidence on who holds a place."""
        return self not in _EVENTS


_EVENTS = frozenset(
    {
        ClaimKind.STRIKE,
        ClaimKind.CASUALTIES,
        ClaimKind.DISPLACEMENT,
        ClaimKind.TALKS,
        ClaimKind.AGREEMENT,
    }
)


class Modality(StrEnum):
    """How the claim is meant."""

    ASSERTED = "asserted"
    REPORTED = "reported"
    CONFIRMED = "confirmed"
    DENIED = "denied"
    ONGOING = "ongoing"
    PLANNED = "planned"
    POSSIBLE = "possible"


class StatusAfter(StrEnum):
    """The actor's standing at the place after the event."""

    CONTROLS = "controls"
    LOST = "lost"
    CONTESTED = "contested"
    BESIEGED = "besieged"
    NONE = "none"


class TimeBasis(StrEnum):
    """Where a claim's time comes from."""

    WORDS = "words"
    NARRATIVE = "narrative"
    PUBLICATION = "publication"
    UNKNOWN = "unknown"


class Claim(Noun, frozen=True):
    """One assertion about one place: what, by whom, where, when, how meant, according to whom.

    frame: id of the frame that read it. trigger, evidence: its words in the report.
    interval: None where the words give no time. confidence: the reader's own, 0..1.
    speakers: chain of independent attributions, the innermost (origin) first; () in own voice.
    """

    kind: ClaimKind
    trigger: Span
    evidence: Span
    frame: str
    modality: Modality = Modality.ASSERTED
    status_after: StatusAfter = StatusAfter.NONE
    actor: ActorMention | None = None
    counter_actor: ActorMention | None = None
    supporters: tuple[ActorMention, ...] = ()
    place: PlacePhrase | None = None
    interval: Interval | None = None
    time_basis: TimeBasis = TimeBasis.UNKNOWN
    speakers: tuple[Speaker, ...] = ()
    confidence: float = 0.5
