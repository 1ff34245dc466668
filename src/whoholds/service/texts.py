"""The texts of a version's reports, as far as telling copies and agencies needs them."""

from __future__ import annotations

import threading
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
        self._prints: dict[str, Print] = {}
        self._turn = threading.Lock()

    def of(self, ids: Collection[str]) -> tuple[list[Report], dict[str, Print]]:
        """Return reports in order of id, those that the store has, and their fingerprints."""
        with self._turn:
            self._fetch(set(ids))
            found = [self._reports[i] for i in sorted(ids) if i in self._reports]
            return found, {report.id: self._prints[report.id] for report in found}

    def _fetch(self, ids: set[str]) -> None:
        missing = ids - self._reports.keys()
        if len(self._reports) + len(missing) > MOST:
            self._reports, self._prints = {}, {}
            missing = ids
        ordered = sorted(missing)
        for at in range(0, len(ordered), PORTION):
            for report in self._snapshot.reports(ordered[at : at + PORTION]):
                self._prints[report.id] = fingerprint(report.text, published=report.published)
                self._reports[report.id] = msgspec.structs.replace(report, text=report.text[:TOP])
