"""The sheets of a store kept beside it, so that they are worked out once.

Invariant: the file is a function of the store at one version and of the code; it can be deleted
at any time. What it holds is data, never code.
"""

from __future__ import annotations

import logging
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from urllib.parse import quote

import msgspec

from whoholds.control import Voice
from whoholds.model import Noun
from whoholds.service.desk import Desk
from whoholds.service.places import UNRESOLVED
from whoholds.service.sheets import Sheet, Span, code_stamp, sheets_of, span_of

FILE = "sheets-2.sqlite"
"""The name has the form: a file of another form is not touched."""
Progress = Callable[[int, int], None]
"""Gets how many of the places are done, and how many there are."""

log = logging.getLogger("whoholds.service")

_TABLES = """
CREATE TABLE IF NOT EXISTS meta (only INTEGER PRIMARY KEY CHECK (only = 0), body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS sheets (
    place_id TEXT PRIMARY KEY, body BLOB NOT NULL, answer BLOB NOT NULL,
    voices BLOB NOT NULL) WITHOUT ROWID;
"""


class Meta(Noun, frozen=True):
    """What the sheets of a file were made from."""

    stamp: str
    version: int
    code: str
    places: str
    span: Span
    answered: date | None = None


class SheetFile:
    """The file of sheets of one store."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self, stamp: str, places: str) -> tuple[Sheet, ...] | None:
        """Return the sheets, in order of place id; None where they are of another content.

        stamp: of the store; places: of the gazetteer.
        """
        meta = self.meta()
        wanted = (stamp, code_stamp(), places)
        if meta is None or (meta.stamp, meta.code, meta.places) != wanted:
            return None
        with self._opened() as file:
            rows = file.execute("SELECT body FROM sheets ORDER BY place_id").fetchall()
        return tuple(_decode(zlib.decompress(body)) for (body,) in rows)

    def meta(self) -> Meta | None:
        """Return what the file was made from; None where there is none or it is damaged."""
        if not self.path.is_file():
            return None
        try:
            with self._opened() as file:
                row = file.execute("SELECT body FROM meta").fetchone()
            return None if row is None else Meta.from_json(row[0])
        except (sqlite3.Error, msgspec.DecodeError) as error:
            log.warning("%s is made anew: %s", self.path, error)
            self.path.unlink(missing_ok=True)
            return None

    def answer(self, place_id: str, stamp: str) -> bytes | None:
        """Return the JSON of a place's answer on the last day, None where it is not kept.

        stamp: of the store that is asked about. Raises sqlite3.Error.
        """
        return self._kept("answer", place_id, stamp)

    def voices(self, place_id: str, stamp: str) -> dict[str, Voice] | None:
        """Return the voices behind the statements on a place, None where they are not kept.

        stamp: of the store that is asked about. Raises sqlite3.Error.
        """
        body = self._kept("voices", place_id, stamp)
        return None if body is None else msgspec.msgpack.decode(body, type=dict[str, Voice])

    def _kept(self, column: str, place_id: str, stamp: str) -> bytes | None:
        query = f"SELECT {column}, (SELECT body FROM meta) FROM sheets WHERE place_id = ?"  # noqa: S608 - a name of ours
        with closing(sqlite3.connect(f"file:{quote(str(self.path))}?mode=ro", uri=True)) as file:
            row = file.execute(query, (place_id,)).fetchone()
        if row is None or Meta.from_json(row[1]).stamp != stamp:
            return None
        return zlib.decompress(row[0]) if row[0] else None

    def refresh(
        self, desk: Desk, stamp: str, places: str, *, answers: bool, progress: Progress | None
    ) -> None:
        """Bring the file to a version of the store; only what changed is worked out again.

        answers: keep the answer on the last day for each place too. Raises sqlite3.Error.
        """
        span, meta = span_of(desk), self.meta()
        ids = [i for i in desk.places.names if not i.startswith(UNRESOLVED)]
        stale = set(ids)
        if meta is not None and _continues(meta, desk, span, places, answers):
            stale = set(desk.touched(meta.version))
            with self._opened() as file:
                held = {row[0] for row in file.execute("SELECT place_id FROM sheets")}
            stale |= set(ids) - held
        with self._opened() as file, file:
            file.execute("BEGIN IMMEDIATE")
            known = {row[0] for row in file.execute("SELECT place_id FROM sheets")}
            gone = known - set(ids) | stale
            file.executemany("DELETE FROM sheets WHERE place_id = ?", [(i,) for i in sorted(gone)])
            made = sheets_of(desk, span, ids=stale, answers=answers)
            for number, sheet in enumerate(made, start=1):
                file.execute("INSERT OR REPLACE INTO sheets VALUES (?, ?, ?, ?)", _row(sheet))
                if progress is not None:
                    progress(number, len(stale))
            answered = span.last_day if answers else None
            fresh = Meta(
                stamp=stamp,
                version=desk.snapshot.version,
                code=code_stamp(),
                places=places,
                span=span,
                answered=answered,
            )
            file.execute("INSERT OR REPLACE INTO meta VALUES (0, ?)", (fresh.to_json(),))

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.path, timeout=600.0, isolation_level=None)) as file:
            file.execute("PRAGMA journal_mode = WAL")
            file.executescript(_TABLES)
            yield file


_decode = msgspec.msgpack.Decoder(Sheet).decode


def _row(sheet: Sheet) -> tuple[str, bytes, bytes, bytes]:
    bare = msgspec.structs.replace(sheet, answer=b"", voices={})
    if not sheet.answer:
        return sheet.place.id, _packed(bare), b"", b""
    return sheet.place.id, _packed(bare), zlib.compress(sheet.answer, 1), _packed(sheet.voices)


def _packed(value: object) -> bytes:
    return zlib.compress(msgspec.msgpack.encode(value), 1)


def _continues(meta: Meta, desk: Desk, span: Span, places: str, answers: bool) -> bool:
    """Say whether the sheets of untouched places are still right."""
    return (
        (meta.code, meta.places) == (code_stamp(), places)
        and meta.version <= desk.snapshot.version
        and (meta.span.first, meta.span.until) == (span.first, span.until)
        and (not answers or meta.answered == span.last_day)
    )
