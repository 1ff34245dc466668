"""`whoholds export`: files in the shapes that the field uses."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from whoholds.cli.options import (
    DEFAULT_STORE,
    AsOfOption,
    OnOption,
    StoreOption,
    UntilOption,
    moment,
    opened,
)


class What(StrEnum):
    """What can be exported."""

    CONTROL = "control"
    CLAIMS = "claims"
    HOLDINGS = "holdings"
    MAP = "map"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel="Publish")(export)


def export(
    what: Annotated[What, typer.Argument(help="What to write.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where it is written.")
    ],
    store: StoreOption = DEFAULT_STORE,
    on: OnOption = None,
    until: UntilOption = None,
    country: Annotated[
        str | None,
        typer.Option(metavar="CODE", help="Places of this country alone (ISO code, as in SY)."),
    ] = None,
    as_of: AsOfOption = None,
) -> None:
    """Write what the store tells to a file.

    The file is written whole or not at all.

    \b
    control   CSV: who held each place through time, one row per run of days
    claims    CSV, or JSON lines (.jsonl): every statement with its words
    holdings  GeoJSON: who holds each place on a day (--on)
    map       SVG: the same as a picture

    A CSV gets a datapackage.json beside it, which says what its columns mean.

    Examples:

    \b
        whoholds export control -o control.csv
        whoholds export map -o map.svg --on 2017-06-30 --country SY
    """
    opened_store, at = opened(store), moment(as_of)
    match what:
        case What.CONTROL:
            count = opened_store.export_control(output, until=until, as_of=at)
        case What.CLAIMS:
            count = opened_store.export_claims(output, as_of=at)
        case What.HOLDINGS:
            count = opened_store.export_holdings(output, on=on, country=country, as_of=at)
        case What.MAP:
            count = opened_store.export_map(output, on=on, country=country, as_of=at)
    noun = "places" if what in {What.MAP, What.HOLDINGS} else "rows"
    typer.echo(f"{output}: {count} {noun}", err=True)
    if not count:
        raise typer.Exit(1)
