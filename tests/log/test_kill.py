"""A writer killed at random points: nothing lost, nothing doubled."""

from __future__ import annotations

import sys
from pathlib import Path

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
