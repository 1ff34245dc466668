"""Names for versions of the store, so that a version can be cited and reopened."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from whoholds.errors import NotFoundError, QueryError
from whoholds.log.ledger import Entry
from whoholds.log.records import NamedVersion


class Names:
    """The file of named versions, one JSON line each; a name is given once."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def all(self) -> tuple[NamedVersion, ...]:
        """Return the named versions, in the order of naming."""
        return tuple(NamedVersion.from_json(line) for line in self._whole().splitlines())

    def find(self, name: str) -> NamedVersion:
        """Return the version that has the name; raises QueryError where none has."""
        named = {known.name: known for known in self.all()}
        if name not in named:
            raise NotFoundError(
                where=f"version {name!r}",
                what="no version of the store has this name",
                fix=f"Named versions: {', '.join(named) or 'none yet'}",
            )
        return named[name]

    def give(self, name: str, entry: Entry, *, note: str) -> NamedVersion:
        """Name a version; the same again changes nothing, another version under it is refused."""
        for known in self.all():
            if known.name == name and known.version == entry.version:
                return known
            if known.name == name:
                raise QueryError(
                    where=f"name {name!r}",
                    what=f"it is the name of version {known.version}",
                    fix="Choose another name: a citation must not change its meaning",
                )
        named = NamedVersion(
            name=name,
            version=entry.version,
            chain=entry.chain,
            recorded=datetime.now(UTC),
            note=note,
        )
        whole = self._whole()
        with self.path.open("ab") as file:
            file.truncate(len(whole))
            file.write(named.to_json() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        return named

    def _whole(self) -> bytes:
        data = self.path.read_bytes() if self.path.exists() else b""
        return data[: data.rfind(b"\n") + 1]
