"""Who, timeline and explain: questions about one place."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from whoholds.publish.wire import explanation_row, holding_row
from whoholds.service.rows import answer_row
from whoholds.web.params import (
    ActorParam,
    AsOfParam,
    KnownParam,
    OnParam,
    PlaceParam,
    UntilParam,
    moment,
)
from whoholds.web.replies import tagged
from whoholds.web.site import Site


def routes(site: Site) -> APIRouter:
    """Return the routes."""
    router = APIRouter(tags=["ask"])
    store = site.whoholds

    @router.get("/who")
    def who(
        request: Request,
        place: PlaceParam,
        on: OnParam = None,
        known: KnownParam = None,
        as_of: AsOfParam = None,
    ) -> Response:
        """Who holds a place at the end of a day, how surely, and who says so."""
        return tagged(
            site,
            request,
            lambda: answer_row(store.who(place, on=on, known=known, as_of=moment(as_of))),
        )

    @router.get("/timeline")
    def timeline(
        request: Request,
        place: PlaceParam,
        until: UntilParam = None,
        known: KnownParam = None,
        as_of: AsOfParam = None,
    ) -> Response:
        """The runs of days with one answer, in order."""

        def make() -> object:
            runs = store.timeline(place, until=until, known=known, as_of=moment(as_of))
            return [holding_row(run) for run in runs]

        return tagged(site, request, make)

    @router.get("/explain")
    def explain(
        request: Request,
        place: PlaceParam,
        on: OnParam = None,
        actor: ActorParam = None,
        known: KnownParam = None,
        as_of: AsOfParam = None,
    ) -> Response:
        """The terms, in words and nats, that add up to the answer on a day."""

        def make() -> object:
            found = store.explain(place, on=on, actor=actor, known=known, as_of=moment(as_of))
            return explanation_row(found)

        return tagged(site, request, make)

    return router
