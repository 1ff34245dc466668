"""Whom to believe and how fast places change hands, learned by expectation-maximisation."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from whoholds.control.chain import run
from whoholds.control.rows import Rows, likelihoods, track_of
from whoholds.control.track import (
    CONTESTED,
    FIRST_PARTY,
    UNKNOWN,
    Floats,
    Ints,
    Kernel,
    Pace,
    Track,
)

_FITS = 0.5  # a claim is so where the state fits it at least to this degree
_CLEAR = 0.5  # how surely a claim must be read to count for a voice's precision
_SHARP = 8.0  # days: the widest window of a claim that counts for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Independent claims of a whole store, as columns; R rows, P places.

    rows: the claims; their p is worked out anew in every round.
    voice: (R,) which voice and stance said it, 0..V - 1. clarity: (R,) 0..1, how surely the words
    were read. caution: (R,) how much of the voice's doubt counts (1; less where confirmed).
    standing: (P, H) prior weight of each party of a place, 0 for none. unnamed: (P,) that of all
    others, in times of the weight of unknown.
    group: (P,) group of places (a conflict) with a pace of its own. edges: (Y,) first days of the
    periods with a pace of their own.
    """

    rows: Rows
    voice: Ints
    clarity: Floats
    caution: Floats
    standing: Floats
    unnamed: Floats
    group: Ints
    edges: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """What is believed before learning.

    trust: (V,) chance that a voice tells so; strength: how many claims that belief is worth.
    weights: of unknown, contested, each party.
    rate: renewals per day; years: how many place-years that belief is worth. settling: of
    contested places, per day.
    """

    trust: Floats
    strength: float
    weights: Floats
    rate: float
    settling: float
    ceiling: float
    years: float = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What learning found.

    trust: (V,) chance that a voice knows and tells so, without the luck of a guess.
    precision: (V,) share of its claims that are so, read rightly; error: (V,) the standard error
    of that; claims: (V,) how many independent claims it rests on. weights: as
    in `Prior`. pace: by group and period.
    log_evidence: after each round, of all places together with the priors left out.
    """

    trust: Floats
    precision: Floats
    error: Floats
    claims: Floats
    weights: Floats
    pace: Pace
    log_evidence: tuple[float, ...]


def learn(sample: Sample, prior: Prior, *, rounds: int = 15) -> Learned:
    """Return the trust, prior weights and pace under which the claims are likeliest.

    Expectation: forward-backward over all places. Maximisation: trust is the share of a voice's
    claims that were told truly, with a Beta prior; the pace is expected renewals over time
    passed, with a Gamma prior; weights likewise.
    """
    groups = int(sample.group.max(initial=0)) + 1
    claims = np.bincount(sample.voice, minlength=len(prior.trust)).astype(np.float64)
    state = Learned(
        trust=prior.trust,
        precision=prior.trust,
        error=np.zeros_like(prior.trust),
        claims=claims,
        weights=prior.weights,
        pace=Pace(sample.group, sample.edges, np.full((groups, len(sample.edges)), prior.rate)),
        log_evidence=(),
    )
    for _ in range(rounds):
        state = _round(sample, prior, state)
    return state


def prior_rows(weights: Floats, standing: Floats, unnamed: Floats) -> Floats:
    """Return the prior (P, 2 + H) that the weights of unknown, contested and a party give.

    standing: (P, H), unnamed: (P,), as in `Sample`.
    """
    places, parties = standing.shape
    table = np.empty((places, FIRST_PARTY + parties))
    table[:, UNKNOWN], table[:, CONTESTED] = weights[0] * unnamed, weights[1]
    table[:, FIRST_PARTY:] = weights[2] * standing
    return np.asarray(table / table.sum(axis=1, keepdims=True), dtype=np.float64)


def weighed(sample: Sample, trust: Floats, ceiling: float) -> Rows:
    """Return the rows with the p that a trust in the voices gives them."""
    told = 1.0 - sample.caution * (1.0 - trust[sample.voice])
    p = np.minimum(told * sample.clarity, ceiling)
    return replace(sample.rows, p=p)


def _round(sample: Sample, prior: Prior, state: Learned) -> Learned:
    rows = weighed(sample, state.trust, prior.ceiling)
    stationary = prior_rows(state.weights, sample.standing, sample.unnamed)
    track, owner = track_of(rows, stationary, pace=state.pace, settling=prior.settling)
    messages = run(track)
    behind = _behind(track, messages.ahead)
    beliefs = messages.filtered * behind
    beliefs /= np.maximum(beliefs.sum(axis=1, keepdims=True), 1e-280)
    at_end = beliefs[_ends(owner)]
    precision, error = _precision(sample, prior, rows, at_end)
    fresh = _fresh(track, messages.filtered, messages.ahead)
    drawn = _drawn(track, fresh, messages.ahead)
    return Learned(
        trust=_trust(sample, prior, state, rows, at_end),
        precision=precision,
        error=error,
        claims=state.claims,
        weights=_weights(sample, prior, state.weights, drawn),
        pace=_pace(prior, state.pace, track, fresh),
        log_evidence=(*state.log_evidence, float(messages.log_evidence.sum())),
    )


def _ends(owner: Ints) -> Ints:
    """Return the event at which each row ends: the later of its two."""
    last = np.zeros(len(owner) // 2, dtype=np.int64)
    last[owner] = np.arange(len(owner))
    return last


def _behind(track: Track, ahead: Floats) -> Floats:
    """Return (N, K) likelihoods of all events after each, given the state at it."""
    behind = np.ones_like(ahead)
    follows = _follows(track)
    owner = track.owner
    kernel = Kernel.of(track.gap, track.settled).take(follows)
    draw, rest = track.draw[follows], track.rest[owner[follows]]
    behind[follows - 1] = kernel.back(ahead[follows], draw, rest)[0]
    return behind


def _follows(track: Track) -> Ints:
    """Return the events that have one before them at the same place."""
    first = np.zeros(len(track.time), dtype=bool)
    first[track.offsets[:-1][np.diff(track.offsets) > 0]] = True
    return np.flatnonzero(~first)


def _trust(sample: Sample, prior: Prior, state: Learned, rows: Rows, beliefs: Floats) -> Floats:
    """Return each voice's share of claims known and told truly, luck left out."""
    fits = likelihoods(rows, rows.after, beliefs.shape[1])
    p, noise = rows.p[:, None], rows.noise[:, None]
    told = (beliefs * p * fits / np.maximum(p * fits + (1.0 - p) * noise, 1e-12)).sum(axis=1)
    trust = state.trust[sample.voice]
    doubted = np.minimum(trust * (1.0 - sample.clarity) / np.maximum(1.0 - rows.p, 1e-9), 1.0)
    heard = sample.clarity > 0.0
    right, total = _tally(sample.voice, told + (1.0 - told) * doubted, heard, len(prior.trust))
    return (right + prior.trust * prior.strength) / (total + prior.strength)


