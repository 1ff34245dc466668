"""`whoholds read` and `reread`: reports into a store, and the kept ones once more."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from whoholds.cli.options import (
    DEFAULT_STORE,
    FastOption,
    JsonOption,
    ParserOption,
    StoreOption,
    opened,
    parser_of,
    wants_json,
)
from whoholds.cli.progress import reading
from whoholds.service.readers import DEFAULT_PARSER

if TYPE_CHECKING:
    from whoholds.service.answers import ReadSummary


WorkersOption = Annotated[
    int | None,
    typer.Option(min=1, help="Processes that read; one per core for more than a few reports."),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (read, reread):
        app.command(rich_help_panel="Read")(command)


def read(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE...",
            help="Files, folders, archives, addresses, or - for standard input.",
        ),
    ],
    store: StoreOption = DEFAULT_STORE,
    workers: WorkersOption = None,
    delay: Annotated[
        float,
        typer.Option(
            min=0, metavar="SECONDS", help="Pause between two requests to one site, at least."
        ),
    ] = 1.0,
    ignore_robots: Annotated[
        bool,
        typer.Option("--ignore-robots", help="Fetch also what a site's robots.txt asks not to."),
    ] = False,
    parser: ParserOption = DEFAULT_PARSER,
    fast: FastOption = False,
    as_json: JsonOption = False,
) -> None:
    """Read reports into the store.

    They may be text, HTML and JSON-lines files, folders and archives of them (.zip, .tar, .warc
    and their like), and http(s) addresses of pages and of RSS or Atom feeds.

    A text file begins with its headline; lines such as "Published 30.06.2017 17:05", "Updated
    ..." and "Outlet: ..." tell what they say. A line of JSON has "text" and, where known, "title",
    "date", "updated", "url", "outlet" and "id". What the store holds already is passed over. What
    cannot be read is listed with its reason, the rest is read, and the exit status is then 1.

    Of a feed, each entry's page is read, or its text where the feed gives it in full. Pages are
    asked for one at a time, and no more than once until they change: run the same line again to
    read what is new. An article that was updated becomes a new version of itself. An address of
    your own network is read only where you name it; nothing that a page leads to is.

    Examples:

    \b
        whoholds read reports/ --store aleppo
        whoholds read article.html more.jsonl
        whoholds read https://news.example/feed.xml --store aleppo
        whoholds read crawl.warc.gz articles.zip
        zcat archive.jsonl.gz | whoholds read -
    """
    from whoholds.intake import Manners

    with reading() as told:
        summary = opened(store, create=True, parser=parser_of(parser, fast=fast)).read(
            sources,
            workers=workers,
            progress=told.progress,
            manners=Manners(delay=delay, robots=not ignore_robots),
            telling=told.fetching,
        )
    known = f", {summary.known} held already" if summary.known else ""
    _show_summary(
        summary,
        f"{summary.reports} reports read in {summary.seconds:.1f} s{known}: "
        f"{summary.statements} new statements in {store}",
        as_json=wants_json(as_json),
    )


def reread(
    store: StoreOption = DEFAULT_STORE,
    workers: WorkersOption = None,
    parser: ParserOption = DEFAULT_PARSER,
    fast: FastOption = False,
    as_json: JsonOption = False,
) -> None:
    """Read the kept reports again with the present reader and gazetteer.

    Only those that they have not read yet are read. What they find supersedes the earlier
    statements, which stay in the store: --as-of still answers from them. An interrupted run can
    be run again. Run it after an upgrade of whoholds, or after whoholds gazetteer add.

    Examples:

    \b
        whoholds reread --store aleppo
        whoholds reread --workers 4 --json
    """
    opened_store = opened(store, parser=parser_of(parser, fast=fast))
    with reading(opened_store.unread() if sys.stderr.isatty() else None) as told:
        summary = opened_store.reread(workers=workers, progress=told.progress)
    known = f", {summary.known} were read by this reader before" if summary.known else ""
    _show_summary(
        summary,
        f"{summary.reports} reports read again in {summary.seconds:.1f} s{known}: "
        f"{summary.statements} statements now stand for them in {store}",
        as_json=wants_json(as_json),
    )


def _show_summary(summary: ReadSummary, words: str, *, as_json: bool) -> None:
    from whoholds.cli.render import print_failures, print_rows

    print_failures(summary.failures)
    if as_json:
        print_rows([summary])
    else:
        print(words)
    if summary.failures:
        print(f"{len(summary.failures)} problems, listed above", file=sys.stderr)
        raise typer.Exit(1)
