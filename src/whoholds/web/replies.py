"""Replies: JSON with a tag by the store's version, and 304 where the asker has it already."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import msgspec
from fastapi import Request
from starlette.responses import Response

from whoholds.web import wire
from whoholds.web.site import Site

_SAID = {
    400: "The request cannot be read.",
    401: "A token is needed.",
    403: "The token's role, or where the request comes from, does not allow it.",
    404: "Nothing has the name or id.",
    409: "Several places or records have it.",
    413: "More is sent than is taken.",
    421: "The server is not asked under this name.",
    422: "The question cannot be answered as it was put.",
    429: "Too many requests.",
    503: "The store cannot be read now.",
}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    304: {"description": "The asker has it already."},
    **{
        status: {
            "description": said,
            "content": {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            },
        }
        for status, said in _SAID.items()
    },
}
"""What every route may answer besides its own reply."""


def json_response(body: object) -> Response:
    """Return a body as JSON."""
    return Response(msgspec.json.encode(body), media_type="application/json")


def tagged(site: Site, request: Request, make: Callable[[], object]) -> Response:
    """Return what `make` gives as JSON, or 304 where the request has it of this store's content.

    It is kept for who else asks; the tag tells all that it depends on.
    """
    # The tag is of the content before the work: if the store grows meanwhile, it is asked again.
    tag = tag_of(site, request)
    unchanged = not_modified(request, tag)
    if unchanged is not None:
        return unchanged
    return with_tag(site.replies.get(tag, lambda: msgspec.json.encode(make())), tag)


def not_modified(request: Request, tag: str) -> Response | None:
    """Return 304 where the request names the tag, else None."""
    asked = request.headers.get("if-none-match", "")
    if tag not in (part.strip() for part in asked.split(",")):
        return None
    return Response(status_code=304, headers=_headers(tag))


def with_tag(body: bytes, tag: str) -> Response:
    """Return JSON that is encoded already."""
    return Response(body, media_type="application/json", headers=_headers(tag))


def _headers(tag: str) -> dict[str, str]:
    return {"etag": tag, "cache-control": "no-cache", "vary": "authorization, cookie"}


def tag_of(site: Site, request: Request) -> str:
    """Return the weak tag of an address at the store's present content, for the asker's role."""
    visitor = request.state.visitor
    asked = f"{site.stamp}\n{visitor.role}\n{visitor.name}\n{request.url.path}\n{request.url.query}"
    return f'W/"{hashlib.sha256(asked.encode()).hexdigest()[:24]}"'


def with_problem_schema(description: dict[str, Any]) -> dict[str, Any]:
    """Return the API's description with the shape of problems, which every route may answer."""
    from pydantic import TypeAdapter

    schemas = description.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = TypeAdapter(wire.Problem).json_schema()
    for path in description["paths"].values():
        for operation in path.values():
            problem = operation["responses"].get("422")
            if problem is not None:
                problem["content"] = {
                    "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
                }
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    return description
