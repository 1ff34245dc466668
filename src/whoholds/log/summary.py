"""What a store holds, in figures."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from whoholds.log.ledger import Entry
from whoholds.log.records import Info
from whoholds.log.snapshot import Snapshot


def summarise(
    snapshot: Snapshot, head: Entry, *, path: Path, size: int, names: tuple[str, ...]
) -> Info:
    """Return the figures of a store that takes `size` bytes on disk."""
    scan = snapshot.scan("reports").select(
        pl.col("published").min().alias("first"), pl.col("published").max().alias("last")
    )
    span = snapshot.collect(scan, "reports").row(0, named=True)
    read = snapshot.scan("statements").group_by("reader", "gazetteer").len()
    readings = snapshot.collect(read, "statements")
    current = snapshot.frame(["id"], in_order=False).height
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
        readers=_counts(readings, "reader"),
        gazetteers=_counts(readings, "gazetteer"),
        names=names,
    )


def _counts(readings: pl.DataFrame, column: str) -> dict[str, int]:
    """Return how many statements each version has, by version."""
    return dict(readings.group_by(column).agg(pl.col("len").sum()).sort(column).iter_rows())
