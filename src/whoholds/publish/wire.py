"""The wire forms of holdings, statements and explanations: flat JSON objects, dates as ISO days."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from whoholds.model import Explanation, Holding, HoldingStatus, Share, Statement, Term
from whoholds.publish.annotations import claim_dates, claim_row

Row = dict[str, Any]

CONTROL_COLUMNS = (
    "place_id",
    "place_name",
    "country",
    "admin1",
    "lat",
    "lon",
    "start",
    "end",
    "holder_id",
    "holder_name",
    "probability",
    "status",
    "n_statements",
    "n_speakers",
)
"""The columns of a control table; `end` is exclusive, and None while the run lasts."""


def control_row(holding: Holding) -> Row:
    """Return one run of days with one answer as a row of a control table.

    probability: of the holder where one holds the place, else of the status.
    """
    place, interval = holding.place, holding.interval
    holder = holding.holder if holding.status is HoldingStatus.HELD else None
    return {
        "place_id": place.id,
        "place_name": place.name,
        "country": place.country,
        "admin1": place.admin1_name or place.admin1,
        "lat": place.lat,
        "lon": place.lon,
        "start": _day(interval.start),
        "end": _day(interval.end),
        "holder_id": holder.actor_id if holder else None,
        "holder_name": holder.name if holder else None,
        "probability": round(probability_of(holding), 4),
        "status": str(holding.status),
        "n_statements": len(holding.statements),
        "n_speakers": holding.speakers,
    }


def probability_of(holding: Holding) -> float:
    """Return the probability (0..1) of the answer: of the holder, of contested or of unknown."""
    return holding.probability


def holding_row(holding: Holding) -> Row:
    """Return a control row with what else is known: shares, since when, why, who held before."""
    start, end, granularity = claim_dates(holding.since)
    return {
        **control_row(holding),
        "since": start,
        "since_by": end,
        "since_granularity": granularity,
        "why": holding.why,
        "told": None if holding.told is None else holding.told.isoformat(),
        "before": _before_row(holding),
        "besieged": holding.besieged,
        "contested": round(holding.contested, 4),
        "unknown": round(holding.unknown, 4),
        "shares": [_share_row(s) for s in holding.shares],
        "absent": [_share_row(s) for s in holding.absent],
        "statements": list(holding.statements),
    }


def statement_row(statement: Statement) -> Row:
    """Return a statement: its claim, its words and its three times."""
    return {
        "id": statement.id,
        "report_id": statement.report_id,
        "outlet": statement.outlet,
        "published": _time(statement.published),
        "recorded": _time(statement.recorded),
        "text": statement.text,
        **claim_row(statement.claim),
    }


def explanation_row(explanation: Explanation) -> Row:
    """Return an explanation; its terms' nats add up to `log_odds`."""
    actor = explanation.actor
    return {
        "summary": explanation.summary,
        "actor_id": actor.actor_id if actor else None,
        "actor_name": actor.name if actor else None,
        "actor_probability": round(actor.probability, 4) if actor else None,
        "log_odds": round(explanation.log_odds, 4),
        "terms": [_term_row(t) for t in explanation.terms],
        **holding_row(explanation.holding),
    }


def _before_row(holding: Holding) -> Row | None:
    before = holding.before
    if before is None:
        return None
    return {
        "actor_id": before.actor_id,
        "name": before.name,
        "until": before.until.isoformat(),
    }


def _share_row(share: Share) -> Row:
    return {
        "actor_id": share.actor_id,
        "name": share.name,
        "probability": round(share.probability, 4),
        "n_speakers": share.speakers,
        "statements": list(share.statements),
    }


def _term_row(term: Term) -> Row:
    return {
        "nats": round(term.nats, 4),
        "nats_when_told": None if term.told is None else round(term.told, 4),
        "kind": str(term.kind),
        "because": term.because,
        "later": term.later,
        "statement": statement_row(term.statement) if term.statement else None,
        "copies": list(term.copies),
    }


def _day(moment: datetime | None) -> str | None:
    return None if moment is None else date.isoformat(moment)[:10]


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ")