def _precision(sample: Sample, prior: Prior, rows: Rows, beliefs: Floats) -> tuple[Floats, Floats]:
    """Return each voice's share of claims that are so, and its standard error.

    Counted over clearly read claims of a sharp date (a month's claim may be true and its state
    over by the end of the month); what misreading spoils on average is put back.
    """
    fits = likelihoods(rows, rows.after, beliefs.shape[1]) >= _FITS
    so = (beliefs * fits).sum(axis=1)
    read = np.maximum(sample.clarity, 1e-9)
    # What is misread is so by luck: as one party among those of the place, or of none.
    chance = 1.0 / (1.0 + np.count_nonzero(sample.standing, axis=1))
    so = (so - (1.0 - read) * chance[rows.place]) / read
    sharp = (sample.clarity >= _CLEAR) & (rows.end - rows.start <= _SHARP)
    right, total = _tally(sample.voice, so, sharp, len(prior.trust))
    found = np.clip((right + prior.trust * prior.strength) / (total + prior.strength), 0.0, 1.0)
    return found, np.sqrt(found * (1.0 - found) / (total + prior.strength + 1.0))


def _tally(
    voice: Ints, value: Floats, counted: npt.NDArray[np.bool_], voices: int
) -> tuple[Floats, Floats]:
    """Return the sum of the counted values of each voice, and their number."""
    right = np.bincount(voice[counted], value[counted], voices).astype(np.float64)
    return right, np.bincount(voice[counted], minlength=voices).astype(np.float64)


