"""The application: routes, guards and pages over one store."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from whoholds.__about__ import __version__
from whoholds.service.whoholds import Whoholds
from whoholds.web import (
    ask_routes,
    bands_routes,
    events,
    file_routes,
    find_routes,
    log_routes,
    map_routes,
    pages,
    problems,
    review_routes,
)
from whoholds.web.access import Access
from whoholds.web.events import Watch
from whoholds.web.guard import Guard
from whoholds.web.methods import Methods
from whoholds.web.replies import with_problem_schema
from whoholds.web.site import Site

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
ABOUT = """The verbs of whoholds over one store: ask, browse, map, review, files, annotate.

What writes into the store stays with the commands on the machine that has it: `whoholds read`,
`whoholds reread` and `whoholds gazetteer add`. Open pages and this API follow at once what they
write. Errors are `application/problem+json`, and tell what to do."""


PARTS = (
    ask_routes.routes,
    bands_routes.routes,
    map_routes.routes,
    find_routes.routes,
    log_routes.routes,
    file_routes.routes,
    events.routes,
    review_routes.routes,
)


@asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    """Follow the store as long as the server runs."""
    watch: Watch = app.state.watch
    following = asyncio.create_task(watch.run())
    yield
    following.cancel()
    watch.close()


def create_app(
    store: Whoholds, *, access: Access | None = None, hosts: Iterable[str] = ()
) -> FastAPI:
    """Return the application over a store.

    access: the tokens; whoever reaches the server may read and review where it is not given.
    hosts: names beside those of this machine under which the server may be asked.
    """
    site = Site(store, access or Access(), LOOPBACK | frozenset(hosts))
    app = FastAPI(
        title="whoholds",
        version=__version__,
        summary="Who holds which place, since when, how surely, and according to whom.",
        description=ABOUT,
        lifespan=_life,
        openapi_url="/api/openapi.json",
        # The usual pages of documentation load scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.state.site, app.state.watch = site, Watch(site)
    describe = app.openapi
    app.openapi = lambda: app.openapi_schema or with_problem_schema(describe())  # type: ignore[method-assign]
    problems.register(app)
    for routes in PARTS:
        app.include_router(routes(site), prefix="/api")
    app.include_router(pages.routes(site))
    pages.mount_assets(app)
    app.add_middleware(Methods)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=4)
    app.add_middleware(Guard, site=site)
    return app
