"""The commands: each parses its words, calls one verb and prints what it gives."""

from __future__ import annotations

import logging
import os
import sys
import traceback
from typing import Annotated

import typer

from whoholds.__about__ import __version__
from whoholds.cli import (
    annotate_command,
    ask_commands,
    demo_command,
    export_command,
    gazetteer_command,
    log_commands,
    map_command,
    read_command,
    review_command,
    serve_command,
    store_commands,
)
from whoholds.errors import WhoholdsError

app = typer.Typer(
    name="whoholds",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: it starts at once
    context_settings={"help_option_names": ["-h", "--help"]},
)
for commands in (
    read_command,
    annotate_command,
    ask_commands,
    log_commands,
    review_command,
    export_command,
    map_command,
    serve_command,
    store_commands,
    gazetteer_command,
    demo_command,
):
    commands.register(app)


@app.callback(invoke_without_command=True)
def whoholds(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True)
    ] = False,
) -> None:
    """Who holds which place, since when, how surely, and according to whom.

    whoholds reads news reports about armed conflict into a store and answers from it; every
    answer leads back to the words that it rests on.

    
        whoholds read reports/              read a folder of reports into ./whoholds-store
        whoholds who Manbij                 who holds it, and who says so
        whoholds explain Manbij             why the answer is what it is
        whoholds export control -o control.csv
    """
    if version:
        print(f"whoholds {__version__}")
        raise typer.Exit


def run() -> None:
    """Run the command line and end with its exit status.

    0: done; 1: some input failed, or there is no answer; 2: the words were not understood.
    """
    try:
        app()
    except WhoholdsError as error:
        _complain(error)
        sys.exit(1)
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # noqa: BLE001 - the last resort of the command line
        logging.getLogger("whoholds").debug("%s", traceback.format_exc())
        print(f"whoholds: {type(error).__name__}: {error}", file=sys.stderr)
        print("  This is a bug; WHOHOLDS_DEBUG=1 shows where.", file=sys.stderr)
        if os.environ.get("WHOHOLDS_DEBUG"):
            traceback.print_exc()
        sys.exit(1)


def _complain(error: WhoholdsError) -> None:
    print(f"{error.where}: {error.what}\n  {error.fix}", file=sys.stderr)
