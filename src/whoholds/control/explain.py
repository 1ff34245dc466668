"""Why a place is held to be held: terms in nats that add up to the figure, each in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from whoholds.control.case import Case, Context, case_of, context_by, known_by, rows_of
from whoholds.control.chain import Messages, ask, run
from whoholds.control.copies import Group
from whoholds.control.dating import day_end, day_of
from whoholds.control.evidence import Evidence
from whoholds.control.holding import Mode, began_at, holding_of
from whoholds.control.rows import hazards
from whoholds.control.track import FIRST_PARTY, Floats, Kernel, Track
from whoholds.control.words import reason, summary_of
from whoholds.model import Explanation, Holding, Place, Share, Statement, Term, TermKind

_LATER_ONE_BY_ONE = 12
_NAMED = 3  # neighbours
_DEFAULT = Context()


def explain(
    place: Place,
    statements: Iterable[Statement],
    *,
    on: date,
    actor: str | None = None,
    mode: Mode = "smoothed",
    context: Context = _DEFAULT,
) -> Explanation:
    """Return why a place is answered as it is at the end of a UTC day.

    actor: the holder key to explain; where None, the holder, else a party known to hold nothing,
    else the most probable party. The terms' nats sum to the log-odds of that party against all
    else. Without any party the terms are of the unknown.
    """
    by = on if mode == "online" else None
    case = case_of(place, known_by(statements, by), context_by(context, by))
    return explanation_of(case, on=on, actor=actor)


def explanation_of(case: Case, *, on: date, actor: str | None = None) -> Explanation:
    """Return why the case's place is answered as it is at the end of a UTC day."""
    holding = holding_of(case, on=on)
    share = _subject(holding, actor)
    column = 0 if share is None else case.roster.code(share.actor_id) + FIRST_PARTY
    moment = day_end(on)
    ledger = _Ledger(case, column, moment)
    belief = case.ask(np.array([moment])).smoothed[0]
    terms = (_prior(case, column, ledger), *ledger.terms(share), *_around(case, column, moment))
    silent = tuple(_silent(e) for e in case.silent)
    return Explanation(
        holding=holding,
        actor=share,
        log_odds=float(_odds(belief, column)),
        terms=(*terms, *silent),
        summary=summary_of(case, holding, share, _current(case, terms, on), on=on),
    )


def _current(case: Case, terms: Sequence[Term], on: date) -> tuple[Term, ...]:
    """Return the terms that bear on the present answer: what was told since it stands, and what
    was told later; what it overtook is left out."""
    began = began_at(case, on)
    ends = {i: g.lead.window.end for g in case.groups for i in g.statement_ids}
    return tuple(
        t for t in terms if t.statement is not None and ends[t.statement.id] >= began - 1.0
    )


def _subject(holding: Holding, actor: str | None) -> Share | None:
    if actor is not None:
        return next((s for s in holding.shares if s.actor_id == actor), None)
    if holding.holder is not None:
        return holding.holder
    if holding.absent:
        gone = holding.absent[0].actor_id
        return next(s for s in holding.shares if s.actor_id == gone)
    return holding.shares[0] if holding.shares else None


def _odds(belief: Floats, column: int) -> float:
    """Return the log-odds of one state against all others, in nats."""
    rest = float(np.delete(belief, column).sum())
    return float(np.log(max(float(belief[column]), 1e-280)) - np.log(max(rest, 1e-280)))