def _fresh(track: Track, filtered: Floats, ahead: Floats) -> Floats:
    """Return (N,) the probability that the state was drawn anew since the event before, by
    itself and not by a claim of change."""
    fresh = np.zeros(len(track.time))
    follows = _follows(track)
    kernel = Kernel.of(track.gap, track.settled).take(follows)
    rest, draw = track.rest[track.owner[follows]], track.draw[follows]
    likely, drawn = kernel.back(ahead[follows], draw, rest)
    before = filtered[follows - 1]
    whole = (before * likely).sum(axis=1)
    owner = track.owner[follows]
    calm = track.pace.at(owner, track.time[follows])
    calm = np.maximum(calm - track.pace.at(owner, track.time[follows - 1]), 0.0)
    by_itself = calm * (track.prior[owner] * ahead[follows]).sum(axis=1)
    hazard = (track.gap[follows] * before).sum(axis=1)
    all_ways = hazard * (draw * ahead[follows]).sum(axis=1)
    share = np.clip(by_itself / np.maximum(all_ways, 1e-280), 0.0, 1.0)
    fresh[follows] = share * (before * drawn).sum(axis=1) / np.maximum(whole, 1e-280)
    return fresh


def _drawn(track: Track, fresh: Floats, ahead: Floats) -> Floats:
    """Return (P, K) how often each place's state was drawn from its prior, by what was drawn."""
    what = track.prior[track.owner] * ahead
    what /= np.maximum(what.sum(axis=1, keepdims=True), 1e-280)
    often = fresh.copy()
    often[track.offsets[:-1][np.diff(track.offsets) > 0]] = 1.0
    what *= often[:, None]
    drawn = np.zeros_like(track.prior)
    for state in range(what.shape[1]):
        drawn[:, state] = np.bincount(track.owner, what[:, state], track.places)
    return drawn


def _weights(sample: Sample, prior: Prior, weights: Floats, drawn: Floats) -> Floats:
    """Return the prior weights with that of unknown learned, relative to a party's 1.

    One step of the fixed-point iteration for a multinomial whose number of parties differs by
    place; the prior counts as `strength` draws at a place with two parties. The weight of
    contested stays: left free, it grows until it explains every disagreement between voices.
    """
    standing = sample.standing.sum(axis=1)
    of_each = weights[0] * sample.unnamed + weights[1] + weights[2] * standing
    pull = prior.strength / (prior.weights[0] + prior.weights[1] + 2.0 * prior.weights[2])
    exposure = (drawn.sum(axis=1) * sample.unnamed / of_each).sum() + pull
    parties = (drawn.sum(axis=1) * standing / of_each).sum() + 2.0 * pull
    unknown = (drawn[:, UNKNOWN].sum() + pull * prior.weights[0]) / exposure
    party = (drawn[:, FIRST_PARTY:].sum() + 2.0 * pull * prior.weights[2]) / parties
    return np.array([unknown / party, prior.weights[1], 1.0])


def _pace(prior: Prior, pace: Pace, track: Track, fresh: Floats) -> Pace:
    """Return renewals per day by group and period, of those not owed to claims of change."""
    follows = _follows(track)
    owner = track.owner[follows]
    start, end = track.time[follows - 1], track.time[follows]
    calm = np.maximum(track.pace.at(owner, end) - track.pace.at(owner, start), 1e-12)
    often = fresh[follows] * calm / -np.expm1(-calm)  # Poisson, of which at least one happened
    period = pace.period((start + end) / 2.0)
    groups, periods = pace.rates.shape
    cell = pace.group[owner] * periods + period
    count = np.bincount(cell, often, groups * periods)
    passed = np.bincount(cell, end - start, groups * periods)
    worth = prior.years * 365.25
    rates = (count + prior.rate * worth) / (passed + worth)
    return replace(pace, rates=rates.reshape(groups, periods))
