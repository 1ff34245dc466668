"""What an append adds: new rows, rereadings, versions of pages, and claims that vanished.

Invariant: the plan is a pure function of what the store holds and of what is given, and planning
what the store holds already gives an empty plan.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import polars as pl

from whoholds.errors import QueryError
from whoholds.log.pages import versions
from whoholds.log.schema import STATEMENTS, SUPERSESSIONS, WITHDRAWALS
from whoholds.log.snapshot import Snapshot

_READING = ["report_id", "reader", "gazetteer"]
_TOLD = {"denied": "denied", "planned": "open", "possible": "open", "ongoing": "open"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Rows to be written, by table, without version and time."""

    reports: pl.DataFrame
    statements: pl.DataFrame
    supersessions: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=SUPERSESSIONS))
    withdrawals: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=WITHDRAWALS))
    repeated: int = 0

    def tables(self) -> dict[str, pl.DataFrame]:
        """Return the rows of each table that gets any."""
        named = {
            "statements": self.statements,
            "reports": self.reports,
            "supersessions": self.supersessions,
            "withdrawals": self.withdrawals,
        }
        return {name: rows for name, rows in named.items() if rows.height}


def readings_of(
    reports: pl.DataFrame, statements: pl.DataFrame, *, reader: str | None, gazetteer: str | None
) -> pl.DataFrame:
    """Return one row per report read: `report_id, reader, gazetteer`.

    A report without statements was read by `reader` with `gazetteer` (null where not told).
    Raises QueryError when one report comes with statements of two readings.
    """
    read = statements.select(_READING).unique()
    double = read.filter(pl.col("report_id").is_duplicated())
    if double.height:
        raise QueryError(
            where=f"report {double['report_id'].sort()[0]}",
            what="its statements come from more than one reading",
            fix="Append the statements of one reader and one gazetteer at a time",
        )
    silent = reports.select(
        pl.col("id").alias("report_id"),
        pl.lit(reader, dtype=pl.String()).alias("reader"),
        pl.lit(gazetteer, dtype=pl.String()).alias("gazetteer"),
    ).join(read, on="report_id", how="anti")
    return pl.concat([read, silent])


def plan_append(
    reports: pl.DataFrame,
    statements: pl.DataFrame,
    readings: pl.DataFrame,
    *,
    stored: pl.DataFrame,
    snapshot: Snapshot,
    pages: Callable[[pl.Series], pl.DataFrame],
) -> Plan:
    """Return what to write.

    stored: rows of the table `reports` whose ids are given. pages: gives the rows of `reports`
    of the pages named. Raises QueryError for statements of a report that nobody has.
    """
    _check_reports_known(statements, reports, stored)
    fresh = reports.join(stored, on="id", how="anti").join(
        readings.with_columns(pl.col("reader", "gazetteer").fill_null("")),
        left_on="id",
        right_on="report_id",
        how="left",
        maintain_order="left",
    )
    claims = statements
    supersessions: list[Row] = []
    if stored.height:
        claims, supersessions = _reread(statements, readings, stored, snapshot)
    revisions = _Revisions(snapshot, claims)
    for page in _pages_touched(fresh, pages):
        revisions.take(page)
    return Plan(
        reports=fresh,
        statements=claims,
        supersessions=pl.DataFrame(
            [*supersessions, *revisions.supersessions], schema=SUPERSESSIONS, orient="row"
        ),
        withdrawals=pl.DataFrame(revisions.withdrawals, schema=WITHDRAWALS, orient="row"),
        repeated=reports.height - fresh.height,
    )


def _check_reports_known(
    statements: pl.DataFrame, reports: pl.DataFrame, stored: pl.DataFrame
) -> None:
    known = pl.concat([reports["id"], stored["id"]])
    orphans = statements.filter(~pl.col("report_id").is_in(known.implode()))
    if orphans.height:
        raise QueryError(
            where=f"statement {orphans['id'][0]}",
            what=f"its report {orphans['report_id'][0]} is neither in the store nor given",
            fix="Append the report with its statements; nothing was written",
        )


Row = tuple[object, ...]

# The version of rows still to be written, after all that are: the largest 64-bit integer.
_NOT_YET = 2**63 - 1


