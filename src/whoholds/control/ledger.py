"""The log-odds of one state booked along the chain: what each claim is worth on a day."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from whoholds.control.case import Case, rows_of
from whoholds.control.chain import Messages, ask, run
from whoholds.control.rows import hazards
from whoholds.control.track import Floats, Kernel, Track

_LATER_ONE_BY_ONE = 12


class Ledger:
    """What each voice added to the log-odds of one state by a moment.

    Walking forward, every event changes the log-odds by its evidence, and every stretch between
    two of them by the chance of a change without a report. What a stretch takes away is taken
    from the claims that it makes older, and what a claim of change overtakes is taken from the
    claims that it overtakes: prior + claims + `rest` = log-odds at the moment.

    claims: nats by the number of the group, as they are left by the moment; told: as they were
    when told. rest: what no claim can bear. ahead: nats of events after the moment, by group;
    beyond: of those still later together.
    """

    def __init__(self, case: Case, column: int, moment: float) -> None:
        self.case, self.column, self.moment = case, column, moment
        self.usual = odds(case.track.prior[0], column)
        self.claims: dict[int, float] = {}
        self.told: dict[int, float] = {}
        self.ahead: dict[int, float] = {}
        self.rest = self.beyond = 0.0
        self._open: dict[int, float] = {}
        self._closed: set[int] = set()
        self._hazards = _hazards(case)
        last = self._walk()
        self._look_ahead(last)

    def _walk(self) -> int:
        track, messages = self.case.track, self.case.messages
        before = self.usual
        last = int(np.searchsorted(track.time, self.moment, side="right"))
        kernel = Kernel.of(track.gap, track.settled)
        for i in range(last):
            arrived = before
            if i:
                step = kernel.take(np.array([i]))
                state = step.onward(messages.filtered[i - 1 : i], track.draw[i : i + 1], track.rest)
                arrived = odds(state[0], self.column)
            after = odds(messages.filtered[i], self.column)
            self._drift(before, arrived)
            self._book(int(self.case.owner[i]), after - arrived)
            before = after
        self._now = odds(self.case.alone(np.array([self.moment])).filtered[0], self.column)
        self._drift(before, self._now)
        return last

    def _book(self, group: int, nats: float) -> None:
        """Book what an event of a claim, its window's start or end, adds."""
        self.claims[group] = self.claims.get(group, 0.0) + nats
        lead = self.case.groups[group].lead
        if group in self._open or group in self._closed or not self._hazards[group]:
            self._open.pop(group, None)
            self._overtake(group)
        else:
            width = max(lead.window.end - lead.window.start, 1e-9)
            self._open[group] = float(self._hazards[group]) / width
        self._closed.add(group)
        self.told[group] = self.claims[group]

    def _overtake(self, group: int) -> None:
        """Take from older claims that say otherwise what a claim of change overtakes of them."""
        lead = self.case.groups[group].lead
        forgotten = lead.p * lead.change
        if not forgotten or lead.actor is None:  # "somebody took it" speaks for nobody
            return
        for other, nats in self.claims.items():
            older = self.case.groups[other].lead
            if older.window.end <= lead.window.start and _contradicts(lead.says, older.says):
                self.claims[other] = nats * (1.0 - forgotten)
                self.claims[group] += nats * forgotten

    def _drift(self, before: float, after: float) -> None:
        """Book what passing time did."""
        nats, away = after - before, before - self.usual
        if nats * away < 0.0 and abs(nats) <= abs(away):
            share = 1.0 + nats / away
            self.claims = {group: share * n for group, n in self.claims.items()}
            self.rest *= share
            return
        nats -= self._shrink(nats)
        total = sum(self._open.values())
        if total:
            for group, slope in self._open.items():
                self.claims[group] += nats * slope / total
        else:
            self.rest += nats - self._scale(nats)

    def _shrink(self, nats: float) -> float:
        """Take nats from the claims that say the contrary; return how much they bore."""
        borne = sum(n for n in self.claims.values() if n * nats < 0.0)
        taken = min(abs(nats), abs(borne))
        if taken:
            left = 1.0 - taken / abs(borne)
            for group, n in self.claims.items():
                if n * nats < 0.0:
                    self.claims[group] = n * left
        return float(np.copysign(taken, nats))

    def _scale(self, nats: float) -> float:
        """Add nats to the claims that say the same; return how much they bore."""
        alike = {group: n for group, n in self.claims.items() if n * nats > 0.0}
        total = sum(alike.values())
        if not total:
            return 0.0
        for group, n in alike.items():
            self.claims[group] += nats * n / total
        return nats

    def _look_ahead(self, last: int) -> None:
        """Book what events after the moment add, one by one in order of time, then the rest."""
        track, before = self.case.track, self._now
        count = len(track.time)
        for end in range(last + 1, min(count, last + _LATER_ONE_BY_ONE) + 1):
            cut = _cut(track, end)
            after = self._smoothed(cut, run(cut))
            group = int(self.case.owner[end - 1])
            booked = self.claims if group in self.claims else self.ahead
            booked[group] = booked.get(group, 0.0) + after - before
            before = after
        self.beyond = self._smoothed(track, self.case.messages) - before

    def _smoothed(self, track: Track, messages: Messages) -> float:
        zero = np.zeros(1, dtype=np.int64)
        belief = ask(track, messages, zero, np.array([self.moment])).smoothed[0]
        return odds(belief, self.column)


def _contradicts(change: str, older: str) -> bool:
    """Say whether a change ends what was said before: who takes a place ends all else."""
    return older != change and (change.startswith("+") or older == f"+{change[1:]}")


def odds(belief: Floats, column: int) -> float:
    """Return the log-odds of one state against all others, in nats."""
    rest = float(np.delete(belief, column).sum())
    return float(np.log(max(float(belief[column]), 1e-280)) - np.log(max(rest, 1e-280)))


def _hazards(case: Case) -> Floats:
    """Return the hazard (R,) that each voice brings within its window."""
    rows = rows_of([g.lead for g in case.groups], case.roster, case.settings.partial)
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
