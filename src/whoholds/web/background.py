"""The sheets of a large store, worked out by a process of their own."""

from __future__ import annotations

import logging
import multiprocessing
import os
import time
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

from whoholds.service.sheet_file import SheetFile
from whoholds.service.whoholds import open_store

NICENESS = 5
"""How far questions go before it, as `nice` counts."""

log = logging.getLogger("whoholds.web")


class Work:
    """A process that brings the file of a store's sheets to a version."""

    def __init__(self, store: Path, file: Path, version: int, content: str) -> None:
        """Start. content: what stands for that of the store."""
        context = multiprocessing.get_context("spawn")
        self._share = context.Value("d", 0.0)
        words = (str(store), str(file), version, content, self._share)
        self._process = context.Process(target=work_out, args=words, daemon=True)
        self._process.start()

    @property
    def is_going_on(self) -> bool:
        """Say whether it has not ended yet."""
        return self._process.is_alive()

    @property
    def share(self) -> float:
        """The share (0..1) of the places that are done."""
        share: float = self._share.value
        return share

    def wait(self, seconds: float) -> None:
        """Wait until it ends, at most so long."""
        self._process.join(seconds)


def work_out(store: str, file: str, version: int, content: str, share: Synchronized[float]) -> None:
    """Bring the file of a large store's sheets to a version; `share` tells how far it is."""
    os.nice(NICENESS)
    begun = time.monotonic()
    opened = open_store(store)
    desk, places = opened.desk(version), opened.gazetteer.version

    def progress(done: int, total: int) -> None:
        share.value = done / total

    SheetFile(Path(file)).refresh(desk, content, places, answers=True, progress=progress)
    log.info("the sheets of %s took %.0f s", store, time.monotonic() - begun)
