"""What the verdicts tell: how far people agree, and how often the reader was right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from math import sqrt
from typing import Any

import polars as pl

from whoholds.log import PERSON, Review, Snapshot, Standing, State, Verdict, undone
from whoholds.service.review.agreement import Agreement, alpha_of

_Z = 1.959964
"""The normal quantile of an interval of 95%."""
_TELLING = (Verdict.ACCEPT, Verdict.REJECT, Verdict.CORRECT)
NOTE = (
    "Precision is the share of judged claims that were accepted as read; those corrected in any "
    "part count as wrong, those unclear or disputed are left out. The queue by effect brings the "
    "doubtful claims first, so that its figure is lower than that of all claims; for a fair one "
    "judge the queue in random order."
)


@dataclass(frozen=True, slots=True)
class Precision:
    """The share of judged claims read rightly, with Wilson's interval of 95%; None for none."""

    accepted: int
    judged: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What all verdicts in force tell of the store, the reader and the reviewers.

    states: statements that count, by how far they were checked. verdicts: on the machine's
    statements as they stand, and statements added. by_kind: precision by the kind as read.
    """

    states: dict[str, int]
    verdicts: dict[str, int]
    reviewers: dict[str, int]
    agreement: Agreement
    precision: Precision
    by_kind: dict[str, Precision]


def figures_of(snapshot: Snapshot) -> Figures:
    """Return the figures of one version of a store."""
    reviews = snapshot.reviews()
    said = snapshot.judgements
    standings = snapshot.standings
    rows = _judged(snapshot, {i: s for i, s in standings.items() if i in said})
    kinds = {i: kind for i, kind, reader in rows.iter_rows() if reader != PERSON}
    machine = [standings[i] for i in kinds]
    settled = [s for s in machine if s.state is State.ADJUDICATED or not s.disputed]
    units = [
        [v for r in given.values() if (v := _category(r)) is not None] for given in said.values()
    ]
    return Figures(
        states=_states(snapshot, machine),
        verdicts={
            **{str(v): sum(s.verdict is v for s in machine) for v in (*_TELLING, Verdict.UNCLEAR)},
            "added": _added(reviews, snapshot.hidden),
        },
        reviewers=dict(
            sorted(Counter(r.reviewer for g in said.values() for r in g.values()).items())
        ),
        agreement=alpha_of(units),
        precision=_precision(settled),
        by_kind={
            kind: _precision(s for s in settled if kinds[s.statement_id] == kind)
            for kind in sorted({kinds[s.statement_id] for s in settled})
        },
    )


def figures_row(figures: Figures) -> dict[str, Any]:
    """Return the figures as a JSON object."""
    return {
        "states": figures.states,
        "verdicts": figures.verdicts,
        "reviewers": [{"name": n, "verdicts": c} for n, c in figures.reviewers.items()],
        "agreement": {**_rounded(asdict(figures.agreement)), "reviewers": len(figures.reviewers)},
        "precision": _rounded(asdict(figures.precision)),
        "precision_by_kind": [
            {"kind": kind, **_rounded(asdict(p))} for kind, p in figures.by_kind.items()
        ],
        "note": NOTE,
    }


def wilson(accepted: int, judged: int) -> tuple[float, float]:
    """Return Wilson's interval of 95% for a share; judged > 0."""
    share, z2 = accepted / judged, _Z * _Z
    middle = (share + z2 / (2 * judged)) / (1 + z2 / judged)
    half = _Z / (1 + z2 / judged) * sqrt(share * (1 - share) / judged + z2 / (4 * judged**2))
    # At 0 and 1 the ends are the share itself, but for rounding.
    return max(min(middle - half, share), 0.0), min(max(middle + half, share), 1.0)


def _precision(standings: Iterable[Standing]) -> Precision:
    verdicts = [s.verdict for s in standings if s.verdict in _TELLING]
    accepted, judged = verdicts.count(Verdict.ACCEPT), len(verdicts)
    if not judged:
        return Precision(0, 0, None, None, None)
    return Precision(accepted, judged, accepted / judged, *wilson(accepted, judged))


def _category(review: Review) -> str | None:
    """Return the category of a judgement for agreement; None where the reviewer could not tell.

    An adjudicator saw what others said and is no independent judge.
    """
    if review.adjudicator or review.verdict is Verdict.UNCLEAR or review.verdict is Verdict.ADD:
        return None
    return str(review.verdict)


def _states(snapshot: Snapshot, machine: Iterable[Standing]) -> dict[str, int]:
    states = Counter(str(s.state) for s in machine)
    rows = snapshot.frame(["id", "reader"], in_order=False).filter(pl.col("reader") != PERSON)
    unjudged = rows.filter(~pl.col("id").is_in(list(snapshot.standings)))["id"].n_unique()
    return {
        "machine": unjudged,
        "reviewed": states[State.REVIEWED],
        "adjudicated": states[State.ADJUDICATED],
    }


def _judged(snapshot: Snapshot, standings: dict[str, Standing]) -> pl.DataFrame:
    columns = ["id", "kind", "reader"]
    if not standings:
        return pl.DataFrame(schema=dict.fromkeys(columns, pl.String()))
    rows = snapshot.frame(columns, ids=standings.keys(), superseded=True)
    # A person may write what the machine had read: it is the machine's where it read it first.
    return rows.sort(pl.col("reader") == PERSON, "id").unique("id", keep="first")


def _added(reviews: tuple[Review, ...], hidden: frozenset[str]) -> int:
    gone = undone(reviews)
    added = {r.statement_id for r in reviews if r.verdict is Verdict.ADD and r.id not in gone}
    return len(added - hidden)


def _rounded(row: dict[str, Any]) -> dict[str, Any]:
    return {k: round(v, 4) if isinstance(v, float) else v for k, v in row.items()}
