"""How much of the reading time places and times take, and how long a name's lookup takes.

    python benchmarks/where_when_speed.py [--articles 200]

Times are of the processor, so that other work on the machine hardly sways them.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import wraps
from statistics import median
from typing import ParamSpec, TypeVar
from unittest import mock

from speed_texts import articles
from whoholds.gazetteer import load_gazetteer
from whoholds.reading import claim_times, read
from whoholds.service.readers import shared_reader

PUBLISHED = datetime(2017, 6, 30, tzinfo=UTC)
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
    print(f"lookup: median {lookup_us(names):.0f} us, of {len(set(names))} names, each once")


def lookup_us(names: list[str]) -> float:
    """Return the median time of a lookup in microseconds, each name for the first time."""
    gazetteer = load_gazetteer()
    gazetteer.lookup("Aleppo"), gazetteer.lookup("Qwxyzzy")  # builds the indexes
    times = []
    for name in dict.fromkeys(names):
        start = time.thread_time_ns()
        gazetteer.lookup(name)
        times.append(time.thread_time_ns() - start)
    return median(times) / 1000


if __name__ == "__main__":
    main()
