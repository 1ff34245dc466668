"""The commits of a Delta table: one that adds a file is written, those that were made are read.

A commit is a file of JSON lines in the table's log, and what a table holds is told by its commits
in their order. To write the one line and to follow the new ones costs the same however long the
log is; to open the log anew, as the library does for each commit, does not.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path

import msgspec

from whoholds.log.durable import commit_file

_DRAFT = "_commit.json.tmp"
"""The name of a commit that is being written: one for all, as one writer writes at a time."""


class _Add(msgspec.Struct):
    path: str
    stats: str | None = None


class _Remove(msgspec.Struct):
    path: str


class _Action(msgspec.Struct):
    add: _Add | None = None
    remove: _Remove | None = None


class _Stats(msgspec.Struct):
    numRecords: int = 0  # noqa: N815  (the format's own name)


_action = msgspec.json.Decoder(_Action).decode
_stats = msgspec.json.Decoder(_Stats).decode


def write_commit(table: Path, version: int, file: Path, rows: int) -> None:
    """Make the commit `version`, which adds one file; raises OSError where there is one already."""
    now = int(time.time() * 1000)
    info = {
        "timestamp": now,
        "operation": "WRITE",
        "operationParameters": {"mode": "Append"},
        "engineInfo": "whoholds",
    }
    add = {
        "path": file.name,
        "partitionValues": {},
        "size": file.stat().st_size,
        "modificationTime": now,
        "dataChange": True,
        "stats": msgspec.json.encode(_Stats(rows)).decode(),
    }
    commit = commit_file(table, version)
    draft = commit.with_name(_DRAFT)
    draft.unlink(missing_ok=True)  # a killed writer's may be one file with its commit
    draft.write_bytes(
        b"".join(msgspec.json.encode(line) + b"\n" for line in ({"commitInfo": info}, {"add": add}))
    )
    try:
        os.link(draft, commit)  # whole or not at all, and never over another's
    finally:
        draft.unlink()


def rows_after(
    table: Path, held: Mapping[str, int], *, since: int, version: int
) -> dict[str, int] | None:
    """Return the files of a table at `version` with their rows, from what it held at `since`.

    None where the commits between are not all there to be read.
    """
    files = dict(held)
    try:
        for number in range(since + 1, version + 1):
            for line in commit_file(table, number).read_bytes().splitlines():
                _follow(_action(line), files)
    except (OSError, msgspec.MsgspecError):
        return None
    return files


def _follow(action: _Action, files: dict[str, int]) -> None:
    if action.add is not None:
        files[action.add.path] = _stats(action.add.stats or "{}").numRecords
    if action.remove is not None:
        files.pop(action.remove.path, None)
