"""Answers, happenings, speakers' records and what `show` finds, as JSON objects."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec

from whoholds.control import Reliability
from whoholds.log import Record
from whoholds.model import Happening, Report, Statement
from whoholds.publish.annotations import claim_dates
from whoholds.publish.wire import holding_row, statement_row
from whoholds.service.answers import Answer, Shown, Subject
from whoholds.service.places import describe
from whoholds.service.show import highlights

Row = dict[str, Any]
NameOf = Callable[[str], str]
"""Gives the main name of a party or speaker by its id."""


def answer_row(answer: Answer) -> Row:
    """Return an answer with the statements that it rests on and those against it."""
    return {
        "on": answer.on.isoformat(),
        "sentence": answer.sentence,
        "reason": answer.reason,
        **holding_row(answer.holding),
        "evidence": [statement_row(s) for s in answer.evidence],
        "against": [statement_row(s) for s in answer.against],
        "others": [describe(p) for p in answer.others],
    }


def short_answer_row(answer: Answer, most: int) -> Row:
    """Return an answer with at most so many statements for and against, and how many there are."""
    short = msgspec.structs.replace(
        answer, evidence=answer.evidence[:most], against=answer.against[:most]
    )
    counts = {"n_evidence": len(answer.evidence), "n_against": len(answer.against)}
    return {**answer_row(short), **counts}


def happening_row(happening: Happening, *, name_of: NameOf) -> Row:
    """Return a happening as a flat object; its dates as those of a claim."""
    start, end, granularity = claim_dates(happening.interval)
    actor, counter = happening.actor_id, happening.counter_actor_id
    return {
        "id": happening.id,
        "kind": happening.kind,
        "place_id": happening.place_id,
        "place_name": happening.place_name,
        "actor_id": actor,
        "actor_name": name_of(actor) if actor else None,
        "counter_actor_id": counter,
        "counter_actor_name": name_of(counter) if counter else None,
        "start_date": start,
        "end_date": end,
        "date_granularity": granularity,
        "open": happening.open,
        "n_statements": len(happening.statements),
        "n_speakers": happening.speakers,
        "first": _time(happening.first),
        "last": _time(happening.last),
        "disputes": [msgspec.to_builtins(d) for d in happening.disputes],
        "statements": list(happening.statements),
    }


def record_row(record: Record, *, name_of: NameOf, believed: Reliability | None = None) -> Row:
    """Return a speaker's record with the speaker's main name.

    believed: how far such claims of it are believed, None where the store does not teach it.
    """
    fields: Row = msgspec.to_builtins(record)
    fields.pop("name")
    return {
        "speaker": fields.pop("speaker"),
        "name": speaker_name(record, name_of),
        **fields,
        "believed": None if believed is None else round(believed.share, 4),
        "believed_error": None if believed is None else round(believed.error, 4),
        "believed_claims": None if believed is None else believed.claims,
        "believed_at_first": None if believed is None else round(believed.before, 4),
    }


def speaker_name(record: Record, name_of: NameOf) -> str:
    """Return the registry's name of a speaker, else the name in the reports, else its key."""
    name = name_of(record.speaker)
    return record.name or name if name == record.speaker else name


def shown_row(shown: Shown, *, name_of: NameOf) -> Row:
    """Return what `show` finds as one object; its key `subject` tells what it is."""
    subject = {"subject": str(shown.subject)}
    statements = [_statement_row(s, shown) for s in shown.statements]
    if shown.subject is Subject.REPORT:
        report = _report_row(shown.reports[0])
        versions = list(shown.versions)
        return {**subject, **report, "versions": versions, "statements": statements}
    if shown.happening is not None:
        happening = happening_row(shown.happening, name_of=name_of)
        return {**subject, **happening, "statements": statements}
    return {**subject, **statements[0], "report": _report_row(shown.reports[0])}


def _statement_row(statement: Statement, shown: Shown) -> Row:
    withdrawn = next((w for w in shown.withdrawals if w.statement_id == statement.id), None)
    return {
        **statement_row(statement),
        "reader": statement.reader,
        "gazetteer": statement.gazetteer,
        "highlights": [msgspec.to_builtins(h) for h in highlights(statement.claim)],
        "superseded": statement.id in shown.superseded,
        "withdrawn": None if withdrawn is None else msgspec.to_builtins(withdrawn),
    }


def _report_row(report: Report) -> Row:
    times = {"published": _time(report.published), "updated": _time(report.updated)}
    return {**msgspec.structs.asdict(report), **times}


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ")
