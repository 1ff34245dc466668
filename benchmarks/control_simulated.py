"""Simulated wars: how well control is recovered, how honest its figures are, whom it believes.

Run: python benchmarks/control_simulated.py [--seeds 20] [--places 2000] [--years 5]
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass

import numpy as np

from control_columns import independent
from control_generator import (
    CONTEST,
    PARTIES,
    SEIZE,
    STATE,
    VOICES,
    WEEK,
    Floats,
    Ints,
    Told,
    make_world,
    stance_of,
    tell,
)
from control_scores import brier, calibration_error, last_claims
from whoholds.control.answers import answers_of
from whoholds.control.chain import ask, run
from whoholds.control.learning import Learned, Prior, Sample, learn, prior_rows, weighed
from whoholds.control.rows import Rows, track_of
from whoholds.control.settings import EVEN, STANCES, Settings, default_settings
from whoholds.control.track import FIRST_PARTY
from whoholds.gazetteer import load_gazetteer
from whoholds.model import SpeakerKind

CLARITY = 0.9
_QUESTIONS = 50_000  # asked at once, for memory
KIND_NAMES = {SEIZE: "seize", STATE: "controls", CONTEST: "contest"}


def real_points(places: int) -> Floats:
    """Return the positions, in kilometres, of the places nearest to one in eastern Ukraine."""
    found = load_gazetteer().nearby(48.5, 37.0, 400.0)
    points = sorted({(p.lat, p.lon) for p in found if p.lat is not None and p.lon is not None})
    where = np.array(points)
    flat = np.column_stack([where[:, 1] * 111.32 * np.cos(np.radians(48.5)), where[:, 0] * 110.57])
    middle = flat - np.array([37.0 * 111.32 * np.cos(np.radians(48.5)), 48.5 * 110.57])
    chosen = np.argsort((middle**2).sum(axis=1), kind="stable")[:places]
    if len(chosen) < places:
        raise SystemExit(f"only {len(chosen)} places are near; ask for fewer with --places")
    return np.asarray(middle[chosen], dtype=np.float64)


def neighbours(points: Floats, k: int) -> Ints:
    """Return the k nearest of each place, (P, k)."""
    rows = []
    for chunk in np.array_split(np.arange(len(points)), max(1, len(points) ** 2 // 4_000_000)):
        away = ((points[chunk, None] - points[None]) ** 2).sum(axis=2)
        away[np.arange(len(chunk)), chunk] = np.inf
        rows.append(np.argpartition(away, k, axis=1)[:, :k])
    return np.concatenate(rows).astype(np.int64)


def sample_of(told: Told, places: int, settings: Settings, *, blind: bool = False) -> Sample:
    """Return the claims as evidence, copies taken out; blind: whoever says so counts alike."""
    origin = np.asarray(told.voice)
    says = np.where(told.kind == CONTEST, PARTIES, told.party)
    state = told.kind != SEIZE
    start = np.where(state, told.end - settings.windows["state"], told.start)
    keep = independent(
        told.place,
        origin,
        says,
        start=start,
        end=told.end,
        p=np.full(len(told), CLARITY),
        within=settings.windows["copies"],
    )
    told, start = told.take(keep), start[keep]
    variants = [settings.kinds[KIND_NAMES[k]] for k in sorted(KIND_NAMES)]
    before = np.array([v.before for v in variants])[told.kind]
    after = np.array([v.after for v in variants])[told.kind]
    opened = (told.kind == SEIZE).astype(np.float64)
    side = np.array([v.side for v in VOICES])[told.voice]
    voice = told.voice * 3 + stance_of(told.party, told.kind, side)
    partial = (voice % 3 == STANCES.index("favours")) & (not blind)
    if blind:
        voice = np.zeros_like(voice)
    return Sample(
        rows=Rows(
            place=told.place,
            start=start,
            end=told.end,
            before=np.where(opened[:, None] > 0, before, np.array(EVEN)),
            after=after,
            weight_start=opened,
            weight_end=np.ones(len(told)),
            p=np.zeros(len(told)),
            noise=np.where(partial, settings.partial, 1.0 / (PARTIES + 1.0)),
            change=np.array([v.change for v in variants])[told.kind],
            actor=told.party,
            counter=told.counter,
        ),
        voice=voice,
        clarity=np.full(len(told), CLARITY),
        caution=np.ones(len(told)),
        standing=np.ones((places, PARTIES)),
        unnamed=np.ones(places),
        group=np.zeros(places, dtype=np.int64),
        edges=np.zeros(1),
    )


def prior_for(settings: Settings, *, blind: bool) -> Prior:
    """Return the documented weights; blind: the same trust in everybody."""
    trust = [settings.trust[SpeakerKind(v.kind)][s] for v in VOICES for s in STANCES]
    return Prior(
        trust=np.full(len(trust), 0.8) if blind else np.array(trust),
        strength=10.0,
        weights=np.array(
            [settings.weight_unknown, settings.weight_contested, settings.weight_party]
        ),
        rate=settings.rate,
        settling=settings.settling,
        ceiling=settings.ceiling,
    )


def believe(
    sample: Sample, prior: Prior, learned: Learned, place: Ints, day: Ints
) -> tuple[Floats, Floats]:
    """Return the smoothed and filtered probabilities (Q, parties + contested + unknown)."""
    rows = weighed(sample, learned.trust, prior.ceiling)
    stationary = prior_rows(learned.weights, sample.standing, sample.unnamed)
    track, _ = track_of(rows, stationary, pace=learned.pace, settling=prior.settling)
    beliefs = ask(track, run(track), place, day.astype(np.float64) + 1.0)
    order = [*range(FIRST_PARTY, FIRST_PARTY + PARTIES), 1, 0]
    return beliefs.smoothed[:, order], beliefs.filtered[:, order]


def believe_all(sample: Sample, prior: Prior, learned: Learned, days: Floats) -> Ints:
    """Return the holder (places, days) of every place on every day, as `answers_of` codes."""
    rows = weighed(sample, learned.trust, prior.ceiling)
    stationary = prior_rows(learned.weights, sample.standing, sample.unnamed)
    track, _ = track_of(rows, stationary, pace=learned.pace, settling=prior.settling)
    messages = run(track)
    answers = np.empty((track.places, len(days)), dtype=np.int64)
    step = max(1, _QUESTIONS // max(1, len(days)))
    for first in range(0, track.places, step):
        some = np.arange(first, min(first + step, track.places))
        place, moments = np.repeat(some, len(days)), np.tile(days, len(some))
        smoothed = ask(track, messages, place, moments).smoothed
        answers[some] = answers_of(smoothed).reshape(len(some), len(days))
    return answers


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one simulated war gave."""

    brier: dict[str, float]
    accuracy: dict[str, float]
    calibration: dict[str, float]
    reliability: Floats
    truth: Floats
    claims: int
    seconds: float


