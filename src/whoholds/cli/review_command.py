"""`whoholds review`: check what the reader found, and see how often it was right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from whoholds.cli.options import (
    DEFAULT_STORE,
    AsOfOption,
    JsonOption,
    StoreOption,
    moment,
    opened,
    wants_json,
)
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
from whoholds.service.review.order import Order

if TYPE_CHECKING:
    from whoholds.service.review.change import Change
    from whoholds.service.review.verdicts import Judged
    from whoholds.service.whoholds import Whoholds

review_app = typer.Typer(
    help="Check what the reader found; a verdict changes the answers at once.\n\n"
    "Every verdict is kept with its reviewer and time, can be undone, and overwrites nothing:\n"
    "--as-of answers as before it. A statement that two reviewers judge alike, or that an\n"
    "adjudicator decided, is adjudicated.\n\n"
    "\b\n"
    "    export WHOHOLDS_REVIEWER=Anna\n"
    "    whoholds review next                      what would change the map most\n"
    "    whoholds review accept 3f2a91c0           it says what the report says\n"
    "    whoholds review reject 3f2a91c0           it does not\n"
    "    whoholds review correct 3f2a91c0 --place Kobani\n"
    "    whoholds review undo 9c01                 take a verdict back\n"
    "    whoholds review figures                   how often the reader was right",
    no_args_is_help=True,
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    review_app.command("next")(next_items)
    for command in (accept, reject, correct, unclear, comment, add, undo, figures, export):
        review_app.command()(command)
    review_app.command("list")(list_records)
    app.add_typer(review_app, name="review", rich_help_panel="Check")


def next_items(
    reviewer: ReviewerOption,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 5,
    same: Annotated[
        bool, typer.Option("--same", help="What others judged comes first: to see if you agree.")
    ] = False,
    order: Annotated[
        Order, typer.Option(help="effect: what would change the map most; random: a fair sample.")
    ] = Order.EFFECT,
    store: StoreOption = DEFAULT_STORE,
    as_json: JsonOption = False,
) -> None:
    """What is worth checking next.

    Statements come in the order of the reader's doubt times the probability that would move
    without them. What others said is not shown. To measure how often the reader is right, judge
    in random order: the doubtful ones come first otherwise. The exit status is 1 where nothing is
    left.

    Examples:

    \b
        whoholds review next --as Anna
        whoholds review next --as Ben --same --limit 20 --json
    """
    from whoholds.cli.show_review import show_page
    from whoholds.service.review.queue import Queue

    page = Queue(opened(store)).next(reviewer, limit=limit, same=same, order=order)
    show_page(page, as_json=wants_json(as_json))
    if not page.items:
        raise typer.Exit(1)


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


def list_records(
    statement: Annotated[
        str | None, typer.Option("--statement", metavar="ID", help="Those on one statement.")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Those of one.")] = None,
    store: StoreOption = DEFAULT_STORE,
    as_json: JsonOption = False,
) -> None:
    """All verdicts, the latest last.

    Example:

    \b
        whoholds review list --by Anna
    """
    from whoholds.cli.show_review import show_records

    reviews = opened(store).store.reviews()
    shown = [
        r
        for r in reviews
        if r.statement_id.startswith(statement or "") and by in (None, r.reviewer)
    ]
    show_records(shown, every=reviews, as_json=wants_json(as_json))
    if not shown:
        raise typer.Exit(1)


def figures(
    store: StoreOption = DEFAULT_STORE, as_of: AsOfOption = None, as_json: JsonOption = False
) -> None:
    """How far reviewers agree, and how often the reader was right.

    Agreement is Krippendorff's alpha over accept, reject and correct: 1 complete, 0 as by chance;
    above 0.8 is good, below 0.67 little can be concluded. Precision comes with an interval of
    95%, for all claims and by kind.

    Example:

    \b
        whoholds review figures
    """
    from whoholds.cli.show_review import show_figures
    from whoholds.service.review.figures import figures_of

    snapshot = opened(store).desk(moment(as_of)).snapshot
    show_figures(figures_of(snapshot), as_json=wants_json(as_json))


def export(
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where it is written; else printed."),
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    as_of: AsOfOption = None,
) -> None:
    """The verdicts as gold: each judged sentence with the claims that people found in it.

    One JSON object a line: text, context, date, claims with their words. A sentence whose claims
    were all rejected is a negative. Sentences with a claim that nobody judged are left out.

    Example:

    \b
        whoholds review export -o gold.jsonl
    """
    from whoholds.cli.show_review import write_gold
    from whoholds.service.review.gold import gold_of

    write_gold(gold_of(opened(store).desk(moment(as_of)).snapshot), output)


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
