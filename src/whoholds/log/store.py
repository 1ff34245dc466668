"""The store: a folder of Delta tables and a ledger; nothing in it is changed in place.

Invariant: what a reader sees is a function of the last whole line of the ledger. Tables are
written first and the ledger last, so an append that dies leaves rows that no version names, and
the next writer takes them back before it writes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import polars as pl

from whoholds.errors import NotFoundError, QueryError, StoreError
from whoholds.log.content import content_hash, hashed_by_ids
from whoholds.log.known import Known
from whoholds.log.layout import LEDGER, lay_out
from whoholds.log.ledger import Entry, EntryKind, Ledger, Totals
from whoholds.log.lock import locked
from whoholds.log.names import Names
from whoholds.log.plan import Plan, plan_append, readings_of
from whoholds.log.questions import Moment, Questions
from whoholds.log.records import Appended, Damage, Info, NamedVersion, Review
from whoholds.log.reviewing import check_reviews, review_id, written_rows
from whoholds.log.schema import (
    REPORTS,
    STATEMENTS,
    TABLES,
    check_rows,
    report_rows,
    review_rows,
    stamped,
    statement_rows,
)
from whoholds.log.snapshot import Snapshot
from whoholds.log.summary import summarise
from whoholds.log.tables import Tables, check_folder, guarded
from whoholds.log.upkeep import KEEP_HOURS, clean, due, rewrite
from whoholds.log.verify import verify
from whoholds.model import Report, Statement


class Store(Questions):
    """A log of reports and statements in one folder, for many readers and writers at once."""

    def __init__(self, path: Path, *, timeout: float) -> None:
        self.path = path
        self._timeout = timeout
        self._ledger = Ledger(path / LEDGER)
        self._names = Names(path / "names.jsonl")
        self._tables = Tables(path)
        self._known = Known()

    @classmethod
    def create(cls, path: Path | str, *, timeout: float = 60.0) -> Store:
        """Make an empty store at `path`, a folder that does not exist or is empty.

        timeout: seconds that a writer waits for another. Raises StoreError.
        """
        target = Path(path).resolve()
        lay_out(target)
        return cls.open(target, timeout=timeout)

    @classmethod
    def open(cls, path: Path | str, *, timeout: float = 60.0) -> Store:
        """Open the store at `path`; raises StoreError where there is none."""
        target = Path(path).resolve()
        check_folder(target)
        if not (target / LEDGER).is_file():
            raise StoreError(
                where=str(path),
                what="there is no store here",
                fix="Make one with `whoholds read SOURCE --store DIR`, or name its folder",
            )
        store = cls(target, timeout=timeout)
        with guarded(path):
            store._ledger.head()
        return store

    @property
    def version(self) -> int:
        """The store's version: 0 when empty, one more for each append or review."""
        return self._head().version

    @property
    def head(self) -> Entry:
        """The ledger's last line; its `chain` changes with each append, review and compaction."""
        return self._head()

    def append(
        self,
        reports: Iterable[Report],
        statements: Iterable[Statement],
        *,
        recorded: datetime | None = None,
        reader: str | None = None,
        gazetteer: str | None = None,
    ) -> Appended:
        """Add reports with their statements, all or nothing; what is held already adds nothing.

        The store writes down `recorded` (default: now, and never before the last version) as the
        time of every statement. reader, gazetteer: what read the reports that have no statement.
        Statements of a report that another reader read before supersede the earlier ones; a new
        version of a page supersedes the version before, and the claims that vanished from it are
        marked as withdrawn. Raises StoreError (full, read-only, damaged) and QueryError
        (statements without their report, or of two readings at once), and writes nothing then.
        """
        return self.append_rows(
            report_rows(reports),
            statement_rows(statements),
            recorded=recorded,
            reader=reader,
            gazetteer=gazetteer,
        )

    def append_rows(
        self,
        reports: pl.DataFrame,
        statements: pl.DataFrame,
        *,
        recorded: datetime | None = None,
        reader: str | None = None,
        gazetteer: str | None = None,
    ) -> Appended:
        """Do what `append` does for rows with the columns `REPORTS` and `STATEMENTS`."""
        report_frame = _once(check_rows(reports, REPORTS, what="reports"), "id")
        statement_frame = _once(
            check_rows(statements, STATEMENTS, what="statements"), "id", "reader", "gazetteer"
        )
        readings = readings_of(report_frame, statement_frame, reader=reader, gazetteer=gazetteer)
        with self._writing() as head:
            plan = self._plan(head, report_frame, statement_frame, readings)
            rows = plan.tables()
            if not rows:
                return _outcome(plan, head.version)
            entry = self._commit(head, EntryKind.APPEND, rows, recorded)
            self._known.add(plan.reports, entry.version)
        return _outcome(plan, entry.version)

    def review(
        self,
        reviews: Iterable[Review],
        statements: Iterable[Statement] = (),
        *,
        recorded: datetime | None = None,
    ) -> tuple[Review, ...]:
        """Add persons' records and return them as they were written down, all or nothing.

        statements: what persons wrote, corrections and additions; one that is held already adds
        nothing. Raises QueryError on the id of a statement or record that the store does not have.
        """
        given = tuple(reviews)
        if not given:
            return ()
        with self._writing() as head:
            snapshot = self._at(head, head.version)
            rows = written_rows(statements, snapshot)
            check_reviews(given, rows, snapshot)
            kept = tuple(
                msgspec.structs.replace(review, id=review_id(review, number, head.chain))
                for number, review in enumerate(given)
            )
            tables = {"statements": rows} if rows.height else {}
            tables["reviews"] = review_rows(kept)
            entry = self._commit(head, EntryKind.REVIEW, tables, recorded)
        return tuple(msgspec.structs.replace(r, recorded=entry.recorded) for r in kept)

    def compact(self, *, keep_hours: int = KEEP_HOURS) -> None:
        """Put the statements of each place together on disk; every version stays readable.

        keep_hours: files that this replaces stay so long for questions that are being answered
        from them; 0 only when nobody reads.
        """
        with self._writing() as head:
            self._rewrite(head, list(TABLES), keep_hours=keep_hours, small=True)

    def tidy(self, *, only: Collection[str] = tuple(TABLES)) -> bool:
        """Compact the tables that have too many small files by now; return whether any had.

        Cheap where none is due: call it after appending. only: the tables to look at.
        """
        if not due(self._tables, self._head().tables, only):
            return False
        with self._writing() as head:
            names = due(self._tables, head.tables, only)  # another process may have been at it
            if names:
                self._rewrite(head, names, keep_hours=KEEP_HOURS, small=False)
            return bool(names)

    def as_of(self, moment: Moment | None = None) -> Snapshot:
        """Return the store as it stood at a time, a version's number or its name; None: now.

        Raises QueryError for a version or name that the store does not have.
        """
        head = self._head()
        return self._at(head, self._version_at(moment, head))

    def versions(self) -> tuple[Entry, ...]:
        """Return one entry for each version of the store, the oldest first."""
        return tuple(entry for entry in self.history() if entry.kind is not EntryKind.COMPACT)

    def history(self) -> tuple[Entry, ...]:
        """Return all lines of the ledger, compactions too, the oldest first."""
        return tuple(self._entries())

    def name_version(
        self, name: str, *, version: int | None = None, note: str = ""
    ) -> NamedVersion:
        """Give a version (default: the present one) a name for good, to be cited and reopened.

        Raises QueryError when another version has the name, or there is no such version.
        """
        with self._writing() as head:
            wanted = self._version_at(version, head)
            entry = next(e for e in self.versions() if e.version == wanted)
            return self._names.give(name, entry, note=note)

    def named_versions(self) -> tuple[NamedVersion, ...]:
        """Return the named versions, in the order of naming."""
        with guarded(self.path):
            return self._names.all()

    def known(
        self,
        report_ids: Collection[str],
        *,
        reader: str | None = None,
        gazetteer: str | None = None,
    ) -> frozenset[str]:
        """Return those of the reports that the store holds, as read by these versions if given."""
        head = self._head()
        snapshot = self._at(head, head.version)
        wanted = pl.Series("id", sorted(report_ids), dtype=pl.String())
        stored = self._known.reports(snapshot, wanted)
        readings = stored.select("id", "reader", "gazetteer")
        if head.totals.supersessions:
            again = snapshot.rows("supersessions").filter(reason="reread")
            newer = again.select(id="by_report_id", reader="by_reader", gazetteer="by_gazetteer")
            readings = pl.concat([readings, newer])
        for column, version in (("reader", reader), ("gazetteer", gazetteer)):
            if version is not None:
                readings = readings.filter(pl.col(column) == version)
        return frozenset(readings["id"]) & frozenset(report_ids)

    def info(self) -> Info:
        """Return size, counts, version and time span."""
        with guarded(self.path):
            size = sum(f.stat().st_size for f in self.path.rglob("*") if f.is_file())
        head = self._head()
        names = tuple(named.name for named in self.named_versions())
        return summarise(self._at(head, head.version), head, path=self.path, size=size, names=names)

    def verify(self) -> tuple[Damage, ...]:
        """Return everything that is wrong with the store on disk; () where it is whole.

        Checks files, hashes, ids, offsets and references. A damaged ledger raises StoreError.
        """
        named = self.named_versions()
        return tuple(verify(self._tables, self._entries(), ledger=self.path / LEDGER, named=named))

    def hashed_by_ids(self) -> int:
        """Return how many versions are of an older release, which hashed the ids of rows alone.

        `verify` checks these rows against their claims and reports, and less than all of them.
        """
        return hashed_by_ids(self._entries())

    def _plan(
        self,
        head: Entry,
        reports: pl.DataFrame,
        statements: pl.DataFrame,
        readings: pl.DataFrame,
    ) -> Plan:
        snapshot = self._at(head, head.version)
        return plan_append(
            reports,
            statements,
            readings,
            stored=self._known.reports(snapshot, readings["report_id"]),
            snapshot=snapshot,
            pages=lambda pages: self._known.pages(snapshot, pages),
        )

    def _commit(
        self, head: Entry, kind: EntryKind, rows: dict[str, pl.DataFrame], recorded: datetime | None
    ) -> Entry:
        now = _not_before(head.recorded, recorded)
        totals = msgspec.structs.asdict(head.totals)
        frames = {}
        for name in (name for name in TABLES if name in rows):
            frame = stamped(rows[name], version=head.version + 1, recorded=now)
            frames[name] = frame.select(list(TABLES[name]))
            totals[name] += frame.height
        with ThreadPoolExecutor(1) as beside:
            content = beside.submit(content_hash, rows)
            tables = self._tables.append(frames, head.tables)
        entry = Entry(
            version=head.version + 1,
            recorded=now,
            kind=kind,
            tables=tables,
            totals=Totals(**totals),
            content=content.result(),
        )
        with guarded(self.path):
            return self._ledger.append(entry)

    def _rewrite(self, head: Entry, names: list[str], *, keep_hours: int, small: bool) -> None:
        head = self._note(head, rewrite(self._tables, head.tables, names, small=small))
        self._note(head, clean(self._tables, head.tables, names, keep_hours=keep_hours))

    def _note(self, head: Entry, tables: dict[str, int]) -> Entry:
        entry = msgspec.structs.replace(head, kind=EntryKind.COMPACT, tables=tables, content="")
        with guarded(self.path):
            return self._ledger.append(entry)

    @contextmanager
    def _writing(self) -> Iterator[Entry]:
        """Hold the writers' lock over tables that stand as the ledger's last line says."""
        with ExitStack() as stack:
            with guarded(self.path):
                stack.enter_context(locked(self.path / "lock", timeout=self._timeout))
            head = self._head()
            settled = {n: self._tables.settle(n, v) for n, v in head.tables.items()}
            yield msgspec.structs.replace(head, tables=settled)

    def _entries(self) -> list[Entry]:
        with guarded(self.path):
            return self._ledger.entries()

    def _head(self) -> Entry:
        with guarded(self.path):
            return self._ledger.head()

    def _at(self, head: Entry, version: int) -> Snapshot:
        return Snapshot(self._tables, head, version, newest=self._head)

    def _version_at(self, moment: Moment | None, head: Entry) -> int:
        if moment is None:
            return head.version
        if isinstance(moment, str):
            return self._names.find(moment).version
        if isinstance(moment, datetime):
            stood = [e.version for e in self._entries() if e.recorded <= moment]
            return max(stood, default=0)
        if not 0 <= moment <= head.version:
            raise NotFoundError(
                where=f"version {moment}",
                what=f"the store has versions 0 to {head.version}",
                fix="See `whoholds store info`",
            )
        return moment


def _once(rows: pl.DataFrame, *key: str) -> pl.DataFrame:
    """Return the first row of each key, in the order in which they come."""
    if rows["id"].n_unique() == rows.height:
        return rows
    return rows.unique(key, keep="first", maintain_order=True)


def _not_before(last: datetime, recorded: datetime | None) -> datetime:
    if recorded is None:
        return max(last, datetime.now(UTC))
    if recorded < last:
        raise QueryError(
            where=f"recorded {recorded.isoformat()}",
            what=f"the store's last version is of {last.isoformat()}",
            fix="Record in the order of time; nothing was written",
        )
    return recorded


def _outcome(plan: Plan, version: int) -> Appended:
    reasons = plan.supersessions["reason"].to_list()
    return Appended(
        reports=plan.reports.height,
        statements=plan.statements.height,
        repeated=plan.repeated,
        revised=plan.supersessions.filter(reason="revised")["by_report_id"].n_unique(),
        reread=reasons.count("reread"),
        withdrawn=plan.withdrawals.height,
        version=version,
    )
