"""What the verbs give back."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from whoholds.log import Withdrawal
from whoholds.model import Failure, Happening, Holding, Noun, Place, Report, Statement


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


class Subject(StrEnum):
    """What an id names."""

    STATEMENT = "statement"
    HAPPENING = "happening"
    REPORT = "report"


class Shown(Noun, frozen=True):
    """A statement, a happening or a report, with the words that it rests on.

    statements: the one asked for, or those of the happening or the report, by publication and
    place in the text. reports: theirs. happening: None unless that was asked for. superseded: ids
    of the statements that a newer reading or a newer version of the page replaced. withdrawals:
    of the statements that the outlet no longer makes. versions: ids of all versions of the
    report's page, the oldest first; () unless a report was asked for.
    """

    subject: Subject
    id: str
    statements: tuple[Statement, ...]
    reports: tuple[Report, ...]
    happening: Happening | None = None
    superseded: tuple[str, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    versions: tuple[str, ...] = ()
