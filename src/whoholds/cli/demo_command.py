"""`whoholds demo`: the sample reports read, and what they tell."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from datetime import date

    from whoholds.service.whoholds import Whoholds

PLACES = 6
DAYS_BETWEEN_MAPS = 180


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel="Read")(demo)


def demo(
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="Where the store and the files go.")
    ] = Path("whoholds-demo"),
) -> None:
    """Read the sample reports and see who holds what.

    The reports are written for this purpose about the real course of events around Aleppo and
    Raqqa in 2016-2017 and Kharkiv and Kherson in 2022; their outlets are invented. The command
    writes a store, a control table, and maps at two dates.

    Example:

    \b
        whoholds demo
        whoholds who Kherson --store whoholds-demo/store
    """
    from whoholds.cli.render import print_failures, print_line
    from whoholds.service import demo as samples

    folder.mkdir(parents=True, exist_ok=True)
    store = samples.fresh_store(folder / "store")
    with samples.sample_reports() as source:
        summary = store.read(source)
    print_failures(summary.failures)
    print_line(
        f"{summary.reports} sample reports read in {summary.seconds:.1f} s: "
        f"{summary.statements} statements in {folder / 'store'}"
    )
    days = dict(samples.theatres(store))
    for country, day in days.items():
        _show_theatre(store, country, day)
    _explain_one(store, days)
    _write_files(store, folder)
    print_line(
        f"\nThe map, with a clock and the evidence: {_command()} serve --store {folder / 'store'}"
    )
    if summary.failures:
        raise typer.Exit(1)


def _command() -> str:
    """Return the command as it can be typed here: by its path where it is not on the PATH."""
    started = Path(sys.argv[0])
    known = shutil.which("whoholds")
    if known or started.name != "whoholds":
        return "whoholds"
    return os.path.relpath(started)


def _show_theatre(store: Whoholds, country: str, day: date) -> None:
    from whoholds.cli.render import percent, print_table
    from whoholds.cli.show_answers import speakers_words
    from whoholds.publish.wire import probability_of
    from whoholds.service.demo import most_told
    from whoholds.service.sentences import interval_words

    rows = []
    for place_id in most_told(store, country, count=PLACES):
        answer = store.who(place_id, on=day)
        holding = answer.holding
        said = speakers_words(answer.evidence[0]) if answer.evidence else ""
        rows.append(
            (
                holding.place.name,
                str(holding.status),
                holding.holder.name if holding.holder else "",
                percent(probability_of(holding)),
                interval_words(holding.since) if holding.since else "",
                str(holding.speakers),
                said,
            )
        )
    columns = ("place", "status", "holder", "probability", "since", "speakers", "according to")
    print()
    print_table(columns, rows, title=f"Who holds what in {country} on {day}")


def _explain_one(store: Whoholds, days: dict[str, date]) -> None:
    """Explain the place that was most disputed, on the day that its theatre is shown for."""
    from whoholds.cli.render import print_line
    from whoholds.cli.show_answers import show_explanation
    from whoholds.service.demo import most_disputed

    run = most_disputed(store)
    day = None if run is None else days.get(run.place.country or "")
    if run is None or day is None:
        return
    answer = store.who(run.place.id, on=day)
    print()
    print_line(answer.sentence, style="bold")
    show_explanation(store.explain(run.place.id, on=day), as_json=False)


def _write_files(store: Whoholds, folder: Path) -> None:
    from datetime import timedelta

    from whoholds.service.demo import theatres

    print()
    rows = store.export_control(folder / "control.csv")
    print(f"{folder / 'control.csv'}: {rows} rows")
    for country, last in theatres(store):
        for day in (last - timedelta(days=DAYS_BETWEEN_MAPS), last):
            path = folder / f"map-{country}-{day}.svg"
            places = store.export_map(path, on=day, country=country)
            print(f"{path}: {places} places")
