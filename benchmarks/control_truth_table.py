"""Who held which Syrian town, with dates: the table that control is compared with."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from whoholds.service.whoholds import Whoholds

LASTS = 30  # days that a change is taken to hold where nothing later confirms it
CONTESTED, UNKNOWN, OTHER = "contested", "unknown", "other"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Span:
    """Days [start, end) on which the truth names one party; assumed: before its first change."""

    start: date
    end: date
    party: str
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Town:
    """A place of the truth table: its row, its changes that are scored, what is known of it."""

    row: Row
    changes: tuple[tuple[date, str], ...]
    spans: tuple[Span, ...]

    @property
    def name(self) -> str:
        return str(self.row["place"])

    def on(self, day: date) -> str | None:
        """Return the party that held it on a day, None where the truth does not tell."""
        return next((s.party for s in self.spans if s.start <= day < s.end), None)


class Sides:
    """The parties and sides of the truth table, and the actors that stand for them."""

    def __init__(self, service: Whoholds, path: Path, *, strict: bool) -> None:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        self.begins: date = table.pop("begins")
        self._registry = service.registry
        self._party = {actor: party for party, row in table.items() for actor in row["actors"]}
        self._side = {party: party if strict else row["side"] for party, row in table.items()}
        self._side["CONTESTED"] = CONTESTED

    def of_party(self, party: str | None) -> str | None:
        """Return the side of a party of the truth table; None for none and for shared places."""
        return self._side.get(party or "")

    def of_actor(self, actor_id: str, day: date) -> str:
        """Return the side of an actor on a day, "other" where it is on none."""
        if actor_id not in self._registry.actors:
            return OTHER
        line = (actor_id, *self._registry.ancestors(actor_id, day))
        line += self._registry.ancestors(actor_id)
        party = next((self._party[a] for a in line if a in self._party), None)
        return OTHER if party is None else self._side[party]


def towns_of(path: Path, sides: Sides) -> Iterator[Town]:
    """Yield the places of the table that have a dated, full change."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        entries = sorted(row["changes"], key=lambda c: _bounds(c)[0])
        changes = tuple(
            (_bounds(c)[0], c["controller"])
            for c in entries
            if c["extent"] == "full" and c["date_granularity"] == "day" and not _narrated(c)
        )
        if changes:
            yield Town(row, changes, tuple(_spans(row, entries, sides)))


def _narrated(change: Row) -> bool:
    return bool(change.get("from_narrative"))


def _bounds(change: Row) -> tuple[date, date]:
    """Return the first and last day that a change may have come on."""
    parts = [int(p) for p in str(change["date"])[:10].split("-")]
    first = date(parts[0], *[*parts[1:], 1, 1][:2])
    if change["date_granularity"] == "year" or len(parts) == 1:
        return first, date(first.year, 12, 31)
    if change["date_granularity"] in {"month", "range"} or len(parts) == 2:
        return first, first + timedelta(days=30)
    return first, first


def _spans(row: Row, entries: Sequence[Row], sides: Sides) -> Iterator[Span]:
    """Yield the days for which entries of the whole place tell who held it.

    An entry holds until the next that differs where that one has a date of its own, else for
    LASTS days. The government holds before the first change to another party.
    """
    first = entries[0]
    if first["controller"] != "SYR_GOV" and first["extent"] in {"full", "part"}:
        yield Span(sides.begins, _bounds(first)[0], "SYR_GOV", assumed=True)
    for number, entry in enumerate(entries):
        if entry["extent"] not in {"full", "state"} or _narrated(entry):
            continue
        start, shortest = _bounds(entry)[1], _bounds(entry)[1] + timedelta(days=LASTS + 1)
        yield Span(start, _end(row, entries[number + 1 :], entry, shortest, sides), _party(entry))


def _party(entry: Row) -> str:
    return str(entry["controller"])


def _end(row: Row, rest: Sequence[Row], entry: Row, shortest: date, sides: Sides) -> date:
    side = sides.of_party(_party(entry))
    for later in rest:
        begun = _bounds(later)[0]
        if sides.of_party(_party(later)) == side:
            if later["extent"] == "state":
                continue
            return min(shortest, begun)  # taken again: lost in between
        dated = later["date_granularity"] in {"day", "month"} and later["extent"] != "state"
        return begun if dated else min(shortest, begun)
    same = sides.of_party(row["controller"]) == side
    return date.fromisoformat(row["as_of"]) if same else shortest


def names_of(town: Town) -> tuple[str, ...]:
    """Return the names that a title of the table gives: "A (B)" gives A and B, "A – B" gives B."""
    plain = re.sub(r"\s*\(.*?\)", "", town.name.split(" – ")[-1])
    return (plain, *re.findall(r"\((.*?)\)", town.name))
