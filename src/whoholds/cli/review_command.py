"""`whoholds review`: check what the reader found, and see how often it was right."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from whoholds.cli import review_verdicts
from whoholds.cli.options import (
    DEFAULT_STORE,
    AsOfOption,
    JsonOption,
    StoreOption,
    moment,
    opened,
    wants_json,
)
from whoholds.cli.review_options import ReviewerOption
from whoholds.service.review.order import Order

review_app = typer.Typer(
    help="Check what the reader found; a verdict changes the answers at once.\n\n"
    "Every verdict is kept with its reviewer and time, can be undone, and overwrites nothing:\n"
    "--as-of answers as before it; --known does not leave it out, for a verdict is no news. A\n"
    "statement that two reviewers judge alike, or that an adjudicator decided, is adjudicated.\n\n"
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
    for command in (*review_verdicts.COMMANDS, figures, export):
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
