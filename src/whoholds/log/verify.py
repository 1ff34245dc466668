"""Whether a store is whole: files, hashes, ids, offsets, and what refers to what."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping
from pathlib import Path

import msgspec
import polars as pl
from polars.testing import assert_frame_equal

from whoholds.errors import StoreError
from whoholds.log.content import agrees
from whoholds.log.ledger import Entry, EntryKind, broken_links
from whoholds.log.records import Damage, NamedVersion
from whoholds.log.schema import STATEMENTS, TABLES, reports_of, statement_rows, statements_of
from whoholds.log.tables import Tables, guarded, rows_in
from whoholds.model import Claim, Report, Span, Statement

_BATCH = 20_000


def verify(
    tables: Tables, entries: list[Entry], *, ledger: Path, named: Iterable[NamedVersion] = ()
) -> Iterator[Damage]:
    """Give everything that is wrong with the store that the ledger's last line describes.

    Checks that every file can be read, that the ledger's hashes follow from one another and from
    the rows of each version in all their columns, that ids and texts hash to what is written, that
    spans lie inside their texts and evidence reads as there, that flat columns say what the claims
    say, and that what is referred to is there. Versions that an older release wrote have a hash
    over their ids alone (see `content`): in their rows a changed date or outlet is not seen.
    """
    for position in broken_links(entries):
        yield Damage(
            where=f"{ledger}, line {position + 1}",
            what="its hash does not follow from the lines above: a line was changed or removed",
        )
    chains = {(entry.version, entry.chain) for entry in entries}
    for one in named:
        if (one.version, one.chain) not in chains:
            yield Damage(
                where=f"version {one.name!r}",
                what="its name was given to a version with another hash",
            )
    frames: dict[str, pl.DataFrame] = {}
    for name, version in entries[-1].tables.items():
        try:
            frames[name] = yield from _read(tables, name, version)
        except StoreError as error:
            yield Damage(where=error.where, what=error.what)
    yield from _totals(frames, entries[-1])
    if set(frames) == set(TABLES):
        yield from _contents(frames, entries)
    if "reports" in frames:
        yield from _reports(frames["reports"])
    if "statements" in frames and "reports" in frames:
        yield from _statements(frames["statements"], frames["reports"])
    yield from _references(frames)


def _read(tables: Tables, name: str, version: int) -> Generator[Damage, None, pl.DataFrame]:
    """Read one table file by file; gives the damaged ones, returns the rows of the others."""
    whole = [pl.DataFrame(schema=TABLES[name])]
    for file in tables.files(name, version):
        try:
            with guarded(file):
                whole.append(rows_in([file], name).select(list(TABLES[name])).collect())
        except StoreError as error:
            yield Damage(where=str(file), what=error.what)
    return pl.concat(whole)


def _totals(frames: Mapping[str, pl.DataFrame], head: Entry) -> Iterator[Damage]:
    for name, frame in frames.items():
        told = getattr(head.totals, name)
        if frame.height != told:
            yield Damage(
                where=f"table {name}",
                what=f"it has {frame.height} rows, the ledger says {told}",
            )


def _contents(frames: Mapping[str, pl.DataFrame], entries: Iterable[Entry]) -> Iterator[Damage]:
    parts = {
        name: frame.partition_by("version", as_dict=True) if frame.height else {}
        for name, frame in frames.items()
    }
    for entry in entries:
        if entry.kind not in (EntryKind.APPEND, EntryKind.REVIEW):
            continue
        rows = {n: part[entry.version,] for n, part in parts.items() if (entry.version,) in part}
        if not agrees(rows, entry.content):
            yield Damage(
                where=f"version {entry.version}",
                what="its rows are not those that were appended",
            )
        for name, frame in rows.items():
            if (frame["recorded"] != entry.recorded).fill_null(value=True).any():
                yield Damage(
                    where=f"version {entry.version}, table {name}",
                    what="its rows do not have the ledger's time of recording",
                )


def _reports(frame: pl.DataFrame) -> Iterator[Damage]:
    yield from _doubles(frame, ["id"], table="reports")
    for kept in reports_of(frame):
        made = Report.make(
            kept.text,
            title=kept.title,
            url=kept.url,
            outlet=kept.outlet,
            published=kept.published,
            updated=kept.updated,
        )
        if made.sha256 != kept.sha256:
            yield Damage(where=f"report {kept.id}", what="its text does not hash to its sha256")
        elif made.id != kept.id:
            yield Damage(where=f"report {kept.id}", what="its parts do not hash to its id")


def _statements(frame: pl.DataFrame, reports: pl.DataFrame) -> Iterator[Damage]:
    yield from _doubles(frame, ["id", "reader", "gazetteer"], table="statements")
    texts = dict(reports.select("id", "text").iter_rows())
    for part in frame.iter_slices(_BATCH):
        try:
            statements = statements_of(part)
        except msgspec.DecodeError as error:
            yield Damage(where="table statements", what=f"a claim is not one ({error})")
            continue
        for statement in statements:
            yield from _statement(statement, texts.get(statement.report_id))
        flat = statement_rows(statements)
        try:
            assert_frame_equal(part.select(list(STATEMENTS)), flat)
        except AssertionError as error:
            words = " ".join(str(error).split())
            yield Damage(where="table statements", what=f"columns and claims disagree: {words}")


def _statement(statement: Statement, text: str | None) -> Iterator[Damage]:
    where = f"statement {statement.id}"
    if Statement.id_of(statement.claim, statement.report_id) != statement.id:
        yield Damage(where=where, what="its report and claim do not hash to its id")
    if text is None:
        yield Damage(where=where, what=f"its report {statement.report_id} is missing")
    elif any(span.end > len(text) for span in _spans(statement.claim)):
        yield Damage(where=where, what=f"a span reaches beyond its report's {len(text)} characters")
    elif statement.claim.evidence.of(text).strip() != statement.text.strip():
        yield Damage(where=where, what="its words are not those of its report at its evidence")


def _spans(claim: Claim) -> Iterator[Span]:
    yield claim.trigger
    yield claim.evidence
    parts = (claim.actor, claim.counter_actor, claim.place, *claim.supporters, *claim.speakers)
    for part in parts:
        if part is not None and part.span is not None:
            yield part.span


def _doubles(frame: pl.DataFrame, key: list[str], *, table: str) -> Iterator[Damage]:
    doubled = frame.filter(pl.struct(key).is_duplicated())
    for identity in doubled["id"].unique().sort():
        yield Damage(where=f"{table} {identity}", what="it is there more than once")


_REFERENCES = (
    ("supersessions", "report_id", "reports"),
    ("supersessions", "by_report_id", "reports"),
    ("withdrawals", "statement_id", "statements"),
    ("withdrawals", "by_report_id", "reports"),
    ("reviews", "statement_id", "statements"),
    ("reviews", "corrected_id", "statements"),
    ("reviews", "undoes", "reviews"),
)


def _references(frames: Mapping[str, pl.DataFrame]) -> Iterator[Damage]:
    for table, column, target in _REFERENCES:
        if table in frames and target in frames:
            named = frames[table].drop_nulls(column)
            lost = named.join(frames[target], left_on=column, right_on="id", how="anti")
            for identity in lost[column].unique().sort():
                yield Damage(
                    where=f"table {table}", what=f"it refers to {target} {identity}, not there"
                )
