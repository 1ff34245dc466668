"""Who, timeline and explain: questions about one place."""

from __future__ import annotations

import os
from typing import Annotated

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from whoholds.publish.wire import explanation_row, holding_row
from whoholds.service.sheets import MOST_EVIDENCE
from whoholds.web import wire
from whoholds.web.answers import Question
from whoholds.web.params import (
    ActorParam,
    AsOfParam,
    KnownParam,
    LensParam,
    OnParam,
    PlaceParam,
    UntilParam,
    moment,
)
from whoholds.web.replies import PROBLEMS, not_modified, tag_of, tagged, with_tag
from whoholds.web.site import Site

EvidenceParam = Annotated[
    int, Query(ge=0, le=1000, description="At most so many statements for and against.")
]


def routes(site: Site) -> APIRouter:
    """Return the routes."""
    router = APIRouter(tags=["ask"], responses=PROBLEMS)
    store = site.whoholds
    working = CapacityLimiter(os.cpu_count() or 1)

    @router.get("/who", response_model=wire.Answer)
    async def who(
        request: Request,
        lens: LensParam,
        place: PlaceParam,
        on: OnParam = None,
        known: KnownParam = None,
        evidence: EvidenceParam = MOST_EVIDENCE,
        as_of: AsOfParam = None,
    ) -> Response:
        """Who holds a place at the end of a day, how surely, and who says so."""
        tag, content = tag_of(site, request), site.stamp
        unchanged = not_modified(request, tag)
        if unchanged is not None:
            return unchanged
        question = Question(place, on, known, as_of, evidence, lens)
        # What is known is told at once; only work is handed to a thread, and to as many at a time
        # as there are processors: more would make each other and all other questions wait.
        found = site.answers.find(content, question)
        if found is None:
            work = site.answers.work_out
            found = await to_thread.run_sync(work, content, question, limiter=working)
        return with_tag(found, tag)

    @router.get("/timeline", response_model=list[wire.Holding])
    def timeline(
        request: Request,
        lens: LensParam,
        place: PlaceParam,
        until: UntilParam = None,
        known: KnownParam = None,
        as_of: AsOfParam = None,
    ) -> Response:
        """The runs of days with one answer, in order."""

        def make() -> object:
            runs = store.timeline(place, until=until, known=known, as_of=moment(as_of), lens=lens)
            return [holding_row(run) for run in runs]

        return tagged(site, request, make)

    @router.get("/explain", response_model=wire.Explanation)
    def explain(
        request: Request,
        lens: LensParam,
        place: PlaceParam,
        on: OnParam = None,
        actor: ActorParam = None,
        known: KnownParam = None,
        as_of: AsOfParam = None,
    ) -> Response:
        """The terms, in words and nats, that add up to the answer on a day."""

        def make() -> object:
            found = store.explain(
                place, on=on, actor=actor, known=known, as_of=moment(as_of), lens=lens
            )
            return explanation_row(found)

        return tagged(site, request, make)

    return router
