"""The options that commands share."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from whoholds.service.whoholds import Whoholds

DEFAULT_STORE = Path("whoholds-store")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day; write it as 2017-06-30") from None


StoreOption = Annotated[
    Path,
    typer.Option(
        "--store", envvar="WHOHOLDS_STORE", metavar="DIR", help="The folder that keeps the reports."
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Print JSON lines, as in a pipe, also on a terminal.")
]
OnOption = Annotated[
    date | None,
    typer.Option(
        "--on", parser=_day, metavar="DAY", help="The day asked about; that of the last report."
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="TIME",
        help="Answer from the store as it stood at a time, a version number or a named version.",
    ),
]
KnownOption = Annotated[
    date | None,
    typer.Option(
        "--known",
        parser=_day,
        metavar="DAY",
        help="Answer from what had been published by the end of this day alone.",
    ),
]
PlaceArgument = Annotated[
    str, typer.Argument(metavar="PLACE", help="A name, a name with its kind, or an id.")
]
SinceOption = Annotated[
    date | None,
    typer.Option("--since", parser=_day, metavar="DAY", help="Events on this day or later."),
]
UntilOption = Annotated[
    date | None,
    typer.Option("--until", parser=_day, metavar="DAY", help="Events on this day or earlier."),
]


def opened(store: Path, *, create: bool = False) -> Whoholds:
    """Return the store in a folder; raises StoreError where there is none."""
    from whoholds.service.whoholds import open_store

    return open_store(store, create=create)


def moment(words: str | None) -> datetime | int | str | None:
    """Return what `--as-of` means: a version number, a time (UTC where it has no zone), a name."""
    from whoholds.service.moments import moment_of

    return moment_of(words)


def wants_json(as_json: bool) -> bool:
    """Say whether to print JSON lines: where asked to, or where no terminal reads."""
    return as_json or not sys.stdout.isatty()
