"""A million statements into the store while another process reads, beside SQLite.

Run: python benchmarks/log_store.py [--statements 1000000] [--batches 100] [--no-sqlite]
Prints rows/s of appending (the rows are made before the clock starts), the reader's questions
and errors, the median and 95th percentile of a question about one place, and bytes on disk.
Aims, each said to be reached or not: >= 60,000 rows/s by the clock, no reader error, a question
about one place in under 60 ms in the median after compaction, <= 200 bytes on disk for each
statement (200 MB for 1,000,000). On a busy machine the rate for a second of processor time says
more than that by the clock.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from log_aims import aim, summary
from log_generate import make_batch, place_number
from whoholds.errors import WhoholdsError
from whoholds.log import Store
from whoholds.log.schema import STATEMENTS, TABLES

Ask = Callable[[str], int]
_SQLITE_COLUMNS = [name for name in STATEMENTS if name not in ("supporter_ids", "speaker_ids")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--batches", type=int, default=100)
    parser.add_argument("--no-sqlite", action="store_true")
    options = parser.parse_args()
    size = options.statements // options.batches
    with tempfile.TemporaryDirectory() as folder:
        measure_store(Path(folder) / "store", options.batches, size)
    if not options.no_sqlite:
        with tempfile.TemporaryDirectory() as folder:
            measure_sqlite(Path(folder) / "log.sqlite", options.batches, size)
    summary()


def measure_store(path: Path, batches: int, size: int) -> None:
    store = Store.create(path)

    def append(number: int) -> tuple[float, float]:
        batch = make_batch(number, size=size)
        begun = clocks()
        done = store.append_rows(batch.reports, batch.statements)
        spent = since(begun)
        check(done.statements == size, f"batch {number}: {done}")
        return spent

    rate, errors = report("store", batches, size, append, "store", path)
    aim("rows appended in a second", rate, least=60_000)
    aim("errors of the reader beside", errors, most=0)
    again = make_batch(batches // 2, size=size)
    begun = time.perf_counter()
    check(store.append_rows(again.reports, again.statements).statements == 0, "rows doubled")
    print(f"store    the same batch again: {time.perf_counter() - begun:.3f} s, nothing added")
    questions("store before compaction", store_asker(path))
    print(f"store    disk before compaction {disk(path) / 1e6:.0f} MB")
    begun = time.perf_counter()
    store.compact()
    seconds = time.perf_counter() - begun
    print(f"store    compacted in {seconds:.1f} s")
    print(f"store    disk with the replaced files kept {disk(path) / 1e6:.0f} MB")
    store.compact(keep_hours=0)
    aim("bytes on disk for each statement", disk(path) / (batches * size), most=200)
    sizes = ", ".join(f"{name} {disk(path / name) / 1e6:.0f}" for name in TABLES)
    print(f"store    disk without them {disk(path) / 1e6:.0f} MB ({sizes})")
    aim("ms for one place", questions("store after compaction", store_asker(path)), most=60)
    middle = batches // 2
    begun = time.perf_counter()
    found = len(store.frame(["id"], as_of=middle))
    print(f"store    as_of version {middle}: {found:,} rows in {time.perf_counter() - begun:.2f} s")
    check(found == middle * size, f"as_of gave {found} rows")


def clocks() -> tuple[float, float]:
    """Return the time on the wall and that of this process's processors, in seconds."""
    return time.perf_counter(), time.process_time()


def since(begun: tuple[float, float]) -> tuple[float, float]:
    wall, processors = clocks()
    return wall - begun[0], processors - begun[1]


def check(right: bool, what: str) -> None:
    """End the run, with its reason, when the store did not do as it should."""
    if not right:
        raise SystemExit(f"FAILED: {what}")


