"""`whoholds store` and `whoholds verify`: what a store holds, its names, its upkeep."""

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

store_app = typer.Typer(
    help="What a store holds, its versions and names, and its upkeep.", no_args_is_help=True
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    store_app.command()(info)
    store_app.command()(name)
    store_app.command()(compact)
    app.add_typer(store_app, name="store", rich_help_panel="Keep")
    app.command(rich_help_panel="Keep")(verify)


def info(
    store: StoreOption = DEFAULT_STORE,
    versions: Annotated[
        bool, typer.Option("--versions", help="List the versions of the store with their times.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """What the store holds: reports, statements, versions, size, and what read them.

    With --versions, one row for each version: when it was recorded, by what, how many reports and
    statements the store held then, and its names. --as-of takes such a number, time or name.

    Examples:

    \b
        whoholds store info --store aleppo
        whoholds store info --versions
    """
    from whoholds.cli.render import print_rows, print_table
    from whoholds.cli.show_store import VERSION_COLUMNS, info_rows, version_rows

    kept = opened(store).store
    if versions:
        rows = version_rows(kept.versions(), kept.named_versions())
        if wants_json(as_json):
            print_rows(rows)
        else:
            cells = [[row[name] for name in VERSION_COLUMNS] for row in rows]
            print_table(VERSION_COLUMNS, cells)
        return
    found = kept.info()
    if wants_json(as_json):
        print_rows([found])
    else:
        print_table(("", "value"), info_rows(found))


def compact(
    keep_hours: Annotated[
        int,
        typer.Option(
            "--keep-hours",
            min=0,
            help="Leave replaced files so long for questions being answered; 0: nobody reads.",
        ),
    ] = 1,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Put a store that grew by many small readings together on disk.

    Questions about one place are answered faster, and the store gets smaller once the replaced
    files are gone. Nothing is lost: --as-of answers for every version as before. Others may read
    and write meanwhile; writers wait. A store does this by itself as it grows, less thoroughly.

    Example:

    \b
        whoholds store compact --store aleppo
    """
    from whoholds.cli.show_store import size_words

    kept = opened(store).store
    before = kept.info().size
    kept.compact(keep_hours=keep_hours)
    after = kept.info().size
    print(f"compacted: {size_words(before)} before, {size_words(after)} now", file=sys.stderr)
    if keep_hours:
        told = f"replaced files of the last {keep_hours} h go with a later compaction"
        print(told, file=sys.stderr)


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
