"""Records of review and what they did, as JSON objects."""

from __future__ import annotations

from typing import Any

import msgspec

from whoholds.log import Review
from whoholds.publish.wire import statement_row
from whoholds.service.review.verdicts import Judged


def review_row(review: Review, *, gone: frozenset[str]) -> dict[str, Any]:
    """Return a record as a JSON object; gone: the ids of those that are undone."""
    row: dict[str, Any] = msgspec.to_builtins(review)
    row["correction"] = msgspec.json.decode(review.correction) if review.correction else None
    return {**row, "undone": review.id in gone}


def judged_row(judged: Judged, *, gone: frozenset[str]) -> dict[str, Any]:
    """Return what a record did as a JSON object."""
    return {
        "verdict": review_row(judged.review, gone=gone),
        "standing": msgspec.to_builtins(judged.standing),
        "statement": statement_row(judged.statement) if judged.statement else None,
        "store_version": judged.version,
        "places": list(judged.places),
    }
