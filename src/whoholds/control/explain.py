"""Why a place is held to be held: terms in nats that add up to the figure, each in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import numpy as np

from whoholds.control.answers import findings
from whoholds.control.case import Case, Context, case_of, context_by, known_by
from whoholds.control.copies import Group
from whoholds.control.dating import day_end
from whoholds.control.evidence import Evidence
from whoholds.control.holding import Mode, holding_of
from whoholds.control.ledger import Ledger, odds
from whoholds.control.track import FIRST_PARTY
from whoholds.control.words import reason, summary_of
from whoholds.model import Explanation, Holding, Place, Share, Statement, Term, TermKind

_NAMED = 3  # neighbours
_FADED = 0.1  # nats: what is told of a term that has faded by so much
_DEFAULT = Context()


def explain(
    place: Place,
    statements: Iterable[Statement],
    *,
    on: date,
    actor: str | None = None,
    mode: Mode = "smoothed",
    context: Context = _DEFAULT,
) -> Explanation:
    """Return why a place is answered as it is at the end of a UTC day.

    actor: the holder key to explain; where None, the holder, else a party known to hold nothing,
    else the most probable party. The terms' nats sum to the log-odds of that party against all
    else. Without any party the terms are of the unknown.
    """
    by = on if mode == "online" else None
    case = case_of(place, known_by(statements, by), context_by(context, by))
    return explanation_of(case, on=on, actor=actor)


def explanation_of(case: Case, *, on: date, actor: str | None = None) -> Explanation:
    """Return why the case's place is answered as it is at the end of a UTC day."""
    holding = holding_of(case, on=on)
    share = _subject(holding, actor)
    column = 0 if share is None else case.roster.code(share.actor_id) + FIRST_PARTY
    moment = day_end(on)
    ledger = Ledger(case, column, moment)
    belief = findings(case, np.array([moment])).beliefs.smoothed[0]
    terms = (
        _prior(case, column, ledger),
        *_claims(case, ledger),
        *_beyond(ledger, share),
        *_around(case, column, moment),
    )
    silent = tuple(_silent(e) for e in case.silent)
    return Explanation(
        holding=holding,
        actor=share,
        log_odds=float(odds(belief, column)),
        terms=(*terms, *silent),
        summary=summary_of(case, holding, share, terms, on=on),
    )


def _subject(holding: Holding, actor: str | None) -> Share | None:
    if actor is not None:
        return next((s for s in holding.shares if s.actor_id == actor), None)
    if holding.holder is not None:
        return holding.holder
    if holding.absent:
        gone = holding.absent[0].actor_id
        return next(s for s in holding.shares if s.actor_id == gone)
    return holding.shares[0] if holding.shares else None


def _prior(case: Case, column: int, ledger: Ledger) -> Term:
    others = len(case.roster.holders)
    nats = odds(case.track.prior[0], column) + ledger.rest
    because = f"before any report: one of {others} parties named here, or none of them"
    if case.roster.home:
        because += "; likeliest the forces of the state that it lies in"
    return Term(nats=nats, because=because, kind=TermKind.PRIOR)


def _claims(case: Case, ledger: Ledger) -> Iterator[Term]:
    """Yield a term for each voice: what is left of it by the moment, and what it was worth."""
    for index, nats in sorted(ledger.claims.items()):
        yield _told(case.groups[index], nats, told=ledger.told[index], later=False)
    for index, nats in sorted(ledger.ahead.items()):
        yield _told(case.groups[index], nats, told=None, later=True)


def _beyond(ledger: Ledger, share: Share | None) -> Iterator[Term]:
    if ledger.beyond:
        name = "" if share is None else f" of {share.name}"
        because = f"what reports of later times add to the picture{name}"
        yield Term(nats=ledger.beyond, because=because, kind=TermKind.CARRIED, later=True)


def _around(case: Case, column: int, moment: float) -> Iterator[Term]:
    """Yield the term of the neighbouring places, where they are let count."""
    if not case.near:
        return
    moments = np.array([moment])
    alone = odds(case.alone(moments).smoothed[0], column)
    nats = odds(findings(case, moments).beliefs.smoothed[0], column) - alone
    names = ", ".join(near.case.place.name for near in case.near[:_NAMED])
    more = len(case.near) - _NAMED
    others = f" and {more} more" if more > 0 else ""
    yield Term(
        nats=nats, because=f"what is held around it: {names}{others}", kind=TermKind.NEIGHBOURS
    )


def _told(group: Group, nats: float, *, told: float | None, later: bool) -> Term:
    copies = tuple(c.statement.id for c in group.copies)
    faded = told is not None and abs(told - nats) >= _FADED
    return Term(
        nats=nats,
        told=told if faded else None,
        because=reason(group.lead, copies=len(copies)),
        statement=group.lead.statement,
        copies=copies,
        later=later,
    )


def _silent(evidence: Evidence) -> Term:
    return Term(nats=0.0, because=reason(evidence, copies=0), statement=evidence.statement)
