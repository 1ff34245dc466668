"""`whoholds export`: files in the shapes that the field uses."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, TypedDict

import typer

from whoholds.cli.options import (
    DEFAULT_STORE,
    AsOfOption,
    KnownOption,
    LearnedOption,
    LevelOption,
    NeighboursOption,
    OnOption,
    SinceOption,
    StoreOption,
    UntilOption,
    lens_of,
    moment,
)
from whoholds.cli.public_options import DelayOption, PublicOption, WordsOption, opened_for
from whoholds.service.exported import Exported
from whoholds.service.lens import Every, Level, Unit


class Moments(TypedDict):
    """What is known of the reports, and which version of the store is asked."""

    known: date | None
    as_of: datetime | int | str | None


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel="Publish")(export)


def export(
    what: Annotated[Exported, typer.Argument(help="What to write.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where it is written.")
    ],
    store: StoreOption = DEFAULT_STORE,
    on: OnOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    country: Annotated[
        str | None,
        typer.Option(metavar="CODE", help="Places of this country alone (ISO code, as in SY)."),
    ] = None,
    unit: Annotated[Unit, typer.Option(help="Of shares: the areas.")] = Unit.ADMIN1,
    every: Annotated[Every, typer.Option(help="Of shares: how often.")] = Every.MONTH,
    public: PublicOption = False,
    delay: DelayOption = None,
    words: WordsOption = None,
    known: KnownOption = None,
    as_of: AsOfOption = None,
    level: LevelOption = Level.GROUP,
    neighbours: NeighboursOption = False,
    learned: LearnedOption = True,
) -> None:
    """Write what the store tells to a file.

    The file is written whole or not at all.

    \b
    control   CSV: who held each place through time, one row per run of days
    claims    CSV, or JSON lines (.jsonl): every statement with its words
    holdings  GeoJSON: who holds each place on a day (--on)
    map       SVG: the same as a picture
    panel     Parquet: who held each place on each day (--since, --until)
    shares    CSV: how many places and people each party held, by province or district

    A CSV gets a datapackage.json beside it, which says what its columns mean.

    With --public, the file is made from what may be published alone. Nothing rests on a report of
    the last 14 days (--delay). Places are settlements and the areas around them, their points
    rounded to a kilometre; sites, and hospitals, shelters, schools and camps, are left out.
    Persons who speak as residents, witnesses, activists or aid workers are replaced by such words;
    officials with a role are named. Of a report's sentence stand at most 25 words (--words), and
    none where it tells of a protected place. Names are found by their form: read the file before
    you publish it.

    Examples:

    \b
        whoholds export control -o control.csv
        whoholds export map -o map.svg --on 2017-06-30 --country SY
        whoholds export claims -o claims.csv --public --delay 30
        whoholds export panel -o panel.parquet --since 2017-01-01
        whoholds export shares -o shares.csv --unit admin2 --every week
    """
    if known is not None and what is Exported.CLAIMS:
        raise typer.BadParameter("--known goes with answers; for claims give --until a day")
    opened_store, at = opened_for(store, public, delay, words), moment(as_of)
    lens = lens_of(level, neighbours, learned)
    moments: Moments = {"known": known, "as_of": at}
    match what:
        case Exported.CONTROL:
            count = opened_store.export_control(output, until=until, **moments, lens=lens)
        case Exported.CLAIMS:
            count = opened_store.export_claims(output, as_of=at)
        case Exported.HOLDINGS:
            count = opened_store.export_holdings(output, on=on, country=country, **moments)
        case Exported.MAP:
            count = opened_store.export_map(output, on=on, country=country, **moments)
        case Exported.PANEL:
            count = opened_store.export_panel(
                output, since=since, until=until, **moments, lens=lens
            )
        case Exported.SHARES:
            count = opened_store.export_shares(
                output,
                unit=unit,
                every=every,
                since=since,
                until=until,
                known=known,
                as_of=at,
                lens=lens,
            )
    noun = "places" if what in {Exported.MAP, Exported.HOLDINGS} else "rows"
    typer.echo(f"{output}: {count} {noun}", err=True)
    if not count:
        raise typer.Exit(1)
