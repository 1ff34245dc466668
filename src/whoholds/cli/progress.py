"""Progress on standard error, where that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")


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


@contextmanager
def reading(total: int | None = None) -> Iterator[Callable[[int, int], None] | None]:
    """Give what to call with the numbers of reports and failures; None where no terminal looks.

    total: reports in all, for a bar; None where that is not known.
    """
    if not sys.stderr.isatty():
        yield None
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

    told = TextColumn("{task.completed} reports, {task.fields[failures]} problems")
    bar = () if total is None else (BarColumn(), TimeRemainingColumn())
    columns = (SpinnerColumn(), told, *bar, TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total, failures=0)
        yield lambda done, failures: progress.update(task, completed=done, failures=failures)


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
