"""Verdicts: what they do to answers, that they can be undone, and what a version answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.service.stub import VERSIONS, load_stub
from whoholds.errors import AmbiguousError, NotFoundError, QueryError
from whoholds.log import PERSON, State, Store, Verdict
from whoholds.model import Modality, Span, Statement, StatusAfter
from whoholds.publish.wire import holding_row
from whoholds.service.review.change import Change
from whoholds.service.review.figures import figures_of
from whoholds.service.review.gold import gold_of, sentence_of
from whoholds.service.review.queue import Queue
from whoholds.service.review.verdicts import Judged, add_claim, judge, standing_of, undo
from whoholds.service.whoholds import Whoholds

DAY = date(2016, 8, 20)
MANBIJ, KOBANE = "geonames:167357", "geonames:172256"


def found(store: Whoholds, words: str) -> str:
    """Return the id of what the machine read in some words, whether it counts or not."""
    statements = store.store.statements(superseded=True)
    return next(s.id for s in statements if words in s.text and s.reader != PERSON)


def answers(store: Whoholds, as_of: int | None = None) -> list[dict[str, Any]]:
    """Return who holds every place on every day that tells them apart."""
    desk = store.desk(as_of)
    return [
        holding_row(holding)
        for day in (date(2014, 2, 1), DAY, date(2017, 6, 30))
        for holding in desk.holdings(on=day)
    ]


def say(store: Whoholds, words: str, verdict: str, who: str = "Anna", **more: Any) -> Judged:
    return judge(store, found(store, words), reviewer=who, verdict=verdict, **more)


def test_a_rejected_statement_has_no_effect(store: Whoholds, tmp_path: Path) -> None:
    say(store, "SDF took Manbij", "reject")
    without = Whoholds(Store.create(tmp_path / "other"), factory=load_stub, versions=VERSIONS)
    kept = [s for s in store.store.statements(superseded=True) if "SDF took Manbij" not in s.text]
    without.store.append(store.store.reports(), kept, reader=VERSIONS[0], gazetteer=VERSIONS[1])
    assert answers(store) == answers(without)


def test_an_accepted_statement_is_surer(store: Whoholds) -> None:
    before = store.who("Manbij", on=DAY).holding
    say(store, "SDF took Manbij", "accept")
    after = store.who("Manbij", on=DAY).holding
    assert before.holder and after.holder
    assert after.holder.actor_id == before.holder.actor_id
    assert after.holder.probability > before.holder.probability


def test_what_is_unclear_counts_as_it_was_read(store: Whoholds) -> None:
    before = answers(store)
    judged = say(store, "SDF took Manbij", "unclear")
    assert judged.standing.state is State.REVIEWED
    assert answers(store) == before


def test_every_part_can_be_corrected(store: Whoholds) -> None:
    change = Change(
        kind="control_state",
        actor_id="Islamic State",
        counter_actor_id="syrian-democratic-forces",
        place_id=KOBANE,
        place_relation="near",
        start="2016-07",
        modality="denied",
        speaker="Syrian Observatory for Human Rights",
    )
    judged = say(store, "SDF took Manbij", "correct", change=change, comment="all wrong")
    statement = judged.statement
    assert statement is not None
    claim = statement.claim
    assert (claim.kind, claim.modality, claim.status_after) == (
        "control_state",
        Modality.DENIED,
        StatusAfter.CONTROLS,
    )
    assert claim.actor and claim.actor.actor_id == "islamic-state"
    assert claim.counter_actor and claim.counter_actor.name == "Syrian Democratic Forces"
    assert claim.place and (claim.place.place_id, claim.place.relation) == (KOBANE, "near")
    assert claim.interval and claim.interval.granularity == "month"
    assert claim.interval.last_day == date(2016, 7, 31)
    assert claim.speakers[0].kind == "monitor"
    assert (claim.confidence, statement.reader, judged.review.comment) == (
        1.0,
        "person",
        "all wrong",
    )
    listed = {s.id for s in store.claims()}
    assert statement.id in listed
    assert judged.review.statement_id not in listed
    assert not store.store.verify()


def test_a_past_version_answers_as_before(store: Whoholds) -> None:
    version, before = store.store.version, answers(store)
    judged = say(store, "SDF took Manbij", "correct", change=Change(place_id=KOBANE))
    assert answers(store) != before
    assert answers(store, version) == before
    middle, corrected = store.store.version, answers(store)
    undo(store, judged.review.id, reviewer="Ben")
    assert answers(store) == before
    assert answers(store, middle) == corrected


def test_a_correction_can_be_corrected_and_each_step_undone(store: Whoholds) -> None:
    first = say(store, "SDF took Manbij", "correct", change=Change(place_id=KOBANE))
    assert first.statement
    second = judge(
        store,
        first.statement.id,
        reviewer="Ben",
        verdict="correct",
        change=Change(start="2016-08-11"),
    )
    assert second.statement
    assert {s.id for s in store.claims(place=KOBANE)} >= {second.statement.id}
    assert first.statement.id not in {s.id for s in store.claims()}
    undo(store, first.review.id, reviewer="Anna")
    counting = {s.id for s in store.claims()}
    assert first.review.statement_id in counting
    assert not counting & {first.statement.id, second.statement.id}


def test_undoing_an_undoing_brings_the_verdict_back(store: Whoholds) -> None:
    judged = say(store, "SDF took Manbij", "reject")
    rejected = answers(store)
    back = undo(store, judged.review.id, reviewer="Anna")
    with pytest.raises(QueryError, match="undone already"):
        undo(store, judged.review.id, reviewer="Anna")
    again = undo(store, back.review.id[:10], reviewer="Ben")
    assert again.standing.verdict is Verdict.REJECT
    assert answers(store) == rejected


def test_two_agree_or_an_adjudicator_decides(store: Whoholds) -> None:
    words = "SDF took Manbij"
    assert say(store, words, "reject").standing.state is State.REVIEWED
    split = say(store, words, "accept", "Ben").standing
    assert (split.state, split.disputed) == (State.REVIEWED, True)
    third = say(store, words, "accept", "Chloe").standing
    assert (third.state, third.verdict) == (State.ADJUDICATED, Verdict.ACCEPT)
    decided = say(store, words, "reject", "Dana", adjudicator=True)
    assert (decided.standing.state, decided.standing.verdict) == (State.ADJUDICATED, "reject")
    assert decided.statement is None
    changed = say(store, words, "accept", "Dana", adjudicator=True)  # she thought again
    assert changed.standing.verdict is Verdict.ACCEPT


def test_a_missed_claim_counts_and_can_be_rejected(store: Whoholds) -> None:
    report = store.store.report(store.store.statement(found(store, "IS shelled Kobane")).report_id)
    start = report.text.index("IS shelled Kobane")
    change = Change(kind="siege", actor_id="islamic-state", place_id=KOBANE, start="2014-01")
    judged = add_claim(store, report.id, Span(start, start + 17), change, reviewer="Anna")
    assert judged.statement and judged.statement.claim.status_after is StatusAfter.BESIEGED
    assert judged.statement.claim.actor and judged.statement.claim.actor.text
    assert store.who(KOBANE, on=date(2014, 1, 31)).holding.besieged
    assert not store.store.verify()
    judge(store, judged.statement.id, reviewer="Ben", verdict="reject", adjudicator=True)
    assert judged.statement.id not in {s.id for s in store.claims()}


def test_verdicts_hold_when_the_text_is_read_again(store: Whoholds) -> None:
    say(store, "SDF took Manbij", "reject")
    say(store, "IS left Manbij", "correct", change=Change(place_id=KOBANE))
    before = [figures(row) for row in answers(store)]
    statements = [
        make_newer(s) for s in store.store.statements(superseded=True) if s.reader != PERSON
    ]
    store.store.append(store.store.reports(), statements, reader="stub 2", gazetteer="stub")
    assert store.store.info().superseded > 0
    assert [figures(row) for row in answers(store)] == before
    ben = Queue(store).next("Ben", same=True, limit=2).items
    assert {i.statement.reader for i in ben} == {"stub 2"}
    assert {i.judged_by for i in ben} == {1}
    judged = judge(store, ben[0].statement.id, reviewer="Ben", verdict="reject")
    assert judged.standing.reviewers == ("Anna", "Ben")
    assert figures_of(store.desk().snapshot).agreement.units == 1


def figures(row: dict[str, Any]) -> tuple[object, ...]:
    """Return an answer without the ids of statements."""
    return tuple(row[k] for k in ("place_id", "start", "holder_id", "probability", "contested"))


def make_newer(statement: Statement) -> Statement:
    """Return the statement as another reader has it, by another frame."""
    claim = msgspec.structs.replace(statement.claim, frame="stub.two")
    identity = Statement.id_of(claim, statement.report_id)
    return msgspec.structs.replace(statement, id=identity, claim=claim, reader="stub 2")


def test_what_cannot_be_is_refused_and_nothing_is_written(store: Whoholds) -> None:
    version = store.store.version
    cases: list[tuple[Callable[[], object], type[Exception] | tuple[type[Exception], ...]]] = [
        (lambda: say(store, "SDF took Manbij", "wrong"), QueryError),
        (lambda: say(store, "SDF took Manbij", "undo"), QueryError),
        (lambda: say(store, "SDF took Manbij", "correct"), QueryError),
        (lambda: say(store, "SDF took Manbij", "accept", "\n"), QueryError),
        (
            lambda: say(
                store, "SDF took Manbij", "correct", change=Change(place_id="Kleinkleckersdorf")
            ),
            NotFoundError,
        ),
        (lambda: say(store, "SDF took Manbij", "correct", change=Change(kind="rain")), QueryError),
        (
            lambda: say(
                store, "SDF took Manbij", "correct", change=Change(start="2017", end="2016")
            ),
            QueryError,
        ),
        (lambda: judge(store, "", reviewer="Anna", verdict="accept"), (AmbiguousError, QueryError)),
        (lambda: undo(store, "0" * 32, reviewer="Anna"), NotFoundError),
    ]
    for wrong, kind in cases:
        with pytest.raises(kind):
            wrong()
    assert store.store.version == version


def test_the_queue_puts_what_moves_the_map_first(store: Whoholds) -> None:
    page = Queue(store).next("Anna", limit=100)
    scores = [item.effect.score for item in page.items if item.effect]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 0
    first = page.items[0]
    assert first.effect
    before, after = first.effect.before, first.effect.after
    assert (before.actor_id, before.probability) != (after.actor_id, after.probability)
    assert all(item.statement.claim.kind.moves_control for item in page.items)
    assert len({item.statement.id for item in page.items}) == len(page.items) == page.total


def test_items_are_kept_for_a_reviewer_for_a_while(store: Whoholds) -> None:
    clock = [0.0]
    queue = Queue(store, now=lambda: clock[0])
    anna = [i.statement.id for i in queue.next("Anna", limit=2).items]
    assert not set(anna) & {i.statement.id for i in queue.next("Ben", limit=2).items}
    clock[0] = 3600.0
    assert [i.statement.id for i in queue.next("Chloe", limit=2).items] == anna


def test_the_effects_follow_a_verdict(store: Whoholds) -> None:
    queue = Queue(store)
    queue.next("Anna")
    say(store, "SDF took Manbij", "reject")
    kept = [(i.statement.id, i.effect) for i in queue.next("Anna", limit=100).items]
    anew = [(i.statement.id, i.effect) for i in Queue(store).next("Anna", limit=100).items]
    assert kept == anew


def test_gold_has_the_sentences_that_were_judged_whole(store: Whoholds) -> None:
    say(store, "SDF took Manbij", "accept")
    say(store, "IS left Manbij", "correct", change=Change(place_id=KOBANE))
    say(store, "IS took Manbij", "reject")
    say(store, "IS took Aleppo province", "unclear")
    rows = list(gold_of(store.desk().snapshot))
    assert [(r["text"], r["negative"], len(r["claims"])) for r in rows] == [
        ("IS took Manbij on 2014-01-23 said Monitor.", True, 0),
        ("SDF took Manbij on 2016-08-12.", False, 1),
        ("IS left Manbij said Monitor.", False, 1),
    ]
    claim = rows[2]["claims"][0]
    assert (claim["kind"], claim["source"], claim["modality"]) == (
        "withdraw",
        "Monitor",
        "reported",
    )
    assert claim["place_id"] == KOBANE
    assert rows[2]["context"].endswith("on 2016-08-12.")
    assert json.loads(json.dumps(rows)) == rows


@pytest.mark.parametrize(
    ("text", "words", "sentence"),
    [
        (
            "It rained. Gen. A. Smith took Bab. Then it stopped.",
            "took Bab",
            "Gen. A. Smith took Bab.",
        ),
        ('He said "We took Bab." They left.', "took Bab", 'He said "We took Bab."'),
        ("No stop here\nThe next line is ours", "next line", "The next line is ours"),
    ],
)
def test_the_sentence_around_words(text: str, words: str, sentence: str) -> None:
    at = text.index(words)
    assert sentence_of(text, Span(at, at + len(words))).of(text) == sentence


WORDS = ("SDF took Manbij", "IS left Manbij", "IS took Manbij", "SDF took Aleppo", "IS left Aleppo")
VERDICTS = st.lists(
    st.tuples(
        st.sampled_from(WORDS),
        st.sampled_from(("accept", "reject", "correct", "unclear")),
        st.sampled_from(("Anna", "Ben", "Chloe")),
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
)
ONCE = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def give(store: Whoholds, drawn: tuple[str, str, str, bool]) -> Judged:
    words, verdict, who, adjudicator = drawn
    change = Change(place_id=KOBANE) if verdict == "correct" else None
    return say(store, words, verdict, who, change=change, adjudicator=adjudicator)


@ONCE
@given(drawn=VERDICTS)
def test_verdicts_undone_leave_all_as_before(
    drawn: list[tuple[str, str, str, bool]], store: Whoholds
) -> None:
    before = answers(store), store.desk().snapshot.standings
    given_ids = [give(store, one).review.id for one in drawn]
    for identity in reversed(given_ids):
        undo(store, identity, reviewer="Dana")
    assert (answers(store), store.desk().snapshot.standings) == before


@ONCE
@given(drawn=VERDICTS, data=st.data())
def test_the_order_of_verdicts_on_different_statements_does_not_matter(
    drawn: list[tuple[str, str, str, bool]], data: st.DataObject, store: Whoholds
) -> None:
    apart = list({one[0]: one for one in drawn}.values())
    turned = data.draw(st.permutations(apart))
    results = []
    for order in (apart, turned):
        given_ids = [give(store, one).review.id for one in order]
        results.append((answers(store), store.desk().snapshot.standings))
        for identity in given_ids:
            undo(store, identity, reviewer="Dana")
    assert results[0] == results[1]


def test_standing_of_a_statement_nobody_judged(store: Whoholds) -> None:
    assert standing_of(store, found(store, "SDF took Manbij")).state is State.MACHINE
