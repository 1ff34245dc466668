"""The chain against exact enumeration, and a batch against one place at a time."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whoholds.control.chain import Messages, ask, run
from whoholds.control.track import CONTESTED, Floats, Pace, Track

RATE, SETTLING = 0.05, 0.03


def random_track(seed: int, *, places: int, most: int, states: int) -> Track:
    rng = np.random.default_rng(seed)
    counts = rng.integers(0, most + 1, places)
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    time = np.concatenate([np.sort(rng.integers(0, 40, c)).astype(float) for c in counts])
    gap = np.zeros(len(time))
    gap[1:] = (
        np.maximum(np.diff(time), 0.0) * rng.choice([0.01, 0.2, 2.0], len(time) - 1)
        if len(time) > 1
        else 0.0
    )
    gap[offsets[:-1][counts > 0]] = 0.0
    nats = rng.normal(0.0, 3.0, (len(time), states))
    prior = rng.dirichlet(np.ones(states), places)
    draw = rng.dirichlet(np.ones(states), len(time))
    return Track(
        offsets,
        time,
        np.tile(gap[:, None], states),
        nats,
        prior,
        draw,
        Pace.steady(RATE, places),
        SETTLING,
    )


def exponential(matrix: Floats) -> Floats:
    """Return the matrix exponential, by scaling, a Taylor series, and squaring."""
    scaled = matrix / 2.0**12
    term = total = np.eye(len(matrix))
    for n in range(1, 12):
        term = term @ scaled / n
        total = total + term
    for _ in range(12):
        total = total @ total
    return np.asarray(total, dtype=np.float64)


def transitions(prior: Floats, draw: Floats, width: float, hazard: float) -> tuple[Floats, Floats]:
    """Return the transition matrix over a stretch, and its part without any renewal."""
    rest = prior.copy()
    rest[CONTESTED] = 0.0
    settle = np.zeros((len(prior), len(prior)))
    settle[CONTESTED] = SETTLING * rest / rest.sum()
    settle[CONTESTED, CONTESTED] = -SETTLING
    alone = settle * width - hazard * np.eye(len(prior))
    return exponential(alone + hazard * np.outer(np.ones(len(prior)), draw)), exponential(alone)


def enumerate_paths(track: Track, moment: float) -> tuple[Floats, float]:
    """Return P(state at moment) and the share no evidence reaches, by summing over all paths of
    a single place, with the transitions of the generator's matrix exponential."""
    prior, states = track.prior[0], track.prior.shape[1]
    after = int(np.searchsorted(track.time, moment, side="right"))
    points = np.insert(track.time, after, moment)
    nats = np.insert(track.nats, after, np.zeros(states), axis=0)
    steps = []
    for i in range(1, len(points)):
        width = points[i] - points[i - 1]
        hazard, draw = RATE * width, prior
        if 0 < after < len(track.time) and i in {after, after + 1}:
            whole = track.time[after] - track.time[after - 1]
            hazard = track.gap[after, 0] * width / whole if whole else 0.0
            draw = track.draw[after]
        elif i not in {after, after + 1}:
            gap = i if i < after else i - 1
            hazard, draw = float(track.gap[gap, 0]), track.draw[gap]
        steps.append(transitions(prior, draw, width, hazard))
    weight, alone = np.zeros(states), 0.0
    for path in product(range(states), repeat=len(points)):
        told = float(np.exp(sum(nats[i][s] for i, s in enumerate(path)))) * prior[path[0]]
        chances = [steps[i][0][path[i], path[i + 1]] for i in range(len(steps))]
        fresh = list(chances)
        for i in {after - 1, after} & set(range(len(steps))):
            fresh[i] -= steps[i][1][path[i], path[i + 1]]
        weight[path[after]] += told * np.prod(chances)
        alone += told * np.prod(fresh)
    return weight / weight.sum(), float(alone / weight.sum())


@given(seed=st.integers(0, 10_000), moment=st.floats(-5.0, 45.0))
@settings(max_examples=40, deadline=None)
def test_smoothing_agrees_with_the_sum_over_all_paths(seed: int, moment: float) -> None:
    track = random_track(seed, places=1, most=3, states=3)
    zero = np.zeros(1, dtype=np.int64)
    beliefs = ask(track, run(track), zero, np.array([moment]))
    exact, alone = enumerate_paths(track, moment)
    np.testing.assert_allclose(beliefs.smoothed[0], exact, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(beliefs.unreached[0], alone, rtol=1e-6, atol=1e-9)


def test_a_batch_gives_each_place_what_it_gets_alone() -> None:
    track = random_track(3, places=40, most=12, states=5)
    together = run(track)
    for place in range(track.places):
        first, last = track.offsets[place], track.offsets[place + 1]
        alone = Track(
            np.array([0, last - first]),
            track.time[first:last],
            track.gap[first:last],
            track.nats[first:last],
            track.prior[place : place + 1],
            track.draw[first:last],
            Pace.steady(RATE, 1),
            SETTLING,
        )
        single = run(alone)
        np.testing.assert_allclose(single.filtered, together.filtered[first:last], atol=1e-12)
        np.testing.assert_allclose(single.ahead, together.ahead[first:last], atol=1e-12)
        np.testing.assert_allclose(single.log_evidence[0], together.log_evidence[place])


@pytest.mark.parametrize("size", [1, 4000])
def test_no_evidence_however_strong_or_long_breaks_the_figures(size: int) -> None:
    rng = np.random.default_rng(size)
    nats = np.where(rng.random((size, 4)) < 0.5, -700.0, 0.0)
    track = Track(
        np.array([0, size]),
        np.sort(rng.random(size)),
        np.zeros((size, 4)),
        nats,
        np.full((1, 4), 0.25),
        np.full((size, 4), 0.25),
        Pace.steady(0.001, 1),
        SETTLING,
    )
    messages: Messages = run(track)
    beliefs = ask(track, messages, np.zeros(5, dtype=np.int64), np.linspace(0.0, 2.0, 5))
    assert np.isfinite(beliefs.smoothed).all()
