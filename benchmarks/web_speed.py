"""Speed and memory of the server: who holds a place, asked 200 times a second, and the map.

Run: python benchmarks/web_speed.py [--statements 1000000] [--rate 200] [--seconds 20]
     [--store DIR]   a store made before; it is made there where it is missing
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import numpy as np

from log_generate import make_batch, place_number
from whoholds.log import Store

BATCH = 20_000
FIRST_ID = 170_000
SOME = 40


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--rate", type=float, default=200.0)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--store", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = args.store or Path(folder) / "store"
        if not store.exists():
            make_store(store, args.statements)
        measure(store, rate=args.rate, seconds=args.seconds)


def make_store(path: Path, statements: int) -> None:
    """Write a store of generated statements, and put those of each place together."""
    store = Store.create(path)
    begun = time.monotonic()
    for number in range(max(1, statements // BATCH)):
        batch = make_batch(number, size=min(BATCH, statements))
        store.append_rows(batch.reports, batch.statements, reader="1", gazetteer="1")
    store.compact(keep_hours=0)
    print(f"store of {statements:,} statements made in {time.monotonic() - begun:.0f} s")


def measure(store: Path, *, rate: float, seconds: float) -> None:
    """Serve the store in a process of its own, ask it, and print what it took."""
    command = [sys.executable, "-m", "whoholds", "serve", "--store", str(store), "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        line = server.stdout.readline() if server.stdout else ""
        found = re.search(r"http://\S+", line)
        if found is None:
            raise SystemExit("the server did not start")
        address = found.group().rstrip("/")
        wait_for_map(address)
        time_once(address, ["/api/map", "/api/map/runs", "/api/map/claims", "/api/histogram"])
        first_questions(address)
        for title, question in QUESTIONS.items():
            times, wrong = asyncio.run(ask(address, question, rate=rate, seconds=seconds))
            p50, p95, p99 = np.percentile(times, [50, 95, 99]) * 1000.0
            print(
                f"GET /api/who, {title}: {len(times) / seconds:.0f}/s, p50 {p50:.1f} ms, "
                f"p95 {p95:.1f} ms, p99 {p99:.1f} ms, {wrong} failed"
            )
        print(
            f"memory of the server: {memory(server.pid, 'VmRSS'):,.0f} MB, at most "
            f"{memory(server.pid, 'VmHWM'):,.0f} MB"
        )
    finally:
        server.terminate()
        server.wait(30)


def wait_for_map(address: str) -> None:
    """Wait until the map of the store is worked out, which is done once for each version."""
    begun = time.monotonic()
    while httpx.get(f"{address}/api/map", timeout=120.0).status_code == 503:
        time.sleep(2.0)
    print(f"the map was ready after {time.monotonic() - begun:.1f} s")


def time_once(address: str, paths: list[str]) -> None:
    """Print how long each path takes, the second time."""
    with httpx.Client(base_url=address, timeout=120.0) as client:
        for path in paths:
            client.get(path)
            begun = time.monotonic()
            reply = client.get(path)
            took = (time.monotonic() - begun) * 1000.0
            print(f"GET {path}: {took:.0f} ms, {len(reply.content):,} bytes")


def first_questions(address: str) -> None:
    """Print how long the first question about a place takes on a day that no file answers."""
    times = []
    with httpx.Client(base_url=address, timeout=120.0) as client:
        for number in range(SOME):
            begun = time.perf_counter()
            client.get(f"/api/who?place=geonames:{FIRST_ID + 500 + number}&on=2015-06-30")
            times.append(time.perf_counter() - begun)
    p50, p95 = np.percentile(times, [50, 95]) * 1000.0
    print(
        f"GET /api/who, the first about each of {SOME} places: p50 {p50:.0f} ms, p95 {p95:.0f} ms"
    )


def _any(rng: random.Random) -> str:
    return f"place=geonames:{FIRST_ID + place_number(rng)}"


def _one(rng: random.Random) -> str:
    return f"place=geonames:{FIRST_ID + 500}&on={_day(rng)}"


def _some(rng: random.Random) -> str:
    return f"place=geonames:{FIRST_ID + 500 + rng.randrange(SOME)}&on={_day(rng)}"


def _day(rng: random.Random) -> str:
    return f"{rng.randrange(2013, 2021)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"


QUESTIONS: dict[str, Callable[[random.Random], str]] = {
    "any of 2,000 places, as often as it is written about, on the last day": _any,
    "one place on any day": _one,
    "40 places, each asked about before, on any day": _some,
}


async def ask(
    address: str, question: Callable[[random.Random], str], *, rate: float, seconds: float
) -> tuple[list[float], int]:
    """Send questions at an even rate; return the seconds of each from when it was due."""
    rng, times, wrong = random.Random(0), [], 0
    limits = httpx.Limits(max_connections=64, max_keepalive_connections=64)
    async with httpx.AsyncClient(base_url=address, timeout=60.0, limits=limits) as client:

        async def one(due: float) -> None:
            nonlocal wrong
            reply = await client.get(f"/api/who?{question(rng)}")
            wrong += reply.status_code != 200
            times.append(time.perf_counter() - due)

        begun = time.perf_counter()
        tasks = []
        for number in range(int(rate * seconds)):
            due = begun + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            tasks.append(asyncio.create_task(one(due)))
        await asyncio.gather(*tasks)
    return times, wrong


def memory(pid: int, name: str) -> float:
    """Return a figure of a process's memory in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / 1024.0


if __name__ == "__main__":
    main()
