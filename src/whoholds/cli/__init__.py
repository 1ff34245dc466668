"""Words on the command line -> one verb -> a table on a terminal, JSON lines in a pipe."""

from __future__ import annotations


def main() -> None:
    """Run the command line; the entry point of the `whoholds` script."""
    from whoholds.cli.app import run  # the app is loaded only when it runs

    run()
