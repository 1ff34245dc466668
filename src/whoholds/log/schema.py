"""The tables' columns, and the way from nouns to rows and back.

A statement's row holds flat columns for what is asked for and the claim as JSON, so that the way
back is exact: on generated claims the JSON costs about 75 bytes a row once compressed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import urldefrag, urlsplit

import msgspec
import polars as pl

from whoholds.errors import StoreError
from whoholds.log.keys import actor_key, speaker_key
from whoholds.log.records import Review, Verdict
from whoholds.model import Claim, Report, Statement

TIME = pl.Datetime("us", "UTC")
STAMP = {"version": pl.Int64(), "recorded": TIME}

REPORTS = pl.Schema(
    {
        "id": pl.String(),
        "page": pl.String(),
        "url": pl.String(),
        "outlet": pl.String(),
        "title": pl.String(),
        "published": TIME,
        "updated": TIME,
        "language": pl.String(),
        "source": pl.String(),
        "sha256": pl.String(),
        "text": pl.String(),
    }
)
READING = {"reader": pl.String(), "gazetteer": pl.String()}
STATEMENTS = pl.Schema(
    {
        "id": pl.String(),
        "report_id": pl.String(),
        "kind": pl.String(),
        "modality": pl.String(),
        "status_after": pl.String(),
        "place_id": pl.String(),
        "place_name": pl.String(),
        "relation": pl.String(),
        "actor_id": pl.String(),
        "counter_actor_id": pl.String(),
        "supporter_ids": pl.List(pl.String()),
        "speaker_ids": pl.List(pl.String()),
        "start": TIME,
        "end": TIME,
        "published": TIME,
        "outlet": pl.String(),
        "confidence": pl.Float64(),
        "text": pl.String(),
        "claim": pl.String(),
        **READING,
    }
)
SUPERSESSIONS = pl.Schema(
    {
        "report_id": pl.String(),
        **READING,
        "by_report_id": pl.String(),
        "by_reader": pl.String(),
        "by_gazetteer": pl.String(),
        "reason": pl.String(),
    }
)
WITHDRAWALS = pl.Schema(
    {
        "statement_id": pl.String(),
        "report_id": pl.String(),
        "by_report_id": pl.String(),
        "withdrawn": TIME,
    }
)
REVIEWS = pl.Schema(
    {
        "statement_id": pl.String(),
        "reviewer": pl.String(),
        "verdict": pl.String(),
        "correction": pl.String(),
        "comment": pl.String(),
        "id": pl.String(),
        "corrected_id": pl.String(),
        "adjudicator": pl.Boolean(),
        "undoes": pl.String(),
    }
)

# The order of writing: what a table refers to comes before it only where a reader could tell,
# and no reader can before the ledger's line is there.
TABLES: dict[str, pl.Schema] = {
    "statements": pl.Schema({**STATEMENTS, **STAMP}),
    "reports": pl.Schema({**REPORTS, **READING, **STAMP}),
    "supersessions": pl.Schema({**SUPERSESSIONS, **STAMP}),
    "withdrawals": pl.Schema({**WITHDRAWALS, **STAMP}),
    "reviews": pl.Schema({**REVIEWS, **STAMP}),
}

GROWN = frozenset({"reviews"})
"""Tables that older stores hold with fewer columns; what is missing is null."""

_encode = msgspec.json.Encoder(order="sorted").encode
_decode = msgspec.json.Decoder(Claim).decode


def page_of(*, url: str | None, source: str | None, title: str | None) -> str | None:
    """Return the key under which versions of one page meet, None where nothing names the page.

    A url names a page unless it is a site's front page; else the source with the title does.
    """
    if url and urlsplit(url).path.strip("/"):
        return _short(f"url\x1f{urldefrag(url).url}")
    return _short(f"source\x1f{source}\x1f{title}") if source and title else None


def statement_id(report_id: str, claim: str) -> str:
    """Return what `Statement.id_of` gives, from the claim's sorted JSON."""
    return hashlib.sha256(f'["{report_id}",{claim}]'.encode()).hexdigest()[:32]


