"""Verdicts given and taken back: each is a record by a person, and control follows at once."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import msgspec

from whoholds.errors import AmbiguousError, NotFoundError, QueryError, StoreError
from whoholds.log import PERSON, Review, Standing, Verdict, undone
from whoholds.model import Claim, Noun, Report, Span, Statement
from whoholds.service.review.change import Change, Editor, added
from whoholds.service.whoholds import Whoholds

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

LONGEST_NAME = 80
LONGEST_COMMENT = 4000
"""Characters of a reviewer's name and of a comment."""

GIVEN = frozenset(
    {Verdict.ACCEPT, Verdict.REJECT, Verdict.CORRECT, Verdict.UNCLEAR, Verdict.COMMENT}
)
"""The verdicts that can be given on a statement; the others have verbs of their own."""


class Judged(Noun, frozen=True):
    """What a record did.

    review: as it was written down. standing: of the statement judged, as it stands now.
    statement: what counts in its place now, None where nothing does. version: of the store.
    places: ids of places that the statement is or was about.
    """

    review: Review
    standing: Standing
    statement: Statement | None
    version: int
    places: tuple[str, ...] = ()


def judge(
    whoholds: Whoholds,
    statement_id: str,
    *,
    reviewer: str,
    verdict: Verdict | str,
    change: Change | None = None,
    comment: str | None = None,
    adjudicator: bool = False,
) -> Judged:
    """Write down a person's verdict on a statement, and return what became of it.

    statement_id: or the beginning of one. change: how the claim should read, with the verdict
    `correct` alone. adjudicator: the verdict decides, whatever others said. Raises QueryError.
    """
    given = _given(verdict)
    statement = find_statement(whoholds, statement_id)
    written: tuple[Statement, ...] = ()
    correction = corrected_id = None
    if given is Verdict.CORRECT:
        written = (_corrected(whoholds, statement, change or Change()),)
        corrected_id = written[0].id
        correction = written[0].claim.to_json().decode()
    elif change is not None:
        raise QueryError(
            where=f"verdict {given}",
            what="only the verdict `correct` comes with a correction",
            fix="Leave the correction out, or give the verdict correct.",
        )
    review = Review(
        statement_id=statement.id,
        reviewer=_name(reviewer),
        verdict=given,
        correction=correction,
        corrected_id=corrected_id,
        comment=_comment(comment, needed=given is Verdict.COMMENT),
        adjudicator=adjudicator,
    )
    return _kept(whoholds, review, written)


def add_claim(
    whoholds: Whoholds,
    report_id: str,
    words: Span,
    change: Change,
    *,
    reviewer: str,
    comment: str | None = None,
) -> Judged:
    """Write down a claim that the reader missed: words of a report, and what they say.

    words: its characters, in code points. Raises QueryError.
    """
    report = whoholds.store.report(report_id)
    if not words.of(report.text).strip() or words.end > len(report.text):
        raise QueryError(
            where=f"characters {words.start} to {words.end} of report {report_id}",
            what="there are no words",
            fix=f"Mark words within its {len(report.text)} characters.",
        )
    claim = added(change, words, _editor(whoholds, report))
    statement = _statement(claim, report)
    review = Review(
        statement_id=statement.id,
        reviewer=_name(reviewer),
        verdict=Verdict.ADD,
        comment=_comment(comment),
    )
    return _kept(whoholds, review, (statement,))


def undo(
    whoholds: Whoholds, review_id: str, *, reviewer: str, comment: str | None = None
) -> Judged:
    """Take back a record by another; all is then as if it had not been made.

    review_id: or the beginning of one. Raises QueryError where it is undone already.
    """
    reviews = whoholds.store.reviews()
    found = [r for r in reviews if review_id and r.id.startswith(review_id)]
    if not found:
        raise NotFoundError(
            where=f"verdict {review_id}",
            what="the store has no verdict with this id",
            fix="`whoholds review list` shows them.",
        )
    if len(found) > 1:
        raise AmbiguousError(
            where=f"verdict {review_id}",
            what=f"{len(found)} verdicts have an id that begins so",
            fix="Give more of the id.",
        )
    if found[0].id in undone(reviews):
        raise QueryError(
            where=f"verdict {found[0].id}",
            what="it is undone already",
            fix="Undo the undoing to bring it back.",
        )
    review = Review(
        statement_id=found[0].statement_id,
        reviewer=_name(reviewer),
        verdict=Verdict.UNDO,
        comment=_comment(comment),
        undoes=found[0].id,
    )
    return _kept(whoholds, review, ())


def find_statement(whoholds: Whoholds, identity: str) -> Statement:
    """Return a statement by its id or the beginning of one; raises QueryError."""
    shown = whoholds.show(f"statement:{identity.removeprefix('statement:')}")
    return shown.statements[0]


