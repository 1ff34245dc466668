"""How much of the reading time places and times take, and how long a name's lookup takes.

    python benchmarks/where_when_speed.py [--articles 200]

Times are of the processor, so that other work on the machine hardly sways them.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import wraps
from multiprocessing import get_context
from statistics import median
from typing import ParamSpec, TypeVar
from unittest import mock

from speed_texts import articles
from whoholds.gazetteer import load_gazetteer
from whoholds.reading import claim_times, read
from whoholds.service.readers import shared_reader

PUBLISHED = datetime(2017, 6, 30, tzinfo=UTC)
COUNTRIES = ("SY", "IQ", "UA", "LY", "SD", "SO", "CD", "MM", "AF", "YE", "ML", "NG", "ET", "PH")
PEOPLE, TOWNS = 5_000, 3_000
PARTS = {
    (read, "find_toponyms"): "places",
    (read, "find_times"): "times",
    (claim_times, "link_time"): "dates of claims",
}
P = ParamSpec("P")
R = TypeVar("R")


def timed(work: Callable[P, R], spent: dict[str, float], name: str) -> Callable[P, R]:
    """Return `work`, which adds its time to what was spent."""

    @wraps(work)
    def run(*args: P.args, **options: P.kwargs) -> R:
        start = time.thread_time()
        try:
            return work(*args, **options)
        finally:
            spent[name] += time.thread_time() - start

    return run


def main() -> None:
    """Print the shares of reading, and the median of lookups."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=200)
    count = parser.parse_args().articles
    reader = shared_reader().reader
    reader.read("Troops took Mosul.", published=PUBLISHED)
    names: list[str] = []
    for kind, share in (("all about a war", 1.0), ("a third about a war", 1 / 3)):
        for everything in (False, True):
            spent: dict[str, float] = defaultdict(float)
            with ExitStack() as stack:
                for (owner, name), label in PARTS.items():
                    work = timed(getattr(owner, name), spent, label)
                    stack.enter_context(mock.patch.object(owner, name, work))
                start = time.thread_time()
                for text in articles(count, share=share):
                    found = reader.read(text, published=PUBLISHED, everything=everything)
                    names += [t.text for t in found.toponyms]
                whole = time.thread_time() - start
            told = ", ".join(f"{k} {v / whole:.1%}" for k, v in sorted(spent.items()))
            whose = "every sentence" if everything else "sentences that matter"
            print(f"{kind}, {whose}: {count / whole:.1f} articles/s; {told}")
    named, towns = list(dict.fromkeys(names)), some_towns()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        # In a process of its own, in which no name has been looked up before.
        of_towns, of_named = pool.submit(lookups_us, [towns, named]).result()
    print(
        f"lookup: median {of_towns:.0f} us, of {len(towns):,} towns of {PEOPLE:,} people and more; "
        f"then {of_named:.0f} us, of {len(named)} names in the articles; each once"
    )


def some_towns() -> list[str]:
    """Return the names of towns of the countries that wars are reported from."""
    gazetteer = load_gazetteer()
    places = (p for c in COUNTRIES for p in gazetteer.within(f"country:{c}"))
    towns = {p.name for p in places if p.feature_class == "P" and (p.population or 0) >= PEOPLE}
    return random.Random(1).sample(sorted(towns), min(len(towns), TOWNS))


def lookups_us(lists: list[list[str]]) -> list[float]:
    """Return the median times of the lookups of each list, in microseconds."""
    load_gazetteer().lookup("Aleppo"), load_gazetteer().lookup("Qwxyzzy")  # builds the indexes
    return [lookup_us(names) for names in lists]


def lookup_us(names: list[str]) -> float:
    """Return the median time of a lookup in microseconds, each name for the first time."""
    gazetteer = load_gazetteer()
    times = []
    for name in names:
        start = time.thread_time_ns()
        gazetteer.lookup(name)
        times.append(time.thread_time_ns() - start)
    return median(times) / 1000


if __name__ == "__main__":
    main()
