"""Who holds a place, how surely, and why."""

from __future__ import annotations

from enum import StrEnum

from whoholds.model.interval import Interval
from whoholds.model.noun import Noun
from whoholds.model.place import Place
from whoholds.model.statement import Statement


class HoldingStatus(StrEnum):
    """What is known of a place over a stretch of time."""

    HELD = "held"
    CONTESTED = "contested"
    UNKNOWN = "unknown"


class Share(Noun, frozen=True):
    """The probability (0..1) that one party holds the place (or, in `absent`, holds nothing).

    statements: ids of those that speak for it; speakers: how many independent speakers they have.
    """

    actor_id: str
    name: str
    probability: float
    statements: tuple[str, ...] = ()
    speakers: int = 0


class Holding(Noun, frozen=True):
    """One place over one stretch: probability by party, contested, unknown.

    shares: the parties, most probable first; with `contested` and `unknown` they sum to 1.
    holder: the most probable party where status is held, else None. since: when the holder came
    to hold it, as the claims tell it.
    reached: the probability that any evidence reaches the answer (0..1).
    besieged: the place is surrounded or cut off. absent: parties known to hold nothing there.
    statements: ids of the statements behind it; speakers: how many independent speakers.
    """

    place: Place
    interval: Interval
    status: HoldingStatus
    shares: tuple[Share, ...] = ()
    contested: float = 0.0
    unknown: float = 0.0
    holder: Share | None = None
    since: Interval | None = None
    besieged: bool = False
    absent: tuple[Share, ...] = ()
    statements: tuple[str, ...] = ()
    speakers: int = 0
    reached: float = 0.0


class TermKind(StrEnum):
    """What a term of an explanation rests on."""

    PRIOR = "prior"
    STATEMENT = "statement"
    CARRIED = "carried"
    NEIGHBOURS = "neighbours"


class Term(Noun, frozen=True):
    """One addend of an explanation.

    nats: its log-odds for the party asked about; statement: what it rests on, None for the prior
    and for what was carried over; because: the term in words. copies: ids of the statements of
    the same voice that add nothing. later: it was known only after the day asked about.
    """

    nats: float
    because: str
    statement: Statement | None = None
    kind: TermKind = TermKind.STATEMENT
    copies: tuple[str, ...] = ()
    later: bool = False


class Explanation(Noun, frozen=True):
    """The terms that add up to a holding's figure.

    log_odds: of `actor` against all else, in nats; equals the sum of the terms' nats.
    """

    holding: Holding
    actor: Share | None
    log_odds: float
    terms: tuple[Term, ...]
    summary: str


class Happening(Noun, frozen=True):
    """The statements that are about one event, with what they agree on."""

    id: str
    kind: str
    place_id: str | None
    actor_id: str | None
    interval: Interval | None
    statements: tuple[str, ...]
    speakers: int
