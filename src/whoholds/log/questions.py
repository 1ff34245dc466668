"""The questions that a store answers, each as of any of its versions."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Unpack

import polars as pl

from whoholds.log.records import Review, Withdrawal
from whoholds.log.snapshot import Filters, Snapshot
from whoholds.model import Report, Statement

Moment = datetime | int | str
"""A time, the number of a version, or its name."""


class Questions(ABC):
    """Asks a snapshot: the present one, or where `as_of` is given that of a past version."""

    @abstractmethod
    def as_of(self, moment: Moment | None = None) -> Snapshot:
        """Return the store as it stood; None: now."""

    def statements(
        self, *, as_of: Moment | None = None, **filters: Unpack[Filters]
    ) -> tuple[Statement, ...]:
        """Return the statements asked for (see `Filters`), by publication and report."""
        return self.as_of(as_of).statements(**filters)

    def about(
        self, place_ids: Collection[str], *, as_of: Moment | None = None
    ) -> tuple[Statement, ...]:
        """Return the statements about any of the places."""
        return self.as_of(as_of).about(place_ids)

    def frame(
        self,
        columns: Iterable[str] | None = None,
        *,
        as_of: Moment | None = None,
        **filters: Unpack[Filters],
    ) -> pl.DataFrame:
        """Return the rows of the statements asked for."""
        return self.as_of(as_of).frame(columns, **filters)

    def statement(self, statement_id: str) -> Statement:
        """Return one statement; raises QueryError where there is none."""
        return self.as_of().statement(statement_id)

    def report(self, report_id: str) -> Report:
        """Return one report; raises QueryError where there is none."""
        return self.as_of().report(report_id)

    def reports(
        self, ids: Collection[str] | None = None, *, as_of: Moment | None = None
    ) -> tuple[Report, ...]:
        """Return all reports, or those named, by publication and id."""
        return self.as_of(as_of).reports(ids)

    def report_versions(self, report_id: str) -> tuple[Report, ...]:
        """Return all versions of the report's page, the oldest first."""
        return self.as_of().report_versions(report_id)

    def withdrawals(self, *, as_of: Moment | None = None) -> tuple[Withdrawal, ...]:
        """Return the claims that a later version of their page no longer makes."""
        return self.as_of(as_of).withdrawals()

    def reviews(self, statement_ids: Collection[str] | None = None) -> tuple[Review, ...]:
        """Return persons' records, the earliest first."""
        return self.as_of().reviews(statement_ids)
