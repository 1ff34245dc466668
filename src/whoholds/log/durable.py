"""What must be on the disk itself before the ledger says that it is there.

The library that writes the tables leaves their bytes to the operating system, which writes them
when it likes. A killed process loses nothing by that; a machine that loses power does. So the
files of a commit are forced out before the ledger's line is written, and that line after them:
what the ledger names survives, on disks that do what they are told. What no line names may be
there, half there or not there, and is dropped by the next writer.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

_LOG = "_delta_log"
_AT_ONCE = 8
"""Files forced out at the same time."""


def commit_file(table: Path, version: int) -> Path:
    """Return the file that is the commit of a Delta table's version."""
    return table / _LOG / f"{version:020d}.json"


def harden(table: Path, *, since: int, version: int) -> None:
    """Force out the files of a table's commits after `since` up to `version`; raises OSError."""
    sync_all(written(table, since=since, version=version))


def written(table: Path, *, since: int, version: int) -> list[Path]:
    """Return the files and folders that a table's commits after `since` wrote; raises OSError."""
    log = table / _LOG
    found: list[Path] = []
    for number in range(since + 1, version + 1):
        commit = commit_file(table, number)
        actions = [msgspec.json.decode(line) for line in commit.read_bytes().splitlines()]
        found += [table / action["add"]["path"] for action in actions if "add" in action]
        found.append(commit)
        for checkpoint in log.glob(f"{number:020d}.checkpoint*"):
            found += [checkpoint, log / "_last_checkpoint"]
    return [*found, log, table] if found else []


def sync_all(paths: Iterable[Path]) -> None:
    """Force files and folders out to the disk, all at once: it writes them together."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(sync, paths))


def drop_commits(table: Path, version: int) -> None:
    """Delete the commits and checkpoints after `version`, which no ledger names; raises OSError."""
    log = table / _LOG
    for file in log.iterdir():
        number = file.name.split(".")[0]
        if number.isdigit() and int(number) > version:
            file.unlink()
    # It may point to a checkpoint that is gone; without it the library looks for the last one.
    (log / "_last_checkpoint").unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Force a file or a folder's list of files out to the disk; raises OSError."""
    if path.is_dir() and sys.platform == "win32":
        return  # there is no such call
    handle = os.open(path, os.O_RDONLY if sys.platform != "win32" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
