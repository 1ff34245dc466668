"""`whoholds map`: the map with its clock as one file, or a day of it as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from whoholds.cli.options import (
    DEFAULT_STORE,
    AsOfOption,
    OnOption,
    StoreOption,
    moment,
)
from whoholds.cli.public_options import DelayOption, PublicOption, opened_for


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("map", rich_help_panel="Publish")(map_)


def map_(
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Where it is written: .html, .svg, .png."
        ),
    ],
    store: StoreOption = DEFAULT_STORE,
    on: OnOption = None,
    country: Annotated[
        str | None,
        typer.Option(metavar="CODE", help="Places of this country alone (ISO code, as in SY)."),
    ] = None,
    title: Annotated[
        str, typer.Option(metavar="TEXT", help="What stands above it.")
    ] = "Who holds which place",
    public: PublicOption = False,
    delay: DelayOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Write the map as one file that opens from disk, or a day of it as a picture.

    The page (.html) holds the whole map with its clock: every place through time, the claims, the
    borders. It needs no server and asks nothing of anybody, so it can be sent and archived. A
    picture (.svg, .png) shows one day (--on), for a paper.

    With --public, it is made from what may be published alone: nothing rests on a report of the
    last 14 days (--delay), places are settlements and the areas around them with points rounded to
    a kilometre, protected places are left out, and private persons are not named. See whoholds
    export --help.

    Examples:

    \b
        whoholds map -o map.html
        whoholds map -o raqqa.png --on 2017-10-20 --country SY
        whoholds map -o public.html --public --delay 30
    """
    opened_store, at = opened_for(store, public, delay), moment(as_of)
    match output.suffix.lower():
        case ".html" | ".htm":
            from whoholds.publish.map_page import built_parts, write_page
            from whoholds.web.offline import columns_of

            parts = built_parts()
            columns = columns_of(opened_store, on=on, country=country, as_of=at)
            size = write_page(output, columns, title=title, parts=parts)
            count = len(columns["map"]["id"])
            typer.echo(f"{output}: {count} places, {size / 1e6:.1f} MB", err=True)
        case ".svg" | ".png":
            from whoholds.service.pictures import draw_day

            count = draw_day(opened_store, output, title=title, on=on, country=country, as_of=at)
            typer.echo(f"{output}: {count} places", err=True)
            if output.suffix.lower() == ".png":
                _say_what_is_missing()
        case other:
            raise typer.BadParameter(f"a map is .html, .svg or .png, not {other!r}")
    if not count:
        raise typer.Exit(1)


def _say_what_is_missing() -> None:
    from whoholds.publish.raster import draws_text

    if not draws_text():
        typer.echo(
            "no font is installed, so the picture has no words: install one (such as DejaVu Sans), "
            "or write an .svg",
            err=True,
        )
