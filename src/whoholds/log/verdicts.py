"""What persons' verdicts make of the statements: which count, which are hidden, which are sure.

Invariant: a pure function of the records of review in their order; nothing is ever taken away
from them. What is undone counts as if it had never been said, and an undoing can be undone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from whoholds.log.records import Review, Verdict
from whoholds.model import Noun

PERSON = "person"
"""The reader of the statements that persons wrote: corrected claims and claims added."""

_JUDGING = frozenset(
    {Verdict.ACCEPT, Verdict.REJECT, Verdict.CORRECT, Verdict.UNCLEAR, Verdict.ADD}
)
_GONE = frozenset({Verdict.REJECT, Verdict.CORRECT})


class State(StrEnum):
    """How far a statement has been checked.

    machine: by nobody. reviewed: by one, or by several who do not agree. adjudicated: two or more
    agree against fewer, or an adjudicator decided.
    """

    MACHINE = "machine"
    REVIEWED = "reviewed"
    ADJUDICATED = "adjudicated"


class Standing(Noun, frozen=True):
    """What all verdicts in force come to for one statement.

    verdict: accept, reject, correct or unclear; None where nobody judged it. corrected_id: the
    statement that stands in its place. disputed: the reviewers do not agree. reviewers: who
    judged it, by name.
    """

    statement_id: str
    state: State = State.MACHINE
    verdict: Verdict | None = None
    corrected_id: str | None = None
    disputed: bool = False
    reviewers: tuple[str, ...] = ()


def undone(reviews: Sequence[Review]) -> frozenset[str]:
    """Return the ids of the records that a later one, itself in force, has undone."""
    gone: set[str] = set()
    for review in reversed(reviews):
        if review.verdict is Verdict.UNDO and review.undoes and review.id not in gone:
            gone.add(review.undoes)
    return frozenset(gone)


def judgements(reviews: Sequence[Review]) -> dict[str, dict[str, Review]]:
    """Return the last verdict in force of each reviewer on each statement judged."""
    gone = undone(reviews)
    found: dict[str, dict[str, Review]] = defaultdict(dict)
    for review in reviews:
        if review.verdict in _JUDGING and review.id not in gone:
            said = found[review.statement_id]
            said.pop(review.reviewer, None)  # so that the latest comes last
            said[review.reviewer] = review
    return dict(found)


def standings_of(reviews: Sequence[Review]) -> dict[str, Standing]:
    """Return the standing of each statement that anybody judged, from all records in order."""
    return {key: _standing(key, tuple(said.values())) for key, said in judgements(reviews).items()}


def _standing(statement_id: str, said: Sequence[Review]) -> Standing:
    adjudicators = [r for r in said if r.adjudicator]
    groups: dict[tuple[Verdict, str | None], list[Review]] = defaultdict(list)
    for review in said:
        groups[_sense(review)].append(review)
    order = {review.id: place for place, review in enumerate(said)}
    ranked = sorted(groups.values(), key=lambda g: (len(g), order[g[-1].id]), reverse=True)
    most = len(ranked[0])
    agreed = most >= 2 and all(len(group) < most for group in ranked[1:])
    chosen = adjudicators[-1] if adjudicators else ranked[0][-1]
    verdict, corrected = _sense(chosen)
    return Standing(
        statement_id=statement_id,
        state=State.ADJUDICATED if adjudicators or agreed else State.REVIEWED,
        verdict=verdict,
        corrected_id=corrected,
        disputed=len(groups) > 1,
        reviewers=tuple(sorted(r.reviewer for r in said)),
    )


def _sense(review: Review) -> tuple[Verdict, str | None]:
    """Return what a verdict comes to: who adds a claim accepts it."""
    verdict = Verdict.ACCEPT if review.verdict is Verdict.ADD else review.verdict
    return verdict, review.corrected_id if verdict is Verdict.CORRECT else None


def hidden_of(reviews: Sequence[Review], standings: Mapping[str, Standing]) -> frozenset[str]:
    """Return the ids of the statements that do not count: rejected, corrected, or taken back.

    A person's statement counts while a correction or an addition in force leads to it.
    """
    additions = [r for r in reviews if r.verdict is Verdict.ADD]
    written = {r.statement_id for r in additions}
    written |= {r.corrected_id for r in reviews if r.corrected_id is not None}
    back = undone(reviews)
    added = {r.statement_id for r in additions if r.id not in back}
    reached = _reached((standings.keys() - written) | added, standings)
    gone = {key for key, standing in standings.items() if standing.verdict in _GONE}
    return frozenset(gone | (written - reached))


def _reached(roots: Iterable[str], standings: Mapping[str, Standing]) -> set[str]:
    """Return the roots and what their corrections lead to."""
    reached: set[str] = set()
    todo = list(roots)
    while todo:
        key = todo.pop()
        if key in reached:
            continue
        reached.add(key)
        standing = standings.get(key)
        if standing is not None and standing.corrected_id is not None:
            todo.append(standing.corrected_id)
    return reached
