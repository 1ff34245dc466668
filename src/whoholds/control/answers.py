"""From probabilities to answers: held by whom, contested or unknown, and how surely."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from whoholds.control.case import Case
from whoholds.control.chain import Beliefs
from whoholds.control.dating import day_end, day_of
from whoholds.control.evidence import Evidence
from whoholds.control.together import apart
from whoholds.control.track import CONTESTED, FIRST_PARTY, UNKNOWN, Floats, Ints

Flags = npt.NDArray[np.bool_]

_HELD, _RIVAL, _EVEN, _HEARD = 0.5, 0.3, 0.8, 0.2
_SHARP = 31.0  # days: the widest window of a claim that can dispute another
_LONGEST = 200 * 365.25  # days


@dataclass(frozen=True, slots=True)
class Findings:
    """What is answered at Q moments.

    beliefs: as they are shown, neighbours with them. answer: (Q,) the column of the holder, or
    CONTESTED or UNKNOWN. figure: (Q,) the probability of that answer.
    """

    beliefs: Beliefs
    answer: Ints
    figure: Floats


def findings(case: Case, moments: Floats) -> Findings:
    """Return the answers of a case at moments, (Q,) days since 1970.

    Neighbours lean on what is not known, and never change an answer.
    """
    alone = case.alone(moments)
    supported = case.supported(moments, alone.smoothed)
    answer = answers_of(
        alone.smoothed,
        supported=supported,
        backed=case.backed,
        disputed=_disputed(case, moments),
    )
    open_ = (answer == UNKNOWN)[:, None]
    beliefs = case.leaned(moments, alone, open_) if case.near else alone
    most = supported.max(axis=1, initial=0.0)
    if case.near:
        most = np.minimum(most, beliefs.smoothed[:, FIRST_PARTY:].max(axis=1, initial=0.0))
    return Findings(beliefs, answer, figures_of(beliefs.smoothed, answer, most))


def answers_of(
    beliefs: Floats,
    *,
    supported: Floats | None = None,
    backed: Flags | None = None,
    disputed: Flags | None = None,
) -> Ints:
    """Return, for (Q, K) probabilities, the column of the holder, or CONTESTED or UNKNOWN.

    A party holds the place where evidence alone gives it at least one half, and where some claim
    tells of its holding it. Else the place is contested where that is likelier than what evidence
    leaves open, or where two parties are told to hold it at one time and are about even. Else it
    is unknown who holds it: where evidence has faded, two even parties are no dispute.
    supported: (Q, parties) what evidence alone gives each party, at most its probability; its
    probability where it is None. backed: (parties,) which parties a claim tells of; all where it
    is None. disputed: (Q,) whether claims of one time name different holders; nowhere if None.
    """
    contested = beliefs[:, CONTESTED]
    if beliefs.shape[1] == FIRST_PARTY:
        answer = np.where(contested > beliefs[:, UNKNOWN], CONTESTED, UNKNOWN)
        return answer.astype(np.int64)
    parties = beliefs[:, FIRST_PARTY:]
    told = parties if supported is None else np.minimum(parties, supported)
    most = told.max(axis=1)
    named = told if backed is None else np.where(backed, told, 0.0)
    top, first = named.max(axis=1), named.argmax(axis=1)
    held = (top >= _HELD) & (top > contested)
    contest = contested >= 1.0 - contested - most
    if disputed is not None and parties.shape[1] > 1:
        second = np.partition(named, -2, axis=1)[:, -2]
        contest |= disputed & (second >= _EVEN * top) & (second >= _RIVAL)
    answer = np.where(contest, CONTESTED, UNKNOWN)
    return np.where(held, first + FIRST_PARTY, answer).astype(np.int64)


def figures_of(beliefs: npt.NDArray[np.floating], answers: Ints, most: Floats) -> Floats:
    """Return (Q,) the probability of each answer of (Q, K) beliefs.

    Of held: of the holder. Of contested: all that is neither unknown nor of the most probable
    party. Of unknown: all that is neither contested nor told of one party.
    most: (Q,) what evidence alone gives the party that it tells of most.
    """
    rows = np.arange(len(answers))
    top = beliefs[:, FIRST_PARTY:].max(axis=1, initial=0.0)
    disputed = np.maximum(1.0 - beliefs[:, UNKNOWN] - top, beliefs[:, CONTESTED])
    undecided = 1.0 - beliefs[:, CONTESTED] - most
    found = np.where(answers == CONTESTED, disputed, undecided)
    found = np.where(answers >= FIRST_PARTY, beliefs[rows, answers], found)
    return np.asarray(np.clip(found, 0.0, 1.0), dtype=np.float64)


def _disputed(case: Case, moments: Floats) -> Flags:
    """Tell the moments about which claims of one time name different holders."""
    starts, ends = case.remember("disputes", lambda: _bounds(_disputes(case)))
    begun = np.searchsorted(starts, moments, side="right")
    return np.asarray(begun > np.searchsorted(ends, moments, side="left"), dtype=np.bool_)


def _bounds(stretches: Iterable[tuple[float, float]]) -> tuple[Floats, Floats]:
    """Return the starts of stretches and their ends, each sorted: at any moment, those that have
    begun and not ended are as many as the starts before it less the ends before it."""
    found = np.array(list(stretches), dtype=np.float64).reshape(-1, 2)
    return np.sort(found[:, 0]), np.sort(found[:, 1])


def _disputes(case: Case) -> Iterator[tuple[float, float]]:
    """Yield from when until when two claims of about one time dispute who holds the place."""
    near = case.settings.windows["copies"]
    holds = [g.lead for g in case.groups if g.lead.says.startswith("+") and g.lead.p >= _HEARD]
    holds = [e for e in holds if e.window.end - e.window.start <= _SHARP]
    holds.sort(key=lambda e: (e.window.end, e.statement.id))
    for number, one in enumerate(holds):
        for other in holds[number + 1 :]:
            if other.window.end > one.window.end + _SHARP + near:
                break
            if apart(one, other) <= near and one.says != other.says:
                begun = min(one.window.start, other.window.start)
                yield begun, other.window.end + case.settings.contested_days


@dataclass(frozen=True, slots=True)
class Days:
    """The answers of days in a row: their ends (Q,), and the column of each answer."""

    moments: Floats
    answer: Ints

    @property
    def first(self) -> float:
        """The end of the first day."""
        return float(self.moments[0])

    @property
    def last(self) -> float:
        """The end of the last day."""
        return float(self.moments[-1])

    def among(self, moments: Floats) -> Ints:
        """Return the answers of some of the days, in a row."""
        at = round(float(moments[0]) - self.first)
        return self.answer[at : at + len(moments)]


DAYS = "days"
"""Under this name a case remembers the answers of the days that were asked for."""


def days_of(case: Case, until: date | None) -> Floats:
    """Return the day ends from the first evidence to `until`, at most two centuries of them."""
    if not len(case.track.time):
        return np.zeros(0)
    last = day_of(float(case.track.time[-1])) if until is None else until
    first = max(day_end(day_of(float(case.track.time[0]))), day_end(last) - _LONGEST)
    return np.arange(first, day_end(last) + 0.5)


@dataclass(frozen=True, slots=True)
class Course:
    """How the answer of a day came about.

    began: the first day's end from which on it stood without a break. before: the last holder
    before that (its column), and the end of its last day; None where there was none.
    """

    began: float
    before: tuple[int, float] | None


def course_of(case: Case, on: date) -> Course:
    """Return since when the answer of a day stands, and who was known to hold before."""
    moments = days_of(case, on)
    if not len(moments):
        return Course(day_end(on), None)
    answers = _answers_at(case, moments)
    broken = np.flatnonzero(answers != answers[-1])
    began = float(moments[broken[-1] + 1 if len(broken) else 0])
    held = np.flatnonzero(answers >= FIRST_PARTY)
    last = (int(answers[held[-1]]), float(moments[held[-1]])) if len(held) else None
    return Course(began, last)


def _answers_at(case: Case, moments: Floats) -> Ints:
    """Return the answers of days in a row; those of days with evidence are worked out once."""
    known = case.recall(DAYS, Days)
    if known is not None and known.first <= moments[0] and moments[-1] <= known.last:
        return known.among(moments)
    days, answers = case.remember("daily", lambda: _daily(case))
    count = min(len(days), len(moments))
    if not count or days[0] != moments[0]:
        return findings(case, moments).answer
    if count == len(moments):
        return answers[:count]
    later = findings(case, moments[count:]).answer
    return np.concatenate((answers[:count], later))


def _daily(case: Case) -> tuple[Floats, Ints]:
    moments = days_of(case, None)
    return moments, findings(case, moments).answer


def last_told(evidence: Sequence[Evidence], moment: float) -> date | None:
    """Return the last day by a moment that any of the evidence tells of, None for none."""
    ends = [e.window.end for e in evidence if e.window.end <= moment]
    return day_of(max(ends)) if ends else None
