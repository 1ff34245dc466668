"""Replies: JSON with a tag by the store's version, and 304 where the asker has it already."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import msgspec
from fastapi import Request
from starlette.responses import Response

from whoholds.web.site import Site


def json_response(body: object) -> Response:
    """Return a body as JSON."""
    return Response(msgspec.json.encode(body), media_type="application/json")


def tagged(site: Site, request: Request, make: Callable[[], object]) -> Response:
    """Return what `make` gives as JSON, or 304 where the request has it of this store's content."""
    return tagged_bytes(site, request, lambda: msgspec.json.encode(make()))


def tagged_bytes(site: Site, request: Request, make: Callable[[], bytes]) -> Response:
    """Return JSON that is encoded already, or 304."""
    tag = tag_of(site, request)
    headers = {"etag": tag, "cache-control": "no-cache"}
    if tag in (part.strip() for part in request.headers.get("if-none-match", "").split(",")):
        return Response(status_code=304, headers=headers)
    return Response(make(), media_type="application/json", headers=headers)


def tag_of(site: Site, request: Request) -> str:
    """Return the weak tag of an address at the store's present content."""
    asked = f"{site.stamp}\n{request.url.path}\n{request.url.query}"
    return f'W/"{hashlib.sha256(asked.encode()).hexdigest()[:24]}"'
