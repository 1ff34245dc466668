"""Progress on standard error, where that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import NamedTuple, TypeVar

T = TypeVar("T")
_WIDEST = 60


def counting(items: Iterable[T], noun: str) -> Iterator[T]:
    """Yield the items and count them on standard error; silent where that is no terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed} " + noun), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)
        for item in items:
            yield item
            progress.advance(task)


class Told(NamedTuple):
    """What to call with the numbers of reports and failures, and with each address fetched.

    Both are None where no terminal looks.
    """

    progress: Callable[[int, int], None] | None = None
    fetching: Callable[[str], None] | None = None


@contextmanager
def reading(total: int | None = None) -> Iterator[Told]:
    """Give what to call while reports are read.

    total: reports in all, for a bar; None where that is not known.
    """
    if not sys.stderr.isatty():
        yield Told()
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    told = TextColumn(
        "{task.completed} reports, {task.fields[failures]} problems{task.fields[fetched]}",
        markup=False,
    )
    bar = () if total is None else (BarColumn(), TimeRemainingColumn())
    columns = (SpinnerColumn(), told, *bar, TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total, failures=0, fetched="")
        pages = count(1)

        def fetching(url: str) -> None:
            progress.update(task, fetched=f", request {next(pages)}: {_short(url)}")

        yield Told(
            lambda done, failures: progress.update(task, completed=done, failures=failures),
            fetching,
        )


def _short(url: str) -> str:
    """Return an address without what a terminal would take as a command, cut to a line's end."""
    plain = "".join(c if c.isprintable() else "?" for c in url)
    return plain if len(plain) <= _WIDEST else f"{plain[: _WIDEST - 1]}…"


@contextmanager
def downloading(what: str) -> Iterator[Callable[[int, int | None], None] | None]:
    """Give what to call with the bytes read and all of them; None where no terminal looks."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    columns = (TextColumn(what), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
