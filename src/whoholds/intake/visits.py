"""What was fetched before, kept so that an unchanged page need not be sent again.

Invariant: a page is remembered only once what was read of it is safe, so a run that is killed
fetches again and loses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from whoholds.errors import IntakeError
from whoholds.intake.request import Reply
from whoholds.model import Noun

FILE = "fetched.jsonl"
"""The file in a store's folder that remembers pages."""


_LINE = re.compile(r":\d+$")
"""How failures name a line of what was fetched."""


class Visit(Noun, frozen=True):
    """What a server said of a page's version: its ETag and Last-Modified, both as they came."""

    url: str
    etag: str | None = None
    modified: str | None = None


@dataclass(slots=True)
class Visits:
    """The pages fetched before, by address, in a file of JSON lines where the last one counts.

    path: None keeps nothing.
    """

    path: Path | None = None
    _held: dict[str, Visit] = field(default_factory=dict)
    _fresh: dict[str, tuple[Visit, set[str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the file; a line that is damaged is passed over: its page is fetched again."""
        if self.path is None or not self.path.exists():
            return
        for line in self.path.read_bytes().splitlines():
            try:
                visit = Visit.from_json(line)
            except msgspec.DecodeError:
                continue
            self._held[visit.url] = visit

    def headers(self, url: str) -> dict[str, str]:
        """Return the headers that ask for a page only where it has changed since."""
        visit = self._held.get(url)
        if visit is None:
            return {}
        told = {"If-None-Match": visit.etag, "If-Modified-Since": visit.modified}
        return {name: value for name, value in told.items() if value}

    def take(self, url: str, reply: Reply, *, where: str) -> None:
        """Note a page that was sent; it is kept by `save`. where: what failures call it."""
        visit = Visit(
            url=url, etag=reply.headers.get("etag"), modified=reply.headers.get("last-modified")
        )
        if visit.etag or visit.modified:
            self._fresh[url] = visit, {where}

    def rests_on(self, url: str, where: str) -> None:
        """Say that a feed is done only when one of its entries is."""
        if url in self._fresh:
            self._fresh[url][1].add(where)

    def save(self, *, failed: Collection[str]) -> None:
        """Keep what was noted, but for pages of which something failed; those come again.

        Raises IntakeError where the file cannot be written.
        """
        failed = {*failed, *(_LINE.sub("", where) for where in failed)}
        done = [visit for visit, parts in self._fresh.values() if parts.isdisjoint(failed)]
        self._fresh.clear()
        self._held.update((visit.url, visit) for visit in done)
        if self.path is None or not done:
            return
        try:
            with self.path.open("ab") as file:
                file.write(b"".join(visit.to_json() + b"\n" for visit in done))
        except OSError as error:
            raise IntakeError(
                where=str(self.path),
                what=f"cannot be written: {error.strerror or error}",
                fix="The reports are read; only what is unchanged will be fetched again.",
            ) from None
