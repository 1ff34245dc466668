"""The map: a snapshot of a day, and all runs of all places, in columns."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from itertools import accumulate, groupby
from typing import Annotated, Any

import polars as pl
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from whoholds.model import Holding, HoldingStatus
from whoholds.publish.picture import palette_of
from whoholds.publish.wire import probability_of
from whoholds.service.browse import claim_points, claims_by_day
from whoholds.service.desk import Desk
from whoholds.service.places import UNRESOLVED
from whoholds.web import wire
from whoholds.web.params import AsOfParam, KnownParam, OnParam, SinceParam, UntilParam, moment
from whoholds.web.replies import PROBLEMS, tagged
from whoholds.web.site import Site

PointsParam = Annotated[int, Query(ge=1, le=200_000, description="At most so many.")]
STATUS = {HoldingStatus.HELD: 0, HoldingStatus.CONTESTED: 1, HoldingStatus.UNKNOWN: 2}


def routes(site: Site) -> APIRouter:
    """Return the routes."""
    router = APIRouter(tags=["map"], responses=PROBLEMS)
    store = site.whoholds

    @router.get("/info", response_model=wire.Info)
    def info(request: Request) -> Response:
        """What the store holds."""

        def make() -> object:
            found = store.info()
            return {
                "store_version": found.version,
                "reports": found.reports,
                "statements": found.current,
                "places": len(store.desk().places.names),
                "first_day": found.first.date().isoformat() if found.first else None,
                "last_day": found.last.date().isoformat() if found.last else None,
                "reader": store.versions[0],
                "named_versions": list(found.names),
                "reviewing": site.is_reviewable,
                "role": str(request.state.role),
            }

        return tagged(site, request, make)

    @router.get("/map", response_model=wire.DayMap)
    def snapshot(
        request: Request, on: OnParam = None, known: KnownParam = None, as_of: AsOfParam = None
    ) -> Response:
        """Who holds each place on a day, in columns."""

        def make() -> object:
            desk = store.desk(moment(as_of))
            return _day_columns(desk, on=desk.day_of(on, known), known=known)

        return tagged(site, request, make)

    @router.get("/map/runs", response_model=wire.RunsMap)
    def runs(request: Request, known: KnownParam = None, as_of: AsOfParam = None) -> Response:
        """Who held each place through time, in columns."""
        return tagged(site, request, lambda: _run_columns(store.desk(moment(as_of)), known=known))

    @router.get("/parties", response_model=list[wire.PartyWithRuns])
    def parties(request: Request, as_of: AsOfParam = None) -> Response:
        """The parties that ever hold a place, those with the most runs first."""

        def make() -> object:
            desk = store.desk(moment(as_of))
            listed, _ = _parties(desk)
            counts = Counter(r.holder.actor_id for r in desk.timelines() if r.holder)
            return [{**p, "runs": counts[p["id"]]} for p in listed]

        return tagged(site, request, make)

    @router.get("/map/claims", response_model=wire.Points)
    def claims(
        request: Request,
        since: SinceParam = None,
        until: UntilParam = None,
        known: KnownParam = None,
        limit: PointsParam = 50_000,
        as_of: AsOfParam = None,
    ) -> Response:
        """Claims to be drawn: those that move control, and strikes; the last ones."""

        def make() -> object:
            desk = store.desk(moment(as_of))
            rows = claim_points(desk, store.registry, since=since, until=until, known=known)
            order = [p.id for p in desk.places if not p.id.startswith(UNRESOLVED)]
            return _points(rows, order, site, limit)

        return tagged(site, request, make)

    @router.get("/histogram", response_model=wire.Histogram)
    def histogram(request: Request, as_of: AsOfParam = None) -> Response:
        """How many claims lie on each day."""

        def make() -> object:
            first, counts = claims_by_day(store.desk(moment(as_of)))
            return {"first_day": first.isoformat() if first else None, "counts": counts}

        return tagged(site, request, make)

    return router


def _points(rows: pl.DataFrame, places: list[str], site: Site, limit: int) -> dict[str, Any]:
    """Return claims in columns of numbers, and what the numbers mean."""
    index = {place_id: n for n, place_id in enumerate(places)}
    placed = rows.with_columns(
        place=pl.col("place_id").replace_strict(index, default=None, return_dtype=pl.Int32)
    ).drop_nulls("place")
    shown = placed.tail(limit)
    columns: dict[str, Any] = {"total": placed.height}
    for name, column in (("kinds", "kind"), ("parties", "actor_id"), ("speakers", "speaker")):
        values = shown[column].drop_nulls().unique().sort().to_list()
        numbers = {value: n for n, value in enumerate(values)}
        coded = pl.col(column).replace_strict(numbers, default=-1, return_dtype=pl.Int32)
        shown = shown.with_columns(coded)
        named = [{"id": v, "name": site.whoholds.name_of(v)} for v in values]
        columns[name] = values if name == "kinds" else named
    wanted = ("id", "place", "day", "kind", "actor_id", "speaker")
    columns |= {name: shown[name].to_list() for name in wanted}
    columns["party"] = columns.pop("actor_id")
    return columns


def _day_columns(desk: Desk, *, on: date, known: date | None) -> dict[str, Any]:
    held = list(desk.holdings(on=on, known=known))
    parties, index = _parties(desk)
    places = [h.place for h in held]
    return {
        "on": on.isoformat(),
        "parties": parties,
        "id": [p.id for p in places],
        "name": [p.name for p in places],
        "lat": [p.lat for p in places],
        "lon": [p.lon for p in places],
        "population": [p.population for p in places],
        "country": [p.country for p in places],
        "admin1": [p.admin1_name for p in places],
        "area": [int(p.feature_class == "A") for p in places],
        **_columns(held, index),
        "besieged": [int(h.besieged) for h in held],
    }


def _run_columns(desk: Desk, *, known: date | None) -> dict[str, Any]:
    runs = list(desk.timelines(known=known))
    _, index = _parties(desk)
    counted = [(i, len(list(group))) for i, group in groupby(runs, key=lambda r: r.place.id)]
    counts = [count for _, count in counted]
    return {
        "epoch": "1970-01-01",
        "id": [place_id for place_id, _ in counted],
        "first": [0, *accumulate(counts)],
        "start": [_day_number(r.interval.start) for r in runs],
        "end": [_day_number(r.interval.end) for r in runs],
        **_columns(runs, index),
        "besieged": [int(r.besieged) for r in runs],
        "statements": [len(r.statements) for r in runs],
    }


def _parties(desk: Desk) -> tuple[list[dict[str, Any]], dict[str, int]]:
    ids = desk.parties()
    colours = palette_of(ids)
    listed = [{"id": i, "name": desk.name_of(i), "colour": colours[i]} for i in ids]
    return listed, {i: n for n, i in enumerate(ids)}


def _columns(runs: list[Holding], index: dict[str, int]) -> dict[str, list[int]]:
    return {
        "status": [STATUS[r.status] for r in runs],
        "party": [index.get(r.holder.actor_id, -1) if r.holder else -1 for r in runs],
        "probability": [round(100 * probability_of(r)) for r in runs],
    }


def _day_number(moment_: datetime | None) -> int:
    return -1 if moment_ is None else (moment_ - datetime(1970, 1, 1, tzinfo=UTC)).days
