"""Who holds a place, how surely, and why."""

from __future__ import annotations

from datetime import date, datetime
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


class LastHolder(Noun, frozen=True):
    """Who was known to hold a place before it became unknown; until: the last day of that."""

    actor_id: str
    name: str
    until: date


class Holding(Noun, frozen=True):
    """One place over one stretch: probability by party, contested, unknown.

    shares: the parties, most probable first; with `contested` and `unknown` they sum to 1.
    probability: of the status: of held that the holder holds it, of contested that it is fought
    over or has rival holders, of unknown that no party told of holds it. A run of days that is
    over has the mean of its days, one that lasts has that of its last day.
    holder: the party that holds it where status is held, else None. since: when the holder came
    to hold it, as the claims tell it. before: where it is unknown, who was known to hold it last.
    told: the last day that any evidence tells of.
    reached: the probability that any evidence reaches the answer (0..1).
    why: what brought the answer about at the start of the stretch, in words; None where nothing
    told does. besieged: the place is surrounded or cut off. absent: parties known to hold
    nothing there.
    statements: ids of the statements behind it; speakers: how many independent speakers.
    """

    place: Place
    interval: Interval
    status: HoldingStatus
    probability: float = 0.0
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
    why: str | None = None
    before: LastHolder | None = None
    told: date | None = None


class TermKind(StrEnum):
    """What a term of an explanation rests on."""

    PRIOR = "prior"
    STATEMENT = "statement"
    CARRIED = "carried"
    NEIGHBOURS = "neighbours"


class Term(Noun, frozen=True):
    """One addend of an explanation.

    nats: its log-odds for the party asked about, as they are left by the day asked about; told:
    what they were when it was told, where time or a later change took from them. statement: what
    it rests on, None for the prior and for what is told together; because: the term in words.
    copies: ids of the statements of the same voice that add nothing. later: it was known only
    after the day asked about.
    """

    nats: float
    because: str
    statement: Statement | None = None
    kind: TermKind = TermKind.STATEMENT
    copies: tuple[str, ...] = ()
    later: bool = False
    told: float | None = None


class Explanation(Noun, frozen=True):
    """The terms that add up to a holding's figure.

    log_odds: of `actor` against all else, in nats; equals the sum of the terms' nats.
    """

    holding: Holding
    actor: Share | None
    log_odds: float
    terms: tuple[Term, ...]
    summary: str


class DisputeKind(StrEnum):
    """How a statement departs from what most say of a happening."""

    DENIAL = "denial"
    DATE = "date"
    TAKER = "taker"


class Dispute(Noun, frozen=True):
    """One statement's departure from what most say; says: the other day or party, or the denial."""

    statement_id: str
    kind: DisputeKind
    says: str


class Happening(Noun, frozen=True):
    """The statements that are about one event, with what they agree on.

    id: of the earliest published statement. kind: the claims' commonest. place_id, place_name: the
    narrowest place told. actor_id: the party that gains the place (else acts), counter_actor_id:
    that loses it, as most independent speakers say. interval: the time that most of them share,
    the narrowest told. statements: all ids, disputes included, by publication. speakers: how many
    independent speakers affirm it. first, last: publication of its first and last report.
    disputes: statements that deny it or tell another day or taker. open: told only as planned,
    possible, or denied.
    """

    id: str
    kind: str
    place_id: str | None
    actor_id: str | None
    interval: Interval | None
    statements: tuple[str, ...]
    speakers: int
    place_name: str | None = None
    counter_actor_id: str | None = None
    first: datetime | None = None
    last: datetime | None = None
    disputes: tuple[Dispute, ...] = ()
    open: bool = False
