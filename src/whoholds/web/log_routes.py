"""What the log keeps: claims, happenings, speakers, and each record with its words."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from whoholds.errors import QueryError
from whoholds.model import ClaimKind
from whoholds.publish.wire import statement_row
from whoholds.service.browse import claims_page
from whoholds.service.learned import by_bias
from whoholds.service.rows import happening_row, record_row, shown_row
from whoholds.web import wire
from whoholds.web.params import (
    LONGEST_NAME,
    ActorParam,
    AsOfParam,
    KnownParam,
    LimitParam,
    OffsetParam,
    PlaceFilter,
    SinceParam,
    UntilParam,
    Words,
    moment,
)
from whoholds.web.replies import PROBLEMS, tagged
from whoholds.web.site import Site

MOST_GROUPED = 200_000
"""Statements that are brought together into happenings while somebody waits."""

SpeakerParam = Annotated[
    Words | None,
    Query(
        description="A speaker, by name or id.",
        max_length=LONGEST_NAME,
        examples=["Syrian Observatory for Human Rights"],
    ),
]
KindParam = Annotated[
    list[ClaimKind] | None,
    Query(description="A kind of claim; may be given again.", examples=[["seize", "withdraw"]]),
]
IdPath = Annotated[
    Words,
    Path(
        description="An id, or the beginning of one where no other begins so.",
        max_length=LONGEST_NAME,
    ),
]


def routes(site: Site) -> APIRouter:
    """Return the routes."""
    router = APIRouter(tags=["log"], responses=PROBLEMS)
    _add_lists(router, site)
    _add_records(router, site)
    return router


def _add_lists(router: APIRouter, site: Site) -> None:
    store = site.whoholds

    @router.get("/claims", response_model=wire.Claims)
    def claims(
        request: Request,
        place: PlaceFilter = None,
        actor: ActorParam = None,
        speaker: SpeakerParam = None,
        kind: KindParam = None,
        since: SinceParam = None,
        until: UntilParam = None,
        newest: Annotated[bool, Query(description="The last published first.")] = False,
        offset: OffsetParam = 0,
        limit: LimitParam = 50,
        as_of: AsOfParam = None,
    ) -> Response:
        """The claims that fit, by publication, a page of them."""

        def make() -> object:
            page = claims_page(
                store.desk(moment(as_of)),
                store.registry,
                place=place,
                actor=actor,
                speaker=speaker,
                kinds=kind or (),
                since=since,
                until=until,
                newest=newest,
                offset=offset,
                limit=limit,
            )
            return {"total": page.total, "items": [statement_row(s) for s in page.items]}

        return tagged(site, request, make)

    @router.get("/happenings", response_model=wire.Happenings)
    def happenings(
        request: Request,
        place: PlaceFilter = None,
        actor: ActorParam = None,
        kind: KindParam = None,
        since: SinceParam = None,
        until: UntilParam = None,
        known: KnownParam = None,
        offset: OffsetParam = 0,
        limit: LimitParam = 50,
        as_of: AsOfParam = None,
    ) -> Response:
        """The events told of, each with all the statements about it, a page of them."""

        def make() -> object:
            _check_size(site)
            found = store.happenings(
                place=place,
                actor=actor,
                kinds=kind or (),
                since=since,
                until=until,
                known=known,
                as_of=moment(as_of),
            )
            items = found[offset : offset + limit]
            rows = [happening_row(h, name_of=store.name_of) for h in items]
            return {"total": len(found), "items": rows}

        return tagged(site, request, make)

    @router.get("/speakers", response_model=list[wire.Record])
    def speakers(request: Request, as_of: AsOfParam = None) -> Response:
        """How each named speaker's claims fared with others."""

        def make() -> object:
            _check_size(site)
            found = store.speakers(as_of=moment(as_of))
            believed = by_bias(store.reliabilities(as_of=moment(as_of)))
            return [
                record_row(r, name_of=store.name_of, believed=believed.get((r.speaker, r.bias)))
                for r in found
            ]

        return tagged(site, request, make)


def _add_records(router: APIRouter, site: Site) -> None:
    store = site.whoholds

    def shown(kind: str, identity: str, as_of: str | None) -> dict[str, Any]:
        bare = identity.removeprefix(f"{kind}:")
        found = store.show(f"{kind}:{bare}", as_of=moment(as_of))
        return shown_row(found, name_of=store.name_of)

    @router.get("/statements/{identity}", response_model=wire.ShownStatement)
    def statement(request: Request, identity: IdPath, as_of: AsOfParam = None) -> Response:
        """A statement with its report, and the characters that each part was read from."""

        def make() -> object:
            row = shown("statement", identity, as_of)
            return {**row, "report": with_safe_link(row["report"])}

        return tagged(site, request, make)

    @router.get("/happenings/{identity}", response_model=wire.ShownHappening)
    def happening(request: Request, identity: IdPath, as_of: AsOfParam = None) -> Response:
        """A happening with all the statements about it."""

        def make() -> object:
            _check_size(site)
            return shown("happening", identity, as_of)

        return tagged(site, request, make)

    @router.get("/reports/{identity}", response_model=wire.ShownReport)
    def report(request: Request, identity: IdPath, as_of: AsOfParam = None) -> Response:
        """A report's text with its statements, and marks for the words that they rest on."""

        def make() -> object:
            row = with_safe_link(shown("report", identity, as_of))
            return {**row, "marks": [m for s in row["statements"] for m in marks_of(s)]}

        return tagged(site, request, make)


def marks_of(statement: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the words of a statement as marks on the text of its report."""
    named = {"statement_id": statement["id"], "kind": statement["kind"]}
    return [{**h, **named} for h in msgspec.to_builtins(statement["highlights"])]


def with_safe_link(report: dict[str, Any]) -> dict[str, Any]:
    """Return a report's row whose url is a link to the web, else None; the words are kept."""
    url = report["url"]
    is_web = isinstance(url, str) and url.lower().startswith(("http://", "https://"))
    return {**report, "url": url if is_web else None, "url_as_told": url}


def _check_size(site: Site) -> None:
    held = site.whoholds.store.head.totals.statements
    if held > MOST_GROUPED:
        raise QueryError(
            where=f"a store of {held} statements",
            what="it is too large to bring its statements together into happenings here",
            fix="Use `whoholds happenings` and `whoholds speakers`, or a store of one theatre.",
        )