def measure_sqlite(path: Path, batches: int, size: int) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    columns = ", ".join(f'"{name}"' for name in _SQLITE_COLUMNS)
    connection.execute(f'CREATE TABLE statements ({columns}, PRIMARY KEY("id"))')
    connection.execute("CREATE INDEX by_place ON statements(place_id)")
    connection.execute("CREATE INDEX by_report ON statements(report_id)")
    connection.execute("CREATE TABLE reports (id PRIMARY KEY, url, outlet, published, text)")
    marks = ", ".join("?" * len(_SQLITE_COLUMNS))
    insert = f"INSERT OR IGNORE INTO statements VALUES ({marks})"  # noqa: S608

    def append(number: int) -> tuple[float, float]:
        batch = make_batch(number, size=size)
        rows = batch.statements.select(_SQLITE_COLUMNS).cast(
            dict.fromkeys(("start", "end", "published"), str)
        )
        claims = rows.rows()
        texts = batch.reports.select("id", "url", "outlet", "published", "text").cast(
            {"published": str}
        )
        reports = texts.rows()
        begun = clocks()
        with connection:
            connection.executemany(insert, claims)
            connection.executemany("INSERT OR IGNORE INTO reports VALUES (?,?,?,?,?)", reports)
        return since(begun)

    report("sqlite", batches, size, append, "sqlite", path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    print(f"sqlite   disk {path.stat().st_size / 1e6:.0f} MB")
    questions("sqlite", sqlite_asker(path))


def report(
    name: str,
    batches: int,
    size: int,
    append: Callable[[int], tuple[float, float]],
    kind: str,
    path: Path,
) -> tuple[float, int]:
    """Append all batches with a reader beside; print and return its rate and errors."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    reader = multiprocessing.get_context("spawn").Process(
        target=read_along, args=(kind, path, theirs)
    )
    reader.start()
    ours.recv()
    times, cpu = [], 0.0
    for number in range(batches):
        seconds, busy = append(number)
        times.append(seconds)
        cpu += busy
    ours.send("stop")
    asked, errors, slowest = ours.recv()
    reader.join()
    ordered = sorted(times)
    print(
        f"{name:8} {batches * size:,} rows in {sum(times):.1f} s = "
        f"{batches * size / sum(times):,.0f} rows/s "
        f"({batches * size / cpu:,.0f} rows for each second of processor time); "
        f"append p50 {ordered[batches // 2] * 1e3:.0f} ms max {ordered[-1] * 1e3:.0f} ms"
    )
    print(f"{name:8} reader beside: {asked} questions, {errors} errors, slowest {slowest:.2f} s")
    return batches * size / sum(times), errors


def read_along(kind: str, path: Path, pipe: Connection) -> None:
    """Ask about one place after another until told to stop."""
    ask = store_asker(path) if kind == "store" else sqlite_asker(path)
    rng = random.Random(1)
    asked, errors, slowest = 0, 0, 0.0
    pipe.send("ready")
    while not pipe.poll(0.02):
        begun = time.perf_counter()
        try:
            ask(f"geonames:{170000 + place_number(rng)}")
            asked += 1
        except (WhoholdsError, sqlite3.Error) as error:
            print(error)
            errors += 1
        slowest = max(slowest, time.perf_counter() - begun)
    pipe.send((asked, errors, slowest))


def store_asker(path: Path) -> Ask:
    store = Store.open(path)
    return lambda place: len(store.about([place]))


def sqlite_asker(path: Path) -> Ask:
    connection = sqlite3.connect(path)
    query = "SELECT * FROM statements WHERE place_id = ?"
    return lambda place: len(connection.execute(query, (place,)).fetchall())


def questions(name: str, ask: Ask) -> float:
    """Print how long a question about one place takes; return the median in ms."""
    rng = random.Random(2)
    times, rows = [], []
    for _ in range(60):
        place = f"geonames:{170000 + place_number(rng)}"
        begun = time.perf_counter()
        rows.append(ask(place))
        times.append((time.perf_counter() - begun) * 1e3)
    print(
        f"{name}: place p50 {statistics.median(times):.1f} ms, p95 {sorted(times)[56]:.1f} ms "
        f"({statistics.median(rows):.0f} rows in the median)"
    )
    return statistics.median(times)


def disk(path: Path) -> int:
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())


if __name__ == "__main__":
    main()
