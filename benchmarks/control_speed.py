"""Speed of control inference: many places at once, cost against statements, one place updated.

Run: python benchmarks/control_speed.py [--places 30000] [--years 10] [--statements 1000000]
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from control_generator import (
    CONTEST,
    CONTESTED,
    PARTIES,
    WEEK,
    Floats,
    Ints,
    Told,
    make_world,
    tell,
)
from control_simulated import believe_all, neighbours, prior_for, sample_of
from whoholds.control import Context, case_of, holding_on, runs_of
from whoholds.control.learning import learn
from whoholds.control.settings import default_settings
from whoholds.model import (
    ActorMention,
    Claim,
    ClaimKind,
    Interval,
    Place,
    PlacePhrase,
    Span,
    Speaker,
    SpeakerKind,
    Statement,
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, default=30_000)
    parser.add_argument("--years", type=float, default=10.0)
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--make", type=Path, help="only make the statements, into this file")
    args = parser.parse_args()
    if args.make is not None:
        make_statements(args.make, args.places, args.years, args.statements)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "told.npz"
        # In a process of its own, so that the peak memory printed is that of the inference.
        subprocess.run([sys.executable, __file__, *sys.argv[1:], "--make", path], check=True)
        with np.load(path) as columns:
            told = Told(*(columns[name] for name in Told.__slots__))
    print(f"{args.places:,} places, {args.years:g} years; CPU seconds of one core")
    for size in [n for n in (10_000, 100_000) if n < len(told)] + [len(told)]:
        places = max(1, round(args.places * size / len(told)))
        one_size(told.take(np.flatnonzero(told.place < places)), places, args.years)
    print(f"one place of 100 statements updated: {one_place() * 1000.0:.1f} ms")
    each = one_export(round(len(told) / args.places), args.years)
    print(
        f"as exports go, from statements to runs of days: {each * 1000.0:.1f} ms a place, "
        f"{each * args.places:,.0f} s for {args.places:,}"
    )
    against_hmmlearn(told, args.years)


def make_statements(path: Path, places: int, years: float, count: int) -> None:
    """Write so many statements of a simulated war to a file."""
    rng = np.random.default_rng(0)
    points = rng.uniform(0.0, 500.0, (places, 2))
    world = make_world(rng, points, weeks=round(years * 365.25 / WEEK))
    told = tell(rng, world, neighbours(points, 8))
    if len(told) < count:
        raise SystemExit(f"the war gave only {len(told):,} statements; ask for fewer")
    told = told.take(np.sort(rng.choice(len(told), count, replace=False)))
    np.savez(path, **{name: getattr(told, name) for name in told.__slots__})


def against_hmmlearn(told: Told, years: float, *, places: int = 200) -> None:
    """Print the time of hmmlearn's forward-backward by day beside ours, on the same places."""
    part = told.take(np.flatnonzero(told.place < places))
    days, states = round(years * 365.25), PARTIES + 2
    symbols = np.zeros((places, days), dtype=np.int64)
    when = np.clip(part.end.astype(np.int64), 0, days - 1)
    symbols[part.place, when] = np.where(part.kind == CONTEST, CONTESTED, part.party) + 1
    emission = np.full((states, states), 0.1) + 0.5 * np.eye(states)
    begun = time.process_time()
    name = _by_day(symbols, emission)
    theirs = time.process_time() - begun
    settings = default_settings()
    begun = time.process_time()
    sample = sample_of(part, places, settings)
    prior = prior_for(settings, blind=False)
    believe_all(sample, prior, learn(sample, prior, rounds=0), np.arange(float(days)))
    ours = time.process_time() - begun
    print(
        f"{places} places on each of {days:,} days: {name} {theirs:.2f} s, whoholds {ours:.2f} s "
        f"with copies and weights ({theirs / ours:.1f} times as fast)"
    )


