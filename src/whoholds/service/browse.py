"""Leafing through a store: pages of statements, searches, claims by day, points for a map."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
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
_EPOCH = date(1970, 1, 1).toordinal()
_FIRST = _DAY.cast(pl.Int32)
_INSTANT = timedelta(microseconds=1)
# Ends are exclusive; a claim that tells no end, or no start, is one of a single day.
_LAST = pl.max_horizontal(
    _FIRST,
    pl.when(pl.col("start").is_not_null())
    .then((pl.col("end") - _INSTANT).dt.date().cast(pl.Int32))
    .otherwise(None),
)


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
    rows = desk.snapshot.frame(["start", "published"], in_order=False)
    first, published = rows.select(
        _DAY.min().alias("first"), pl.col("published").dt.date().min()
    ).row(0)
    return first, published


class ByDay(Noun, frozen=True):
    """How many claims lie on each day from the first on, and how many of them were known."""

    first: date | None = None
    counts: tuple[float, ...] = ()
    known: tuple[float, ...] | None = None


def claims_by_day(desk: Desk, *, known: date | None = None) -> ByDay:
    """Return how many claims lie on each day.

    A claim lies on all days of its time, on each with an equal share; on that of its publication
    where it tells no time. known: also tell how many had been published by the end of that day.
    """
    return by_day_of(desk.snapshot.frame(["start", "end", "published"]), known=known)


def by_day_of(rows: pl.DataFrame, *, known: date | None) -> ByDay:
    """Return how many claims, given by start, end and publication, lie on each day."""
    spans = rows.select("published", first=_FIRST, last=_LAST).drop_nulls(["first", "last"])
    if spans.is_empty():
        return ByDay()
    # "In 2017" reaches beyond the day of its report; the days end with the last that is told of.
    latest = pl.max_horizontal("first", pl.col("published").dt.date().cast(pl.Int32))
    begin, end = spans.select(pl.col("first").min(), latest.max().alias("latest")).row(0)
    told = None
    if known is not None:
        told = _shares(spans.filter(pl.col("published") < end_of(known)), begin, end)
    return ByDay(date.fromordinal(_EPOCH + begin), _shares(spans, begin, end), told)


def _shares(spans: pl.DataFrame, begin: int, end: int) -> tuple[float, ...]:
    """Return what each day has of the spans: one over its days of each that covers it."""
    share = 1.0 / (pl.col("last") - pl.col("first") + 1)
    rises = spans.select(day=pl.col("first") - begin, by=share)
    falls = spans.select(day=pl.col("last") - begin + 1, by=-share)
    steps = pl.concat([rises, falls]).group_by("day").agg(pl.col("by").sum())
    every = pl.DataFrame({"day": pl.arange(0, end - begin + 1, eager=True, dtype=pl.Int32)})
    filled = every.join(steps, on="day", how="left").fill_null(0.0).sort("day")
    # Sums of shares end a hair beside zero.
    return tuple(filled["by"].cum_sum().round(3).clip(lower_bound=0.0).to_list())


def claim_points(
    desk: Desk,
    registry: Registry,
    *,
    since: date | None = None,
    until: date | None = None,
    known: date | None = None,
) -> pl.DataFrame:
    """Return the claims that may be drawn, by day: those that move control, and strikes.

    Columns: id, place_id, day and last (of its time, days since 1970), kind, actor_id, speaker
    (the first one's id).
    known: only what had been published by the end of that day.
    """
    drawn = [k for k in ClaimKind if k.moves_control or k is ClaimKind.STRIKE]
    wanted = filters_of(desk, registry, {"kinds": drawn, "since": since, "until": until})
    if known is not None:
        wanted["published_until"] = end_of(known)
    columns = ["id", "place_id", "start", "end", "published", "kind", "actor_id", "speaker_ids"]
    rows = desk.snapshot.frame(columns, **wanted).drop_nulls("place_id")
    return (
        rows.select(
            "id",
            "place_id",
            _FIRST.alias("day"),
            _LAST.alias("last"),
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
