"""Who holds a place on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from whoholds.control.case import Case, Context, case_of, context_by, known_by
from whoholds.control.copies import Group
from whoholds.control.dating import day_end, day_of, instant
from whoholds.control.evidence import Evidence
from whoholds.control.track import CONTESTED, FIRST_PARTY, UNKNOWN, Floats
from whoholds.control.words import reason
from whoholds.model import (
    Holding,
    HoldingStatus,
    Interval,
    Modality,
    Place,
    Share,
    Statement,
    StatusAfter,
)

Mode = Literal["smoothed", "online"]

_HELD, _RIVAL, _EVEN, _ABSENT = 0.5, 0.3, 0.8, 0.1
_LONGEST = 200 * 365.25  # days
_MOVES = frozenset({"seize", "handover", "controls", "withdraw", "absent", "seize_lost"})
_DEFAULT = Context()


def holding_on(
    place: Place,
    statements: Iterable[Statement],
    *,
    on: date,
    mode: Mode = "smoothed",
    context: Context = _DEFAULT,
) -> Holding:
    """Return who holds a place at the end of a UTC day.

    mode: "smoothed" uses all statements, "online" only those published by the end of that day.
    The holding's interval is that day.
    """
    by = on if mode == "online" else None
    case = case_of(place, known_by(statements, by), context_by(context, by))
    return holding_of(case, on=on)


def holding_of(case: Case, *, on: date) -> Holding:
    """Return who holds the case's place at the end of a UTC day."""
    moment = day_end(on)
    beliefs = case.ask(np.array([moment]))
    answer = int(answers_of(beliefs.smoothed, case.backed)[0])
    reached, began = 1.0 - float(beliefs.unreached[0]), began_at(case, on)
    found = Answer(beliefs.smoothed[0], answer, moment, began, reached)
    return compose(case, found, Interval.of_day(on))


def answers_of(
    beliefs: Floats, backed: npt.NDArray[np.bool_] | None = None
) -> npt.NDArray[np.int64]:
    """Return, for (Q, K) probabilities, the column of the holder, or CONTESTED or UNKNOWN.

    A party holds the place where it has at least one half and more than contested, and where some
    claim tells of its holding it; else the place is contested where that is likelier than any
    party and than what nobody has named, or where two parties are about even and both likely;
    else it is unknown who holds it.
    backed: (parties,) or (Q, parties), which parties a claim tells of (`Case.backed`); all where
    it is None.
    """
    unknown, contested = beliefs[:, UNKNOWN], beliefs[:, CONTESTED]
    if beliefs.shape[1] == FIRST_PARTY:
        return np.where(contested > unknown, CONTESTED, UNKNOWN).astype(np.int64)
    parties = beliefs[:, FIRST_PARTY:]
    top = parties.max(axis=1)
    first = parties.argmax(axis=1)
    held = (top >= _HELD) & (top > contested) & (top > unknown)
    if backed is not None:
        held &= np.broadcast_to(backed, parties.shape)[np.arange(len(parties)), first]
    second = np.partition(parties, -2, axis=1)[:, -2] if parties.shape[1] > 1 else 0.0
    even = (second >= _EVEN * top) & (second >= _RIVAL)
    disputed = ((contested > unknown) & (contested >= top)) | even
    answer = np.where(disputed, CONTESTED, UNKNOWN)
    return np.where(held, first + FIRST_PARTY, answer).astype(np.int64)


def figures_of(beliefs: npt.NDArray[np.floating[Any]], answers: npt.NDArray[np.int64]) -> Floats:
    """Return (Q,) the probability of each answer of (Q, K) beliefs.

    Contested is all that is neither unknown nor of the most probable party; unknown is all that is
    neither contested nor of the most probable party.
    """
    top = beliefs[:, FIRST_PARTY:].max(axis=1, initial=0.0)
    disputed = 1.0 - beliefs[:, UNKNOWN] - top
    undecided = 1.0 - beliefs[:, CONTESTED] - top
    found = np.where(answers == CONTESTED, disputed, np.where(answers == UNKNOWN, undecided, top))
    return np.asarray(np.clip(found, 0.0, 1.0), dtype=np.float64)


