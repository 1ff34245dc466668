"""Forward and backward over the evidence of many places, and the beliefs at any moment."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from operator import mul

import numpy as np

from whoholds.control.track import CONTESTED, Floats, Ints, Kernel, Track

_TINY = 1e-280


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

    The transitions are in closed form (`Kernel`), so a step costs O(K) whatever time it spans.
    Places are advanced together, the j-th event of each at once.
    """
    lift = track.nats.max(axis=1) if len(track.nats) else np.zeros(0)
    likelihood = np.exp(track.nats - lift[:, None])
    kernel = Kernel.of(track.gap, track.settled)
    if track.places == 1:
        return _run_one(track, kernel, likelihood, lift)
    filtered, log_evidence = _forward(track, kernel, likelihood, lift)
    return Messages(filtered, _backward(track, kernel, likelihood), log_evidence)


def _steps(offsets: Ints) -> tuple[Ints, Ints]:
    """Return places by falling number of events, and how many have more than j events."""
    counts = np.diff(offsets)
    order = np.argsort(-counts, kind="stable")
    most = int(counts.max(initial=0))
    alive = np.searchsorted(-counts[order], -np.arange(most), side="left")
    return order.astype(np.int64), alive.astype(np.int64)


def _forward(
    track: Track, kernel: Kernel, likelihood: Floats, lift: Floats
) -> tuple[Floats, Floats]:
    filtered = np.empty_like(likelihood)
    order, alive = _steps(track.offsets)
    first = track.offsets[:-1][order]
    rest = track.rest[order]
    log_evidence = np.zeros(track.places)
    state = track.prior[order]
    for j, m in enumerate(alive.tolist()):
        here = first[:m] + j
        if j:
            state = kernel.take(here).onward(state[:m], track.draw[here], rest[:m])
        state = state[:m] * likelihood[here]
        total = np.maximum(state.sum(axis=1), _TINY)
        state /= total[:, None]
        filtered[here] = state
        log_evidence[order[:m]] += np.log(total) + lift[here]
    return filtered, log_evidence


def _backward(track: Track, kernel: Kernel, likelihood: Floats) -> Floats:
    ahead = np.empty_like(likelihood)
    order, alive = _steps(track.offsets)
    first = track.offsets[:-1][order]
    rest = track.rest[order]
    later = np.ones((0, likelihood.shape[1]))
    for j in range(len(alive) - 1, -1, -1):
        m = int(alive[j])
        here = first[:m] + j
        message = likelihood[here]
        known = len(later)
        if known:
            gap = here[:known] + 1
            step = kernel.take(gap)
            message[:known] *= step.back(later, track.draw[gap], rest[:known])[0]
        message /= np.maximum(message.max(axis=1, keepdims=True), _TINY)
        ahead[here] = message
        later = message
    return ahead


def _run_one(track: Track, kernel: Kernel, likelihood: Floats, lift: Floats) -> Messages:
    """Return the messages of a single place; on short rows plain floats beat small arrays."""
    rest: list[float] = track.rest[0].tolist()
    rows: list[list[float]] = likelihood.tolist()
    steps = _plain(track, kernel)
    filtered: list[list[float]] = []
    state, log_evidence = track.prior[0].tolist(), float(lift.sum())
    for i, (row, (keep, fade, landing)) in enumerate(zip(rows, steps, strict=True)):
        if i:
            after = list(map(mul, keep, state))
            moved, kept = sum(state) - sum(after), after[CONTESTED]
            after[CONTESTED] = kept * fade
            left = kept * (1.0 - fade)
            state = [a + left * q + moved * d for a, q, d in zip(after, rest, landing, strict=True)]
        state = list(map(mul, state, row))
        total = max(sum(state), _TINY)
        state = [s / total for s in state]
        filtered.append(state)
        log_evidence += log(total)
    shape = likelihood.shape
    return Messages(
        np.array(filtered).reshape(shape),
        np.array(_back_one(rows, steps, rest)).reshape(shape),
        np.array([log_evidence]),
    )


