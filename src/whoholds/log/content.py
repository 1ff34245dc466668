"""The hash of the rows that came in together: it changes with any value in any column.

Invariant: a function of the set of rows alone, not of their order, their files or the library
that holds them. Left out is only what `verify` works out anew from hashed columns: the claim's
JSON and the report's text, of which the row's id and `sha256` are hashes, and the flat columns
that repeat what the claim says.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import polars as pl

from whoholds.log.ledger import Entry, EntryKind
from whoholds.log.schema import STAMP, TABLES

_SCHEME = "rows:"
"""How a hash over whole rows begins; older stores wrote one over the ids alone, without it."""
_TOLD = ("id", "report_id", "text", "published", "outlet", "reader", "gazetteer")
_LEFT_OUT = {
    "statements": {name for name in TABLES["statements"] if name not in _TOLD},
    "reports": {"text", *STAMP},
}
_NULL = 2**32 - 1
"""Stands for the length of a value that is not there."""
_KEY = {
    "statements": ("id", "reader", "gazetteer"),
    "reports": ("id",),
    "reviews": ("id", "statement_id", "reviewer"),
    "supersessions": ("report_id", "reader", "gazetteer", "by_report_id", "by_reader", "reason"),
    "withdrawals": ("statement_id", "by_report_id", "withdrawn"),
}
_OLD_IDENTITY = {
    "statements": ("id", "reader", "gazetteer"),
    "reports": ("id",),
    "supersessions": ("report_id", "reader", "gazetteer", "by_report_id", "reason"),
    "withdrawals": ("statement_id", "by_report_id"),
    "reviews": ("id", "statement_id", "reviewer", "verdict", "correction", "comment", "undoes"),
}


def content_hash(rows: Mapping[str, pl.DataFrame]) -> str:
    """Return a SHA-256 over the rows of each table, in whatever order they come."""
    total = hashlib.sha256()
    for table in sorted(name for name, frame in rows.items() if frame.height):
        left_out = _LEFT_OUT.get(table, STAMP)
        columns = sorted(name for name in rows[table].columns if name not in left_out)
        frame = rows[table].select(columns).sort(_KEY[table])
        total.update(f"{table}\x1e{frame.height}\x1e".encode())
        for name in columns:
            total.update(f"{name}\x1f".encode())
            for part in _bytes_of(frame[name]):
                total.update(part)
    return _SCHEME + total.hexdigest()


def agrees(rows: Mapping[str, pl.DataFrame], content: str) -> bool:
    """Say whether rows are those that a ledger's `content` was made of."""
    if content.startswith(_SCHEME):
        return content_hash(rows) == content
    return _old_content_hash(rows) == content


def hashed_by_ids(entries: Iterable[Entry]) -> int:
    """Return how many versions an older release wrote, which hashed the rows' ids alone."""
    made = (EntryKind.APPEND, EntryKind.REVIEW)
    return sum(e.kind in made and not e.content.startswith(_SCHEME) for e in entries)


def _bytes_of(values: pl.Series) -> Iterable[bytes]:
    """Yield bytes that say all of a column: nulls and lengths first, so that none run together."""
    if isinstance(values.dtype, pl.List):
        yield _numbers(values.list.len().fill_null(_NULL))
        yield from _bytes_of(values.filter(values.list.len() > 0).explode())
    elif values.dtype == pl.String():
        yield _numbers(values.str.len_bytes().fill_null(_NULL))
        # As bytes at once: by way of text it would be copied twice more.
        yield values.fill_null("").str.join("").cast(pl.Binary()).item()
    elif values.dtype.is_float():
        yield _numbers(values.is_null())
        yield values.fill_null(0.0).to_numpy().astype("<f8").tobytes()
    else:
        yield _numbers(values.is_null())
        yield _numbers(values.to_physical().cast(pl.Int64).fill_null(0))


def _numbers(values: pl.Series) -> bytes:
    return values.cast(pl.Int64).to_numpy().astype("<i8").tobytes()


def _old_content_hash(rows: Mapping[str, pl.DataFrame]) -> str:
    total = hashlib.sha256()
    for table in sorted(name for name, frame in rows.items() if frame.height):
        columns = [pl.col(name).fill_null("\x00") for name in _OLD_IDENTITY[table]]
        joined = rows[table].select(pl.concat_str(columns, separator="\x1f")).to_series().sort()
        total.update(f"{table}\x1e".encode())
        total.update("\x1e".join(joined.to_list()).encode())
    return total.hexdigest()
