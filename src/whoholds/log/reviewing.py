"""What a record of review must refer to, its id, and the rows of what persons wrote."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import polars as pl

from whoholds.errors import NotFoundError
from whoholds.log.records import Review
from whoholds.log.schema import statement_rows
from whoholds.log.snapshot import Snapshot
from whoholds.model import Statement


def review_id(review: Review, number: int, chain: str) -> str:
    """Return the id of a record: of what it says, and of the store's version that it comes upon.

    number: its place among the records that come in together.
    """
    content = f"{chain}\x1f{number}\x1f".encode() + review.to_json()
    return hashlib.sha256(content).hexdigest()[:32]


def written_rows(statements: Iterable[Statement], snapshot: Snapshot) -> pl.DataFrame:
    """Return the rows of the statements that the store does not hold yet."""
    key = ["id", "reader", "gazetteer"]
    rows = statement_rows(statements).unique(key, keep="first", maintain_order=True)
    if rows.is_empty():
        return rows
    held = snapshot.frame(key, ids=rows["id"].to_list(), superseded=True)
    return rows.join(held, on=key, how="anti")


def check_reviews(reviews: Sequence[Review], fresh: pl.DataFrame, snapshot: Snapshot) -> None:
    """Raise NotFoundError where a record refers to a statement or record that is not there."""
    wanted = {r.statement_id for r in reviews}
    wanted |= {r.corrected_id for r in reviews if r.corrected_id is not None}
    found = snapshot.frame(["id"], ids=wanted, superseded=True)["id"]
    if missing := wanted - set(found) - set(fresh["id"]):
        raise NotFoundError(
            where=f"review of statement {min(missing)}",
            what="the store has no statement with this id",
            fix="Take an id from `whoholds claims`; nothing was written",
        )
    undoes = {r.undoes for r in reviews if r.undoes is not None}
    if undoes and (lost := undoes - {r.id for r in snapshot.reviews()}):
        raise NotFoundError(
            where=f"verdict {min(lost)}",
            what="the store has no verdict with this id",
            fix="See `whoholds review figures` and `whoholds show`; nothing was written",
        )