def find_words(whoholds: Whoholds, report: str, words: str) -> tuple[str, Span]:
    """Return the id of a report and where some words stand in it; raises QueryError.

    report: its id, or the beginning of one.
    """
    found = whoholds.show(f"report:{report.removeprefix('report:')}").reports[0]
    count = found.text.count(words) if words.strip() else 0
    if count != 1:
        raise QueryError(
            where=f"{words!r} in report {found.id}",
            what="the words are not there" if not count else f"they stand there {count} times",
            fix="Give words as the report has them, and as many as tell the place.",
        )
    start = found.text.index(words)
    return found.id, Span(start, start + len(words))


def standing_of(whoholds: Whoholds, statement_id: str) -> Standing:
    """Return how a statement stands."""
    standings = whoholds.desk().snapshot.standings
    return standings.get(statement_id) or Standing(statement_id=statement_id)


def _kept(whoholds: Whoholds, review: Review, written: tuple[Statement, ...]) -> Judged:
    (kept,) = whoholds.store.review([review], written)
    # Statements may be many, and the reviewer waits: those are for the next reading to tidy.
    with suppress(StoreError):
        whoholds.store.tidy(only=("reviews",))
    snapshot = whoholds.desk().snapshot
    led = _led(snapshot.standings, kept.statement_id)
    wanted = {*led, *([kept.corrected_id] if kept.corrected_id else [])}
    wanted |= {r.corrected_id for r in snapshot.reviews([kept.statement_id]) if r.corrected_id}
    about = {s.id: s for s in snapshot.statements(ids=wanted, superseded=True)}
    places = {s.claim.place.place_id for s in about.values() if s.claim.place}
    now = about.get(led[-1]) if led[-1] not in snapshot.hidden else None
    return Judged(
        review=kept,
        standing=snapshot.standings.get(kept.statement_id)
        or Standing(statement_id=kept.statement_id),
        statement=now,
        version=snapshot.version,
        places=tuple(sorted(p for p in places if p)),
    )


def _led(standings: dict[str, Standing], statement_id: str) -> list[str]:
    """Return a statement and those that stand in its place, the last one last."""
    led = [statement_id]
    while (standing := standings.get(led[-1])) and standing.corrected_id:
        if standing.corrected_id in led:
            break
        led.append(standing.corrected_id)
    return led


def _corrected(whoholds: Whoholds, statement: Statement, change: Change) -> Statement:
    report = whoholds.store.report(statement.report_id)
    claim = _editor(whoholds, report).changed(statement.claim, change)
    kept = {"frame": claim.frame, "confidence": claim.confidence}
    if msgspec.structs.replace(statement.claim, **kept) == claim:
        raise QueryError(
            where=f"correction of statement {statement.id}",
            what="it says what was read",
            fix="Change a part of the claim, or accept it.",
        )
    corrected = msgspec.structs.replace(
        statement,
        id=Statement.id_of(claim, statement.report_id),
        claim=claim,
        reader=PERSON,
        gazetteer="",
    )
    standing = whoholds.desk().snapshot.standings.get(corrected.id)
    if standing is not None and standing.verdict in {Verdict.REJECT, Verdict.CORRECT}:
        raise QueryError(
            where=f"correction of statement {statement.id}",
            what=f"it says what a person found wrong before, in statement {corrected.id}",
            fix="Undo that verdict first.",
        )
    return corrected


def _statement(claim: Claim, report: Report) -> Statement:
    return Statement(
        id=Statement.id_of(claim, report.id),
        claim=claim,
        report_id=report.id,
        recorded=report.published or _EPOCH,  # the store writes down when it takes it in
        text=claim.evidence.of(report.text),
        published=report.published,
        outlet=report.outlet,
        reader=PERSON,
    )


def _editor(whoholds: Whoholds, report: Report) -> Editor:
    return Editor(whoholds.desk().places, whoholds.registry, report.text)


def _given(verdict: Verdict | str) -> Verdict:
    try:
        given = Verdict(verdict)
    except ValueError:
        given = Verdict.UNDO
    if given not in GIVEN:
        raise QueryError(
            where=f"verdict {str(verdict)!r}",
            what="there is no such verdict",
            fix=f"Choose from {', '.join(sorted(GIVEN))}.",
        )
    return given


def _name(reviewer: str) -> str:
    name = " ".join(reviewer.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise QueryError(
            where="reviewer",
            what=f"a name of 1 to {LONGEST_NAME} characters is needed",
            fix="A verdict is a statement by a person: say who you are.",
        )
    return name


def _comment(comment: str | None, *, needed: bool = False) -> str | None:
    words = (comment or "").strip()
    if len(words) > LONGEST_COMMENT or (needed and not words) or "\x00" in words:
        raise QueryError(
            where="comment",
            what=f"1 to {LONGEST_COMMENT} characters are needed",
            fix="Write a remark, or none with another verdict.",
        )
    return words or None
