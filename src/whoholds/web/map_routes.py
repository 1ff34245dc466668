"""The map: a snapshot of a day, and all runs of all places, in columns."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import polars as pl
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from whoholds.errors import NotFoundError
from whoholds.service.browse import ByDay, claim_points, claims_by_day
from whoholds.service.places import UNRESOLVED
from whoholds.service.rows import NameOf
from whoholds.service.sheets import columns, on_day
from whoholds.web import wire
from whoholds.web.charts import Chart
from whoholds.web.params import AsOfParam, KnownParam, OnParam, SinceParam, UntilParam, moment
from whoholds.web.replies import PROBLEMS, tagged
from whoholds.web.reviewers import may_adjudicate
from whoholds.web.site import Site

PointsParam = Annotated[int, Query(ge=1, le=200_000, description="At most so many.")]


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
                "reviewer": request.state.visitor.name,
                "may_review": request.state.role.may_review,
                "may_adjudicate": may_adjudicate(site, request),
            }

        return tagged(site, request, make)

    @router.get("/map", response_model=wire.DayMap)
    def snapshot(
        request: Request, on: OnParam = None, known: KnownParam = None, as_of: AsOfParam = None
    ) -> Response:
        """Who holds each place on a day, in columns."""

        def make() -> object:
            chart = site.charts.chart(moment(as_of), known)
            return day_columns(chart, on or chart.last_day, name_of=store.name_of)

        return tagged(site, request, make)

    @router.get("/map/runs", response_model=wire.RunsMap)
    def runs(request: Request, known: KnownParam = None, as_of: AsOfParam = None) -> Response:
        """Who held each place through time, in columns."""
        return tagged(site, request, lambda: run_columns(site.charts.chart(moment(as_of), known)))

    @router.get("/parties", response_model=list[wire.PartyWithRuns])
    def parties(request: Request, as_of: AsOfParam = None) -> Response:
        """The parties that ever hold a place, those with the most runs first."""

        def make() -> object:
            chart = site.charts.chart(moment(as_of))
            listed = _parties(chart, store.name_of)
            return [{**p, "runs": chart.runs[p["id"]]} for p in listed]

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
            return points_columns(rows, order, site, limit)

        return tagged(site, request, make)

    @router.get("/histogram", response_model=wire.Histogram)
    def histogram(request: Request, known: KnownParam = None, as_of: AsOfParam = None) -> Response:
        """How many claims lie on each day, and how many of them had been published."""

        def make() -> object:
            return histogram_row(claims_by_day(store.desk(moment(as_of)), known=known))

        return tagged(site, request, make)

    return router


def points_columns(rows: pl.DataFrame, places: list[str], site: Site, limit: int) -> dict[str, Any]:
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
        name_of = site.speaker_name if name == "speakers" else site.whoholds.name_of
        named = [{"id": v, "name": name_of(v)} for v in values]
        columns[name] = values if name == "kinds" else named
    wanted = ("id", "place", "day", "last", "kind", "actor_id", "speaker")
    columns |= {name: shown[name].to_list() for name in wanted}
    columns["party"] = columns.pop("actor_id")
    return columns


def histogram_row(found: ByDay) -> dict[str, Any]:
    """Return the claims of each day as JSON."""
    return {
        "first_day": found.first.isoformat() if found.first else None,
        "counts": found.counts,
        "known": found.known,
    }


def day_columns(chart: Chart, day: date | None, *, name_of: NameOf) -> dict[str, Any]:
    """Return who holds each place of a chart on a day, in columns; no place where it is None."""
    if day is None:
        raise NotFoundError(
            where="store",
            what="there is no statement in it",
            fix="Read reports into it: whoholds read SOURCE...",
        )
    places = [s.place for s in chart.sheets]
    found = list(on_day(chart.sheets, day))
    return {
        "store_version": chart.version,
        "on": day.isoformat(),
        "parties": _parties(chart, name_of),
        "id": [p.id for p in places],
        "name": [p.name for p in places],
        "lat": [p.lat for p in places],
        "lon": [p.lon for p in places],
        "population": [p.population for p in places],
        "country": [p.country for p in places],
        "admin1": [p.admin1_name for p in places],
        "area": [int(p.is_wide) for p in places],
        "status": [status for status, _, _, _ in found],
        "party": [chart.numbers.get(h, -1) if h else -1 for _, h, _, _ in found],
        "probability": [probability for _, _, probability, _ in found],
        "besieged": [besieged for _, _, _, besieged in found],
    }


def run_columns(chart: Chart) -> dict[str, Any]:
    """Return who held each place of a chart through time, in columns."""
    last = chart.last_day or date(1970, 1, 1)
    return columns(chart.sheets, chart.numbers, last_day=last)


def _parties(chart: Chart, name_of: NameOf) -> list[dict[str, Any]]:
    return [{"id": i, "name": name_of(i), "colour": chart.colours[i]} for i in chart.parties]
