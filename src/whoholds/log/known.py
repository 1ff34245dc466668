"""Which reports and pages a store holds, so that an append need not search it.

Invariant: memory is a function of the table `reports`; a report that is not in memory is not in
the table, one that may be is looked up there.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from whoholds.log.schema import TABLES
from whoholds.log.snapshot import Snapshot


class Known:
    """Sorted 64-bit prefixes of the ids of reports and pages: 16 bytes for each report."""

    def __init__(self) -> None:
        self._version = -1
        self._ids = np.empty(0, dtype=np.uint64)
        self._pages = np.empty(0, dtype=np.uint64)

    def reports(self, snapshot: Snapshot, ids: pl.Series) -> pl.DataFrame:
        """Return the rows of the table `reports` with these ids, without their texts."""
        self._refresh(snapshot)
        return self._lookup(snapshot, "id", ids, self._ids, _SHORT)

    def pages(self, snapshot: Snapshot, pages: pl.Series) -> pl.DataFrame:
        """Return the rows of the table `reports` of these pages."""
        self._refresh(snapshot)
        return self._lookup(snapshot, "page", pages, self._pages, TABLES["reports"])

    def add(self, reports: pl.DataFrame, version: int) -> None:
        """Take in the reports that this process has just written as `version`."""
        if version == self._version + 1:
            self._take(reports.select("id", "page"))
            self._version = version

    def _refresh(self, snapshot: Snapshot) -> None:
        if self._version < snapshot.version:
            fresh = snapshot.scan("reports").filter(pl.col("version") > self._version)
            self._take(snapshot.collect(fresh.select("id", "page"), "reports"))
            self._version = snapshot.version

    def _take(self, rows: pl.DataFrame) -> None:
        self._ids = _merged(self._ids, _prefixes(rows["id"]))
        self._pages = _merged(self._pages, _prefixes(rows["page"].drop_nulls()))

    @staticmethod
    def _lookup(
        snapshot: Snapshot,
        column: str,
        wanted: pl.Series,
        held: NDArray[np.uint64],
        schema: pl.Schema,
    ) -> pl.DataFrame:
        prefixes = _prefixes(wanted)
        at = np.searchsorted(held, prefixes)
        may = np.zeros(len(prefixes), dtype=bool)
        inside = at < len(held)
        may[inside] = held[at[inside]] == prefixes[inside]
        if not may.any():
            return pl.DataFrame(schema=schema)
        some = wanted.filter(pl.Series(may)).implode()
        scan = snapshot.scan("reports").filter(pl.col(column).is_in(some))
        return snapshot.collect(scan.select(list(schema)), "reports")


_SHORT = pl.Schema({name: kind for name, kind in TABLES["reports"].items() if name != "text"})


def _prefixes(ids: pl.Series) -> NDArray[np.uint64]:
    """Return the first 64 bits of hashes in hexadecimal; all of another form share the prefix 0."""
    parsed = ids.str.slice(0, 16).str.to_integer(base=16, dtype=pl.UInt64(), strict=False)
    return parsed.fill_null(0).to_numpy()


def _merged(held: NDArray[np.uint64], more: NDArray[np.uint64]) -> NDArray[np.uint64]:
    fresh = np.sort(more)
    return np.insert(held, np.searchsorted(held, fresh), fresh)
