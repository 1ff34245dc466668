"""Several processes at once, full disks, read-only folders, damaged files."""

from __future__ import annotations

import multiprocessing
import os
import resource
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from tests.log.factories import make_claim, make_report, make_statement
from tests.log.kill import batch
from whoholds.errors import StoreError
from whoholds.log import Store
from whoholds.log.lock import locked

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.log.kill", "deltalake", "polars"])

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions and limits")


def append_batches(path: Path, numbers: range) -> None:
    store = Store.open(path)
    for number in numbers:
        store.append(*batch(number))


def ask_until_told(path: Path, stop: Connection, result: Connection) -> None:
    store = Store.open(path)
    seen, torn = 0, 0
    while not stop.poll():
        snapshot = store.as_of()
        reports = {report.id for report in snapshot.reports()}
        statements = snapshot.statements(superseded=True)
        torn += any(s.report_id not in reports for s in statements)
        torn += len(statements) < seen
        seen = len(statements)
    result.send((seen, torn))


def test_writers_and_a_reader_at_once(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "store")
    stop, told = _CONTEXT.Pipe()
    result, answer = _CONTEXT.Pipe()
    reader = _CONTEXT.Process(target=ask_until_told, args=(store.path, told, answer))
    # Both writers are given the batches 6 to 9: nothing may be doubled.
    shares = (range(10), range(6, 16))
    writers = [_CONTEXT.Process(target=append_batches, args=(store.path, r)) for r in shares]
    for process in (reader, *writers):
        process.start()
    for process in writers:
        process.join(60)
        assert process.exitcode == 0
    stop.send(True)
    seen, torn = result.recv()
    reader.join(60)
    assert torn == 0
    assert seen <= store.info().statements
    assert {r.id for r in store.reports()} == {r.id for n in range(16) for r in batch(n)[0]}
    expected = {s.id for n in range(16) for s in batch(n)[1]}
    assert sorted(s.id for s in store.statements(superseded=True)) == sorted(expected)
    assert store.verify() == ()


def test_a_writer_waits_for_another_and_then_says_so(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "store", timeout=0.05)
    with (
        locked(store.path / "lock", timeout=1),
        pytest.raises(StoreError, match="another process has been writing"),
    ):
        store.append([make_report()], [])
    assert store.append([make_report()], []).reports == 1


def append_under_limit(path: Path, limit: int, answer: Connection) -> None:
    store = Store.open(path)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    report = make_report("word " * 4000)
    statements = [make_statement(report, make_claim(place=f"geonames:{n}")) for n in range(200)]
    try:
        store.append([report], statements)
    except StoreError as error:
        answer.send(str(error))
    else:
        answer.send("no error")


@posix_only
@pytest.mark.parametrize("limit", [100, 3_000, 6_000])
def test_a_full_disk_leaves_the_store_as_it_was(tmp_path: Path, limit: int) -> None:
    store = Store.create(tmp_path / "store")
    store.append([make_report()], [make_statement(make_report(), make_claim())])
    before = store.statements()
    read, write = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=append_under_limit, args=(store.path, limit, write))
    process.start()
    assert "the disk is full" in read.recv()
    process.join(60)
    again = Store.open(store.path)
    assert again.statements() == before
    assert again.verify() == ()
    assert again.append(*batch(1)).reports > 0


@contextmanager
def ordinary_user() -> Iterator[None]:
    """Run as a user for whom permissions count, also where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@posix_only
def test_a_read_only_store_is_read_and_not_written(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "store")
    store.append([make_report()], [make_statement(make_report(), make_claim())])
    paths = [store.path, *store.path.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    for parent in store.path.parents:
        if parent.owner() == store.path.owner() and Path(tempfile.gettempdir()) in parent.parents:
            parent.chmod(0o755)
    try:
        with ordinary_user():
            reopened = Store.open(store.path)
            assert len(reopened.statements()) == 1
            with pytest.raises(StoreError, match="cannot be written to"):
                reopened.append([make_report("Other words.")], [])
            with pytest.raises(StoreError, match="cannot be written to"):
                Store.create(store.path / "inside")
    finally:
        for path in paths:
            path.chmod(0o755 if path.is_dir() else 0o644)
    assert store.verify() == ()


def damaged_store(tmp_path: Path) -> Store:
    store = Store.create(tmp_path / "store")
    for number in range(3):
        store.append(*batch(number))
    return Store.open(store.path)


def newest(folder: Path) -> Path:
    return max(folder.glob("*.parquet"), key=lambda file: file.stat().st_mtime_ns)


@pytest.mark.parametrize("harm", ["cut", "garbled", "gone"])
def test_a_damaged_file_is_named(tmp_path: Path, harm: str) -> None:
    store = damaged_store(tmp_path)
    victim = newest(store.path / "statements")
    data = victim.read_bytes()
    if harm == "cut":
        victim.write_bytes(data[: len(data) // 2])
    elif harm == "garbled":
        victim.write_bytes(data[:100] + bytes(b ^ 0xFF for b in data[100:-200]) + data[-200:])
    else:
        victim.unlink()
    assert victim.name in {Path(damage.where).name for damage in store.verify()}
    with pytest.raises(StoreError, match="whoholds verify"):
        Store.open(store.path).statements()
    assert Store.open(store.path).reports()


def test_a_changed_ledger_is_noticed(tmp_path: Path) -> None:
    store = damaged_store(tmp_path)
    ledger = store.path / "ledger.jsonl"
    lines = ledger.read_text().splitlines(keepends=True)
    lines[2] = lines[2].replace('"version":2', '"version":1')
    ledger.write_text("".join(lines))
    assert "line 3" in Store.open(store.path).verify()[0].where
    ledger.write_text("".join([*lines[:2], "{}\n"]))
    with pytest.raises(StoreError, match="line 3: not an entry"):
        Store.open(store.path)
    ledger.write_text("")
    with pytest.raises(StoreError, match="ledger is empty"):
        Store.open(store.path)


def test_rows_that_do_not_add_up_are_named(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "store")
    report = make_report("Short.")
    statement = make_statement(report, make_claim())
    store.append([report], [statement])
    assert [d.what for d in store.verify()] == ["a span reaches beyond its report's 6 characters"]