def days_of(case: Case, until: date | None) -> Floats:
    """Return the day ends from the first evidence to `until`, at most two centuries of them."""
    if not len(case.track.time):
        return np.zeros(0)
    last = day_of(float(case.track.time[-1])) if until is None else until
    first = max(day_end(day_of(float(case.track.time[0]))), day_end(last) - _LONGEST)
    return np.arange(first, day_end(last) + 0.5)


@dataclass(frozen=True, slots=True)
class Answer:
    """A belief (K,) with its answer's column, the moment it is of, since when the answer stands,
    and how far evidence reaches it."""

    belief: Floats
    answer: int
    moment: float
    began: float
    reached: float


def compose(case: Case, found: Answer, interval: Interval) -> Holding:
    """Return a holding in full: the answer with its parties, reasons and statements."""
    belief, answer, moment = found.belief, found.answer, found.moment
    told = [g for g in case.groups if min(g.lead.window.start, g.lead.window.end) <= moment]
    spoken = _by_says(told)
    shares = sorted(
        (_share(case, spoken, code, float(belief[code + FIRST_PARTY])) for code in _codes(case)),
        key=lambda s: (-s.probability, s.actor_id),
    )
    holder = None
    if answer >= FIRST_PARTY:
        key = case.roster.holders[answer - FIRST_PARTY]
        holder = next(s for s in shares if s.actor_id == key)
    return Holding(
        place=case.place,
        interval=interval,
        status=_status(answer),
        shares=tuple(shares),
        contested=float(belief[CONTESTED]),
        unknown=float(belief[UNKNOWN]),
        holder=holder,
        since=None if holder is None else _since(case, holder.actor_id, found.began),
        why=_why(case, answer, found.began),
        besieged=besieged_at(case, moment),
        absent=tuple(_absent(case, spoken, shares)),
        statements=tuple(i for g in told for i in g.statement_ids),
        speakers=len({g.lead.origin for g in told}),
        reached=min(max(found.reached, 0.0), 1.0),
    )


def _codes(case: Case) -> range:
    return range(len(case.roster.holders))


def _status(answer: int) -> HoldingStatus:
    if answer >= FIRST_PARTY:
        return HoldingStatus.HELD
    return HoldingStatus.CONTESTED if answer == CONTESTED else HoldingStatus.UNKNOWN


def _by_says(groups: Sequence[Group]) -> dict[str, list[Group]]:
    """Return the groups by what they say, each list in the order given."""
    found: dict[str, list[Group]] = {}
    for group in groups:
        found.setdefault(group.lead.says, []).append(group)
    return found


def _share(
    case: Case, spoken: Mapping[str, Sequence[Group]], code: int, probability: float
) -> Share:
    key = case.roster.holders[code]
    return _supported(case, key, probability, spoken.get(f"+{key}", ()))


def _supported(case: Case, key: str, probability: float, backing: Sequence[Group]) -> Share:
    return Share(
        actor_id=key,
        name=case.roster.names[key],
        probability=min(max(probability, 0.0), 1.0),
        statements=tuple(i for g in backing for i in g.statement_ids),
        speakers=len({g.lead.origin for g in backing}),
    )


def _absent(
    case: Case, spoken: Mapping[str, Sequence[Group]], shares: Sequence[Share]
) -> Iterator[Share]:
    """Yield the parties that claims say are gone, where the probability agrees."""
    for share in shares:
        gone = spoken.get(f"-{share.actor_id}", ())
        if not gone or share.probability > _ABSENT:
            continue
        gains = spoken.get(f"+{share.actor_id}", ())
        last_gain = max((_end(g) for g in gains), default=-np.inf)
        recent = [g for g in gone if _end(g) >= last_gain]
        if recent:
            yield _supported(case, share.actor_id, 1.0 - share.probability, recent)


