"""What is worth checking next: the reader's doubt times what it does to the map."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import msgspec
import polars as pl

from whoholds.log import PERSON, Snapshot, State
from whoholds.model import ClaimKind, Report, Statement
from whoholds.publish.wire import statement_row
from whoholds.service.review.effects import Effect, Effects, Leaning
from whoholds.service.review.order import Order
from whoholds.service.show import highlights, paragraph
from whoholds.service.whoholds import Whoholds

LEASE = 15 * 60.0
"""Seconds that a statement handed to one reviewer is not handed to another."""
MOST_LISTED = 5000
"""Statements that wait in the queue at once, beside those with an effect."""
_MOVING = [kind.value for kind in ClaimKind if kind.moves_control]


@dataclass(frozen=True, slots=True)
class Item:
    """A statement to be checked, with its report; effect: None where it was not worked out."""

    statement: Statement
    report: Report
    effect: Effect | None
    state: State
    judged_by: int


@dataclass(frozen=True, slots=True)
class Page:
    """The next items, and how many statements on control nobody has judged yet."""

    total: int
    items: tuple[Item, ...]
    version: int


class Queue:
    """Hands out statements, each reviewer others for a while."""

    def __init__(self, whoholds: Whoholds, *, now: Callable[[], float] = time.monotonic) -> None:
        """now: a clock, in seconds."""
        self._whoholds = whoholds
        self._effects = Effects()
        self._leases: dict[str, tuple[str, float]] = {}
        self._now = now
        self._turn = threading.Lock()

    def next(
        self,
        reviewer: str,
        *,
        limit: int = 10,
        same: bool = False,
        order: Order = Order.EFFECT,
    ) -> Page:
        """Return what a reviewer should check next.

        same: also what others have judged, and that first, so that agreement can be measured.
        """
        desk = self._whoholds.desk()
        snapshot = desk.snapshot
        effects = self._effects.all(desk) if order is Order.EFFECT else ()
        total, open_ids = _unjudged(snapshot, order)
        first = _half_judged(snapshot, reviewer) if same else []
        known = (e.statement.id for e in effects if e.score > 0 and _is_open(snapshot, e))
        ranked = dict.fromkeys((*first, *known, *open_ids))
        with self._turn:
            free = (i for i in ranked if same or self._is_free(i, reviewer))
            chosen = list(islice(free, limit))
            if not same:
                until = self._now() + LEASE
                self._leases.update(dict.fromkeys(chosen, (reviewer, until)))
        items = _items(snapshot, chosen, {e.statement.id: e for e in effects})
        return Page(total=total, items=tuple(items), version=snapshot.version)

    def _is_free(self, statement_id: str, reviewer: str) -> bool:
        holder, until = self._leases.get(statement_id, (reviewer, 0.0))
        return holder == reviewer or until < self._now()


def _is_open(snapshot: Snapshot, effect: Effect) -> bool:
    statement = effect.statement
    return statement.id not in snapshot.standings and statement.reader != PERSON


def _unjudged(snapshot: Snapshot, order: Order) -> tuple[int, list[str]]:
    """Return how many statements on control nobody judged, and the first of them.

    The most doubted come first, or they are shuffled.
    """
    rows = snapshot.frame(["id", "kind", "confidence", "reader"])
    rows = rows.filter(pl.col("kind").is_in(_MOVING) & (pl.col("reader") != PERSON))
    rows = rows.filter(~pl.col("id").is_in(list(snapshot.standings))).unique("id")
    if order is Order.RANDOM:
        mixed = sorted(rows["id"], key=lambda i: hashlib.sha256(i.encode()).digest())
        return rows.height, mixed[:MOST_LISTED]
    first = rows.sort("confidence", "id").head(MOST_LISTED)
    return rows.height, first["id"].to_list()


def _half_judged(snapshot: Snapshot, reviewer: str) -> list[str]:
    """Return what others judged and this reviewer did not, where it is not settled yet."""
    found = [
        key
        for key, standing in snapshot.standings.items()
        if standing.state is State.REVIEWED and reviewer not in standing.reviewers
    ]
    # What another reader read again is shown as it reads now.
    past = snapshot.superseded_among(found)
    return [key for key in found if key not in past]


def _items(snapshot: Snapshot, ids: Collection[str], effects: dict[str, Effect]) -> Iterator[Item]:
    found = snapshot.statements(ids=ids, superseded=True) if ids else ()
    statements = {s.id: s for s in found}
    reports = {r.id: r for r in snapshot.reports({s.report_id for s in found})}
    for key in ids:
        statement = statements[key]
        standing = snapshot.standings.get(key)
        yield Item(
            statement=statement,
            report=reports[statement.report_id],
            effect=effects.get(key),
            state=standing.state if standing else State.MACHINE,
            judged_by=len(standing.reviewers) if standing else 0,
        )


def item_row(item: Item) -> dict[str, Any]:
    """Return an item as a JSON object; the report's text is the paragraph around the words."""
    statement, report, effect = item.statement, item.report, item.effect
    around = paragraph(report.text, statement.claim.evidence)
    return {
        "statement": statement_row(statement),
        "report": {
            "id": report.id,
            "title": report.title,
            "outlet": report.outlet,
            "published": report.published.isoformat() if report.published else None,
            "url": report.url,
            "text": around.of(report.text),
            "offset": around.start,
        },
        "highlights": [msgspec.to_builtins(h) for h in highlights(statement.claim)],
        "uncertainty": round(1.0 - statement.claim.confidence, 4),
        "effect": round(effect.size, 4) if effect else None,
        "score": round(effect.score, 4) if effect else None,
        "moves": _moves(effect) if effect else None,
        "copies": len(effect.copies) if effect else 0,
        "state": str(item.state),
        "judged_by": item.judged_by,
    }


def page_row(page: Page) -> dict[str, Any]:
    """Return a page as a JSON object."""
    return {
        "total": page.total,
        "store_version": page.version,
        "items": [item_row(item) for item in page.items],
    }


def _moves(effect: Effect) -> dict[str, Any]:
    return {
        "on": effect.on.isoformat(),
        "before": _leaning_row(effect.before),
        "after": _leaning_row(effect.after),
    }


def _leaning_row(leaning: Leaning) -> dict[str, Any]:
    return {
        "actor_id": leaning.actor_id,
        "name": leaning.name,
        "probability": round(leaning.probability, 4),
    }
