"""Which places a change of the store bears on, so that the others keep what was worked out."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from whoholds.gazetteer import Gazetteer
from whoholds.log import Snapshot


def touched_places(
    snapshot: Snapshot, since: int, *, among: Iterable[str], gazetteer: Gazetteer
) -> frozenset[str]:
    """Return those of some places on which anything bears that came after a version.

    That is: a statement that is new, superseded or reviewed, about the place itself, about what
    lies around it, or about what lies inside it.
    """
    told = _told(snapshot, since)
    return frozenset(
        place_id
        for place_id in among
        if place_id in told
        or any(gazetteer.contains(t, place_id) or gazetteer.contains(place_id, t) for t in told)
    )


def _told(snapshot: Snapshot, since: int) -> frozenset[str]:
    """Return the ids of the places that the new, superseded and reviewed statements are about."""
    later = pl.col("version") > since
    new = _places(snapshot, later)
    gone = _column(snapshot, "supersessions", "report_id", later)
    reviewed = _column(snapshot, "reviews", "statement_id", later)
    replaced = _places(snapshot, pl.col("report_id").is_in(gone)) if gone else set()
    judged = _places(snapshot, pl.col("id").is_in(_led_to(snapshot, reviewed)))
    return frozenset(new | replaced | (judged if reviewed else set()))


def _led_to(snapshot: Snapshot, statement_ids: Iterable[str]) -> list[str]:
    """Return the statements and all that were ever to stand in their place: an undoing hides one,
    and the place that it had been moved to is another.
    """
    found: set[str] = set()
    todo = set(statement_ids)
    while todo:
        found |= todo
        todo = {r.corrected_id for r in snapshot.reviews(todo) if r.corrected_id} - found
    return sorted(found)


def _places(snapshot: Snapshot, condition: pl.Expr) -> set[str]:
    return set(_column(snapshot, "statements", "place_id", condition))


def _column(snapshot: Snapshot, table: str, column: str, condition: pl.Expr) -> list[str]:
    scan = snapshot.scan(table).filter(condition).select(column).drop_nulls().unique()
    return snapshot.collect(scan, table)[column].to_list()
