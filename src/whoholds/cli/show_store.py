"""What a store holds and its versions, as rows of a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from whoholds.log import Entry, Info, NamedVersion

VERSION_COLUMNS = ("version", "recorded", "kind", "reports", "statements", "names")
_UNITS = ("B", "kB", "MB", "GB", "TB")


def info_rows(info: Info) -> Iterator[tuple[str, str]]:
    """Yield what a store holds as pairs of a name and words."""
    for name in info.__struct_fields__:
        value = getattr(info, name)
        yield name, size_words(value) if name == "size" else _words(value)


def version_rows(
    entries: Iterable[Entry], named: Iterable[NamedVersion]
) -> list[dict[str, object]]:
    """Return a row for each version: when, by what, how much the store held, its names."""
    names: defaultdict[int, list[str]] = defaultdict(list)
    for one in named:
        names[one.version].append(one.name)
    return [
        {
            "version": entry.version,
            "recorded": _moment(entry.recorded),
            "kind": str(entry.kind),
            "reports": entry.totals.reports,
            "statements": entry.totals.statements,
            "names": ", ".join(names[entry.version]),
        }
        for entry in entries
    ]


def size_words(size: int) -> str:
    """Return a number of bytes for people: "999.5 kB"."""
    value, unit = float(size), 0
    while value >= 999.95 and unit + 1 < len(_UNITS):
        value, unit = value / 1000, unit + 1
    return f"{value:.1f} {_UNITS[unit]}" if unit else f"{size} B"


def _words(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k}: {_words(v)}" for k, v in value.items())
    if isinstance(value, tuple):
        return ", ".join(str(v) for v in value)
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, int):
        return f"{value:,}"
    return "" if value is None else str(value)


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
