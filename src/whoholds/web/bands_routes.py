"""The probabilities at a place through time, to be drawn."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from whoholds.control.bands import bands_of
from whoholds.web import wire
from whoholds.web.params import (
    AsOfParam,
    KnownParam,
    LensParam,
    PlaceParam,
    SinceParam,
    UntilParam,
    moment,
)
from whoholds.web.replies import PROBLEMS, tagged
from whoholds.web.site import Site

MostParam = Annotated[int, Query(ge=8, le=5000, description="At most so many days.")]


def routes(site: Site) -> APIRouter:
    """Return the routes."""
    router = APIRouter(tags=["ask"], responses=PROBLEMS)
    store = site.whoholds

    @router.get("/bands", response_model=wire.Bands)
    def bands(
        request: Request,
        lens: LensParam,
        place: PlaceParam,
        since: SinceParam = None,
        until: UntilParam = None,
        known: KnownParam = None,
        most: MostParam = 800,
        as_of: AsOfParam = None,
    ) -> Response:
        """The probability of each party, of contested and of unknown on each of some days."""

        def make() -> object:
            desk = store.desk(moment(as_of), lens=lens)
            brief = desk.brief(desk.places.find(place).place, known)
            found = bands_of(brief.case, since=since, until=until, most=most)
            return msgspec.to_builtins(found)

        return tagged(site, request, make)

    return router
