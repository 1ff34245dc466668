"""The ledger: one JSON line for each version of the store; a version exists once its line is whole.

Each line names the version of every Delta table that belongs to it, so that a reader sees all
tables as of one moment, and whatever a killed writer left behind the last line does not count.
Each line also holds a hash over the line before it: a version can be cited by that hash.
"""

from __future__ import annotations

import hashlib
import os
import threading
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import msgspec

from whoholds.errors import StoreError
from whoholds.model import Noun


class EntryKind(StrEnum):
    """What made a line of the ledger."""

    CREATE = "create"
    APPEND = "append"
    REVIEW = "review"
    COMPACT = "compact"


class Totals(Noun, frozen=True):
    """How many rows the tables hold at a version."""

    reports: int = 0
    statements: int = 0
    supersessions: int = 0
    withdrawals: int = 0
    reviews: int = 0


class Entry(Noun, frozen=True):
    """One line of the ledger.

    version: 0 for the empty store, one more for each append or review; compaction keeps it.
    recorded: UTC, never before the line above. tables: Delta version of each table.
    content: SHA-256 over the ids of the rows that came in. chain: SHA-256 over the line above's
    chain and this line; "" while the line is being made.
    """

    version: int
    recorded: datetime
    kind: EntryKind
    tables: dict[str, int]
    totals: Totals
    content: str = ""
    chain: str = ""

    def sealed(self, previous: str) -> Entry:
        """Return the entry with its chain hash, `previous` being the chain of the line above."""
        bare = msgspec.structs.replace(self, chain="")
        chain = hashlib.sha256(previous.encode() + bare.to_json()).hexdigest()
        return msgspec.structs.replace(self, chain=chain)


class Ledger:
    """The file of entries; reads only what was added since it last looked."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._entries: list[Entry] = []
        self._offset = 0
        self._turn = threading.Lock()

    def entries(self) -> list[Entry]:
        """Return all whole lines, oldest first; raises StoreError on a damaged one."""
        with self._turn:
            size = self.path.stat().st_size
            if size < self._offset:  # replaced by an older one, from a backup
                self._entries, self._offset = [], 0
            if size > self._offset:
                self._read_on()
            return self._entries

    def _read_on(self) -> None:
        with self.path.open("rb") as file:
            file.seek(self._offset)
            fresh = file.read()
        whole = fresh[: fresh.rfind(b"\n") + 1]
        known = len(self._entries)
        lines = enumerate(whole.splitlines(), start=known + 1)
        self._entries = self._entries + [self._parse(line, number) for number, line in lines]
        self._offset += len(whole)

    def head(self) -> Entry:
        """Return the last entry; raises StoreError when there is none."""
        entries = self.entries()
        if not entries:
            raise StoreError(
                where=str(self.path),
                what="the ledger is empty",
                fix="Restore it from a backup; the tables beside it are untouched",
            )
        return entries[-1]

    def append(self, entry: Entry) -> Entry:
        """Seal and write one entry, and return it; the caller holds the writers' lock.

        What a killed writer left of a line is cut off first. Raises OSError.
        """
        entries = self.entries()
        sealed = entry.sealed(entries[-1].chain if entries else "")
        with self.path.open("ab") as file:
            file.truncate(self._offset)
            file.write(sealed.to_json() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        return sealed

    def _parse(self, line: bytes, number: int) -> Entry:
        try:
            return Entry.from_json(line)
        except msgspec.DecodeError as error:
            raise StoreError(
                where=f"{self.path}, line {number}",
                what=f"not an entry of the ledger ({error})",
                fix="Restore the file from a backup; the tables beside it are untouched",
            ) from error


def broken_links(entries: list[Entry]) -> list[int]:
    """Return the positions of the entries whose chain hash does not follow from what is above."""
    previous = [""] + [entry.chain for entry in entries]
    return [
        position
        for position, (entry, above) in enumerate(zip(entries, previous, strict=False))
        if entry.sealed(above).chain != entry.chain
    ]
