"""A writer that is killed again and again, and what its store must look like afterwards."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.log.factories import at, make_claim, make_report, make_statement
from whoholds.log import Entry, EntryKind, Review, Store, Totals, Verdict
from whoholds.model import Report, Statement

# A fresh process for each life, made from one that has loaded the libraries but never used them.
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.log.kill", "deltalake", "polars"])


def batch(number: int) -> tuple[list[Report], list[Statement]]:
    """Return the input of one append: new reports, an update of a page, a second reader."""
    rng = random.Random(number)
    reports, statements = [], []
    for n in range(rng.randrange(1, 6)):
        page = rng.randrange(40)
        report = make_report(
            f"Batch {number}, report {n}: troops took the town of {page}, it is said.",
            url=f"https://sample.example/{page}" if page < 10 else None,
            updated=at(number),
        )
        reports.append(report)
        for place in range(rng.randrange(4)):
            claim = make_claim(place=f"geonames:{page + place}", confidence=rng.random())
            statements.append(make_statement(report, claim))
    return reports, statements


def verdicts(store: Store, number: int) -> list[Review]:
    """Return what a person says after a batch: a judgement, and the one before it undone."""
    rng = random.Random(-number)
    found = sorted(store.as_of(number).frame(["id"], superseded=True)["id"])
    given = rng.choice([Verdict.ACCEPT, Verdict.REJECT, Verdict.COMMENT])
    mine = Review(statement_id=rng.choice(found), reviewer="kim", verdict=given)
    past = [review for review in store.reviews() if review.verdict is not Verdict.UNDO]
    if not past:
        return [mine]
    undone = past[-1]
    undo = Review(
        statement_id=undone.statement_id, reviewer="kim", verdict=Verdict.UNDO, undoes=undone.id
    )
    return [mine, undo]


def write(path: Path, last: int) -> None:
    """Append every batch up to `last` that is not there yet; now and then review and compact."""
    store = Store.open(path)
    # The last step that is there is done again: whoever was killed cannot know that it was.
    for number in range(max(0, store.version - 1), last):
        if number % 4 == 3:
            # Unlike an append, the same verdict again is another: it is given where it is missing.
            if store.version == number:
                store.review(verdicts(store, number))
        else:
            store.append(*batch(number))
        if number % 5 == 4:
            store.compact(keep_hours=0)
        if number % 7 == 6:
            store.tidy()


@dataclass(frozen=True, slots=True)
class Outcome:
    """kills: writers killed. batches: appended in the end. mid_append: kills that left a table
    ahead of the ledger. problems: what differs from an undisturbed run, and damage."""

    kills: int
    batches: int
    mid_append: int
    problems: tuple[str, ...]


def kill_and_compare(folder: Path, *, kills: int, seed: int, longest: float = 0.12) -> Outcome:
    """Kill a writer `kills` times after up to `longest` seconds; compare with a quiet run."""
    rng = random.Random(seed)
    disturbed = Store.create(folder / "disturbed")
    mid_append = 0
    for _ in range(kills):
        process = _start(disturbed.path, 1_000_000)
        time.sleep(rng.uniform(0.0, longest))
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
        mid_append += _is_ahead(disturbed)
    batches = disturbed.version + 3
    process = _start(disturbed.path, batches)
    process.join()
    quiet = Store.create(folder / "quiet")
    write(quiet.path, batches)
    return Outcome(kills, batches, mid_append, tuple(_differences(disturbed, quiet)))


def _start(path: Path, last: int) -> BaseProcess:
    """Start a writer, and return once it begins to write."""
    ready, tell = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_live, args=(path, last, tell))
    process.start()
    tell.close()
    ready.recv()
    return process


def _live(path: Path, last: int, tell: Connection) -> None:
    tell.send(True)
    write(path, last)


def _is_ahead(store: Store) -> bool:
    tables = store.history()[-1].tables
    return any(
        (store.path / name / "_delta_log" / f"{version + 1:020d}.json").exists()
        for name, version in tables.items()
    )


def _differences(disturbed: Store, quiet: Store) -> list[str]:
    problems = [f"{damage.where}: {damage.what}" for damage in disturbed.verify()]
    ours, theirs = disturbed.versions(), quiet.versions()
    if [_content(e) for e in ours] != [_content(e) for e in theirs]:
        problems.append(f"{len(ours)} versions differ from {len(theirs)} of an undisturbed run")
    kinds = [EntryKind.REVIEW if n % 4 == 3 else EntryKind.APPEND for n in range(len(ours) - 1)]
    if [e.kind for e in ours] != [EntryKind.CREATE, *kinds]:
        problems.append("a version is not of the kind that was written")
    if _answers(disturbed) != _answers(quiet):
        problems.append("an answer differs from that of an undisturbed run")
    return problems


def _answers(store: Store) -> list[object]:
    """Return what the store says, without the time of recording, which no two runs share."""
    return [
        [(s.id, s.claim, s.report_id, s.text) for s in store.statements()],
        store.reports(),
        [(w.statement_id, w.by_report_id, w.withdrawn) for w in store.withdrawals()],
        _said(store),
        sorted((i, str(s.verdict), s.state) for i, s in store.as_of().standings.items()),
    ]


def _content(entry: Entry) -> tuple[str, Totals]:
    """Return what came in with a version; the id of a verdict is of that run alone."""
    return "" if entry.kind is EntryKind.REVIEW else entry.content, entry.totals


def _said(store: Store) -> list[tuple[str, str, str]]:
    """Return persons' records without their ids: what was said of what, or what was undone."""
    reviews = {review.id: review for review in store.reviews()}
    undone = {i: reviews[r.undoes].statement_id for i, r in reviews.items() if r.undoes}
    return sorted((r.statement_id, str(r.verdict), undone.get(i, "")) for i, r in reviews.items())
