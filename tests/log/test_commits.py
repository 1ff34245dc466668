"""What an append leaves on disk: a Delta table that others can read, and nothing half done."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import polars as pl
import pytest
from deltalake import DeltaTable

from tests.log.factories import make_claim, make_report, make_statement
from tests.log.kill import batch, write
from whoholds.errors import StoreError
from whoholds.log import Store, tables
from whoholds.log.commits import write_commit
from whoholds.log.schema import TABLES


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store")


def opened(store: Store, name: str) -> DeltaTable:
    """Open a table as any reader of Delta tables does."""
    return DeltaTable(store.path / name, version=store.head.tables[name])


def listed(store: Store) -> dict[str, list[tuple[str, int]]]:
    """Return the files of each table with their rows, as the library lists them."""
    found = {}
    for name in TABLES:
        actions = pl.DataFrame(opened(store, name).get_add_actions(flatten=True))
        rows = actions.select("path", "num_records").rows() if actions.height else []
        found[name] = sorted(rows)
    return found


def followed(store: Store) -> dict[str, list[tuple[str, int]]]:
    """Return the same, as a store tells it that has followed the tables' commits."""
    head = store.head.tables
    return {name: sorted(store._tables._parts(name, head[name]).items()) for name in TABLES}


def test_a_table_is_a_delta_table_with_the_rows_of_the_store(store: Store) -> None:
    write(store.path, 3)
    for name in TABLES:
        table = opened(store, name)
        assert table.version() == DeltaTable(store.path / name).version()
        rows = [pl.read_parquet(store.path / name / file) for file, _ in listed(store)[name]]
        found = pl.concat([pl.DataFrame(schema=TABLES[name]), *rows])
        assert found.sort(pl.all()).equals(store.as_of().rows(name).sort(pl.all()))
    assert {action["operation"] for action in opened(store, "reports").history(1)} == {"WRITE"}


def test_a_store_that_followed_the_commits_knows_the_files_of_one_opened_now(store: Store) -> None:
    follower = Store.open(store.path)
    assert follower.statements() == ()
    for steps in (2, 4, 6, 9):  # appends, verdicts and compactions
        write(store.path, steps)
        assert followed(follower) == listed(store)
        assert follower.statements() == Store.open(store.path).statements()
    earlier, before = follower.head.tables["statements"], followed(follower)["statements"]
    store.append(*batch(99))
    assert followed(follower)["statements"] != before
    assert sorted(follower._tables._parts("statements", earlier).items()) == before


def test_the_rows_of_a_place_lie_together_in_an_appended_file(store: Store) -> None:
    report = make_report()
    places = ["geonames:3", "geonames:1", None, "geonames:2", "geonames:1"]
    claims = [make_claim(place=p, confidence=n / 10) for n, p in enumerate(places)]
    store.append([report], [make_statement(report, claim) for claim in claims])
    (file,) = (store.path / "statements").glob("*.parquet")
    lying = pl.read_parquet(file)["place_id"].to_list()
    assert lying == [None, "geonames:1", "geonames:1", "geonames:2", "geonames:3"]


def test_a_store_that_the_library_wrote_goes_on(store: Store) -> None:
    with mock.patch.object(tables, "GROWN", frozenset(TABLES)):  # as older releases did
        write(store.path, 3)
    again = Store.open(store.path)
    before = again.statements()
    again.append(*batch(4))
    assert set(before) < set(again.statements())
    again.compact(keep_hours=0)
    assert followed(again) == listed(again)
    assert again.verify() == ()


def test_the_log_is_summed_up_now_and_then(store: Store) -> None:
    with mock.patch.object(tables, "_CHECKPOINT", 3):
        for number in range(7):
            store.append([make_report(f"Report {number}.")], [])
    log = store.path / "reports" / "_delta_log"
    assert [file.name[:20] for file in sorted(log.glob("*.checkpoint.parquet"))] == [
        f"{version:020d}" for version in (3, 6)
    ]
    for file in log.glob("*0[1-5].json"):
        file.unlink()
    again = Store.open(store.path)
    assert len(again.reports()) == 7
    assert again.verify() == ()


def test_a_commit_never_takes_the_place_of_another(store: Store) -> None:
    store.append([make_report()], [])
    table = store.path / "reports"
    (file,) = table.glob("*.parquet")
    commit = table / "_delta_log" / f"{1:020d}.json"
    kept = commit.read_bytes()
    with pytest.raises(FileExistsError):
        write_commit(table, 1, file, 1)
    assert commit.read_bytes() == kept
    # A writer that died between the two names of a commit: its next must not write into it.
    (table / "_delta_log" / "_commit.json.tmp").hardlink_to(commit)
    store.append([make_report("Other words.")], [])
    assert commit.read_bytes() == kept
    assert len(Store.open(store.path).reports()) == 2
    assert store.verify() == ()


def test_an_append_that_fails_half_way_leaves_no_file_behind(store: Store) -> None:
    report = make_report()
    write(store.path, 1)
    there = set(store.path.rglob("*.parquet"))
    with (
        mock.patch.object(tables, "sync", side_effect=OSError(28, "No space left on device")),
        pytest.raises(StoreError, match="the disk is full"),
    ):
        store.append([report], [make_statement(report, make_claim())])
    assert set(store.path.rglob("*.parquet")) == there
    assert store.append([report], [make_statement(report, make_claim())]).statements == 1
    assert store.verify() == ()
