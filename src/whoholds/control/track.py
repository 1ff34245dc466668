"""Places as chains in time: their evidence, their pace, and their transitions in closed form."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

UNKNOWN, CONTESTED, FIRST_PARTY = 0, 1, 2
"""Columns of every state array: unknown, contested, then the parties."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast places change hands without any report, by group of places and by period.

    group: (P,) the group of each place. edges: (Y,) first days of the periods, days since 1970;
    the first and the last period reach for ever. rates: (G, Y) renewals per day.
    """

    group: Ints
    edges: Floats
    rates: Floats

    @classmethod
    def steady(cls, rate: float, places: int) -> Pace:
        """Return one rate, in renewals per day, for all places and times."""
        return cls(np.zeros(places, dtype=np.int64), np.zeros(1), np.full((1, 1), rate))

    def at(self, place: Ints, moment: Floats) -> Floats:
        """Return the hazard (Q,) summed up from the first edge to each moment."""
        group, period = self.group[place], self.period(moment)
        widths = np.diff(self.edges)
        summed = np.zeros_like(self.rates)
        np.cumsum(self.rates[:, :-1] * widths, axis=1, out=summed[:, 1:])
        within = self.rates[group, period] * (moment - self.edges[period])
        return np.asarray(summed[group, period] + within, dtype=np.float64)

    def period(self, moment: Floats) -> Ints:
        """Return the period (Q,) of each moment."""
        found = np.searchsorted(self.edges, moment, side="right") - 1
        return np.clip(found, 0, len(self.edges) - 1).astype(np.int64)


@dataclass(frozen=True)
class Track:
    """The evidence of a batch of places, in order of place and time.

    offsets: (P + 1,), place i owns events offsets[i]:offsets[i + 1].
    time: (N,) days since 1970. gap: (N,) hazard (expected renewals) since the place's event
    before, 0 for its first. nats: (N, K) log-likelihoods, any constant per row.
    prior: (P, K), rows sum to 1; a state of probability 0 is not a state of that place.
    draw: (N, K), what a renewal in the gap before the event draws from: the prior, or what the
    claims say in whose windows the gap lies.
    pace: how fast places change hands outside the events.
    settling: how fast a contested place settles, per day; it is then drawn from the rest.
    """

    offsets: Ints
    time: Floats
    gap: Floats
    nats: Floats
    prior: Floats
    draw: Floats
    pace: Pace
    settling: float

    @property
    def places(self) -> int:
        """How many places the batch has."""
        return len(self.offsets) - 1

    @cached_property
    def rest(self) -> Floats:
        """The prior (P, K) of places that are not contested."""
        rest = self.prior.copy()
        rest[:, CONTESTED] = 0.0
        return np.asarray(rest / rest.sum(axis=1, keepdims=True), dtype=np.float64)

    @cached_property
    def settled(self) -> Floats:
        """Return (N,) the hazard of a contested place's settling since the event before."""
        since = np.diff(self.time, prepend=self.time[:1])
        first = self.offsets[:-1][np.diff(self.offsets) > 0]
        since[first] = 0.0
        return np.asarray(self.settling * np.maximum(since, 0.0), dtype=np.float64)

    @cached_property
    def keys(self) -> tuple[Floats, float, float]:
        """Sort keys (N,) of the events: place * width + (time - low); with low and width."""
        low = float(self.time.min(initial=np.inf))
        width = float(self.time.max(initial=-np.inf)) - low + 1.0
        return self.owner * width + (self.time - low), low, width

    @cached_property
    def owner(self) -> Ints:
        """The place (N,) of each event."""
        return np.repeat(np.arange(self.places), np.diff(self.offsets)).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Kernel:
    """Transitions over M stretches of time, each (M, 1).

    A state keeps itself with probability `keep` and is drawn anew from `draw` otherwise; a
    contested one that is kept stays contested with `fade` and settles otherwise, to `rest`; of
    the draws of contested, a share `young` / (1 - keep) is not settled yet. In closed form for
    hazard h and settling k: keep = e^-h, fade = e^-k, young = h / (h + k) (1 - e^-(h + k)).
    """

    keep: Floats
    fade: Floats
    young: Floats

    @classmethod
    def of(cls, hazard: Floats, settled: Floats) -> Kernel:
        """Return the transitions for hazards and settlings (M,)."""
        both = hazard + settled
        share = np.divide(hazard, both, out=np.zeros_like(both), where=both > 0.0)
        young = share * -np.expm1(-both)
        return cls(*(a[:, None] for a in (np.exp(-hazard), np.exp(-settled), young)))

    def take(self, chosen: Ints) -> Kernel:
        """Return some of the stretches."""
        return Kernel(self.keep[chosen], self.fade[chosen], self.young[chosen])

    def onward(self, state: Floats, draw: Floats, rest: Floats) -> Floats:
        """Return the states (M, K) after the stretches."""
        kept = self.keep * state[:, CONTESTED, None]
        contested = draw[:, CONTESTED, None]
        fresh = 1.0 - self.keep
        after = self.keep * state + fresh * draw
        after[:, CONTESTED, None] = kept * self.fade + self.young * contested
        after += rest * (kept * (1.0 - self.fade) + (fresh - self.young) * contested)
        return after

    def back(self, ahead: Floats, draw: Floats, rest: Floats) -> tuple[Floats, Floats]:
        """Return the likelihoods (M, K) of what lies after the stretches, and of it the part
        (M, 1) that does not depend on the state."""
        mean = (ahead * rest).sum(axis=1, keepdims=True)
        drawn = (ahead * draw).sum(axis=1, keepdims=True)
        contested, fresh = draw[:, CONTESTED, None], 1.0 - self.keep
        settled = (fresh - self.young) * contested * (mean - ahead[:, CONTESTED, None])
        fresh = fresh * drawn + settled
        before = self.keep * ahead
        still = before[:, CONTESTED, None] * self.fade
        before[:, CONTESTED, None] = still + self.keep * (1.0 - self.fade) * mean
        return before + fresh, fresh
