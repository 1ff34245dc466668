"""Panels of places by day as Parquet, and the shares of areas as CSV."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from whoholds.publish.datapackage import Field, describe_table
from whoholds.publish.files import whole_path, write_csv

PANEL_FIELDS = (
    Field("place_id", "string", "Gazetteer id of the place."),
    Field("place_name", "string", "Its usual name."),
    Field("country", "string", "ISO 3166 alpha-2 code."),
    Field("admin1", "string", "First-level unit that it lies in."),
    Field("lat", "number", "Latitude, WGS 84."),
    Field("lon", "number", "Longitude, WGS 84."),
    Field("date", "date", "The day; the answer is for its end (UTC)."),
    Field("status", "string", "held, contested or unknown."),
    Field("holder_id", "string", "Id of the party that holds the place; empty unless held."),
    Field("holder_name", "string", "Its name."),
    Field("probability", "number", "Of the holder where held, else of the status, 0 to 1."),
    Field("contested", "number", "Probability that the place is contested."),
    Field("unknown", "number", "Probability that a party holds it that no report names there."),
)
SHARE_FIELDS = (
    Field("date", "date", "The day; the answer is for its end (UTC)."),
    Field("country", "string", "ISO 3166 alpha-2 code."),
    Field("admin1", "string", "First-level unit."),
    Field("admin2", "string", "Second-level unit; empty where areas of the first are counted."),
    Field("status", "string", "held, contested or unknown."),
    Field("holder_id", "string", "Id of the party; empty unless held."),
    Field("holder_name", "string", "Its name."),
    Field("places", "integer", "How many of the store's settlements and sites."),
    Field("population", "integer", "Of those whose population is known; empty where none is."),
)


def write_panel(path: Path, frames: Iterable[pl.DataFrame], *, version: str) -> int:
    """Write a panel as Parquet with a data package beside it; return the number of rows.

    version: the store's version in words. Raises ExportError.
    """
    columns = [field.name for field in PANEL_FIELDS]
    parts = [frame.select(columns) for frame in frames]
    whole = pl.concat(parts) if parts else pl.DataFrame(schema=dict.fromkeys(columns, pl.String()))
    with whole_path(path) as part:
        whole.write_parquet(part, compression="zstd")
    describe_table(
        path,
        PANEL_FIELDS,
        title="Who holds which place, by day",
        key=("place_id", "date"),
        version=version,
    )
    return whole.height


def write_shares(path: Path, frame: pl.DataFrame, *, version: str) -> int:
    """Write the shares of areas as CSV with a data package beside it; return how many rows.

    version: the store's version in words. Raises ExportError.
    """
    columns = [field.name for field in SHARE_FIELDS]
    count = write_csv(path, columns, frame.select(columns).iter_rows(named=True))
    describe_table(
        path,
        SHARE_FIELDS,
        title="What each party holds, by area",
        key=("date", "country", "admin1", "admin2", "status", "holder_id"),
        version=version,
    )
    return count
