"""Work on many texts in order, in this process or in several, without letting one stop the rest."""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import get_context
from typing import TypeVar

from whoholds.errors import ModelError, WhoholdsError
from whoholds.model import Failure
from whoholds.service.readers import Loaded, ReaderFactory

T = TypeVar("T")
R = TypeVar("R")
Work = Callable[[Loaded, T], R]

CHUNK = 8
SMALL = 4 * CHUNK
_LOG = logging.getLogger(__name__)
_loaded: Loaded | Failure = Failure(
    where="worker process", what="the reader is not loaded", fix="Report this as a bug."
)


def map_in_order(
    items: Iterable[T],
    work: Work[T, R],
    *,
    factory: ReaderFactory,
    workers: int | None = None,
) -> Iterator[R | Failure]:
    """Yield work(reader, item) for each item, in the items' order; a Failure where it raised.

    workers: number of processes; 1 works in this one; None takes one per core, and this one alone
    for fewer than 32 items. Items, results and `work` must be picklable where workers != 1.
    Items are drawn only as far ahead as keeps the workers busy. Raises what the factory raises,
    and ModelError where a worker dies.
    """
    if workers is None:
        first = list(islice(items_iterator := iter(items), SMALL))
        workers = 1 if len(first) < SMALL else os.cpu_count() or 1
        items = chain(first, items_iterator)
    if workers <= 1:
        yield from _map_here(items, work, factory)
    else:
        yield from _map_in_workers(items, work, factory, workers)


def _map_here(
    items: Iterable[T], work: Work[T, R], factory: ReaderFactory
) -> Iterator[R | Failure]:
    loaded: Loaded | None = None
    for item in items:
        loaded = loaded or factory()
        yield attempt(work, loaded, item)


def _map_in_workers(
    items: Iterable[T], work: Work[T, R], factory: ReaderFactory, workers: int
) -> Iterator[R | Failure]:
    iterator = iter(items)
    waiting: deque[Future[list[R | Failure] | Failure]] = deque()
    with ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_start, initargs=(factory,)
    ) as pool:
        try:
            while True:
                while len(waiting) < 3 * workers and (block := list(islice(iterator, CHUNK))):
                    waiting.append(pool.submit(_work_on, work, block))
                if not waiting:
                    return
                done = waiting.popleft().result()
                if isinstance(done, Failure):
                    raise ModelError(where=done.where, what=done.what, fix=done.fix)
                yield from done
        except BrokenProcessPool:
            raise ModelError(
                where="worker process",
                what="it ended while it read, perhaps for want of memory",
                fix="Try again with --workers 1.",
            ) from None
        finally:
            for future in waiting:
                future.cancel()


def _start(factory: ReaderFactory) -> None:
    """Load the reader; where that fails, keep why, for the first block to tell the parent."""
    global _loaded
    try:
        _loaded = factory()
    except WhoholdsError as error:
        _loaded = Failure(where=error.where, what=error.what, fix=error.fix)


def _work_on(work: Work[T, R], block: list[T]) -> list[R | Failure] | Failure:
    loaded = _loaded
    if isinstance(loaded, Failure):
        return loaded
    return [attempt(work, loaded, item) for item in block]


def attempt(work: Work[T, R], loaded: Loaded, item: T) -> R | Failure:
    """Return work(loaded, item), or a Failure that says why there is none.

    The one place outside the commands that catches everything: a text that breaks the reader must
    not stop the thousands beside it. The traceback goes to the log.
    """
    try:
        return work(loaded, item)
    except WhoholdsError as error:
        return Failure(where=error.where, what=error.what, fix=error.fix)
    except Exception as error:  # noqa: BLE001
        _LOG.debug("reading failed", exc_info=True)
        return Failure(
            where="reading",
            what=f"{type(error).__name__}: {error}",
            fix="Run with --debug for the traceback and report it as a bug.",
        )
