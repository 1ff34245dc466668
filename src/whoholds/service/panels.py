"""The store by place and day, and by area: what each party holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import islice, pairwise

import polars as pl

from whoholds.control import panel_of
from whoholds.errors import QueryError
from whoholds.model import Place
from whoholds.service.brief import Brief
from whoholds.service.desk import Desk
from whoholds.service.lens import Every, Unit

AT_ONCE = 100
"""Places that are worked out together."""
MOST_DAYS = 200 * 366
_KEYS = ("date", "country", "admin1", "admin2", "status", "holder_id", "holder_name")
_COUNTED = frozenset({"P", "S"})


def span_of(
    desk: Desk,
    since: date | None,
    until: date | None,
    *,
    every: Every,
    known: date | None = None,
) -> list[date]:
    """Return the days from the first to the last, or the ends of weeks or months among them.

    since, until: by default the days of the first and of the last report; the last one is always
    among them. Raises QueryError where they are in the wrong order.
    """
    last = desk.day_of(until, known)
    first = since or _first_day(desk, last)
    if first > last:
        raise QueryError(
            where=f"from {first} to {last}",
            what="the first day comes after the last",
            fix="Give --since a day on or before --until",
        )
    count = min((last - first).days + 1, MOST_DAYS)
    days = [last - timedelta(days=n) for n in reversed(range(count))]
    return [d for d, after in pairwise(days) if _ends(d, after, every)] + [last]


def _ends(day: date, after: date, every: Every) -> bool:
    if every is Every.WEEK:
        return after.weekday() == 0
    return every is Every.DAY or after.month != day.month


def _first_day(desk: Desk, last: date) -> date:
    """Return the day of the first report, else that of the first claim's event."""
    times = desk.snapshot.frame(["start", "published"], in_order=False)
    for column in ("published", "start"):
        first = times[column].min()
        if isinstance(first, datetime):
            return min(first.date(), last)
    return last


def daily(desk: Desk, days: Sequence[date], *, known: date | None = None) -> Iterator[pl.DataFrame]:
    """Yield who holds each place on each day, some places at a time, in order of place id.

    known: from what had been published by the end of this day alone.
    """
    for briefs in _some(desk.briefs(known=known)):
        yield (
            panel_of([b.case for b in briefs], days)
            .frame()
            .join(_places(b.place for b in briefs), on="place_id")
        )


def shares(
    desk: Desk, days: Sequence[date], *, unit: Unit, known: date | None = None
) -> pl.DataFrame:
    """Return how many places, and how many people, each party holds by area and day.

    Settlements and sites that lie in a country count; regions, roads and bare phrases do not.
    Areas are told by their names. known: as for `daily`.
    """
    counted = [_counted(briefs, days, unit) for briefs in _some(_settled(desk, known))]
    if not counted:
        return pl.DataFrame(schema={k: pl.String() for k in (*_KEYS, "places", "population")})
    told = pl.col("population").is_not_null().any()
    people = pl.when(told).then(pl.col("population").sum()).alias("population")
    whole = pl.concat(counted).group_by(_KEYS).agg(pl.col("places").sum(), people)
    return whole.sort(_KEYS, nulls_last=False)


def _some(briefs: Iterator[Brief]) -> Iterator[list[Brief]]:
    while some := list(islice(briefs, AT_ONCE)):
        yield some


def _settled(desk: Desk, known: date | None) -> Iterator[Brief]:
    """Yield the settlements and sites that lie in a country; a road or a bare phrase is none."""
    briefs = desk.briefs(known=known)
    return (b for b in briefs if b.place.feature_class in _COUNTED and b.place.country)


def _counted(briefs: Sequence[Brief], days: Sequence[date], unit: Unit) -> pl.DataFrame:
    found = panel_of([b.case for b in briefs], days)
    names = pl.DataFrame(
        {"holder_id": list(found.names), "holder_name": list(found.names.values())},
        schema={"holder_id": pl.String, "holder_name": pl.String},
    )
    told = found.shares(unit.value)
    missing = [c for c in ("admin1", "admin2") if c not in told.columns]
    blank = [pl.lit(None, pl.String).alias(c) for c in missing]
    return (
        told.with_columns(*blank)
        .join(names, on="holder_id", how="left")
        .select(
            *_KEYS,
            pl.col("places").cast(pl.Int64),
            pl.col("population").cast(pl.Int64),
        )
    )


def _places(places: Iterable[Place]) -> pl.DataFrame:
    rows = [(p.id, p.name, p.country, p.admin1_name or p.admin1, p.lat, p.lon) for p in places]
    schema = {
        "place_id": pl.String,
        "place_name": pl.String,
        "country": pl.String,
        "admin1": pl.String,
        "lat": pl.Float64,
        "lon": pl.Float64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
