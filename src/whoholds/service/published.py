"""When a statement could be read: by the publication of the version of its page that makes it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property

import polars as pl

from whoholds.control import known_by
from whoholds.log import Snapshot
from whoholds.model import Statement

_SAYS = ("kind", "modality", "place_id", "actor_id", "counter_actor_id", "start", "end")


class Published:
    """The times from which the statements of one version of a store were public.

    A page that was changed after its publication has its new claims from that change on, and
    those that an earlier version made from that version's publication on.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def by(self, day: date | None, statements: Iterable[Statement]) -> tuple[Statement, ...]:
        """Return the statements that were public by the end of a UTC day; all where it is None."""
        found = known_by(statements, day)
        if day is None or not self._later:
            return found
        end = datetime.combine(day, time(), UTC) + timedelta(days=1)
        return tuple(s for s in found if self._later.get(s.id, end) <= end)

    @cached_property
    def _later(self) -> dict[str, datetime]:
        """When statements became public that did so later than their page, by their ids."""
        pages = self._snapshot.scan("reports").select("id", "page", "published", "updated")
        rows = self._snapshot.collect(pages, "reports").unique("id")
        changed = rows.filter(pl.col("updated") > pl.col("published"))
        if changed.is_empty():
            return {}
        known, ids = changed["page"].drop_nulls().implode(), changed["id"].implode()
        versions = rows.filter(pl.col("page").is_in(known) | pl.col("id").is_in(ids))
        moment = pl.coalesce("updated", "published")
        versions = versions.select("id", "page", moment.alias("moment"))
        said = self._snapshot.frame(
            ["id", "report_id", *_SAYS], reports=versions["id"].to_list(), superseded=True
        )
        joined = said.join(versions, left_on="report_id", right_on="id", how="inner")
        first = pl.col("moment").min().over("page", *_SAYS)
        whole = joined.with_columns(
            pl.when(pl.col("page").is_null()).then("moment").otherwise(first).alias("first")
        )
        late = whole.filter(pl.col("report_id").is_in(ids))
        return dict(late.select("id", "first").drop_nulls().iter_rows())
