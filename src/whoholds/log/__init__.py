"""Statements kept: appended, asked for, as they stood at any time; copies and happenings."""

from whoholds.log.ledger import Entry, EntryKind, Totals
from whoholds.log.records import (
    Appended,
    Damage,
    Info,
    NamedVersion,
    Review,
    Verdict,
    Withdrawal,
)
from whoholds.log.snapshot import Filters, Snapshot
from whoholds.log.store import Moment, Store

__all__ = [
    "Appended",
    "Damage",
    "Entry",
    "EntryKind",
    "Filters",
    "Info",
    "Moment",
    "NamedVersion",
    "Review",
    "Snapshot",
    "Store",
    "Totals",
    "Verdict",
    "Withdrawal",
]