def _by_day(symbols: Ints, emission: Floats) -> str:
    """Run forward-backward by day over places (P, D); return what ran it."""
    places, days = symbols.shape
    states = len(emission)
    stay = 0.999 * np.eye(states) + 0.001 / states
    try:
        from hmmlearn.hmm import CategoricalHMM
    except ImportError:
        _forward_backward(emission.T[symbols], stay)
        return "forward-backward by day in numpy (hmmlearn is not installed)"
    model = CategoricalHMM(n_components=states, n_features=states, init_params="")
    model.startprob_ = np.full(states, 1.0 / states)
    model.transmat_, model.emissionprob_ = stay, emission
    model.predict_proba(symbols.reshape(-1, 1), lengths=[days] * places)
    return "hmmlearn"


def _forward_backward(likelihood: Floats, stay: Floats) -> Floats:
    """Return the smoothed probabilities (P, D, K) of likelihoods by day, all places at once."""
    forward, back = np.empty_like(likelihood), np.ones_like(likelihood)
    state = np.full(likelihood.shape[::2], 1.0 / likelihood.shape[2])
    for day in range(likelihood.shape[1]):
        state = (state @ stay) * likelihood[:, day]
        state /= state.sum(axis=1, keepdims=True)
        forward[:, day] = state
    for day in range(likelihood.shape[1] - 2, -1, -1):
        message = (back[:, day + 1] * likelihood[:, day + 1]) @ stay.T
        back[:, day] = message / message.max(axis=1, keepdims=True)
    both = forward * back
    return np.asarray(both / both.sum(axis=2, keepdims=True), dtype=np.float64)


def one_size(told: Told, places: int, years: float) -> None:
    """Time, in CPU seconds, the way from columns to the holder of each place at each month."""
    settings = default_settings()
    begun = time.process_time()
    sample = sample_of(told, places, settings)
    prior = prior_for(settings, blind=False)
    learned = learn(sample, prior, rounds=0)
    weighed = time.process_time()
    months: Floats = np.arange(0.0, years * 365.25, 365.25 / 12.0)
    holders = believe_all(sample, prior, learned, months)
    done = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
    print(
        f"{len(told):>9,} statements ({len(sample.rows):,} independent), {places:,} places: "
        f"{weighed - begun:.2f} s copies + {done - weighed:.2f} s chain and {holders.size:,} "
        f"answers, {(done - begun) / len(told) * 1e6:.1f} us/statement, peak {peak:,.0f} MB"
    )


def one_export(count: int, years: float, *, places: int = 20) -> float:
    """Return the CPU seconds from a place's statements to its runs of days."""
    place, first = Place(id="user:town", name="Town"), date(2010, 1, 1)
    gap = years * 365.25 / count
    told = [_statement(i, first + timedelta(days=int(gap * i))) for i in range(count)]
    until = first + timedelta(days=int(years * 365.25))
    begun = time.process_time()
    for _ in range(places):
        runs_of(case_of(place, told, Context()), until=until)
    return (time.process_time() - begun) / places


def one_place() -> float:
    """Return the seconds that one place of 100 statements takes from statements to holding."""
    place = Place(id="user:town", name="Town")
    first = date(2015, 1, 1)
    statements = [_statement(i, first + timedelta(days=9 * i)) for i in range(100)]
    context = Context()
    holding_on(place, statements, on=date(2017, 6, 1), context=context)
    times = []
    for _ in range(20):
        begun = time.process_time()
        holding_on(place, statements, on=date(2017, 6, 1), context=context)
        times.append(time.process_time() - begun)
    return float(np.median(times))


def _statement(number: int, day: date) -> Statement:
    name = f"speaker {number % 6}"
    claim = Claim(
        kind=(ClaimKind.SEIZE, ClaimKind.CONTROL_STATE, ClaimKind.CONTEST)[number % 3],
        trigger=Span(0, 4),
        evidence=Span(0, 9),
        frame="benchmark",
        actor=ActorMention(text=f"party {number // 10 % PARTIES}"),
        place=PlacePhrase(text="Town"),
        interval=Interval.of_day(day),
        speakers=(Speaker(text=name, name=name, kind=SpeakerKind.MONITOR),),
        confidence=0.9,
    )
    published = datetime(day.year, day.month, day.day, 18, tzinfo=UTC)
    return Statement(
        id=Statement.id_of(claim, str(number)),
        claim=claim,
        report_id=str(number),
        recorded=published,
        published=published,
        text="",
    )


if __name__ == "__main__":
    main()
