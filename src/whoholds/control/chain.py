"""The chain on arrays: evidence at instants, and the probability of each state between them."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

UNKNOWN, CONTESTED, FIRST_PARTY = 0, 1, 2
"""Columns of every state array: unknown, contested, then the parties."""

_TINY = 1e-280


@dataclass(frozen=True, slots=True)
class Track:
    """The evidence of a batch of places, in order of place and time.

    offsets: (P + 1,), place i owns events offsets[i]:offsets[i + 1].
    time: (N,) days since 1970. gap: (N,) hazard (expected renewals) since the place's event
    before, 0 for its first. nats: (N, K) log-likelihoods, any constant per row.
    prior: (P, K), rows sum to 1; a state of probability 0 is not a state of that place.
    rate: renewals per day outside the events.
    """

    offsets: Ints
    time: Floats
    gap: Floats
    nats: Floats
    prior: Floats
    rate: float

    @property
    def places(self) -> int:
        """How many places the batch has."""
        return len(self.offsets) - 1


@dataclass(frozen=True, slots=True)
class Messages:
    """What forward and backward passes leave at each event.

    filtered: (N, K), probability of the states just after the event, given all up to it.
    ahead: (N, K), likelihood of the event and all later ones given the state at the event,
    scaled so that the largest is 1.
    log_evidence: (P,), log-likelihood of each place's evidence, up to the constants of `nats`.
    """

    filtered: Floats
    ahead: Floats
    log_evidence: Floats


def run(track: Track) -> Messages:
    """Return the messages of forward-backward over every place of the batch.

    Between events the state keeps itself with probability exp(-h) and is drawn anew from the
    prior otherwise, P = exp(-h) I + (1 - exp(-h)) 1 prior^T, so a step costs O(K).
    Places are advanced together, the j-th event of each at once.
    """
    lift = track.nats.max(axis=1) if len(track.nats) else np.zeros(0)
    likelihood = np.exp(track.nats - lift[:, None])
    if track.places == 1:
        return _run_one(track, likelihood, lift)
    filtered, log_evidence = _forward(track, likelihood, lift)
    return Messages(filtered, _backward(track, likelihood), log_evidence)


def _steps(offsets: Ints) -> tuple[Ints, Ints]:
    """Return places by falling number of events, and how many have more than j events."""
    counts = np.diff(offsets)
    order = np.argsort(-counts, kind="stable")
    most = int(counts.max(initial=0))
    alive = np.searchsorted(-counts[order], -np.arange(most), side="left")
    return order.astype(np.int64), alive.astype(np.int64)


def _forward(track: Track, likelihood: Floats, lift: Floats) -> tuple[Floats, Floats]:
    filtered = np.empty_like(likelihood)
    order, alive = _steps(track.offsets)
    first = track.offsets[:-1][order]
    prior = track.prior[order]
    log_evidence = np.zeros(track.places)
    keep = np.exp(-track.gap)
    state = prior
    for j, m in enumerate(alive.tolist()):
        here = first[:m] + j
        if j:
            stay = keep[here][:, None]
            state = state[:m] * stay + prior[:m] * (1.0 - stay)
        state = state[:m] * likelihood[here]
        total = np.maximum(state.sum(axis=1), _TINY)
        state /= total[:, None]
        filtered[here] = state
        log_evidence[order[:m]] += np.log(total) + lift[here]
    return filtered, log_evidence


def _backward(track: Track, likelihood: Floats) -> Floats:
    ahead = np.empty_like(likelihood)
    order, alive = _steps(track.offsets)
    first = track.offsets[:-1][order]
    prior = track.prior[order]
    keep = np.exp(-track.gap)
    later = np.ones((0, likelihood.shape[1]))
    for j in range(len(alive) - 1, -1, -1):
        m = int(alive[j])
        here = first[:m] + j
        message = likelihood[here]
        known = len(later)
        if known:
            stay = keep[here[:known] + 1][:, None]
            mean = (later * prior[:known]).sum(axis=1, keepdims=True)
            message[:known] *= later * stay + mean * (1.0 - stay)
        message /= np.maximum(message.max(axis=1, keepdims=True), _TINY)
        ahead[here] = message
        later = message
    return ahead


def _run_one(track: Track, likelihood: Floats, lift: Floats) -> Messages:
    """Return the messages of a single place; on short rows plain floats beat small arrays."""
    prior: list[float] = track.prior[0].tolist()
    keep: list[float] = np.exp(-track.gap).tolist()
    rows: list[list[float]] = likelihood.tolist()
    filtered, ahead = [], []
    state, log_evidence = prior, float(lift.sum())
    for row, stay in zip(rows, [1.0, *keep[1:]], strict=False):
        fresh = 1.0 - stay
        state = [(s * stay + q * fresh) * r for s, q, r in zip(state, prior, row, strict=True)]
        total = max(sum(state), _TINY)
        state = [s / total for s in state]
        filtered.append(state)
        log_evidence += log(total)
    message = [1.0] * len(prior)
    for row, stay in zip(reversed(rows), reversed([*keep[1:], 1.0]), strict=False):
        fresh = (1.0 - stay) * sum(a * q for a, q in zip(message, prior, strict=True))
        message = [r * (a * stay + fresh) for r, a in zip(row, message, strict=True)]
        top = max(max(message), _TINY)
        message = [a / top for a in message]
        ahead.append(message)
    shape = likelihood.shape
    return Messages(
        np.array(filtered).reshape(shape),
        np.array(ahead[::-1]).reshape(shape),
        np.array([log_evidence]),
    )


@dataclass(frozen=True, slots=True)
class Beliefs:
    """Answers to Q questions.

    smoothed, filtered: (Q, K), rows sum to 1; filtered uses the evidence up to the moment only.
    unreached: (Q,), share of `smoothed` that no evidence reaches: the state was drawn anew both
    since the last evidence and before the next.
    """

    smoothed: Floats
    filtered: Floats
    unreached: Floats


def ask(track: Track, messages: Messages, place: Ints, moment: Floats) -> Beliefs:
    """Return the beliefs about `place[q]` at `moment[q]` (days since 1970), evidence at that
    very instant included."""
    prior = track.prior[place]
    if not len(track.time):
        return Beliefs(prior, prior, np.ones(len(place)))
    left, right = _neighbours(track, place, moment)
    stay_left, stay_right = _stays(track, left, right, moment)
    has_left, has_right = left >= 0, right >= 0
    state = np.where(has_left[:, None], messages.filtered[left], prior)
    filtered = state * stay_left + prior * (1.0 - stay_left)
    ahead = np.where(has_right[:, None], messages.ahead[right], 1.0)
    mean = (ahead * prior).sum(axis=1, keepdims=True)
    smoothed = filtered * (ahead * stay_right + mean * (1.0 - stay_right))
    total = np.maximum(smoothed.sum(axis=1, keepdims=True), _TINY)
    unreached = ((1.0 - stay_left) * (1.0 - stay_right) * mean / total)[:, 0]
    return Beliefs(smoothed / total, filtered, unreached)


def _neighbours(track: Track, place: Ints, moment: Floats) -> tuple[Ints, Ints]:
    """Return the events around each question, -1 where there is none."""
    low = min(float(track.time.min()), float(moment.min(initial=np.inf)))
    high = max(float(track.time.max()), float(moment.max(initial=-np.inf)))
    width = high - low + 1.0
    owner = np.repeat(np.arange(track.places), np.diff(track.offsets))
    keys = owner * width + (track.time - low)
    position = np.searchsorted(keys, place * width + (moment - low), side="right")
    left = np.where(position > track.offsets[place], position - 1, -1)
    right = np.where(position < track.offsets[place + 1], position, -1)
    return left.astype(np.int64), right.astype(np.int64)


def _stays(track: Track, left: Ints, right: Ints, moment: Floats) -> tuple[Floats, Floats]:
    """Return the chances (Q, 1) of no renewal since the left event and before the right one."""
    since = moment - track.time[left]
    until = track.time[right] - moment
    between = (left >= 0) & (right >= 0)
    whole = np.maximum(since + until, 1e-9)
    rate = np.where(between, track.gap[right] / whole, track.rate)
    stay_left = np.where(left >= 0, np.exp(-rate * np.maximum(since, 0.0)), 0.0)
    stay_right = np.where(right >= 0, np.exp(-rate * np.maximum(until, 0.0)), 0.0)
    return stay_left[:, None], stay_right[:, None]
