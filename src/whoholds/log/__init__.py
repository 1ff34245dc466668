"""Statements kept: appended, asked for, as they stood at any time; copies and happenings."""

from whoholds.log.copies import copy_groups, fingerprint
from whoholds.log.events import Event
from whoholds.log.happenings import Happenings
from whoholds.log.ledger import Entry, EntryKind, Totals
from whoholds.log.origins import Origin, independence, is_unnamed, origins
from whoholds.log.questions import Moment
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
from whoholds.log.speakers import Bias, Record, speakers_table
from whoholds.log.store import Store
from whoholds.log.upkeep import KEEP_HOURS
from whoholds.log.verdicts import PERSON, Standing, State, judgements, undone

__all__ = [
    "KEEP_HOURS",
    "PERSON",
    "Appended",
    "Bias",
    "Damage",
    "Entry",
    "EntryKind",
    "Event",
    "Filters",
    "Happenings",
    "Info",
    "Moment",
    "NamedVersion",
    "Origin",
    "Record",
    "Review",
    "Snapshot",
    "Standing",
    "State",
    "Store",
    "Totals",
    "Verdict",
    "Withdrawal",
    "copy_groups",
    "fingerprint",
    "independence",
    "is_unnamed",
    "judgements",
    "origins",
    "speakers_table",
    "undone",
]
