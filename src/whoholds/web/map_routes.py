"""The map: a snapshot of a day, and all runs of all places, in columns."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import accumulate, groupby
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from whoholds.model import Holding, HoldingStatus
from whoholds.publish.picture import palette_of
from whoholds.publish.wire import probability_of
from whoholds.service.desk import Desk
from whoholds.web.params import AsOfParam, KnownParam, OnParam, moment
from whoholds.web.replies import tagged
from whoholds.web.site import Site

STATUS = {HoldingStatus.HELD: 0, HoldingStatus.CONTESTED: 1, HoldingStatus.UNKNOWN: 2}


def routes(site: Site) -> APIRouter:
    """Return the routes."""
    router = APIRouter(tags=["map"])
    store = site.whoholds

    @router.get("/info")
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

    @router.get("/map")
    def snapshot(
        request: Request, on: OnParam = None, known: KnownParam = None, as_of: AsOfParam = None
    ) -> Response:
        """Who holds each place on a day, in columns."""

        def make() -> object:
            desk = store.desk(moment(as_of))
            return _day_columns(desk, on=desk.day_of(on, known), known=known)

        return tagged(site, request, make)

    @router.get("/map/runs")
    def runs(request: Request, known: KnownParam = None, as_of: AsOfParam = None) -> Response:
        """Who held each place through time, in columns."""
        return tagged(site, request, lambda: _run_columns(store.desk(moment(as_of)), known=known))

    return router


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
        **_columns(held, index),
        "besieged": [int(h.besieged) for h in held],
    }


def _run_columns(desk: Desk, *, known: date | None) -> dict[str, Any]:
    runs = list(desk.timelines(known=known))
    _, index = _parties(desk)
    counts = [len(list(group)) for _, group in groupby(runs, key=lambda r: r.place.id)]
    return {
        "epoch": "1970-01-01",
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
