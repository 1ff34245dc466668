"""One writer at a time: a lock that the operating system drops when its holder dies."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from whoholds.errors import StoreError

if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: BinaryIO) -> bool:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(file: BinaryIO) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def locked(path: Path, *, timeout: float) -> Iterator[None]:
    """Hold the lock of the file at `path`, waiting for other writers up to `timeout` seconds.

    Closing the file frees the lock, so a killed writer leaves none behind. Raises StoreError when
    the time is up, OSError when the file cannot be opened for writing.
    """
    with path.open("ab") as file:
        deadline = time.monotonic() + timeout
        pause = 0.001
        while not _try_lock(file):
            if time.monotonic() > deadline:
                raise StoreError(
                    where=str(path.parent),
                    what=f"another process has been writing for {timeout:g} s",
                    fix="Wait until it is done, or end it; nothing was written",
                )
            time.sleep(pause)
            pause = min(pause * 2, 0.05)
        yield
