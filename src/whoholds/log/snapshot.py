"""The store as it stands or stood: every question is asked of one snapshot."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime
from functools import cached_property
from typing import TypedDict, Unpack

import polars as pl

from whoholds.errors import NotFoundError, QueryError
from whoholds.log.ledger import Entry
from whoholds.log.pages import versions
from whoholds.log.records import Review, Withdrawal
from whoholds.log.schema import (
    READING,
    STATEMENT_COLUMNS,
    reports_of,
    reviews_of,
    statements_of,
)
from whoholds.log.tables import Tables
from whoholds.log.twins import MEANING, as_one, for_each, twins_of
from whoholds.log.verdicts import Standing, hidden_of, judgements, standings_of
from whoholds.model import ClaimKind, Modality, Report, Statement

_READING = ["report_id", *READING]


class Filters(TypedDict, total=False):
    """What may be asked of the statements; an empty collection asks for everything.

    places: gazetteer ids. actors: registry ids or slugs, in any part (actor, opponent, supporter).
    speakers: registry ids or slugs. since, until: the claim's time, or the publication where it
    tells none, shares an instant with [since, until). published_until: only what was published
    before. superseded: also readings that a newer reader or a newer version of the page replaced,
    and what persons' verdicts rejected or corrected.
    """

    places: Collection[str]
    actors: Collection[str]
    speakers: Collection[str]
    kinds: Collection[ClaimKind]
    modalities: Collection[Modality]
    reports: Collection[str]
    ids: Collection[str]
    since: datetime | None
    until: datetime | None
    published_until: datetime | None
    superseded: bool


class Snapshot:
    """The store at one version; it does not change when others write."""

    def __init__(
        self,
        tables: Tables,
        head: Entry,
        version: int,
        *,
        newest: Callable[[], Entry] | None = None,
    ) -> None:
        """newest: gives the ledger's last line, for the files that the rows lie in by now."""
        self._tables = tables
        self._head = head
        self._newest = newest or (lambda: head)
        self.version = version
        self._withheld: frozenset[str] = frozenset()

    def at(self, version: int) -> Snapshot:
        """Return the store as it stood at this version or an earlier one."""
        then = self._like(min(version, self.version))
        return then.without(self._withheld) if self._withheld else then

    def without(self, ids: Collection[str]) -> Snapshot:
        """Return the same version as if some statements did not count."""
        thinner = self._like(self.version)
        thinner._withheld = self._withheld.union(ids)
        thinner.hidden = thinner.hidden.union(thinner._withheld)
        return thinner

    def unjudged(self) -> Snapshot:
        """Return the same version as if no person had judged any statement."""
        plain = Snapshot(self._tables, self._head, self.version)
        plain._withheld = plain.hidden = self._withheld
        plain.standings = {}
        return plain

    def statements(self, **filters: Unpack[Filters]) -> tuple[Statement, ...]:
        """Return the statements asked for, by publication, report and place in the text."""
        return statements_of(self.frame(STATEMENT_COLUMNS, **filters))

    def about(self, place_ids: Collection[str]) -> tuple[Statement, ...]:
        """Return the statements about any of the places; none for no place."""
        return self.statements(places=place_ids) if place_ids else ()

    def frame(
        self,
        columns: Iterable[str] | None = None,
        *,
        in_order: bool = True,
        **filters: Unpack[Filters],
    ) -> pl.DataFrame:
        """Return the rows of the statements asked for, with all columns or those named.

        in_order: by publication, report and place in the text; else in any order, in less time.
        """
        scan = self.scan("statements")
        for condition in _conditions(filters):
            scan = scan.filter(condition)
        if not filters.get("superseded") and self._superseded.height:
            scan = scan.join(self._superseded.lazy(), on=_READING, how="anti")
        if not filters.get("superseded") and self.hidden:
            scan = scan.filter(~pl.col("id").is_in(sorted(self.hidden)))
        if not in_order:
            return self.collect(_only(scan, columns, ()), "statements")
        rows = self.collect(_only(scan, columns, _ORDER), "statements")
        ordered = rows.sort(_ORDER, nulls_last=False)
        return ordered.select(list(columns)) if columns is not None else ordered

    def statement(self, statement_id: str) -> Statement:
        """Return one statement, superseded or not; raises QueryError where there is none."""
        found = self.statements(ids=[statement_id], superseded=True)
        if not found:
            raise _missing("statement", statement_id)
        return found[-1]

    def report(self, report_id: str) -> Report:
        """Return one report; raises QueryError where there is none."""
        rows = self.scan("reports").filter(pl.col("id") == report_id)
        found = reports_of(self.collect(rows, "reports"))
        if not found:
            raise _missing("report", report_id)
        return found[0]

    def reports(self, ids: Collection[str] | None = None) -> tuple[Report, ...]:
        """Return all reports, or those named, by publication and id."""
        scan = self.scan("reports")
        if ids is not None:
            scan = scan.filter(pl.col("id").is_in(list(ids)))
        return reports_of(self.collect(scan, "reports").sort("published", "id"))

    def report_versions(self, report_id: str) -> tuple[Report, ...]:
        """Return all versions of the report's page, the oldest first, the report among them."""
        scan = self.scan("reports").filter(pl.col("id") == report_id)
        found = self.collect(scan, "reports")
        if found.is_empty():
            raise _missing("report", report_id)
        page = found["page"][0]
        if page is None:
            return reports_of(found)
        rows = self.collect(self.scan("reports").filter(page=page), "reports")
        (mine,) = (part for part in versions(rows) if report_id in part["id"])
        return reports_of(mine)

    def withdrawals(self) -> tuple[Withdrawal, ...]:
        """Return the claims that a later version of their page no longer makes."""
        rows = self.collect(self.scan("withdrawals"), "withdrawals")
        ordered = rows.sort("version", "statement_id").drop("version")
        return tuple(Withdrawal(**row) for row in ordered.iter_rows(named=True))

    def reviews(self, statement_ids: Collection[str] | None = None) -> tuple[Review, ...]:
        """Return persons' records, the earliest first; those on `statement_ids` where given."""
        scan = self.scan("reviews")
        if statement_ids is not None:
            scan = scan.filter(pl.col("statement_id").is_in(list(statement_ids)))
        rows = self.collect(scan, "reviews")
        return reviews_of(rows.sort("version", "statement_id", "reviewer", "id"))

    @cached_property
    def standings(self) -> dict[str, Standing]:
        """What persons' verdicts come to for each statement that was judged, by its id.

        The same claim read again by another reader stands as the one that was judged.
        """
        return for_each(standings_of(self._reviews), self._twins)

    @cached_property
    def judgements(self) -> dict[str, dict[str, Review]]:
        """The last verdict in force of each reviewer on each statement; once for one read again."""
        return judgements(self._reviews)

    @cached_property
    def hidden(self) -> frozenset[str]:
        """The ids of the statements that do not count by persons' verdicts."""
        return hidden_of(self._reviews, self.standings)

    def superseded_among(self, ids: Collection[str]) -> frozenset[str]:
        """Return those of the statements that a newer reading or version of the page replaced."""
        if not ids or not self._superseded.height:
            return frozenset()
        rows = self.frame(["id", *_READING], ids=ids, superseded=True)
        current = rows.join(self._superseded, on=_READING, how="anti")
        return frozenset(ids) - frozenset(current["id"])

    @cached_property
    def _reviews(self) -> tuple[Review, ...]:
        return as_one(self.reviews(), self._twins) if self._head.totals.reviews else ()

    @cached_property
    def _twins(self) -> dict[str, str]:
        if not (self._head.totals.reviews and self._superseded.height):
            return {}
        judged = set(self.rows("reviews")["statement_id"])
        reports = self.frame(["report_id"], ids=judged, superseded=True)["report_id"]
        again = set(reports) & set(self._superseded["report_id"]) if judged else set()
        if not again:
            return {}
        columns = ["id", "reader", *MEANING]
        return twins_of(self.frame(columns, reports=again, superseded=True), judged)

    def rows(self, table: str) -> pl.DataFrame:
        """Return all rows of a table at this version, in no order."""
        return self.collect(self.scan(table), table)

    def collect(self, scan: pl.LazyFrame, table: str) -> pl.DataFrame:
        """Return the rows of a scan of a table; raises StoreError on a damaged file."""
        return self._tables.collect(scan, table)

    def scan(self, table: str) -> pl.LazyFrame:
        """Return a table at this version, to be asked before it is read."""
        newest = self._newest()
        # Compaction moves rows and deletes files; whoever holds on to an old list loses them.
        head = newest if newest.chain != self._head.chain else self._head
        scan = self._tables.scan(table, head.tables[table])
        if self.version < head.version:
            return scan.filter(pl.col("version") <= self.version)
        return scan

    def _like(self, version: int) -> Snapshot:
        return Snapshot(self._tables, self._head, version, newest=self._newest)

    @cached_property
    def _superseded(self) -> pl.DataFrame:
        if not self._head.totals.supersessions:
            return pl.DataFrame(schema=dict.fromkeys(_READING, pl.String()))
        scan = self.scan("supersessions").select(_READING)
        return self.collect(scan, "supersessions").unique()


