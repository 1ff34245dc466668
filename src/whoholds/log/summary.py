"""What a store holds, in figures, and the hash of what came in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from whoholds.log.ledger import Entry
from whoholds.log.records import Info
from whoholds.log.snapshot import Snapshot

# The columns that say all of a row: ids are hashes of the rest.
_IDENTITY = {
    "statements": ("id", "reader", "gazetteer"),
    "reports": ("id",),
    "supersessions": ("report_id", "reader", "gazetteer", "by_report_id", "reason"),
    "withdrawals": ("statement_id", "by_report_id"),
    "reviews": ("id", "statement_id", "reviewer", "verdict", "correction", "comment", "undoes"),
}


def content_hash(rows: Mapping[str, pl.DataFrame]) -> str:
    """Return a SHA-256 over the rows of each table, in whatever order they come."""
    total = hashlib.sha256()
    for table in sorted(name for name, frame in rows.items() if frame.height):
        columns = [pl.col(name).fill_null("\x00") for name in _IDENTITY[table]]
        joined = rows[table].select(pl.concat_str(columns, separator="\x1f")).to_series().sort()
        total.update(f"{table}\x1e".encode())
        total.update("\x1e".join(joined.to_list()).encode())
    return total.hexdigest()


def summarise(
    snapshot: Snapshot, head: Entry, *, path: Path, size: int, names: tuple[str, ...]
) -> Info:
    """Return the figures of a store that takes `size` bytes on disk."""
    scan = snapshot.scan("reports").select(
        pl.col("published").min().alias("first"), pl.col("published").max().alias("last")
    )
    span = snapshot.collect(scan, "reports").row(0, named=True)
    all_readers = snapshot.scan("statements").group_by("reader").len().sort("reader")
    readers = dict(snapshot.collect(all_readers, "statements").iter_rows())
    current = snapshot.frame(["id"]).height
    return Info(
        path=str(path),
        version=head.version,
        chain=head.chain,
        size=size,
        reports=head.totals.reports,
        statements=head.totals.statements,
        current=current,
        superseded=head.totals.statements - current,
        withdrawn=head.totals.withdrawals,
        reviews=head.totals.reviews,
        first=span["first"],
        last=span["last"],
        recorded=head.recorded,
        readers=readers,
        names=names,
    )
