"""Leafing through a store: pages of statements, searches, claims by day, points for a map."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import TypedDict, Unpack

import polars as pl

from whoholds.gazetteer import simplify
from whoholds.log import Filters
from whoholds.model import ClaimKind, Noun, Place, Statement
from whoholds.registry import Registry
from whoholds.service.desk import Desk
from whoholds.service.filters import (
    actor_ids,
    claim_kinds,
    end_of,
    place_filter,
    speaker_ids,
    start_of,
)

_DAY = pl.coalesce(pl.col("start").dt.date(), pl.col("published").dt.date())


class Asked(TypedDict, total=False):
    """What may be asked of the claims, in words; None and () ask for everything."""

    place: str | None
    actor: str | None
    speaker: str | None
    kinds: Collection[str | ClaimKind]
    since: date | None
    until: date | None


class Page(Noun, frozen=True):
    """Some of the statements that fit, and how many fit in all."""

    total: int
    items: tuple[Statement, ...]


def filters_of(desk: Desk, registry: Registry, asked: Asked) -> Filters:
    """Return the filters that words mean; raises QueryError."""
    return {
        **place_filter(desk.places, asked.get("place")),
        "actors": actor_ids(registry, asked.get("actor")),
        "speakers": speaker_ids(registry, asked.get("speaker"), desk.snapshot),
        "kinds": claim_kinds(asked.get("kinds", ())),
        "since": start_of(asked.get("since")),
        "until": end_of(asked.get("until")),
    }


def claims_page(
    desk: Desk,
    registry: Registry,
    *,
    offset: int = 0,
    limit: int = 50,
    newest: bool = False,
    **asked: Unpack[Asked],
) -> Page:
    """Return a page of the statements that fit, by publication and report.

    newest: the last published first. Raises QueryError.
    """
    wanted = filters_of(desk, registry, asked)
    if "ids" in wanted and not wanted["ids"]:
        return Page(total=0, items=())
    ids = desk.snapshot.frame(["id"], **wanted)["id"]
    ordered = ids.reverse() if newest else ids
    shown = ordered.slice(offset, limit).to_list()
    found = {s.id: s for s in desk.snapshot.statements(ids=shown)} if shown else {}
    return Page(total=len(ids), items=tuple(found[i] for i in shown if i in found))


def find_places(desk: Desk, words: str, *, limit: int = 10) -> tuple[tuple[Place, bool], ...]:
    """Return the places that words may mean or begin, those of the store first.

    The second of each pair says whether a statement of the store is about the place.
    """
    return tuple((p, p.id in desk.places.names) for p in desk.places.suggest(words, limit=limit))


def find_named(names: Iterable[tuple[str, str]], words: str, *, limit: int = 10) -> list[str]:
    """Return the ids of (id, name) pairs whose name has the words, whole beginnings first."""
    sought = simplify(words)
    ranked = [
        (not simple.startswith(sought), len(simple), identity)
        for identity, name in names
        if sought and sought in (simple := simplify(name))
    ]
    return list(dict.fromkeys(identity for _, _, identity in sorted(ranked)))[:limit]


def find_statements(desk: Desk, words: str, *, limit: int = 20) -> tuple[Statement, ...]:
    """Return the statements whose sentence has all the words, the last published first."""
    parts = words.split()[:8]
    if not parts:
        return ()
    scan = desk.snapshot.scan("statements")
    for part in parts:
        scan = scan.filter(
            pl.col("text").str.to_lowercase().str.contains(part.lower(), literal=True)
        )
    rows = desk.snapshot.collect(scan.select("id", "published"), "statements").unique("id")
    last = rows.sort(["published", "id"], descending=True, nulls_last=True).head(4 * limit)
    found = desk.snapshot.statements(ids=last["id"].to_list()) if last.height else ()
    return tuple(sorted(found, key=_last_published, reverse=True)[:limit])


def first_days(desk: Desk) -> tuple[date | None, date | None]:
    """Return the first day that a claim is about, and the first day of publication."""
    rows = desk.snapshot.frame(["start", "published"])
    first, published = rows.select(
        _DAY.min().alias("first"), pl.col("published").dt.date().min()
    ).row(0)
    return first, published


def claims_by_day(desk: Desk) -> tuple[date | None, list[int]]:
    """Return the first day of the claims, and how many there are on each day from it on.

    A claim counts on the first day of its time, or when it was published where it tells none.
    """
    days = desk.snapshot.frame(["start", "published"]).select(day=_DAY).drop_nulls()
    counted = days.group_by("day").len().sort("day")
    if counted.is_empty():
        return None, []
    first, last = counted["day"][0], counted["day"][-1]
    every = pl.DataFrame({"day": pl.date_range(first, last, eager=True)})
    filled = every.join(counted, on="day", how="left").fill_null(0).sort("day")
    return first, filled["len"].to_list()


def claim_points(
    desk: Desk,
    registry: Registry,
    *,
    since: date | None = None,
    until: date | None = None,
    known: date | None = None,
) -> pl.DataFrame:
    """Return the claims that may be drawn, by day: those that move control, and strikes.

    Columns: id, place_id, day (days since 1970), kind, actor_id, speaker (the first one's id).
    known: only what had been published by the end of that day.
    """
    drawn = [k for k in ClaimKind if k.moves_control or k is ClaimKind.STRIKE]
    wanted = filters_of(desk, registry, {"kinds": drawn, "since": since, "until": until})
    if known is not None:
        wanted["published_until"] = end_of(known)
    columns = ["id", "place_id", "start", "published", "kind", "actor_id", "speaker_ids"]
    rows = desk.snapshot.frame(columns, **wanted).drop_nulls("place_id")
    return (
        rows.select(
            "id",
            "place_id",
            _DAY.cast(pl.Int32).alias("day"),
            "kind",
            "actor_id",
            pl.col("speaker_ids").list.first().alias("speaker"),
        )
        .drop_nulls("day")
        .sort("day", "id")
    )


def _last_published(statement: Statement) -> tuple[str, str]:
    published = statement.published
    return (published.isoformat() if published else "", statement.id)
