"""`whoholds review accept`, `correct`, `undo` and the like: verdicts given and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from whoholds.cli.options import DEFAULT_STORE, JsonOption, StoreOption, opened, wants_json
from whoholds.cli.review_options import (
    ActorOption,
    AdjudicateOption,
    AgainstOption,
    CommentOption,
    EndOption,
    KindOption,
    ModalityOption,
    PlaceOption,
    RelationOption,
    ReviewerOption,
    SpeakerOption,
    StartOption,
    StatementArgument,
    StatusOption,
    change_of,
)

if TYPE_CHECKING:
    from whoholds.service.review.change import Change
    from whoholds.service.review.verdicts import Judged
    from whoholds.service.whoholds import Whoholds


def accept(
    statement: StatementArgument,
    reviewer: ReviewerOption,
    comment: CommentOption = None,
    adjudicate: AdjudicateOption = False,
    store: StoreOption = DEFAULT_STORE,
    as_json: JsonOption = False,
) -> None:
    """A statement says what the report says; it is weighed as surely read.

    Example:

    \b
        whoholds review accept 3f2a91c0 --as Anna
    """
    _judge(opened(store), statement, reviewer, "accept", comment, adjudicate, as_json)


def reject(
    statement: StatementArgument,
    reviewer: ReviewerOption,
    comment: CommentOption = None,
    adjudicate: AdjudicateOption = False,
    store: StoreOption = DEFAULT_STORE,
    as_json: JsonOption = False,
) -> None:
    """The report does not say this; the statement has no part in any answer.

    Judge whether the reader read rightly, not whether the report is true.

    Example:

    \b
        whoholds review reject 3f2a91c0 --as Anna --comment "a plan, not an event"
    """
    _judge(opened(store), statement, reviewer, "reject", comment, adjudicate, as_json)


def unclear(
    statement: StatementArgument,
    reviewer: ReviewerOption,
    comment: CommentOption = None,
    adjudicate: AdjudicateOption = False,
    store: StoreOption = DEFAULT_STORE,
    as_json: JsonOption = False,
) -> None:
    """The report leaves it open; the statement counts as it was read.

    Example:

    \b
        whoholds review unclear 3f2a91c0 --as Anna
    """
    _judge(opened(store), statement, reviewer, "unclear", comment, adjudicate, as_json)


def comment(
    statement: StatementArgument,
    words: Annotated[str, typer.Argument(metavar="WORDS", help="The remark.")],
    reviewer: ReviewerOption,
    store: StoreOption = DEFAULT_STORE,
    as_json: JsonOption = False,
) -> None:
    """A remark on a statement, without a verdict.

    Example:

    \b
        whoholds review comment 3f2a91c0 "which of the two Kafr Nabls?" --as Anna
    """
    _judge(opened(store), statement, reviewer, "comment", words, False, as_json)


def correct(
    statement: StatementArgument,
    reviewer: ReviewerOption,
    kind: KindOption = None,
    actor: ActorOption = None,
    against: AgainstOption = None,
    place: PlaceOption = None,
    relation: RelationOption = None,
    start: StartOption = None,
    end: EndOption = None,
    modality: ModalityOption = None,
    status: StatusOption = None,
    speaker: SpeakerOption = None,
    comment: CommentOption = None,
    adjudicate: AdjudicateOption = False,
    store: StoreOption = DEFAULT_STORE,
    as_json: JsonOption = False,
) -> None:
    """How a statement should read; the parts not given stay as they were read.

    The corrected claim is a statement of its own in place of the first, which is kept. `none`
    clears a part: `--speaker none` is the report's own voice.

    Examples:

    \b
        whoholds review correct 3f2a91c0 --as Anna --place geonames:172256
        whoholds review correct 3f2a91c0 --as Anna --kind advance --start 2016-08-10
    """
    parts = {"actor_id": actor, "counter_actor_id": against, "place_id": place}
    times = {"start": start, "end": end, "speaker": speaker}
    words = {"kind": kind, "place_relation": relation, "modality": modality, "status_after": status}
    change = change_of({**parts, **times, **words})
    found = opened(store)
    _judge(found, statement, reviewer, "correct", comment, adjudicate, as_json, change=change)


def add(
    report: Annotated[str, typer.Argument(metavar="REPORT", help="The id of a report.")],
    words: Annotated[
        str, typer.Argument(metavar="WORDS", help="The words of the report that say so.")
    ],
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help="What happened.")],
    reviewer: ReviewerOption,
    actor: ActorOption = None,
    against: AgainstOption = None,
    place: PlaceOption = None,
    relation: RelationOption = None,
    start: StartOption = None,
    end: EndOption = None,
    modality: ModalityOption = None,
    status: StatusOption = None,
    speaker: SpeakerOption = None,
    comment: CommentOption = None,
    store: StoreOption = DEFAULT_STORE,
    as_json: JsonOption = False,
) -> None:
    """A claim that the reader missed.

    WORDS stand in the report as they are given; where they stand there more than once, give more
    of them.

    Example:

    \b
        whoholds review add b71e "rebels stormed the town" --kind seize --actor "Free Syrian Army"
            --place Manbij --start 2012-07-19 --as Anna
    """
    from whoholds.service.review.verdicts import add_claim, find_words

    parts = {"kind": kind, "actor_id": actor, "counter_actor_id": against, "place_id": place}
    times = {"start": start, "end": end, "speaker": speaker}
    rest = {"place_relation": relation, "modality": modality, "status_after": status}
    found = opened(store)
    report_id, span = find_words(found, report, words)
    change = change_of({**parts, **times, **rest})
    judged = add_claim(found, report_id, span, change, reviewer=reviewer, comment=comment)
    _show(found, judged, as_json)


def undo(
    verdict: Annotated[
        str, typer.Argument(metavar="VERDICT", help="The id of a verdict, or its beginning.")
    ],
    reviewer: ReviewerOption,
    comment: CommentOption = None,
    store: StoreOption = DEFAULT_STORE,
    as_json: JsonOption = False,
) -> None:
    """Take a verdict back; all is as if it had not been given.

    It stays in the log, and undoing the undoing brings it back.

    Example:

    \b
        whoholds review undo 9c01 --as Anna
    """
    from whoholds.service.review.verdicts import undo as take_back

    found = opened(store)
    _show(found, take_back(found, verdict, reviewer=reviewer, comment=comment), as_json)


COMMANDS = (accept, reject, correct, unclear, comment, add, undo)


def _judge(
    found: Whoholds,
    statement: str,
    reviewer: str,
    verdict: str,
    comment: str | None,
    adjudicate: bool,
    as_json: bool,
    *,
    change: Change | None = None,
) -> None:
    from whoholds.service.review.verdicts import judge

    judged = judge(
        found,
        statement,
        reviewer=reviewer,
        verdict=verdict,
        change=change,
        comment=comment,
        adjudicator=adjudicate,
    )
    _show(found, judged, as_json)


def _show(found: Whoholds, judged: Judged, as_json: bool) -> None:
    from whoholds.cli.show_review import show_judged

    show_judged(judged, every=found.store.reviews(), as_json=wants_json(as_json))
