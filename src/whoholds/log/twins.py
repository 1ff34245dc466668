"""The same claim as several readings of one text have it: a verdict on one is on all of them.

A newer reader gives a claim another id where only its confidence or its frame differ; what a
person said of it holds as long as its words and what they are read to say stay the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import msgspec
import polars as pl

from whoholds.log.records import Review
from whoholds.log.verdicts import PERSON, Standing

MEANING = (
    "report_id",
    "text",
    "kind",
    "modality",
    "status_after",
    "place_id",
    "place_name",
    "relation",
    "actor_id",
    "counter_actor_id",
    "speaker_ids",
    "start",
    "end",
)
"""The columns that say what a statement says, and in which words."""


def twins_of(rows: pl.DataFrame, judged: Collection[str]) -> dict[str, str]:
    """Return id -> id of the one that stands for all, for the judged statements with twins.

    rows: `id`, `reader` and MEANING of all statements of the reports in question.
    """
    machine = rows.filter(pl.col("reader") != PERSON)
    flat = machine.with_columns(pl.col("speaker_ids").list.join("\x1f"))
    groups = flat.group_by(MEANING).agg(pl.col("id").unique().sort())
    found: dict[str, str] = {}
    for ids in groups.filter(pl.col("id").list.len() > 1)["id"].to_list():
        if any(i in judged for i in ids):
            found.update(dict.fromkeys(ids, ids[0]))
    return found


def as_one(reviews: Iterable[Review], twins: Mapping[str, str]) -> tuple[Review, ...]:
    """Return the records, those on twins as on the one that stands for all."""
    return tuple(
        msgspec.structs.replace(r, statement_id=twins[r.statement_id])
        if r.statement_id in twins
        else r
        for r in reviews
    )


def for_each(standings: dict[str, Standing], twins: Mapping[str, str]) -> dict[str, Standing]:
    """Return the standings, with one for each twin."""
    more = {
        i: msgspec.structs.replace(standings[one], statement_id=i)
        for i, one in twins.items()
        if one in standings
    }
    return {**standings, **more}
