"""Events: what another process writes into the store, told to the open pages."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import msgspec
from anyio import to_thread
from fastapi import APIRouter, Request
from starlette.responses import StreamingResponse

from whoholds.errors import WhoholdsError
from whoholds.log import Entry
from whoholds.web.guard import client_of
from whoholds.web.problems import ProblemError
from whoholds.web.replies import PROBLEMS
from whoholds.web.site import Site

log = logging.getLogger("whoholds.web")

INTERVAL = 0.5
"""Seconds between two looks at the ledger."""
HEARTBEAT = 15.0
"""Seconds after which a silent connection is told that all is well."""
MOST_PLACES = 1000
MOST_LISTENERS = 200
MOST_OF_ONE = 50
"""Streams that one client may have: the others get theirs."""


class Watch:
    """Follows the ledger, and tells the listeners of each new version."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._listeners: dict[asyncio.Queue[dict[str, Any] | None], str] = {}
        self._closed = False

    async def run(self) -> None:
        """Look at the ledger for ever; first of all have the map worked out."""
        seen = await to_thread.run_sync(self._head)
        await to_thread.run_sync(self._prepare)
        while True:
            await asyncio.sleep(INTERVAL)
            head = await to_thread.run_sync(self._head)
            if head is None or (seen is not None and head.version == seen.version):
                continue
            await to_thread.run_sync(self._prepare)
            event = await to_thread.run_sync(self._event, seen.version if seen else 0, head)
            seen = head
            for listener in self._listeners:
                with suppress(asyncio.QueueFull):  # it has gone to sleep
                    listener.put_nowait(event)

    def close(self) -> None:
        """End all streams: the server is stopping."""
        self._closed = True
        for listener in self._listeners:
            listener.put_nowait(None)

    async def stream(self, client: str = "") -> AsyncIterator[bytes]:
        """Yield the events as text/event-stream; at first the version that stands now."""
        listener: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue(maxsize=1000)
        self._listeners[listener] = client
        try:
            head = await to_thread.run_sync(self._head)
            version = head.version if head else 0
            yield _message("hello", {"store_version": version, "places": []})
            while not self._closed:
                try:
                    event = await asyncio.wait_for(listener.get(), HEARTBEAT)
                except TimeoutError:
                    yield b": still here\n\n"
                    continue
                if event is None:
                    return
                yield _message("version", event)
        finally:
            self._listeners.pop(listener, None)

    @property
    def is_full(self) -> bool:
        """True where no more listeners are taken."""
        return len(self._listeners) >= MOST_LISTENERS

    def is_full_of(self, client: str) -> bool:
        """Say whether a client has as many listeners as one may have."""
        return sum(c == client for c in self._listeners.values()) >= MOST_OF_ONE

    def _head(self) -> Entry | None:
        try:
            return self._site.whoholds.store.head
        except WhoholdsError as error:  # it may be back at the next look
            log.warning("%s", error)
            return None

    def _prepare(self) -> None:
        """Have the map worked out, so that the pages that ask at once are answered at once."""
        while not self._closed:
            try:
                self._site.charts.chart()
            except ProblemError as waiting:
                log.info("%s", waiting.detail)
            except Exception:
                log.exception("the map cannot be worked out")
                return
            else:
                return

    def _event(self, before: int, head: Entry) -> dict[str, Any]:
        """Return what is new: the version, and the places that it touches."""
        try:
            touched = sorted(self._site.whoholds.desk(head.version).touched(before))
        except Exception:
            log.exception("what version %s touches cannot be told", head.version)
            return {"store_version": head.version, "places": [], "more": True}
        few = touched[:MOST_PLACES]
        return {"store_version": head.version, "places": few, "more": len(touched) > len(few)}


def routes(_site: Site) -> APIRouter:
    """Return the route of the events."""
    router = APIRouter(tags=["events"], responses=PROBLEMS)

    @router.get(
        "/events",
        response_class=StreamingResponse,
        responses={200: {"content": {"text/event-stream": {}}, "description": "Events."}},
    )
    async def events(request: Request) -> StreamingResponse:
        """New versions of the store, as server-sent events.

        `hello` comes first with the present version; `version` comes with each new one, and tells
        the places that it touches.
        """
        watch: Watch = request.app.state.watch
        client = client_of(request.scope)
        if watch.is_full_of(client):
            raise ProblemError(
                429,
                "too many pages of this address listen",
                fix="Close some of them.",
                headers={"retry-after": "10"},
            )
        if watch.is_full:
            raise ProblemError(503, "too many pages listen", fix="Close some of them.")
        return StreamingResponse(
            watch.stream(client),
            media_type="text/event-stream",
            headers={"cache-control": "no-store", "x-accel-buffering": "no"},
        )

    return router


def _message(name: str, data: dict[str, Any]) -> bytes:
    return b"event: %s\ndata: %s\n\n" % (name.encode(), msgspec.json.encode(data))