_Step = tuple[list[float], float, list[float]]


def _plain(track: Track, kernel: Kernel) -> list[_Step]:
    """Return what is kept of each state, what stays contested, and where draws land."""
    landing = kernel.landing(track.draw, track.rest[track.owner])
    fade: list[float] = kernel.fade[:, 0].tolist()
    return list(zip(kernel.keep.tolist(), fade, landing.tolist(), strict=True))


def _back_one(rows: list[list[float]], steps: list[_Step], rest: list[float]) -> list[list[float]]:
    ahead: list[list[float]] = []
    later: list[float] | None = None
    step = steps[0] if steps else None
    for row, before in zip(reversed(rows), reversed(steps), strict=True):
        message = row
        if later is not None and step is not None:
            keep, fade, landing = step
            fresh = sum(map(mul, later, landing))
            stays = list(later)
            stays[CONTESTED] = fade * later[CONTESTED]
            stays[CONTESTED] += (1.0 - fade) * sum(map(mul, later, rest))
            message = [
                (k * a + (1.0 - k) * fresh) * r for k, a, r in zip(keep, stays, row, strict=True)
            ]
        top = max(max(message), _TINY)
        later = [a / top for a in message]
        ahead.append(later)
        step = before
    return ahead[::-1]


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
    since, until = _stretches(track, place, left, right, moment)
    rest, between = track.rest[place], ((left >= 0) & (right >= 0))[:, None]
    draw = np.where(between, track.draw[right], prior)
    has_left, has_right = (left >= 0)[:, None], (right >= 0)[:, None]
    onward = since.onward(messages.filtered[left], draw, rest)
    filtered = np.where(has_left, onward, prior)
    back, fresh = until.back(messages.ahead[right], draw, rest)
    smoothed = filtered * np.where(has_right, back, 1.0)
    total = np.maximum(smoothed.sum(axis=1, keepdims=True), _TINY)
    anew = np.where(has_left, since.drawn(messages.filtered[left], draw, rest), prior)
    unreached = (anew * np.where(has_right, fresh, 1.0)).sum(axis=1) / total[:, 0]
    return Beliefs(smoothed / total, filtered, np.minimum(unreached, 1.0))


def _neighbours(track: Track, place: Ints, moment: Floats) -> tuple[Ints, Ints]:
    """Return the events around each question, -1 where there is none."""
    keys, low, width = track.keys
    sought = np.clip(moment - low, 0.0, width - 0.5)
    position = np.searchsorted(keys, place * width + sought, side="right")
    position = np.where(moment < low, track.offsets[place], position)
    left = np.where(position > track.offsets[place], position - 1, -1)
    right = np.where(position < track.offsets[place + 1], position, -1)
    return left.astype(np.int64), right.astype(np.int64)


def _stretches(
    track: Track, place: Ints, left: Ints, right: Ints, moment: Floats
) -> tuple[Kernel, Kernel]:
    """Return the transitions since the left event and until the right one."""
    since = np.maximum(moment - track.time[left], 0.0)
    until = np.maximum(track.time[right] - moment, 0.0)
    between = (left >= 0) & (right >= 0)
    share = np.clip(since / np.maximum(since + until, 1e-9), 0.0, 1.0)[:, None]
    calm = track.pace.at(place, moment)[:, None]
    started = track.pace.at(place, track.time[left])[:, None]
    ended = track.pace.at(place, track.time[right])[:, None]
    inside = between[:, None]
    before = np.where(inside, track.gap[right] * share, calm - started)
    beyond = np.where(inside, track.gap[right] * (1.0 - share), ended - calm)
    return (
        Kernel.of(np.maximum(before, 0.0), track.settling * since),
        Kernel.of(np.maximum(beyond, 0.0), track.settling * until),
    )