def one_war(seed: int, points: Floats, near: Ints, *, years: float, rounds: int) -> Outcome:
    """Simulate one war, read its claims, and compare."""
    rng = np.random.default_rng(seed)
    world = make_world(rng, points, weeks=round(years * 365.25 / WEEK))
    told = tell(rng, world, near)
    place = np.tile(np.unique(told.place), 60)
    day = rng.integers(0, world.days, len(place))
    truth = world.at(place, day)
    begun = time.perf_counter()
    learned, shares = _answers(told, points, place, day, rounds=rounds)
    seconds = time.perf_counter() - begun
    spoken = told.take(told.copy_of < 0)
    return Outcome(
        brier={n: brier(s, truth) for n, s in shares.items()},
        accuracy={n: float((s.argmax(axis=1) == truth).mean()) for n, s in shares.items()},
        calibration={n: calibration_error(s, truth) for n, s in shares.items()},
        reliability=learned.precision,
        truth=_true_reliability(spoken),
        claims=len(told),
        seconds=seconds,
    )


def _answers(
    told: Told, points: Floats, place: Ints, day: Ints, *, rounds: int
) -> tuple[Learned, dict[str, Floats]]:
    settings = default_settings()
    sample = sample_of(told, len(points), settings)
    prior = prior_for(settings, blind=False)
    learned = learn(sample, prior, rounds=rounds)
    fixed = learn(sample, prior, rounds=0)
    shares = {}
    shares["whoholds, learned, smoothed"], shares["whoholds, learned, filtered"] = believe(
        sample, prior, learned, place, day
    )
    shares["whoholds, fixed weights"], _ = believe(sample, prior, fixed, place, day)
    blind = prior_for(settings, blind=True)
    alike = sample_of(told, len(points), settings, blind=True)
    shares["reliability-blind chain"], _ = believe(
        alike, blind, learn(alike, blind, rounds=rounds), place, day
    )
    shares["last claim"] = last_claims(told, place, day, 1)
    shares["majority of last 3"] = last_claims(told, place, day, 3)
    shares["majority of last 5"] = last_claims(told, place, day, 5)
    return learned, shares


