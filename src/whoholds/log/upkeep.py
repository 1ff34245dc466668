"""Compaction: a table's many small files become few, and rows of one place lie together.

Invariant: it changes no row. Every version of the store is told by the rows' own column
`version`, so that none is lost with the files that are replaced.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from whoholds.log.tables import Tables

KEEP_HOURS = 1
"""How long replaced files stay for questions that are being answered from them."""
MANY, TOO_MANY = 40, 400
"""Small files from which on a table is rewritten: where its fresh rows are a fair share of all
(so that each row is rewritten a few times at most, however large the store), or in any case."""
_SHARE = 0.25


def due(tables: Tables, versions: Mapping[str, int], names: Collection[str]) -> list[str]:
    """Return those of the tables that have too many small files."""
    found = []
    for name in names:
        files, fresh, rows = tables.fresh(name, versions[name])
        if files >= TOO_MANY or (files >= MANY and fresh >= _SHARE * rows):
            found.append(name)
    return found


def rewrite(
    tables: Tables, versions: Mapping[str, int], names: Collection[str], *, small: bool
) -> dict[str, int]:
    """Rewrite some tables and return the versions of all; the old files are still there."""
    after = dict(versions)
    for name in names:
        after[name] = tables.rewrite(name, small=small)
    tables.harden(versions, after)
    return after


def clean(
    tables: Tables, versions: Mapping[str, int], names: Collection[str], *, keep_hours: int
) -> dict[str, int]:
    """Delete replaced files older than `keep_hours`; return the versions of all tables.

    Cleaning is a version of its own in a Delta table.
    """
    after = dict(versions)
    for name in names:
        tables.clean(name, keep_hours=keep_hours)
        after[name] = tables.latest(name)
    tables.harden(versions, after)
    return after