_ORDER = ["published", "report_id", "id", "reader", "gazetteer"]


def _only(
    scan: pl.LazyFrame, columns: Iterable[str] | None, besides: Iterable[str]
) -> pl.LazyFrame:
    return scan if columns is None else scan.select(list(dict.fromkeys([*columns, *besides])))


def _conditions(filters: Filters) -> list[pl.Expr]:
    """Return the filters as conditions on the columns of the statements."""
    conditions = []
    for column, wanted in (
        ("place_id", filters.get("places")),
        ("kind", filters.get("kinds")),
        ("modality", filters.get("modalities")),
        ("report_id", filters.get("reports")),
        ("id", filters.get("ids")),
    ):
        if wanted:
            conditions.append(_among(column, wanted))
    if actors := filters.get("actors"):
        parts = (_among("actor_id", actors), _among("counter_actor_id", actors))
        conditions.append(pl.any_horizontal(*parts, _holds("supporter_ids", actors)))
    if speakers := filters.get("speakers"):
        conditions.append(_holds("speaker_ids", speakers))
    return conditions + _time_conditions(filters)


def _time_conditions(filters: Filters) -> list[pl.Expr]:
    told = pl.col("start").is_not_null() | pl.col("end").is_not_null()
    conditions = []
    if (since := _utc(filters.get("since"))) is not None:
        reaches = pl.col("end").is_null() | (pl.col("end") > since)
        conditions.append(pl.when(told).then(reaches).otherwise(pl.col("published") >= since))
    if (until := _utc(filters.get("until"))) is not None:
        begins = pl.col("start").is_null() | (pl.col("start") < until)
        conditions.append(pl.when(told).then(begins).otherwise(pl.col("published") < until))
    if (published := _utc(filters.get("published_until"))) is not None:
        conditions.append(pl.col("published") < published)
    return conditions


def _utc(moment: datetime | None) -> datetime | None:
    if moment is not None and moment.tzinfo is None:
        raise QueryError(
            where=f"time {moment.isoformat()}",
            what="it has no time zone",
            fix="Give times in UTC, as datetime(..., tzinfo=UTC)",
        )
    return None if moment is None else moment.astimezone(UTC)


def _among(column: str, wanted: Collection[str]) -> pl.Expr:
    values = sorted(str(value) for value in wanted)
    # A plain equality lets the reader skip row groups by their bounds.
    bounds = pl.col(column).is_between(pl.lit(values[0]), pl.lit(values[-1]))
    return bounds if len(set(values)) == 1 else bounds & pl.col(column).is_in(values)


def _holds(column: str, wanted: Collection[str]) -> pl.Expr:
    return pl.col(column).list.eval(pl.element().is_in(list(wanted))).list.any()


def _missing(noun: str, identity: str) -> NotFoundError:
    return NotFoundError(
        where=f"{noun} {identity}",
        what=f"the store has no {noun} with this id at this version",
        fix="Take an id from `whoholds claims`, or ask at a later version",
    )
