"""A writer killed at random points: nothing lost, nothing doubled."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from unittest import mock

import pytest

from tests.log.kill import batch, kill_and_compare, write
from whoholds.log import Store


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is not there")
def test_a_killed_writer_loses_and_doubles_nothing(tmp_path: Path) -> None:
    outcome = kill_and_compare(tmp_path, kills=8, seed=7, longest=0.2)
    assert outcome.problems == ()
    assert outcome.batches >= 3


def test_rows_that_a_dead_writer_left_are_taken_back(tmp_path: Path) -> None:
    write_quietly = Store.create(tmp_path / "store")
    write(write_quietly.path, 3)
    reports, statements = batch(3)
    # The writer dies just before the ledger's line: the tables hold what no version names.
    ledger = (write_quietly.path / "ledger.jsonl").read_bytes()
    write_quietly.append(reports, statements)
    (write_quietly.path / "ledger.jsonl").write_bytes(ledger + b'{"version":4,"rec')
    store = Store.open(write_quietly.path)
    assert store.version == 3
    assert store.verify() == ()
    again = store.append(reports, statements)
    assert (again.reports, again.statements) == (len(reports), len(statements))
    assert store.version == 4
    assert store.verify() == ()
    assert len(store.reports()) == store.info().reports


@pytest.mark.parametrize("left", [b"", b'{"add":{"path":"part'])
def test_a_commit_whose_bytes_were_lost_with_the_power_is_dropped(
    tmp_path: Path, left: bytes
) -> None:
    store = Store.create(tmp_path / "store")
    write(store.path, 3)
    before = store.statements()
    for name, version in store.head.tables.items():
        log = store.path / name / "_delta_log"
        (log / f"{version + 1:020d}.json").write_bytes(left)
    assert Store.open(store.path).statements() == before
    assert Store.open(store.path).verify() == ()
    again = Store.open(store.path)
    write(again.path, 5)
    assert again.version == 5
    assert again.verify() == ()


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="asks Linux for open files' names")
def test_what_the_ledger_names_is_forced_out_before_the_ledger(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "store")
    forced: list[str] = []
    real = os.fsync

    def watch(handle: int) -> None:
        forced.append(Path(f"/proc/self/fd/{handle}").readlink().name)
        real(handle)

    with mock.patch.object(os, "fsync", watch):
        write(store.path, 5)
    tables = [store.path / name for name in store.head.tables]
    data = {file.name for table in tables for file in table.glob("*.parquet")}
    commits = {f"{version:020d}.json" for version in range(1, store.head.tables["statements"] + 1)}
    assert forced[-1] == "ledger.jsonl"
    assert data <= set(forced)
    assert commits <= set(forced)
    assert forced.index("ledger.jsonl") > max(forced.index(f"{1:020d}.json"), 1)
