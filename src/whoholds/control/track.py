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
        group = self.group[place]
        if len(self.edges) == 1:
            return np.asarray(self.rates[group, 0] * (moment - self.edges[0]), dtype=np.float64)
        period = self.period(moment)
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
    time: (N,) days since 1970. gap: (N, K) hazard (expected renewals) of each state since the
    place's event before, 0 for its first. nats: (N, K) log-likelihoods, any constant per row.
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
    """Transitions over M stretches of time.

    A state keeps itself with probability `keep` (M, K) and is drawn anew from `draw` otherwise; a
    contested one that is kept stays contested with `fade` (M, 1) and settles otherwise, to
    `rest`; of the draws of contested, a share `young` (M, 1) is not settled yet. In closed form
    for hazard h and settling k: keep = e^-h, fade = e^-k,
    young = h / (h + k) (1 - e^-(h + k)) / (1 - e^-h).
    Exact where the hazard is the same for all states; where claims unsettle only some, a
    stretch counts as one step.
    """

    keep: Floats
    fade: Floats
    young: Floats

    @classmethod
    def of(cls, hazard: Floats, settled: Floats) -> Kernel:
        """Return the transitions for hazards (M, K) and settlings (M,)."""
        most = np.maximum(hazard.max(axis=1), 1e-12)
        both = most + settled
        young = most / both * np.expm1(-both) / np.expm1(-most)
        return cls(np.exp(-hazard), np.exp(-settled)[:, None], young[:, None])

    def take(self, chosen: Ints) -> Kernel:
        """Return some of the stretches."""
        return Kernel(self.keep[chosen], self.fade[chosen], self.young[chosen])

    def landing(self, draw: Floats, rest: Floats) -> Floats:
        """Return where draws (M, K) are at the end of the stretches, some settled by then."""
        contested = draw[:, CONTESTED, None]
        landed = draw + rest * (1.0 - self.young) * contested
        landed[:, CONTESTED, None] = self.young * contested
        return landed

    def drawn(self, state: Floats, draw: Floats, rest: Floats) -> Floats:
        """Return the part (M, K) of the states after the stretches that was drawn anew."""
        moved = ((1.0 - self.keep) * state).sum(axis=1, keepdims=True)
        return np.asarray(moved * self.landing(draw, rest), dtype=np.float64)

    def onward(self, state: Floats, draw: Floats, rest: Floats) -> Floats:
        """Return the states (M, K) after the stretches."""
        after = self.keep * state
        kept = after[:, CONTESTED, None].copy()
        after[:, CONTESTED, None] = kept * self.fade
        after += rest * kept * (1.0 - self.fade)
        after += self.drawn(state, draw, rest)
        return after

    def back(self, ahead: Floats, draw: Floats, rest: Floats) -> tuple[Floats, Floats]:
        """Return the likelihoods (M, K) of what lies after the stretches, and the part of them
        that is owed to drawing anew."""
        fresh = (1.0 - self.keep) * (ahead * self.landing(draw, rest)).sum(axis=1, keepdims=True)
        stays = ahead.copy()
        settled = (ahead * rest).sum(axis=1, keepdims=True)
        here = stays[:, CONTESTED, None]
        stays[:, CONTESTED, None] = self.fade * here + (1.0 - self.fade) * settled
        return self.keep * stays + fresh, fresh
