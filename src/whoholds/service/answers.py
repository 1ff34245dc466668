"""What the verbs give back."""

from __future__ import annotations

from datetime import date

from whoholds.model import Failure, Holding, Noun, Place, Statement


class ReadSummary(Noun, frozen=True):
    """What a run of `read` did.

    reports: read now; known: the store held them already; statements: new ones. failures: what
    could not be used, or only in part, in order. seconds: wall-clock.
    """

    reports: int = 0
    known: int = 0
    statements: int = 0
    failures: tuple[Failure, ...] = ()
    seconds: float = 0.0


class Answer(Noun, frozen=True):
    """Who holds a place on a day, and the statements that the answer rests on.

    on: the UTC day whose end is meant. sentence: the answer in words. reason: why there is none,
    None where there is one. evidence: the statements that speak for it, the strongest first.
    against: those that speak for another answer. others: places that the words may also mean.
    """

    place: Place
    on: date
    holding: Holding
    sentence: str
    reason: str | None = None
    evidence: tuple[Statement, ...] = ()
    against: tuple[Statement, ...] = ()
    others: tuple[Place, ...] = ()
