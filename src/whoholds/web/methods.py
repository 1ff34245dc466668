"""HEAD and OPTIONS for every address: GET's answer without its body, and what is allowed."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STREAMS = frozenset({"/api/events"})
"""Addresses whose answer never ends."""
TAKEN = ("GET", "POST", "PUT", "PATCH", "DELETE")


class Methods:
    """Answers HEAD as GET does, without the body, and OPTIONS with what is allowed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it here."""
        method = scope.get("method")
        if scope["type"] != "http" or method not in ("HEAD", "OPTIONS"):
            await self.app(scope, receive, send)
            return
        allowed = allowed_at(scope)
        if method == "OPTIONS" and allowed:
            await Response(status_code=204, headers={"allow": ", ".join(sorted(allowed))})(
                scope, receive, send
            )
        elif method == "HEAD" and "GET" in allowed:
            if scope["path"] in STREAMS:
                answer = Response(media_type="text/event-stream")
                await answer(scope, receive, send)
                return
            await self.app({**scope, "method": "GET"}, receive, _headless(send))
        else:
            await self.app(scope, receive, send)


def allowed_at(scope: Scope) -> set[str]:
    """Return the methods that some route takes at an address; none where there is no such one."""
    found = {
        method
        for method in TAKEN
        for route in scope["app"].routes
        if route.matches({**scope, "method": method})[0] is Match.FULL
    }
    if found:
        found |= {"OPTIONS"} | ({"HEAD"} if "GET" in found else set())
    return found


def _headless(send: Send) -> Send:
    async def send_start(message: Message) -> None:
        if message["type"] == "http.response.body":
            if message.get("more_body"):
                return
            message = {"type": "http.response.body", "body": b""}
        await send(message)

    return send_start