def _true_reliability(spoken: Told) -> Floats:
    """Return how often each voice and stance told the truth, nan where it said nothing."""
    side = np.array([v.side for v in VOICES])[spoken.voice]
    unread = ~spoken.misread
    key = (spoken.voice * 3 + stance_of(spoken.party, spoken.kind, side))[unread]
    count = np.bincount(key, minlength=len(VOICES) * 3)
    right = np.bincount(key, spoken.true[unread].astype(np.float64), len(VOICES) * 3)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(count > 0, right / count, np.nan), dtype=np.float64)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--places", type=int, default=2000)
    parser.add_argument("--years", type=float, default=5.0)
    parser.add_argument("--rounds", type=int, default=12)
    args = parser.parse_args()
    points = real_points(args.places)
    near = neighbours(points, 8)
    outcomes = [
        one_war(seed, points, near, years=args.years, rounds=args.rounds)
        for seed in range(args.seeds)
    ]
    report(outcomes)


def report(outcomes: list[Outcome]) -> None:
    """Print the means over the wars."""
    claims = np.mean([o.claims for o in outcomes])
    seconds = np.mean([o.seconds for o in outcomes])
    print(f"{len(outcomes)} wars, {claims:,.0f} claims each, {seconds:.1f} s each")
    print(f"{'':32}{'Brier':>8}{'accuracy':>10}{'ECE':>8}{'worst ECE':>11}")
    for name in outcomes[0].brier:
        calibration = [o.calibration[name] for o in outcomes]
        row = (
            np.mean([o.brier[name] for o in outcomes]),
            np.mean([o.accuracy[name] for o in outcomes]),
            np.mean(calibration),
            max(calibration),
        )
        print(f"{name:32}{row[0]:8.3f}{row[1]:10.3f}{row[2]:8.3f}{row[3]:11.3f}")
    baselines = [n for n in outcomes[0].brier if not n.startswith("whoholds")]
    best = min(baselines, key=lambda n: sum(o.brier[n] for o in outcomes))
    ours = np.mean([o.brier["whoholds, learned, smoothed"] for o in outcomes])
    theirs = np.mean([o.brier[best] for o in outcomes])
    print(f"Brier under the best baseline ({best}) by {1.0 - ours / theirs:.1%}")
    error = np.array([o.reliability - o.truth for o in outcomes])
    print(f"reliability: mean absolute error {np.nanmean(np.abs(error)):.3f}")
    for number, voice in enumerate(VOICES):
        for stance, word in enumerate(STANCES):
            column = number * 3 + stance
            truth = [o.truth[column] for o in outcomes]
            if not np.isnan(truth).all():
                found = np.mean([o.reliability[column] for o in outcomes])
                print(
                    f"  {voice.name:16}{word:10}true {np.nanmean(truth):.3f}  learned {found:.3f}"
                )


if __name__ == "__main__":
    main()
