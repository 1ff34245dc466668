"""Sources -> reports -> statements -> the store, in batches, each all or nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import msgspec

from whoholds.errors import StoreError
from whoholds.intake import VISITS_FILE, Manners, Visits, Web, load
from whoholds.log import Store
from whoholds.model import Annotation, Failure, Report, Statement
from whoholds.service.answers import ReadSummary
from whoholds.service.batch import attempt, map_in_order
from whoholds.service.readers import Loaded, ReaderFactory

BATCH = 256
"""Reports that are written to the store at once."""

Progress = Callable[[int, int], None]
"""Called after each report with the numbers of reports done and of failures."""


@dataclass(frozen=True, slots=True)
class Read:
    """A report with its statements and the versions of what read it."""

    report: Report
    statements: tuple[Statement, ...]
    reader: str
    gazetteer: str


def ingest(
    store: Store,
    sources: Iterable[str | Path],
    *,
    factory: ReaderFactory,
    versions: tuple[str, str],
    workers: int | None = None,
    progress: Progress | None = None,
    stdin: BinaryIO | None = None,
    manners: Manners | None = None,
    telling: Callable[[str], None] | None = None,
) -> ReadSummary:
    """Read sources into a store; what the store holds, read by the same versions, is passed over.

    versions: of reader and gazetteer. manners: how addresses are fetched; telling: called with
    each before it is asked for. Pages fetched before are asked for only where they changed; they
    are remembered beside the store's tables once all is written. Raises StoreError where the store
    cannot be written; the batches before that stay.
    """
    run = _Run(store, versions, progress)
    visits = Visits(store.path / VISITS_FILE)
    web = Web(manners=manners or Manners(), visits=visits, telling=telling)
    loaded = load(sources, stdin=stdin, web=web)
    summary = _read_all(run, loaded, factory=factory, workers=workers)
    visits.save(failed={failure.where for failure in summary.failures})
    return msgspec.structs.replace(summary, known=summary.known + web.unchanged)


def read_again(
    store: Store,
    *,
    factory: ReaderFactory,
    versions: tuple[str, str],
    workers: int | None = None,
    progress: Progress | None = None,
) -> ReadSummary:
    """Read the texts that a store keeps and that these versions have not read yet.

    What is found supersedes the earlier readings, which stay for `as_of`. A report that fails
    keeps its earlier reading. Raises StoreError where the store cannot be written.
    """
    run = _Run(store, versions, progress)
    return _read_all(run, _kept(store), factory=factory, workers=workers)


def unread(store: Store, versions: tuple[str, str]) -> int:
    """Return how many reports of a store the versions of reader and gazetteer have not read."""
    ids = _kept_ids(store)
    return len(ids) - len(store.known(ids, reader=versions[0], gazetteer=versions[1]))


def _kept(store: Store) -> Iterator[Report]:
    """Yield the reports of a store by id, a batch in memory at a time."""
    ids = iter(_kept_ids(store))
    while batch := list(islice(ids, BATCH)):
        yield from store.reports(batch)


def _kept_ids(store: Store) -> list[str]:
    snapshot = store.as_of()
    rows = snapshot.collect(snapshot.scan("reports").select("id"), "reports")
    return sorted(rows["id"])


def _read_all(
    run: _Run,
    loaded: Iterator[Report | Failure] | Iterator[Report],
    *,
    factory: ReaderFactory,
    workers: int | None,
) -> ReadSummary:
    start = time.perf_counter()
    fresh = run.fresh(loaded)
    results = map_in_order(fresh, read_report, factory=factory, workers=workers)
    while batch := list(islice(run.counted(results), BATCH)):
        run.append(batch)
    return ReadSummary(
        reports=run.done,
        known=run.known,
        statements=run.statements,
        failures=tuple(run.failures),
        seconds=time.perf_counter() - start,
    )


@dataclass(slots=True)
class _Run:
    """One run of `read`: what it has done so far."""

    store: Store
    versions: tuple[str, str]
    progress: Progress | None
    done: int = 0
    known: int = 0
    statements: int = 0
    failures: list[Failure] = field(default_factory=list)

    def fresh(self, loaded: Iterator[Report | Failure] | Iterator[Report]) -> Iterator[Report]:
        """Yield the reports that the store does not hold yet; keep the failures."""
        reader, gazetteer = self.versions
        while block := list[Report | Failure](islice(loaded, BATCH)):
            reports = {r.id: r for r in block if isinstance(r, Report)}
            stored = self.store.known(reports, reader=reader, gazetteer=gazetteer)
            self.failures.extend(f for f in block if isinstance(f, Failure))
            self.known += len(stored)
            yield from (r for r in reports.values() if r.id not in stored)

    def counted(self, results: Iterator[Read | Failure]) -> Iterator[Read]:
        """Yield what was read; keep the failures and tell the progress."""
        for result in results:
            if isinstance(result, Failure):
                self.failures.append(result)
            else:
                self.done += 1
                yield result
            if self.progress is not None:
                self.progress(self.done, len(self.failures))

    def append(self, batch: list[Read]) -> None:
        """Write a batch to the store."""
        appended = self.store.append(
            [item.report for item in batch],
            [statement for item in batch for statement in item.statements],
            reader=batch[0].reader,
            gazetteer=batch[0].gazetteer,
        )
        self.statements += appended.statements
        with suppress(StoreError):  # what was read is kept; the next append tells what is wrong
            self.store.tidy()


def read_report(loaded: Loaded, report: Report) -> Read | Failure:
    """Return the report's statements, or a Failure that names its source."""
    annotation = attempt(_annotate, loaded, report)
    if isinstance(annotation, Failure):
        where = report.source or report.title or report.id
        return Failure(where=where, what=annotation.what, fix=annotation.fix)
    return Read(
        report,
        tuple(statements_of(report, annotation, loaded=loaded)),
        loaded.reader_version,
        loaded.gazetteer_version,
    )


def _annotate(loaded: Loaded, report: Report) -> Annotation:
    return loaded.reader.read(
        report.text,
        published=report.published,
        title=report.title,
        outlet=report.outlet,
        everything=False,
    )


def statements_of(report: Report, annotation: Annotation, *, loaded: Loaded) -> Iterator[Statement]:
    """Yield the claims as statements; one that is the same as another is given once."""
    recorded = datetime.now(UTC)  # the store writes its own; kept for stores that do not
    seen: set[str] = set()
    for claim in annotation.claims:
        identity = Statement.id_of(claim, report.id)
        if identity in seen:
            continue
        seen.add(identity)
        yield Statement(
            id=identity,
            claim=claim,
            report_id=report.id,
            recorded=recorded,
            text=claim.evidence.of(report.text).strip(),
            published=report.published,
            outlet=report.outlet,
            reader=loaded.reader_version,
            gazetteer=loaded.gazetteer_version,
        )
