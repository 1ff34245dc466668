"""Who, timeline and explain: questions about one place."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from whoholds.publish.wire import explanation_row, holding_row
from whoholds.service.rows import short_answer_row
from whoholds.web import wire
from whoholds.web.params import (
    ActorParam,
    AsOfParam,
    KnownParam,
    OnParam,
    PlaceParam,
    UntilParam,
    moment,
)
from whoholds.web.replies import PROBLEMS, tagged
from whoholds.web.site import Site

EvidenceParam = Annotated[
    int, Query(ge=0, le=1000, description="At most so many statements for and against.")
]


def routes(site: Site) -> APIRouter:
    """Return the routes."""
    router = APIRouter(tags=["ask"], responses=PROBLEMS)
    store = site.whoholds

    @router.get("/who", response_model=wire.Answer)
    def who(
        request: Request,
        place: PlaceParam,
        on: OnParam = None,
        known: KnownParam = None,
        evidence: EvidenceParam = 20,
        as_of: AsOfParam = None,
    ) -> Response:
        """Who holds a place at the end of a day, how surely, and who says so."""

        def make() -> object:
            found = store.who(place, on=on, known=known, as_of=moment(as_of))
            return short_answer_row(found, evidence)

        return tagged(site, request, make)

    @router.get("/timeline", response_model=list[wire.Holding])
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

    @router.get("/explain", response_model=wire.Explanation)
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
