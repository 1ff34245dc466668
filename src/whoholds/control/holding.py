"""Who holds a place on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import numpy.typing as npt

from whoholds.control.answers import course_of, findings, last_told
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
    LastHolder,
    Modality,
    Place,
    Share,
    Statement,
    StatusAfter,
)

Mode = Literal["smoothed", "online"]

_ABSENT = 0.1
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
    found = findings(case, np.array([moment]))
    course = course_of(case, on)
    answer = Answer(
        belief=found.beliefs.smoothed[0],
        answer=int(found.answer[0]),
        figure=float(found.figure[0]),
        moment=moment,
        began=course.began,
        reached=1.0 - float(found.beliefs.unreached[0]),
        before=course.before,
    )
    return compose(case, answer, Interval.of_day(on))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A belief (K,) with its answer's column and figure, the moment it is of, since when the
    answer stands, how far evidence reaches it, and the last holder before (column, moment)."""

    belief: Floats
    answer: int
    figure: float
    moment: float
    began: float
    reached: float
    before: tuple[int, float] | None = None


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
        probability=found.figure,
        shares=tuple(shares),
        contested=float(belief[CONTESTED]),
        unknown=float(belief[UNKNOWN]),
        holder=holder,
        since=None if holder is None else _since(case, holder.actor_id, found.began),
        before=_before(case, found),
        why=_why(case, answer, found.began),
        besieged=bool(besieged_at(case, np.array([moment]))[0]),
        absent=tuple(_absent(case, spoken, shares)),
        statements=tuple(i for g in told for i in g.statement_ids),
        speakers=len({g.lead.origin for g in told}),
        told=last_told([g.lead for g in case.groups], moment),
        reached=min(max(found.reached, 0.0), 1.0),
    )


def _before(case: Case, found: Answer) -> LastHolder | None:
    """Return who was known to hold a place of which it is unknown now, None where nobody was."""
    if found.answer != UNKNOWN or found.before is None:
        return None
    column, until = found.before
    key = case.roster.holders[column - FIRST_PARTY]
    return LastHolder(actor_id=key, name=case.roster.names[key], until=day_of(until))


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


def besieged_at(case: Case, moments: Floats) -> npt.NDArray[np.bool_]:
    """Say (Q,) whether the last word on the place by each moment is that it is surrounded."""
    ends, until = case.remember("sieges", lambda: _besieged_until(case))
    if not len(ends):
        return np.zeros(len(moments), dtype=np.bool_)
    last = np.searchsorted(ends, moments, side="right") - 1
    return np.asarray((last >= 0) & (moments <= until[last]), dtype=np.bool_)


def _besieged_until(case: Case) -> tuple[Floats, Floats]:
    """Return (N,) when each word on a siege came, and until when the place is besieged by it and
    those before, -inf where it is not."""
    ends, untils = [], []
    besieged, until = False, -np.inf
    for end, word in _sieges(case):
        besieged = besieged if word is None else word
        if word is None or word:
            until = end + case.settings.windows["siege"]
        ends.append(end)
        untils.append(until if besieged else -np.inf)
    return np.array(ends), np.array(untils)
