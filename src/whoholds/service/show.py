"""The statement, happening or report that an id means, and the words that a claim rests on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import msgspec
import polars as pl

from whoholds.errors import AmbiguousError, NotFoundError, QueryError
from whoholds.log import Snapshot
from whoholds.model import Claim, Happening, Noun, Report, Span, Statement
from whoholds.service.answers import Shown, Subject
from whoholds.service.desk import HAPPENING, Desk

MOST_LISTED = 8


class Highlight(Noun, frozen=True):
    """Characters `[start, end)` of a report's text, and the part that they play in a claim.

    role: evidence, trigger, place, actor, counter_actor, supporter or speaker.
    """

    start: int
    end: int
    role: str


def find_shown(desk: Desk, words: str) -> Shown:
    """Return what an id means: "statement:...", "report:...", "happening:..." or the bare id.

    The beginning of an id is enough where no other begins so; a bare one is looked for among
    statements and reports. Raises QueryError.
    """
    subject, identity = _resolve(desk, words.strip())
    if subject is Subject.REPORT:
        return _report(desk.snapshot, identity)
    if subject is Subject.HAPPENING:
        happening = next(h for h in desk.happenings if h.id == identity)
        return _happening(desk.snapshot, happening)
    return _statement(desk.snapshot, identity)


def highlights(claim: Claim) -> tuple[Highlight, ...]:
    """Return the words that a claim was read from, in the order of the text, the widest first."""
    found = {Highlight(start=s.start, end=s.end, role=role) for role, s in _spans(claim)}
    return tuple(sorted(found, key=lambda h: (h.start, -h.end, h.role)))


def paragraph(text: str, span: Span) -> Span:
    """Return the lines of a text that a span lies in."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", max(span.end - 1, span.start))
    return Span(start, len(text) if end < 0 else end)


def _spans(claim: Claim) -> Iterator[tuple[str, Span]]:
    yield "evidence", claim.evidence
    yield "trigger", claim.trigger
    mentions = [("actor", claim.actor), ("counter_actor", claim.counter_actor)]
    mentions += [("supporter", mention) for mention in claim.supporters]
    for role, mention in mentions:
        if mention is not None and mention.span is not None:
            yield role, mention.span
    if claim.place is not None and claim.place.span is not None:
        yield "place", claim.place.span
    for speaker in claim.speakers:
        if speaker.span is not None:
            yield "speaker", speaker.span


def _resolve(desk: Desk, words: str) -> tuple[Subject, str]:
    scheme, _, start = words.rpartition(":")
    if not start or scheme not in ("", *Subject):
        raise QueryError(where=f"id {words!r}", what="this is no id", fix=_HOW)
    found = [
        (subject, identity)
        for subject in ([Subject(scheme)] if scheme else [Subject.STATEMENT, Subject.REPORT])
        for identity in _beginning(desk, subject, start)
    ]
    whole = [f for f in found if f[1].removeprefix(HAPPENING) == start]
    found = whole or found
    if not found:
        raise NotFoundError(
            where=f"id {words!r}", what="nothing in the store has this id at this version", fix=_HOW
        )
    if len(found) > 1:
        listed = [i if i.startswith(HAPPENING) else f"{s}:{i}" for s, i in found[:MOST_LISTED]]
        more = f" and {len(found) - MOST_LISTED} more" if len(found) > MOST_LISTED else ""
        raise AmbiguousError(
            where=f"id {words!r}",
            what=f"several begin so: {', '.join(listed)}{more}",
            fix="Give more of the id.",
        )
    return found[0]


_HOW = "Take an id from `whoholds claims` or `whoholds happenings`."


def _beginning(desk: Desk, subject: Subject, start: str) -> list[str]:
    if subject is Subject.HAPPENING:
        return [h.id for h in desk.happenings if h.id.startswith(HAPPENING + start)]
    table = "statements" if subject is Subject.STATEMENT else "reports"
    scan = desk.snapshot.scan(table).filter(pl.col("id").str.starts_with(start))
    return sorted(desk.snapshot.collect(scan.select("id").unique(), table)["id"])


def _readings(
    snapshot: Snapshot, *, ids: Collection[str] = (), reports: Collection[str] = ()
) -> tuple[Statement, ...]:
    """Return the statements as they stand, else as they were last read."""
    found = snapshot.statements(ids=ids, reports=reports)
    if found:
        return found
    past = snapshot.statements(ids=ids, reports=reports, superseded=True)
    last = max(past, key=lambda s: s.recorded, default=None)
    reading = (last.reader, last.gazetteer) if last else ("", "")
    return tuple(s for s in past if (s.reader, s.gazetteer) == reading)


def _statement(snapshot: Snapshot, identity: str) -> Shown:
    found = _readings(snapshot, ids=[identity])
    reports = snapshot.reports({s.report_id for s in found})
    return _shown(snapshot, Subject.STATEMENT, identity, found, reports)


def _report(snapshot: Snapshot, identity: str) -> Shown:
    found = sorted(_readings(snapshot, reports=[identity]), key=lambda s: s.claim.evidence)
    shown = _shown(snapshot, Subject.REPORT, identity, found, (snapshot.report(identity),))
    versions = tuple(report.id for report in snapshot.report_versions(identity))
    return msgspec.structs.replace(shown, versions=versions)


def _happening(snapshot: Snapshot, happening: Happening) -> Shown:
    place = {identity: n for n, identity in enumerate(happening.statements)}
    found = sorted(snapshot.statements(ids=place), key=lambda s: place[s.id])
    reports = snapshot.reports({s.report_id for s in found})
    shown = _shown(snapshot, Subject.HAPPENING, happening.id, found, reports)
    return msgspec.structs.replace(shown, happening=happening)


def _shown(
    snapshot: Snapshot,
    subject: Subject,
    identity: str,
    statements: Sequence[Statement],
    reports: tuple[Report, ...],
) -> Shown:
    ids = {s.id for s in statements}
    current = set(snapshot.frame(["id"], ids=ids)["id"]) if ids else set()
    return Shown(
        subject=subject,
        id=identity,
        statements=tuple(statements),
        reports=reports,
        superseded=tuple(sorted(ids - current)),
        withdrawals=tuple(w for w in snapshot.withdrawals() if w.statement_id in ids),
    )
