"""`whoholds store` and `whoholds verify`: what a store holds, its names, whether it is whole."""

from __future__ import annotations

import sys
from typing import Annotated

import msgspec
import typer

from whoholds.cli.options import (
    DEFAULT_STORE,
    AsOfOption,
    JsonOption,
    StoreOption,
    moment,
    opened,
    wants_json,
)

store_app = typer.Typer(help="What a store holds, and whether it is whole.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    store_app.command()(info)
    store_app.command()(name)
    app.add_typer(store_app, name="store", rich_help_panel="Keep")
    app.command(rich_help_panel="Keep")(verify)


def info(store: StoreOption = DEFAULT_STORE, as_json: JsonOption = False) -> None:
    """What the store holds: reports, statements, versions, size.

    Example:

    \b
        whoholds store info --store aleppo
    """
    from whoholds.cli.render import print_rows, print_table

    found = opened(store).info()
    if wants_json(as_json):
        print_rows([found])
        return
    rows = [(name, getattr(found, name)) for name in found.__struct_fields__]
    print_table(("", "value"), [(name, _words(value)) for name, value in rows])


def verify(store: StoreOption = DEFAULT_STORE, as_json: JsonOption = False) -> None:
    """Check that the store is whole: its files, hashes, offsets and references.

    Each version's hash covers every column of the rows that came in with it, and the chain of
    hashes in the ledger covers the versions.

    The exit status is 1 where anything is wrong.

    Example:

    \b
        whoholds verify --store aleppo
    """
    from whoholds.cli.render import print_rows

    kept = opened(store).store
    damages = list(kept.verify())
    if wants_json(as_json):
        print_rows(damages)
    for damage in damages:
        print(f"{damage.where}: {damage.what}", file=sys.stderr)
    if damages:
        raise typer.Exit(1)
    print("the store is whole", file=sys.stderr)
    if old := kept.hashed_by_ids():
        print(
            f"{old} of its versions were written by an older release, with a hash over their ids "
            "alone: a changed date or outlet in their rows is not seen",
            file=sys.stderr,
        )


def name(
    words: Annotated[str, typer.Argument(metavar="NAME", help="A name that no version has.")],
    note: Annotated[str, typer.Option(metavar="TEXT", help="What this version is for.")] = "",
    store: StoreOption = DEFAULT_STORE,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Name a version of the store for good.

    The present version gets the name, or that of --as-of. It can be cited, and every question
    asked of it later with --as-of NAME. The line to cite it by tells its hash: equal hashes mean
    equal content.

    Examples:

    \b
        whoholds store name article-2024 --note "as cited in the article"
        whoholds who Manbij --as-of article-2024
    """
    from whoholds.cli.render import print_rows

    if not words.strip() or not isinstance(moment(words), str):
        raise typer.BadParameter(f"{words!r} reads as a time or a number; choose a word")
    named = opened(store).name_version(words, as_of=moment(as_of), note=note)
    if wants_json(as_json):
        print_rows([{**msgspec.to_builtins(named), "citation": named.citation}])
    else:
        print(named.citation)


def _words(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k}: {v}" for k, v in value.items())
    if isinstance(value, tuple):
        return ", ".join(str(v) for v in value)
    return "" if value is None else str(value)
