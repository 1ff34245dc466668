"""Evidence in columns: one row per independent claim, and the track that the rows make."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from whoholds.control.track import CONTESTED, FIRST_PARTY, UNKNOWN, Floats, Ints, Pace, Track

_ROLE_UNKNOWN, _ROLE_CONTESTED, _ROLE_REST, _ROLE_ACTOR, _ROLE_COUNTER = range(5)


@dataclass(frozen=True, slots=True)
class Rows:
    """Claims as columns, R rows, in any order.

    place: index of the place. start, end: (R,) days since 1970, start < end: the change or the
    state lies between. before, after: (R, 5) degrees 0..1 in the order of `settings.ROLES`.
    weight_start, weight_end: (R,) how much of the claim's nats count at each end.
    p: (R,) chance that it was read right and told truly. change: (R,) 0..1, how far the claim is
    one of a change.
    actor, counter: (R,) number of the party at its place, -1 for none.
    """

    place: Ints
    start: Floats
    end: Floats
    before: npt.NDArray[np.floating]
    after: npt.NDArray[np.floating]
    weight_start: Floats
    weight_end: Floats
    p: Floats
    noise: Floats
    change: Floats
    actor: Ints
    counter: Ints

    def __len__(self) -> int:
        return len(self.place)

    def take(self, chosen: npt.NDArray[np.bool_] | Ints) -> Rows:
        """Return the chosen rows only."""
        return Rows(*(getattr(self, name)[chosen] for name in self.__slots__))


def track_of(
    rows: Rows, prior: Floats, *, pace: Pace, settling: float
) -> tuple[Track, npt.NDArray[np.int64]]:
    """Return the track that the rows make, and the row of each of its events.

    prior: (P, K) prior of each place. pace: of changes without a report.
    settling: of contested places, per day. Every row makes two events, at its start and at its end.
    """
    count = len(rows)
    place = np.concatenate([rows.place, rows.place])
    time = np.concatenate([rows.start, rows.end])
    order = np.lexsort((time, place))
    owner = (order % count).astype(np.int64) if count else np.zeros(0, dtype=np.int64)
    offsets = np.searchsorted(place[order], np.arange(len(prior) + 1)).astype(np.int64)
    nats = np.concatenate(
        [
            log_likelihood(rows, rows.before, rows.weight_start, prior),
            log_likelihood(rows, rows.after, rows.weight_end, prior),
        ]
    )[order]
    slope, what, moves = hazards(rows, prior)
    slope /= np.maximum(rows.end - rows.start, 1e-9)
    change = np.concatenate([slope, -slope])[order]
    windows = (change, what[owner], moves[owner])
    gap, draw = _gaps(place[order], time[order], windows, (pace, prior))
    return Track(offsets, time[order], gap, nats, prior, draw, pace, settling), owner


def _gaps(
    place: Ints, time: Floats, windows: tuple[Floats, Floats, Floats], resting: tuple[Pace, Floats]
) -> tuple[Floats, Floats]:
    """Return the hazard (N, K) of each state since the event before, of the resting pace and the
    open windows, and what a renewal then draws from (N, K), mixed by their shares."""
    (change, what, moves), (pace, prior) = windows, resting
    draw = prior[place]
    gap = np.zeros_like(draw)
    if len(time) < 2:
        return gap, draw
    same = (np.diff(place) == 0).astype(np.float64)
    calm = np.maximum(np.diff(pace.at(place, time)), 0.0) * same
    width = np.diff(time) * same
    total = calm.copy()
    mixed = draw[1:] * calm[:, None]
    for state in range(prior.shape[1]):
        open_windows = np.maximum(np.cumsum(change * what[:, state])[:-1], 0.0) * width
        mixed[:, state] += open_windows
        total += open_windows
        unsettled = np.maximum(np.cumsum(change * moves[:, state])[:-1], 0.0) * width
        gap[1:, state] = calm + unsettled
    busy = total > 0.0
    draw[1:][busy] = mixed[busy] / total[busy, None]
    return gap, draw


def likelihoods(rows: Rows, degrees: npt.NDArray[np.floating], states: int) -> Floats:
    """Return (R, K) how true each claim is of each state, 0..1."""
    table = np.empty((len(rows), states))
    table[:, FIRST_PARTY:] = degrees[:, _ROLE_REST, None]
    table[:, UNKNOWN] = degrees[:, _ROLE_UNKNOWN]
    table[:, CONTESTED] = degrees[:, _ROLE_CONTESTED]
    for code, role in ((rows.actor, _ROLE_ACTOR), (rows.counter, _ROLE_COUNTER)):
        named = np.flatnonzero(code >= 0)
        table[named, code[named] + FIRST_PARTY] = degrees[named, role]
    return table


def hazards(rows: Rows, prior: Floats) -> tuple[Floats, Floats, Floats]:
    """Return (R,) the hazard of a change that a claim of change brings within its window, (R, K)
    what the change leads to: the prior among the states that fit the claim; and (R, K) how far
    it unsettles each state, 0..1: not those that fit the claim already.

    It is such that a lone claim, against a holder held for certain, leaves what it says with
    probability p: with renewal probability u and share m of the drawn states that fit, the odds
    u m / (1 - u m) times the likelihood ratio (p + (1 - p) n) / ((1 - p) n) must be p / (1 - p).
    """
    fits = likelihoods(rows, rows.after, prior.shape[1])
    draw = fits * prior[rows.place]
    draw /= np.maximum(draw.sum(axis=1, keepdims=True), 1e-12)
    moves = 1.0 - fits / np.maximum(fits.max(axis=1, keepdims=True), 1e-12)
    odds = rows.p * rows.noise / (rows.p + (1.0 - rows.p) * rows.noise)
    right = np.maximum((draw * fits).sum(axis=1), 1e-9)
    renewed = rows.change * odds / ((1.0 + odds) * right)
    return np.asarray(-np.log1p(-np.minimum(renewed, 0.97)), dtype=np.float64), draw, moves


def log_likelihood(
    rows: Rows, degrees: npt.NDArray[np.floating], weight: Floats, prior: Floats
) -> Floats:
    """Return (R, K) nats: weight * log(p * degree + (1 - p) * noise) of every state.

    The likelihood of a claim is a mixture: told and read truly it fits the state to its degree,
    otherwise it says just this with probability `noise`, whatever the state.
    """
    table = likelihoods(rows, degrees, prior.shape[1])
    p = rows.p[:, None]
    np.multiply(table, p, out=table)
    np.add(table, (1.0 - p) * rows.noise[:, None], out=table)
    np.log(table, out=table)
    np.multiply(table, weight[:, None], out=table)
    return table