class _Ledger:
    """The log-odds of one state booked along the chain: what each voice and each gap added.

    Walking forward, every step changes the log-odds either by evidence or by time passing; the
    steps telescope, so that prior + evidence + carried = log-odds at the moment asked about.
    """

    def __init__(self, case: Case, column: int, moment: float) -> None:
        self.case, self.column, self.moment = case, column, moment
        self.by_group: dict[int, float] = defaultdict(float)
        self.past: set[int] = set()
        self.carried = self.beyond = 0.0
        self.hazards = _hazards(case)
        self._walk()
        self._look_ahead()

    def _walk(self) -> None:
        track, messages = self.case.track, self.case.messages
        prior = track.prior[0]
        before = _odds(prior, self.column)
        last = int(np.searchsorted(track.time, self.moment, side="right"))
        slopes: dict[int, float] = {}
        kernel = Kernel.of(track.gap, track.settled)
        rest = track.rest
        for i in range(last):
            arrived = before
            if i:
                step = kernel.take(np.array([i]))
                state = step.onward(messages.filtered[i - 1 : i], track.draw[i : i + 1], rest)
                arrived = _odds(state[0], self.column)
            after = _odds(messages.filtered[i], self.column)
            group = int(self.case.owner[i])
            self._drift(arrived - before, slopes)
            self.by_group[group] += after - arrived
            self._open_or_close(group, slopes)
            before = after
        now = _odds(self.case.alone(np.array([self.moment])).filtered[0], self.column)
        self._drift(now - before, slopes)
        self._now, self._last = now, last

    def _drift(self, nats: float, slopes: dict[int, float]) -> None:
        """Book what passing time did: to the claims in whose windows a change is likely, by their
        share of the hazard, and else to time itself."""
        resting = self.case.settings.rate
        total = resting + sum(slopes.values())
        for group, slope in slopes.items():
            self.by_group[group] += nats * slope / total
        self.carried += nats * resting / total if slopes else nats

    def _open_or_close(self, group: int, slopes: dict[int, float]) -> None:
        window = self.case.groups[group].lead.window
        self.past.add(group)
        hazard = float(self.hazards[group])
        if slopes.pop(group, None) is None and hazard:
            slopes[group] = hazard / max(window.end - window.start, 1e-9)

    def _look_ahead(self) -> None:
        """Book what events after the moment add, one by one in order of time, then the rest."""
        track, before = self.case.track, self._now
        count = len(track.time)
        ends = list(range(self._last + 1, min(count, self._last + _LATER_ONE_BY_ONE) + 1))
        for end in ends:
            cut = _cut(track, end)
            after = self._smoothed(cut, run(cut))
            self.by_group[int(self.case.owner[end - 1])] += after - before
            before = after
        whole = self._smoothed(track, self.case.messages)
        self.beyond = whole - before

    def _smoothed(self, track: Track, messages: Messages) -> float:
        zero = np.zeros(1, dtype=np.int64)
        belief = ask(track, messages, zero, np.array([self.moment])).smoothed[0]
        return _odds(belief, self.column)

    def terms(self, share: Share | None) -> Iterable[Term]:
        """Yield a term for each voice, for the time passed, and for what lies further ahead."""
        for index, nats in sorted(self.by_group.items()):
            group = self.case.groups[index]
            yield _told(group, nats, later=index not in self.past)
        if self.by_group:
            until = day_of(self.moment).isoformat()
            because = f"carried over to {until}: a place may change hands without a report"
            yield Term(nats=self.carried, because=because, kind=TermKind.CARRIED)
        if self.beyond:
            name = "" if share is None else f" of {share.name}"
            because = f"what reports of later times add to the picture{name}"
            yield Term(nats=self.beyond, because=because, kind=TermKind.CARRIED, later=True)


def _hazards(case: Case) -> Floats:
    """Return the hazard (R,) that each voice brings within its window."""
    rows = rows_of([g.lead for g in case.groups], case.roster)
    return hazards(rows, case.track.prior)[0]


def _cut(track: Track, end: int) -> Track:
    offsets = np.array([0, end], dtype=np.int64)
    return replace(
        track,
        offsets=offsets,
        time=track.time[:end],
        gap=track.gap[:end],
        nats=track.nats[:end],
        draw=track.draw[:end],
    )


def _prior(case: Case, column: int, ledger: _Ledger) -> Term:
    others = len(case.roster.holders)
    nats = _odds(case.track.prior[0], column)
    if not ledger.by_group:
        nats += ledger.carried
    because = f"before any report: one of {others} parties named here, or none of them"
    if case.roster.home:
        because += "; likeliest the forces of the state that it lies in"
    return Term(nats=nats, because=because, kind=TermKind.PRIOR)


def _around(case: Case, column: int, moment: float) -> Iterator[Term]:
    """Yield the term of the neighbouring places, where they are let count."""
    if not case.near:
        return
    moments = np.array([moment])
    alone = _odds(case.alone(moments).smoothed[0], column)
    nats = _odds(case.ask(moments).smoothed[0], column) - alone
    names = ", ".join(near.case.place.name for near in case.near[:_NAMED])
    more = len(case.near) - _NAMED
    others = f" and {more} more" if more > 0 else ""
    yield Term(
        nats=nats, because=f"what is held around it: {names}{others}", kind=TermKind.NEIGHBOURS
    )


def _told(group: Group, nats: float, *, later: bool) -> Term:
    copies = tuple(c.statement.id for c in group.copies)
    return Term(
        nats=nats,
        because=reason(group.lead, copies=len(copies)),
        statement=group.lead.statement,
        copies=copies,
        later=later,
    )


def _silent(evidence: Evidence) -> Term:
    return Term(nats=0.0, because=reason(evidence, copies=0), statement=evidence.statement)
