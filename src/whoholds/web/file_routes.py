"""Files in the shapes that the field uses, and texts read without keeping them."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi import Path as InPath
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from whoholds.errors import QueryError
from whoholds.publish.annotations import annotation_row
from whoholds.service.annotate import annotate_text
from whoholds.service.exported import Exported
from whoholds.service.lens import Every, Unit
from whoholds.service.outgoing import Outgoing
from whoholds.web import text_wire
from whoholds.web.params import (
    AsOfParam,
    LensParam,
    OnParam,
    SinceParam,
    UntilParam,
    Words,
    moment,
)
from whoholds.web.problems import ProblemError
from whoholds.web.replies import PROBLEMS, json_response, not_modified, tag_of
from whoholds.web.site import Site

FORMS = {
    Exported.CONTROL: ("csv", "text/csv; charset=utf-8"),
    Exported.CLAIMS: ("csv", "text/csv; charset=utf-8"),
    Exported.HOLDINGS: ("geojson", "application/geo+json"),
    Exported.MAP: ("svg", "image/svg+xml"),
    Exported.PANEL: ("parquet", "application/vnd.apache.parquet"),
    Exported.SHARES: ("csv", "text/csv; charset=utf-8"),
}
LINES = ("jsonl", "application/x-ndjson")

MOST_DAYS = 20 * 366
"""Days that a file may tell of one by one."""

WhatPath = Annotated[Exported, InPath(description="What is exported.")]
CountryParam = Annotated[
    Words | None,
    Query(
        description="Of holdings and map: places of this country alone, ISO alpha-2.",
        min_length=2,
        max_length=2,
        examples=["SY"],
    ),
]
UnitParam = Annotated[Unit, Query(description="Of shares: the areas.")]
EveryParam = Annotated[Every, Query(description="Of shares: how often.")]
LinesParam = Annotated[bool, Query(description="Of claims: JSON lines in the place of CSV.")]
PublicParam = Annotated[
    bool, Query(description="From what may be published alone, as `whoholds export --public`.")
]


def routes(site: Site) -> APIRouter:
    """Return the routes."""
    router = APIRouter(tags=["files"], responses=PROBLEMS)
    _add_export(router, site)
    _add_annotate(router, site)
    return router


def _add_export(router: APIRouter, site: Site) -> None:
    turn = threading.Lock()  # one at a time: each takes all of a processor
    content: dict[str, dict[str, object]] = {
        kind: {} for kind in sorted({k for _, k in FORMS.values()} | {LINES[1]})
    }

    @router.get(
        "/export/{what}",
        response_class=FileResponse,
        responses={200: {"content": content, "description": "The file."}},
    )
    def export(
        request: Request,
        what: WhatPath,
        lens: LensParam,
        on: OnParam = None,
        since: SinceParam = None,
        until: UntilParam = None,
        country: CountryParam = None,
        unit: UnitParam = Unit.ADMIN1,
        every: EveryParam = Every.MONTH,
        lines: LinesParam = False,
        public: PublicParam = False,
        as_of: AsOfParam = None,
    ) -> Response:
        """The file that `whoholds export` writes: control, claims, holdings, map, panel, shares."""
        tag = tag_of(site, request)
        unchanged = not_modified(request, tag)
        if unchanged is not None:
            return unchanged
        if not turn.acquire(timeout=20.0):
            raise ProblemError(
                503,
                "another file is being made",
                fix="Ask again in a minute, or use `whoholds export`.",
                headers={"retry-after": "60"},
            )
        folder = Path(mkdtemp(prefix="whoholds-"))
        try:
            store, at = Outgoing(site.whoholds) if public else site.whoholds, moment(as_of)
            if what in (Exported.PANEL, Exported.SHARES) and since is not None:
                _check_days(since, until or store.desk(at).last_day)
            ending, kind = LINES if lines and what is Exported.CLAIMS else FORMS[what]
            path = folder / f"{what}.{ending}"
            match what:
                case Exported.CONTROL:
                    store.export_control(path, until=until, as_of=at, lens=lens)
                case Exported.CLAIMS:
                    store.export_claims(path, as_of=at)
                case Exported.HOLDINGS:
                    store.export_holdings(path, on=on, country=country, as_of=at)
                case Exported.MAP:
                    store.export_map(path, on=on, country=country, as_of=at)
                case Exported.PANEL:
                    store.export_panel(path, since=since, until=until, as_of=at, lens=lens)
                case Exported.SHARES:
                    store.export_shares(
                        path,
                        unit=unit,
                        every=every,
                        since=since,
                        until=until,
                        as_of=at,
                        lens=lens,
                    )
        except BaseException:
            rmtree(folder, ignore_errors=True)
            raise
        finally:
            turn.release()
        return FileResponse(
            path,
            media_type=kind,
            filename=f"whoholds-{path.name}",
            headers={"etag": tag, "cache-control": "no-cache", "vary": "authorization, cookie"},
            background=BackgroundTask(rmtree, folder, ignore_errors=True),
        )


def _check_days(since: date, until: date) -> None:
    if (until - since).days > MOST_DAYS:
        raise QueryError(
            where=f"from {since} to {until}",
            what="these are too many days for one answer",
            fix=f"Ask for at most {MOST_DAYS} days, or use `whoholds export`.",
        )


def _add_annotate(router: APIRouter, site: Site) -> None:
    turn = threading.Lock()

    @router.post("/annotate", response_model=text_wire.Annotation)
    def annotate(body: text_wire.Text) -> Response:
        """What a text says, as `whoholds annotate` gives it; nothing is kept, and a reader may ask.

        The language model is loaded with the first text, which takes some seconds.
        """
        with turn:
            found = annotate_text(
                body.text,
                date=body.date,
                title=body.title,
                outlet=body.outlet,
                context=body.context or "",
                factory=site.reader,
            )
        return json_response(annotation_row(body.id, found))
