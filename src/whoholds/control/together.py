"""Claims on one place read beside each other: what one of them tells of the meaning of another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from msgspec import structs

from whoholds.control.evidence import Evidence
from whoholds.control.settings import EVEN, Settings
from whoholds.model import PlaceRelation

_SURE = 0.5  # how sure a claim must be to change the reading of another
_SOON = 3.0  # days
_SHARP = 31.0  # days: the widest window of a change that ends a state
_STATES = frozenset({"controls", "contest", "siege"})
_TAKES = frozenset({"seize", "handover"})
_LEAVES = frozenset({"withdraw", "absent"})


def together(evidence: Sequence[Evidence], settings: Settings) -> list[Evidence]:
    """Return the evidence on one place, each claim read in the light of the others."""
    changes = [e for e in evidence if e.variant in _TAKES | _LEAVES and e.p >= _SURE]
    leaves = [e for e in changes if e.variant in _LEAVES and e.actor is not None]
    by_report: defaultdict[str, list[Evidence]] = defaultdict(list)
    for change in changes:
        by_report[change.statement.report_id].append(change)
    return [
        _entered(_ended(item, by_report[item.statement.report_id], settings), leaves, settings)
        for item in evidence
    ]


def _entered(item: Evidence, leaves: Sequence[Evidence], settings: Settings) -> Evidence:
    """Return who enters a place as its holder leaves it as one who takes it."""
    if item.variant != "advance" or item.actor is None or item.p <= 0.0:
        return item
    place = item.statement.claim.place
    if place is not None and place.relation is not PlaceRelation.IN:
        return item
    others = (e for e in leaves if apart(e, item) <= _SOON)
    if not any(e.actor is not None and e.actor.key != item.actor.key for e in others):
        return item
    takes = settings.kinds["seize"]
    return structs.replace(
        item,
        variant="seize",
        before=takes.before if item.window.opened else EVEN,
        after=takes.after,
        change=takes.change,
        says=f"+{item.actor.key}",
        notes=(*item.notes, "it came in as the other left: taken to hold it"),
    )


def apart(one: Evidence, other: Evidence) -> float:
    """Return the days between two windows, below 0 where they overlap."""
    return max(one.window.start, other.window.start) - min(one.window.end, other.window.end)


def _ended(item: Evidence, in_report: Sequence[Evidence], settings: Settings) -> Evidence:
    """Return a state without an end of its own as one that ended with the loss told beside it.

    "It had held the town since 2014" reaches to the report that says so, at most; where the same
    voice tells in the same report that the town was lost, it reaches to the loss.
    """
    window = item.window
    if item.variant not in _STATES or item.actor is None or not _is_open(item):
        return item
    beside = [e for e in in_report if _is_beside(e, item)]
    losses = [e.window for e in beside if _tells_loss(e, item.actor.key)]
    gains = [e.window.end for e in beside if e.says == f"+{item.actor.key}"]
    latest = max(losses, key=lambda w: w.end, default=None)
    if latest is None or latest.end <= max(gains, default=-np.inf):
        return item
    if window.spans and latest.start <= window.start:
        return item
    end = latest.start
    start = min(window.start, end - (1.0 if window.spans else settings.windows["state"]))
    note = "until the loss that is told with it"
    return structs.replace(
        item,
        window=structs.replace(window, start=start, end=end, note=note),
        notes=(*(n for n in item.notes if n != window.note), note),
    )


def _is_open(item: Evidence) -> bool:
    """Say whether the words give the state no end: "since 2014", or no time at all."""
    told = item.statement.claim.interval
    return told is None or told.end is None or item.window.note is not None


def _is_beside(change: Evidence, item: Evidence) -> bool:
    """Say whether a change of the item's report is sharply dated and told by the same voice."""
    sharp = change.window.end - change.window.start <= _SHARP
    return sharp and change.origin == item.origin


def _tells_loss(change: Evidence, key: str) -> bool:
    if change.actor is None:
        return False
    return (change.variant in _TAKES) == (change.actor.key != key)
