"""Speed of control inference: many places at once, cost against statements, one place updated.

Run: python benchmarks/control_speed.py [--places 30000] [--years 10] [--statements 1000000]
"""

from __future__ import annotations

import argparse
import resource
import time
from datetime import UTC, date, datetime, timedelta

import numpy as np

from control_generator import PARTIES, WEEK, Floats, Told, make_world, tell
from control_simulated import believe_all, neighbours, prior_for, sample_of
from whoholds.control import Context, holding_on
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
    args = parser.parse_args()
    told = make_statements(args.places, args.years, args.statements)
    sizes = [n for n in (10_000, 100_000) if n < len(told)] + [len(told)]
    print(f"{args.places:,} places, {args.years:g} years; CPU seconds of one core")
    for size in sizes:
        places = max(1, round(args.places * size / len(told)))
        part = told.take(np.flatnonzero(told.place < places))
        one_size(part, places, args.years)
    print(f"one place of 100 statements updated: {one_place() * 1000.0:.1f} ms")


def make_statements(places: int, years: float, count: int) -> Told:
    """Return so many statements of a simulated war."""
    rng = np.random.default_rng(0)
    points = rng.uniform(0.0, 500.0, (places, 2))
    world = make_world(rng, points, weeks=round(years * 365.25 / WEEK))
    told = tell(rng, world, neighbours(points, 8))
    if len(told) < count:
        raise SystemExit(f"the war gave only {len(told):,} statements; ask for fewer")
    return told.take(np.sort(rng.choice(len(told), count, replace=False)))


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
