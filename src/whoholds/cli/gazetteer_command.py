"""`whoholds gazetteer`: more places than the built-in ones."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from whoholds.cli.options import DEFAULT_STORE, JsonOption, StoreOption, opened, wants_json
from whoholds.cli.progress import downloading

if TYPE_CHECKING:
    from whoholds.gazetteer import AddResult
    from whoholds.service.whoholds import Whoholds

gazetteer_app = typer.Typer(help="Places beside the built-in ones.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    gazetteer_app.command()(add)
    gazetteer_app.command()(restrict)
    gazetteer_app.callback()(_places)
    app.add_typer(gazetteer_app, name="gazetteer", rich_help_panel="Keep")


def _places() -> None:
    """Places beside the built-in ones."""


def add(
    source: Annotated[
        str, typer.Argument(metavar="FILE|COUNTRY", help="A file of places, or a code such as UA.")
    ],
    name: Annotated[
        str | None,
        typer.Option("--source", metavar="NAME", help="What it is; the file's name if not given."),
    ] = None,
    names: Annotated[
        bool, typer.Option("--names", help="With a code: its other names and spellings too.")
    ] = False,
    country: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="Add only what lies in this country; can be repeated."),
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option(
            envvar="WHOHOLDS_GEONAMES", metavar="URL", help="A mirror of GeoNames' export/dump."
        ),
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    as_json: JsonOption = False,
) -> None:
    """Add places to the store's gazetteer.

    FILE is a table of geonames.org (19 columns divided by tabs, or zipped), its alternateNamesV2,
    a CSV with the columns name, lat and lon (and country, id, feature, names), an OCHA table with
    P-codes, or boundaries as GeoJSON. COUNTRY is a code of two letters: then its dump is
    downloaded from geonames.org, the one time that whoholds asks another machine, because you
    told it to. A place that the gazetteer has already gains the file's names. Rows that cannot be
    used are listed, the rest is added, and the exit status is then 1. Reports read before keep
    the places that they were given; `whoholds reread` gives them the new ones.

    Examples:

    \b
        whoholds gazetteer add UA --names
        whoholds gazetteer add SY.txt --country SY
        whoholds gazetteer add provinces.geojson --store aleppo
    """
    from whoholds.cli.render import print_failures, print_rows
    from whoholds.gazetteer import is_country_code

    wanted = [_code(c) for c in country or ()]
    kept = opened(store, create=True)
    if not Path(source).exists() and is_country_code(source):
        results = _from_country(kept, source, names=names, name=name, base_url=base_url)
    else:
        results = [kept.add_places(Path(source), source=name, countries=wanted)]
    for result in results:
        print_failures(result.failures)
        if wants_json(as_json):
            print_rows([result])
        else:
            print(_told(result, store))
    if any(result.failures for result in results):
        raise typer.Exit(1)


def restrict(
    country: Annotated[
        list[str] | None, typer.Argument(metavar="CODE", help="A country's code, such as SY.")
    ] = None,
    everywhere: Annotated[
        bool, typer.Option("--all", help="Lift the restriction: names may mean places anywhere.")
    ] = False,
    store: StoreOption = DEFAULT_STORE,
    as_json: JsonOption = False,
) -> None:
    """Restrict the store's gazetteer to some countries.

    A name in a report then means a place in one of these countries, or none; countries, regions
    and seas stay known. Without a code, the present restriction is told. Reports read before keep
    the places that they were given; `whoholds reread` gives them the new ones.

    Examples:

    \b
        whoholds gazetteer restrict SY IQ
        whoholds gazetteer restrict --all
    """
    from whoholds.cli.render import print_rows

    wanted = [_code(c) for c in country or ()]
    if wanted and everywhere:
        raise typer.BadParameter("give codes or --all, not both")
    kept = opened(store, create=True)
    if wanted or everywhere:
        kept.restrict_places(wanted)
    codes = kept.gazetteer.countries
    if wants_json(as_json):
        print_rows([{"countries": list(codes)}])
    else:
        print(f"Names mean places in {', '.join(codes)}" if codes else "Names mean places anywhere")


def _from_country(
    store: Whoholds, code: str, *, names: bool, name: str | None, base_url: str | None
) -> list[AddResult]:
    """Download the dump of a country, and its other names where asked, and add them."""
    from whoholds.gazetteer import fetch_country

    results = []
    today = datetime.now(UTC).date()
    with TemporaryDirectory() as folder:
        for part in (False, True)[: 1 + names]:
            what = f"GeoNames {code.upper()}{' names' if part else ''}, {today.isoformat()}"
            with downloading(what) as progress:
                file = fetch_country(
                    code, Path(folder), names=part, base_url=base_url, progress=progress
                )
            results.append(store.add_places(file, source=name or what))
    return results


def _code(words: str) -> str:
    from whoholds.gazetteer import is_country_code

    if not is_country_code(words):
        raise typer.BadParameter(f"{words!r} is no country's code; write it as UA")
    return words.upper()


def _told(result: AddResult, store: Path) -> str:
    left = f"; {result.left_out} rows left out" if result.left_out else ""
    return (
        f"{result.added} places and {result.areas} areas added to the gazetteer of {store}; "
        f"{result.linked} were known and gained names{left}"
    )
