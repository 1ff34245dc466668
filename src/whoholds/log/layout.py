"""A store's folder made new: empty tables and the ledger's first line."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from whoholds.errors import StoreError
from whoholds.log.durable import sync
from whoholds.log.ledger import Entry, EntryKind, Ledger, Totals
from whoholds.log.tables import Tables, check_folder, guarded

LEDGER = "ledger.jsonl"


def lay_out(target: Path) -> None:
    """Make an empty store at a folder that does not exist or is empty; raises StoreError."""
    check_folder(target)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise StoreError(
            where=str(target),
            what="there is something here already",
            fix="Open it, or name another folder",
        )
    with guarded(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        # Made beside its place and moved there whole: a killed create leaves no half store.
        draft = target.with_name(f".{target.name}-{uuid4().hex}")
        draft.mkdir()
        try:
            _fill(draft)
            if target.exists():
                target.rmdir()
            draft.replace(target)
            sync(target.parent)
        finally:
            shutil.rmtree(draft, ignore_errors=True)


def _fill(folder: Path) -> None:
    tables = Tables(folder).create()
    entry = Entry(
        version=0,
        recorded=datetime.now(UTC),
        kind=EntryKind.CREATE,
        tables=tables,
        totals=Totals(),
    )
    (folder / LEDGER).touch()
    Ledger(folder / LEDGER).append(entry)
    for path in (*folder.rglob("*"), folder):
        sync(path)
