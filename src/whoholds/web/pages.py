"""The pages: what was built of the map, or how to build it, and the page to sign in on."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from whoholds.web.access import COOKIE, LASTS, Role
from whoholds.web.guard import client_of, next_of, session_in
from whoholds.web.site import Site

STATIC = Path(__file__).parent / "static"
SIGNED = "whoholds-signed"
"""A cookie that the pages may read: it only tells that somebody is signed in."""

_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title} · whoholds</title>
<style>body{{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}}
input,button{{font:inherit;padding:.4rem}}</style>
<main><h1>{title}</h1>{body}</main></html>"""

_NOT_BUILT = """<p>The map and the other pages are not built in this installation. They need
<a href="https://nodejs.org/">Node.js</a> once, in a copy of the source:</p>
<pre>make map</pre>
<p>Everything else works without them: the commands, and the HTTP API, which is described in
<a href="/api/openapi.json">/api/openapi.json</a>.</p>"""

_LOGIN = """<p>Give the token that <code>whoholds serve</code> printed.</p>
<form method="post"><label>Token <input name="token" type="password" autofocus required
autocomplete="current-password"></label> <button>Sign in</button></form>{note}"""


def routes(site: Site) -> APIRouter:
    """Return the routes of the pages."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    def index() -> Response:
        return page("index.html")

    @router.get("/place/{place_id:path}")
    def place(place_id: str) -> Response:  # noqa: ARG001 - the page reads its own address
        return page("place.html")

    @router.get("/desk")
    def desk() -> Response:
        return page("desk.html")

    @router.get("/report/{report_id}")
    def report(report_id: str) -> Response:  # noqa: ARG001 - the page reads its own address
        return page("report.html")

    @router.get("/favicon.ico")
    def favicon() -> Response:
        icon = STATIC / "favicon.ico"
        return FileResponse(icon) if icon.is_file() else Response(status_code=204)

    @router.get("/login")
    def login() -> Response:
        return _html("Sign in", _LOGIN.format(note=""))

    @router.post("/login")
    async def sign_in(request: Request) -> Response:
        form = parse_qs((await request.body()).decode("utf-8", "replace"))
        token = form.get("token", [""])[0]
        if site.access.visitor(token).role is Role.NONE:
            site.rates.fail(client_of(request.scope))
            note = "<p role='alert'>This token opens nothing here.</p>"
            return _html("Sign in", _LOGIN.format(note=note), status=401)
        response = RedirectResponse(next_of(request.url.query), status_code=303)
        session = site.access.session_of(token)
        for name, value in ((COOKIE, session), (SIGNED, "1")):
            response.set_cookie(
                name,
                value,
                max_age=LASTS,
                httponly=name == COOKIE,
                secure=request.url.scheme == "https",
                samesite="strict",
                path="/",
            )
        return response

    @router.post("/logout")
    def sign_out(request: Request) -> Response:
        session = session_in(request.headers)
        if session:
            site.access.end(session)
        response = RedirectResponse("/login", status_code=303)
        for name in (COOKIE, SIGNED):
            response.delete_cookie(name, path="/", samesite="strict")
        return response

    return router


def page(name: str) -> Response:
    """Return a built page, or the one that tells how to build it."""
    file = STATIC / name
    if not file.is_file():
        return _html("The map is not built", _NOT_BUILT)
    return FileResponse(file, media_type="text/html", headers={"cache-control": "no-cache"})


def mount_assets(app: FastAPI) -> None:
    """Serve what the pages load."""
    app.mount("/assets", StaticFiles(directory=STATIC / "assets", check_dir=False), name="assets")


def _html(title: str, body: str, *, status: int = 200) -> HTMLResponse:
    return HTMLResponse(
        _PAGE.format(title=title, body=body),
        status_code=status,
        headers={"cache-control": "no-store"},
    )
