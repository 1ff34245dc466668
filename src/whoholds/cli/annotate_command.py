"""`whoholds annotate`: texts in, annotations out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from whoholds.cli.options import FastOption, ParserOption, parser_of
from whoholds.cli.progress import counting
from whoholds.errors import ExportError, IntakeError
from whoholds.service.readers import DEFAULT_PARSER, EnglishReader


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel="Read")(annotate)


def annotate(
    source: Annotated[
        Path | None,
        typer.Argument(
            metavar="[IN.jsonl]", help="Texts, one JSON object a line; standard input without it."
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Where it goes; standard output without it."
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="Processes that read; one per core for more than a few texts."),
    ] = None,
    show: Annotated[
        bool, typer.Option("--show", help="Print each text with its claims under the sentences.")
    ] = False,
    parser: ParserOption = DEFAULT_PARSER,
    fast: FastOption = False,
) -> None:
    """Write what texts say as JSON lines.

    Nothing is kept, and no store is needed.

    Each input line is an object with "text" and, where known, "id", "date", "title", "outlet" and
    "context". The date of publication anchors "late on Thursday"; the context is what stood
    before the text in the same report. Each output line has the sentences, place names, time
    expressions, attributions, predicates and claims of its input line, in the same order. A line
    that cannot be read gives "id" and "error" in its place, and the exit status is then 1.

    Examples:

    \b
        whoholds annotate reports.jsonl -o annotations.jsonl
        echo '{"text": "Rebels seized Al-Bab on Monday.", "date": "2017-02-25"}' |
            whoholds annotate --show
    """
    from whoholds.service.annotate import annotate_lines  # loaded only when it runs

    failed, factory = 0, EnglishReader(parser=parser_of(parser, fast=fast))
    with _lines(source) as lines, _sink(output) as sink:
        if show:
            from whoholds.cli.show import show_annotations

            failed = show_annotations(lines, factory=factory, workers=workers)
        else:
            counted = counting(lines, "texts")
            for line, read in annotate_lines(counted, factory=factory, workers=workers):
                sink.write(line + b"\n")
                failed += not read
    if failed:
        print(f"{failed} of the input lines could not be read", file=sys.stderr)
        raise typer.Exit(1)


@contextmanager
def _lines(source: Path | None) -> Iterator[Iterator[bytes]]:
    if source is None or str(source) == "-":
        yield iter(sys.stdin.buffer)
        return
    try:
        file = source.open("rb")
    except OSError as error:
        raise IntakeError(
            where=str(source), what=error.strerror or str(error), fix="Check the path."
        ) from None
    with file:
        yield iter(file)


@contextmanager
def _sink(output: Path | None) -> Iterator[BinaryIO]:
    """Give a stream to write to; a file appears under its name only when it is whole."""
    if output is None or str(output) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    part = output.with_name(output.name + ".part")
    try:
        file = part.open("wb")
    except OSError as error:
        raise ExportError(
            where=str(output), what=error.strerror or str(error), fix="Choose a folder that exists."
        ) from None
    try:
        with file:
            yield file
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)
