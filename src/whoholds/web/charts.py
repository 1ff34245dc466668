"""The map of each version of the store, worked out once: the present one is kept beside it."""

from __future__ import annotations

import logging
import os
import sqlite3
import tempfile
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from whoholds.errors import NotFoundError
from whoholds.log import Entry, Moment
from whoholds.publish.picture import palette_of
from whoholds.service.desk import Desk
from whoholds.service.sheet_file import FILE, SheetFile
from whoholds.service.sheets import Sheet, in_order, parties_of, sheets_of, span_of
from whoholds.service.shelf import Shelf
from whoholds.service.whoholds import Whoholds
from whoholds.web.background import Work
from whoholds.web.problems import ProblemError

T = TypeVar("T")

log = logging.getLogger("whoholds.web")

LARGE = 100_000
"""Statements from which on a store's sheets are worked out by a process of their own."""
PATIENCE = 8.0
"""Seconds that a question about the map waits for the sheets."""
MOST_STRETCHES = 3_000_000
"""Stretches of maps of other moments that are kept, about 100 bytes each."""


@dataclass(frozen=True)
class Chart:
    """The sheets of one version, as known on one day, with the parties in their order.

    content: what stands for the content of the store. before: the parties that come first, so that
    all maps of one version give a party the same colour. is_kept: its answers are in the file.
    version: of the store.
    """

    content: str
    sheets: tuple[Sheet, ...]
    last_day: date | None
    before: tuple[str, ...] = ()
    is_kept: bool = False
    version: int = 0

    @cached_property
    def runs(self) -> Counter[str]:
        """How many runs of days each party holds a place for."""
        return parties_of(self.sheets)

    @cached_property
    def parties(self) -> tuple[str, ...]:
        """The parties that hold a place on some day, those with the most runs first."""
        more = (party for party in in_order(self.runs) if party not in self.before)
        return (*self.before, *more)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The place of each party among the parties."""
        return {party: number for number, party in enumerate(self.parties)}

    @cached_property
    def colours(self) -> dict[str, str]:
        """The colour of each party."""
        return palette_of(self.parties)

    @property
    def size(self) -> int:
        """How many stretches it has."""
        return 1 + sum(len(s.start) for s in self.sheets)


class Charts:
    """The charts of a store, for several threads."""

    def __init__(self, store: Whoholds) -> None:
        self._store = store
        self.file = SheetFile(_where(store.store.path))
        self._now: Chart | None = None
        self._turn = threading.Lock()
        self._others = Shelf[tuple[int, date | None], Chart](MOST_STRETCHES, size=lambda c: c.size)
        self._work: Work | None = None

    def chart(self, as_of: Moment | None = None, known: date | None = None) -> Chart:
        """Return the chart of a moment of the store, as known on a day.

        Raises ProblemError (503) while that of a large store is being worked out.
        """
        if as_of is None and known is None:
            return self._present()
        before = self.chart(as_of).parties if known is not None else ()
        desk = self._store.desk(as_of)
        key = (desk.snapshot.version, known)
        found = self._others.find(key)
        if found is None:
            with self._turn:  # one at a time: they take all of a processor
                found = self._others.get(key, lambda: worked_out(desk, known, before))
        return found

    def answer(self, chart: Chart, place_id: str) -> bytes | None:
        """Return the JSON of who holds a place on a chart's last day, None where it is not kept."""
        if not chart.is_kept:
            return None
        return self._read(lambda: self.file.answer(place_id, chart.content))

    def _read(self, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except sqlite3.Error as error:
            log.warning("%s cannot be read: %s", self.file.path, error)
            return None

    def ready(self) -> Chart | None:
        """Return the present chart where it is worked out already."""
        now = self._now
        return now if now is not None and now.content == self._store.store.head.chain else None

    def _present(self) -> Chart:
        found = self.ready()
        if found is not None:
            return found
        with self._turn:
            head = self._store.store.head
            if self._now is None or self._now.content != head.chain:
                self._now = self._made(head)
            return self._now

    def _made(self, head: Entry) -> Chart:
        desk = self._store.desk(head.version)
        if not desk.places.names:
            return Chart(head.chain, (), None, version=head.version)
        places = self._store.gazetteer.version
        try:
            sheets = self.file.load(head.chain, places)
            if sheets is None:
                self._refresh(desk, head, places)
                sheets = self.file.load(head.chain, places)
        except (OSError, sqlite3.Error) as error:
            log.warning("%s cannot be used: %s", self.file.path, error)
            sheets = None
        if sheets is None:
            sheets = tuple(sheets_of(desk, span_of(desk)))
            return Chart(head.chain, sheets, desk.last_day, version=head.version)
        kept = head.totals.statements >= LARGE
        if kept:
            desk.prepare()
            desk.kept_voices = lambda i: self._read(lambda: self.file.voices(i, head.chain))
        return Chart(head.chain, sheets, desk.last_day, is_kept=kept, version=head.version)

    def _refresh(self, desk: Desk, head: Entry, places: str) -> None:
        if head.totals.statements < LARGE:
            self.file.refresh(desk, head.chain, places, answers=False, progress=None)
            return
        if self._work is None or not self._work.is_going_on:
            self._work = Work(self._store.store.path, self.file.path, head.version, head.chain)
        self._work.wait(PATIENCE)
        if self._work.is_going_on:
            raise ProblemError(
                503,
                f"the map of this large store is being worked out ({self._work.share:.0%} done)",
                fix="Ask again in a few seconds; questions about one place are answered meanwhile.",
                headers={"retry-after": "5"},
            )


def worked_out(desk: Desk, known: date | None = None, before: tuple[str, ...] = ()) -> Chart:
    """Return the chart of a version, worked out anew."""
    try:
        span = span_of(desk)
    except NotFoundError:
        return Chart("", (), None)
    last = span.last_day if known is None else min(span.last_day, known)
    sheets = tuple(sheets_of(desk, span, known=known))
    return Chart("", sheets, last, before, version=desk.snapshot.version)


def _where(store: Path) -> Path:
    """Return where the sheets of a store are kept: beside it, else in the folder for such files."""
    if os.access(store, os.W_OK):
        return store / FILE
    name = sha256(str(store).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"whoholds-{os.getuid()}-{name}.sqlite"
