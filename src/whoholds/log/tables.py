"""The Delta tables on disk: create, read at a version, append, roll back, order, clean.

The only file that knows the library `deltalake`; its errors leave as StoreError. What happens
often, to append and to see what others appended, goes by the commits alone (see `commits`).
"""

from __future__ import annotations

import errno
import re
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import polars as pl
from deltalake import ColumnProperties, DeltaTable, WriterProperties, write_deltalake
from deltalake.exceptions import DeltaError
from polars.exceptions import PolarsError

from whoholds.errors import StoreError
from whoholds.log.commits import rows_after, write_commit
from whoholds.log.durable import commit_file, drop_commits, harden, sync, sync_all, written
from whoholds.log.schema import GROWN, TABLES

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FULL_WORDS = ("no space left", "file too large", "quota exceeded")
_DENIED = (errno.EACCES, errno.EPERM, errno.EROFS)
_BAD_NAME = re.compile(r"[\[\]|^\\\x00-\x1f]|%[0-9A-Fa-f]{2}")
_DENIED_WORDS = ("permission denied", "read-only file system", "not permitted")

# Ids, texts and claims hardly repeat whole: a dictionary of them is written and thrown away.
_PLAIN = ColumnProperties(dictionary_enabled=False)


def _writer(level: int) -> WriterProperties:
    return WriterProperties(
        compression="ZSTD",
        compression_level=level,
        max_row_group_size=20_000,
        # What is alike is compressed together up to this size; a group is read whole anyhow.
        data_page_size_limit=8 << 20,
        column_properties={"id": _PLAIN, "claim": _PLAIN, "text": _PLAIN},
    )


# Fast where others wait for the writer, small where files are rewritten at leisure.
_FAST, _MEDIUM, _SMALL = _writer(1), _writer(9), _writer(12)
NEAR = {"statements": ("place_id",)}
"""Columns by which the rows of a table lie together."""
_GROUP, _PAGE = 20_000, 64 << 10
"""Rows of a group and bytes of a page in an appended file: as rows of one place lie together, a
question about a place reads the pages that they are in."""
_CHECKPOINT = 100
"""After so many commits the log is summed up, so that opening it reads few of them."""
_SETTLED = 50_000
"""Rows from which on a file is not worth rewriting again soon."""


@contextmanager
def guarded(where: Path | str) -> Iterator[None]:
    """Turn what the disk or the libraries raise into a StoreError that says what to do."""
    try:
        yield
    except (OSError, DeltaError, PolarsError) as error:
        what, fix = _diagnosis(error)
        raise StoreError(where=str(where), what=what, fix=fix) from error


def _diagnosis(error: Exception) -> tuple[str, str]:
    words = str(error).lower()
    number = error.errno if isinstance(error, OSError) else None
    if number in _FULL or any(word in words for word in _FULL_WORDS):
        return "the disk is full", "Make room and append again; the store is as it was before"
    if number in _DENIED or any(word in words for word in _DENIED_WORDS):
        return (
            "the folder cannot be written to",
            "Give this user the right to write there, or copy the store elsewhere",
        )
    first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return (
        f"the table cannot be read or written ({first})",
        "Run `whoholds verify` to see what is damaged, and restore that from a backup",
    )


def check_folder(folder: Path) -> None:
    """Raise StoreError for a folder's name that `deltalake` would misread or die of."""
    if _BAD_NAME.search(folder.as_posix()):
        raise StoreError(
            where=str(folder),
            what="a store's path cannot hold [ ] | ^ a backslash, a tab, or % before two digits",
            fix="Choose another folder, or rename it",
        )


def rows_in(files: Sequence[Path], name: str) -> pl.LazyFrame:
    """Return the rows of a table's files, with null in columns that came later than the file."""
    if name in GROWN:
        schema = TABLES[name]
        return pl.scan_parquet(list(files), glob=False, schema=schema, missing_columns="insert")
    return pl.scan_parquet(list(files), glob=False)


