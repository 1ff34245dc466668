"""Tables for a terminal and JSON lines for a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from whoholds.model import Failure

if TYPE_CHECKING:
    from rich.console import Console, JustifyMethod

PIPE_WIDTH = 100
NUMERIC = {
    "probability",
    "nats",
    "speakers",
    "statements",
    "claims",
    "confirmed",
    "only later",
    "contradicted",
}
STATUS_STYLE = {"held": "bold", "contested": "bold yellow", "unknown": "dim"}


def print_rows(rows: Iterable[object]) -> None:
    """Write one JSON object a line."""
    out = sys.stdout.buffer
    for row in rows:
        out.write(msgspec.json.encode(row) + b"\n")
    out.flush()


def print_table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str | None = None
) -> None:
    """Print a table; the cells are plain text, whatever marks they hold."""
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", header_style="bold", show_edge=False)
    for column in columns:
        numeric = column in NUMERIC
        justify: JustifyMethod = "right" if numeric else "left"
        table.add_column(column, justify=justify, overflow="fold", no_wrap=column == "id")
    for row in rows:
        table.add_row(*(Text(_plain(cell), style=_style(cell)) for cell in row))
    console().print(table)


def print_line(text: str, *, style: str = "") -> None:
    """Print one line or paragraph of plain text, wrapped to the terminal."""
    from rich.text import Text

    console().print(Text(visible(text), style=style))


def print_failures(failures: Sequence[Failure]) -> None:
    """List on standard error what could not be used: where, what, what to do."""
    for failure in failures:
        print(
            visible(f"{failure.where}: {failure.what}\n  {failure.fix}"),
            file=sys.stderr,
        )


def console() -> Console:
    """Return the console of standard output."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else PIPE_WIDTH
    return Console(highlight=False, width=width)


def visible(text: str) -> str:
    """Return text without control characters, which could drive the terminal that shows it."""
    return "".join(c for c in text if c == "\n" or c.isprintable())


def percent(share: float | None) -> str:
    """Return a share 0..1 in percent, "" for none."""
    return "" if share is None else f"{share:.0%}"


def signed(nats: float) -> str:
    """Return nats with their sign, in two decimals; a true minus sign."""
    return f"{nats:+.2f}".replace("-", "\N{MINUS SIGN}")


def _plain(cell: Any) -> str:
    if cell is None:
        return ""
    return visible(signed(cell) if isinstance(cell, float) else str(cell))


def _style(cell: Any) -> str:
    return STATUS_STYLE.get(str(cell), "") if isinstance(cell, str) else ""
