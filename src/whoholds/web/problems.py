"""Errors as problem+json (RFC 9457): what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import msgspec
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from whoholds.errors import (
    AmbiguousError,
    ExportError,
    IntakeError,
    NotFoundError,
    QueryError,
    StoreError,
    WhoholdsError,
)

MEDIA_TYPE = "application/problem+json"
LONGEST = 300
"""Characters of what was asked that a problem repeats."""


class ProblemError(Exception):
    """A request that is answered with an error; raised anywhere below a route."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        fix: str,
        where: str | None = None,
        kind: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """kind: the last part of the problem's type; the status's phrase where not given."""
        self.status, self.detail, self.fix, self.where = status, detail, fix, where
        self.kind, self.headers = kind, headers
        super().__init__(status, detail)


def problem_response(problem: ProblemError) -> Response:
    """Return a problem as a response."""
    phrase = HTTPStatus(problem.status).phrase
    kind = problem.kind or phrase.lower().replace(" ", "-")
    body: dict[str, Any] = {
        "type": f"urn:whoholds:problem:{kind}",
        "title": phrase,
        "status": problem.status,
        "detail": problem.detail[:LONGEST],
        "fix": problem.fix[:LONGEST],
        "where": None if problem.where is None else problem.where[:LONGEST],
    }
    return Response(
        msgspec.json.encode(body),
        status_code=problem.status,
        media_type=MEDIA_TYPE,
        headers={"cache-control": "no-store", **(problem.headers or {})},
    )


def register(app: FastAPI) -> None:
    """Answer all errors of an application as problems."""
    app.add_exception_handler(ProblemError, _problem)
    app.add_exception_handler(WhoholdsError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


_STATUS = (
    (NotFoundError, HTTPStatus.NOT_FOUND),
    (AmbiguousError, HTTPStatus.CONFLICT),
    ((QueryError, IntakeError, ExportError), HTTPStatus.UNPROCESSABLE_ENTITY),
    (StoreError, HTTPStatus.SERVICE_UNAVAILABLE),
)


def problem_of(error: WhoholdsError) -> ProblemError:
    """Return how an error of a verb is told: not found, open, not understood, or the store's."""
    found = (status for kind, status in _STATUS if isinstance(error, kind))
    status = next(found, HTTPStatus.INTERNAL_SERVER_ERROR)
    return ProblemError(status, error.what, fix=error.fix, where=error.where)


async def _problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)  # noqa: S101 - registered for this class
    return problem_response(error)


async def _ours(_: Request, error: Exception) -> Response:
    assert isinstance(error, WhoholdsError)  # noqa: S101 - registered for this class
    return problem_response(problem_of(error))


async def _invalid(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class
    first = error.errors()[0]
    where = " ".join(str(part) for part in first["loc"])
    return problem_response(
        ProblemError(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            _words(error.errors()),
            fix="See /api/openapi.json for what this address takes.",
            where=where,
            kind="invalid",
        )
    )


def _words(errors: Sequence[Any]) -> str:
    return "; ".join(f"{'.'.join(str(p) for p in e['loc'][1:])}: {e['msg']}" for e in errors)


async def _http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class
    detail = "there is nothing at this address" if error.status_code == 404 else str(error.detail)
    return problem_response(
        ProblemError(
            error.status_code,
            detail,
            fix="See /api/openapi.json for the addresses and what they take.",
            headers=error.headers,
        )
    )


def bug(error: Exception) -> ProblemError:
    """Return how an error that nobody foresaw is told: not with its words, which may be private."""
    return ProblemError(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        f"{type(error).__name__} while answering",
        fix="This is a bug; the server's log tells where.",
    )
