"""What a store tells, written to files."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date
from pathlib import Path

from whoholds.log import Moment
from whoholds.publish.geojson import write_geojson
from whoholds.publish.panels import write_panel, write_shares
from whoholds.publish.picture import write_picture
from whoholds.publish.tables import write_claims, write_control
from whoholds.service.desk import Desk
from whoholds.service.filters import in_country
from whoholds.service.lens import DEFAULT, Every, Lens, Unit
from whoholds.service.panels import daily, shares, span_of
from whoholds.service.sheets import party_colours


class Exports(ABC):
    """Exports of a store: each goes through `desk`, so that what `desk` withholds is withheld."""

    @abstractmethod
    def desk(self, as_of: Moment | None = None, *, lens: Lens = DEFAULT) -> Desk:
        """Return the answers of one version of the store."""

    def export_control(
        self,
        path: str | Path,
        *,
        until: date | None = None,
        known: date | None = None,
        as_of: Moment | None = None,
        lens: Lens = DEFAULT,
    ) -> int:
        """Write who held each place through time as CSV, with a data package beside it.

        until, known: as for `Whoholds.timeline`. Returns the number of rows; raises ExportError.
        """
        desk = self.desk(as_of, lens=lens)
        return write_control(
            Path(path), desk.timelines(until=until, known=known), version=desk.version
        )

    def export_panel(
        self,
        path: str | Path,
        *,
        since: date | None = None,
        until: date | None = None,
        known: date | None = None,
        as_of: Moment | None = None,
        lens: Lens = DEFAULT,
    ) -> int:
        """Write who held each place on each day as Parquet; returns the number of rows.

        since, until: the first and the last day; by default those of the first and of the last
        report. Raises ExportError.
        """
        desk = self.desk(as_of, lens=lens)
        days = span_of(desk, since, until, every=Every.DAY, known=known)
        return write_panel(Path(path), daily(desk, days, known=known), version=desk.version)

    def export_shares(
        self,
        path: str | Path,
        *,
        unit: Unit = Unit.ADMIN1,
        every: Every = Every.MONTH,
        since: date | None = None,
        until: date | None = None,
        known: date | None = None,
        as_of: Moment | None = None,
        lens: Lens = DEFAULT,
    ) -> int:
        """Write how many places, and how many people, each party held by area, as CSV.

        unit: of the areas. every: one row a day, week or month. since, until: as for
        `export_panel`. Returns the number of rows; raises ExportError.
        """
        desk = self.desk(as_of, lens=lens)
        days = span_of(desk, since, until, every=every, known=known)
        return write_shares(
            Path(path), shares(desk, days, unit=unit, known=known), version=desk.version
        )

    def export_claims(self, path: str | Path, *, as_of: Moment | None = None) -> int:
        """Write all statements as CSV with a data package, or as JSON lines (`.jsonl`)."""
        desk = self.desk(as_of)
        return write_claims(Path(path), desk.statements(), version=desk.version)

    def export_holdings(
        self,
        path: str | Path,
        *,
        on: date | None = None,
        country: str | None = None,
        known: date | None = None,
        as_of: Moment | None = None,
    ) -> int:
        """Write who holds each place on a day as GeoJSON points; returns how many."""
        desk = self.desk(as_of)
        return write_geojson(Path(path), in_country(desk.holdings(on=on, known=known), country))

    def export_map(
        self,
        path: str | Path,
        *,
        on: date | None = None,
        country: str | None = None,
        known: date | None = None,
        as_of: Moment | None = None,
    ) -> int:
        """Draw who holds each place on a day as an SVG picture; returns the number of places.

        country: ISO alpha-2 code; all countries where it is not given. A party has the same
        colour on every day's map of one version of a store.
        """
        desk = self.desk(as_of)
        day = desk.day_of(on, known)
        held = in_country(desk.holdings(on=day, known=known), country)
        return write_picture(
            Path(path),
            held,
            on=day,
            title="Who holds which place",
            colours=party_colours(desk),
        )
