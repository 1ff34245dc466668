"""The Delta tables on disk: create, read at a version, append, roll back, order, clean.

The only file that knows the library `deltalake`; its errors leave as StoreError.
"""

from __future__ import annotations

import errno
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import polars as pl
from deltalake import ColumnProperties, DeltaTable, WriterProperties, write_deltalake
from deltalake.exceptions import DeltaError
from polars.exceptions import PolarsError

from whoholds.errors import StoreError
from whoholds.log.durable import commit_file, drop_commits, harden, sync_all, written
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

    def append(self, name: str, rows: pl.DataFrame) -> int:
        """Append rows in one commit, and return the table's new version."""
        with self._latest(name) as table:
            grows: Literal["merge"] | None = "merge" if name in GROWN else None
            write_deltalake(table, rows, mode="append", schema_mode=grows, writer_properties=_FAST)
            return table.version()

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

    def harden(self, since: Mapping[str, int], versions: Mapping[str, int]) -> None:
        """Force what was written between two states of the tables out to the disk."""
        with guarded(self.root):
            sync_all(
                path
                for name, version in versions.items()
                for path in written(self.root / name, since=since[name], version=version)
            )

    def rewrite(self, name: str, *, near: Sequence[str] = (), small: bool = True) -> int:
        """Rewrite a table's many files as few, with rows near in some columns near on disk.

        small: as small as it goes; else somewhat bigger, in half the time.
        """
        writer = _SMALL if small else _MEDIUM
        with self._latest(name) as table:
            if near:
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
        with self._turn, guarded(self.root / name):
            uris = self._at(name, version).file_uris()
        # The library gives URIs with the folder's name percent-encoded.
        return [self.root / name / uri.rsplit("/", 1)[-1] for uri in uris]

    def fresh(self, name: str, version: int) -> tuple[int, int, int]:
        """Return the number of small files of a table, their rows, and all rows."""
        with self._turn, guarded(self.root / name):
            actions = pl.DataFrame(self._at(name, version).get_add_actions(flatten=True))
        rows = actions["num_records"] if actions.height else pl.Series([], dtype=pl.Int64)
        small = rows.filter(rows < _SETTLED)
        return len(small), int(small.sum()), int(rows.sum())

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