def _end(group: Group) -> float:
    return group.lead.window.end


def began_at(case: Case, on: date) -> float:
    """Return the first day's end from which on the answer of a day stood without a break."""
    moments = days_of(case, on)
    if not len(moments):
        return day_end(on)
    answers = _answers_at(case, moments)
    broken = np.flatnonzero(answers != answers[-1])
    return float(moments[broken[-1] + 1 if len(broken) else 0])


def _answers_at(case: Case, moments: Floats) -> npt.NDArray[np.int64]:
    """Return the answers of days in a row; those of days with evidence are worked out once."""
    days, answers = case.remember("daily", lambda: _daily(case))
    count = min(len(days), len(moments))
    if not count or days[0] != moments[0]:
        return answers_of(case.ask(moments).smoothed, case.backed)
    if count == len(moments):
        return answers[:count]
    later = answers_of(case.ask(moments[count:]).smoothed, case.backed)
    return np.concatenate((answers[:count], later))


def _daily(case: Case) -> tuple[Floats, npt.NDArray[np.int64]]:
    moments = days_of(case, None)
    return moments, answers_of(case.ask(moments).smoothed, case.backed)


def _telling(case: Case, says: str, began: float) -> list[Evidence]:
    """Return the evidence that says so of the days around a moment, the surest first."""
    spoken = case.remember("by_says", lambda: _by_says(case.groups))
    found = [
        g.lead
        for g in spoken.get(says, ())
        if g.lead.window.start <= began + 1.0 and g.lead.window.end >= began - 1.0
    ]
    return sorted(found, key=lambda e: (-e.p, e.window.end - e.window.start, e.statement.id))


def _since(case: Case, holder: str, began: float) -> Interval:
    """Return when the holder came to hold the place: the claim's own words where one tells it."""
    telling = _telling(case, f"+{holder}", began)
    if not telling:
        return Interval(start=instant(began - 1.0))
    told = telling[0].statement.claim.interval
    if told is not None and not told.is_empty and telling[0].window.factor == 1.0:
        return told
    return Interval(end=instant(telling[0].window.end))


def _why(case: Case, answer: int, began: float) -> str | None:
    """Return in words what brought the answer about, None where no claim of those days did."""
    if answer >= FIRST_PARTY:
        says = {f"+{case.roster.holders[answer - FIRST_PARTY]}"}
    else:
        says = {g.lead.says for g in case.groups if _unsettles(g.lead, answer)}
    telling = [e for word in sorted(says) for e in _telling(case, word, began)]
    if not telling:
        return None
    return reason(max(telling, key=lambda e: (e.p, e.statement.id)), copies=0)


def _unsettles(evidence: Evidence, answer: int) -> bool:
    if answer == UNKNOWN:
        return evidence.says.startswith("-")
    return not evidence.says.startswith(("-", "not "))


def _sieges(case: Case) -> Iterator[tuple[float, bool | None]]:
    """Yield when each claim on a siege ends, and what it says: None leaves it as it is."""
    for group in sorted(case.groups, key=_end):
        lead, claim = group.lead, group.lead.statement.claim
        real = claim.modality not in {Modality.POSSIBLE, Modality.PLANNED}
        if lead.variant == "siege" or claim.status_after is StatusAfter.BESIEGED:
            yield _end(group), claim.modality is not Modality.DENIED if real else None
        elif lead.variant in {"seize", "handover", "withdraw"} and lead.p >= 0.3:
            yield _end(group), False


def besieged_at(case: Case, moment: float) -> bool:
    """Say whether the last word on the place by then is that it is surrounded or cut off."""
    besieged, until = False, -np.inf
    for end, word in case.remember("sieges", lambda: list(_sieges(case))):
        if end > moment:
            break
        besieged = besieged if word is None else word
        if word is None or word:
            until = end + case.settings.windows["siege"]
    return besieged and moment <= until