class Tables:
    """The tables of one store, each a Delta table in a folder of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._scans: dict[str, tuple[int, pl.LazyFrame]] = {}
        self._handles: dict[str, DeltaTable] = {}
        self._held: dict[str, tuple[int, dict[str, int]]] = {}
        # Threads of one process share the handles; processes do not.
        self._turn = threading.RLock()

    def create(self) -> dict[str, int]:
        """Make all tables, empty, and return their versions."""
        for name, schema in TABLES.items():
            with guarded(self.root / name):
                frame = pl.DataFrame(schema=schema)
                write_deltalake(self.root / name, frame, writer_properties=_FAST)
        return dict.fromkeys(TABLES, 0)

    def scan(self, name: str, version: int) -> pl.LazyFrame:
        """Return a table as it stood at one of its versions; rows are read only when collected."""
        held = self._scans.get(name)
        if held is not None and held[0] == version:
            return held[1]
        uris = self.files(name, version)
        with guarded(self.root / name):
            scan = rows_in(uris, name) if uris else pl.LazyFrame(schema=TABLES[name])
        self._scans[name] = (version, scan)
        return scan

    def collect(self, scan: pl.LazyFrame, name: str) -> pl.DataFrame:
        """Return the rows of a scan of the table `name`; raises StoreError on a damaged file."""
        with guarded(self.root / name):
            return scan.collect()

    def append(self, rows: Mapping[str, pl.DataFrame], since: Mapping[str, int]) -> dict[str, int]:
        """Append rows to tables that stand at the versions `since`; return all versions after it.

        All that it wrote is on the disk then. Raises StoreError.
        """
        plain = {name: frame for name, frame in rows.items() if name not in GROWN}
        with ThreadPoolExecutor(max(len(plain), 1)) as pool:
            files = dict(zip(plain, pool.map(self._write, plain, plain.values()), strict=True))
        after = dict(since)
        for name, frame in rows.items():
            if name in plain:
                after[name] += 1
                self._commit(name, after[name], files[name], frame.height)
            else:
                after[name] = self._append_grown(name, frame)
        self.harden(since, after, besides=files.values())
        return after

    def settle(self, name: str, version: int) -> int:
        """Take back what came after `version` (a writer died half-way); return the version now."""
        if not commit_file(self.root / name, version + 1).exists():
            return version
        folder = self.root / name
        with self._turn, guarded(folder):
            try:
                table = DeltaTable(folder)
            except DeltaError:
                # The machine went down: a commit that no ledger names is there, its bytes are not.
                drop_commits(folder, version)
                self._handles[name] = DeltaTable(folder, version=version)
                return version
            table.restore(version)
            self._handles[name] = table
            harden(folder, since=version, version=table.version())
            return table.version()

    def harden(
        self,
        since: Mapping[str, int],
        versions: Mapping[str, int],
        *,
        besides: Collection[Path] = (),
    ) -> None:
        """Force what was written between two states of the tables out to the disk.

        besides: files that are there already.
        """
        with guarded(self.root):
            sync_all(
                path
                for name, version in versions.items()
                for path in written(self.root / name, since=since[name], version=version)
                if path not in besides
            )

    def rewrite(self, name: str, *, small: bool = True) -> int:
        """Rewrite a table's many files as few, with rows near in some columns near on disk.

        small: as small as it goes; else somewhat bigger, in half the time.
        """
        writer = _SMALL if small else _MEDIUM
        with self._latest(name) as table:
            if near := NEAR.get(name):
                table.optimize.z_order(list(near), writer_properties=writer)
            else:
                table.optimize.compact(writer_properties=writer)
            return table.version()

    def clean(self, name: str, *, keep_hours: int) -> int:
        """Delete files that no row is in any more, older than `keep_hours`; return how many."""
        with self._latest(name) as table:
            gone = table.vacuum(
                keep_hours, dry_run=False, enforce_retention_duration=False, full=True
            )
            return len(gone)

    def latest(self, name: str) -> int:
        """Return the newest version of a table, named by the ledger or not."""
        with self._latest(name) as table:
            return table.version()

    def files(self, name: str, version: int) -> list[Path]:
        """Return the paths of the Parquet files that make up a table at a version."""
        return [self.root / name / file for file in self._parts(name, version)]

    def fresh(self, name: str, version: int) -> tuple[int, int, int]:
        """Return the number of small files of a table, their rows, and all rows."""
        rows = self._parts(name, version).values()
        small = [count for count in rows if count < _SETTLED]
        return len(small), sum(small), sum(rows)

    def _write(self, name: str, rows: pl.DataFrame) -> Path:
        """Write rows to a new file of a table, which no commit names yet, out to the disk."""
        file = self.root / name / f"part-00000-{uuid4()}-c000.zstd.parquet"
        near = NEAR.get(name)
        with guarded(self.root / name):
            try:
                (rows.sort(near) if near else rows).write_parquet(
                    file,
                    compression="zstd",
                    compression_level=1,
                    row_group_size=_GROUP,
                    data_page_size=_PAGE,
                )
                sync(file)
            except BaseException:
                file.unlink(missing_ok=True)
                raise
        return file

    def _commit(self, name: str, version: int, file: Path, rows: int) -> None:
        with guarded(self.root / name):
            write_commit(self.root / name, version, file, rows)
        if version % _CHECKPOINT == 0:
            with self._latest(name) as table:
                table.create_checkpoint()

    def _append_grown(self, name: str, rows: pl.DataFrame) -> int:
        """Append rows to a table that may get columns by it, and return its new version."""
        with self._latest(name) as table:
            write_deltalake(
                table, rows, mode="append", schema_mode="merge", writer_properties=_FAST
            )
            return table.version()

    def _parts(self, name: str, version: int) -> dict[str, int]:
        """Return the names of the files that make up a table at a version, with their rows."""
        with self._turn:
            since, held = self._held.get(name, (version + 1, {}))
            parts = None
            if since <= version:
                parts = rows_after(self.root / name, held, since=since, version=version)
            if parts is None:
                parts = self._listed(name, version)
            self._held[name] = version, parts
            return parts

    def _listed(self, name: str, version: int) -> dict[str, int]:
        """Return what `_parts` does, from the library."""
        with guarded(self.root / name):
            actions = pl.DataFrame(self._at(name, version).get_add_actions(flatten=True))
        if actions.is_empty():
            return {}
        return dict(actions.select("path", pl.col("num_records").fill_null(0)).iter_rows())

    def _at(self, name: str, version: int) -> DeltaTable:
        """Return a table as it stood at one of its versions."""
        try:
            with self._latest(name) as table:
                if table.version() == version:
                    return table
        except StoreError:
            # Beyond the version there may be a commit whose bytes were lost with the power.
            if not commit_file(self.root / name, version + 1).exists():
                raise
        return DeltaTable(self.root / name, version=version)

    @contextmanager
    def _latest(self, name: str) -> Iterator[DeltaTable]:
        """Hold the one handle of a table, brought up to its newest version."""
        with self._turn, guarded(self.root / name):
            table = self._handles.get(name)
            if table is None:
                table = self._handles[name] = DeltaTable(self.root / name)
            else:
                table.update_incremental()
            yield table