def _reread(
    statements: pl.DataFrame, readings: pl.DataFrame, stored: pl.DataFrame, snapshot: Snapshot
) -> tuple[pl.DataFrame, list[Row]]:
    """Return the statements that are new, and the readings that newer ones supersede."""
    ids = stored["id"]
    held = snapshot.frame(
        ["id", "reader", "gazetteer"], reports=ids.to_list(), superseded=True
    ).select("id", "reader", "gazetteer")
    claims = statements.join(held, on=["id", "reader", "gazetteer"], how="anti")
    firsts = {row[0]: row[1:] for row in stored.select("id", "reader", "gazetteer").iter_rows()}
    past = _past_of(ids, snapshot)
    rows: list[Row] = []
    told = readings.filter(pl.col("reader").is_not_null())
    for report_id, reader, gazetteer in told.sort("report_id").iter_rows():
        if report_id not in firsts:
            continue
        mine = past.get(report_id, [])
        again = [(r["by_reader"], r["by_gazetteer"]) for r in mine if r["reason"] == "reread"]
        known = [firsts[report_id], *again]
        if (reader, gazetteer) in known:
            continue
        rows.append((report_id, *known[-1], report_id, reader, gazetteer, "reread"))
        revised = [r["by_report_id"] for r in mine if r["reason"] == "revised"]
        if revised:
            rows.append((report_id, reader, gazetteer, revised[-1], None, None, "revised"))
    return claims, rows


def _past_of(ids: pl.Series, snapshot: Snapshot) -> dict[str, list[dict[str, Any]]]:
    """Return what superseded readings of the reports so far, the earliest first."""
    rows = snapshot.rows("supersessions").filter(pl.col("report_id").is_in(ids.implode()))
    past: dict[str, list[dict[str, Any]]] = {}
    for row in rows.sort("version", maintain_order=True).iter_rows(named=True):
        past.setdefault(row["report_id"], []).append(row)
    return past


def _pages_touched(
    fresh: pl.DataFrame, pages: Callable[[pl.Series], pl.DataFrame]
) -> list[pl.DataFrame]:
    """Return, for each page with a new report and another version, its versions in order."""
    new = fresh.filter(pl.col("page").is_not_null())
    if new.is_empty():
        return []
    old = pages(new["page"].unique()).drop("recorded")
    if old.is_empty() and new["page"].is_unique().all():
        return []
    both = pl.concat([old, new.with_columns(version=pl.lit(_NOT_YET)).select(old.columns)])
    shared = both.filter(pl.col("page").is_duplicated())
    pages_in_order = shared.sort("page", "id").partition_by("page", maintain_order=True)
    return [group for page in pages_in_order for group in versions(page)]


class _Revisions:
    """Gathers what newer versions of pages supersede and what they no longer say."""

    def __init__(self, snapshot: Snapshot, claims: pl.DataFrame) -> None:
        self._snapshot = snapshot
        self._claims = claims
        self._replaced: set[str] | None = None
        self.supersessions: list[Row] = []
        self.withdrawals: list[Row] = []

    def take(self, page: pl.DataFrame) -> None:
        """Take one page's versions, the oldest first: each gives way to the one after it."""
        rows = page.drop("text").rows(named=True)
        for old, new in pairwise(rows):
            if old["id"] in self._already_replaced():
                continue
            before = self._statements_of(old["id"])
            readings = {(old["reader"], old["gazetteer"])}
            readings |= set(before.select("reader", "gazetteer").rows())
            for reading in sorted(readings):
                self.supersessions.append((old["id"], *reading, new["id"], None, None, "revised"))
            # The newer version may itself be replaced already: what counts is what it said.
            after = set(_meanings(self._statements_of(new["id"], superseded=True)))
            moment = new["updated"] or new["published"]
            for key, identity in zip(_meanings(before), before["id"], strict=True):
                if key not in after:
                    self.withdrawals.append((identity, old["id"], new["id"], moment))

    def _already_replaced(self) -> set[str]:
        if self._replaced is None:
            past = self._snapshot.rows("supersessions").filter(reason="revised")
            self._replaced = set(past["report_id"])
        return self._replaced

    def _statements_of(self, report_id: str, *, superseded: bool = False) -> pl.DataFrame:
        mine = self._claims.filter(report_id=report_id)
        if mine.height:
            return mine
        return self._snapshot.frame(list(STATEMENTS), reports=[report_id], superseded=superseded)


def _meanings(claims: pl.DataFrame) -> list[Row]:
    """Return what each claim says, apart from its words and where they stand."""
    columns = ("kind", "modality", "place_id", "place_name", "actor_id")
    return [
        (kind, _TOLD.get(modality, "told"), place_id or name, actor)
        for kind, modality, place_id, name, actor in claims.select(columns).iter_rows()
    ]
