"""Review: what to check next, verdicts given and taken back, figures, and verdicts as gold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from whoholds.errors import QueryError
from whoholds.log import Review, undone
from whoholds.model import Span
from whoholds.service.review.figures import figures_of, figures_row
from whoholds.service.review.gold import gold_of
from whoholds.service.review.order import Order
from whoholds.service.review.queue import Queue, page_row
from whoholds.service.review.rows import judged_row, review_row
from whoholds.service.review.verdicts import (
    LONGEST_NAME,
    Judged,
    add_claim,
    judge,
    standing_of,
    undo,
)
from whoholds.service.whoholds import Whoholds
from whoholds.web import review_wire as shapes
from whoholds.web.log_routes import with_safe_link
from whoholds.web.params import AsOfParam, LimitParam, OffsetParam, Words, moment
from whoholds.web.replies import PROBLEMS, tagged
from whoholds.web.reviewers import check_adjudicator, reviewer_of
from whoholds.web.site import Site

NAMED = {"max_length": LONGEST_NAME, "examples": ["Anna"]}
ReviewerParam = Annotated[
    Words, Query(min_length=1, max_length=LONGEST_NAME, examples=["Anna"], description="Who asks.")
]
ByParam = Annotated[
    Words | None, Query(max_length=LONGEST_NAME, description="Of this reviewer alone.")
]
StatementParam = Annotated[
    Words | None, Query(max_length=64, description="On this statement alone.")
]
RecordPath = Annotated[
    Words, Path(max_length=64, description="The id of a record, or the beginning of one.")
]


def routes(site: Site) -> APIRouter:
    """Return the routes."""
    router = APIRouter(tags=["review"], responses=PROBLEMS, prefix="/review")
    _add_queue(router, site, Queue(site.whoholds))
    _add_verdicts(router, site)
    _add_results(router, site)
    return router


def _add_queue(router: APIRouter, site: Site, queue: Queue) -> None:
    @router.get("/queue", response_model=shapes.Queue)
    def next_items(
        request: Request,
        reviewer: ReviewerParam,
        limit: Annotated[int, Query(ge=1, le=100, description="At most so many.")] = 10,
        same: Annotated[
            bool,
            Query(description="Also what others have judged, that first: to measure agreement."),
        ] = False,
        order: Annotated[
            Order, Query(description="What would change the map most first, or a fair sample.")
        ] = Order.EFFECT,
    ) -> Response:
        """What this reviewer should check next; what others were given is kept for them a while."""
        who = reviewer_of(site, request, reviewer)
        page = page_row(queue.next(who, limit=limit, same=same, order=order))
        items = [{**i, "report": _linked(i["report"])} for i in page["items"]]
        return _fresh({**page, "items": items})


def _add_verdicts(router: APIRouter, site: Site) -> None:
    store = site.whoholds

    @router.post("/verdicts", status_code=201, response_model=shapes.Judged)
    def give(request: Request, body: shapes.NewVerdict) -> Response:
        """Write down a verdict on a statement; who holds the place follows at once."""
        reviewer = reviewer_of(site, request, body.reviewer)
        if body.adjudicator:
            check_adjudicator(site, request)
        return _created(
            site,
            lambda: judge(
                store,
                body.statement_id,
                reviewer=reviewer,
                verdict=body.verdict,
                change=body.correction.change if body.correction else None,
                comment=body.comment,
                adjudicator=body.adjudicator,
            ),
        )

    @router.post("/claims", status_code=201, response_model=shapes.Judged)
    def add(request: Request, body: shapes.NewClaim) -> Response:
        """Write down a claim that the reader missed."""
        reviewer = reviewer_of(site, request, body.reviewer)
        if body.start_char >= body.end_char:
            raise QueryError(
                where="start_char, end_char", what="no words are marked", fix="Mark some words."
            )
        words = Span(body.start_char, body.end_char)
        return _created(
            site,
            lambda: add_claim(
                store,
                body.report_id,
                words,
                body.change,
                reviewer=reviewer,
                comment=body.comment,
            ),
        )

    @router.post("/verdicts/{identity}/undo", status_code=201, response_model=shapes.Judged)
    def take_back(request: Request, identity: RecordPath, body: shapes.Undoing) -> Response:
        """Take a record back by another; an undoing can be undone too."""
        reviewer = reviewer_of(site, request, body.reviewer)
        return _created(
            site, lambda: undo(store, identity, reviewer=reviewer, comment=body.comment)
        )

    @router.get("/verdicts", response_model=shapes.Records)
    def records(
        request: Request,
        statement_id: StatementParam = None,
        reviewer: ByParam = None,
        offset: OffsetParam = 0,
        limit: LimitParam = 50,
    ) -> Response:
        """The records that persons made, the latest first."""

        def make() -> object:
            every = store.store.reviews()
            gone = undone(every)
            found = [
                r
                for r in reversed(every)
                if statement_id in (None, r.statement_id) and reviewer in (None, r.reviewer)
            ]
            standing = standing_of(store, statement_id) if statement_id else None
            shown = found[offset : offset + limit]
            return {
                "total": len(found),
                "items": [
                    {**review_row(r, gone=gone), **about} for r, about in told_of(store, shown)
                ],
                "standing": msgspec.to_builtins(standing),
            }

        return tagged(site, request, make)


def _add_results(router: APIRouter, site: Site) -> None:
    store = site.whoholds

    @router.get("/figures", response_model=shapes.Figures)
    def figures(request: Request, as_of: AsOfParam = None) -> Response:
        """How far reviewers agree, and how often the reader was right."""
        return tagged(
            site,
            request,
            lambda: figures_row(figures_of(store.desk(moment(as_of)).snapshot)),
        )

    @router.get(
        "/export.jsonl",
        response_class=Response,
        responses={200: {"content": {"application/x-ndjson": {}}}},
    )
    def export(as_of: AsOfParam = None) -> Response:
        """The judged sentences with their claims, one JSON object a line."""
        rows = gold_of(store.desk(moment(as_of)).snapshot)
        return Response(
            b"".join(msgspec.json.encode(row) + b"\n" for row in rows),
            media_type="application/x-ndjson",
            headers={
                "content-disposition": 'attachment; filename="whoholds-review.jsonl"',
                "cache-control": "no-store",
            },
        )


def told_of(
    store: Whoholds, records: Sequence[Review]
) -> Iterator[tuple[Review, dict[str, str | None]]]:
    """Yield each record with the kind and the place of the claim that it is on."""
    ids = {r.statement_id for r in records}
    found = store.desk().snapshot.statements(ids=ids, superseded=True) if ids else ()
    claims = {s.id: s.claim for s in found}
    for record in records:
        claim = claims.get(record.statement_id)
        place = claim.place if claim else None
        name = (place.name or place.text) if place else None
        yield record, {"kind": str(claim.kind) if claim else None, "place_name": name}


def _created(site: Site, make: Callable[[], Judged]) -> Response:
    judged = make()
    gone = undone(site.whoholds.store.reviews([judged.review.statement_id]))
    return _fresh(judged_row(judged, gone=gone), status=201)


def _fresh(body: object, *, status: int = 200) -> Response:
    """Return a body that no one may keep: the same question has another answer next time."""
    return Response(
        msgspec.json.encode(body),
        status_code=status,
        media_type="application/json",
        headers={"cache-control": "no-store"},
    )


def _linked(report: dict[str, Any]) -> dict[str, Any]:
    safe = with_safe_link(report)
    safe.pop("url_as_told")
    return safe
