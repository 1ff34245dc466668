"""What every request passes first: the host's name, the role, the sender of writes, the rate."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from urllib.parse import parse_qs, quote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from whoholds.web.access import COOKIE, STRANGER, Role, Visitor
from whoholds.web.problems import ProblemError, bug, problem_response
from whoholds.web.rate import Rates
from whoholds.web.site import Site

log = logging.getLogger("whoholds.web")

CSRF_HEADER = "x-whoholds"
LONGEST_BODY = 5 << 20
"""Bytes of what is sent: two texts of the most characters that a route takes, all escaped."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LOGIN, LOGOUT = "/login", "/logout"
FORMS = (LOGIN, LOGOUT)
"""Pages whose forms send no header of ours."""
OPEN_PATHS = (LOGIN, LOGOUT, "/assets/", "/favicon.ico")
"""What is served without a token: it tells nothing of the store."""

SECURITY_HEADERS: Mapping[str, str] = {
    # MapLibre makes its worker from a blob, and reads images as data.
    "content-security-policy": (
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; worker-src 'self' blob:; child-src blob:; "
        "connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "geolocation=(), camera=(), microphone=()",
}


class Guard:
    """Refuses what must not reach the routes, and puts the security headers on every reply."""

    def __init__(self, app: ASGIApp, *, site: Site, rates: Rates | None = None) -> None:
        self.app, self._site = app, site
        self._rates = rates or site.rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it here."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        begun, read = False, 0

        async def receive_guarded() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > LONGEST_BODY:
                raise too_long()
            return message

        async def send_guarded(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            refusal = self._admit(scope)
        except ProblemError as problem:
            refusal = problem_response(problem)
        try:
            await (refusal or self.app)(scope, receive_guarded, send_guarded)
        except ProblemError as problem:
            if begun:
                raise
            await problem_response(problem)(scope, receive, send_guarded)
        except Exception as error:
            if begun:
                raise
            log.exception("%s %s", scope["method"], scope["path"])
            await problem_response(bug(error))(scope, receive, send_guarded)

    def _admit(self, scope: Scope) -> Response | None:
        headers, path = Headers(scope=scope), str(scope["path"])
        self._check_host(headers)
        check_length(headers)
        client = client_of(scope)
        visitor = self._visitor(headers, client)
        self._rates.take(visitor.key or client, scope["method"] in SAFE)
        if scope["method"] not in SAFE:
            (check_form if path in FORMS else check_sender)(headers)
        role = visitor.role
        scope.setdefault("state", {}).update(role=role, visitor=visitor)
        if role is not Role.NONE or path.startswith(OPEN_PATHS):
            is_write = scope["method"] not in SAFE and path not in FORMS and not may_ask(path)
            if is_write and role is Role.READER:
                raise ProblemError(
                    403,
                    "this token may read, not review",
                    fix="Use the token of a reviewer.",
                )
            return None
        if not path.startswith("/api") and "text/html" in headers.get("accept", ""):
            address = f"{path}?{scope['query_string'].decode('latin-1')}".rstrip("?")
            return RedirectResponse(f"/login?next={quote(address)}", status_code=303)
        raise ProblemError(
            401,
            "a token is needed",
            fix="Send it as `Authorization: Bearer TOKEN`, or sign in at /login.",
            headers={"www-authenticate": 'Bearer realm="whoholds"'},
        )

    def _check_host(self, headers: Headers) -> None:
        host = headers.get("host", "")
        name = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
        if name.lower().rstrip(".") not in self._site.hosts:
            raise ProblemError(
                421,
                "this server is not asked under that name",
                fix="Use http://127.0.0.1, or start it with --allow-host NAME.",
                where="header Host",
            )

    def _visitor(self, headers: Headers, client: str) -> Visitor:
        access = self._site.access
        token, session = token_of(headers), session_in(headers)
        if token or access.is_open:
            visitor = access.visitor(token)
        else:
            visitor = access.visitor_of(session) if session else STRANGER
        if visitor.role is Role.NONE and token:
            self._rates.fail(client)
        return visitor


def client_of(scope: Scope) -> str:
    """Return the address that a request comes from."""
    return str(scope["client"][0]) if scope.get("client") else ""


def check_length(headers: Headers) -> None:
    """Refuse what says that it is longer than any route takes; raises ProblemError."""
    told = headers.get("content-length", "0")
    if told.isdecimal() and int(told) > LONGEST_BODY:
        raise too_long()


def too_long() -> ProblemError:
    """Return what is told to who sends more than any route takes."""
    return ProblemError(
        413,
        f"at most {LONGEST_BODY} bytes are taken",
        fix="Send the text in parts, or read it with `whoholds read` or `whoholds annotate`.",
        where="body",
    )


def check_sender(headers: Headers) -> None:
    """Refuse a write that a page of another site may have sent; raises ProblemError.

    A page elsewhere cannot set a header of its own without asking first, and is never allowed to.
    """
    site = headers.get("sec-fetch-site", "same-origin")
    if headers.get(CSRF_HEADER) != "1" or site not in ("same-origin", "none"):
        raise ProblemError(
            403,
            "a write needs the header X-Whoholds: 1, from this server's own pages or a program",
            fix="Send the header X-Whoholds: 1.",
            where="header X-Whoholds",
        )


def check_form(headers: Headers) -> None:
    """Refuse a form that a page of another site may have sent; raises ProblemError.

    A form sends no header of ours; but browsers tell where it comes from.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    ours = origin is None or urlsplit(origin).netloc == headers.get("host")
    if site not in (None, "same-origin", "none") or not ours:
        raise ProblemError(
            403,
            "this form comes from another site",
            fix="Open the page of this server, and sign in there.",
            where="header Origin",
        )


def may_ask(path: str) -> bool:
    """Say whether a path is a question although it is sent as a write: a text to be read."""
    return path == "/api/annotate"


def token_of(headers: Headers) -> str | None:
    """Return the token that a request brings in its header."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def session_in(headers: Headers) -> str | None:
    """Return the session that a browser's cookie holds."""
    return cookie_parser(headers.get("cookie", "")).get(COOKIE) or None


def next_of(query: str) -> str:
    """Return the address of this server to go to after signing in; / where none is named."""
    address = parse_qs(query).get("next", ["/"])[0]
    # "//elsewhere" and "/\elsewhere" are addresses of another server.
    is_ours = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if is_ours and address.isprintable() else "/"