def report_rows(reports: Iterable[Report]) -> pl.DataFrame:
    """Return reports as rows of `REPORTS`."""
    rows = [
        (
            r.id,
            page_of(url=r.url, source=r.source, title=r.title),
            r.url,
            r.outlet,
            r.title,
            r.published,
            r.updated,
            r.language,
            r.source,
            r.sha256,
            r.text,
        )
        for r in reports
    ]
    return pl.DataFrame(rows, schema=REPORTS, orient="row")


def statement_rows(statements: Iterable[Statement]) -> pl.DataFrame:
    """Return statements as rows of `STATEMENTS`."""
    return pl.DataFrame([_row(s) for s in statements], schema=STATEMENTS, orient="row")


def _row(statement: Statement) -> tuple[object, ...]:
    claim = statement.claim
    place, interval = claim.place, claim.interval
    return (
        statement.id,
        statement.report_id,
        claim.kind.value,
        claim.modality.value,
        claim.status_after.value,
        place.place_id if place else None,
        (place.name or place.text) if place else None,
        place.relation.value if place else None,
        actor_key(claim.actor),
        actor_key(claim.counter_actor),
        [key for mention in claim.supporters if (key := actor_key(mention))],
        [speaker_key(speaker) for speaker in claim.speakers],
        interval.start if interval else None,
        interval.end if interval else None,
        statement.published,
        statement.outlet,
        claim.confidence,
        statement.text,
        _encode(claim).decode(),
        statement.reader,
        statement.gazetteer,
    )


STATEMENT_COLUMNS: Sequence[str] = (
    "id",
    "claim",
    "report_id",
    "recorded",
    "text",
    "published",
    "outlet",
    "reader",
    "gazetteer",
)


def statements_of(frame: pl.DataFrame) -> tuple[Statement, ...]:
    """Return the statements that rows with `STATEMENT_COLUMNS` hold, in the rows' order."""
    return tuple(
        Statement(
            id=row[0],
            claim=_decode(row[1]),
            report_id=row[2],
            recorded=row[3],
            text=row[4],
            published=row[5],
            outlet=row[6],
            reader=row[7],
            gazetteer=row[8],
        )
        for row in frame.select(STATEMENT_COLUMNS).iter_rows()
    )


def review_rows(reviews: Iterable[Review]) -> pl.DataFrame:
    """Return records of review as rows of `REVIEWS`."""
    rows = [tuple(getattr(review, name) for name in REVIEWS) for review in reviews]
    return pl.DataFrame(rows, schema=REVIEWS, orient="row")


def reviews_of(frame: pl.DataFrame) -> tuple[Review, ...]:
    """Return the records of review that rows of the table `reviews` hold, in the rows' order."""
    rows = frame.select([*REVIEWS, "recorded"]).iter_rows(named=True)
    return tuple(Review(**{**row, "verdict": Verdict(row["verdict"])}) for row in rows)


def reports_of(frame: pl.DataFrame) -> tuple[Report, ...]:
    """Return the reports that rows of the table `reports` hold, in the rows' order."""
    columns = [name for name in REPORTS if name != "page"]
    return tuple(Report(**row) for row in frame.select(columns).iter_rows(named=True))


def stamped(frame: pl.DataFrame, *, version: int, recorded: datetime) -> pl.DataFrame:
    """Return rows with the store's version and the time at which they come in."""
    return frame.with_columns(
        pl.lit(version, dtype=pl.Int64()).alias("version"),
        pl.lit(recorded).cast(TIME).alias("recorded"),
    )


def check_rows(frame: pl.DataFrame, schema: pl.Schema, *, what: str) -> pl.DataFrame:
    """Return the frame's columns in the schema's order; raises StoreError where they differ."""
    wrong = [
        f"{name} should be {dtype}, is {frame.schema.get(name, 'missing')}"
        for name, dtype in schema.items()
        if frame.schema.get(name) != dtype
    ]
    extra = [f"{name} is not known" for name in frame.columns if name not in schema]
    if wrong or extra:
        raise StoreError(
            where=f"rows of {what}",
            what="; ".join(wrong + extra),
            fix="Give the columns of whoholds.log.schema; nothing was written",
        )
    return frame.select(list(schema))


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
