"""The texts of a version's reports, as far as telling copies and agencies needs them."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from whoholds.log import Snapshot, fingerprint
from whoholds.log.copies import Print
from whoholds.model import Report

MOST = 120_000
"""Reports whose fingerprints are kept, about 5 KB each."""
PORTION = 5_000
"""Reports that are read from the store at once."""
TOP = 600
"""Characters of a report that are kept once it has its fingerprint: where agencies are named."""


class Texts:
    """Reports cut to their tops, with the fingerprints of their whole texts; read when needed."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._reports: dict[str, Report] = {}
        self.prints: dict[str, Print] = {}

    def of(self, ids: Collection[str]) -> list[Report]:
        """Return reports in order of id, those that the store has; `prints` then has theirs."""
        missing = set(ids) - self._reports.keys()
        if len(self._reports) + len(missing) > MOST:
            self._reports, self.prints = {}, {}
            missing = set(ids)
        ordered = sorted(missing)
        for at in range(0, len(ordered), PORTION):
            for report in self._snapshot.reports(ordered[at : at + PORTION]):
                self.prints[report.id] = fingerprint(report.text, published=report.published)
                self._reports[report.id] = msgspec.structs.replace(report, text=report.text[:TOP])
        return [self._reports[i] for i in sorted(ids) if i in self._reports]
