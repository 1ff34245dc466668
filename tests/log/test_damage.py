"""A value changed on disk is found by `verify`, whatever the table and the column."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import polars as pl
import pytest

from tests.log.factories import at, make_claim, make_report, make_speaker, make_statement
from whoholds.log import Review, Store, Verdict
from whoholds.log.content import _old_content_hash, content_hash, hashed_by_ids
from whoholds.log.ledger import Ledger
from whoholds.log.schema import TABLES

URL = "https://sample.example/2017/bab"


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store with rows in every table: a page of two versions, two readers, verdicts."""
    store = Store.create(tmp_path_factory.mktemp("full") / "store")
    first = make_report("Troops took the town of Bab, a monitor said.", url=URL, updated=at(1))
    second = make_report("Troops took the town of Bab, others say.", url=URL, updated=at(2))
    claims = [
        make_claim(supporters=("beta",), speakers=(make_speaker("observer"),)),
        make_claim(place="geonames:2"),
    ]
    store.append([first], [make_statement(first, claim) for claim in claims])
    store.append([], [make_statement(first, claims[0], reader="2")])
    store.append([second], [make_statement(second, make_claim(place="geonames:3"))])
    found = store.statements()[0]
    (kept,) = store.review([Review(statement_id=found.id, reviewer="kim", verdict=Verdict.REJECT)])
    store.review(
        [Review(statement_id=found.id, reviewer="kim", verdict=Verdict.UNDO, undoes=kept.id)]
    )
    assert store.verify() == ()
    assert all(store.as_of().rows(name).height for name in TABLES)
    return store


def other(value: object) -> object:
    """Return a value of the same type that is not the one given."""
    if isinstance(value, str):
        return value + "x"
    if isinstance(value, bool):
        return not value
    if isinstance(value, datetime):
        return value + timedelta(seconds=1)
    if isinstance(value, list):
        return [*value, "x"]
    return value + 1  # type: ignore[operator]


@pytest.mark.parametrize(
    ("table", "column"), [(name, column) for name, schema in TABLES.items() for column in schema]
)
def test_a_changed_value_is_found(full: Store, table: str, column: str) -> None:
    file = min((full.path / table).glob("*.parquet"), key=lambda f: f.stat().st_mtime_ns)
    kept = file.read_bytes()
    rows = pl.read_parquet(file)
    told = rows[column].to_list()
    changed = rows.with_columns(
        pl.Series(column, [_other(told[0], rows.schema[column]), *told[1:]], rows.schema[column])
    )
    try:
        changed.write_parquet(file)
        assert Store.open(full.path).verify() != ()
    finally:
        file.write_bytes(kept)
    assert Store.open(full.path).verify() == ()


def _other(value: object, dtype: pl.DataType) -> object:
    """Return another value; where there is none, some value of the type."""
    if value is not None:
        return other(value)
    return at(0) if dtype == pl.Datetime("us", "UTC") else dtype == pl.Boolean() or "x"


def test_the_hash_tells_values_apart_that_run_together() -> None:
    def hashed(*values: object) -> str:
        rows = pl.DataFrame({"statement_id": values, "by_report_id": "b", "withdrawn": None})
        return content_hash({"withdrawals": rows.cast(pl.String)})

    seen = [hashed(*v) for v in (("ab", "c"), ("a", "bc"), ("", None), (None, ""), ("ab",))]
    assert len({*seen}) == len(seen) - 1  # the two orders of null and "" are one set of rows
    assert hashed("c", "ab") == seen[0]


def test_a_store_of_an_older_release_opens_and_is_checked_as_far_as_it_goes(
    tmp_path: Path,
) -> None:
    store = Store.create(tmp_path / "store")
    for number in range(2):
        report = make_report(f"Troops took the town of Bab, {number} monitors said.")
        store.append([report], [make_statement(report, make_claim())])
    rows = {name: store.as_of().rows(name) for name in TABLES}
    first = {name: frame.filter(version=1) for name, frame in rows.items() if frame.height}
    create, old, new = store.history()
    old = msgspec.structs.replace(old, content=_old_content_hash(first))
    (store.path / "ledger.jsonl").write_bytes(b"")
    for entry in (create, old, new):
        Ledger(store.path / "ledger.jsonl").append(entry)
    again = Store.open(store.path)
    assert again.verify() == ()
    assert hashed_by_ids(again.history()) == again.hashed_by_ids() == 1
    assert len(again.statements()) == 2
    (again.path / "ledger.jsonl").write_text(
        re.sub(old.content, "0" * 64, (again.path / "ledger.jsonl").read_text())
    )
    assert any("not those that were" in d.what for d in Store.open(store.path).verify())
