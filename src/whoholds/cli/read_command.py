"""`whoholds read`: reports into a store."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from whoholds.cli.options import DEFAULT_STORE, JsonOption, StoreOption, opened, wants_json
from whoholds.cli.progress import reading


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel="Read")(read)


def read(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="SOURCE...", help="Files, folders, or - for standard input."),
    ],
    store: StoreOption = DEFAULT_STORE,
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="Processes that read; one per core for more than a few reports."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Read reports into the store.

    They may be text, HTML and JSON-lines files, and folders of them.

    A text file begins with its headline; lines such as "Published 30.06.2017 17:05", "Updated
    ..." and "Outlet: ..." tell what they say. A line of JSON has "text" and, where known, "title",
    "date", "updated", "url", "outlet" and "id". What the store holds already is passed over. What
    cannot be read is listed with its reason, the rest is read, and the exit status is then 1.

    Examples:

    \b
        whoholds read reports/ --store aleppo
        whoholds read article.html more.jsonl
        zcat archive.jsonl.gz | whoholds read -
    """
    from whoholds.cli.render import print_failures, print_rows

    with reading() as progress:
        summary = opened(store, create=True).read(sources, workers=workers, progress=progress)
    print_failures(summary.failures)
    if wants_json(as_json):
        print_rows([summary])
    else:
        known = f", {summary.known} held already" if summary.known else ""
        print(
            f"{summary.reports} reports read in {summary.seconds:.1f} s{known}: "
            f"{summary.statements} new statements in {store}"
        )
    if summary.failures:
        print(f"{len(summary.failures)} problems, listed above", file=sys.stderr)
        raise typer.Exit(1)
