"""The options that commands share."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from whoholds.service.lens import Lens, Level
from whoholds.service.readers import DEFAULT_PARSER, FAST_PARSER

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
        help="Answer from the store as it stood at a time, a version number or a named version: "
        "without what was read or judged later, however old the news.",
    ),
]
KnownOption = Annotated[
    date | None,
    typer.Option(
        "--known",
        parser=_day,
        metavar="DAY",
        help="Answer from what had been published, and learned, by the end of this day, whenever "
        "the store read it. To cite an answer use --as-of; to ask what one could know then use "
        "--known.",
    ),
]
LevelOption = Annotated[
    Level,
    typer.Option("--level", help="Show groups as reports name them, or the sides they fight on."),
]
NeighboursOption = Annotated[
    bool,
    typer.Option(
        "--neighbours/--no-neighbours",
        help="Let what is held around a place lean a little on what is not known of it.",
    ),
]
LearnedOption = Annotated[
    bool,
    typer.Option(
        "--learned/--no-learned",
        help="Believe each speaker as far as the store teaches, or as far as its kind is believed.",
    ),
]
ParserOption = Annotated[
    str,
    typer.Option(
        "--parser",
        envvar="WHOHOLDS_PARSER",
        metavar="NAME",
        help="Read with another pipeline of Universal Dependencies: stanza, udpipe, an installed "
        "spaCy pipeline, module:function, or the folder of a model of your own.",
    ),
]
FastOption = Annotated[
    bool,
    typer.Option(
        "--fast", help="Read with the smaller language model: sooner done, a little less accurate."
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


def parser_of(name: str, *, fast: bool) -> str:
    """Return the parser that `--parser` and `--fast` mean."""
    if fast and name != DEFAULT_PARSER:
        raise typer.BadParameter("--fast is a parser of its own: leave --parser out")
    return FAST_PARSER if fast else name


def opened(store: Path, *, create: bool = False, parser: str = DEFAULT_PARSER) -> Whoholds:
    """Return the store in a folder; raises StoreError where there is none."""
    from whoholds.service.whoholds import open_store

    return open_store(store, create=create, parser=parser)


def moment(words: str | None) -> datetime | int | str | None:
    """Return what `--as-of` means: a version number, a time (UTC where it has no zone), a name."""
    from whoholds.service.moments import moment_of

    return moment_of(words)


def lens_of(level: Level, neighbours: bool, learned: bool) -> Lens:
    """Return how the store is to be looked at."""
    return Lens(learned=learned, level=level, neighbours=neighbours)


def wants_json(as_json: bool) -> bool:
    """Say whether to print JSON lines: where asked to, or where no terminal reads."""
    return as_json or not sys.stdout.isatty()
