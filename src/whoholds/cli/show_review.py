"""The queue, verdicts and figures of review, as tables and coloured words, or JSON lines."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from whoholds.cli.render import console, percent, print_line, print_rows, print_table
from whoholds.cli.show import claim_line, marked
from whoholds.cli.show_answers import SHORT
from whoholds.cli.show_log import ROLE_STYLES
from whoholds.log import Review, undone
from whoholds.publish.annotations import claim_row
from whoholds.publish.files import whole_file
from whoholds.publish.wire import statement_row
from whoholds.service.review.effects import Leaning
from whoholds.service.review.figures import Figures, Precision, figures_row
from whoholds.service.review.queue import Item, Page, item_row
from whoholds.service.review.rows import judged_row, review_row
from whoholds.service.review.verdicts import Judged
from whoholds.service.show import highlights, paragraph


def show_page(page: Page, *, as_json: bool) -> None:
    """Print the next items, each with its words and what it does to the map."""
    if not page.items:
        print("nothing is left to check", file=sys.stderr)
    if as_json:
        print_rows(item_row(item) for item in page.items)
        return
    for item in page.items:
        _show_item(item)
    if page.items:
        print_line(f"{page.total} statements on control that nobody has judged", style="dim")


def show_judged(judged: Judged, *, every: Sequence[Review], as_json: bool) -> None:
    """Print what a record did."""
    gone = undone(every)
    if as_json:
        print_rows([judged_row(judged, gone=gone)])
        return
    review, standing = judged.review, judged.standing
    told = f"{review.verdict} by {review.reviewer}, kept as {review.id[:SHORT]}"
    print_line(f"{told}; the statement is {_stands(judged)}", style="bold")
    if standing.disputed:
        print_line(f"reviewers do not agree: {', '.join(standing.reviewers)}", style="yellow")
    if judged.statement is not None:
        line = claim_line(statement_row(judged.statement))
        line.append(f"  {judged.statement.id[:SHORT]}", style="dim")
        console().print(line, soft_wrap=True)


def show_records(reviews: Sequence[Review], *, every: Sequence[Review], as_json: bool) -> None:
    """Print records, one a row; every: all of the store, which tell what is undone."""
    gone = undone(every)
    if not reviews:
        print("nobody has judged anything here", file=sys.stderr)
    if as_json:
        print_rows(review_row(r, gone=gone) for r in reviews)
    elif reviews:
        columns = ("id", "when", "reviewer", "verdict", "statement", "comment")
        print_table(columns, [_record_cells(r, gone) for r in reviews])


def show_figures(figures: Figures, *, as_json: bool) -> None:
    """Print the figures of review."""
    row = figures_row(figures)
    if as_json:
        print_rows([row])
        return
    states = ", ".join(f"{count} {state}" for state, count in figures.states.items())
    print_line(f"statements: {states}", style="bold")
    print_line("verdicts: " + ", ".join(f"{c} {v}" for v, c in figures.verdicts.items()))
    agreement = figures.agreement
    alpha = agreement.reason if agreement.alpha is None else f"{agreement.alpha:.3f}"
    print_line(f"agreement (Krippendorff's alpha): {alpha}; {agreement.units} judged by several")
    if figures.precision.judged:
        rows = [_precision_cells("all", figures.precision)]
        rows += [_precision_cells(kind, p) for kind, p in figures.by_kind.items()]
        print_table(("kind", "accepted", "judged", "precision", "95% interval"), rows)
        print_line(row["note"], style="dim")


def write_gold(rows: Iterable[dict[str, Any]], output: Path | None) -> None:
    """Write gold as JSON lines to a file, whole or not at all, or to standard output."""
    if output is None:
        print_rows(rows)
        return
    count = 0
    with whole_file(output) as file:
        for row in rows:
            file.write(msgspec.json.encode(row).decode() + "\n")
            count += 1
    print(f"{count} sentences to {output}", file=sys.stderr)


def _show_item(item: Item) -> None:
    statement, report = item.statement, item.report
    console().rule(f"statement {statement.id[:SHORT]}", align="left", style="dim")
    day = report.published.date().isoformat() if report.published else "no date"
    print_line(f"{report.outlet or 'no outlet'}, {day}, report {report.id[:SHORT]}", style="dim")
    around = paragraph(report.text, statement.claim.evidence)
    marks = [(ROLE_STYLES[h.role], h.start, h.end) for h in highlights(statement.claim)]
    console().print(marked(report.text, around.start, around.end, marks))
    console().print(claim_line(claim_row(statement.claim)), soft_wrap=True)
    effect = item.effect
    if effect is not None:
        before, after = _leaning(effect.before), _leaning(effect.after)
        copies = f"; {len(effect.copies)} more say the same" if effect.copies else ""
        print_line(f"    without it on {effect.on}: {before} becomes {after}{copies}", style="dim")


def _leaning(leaning: Leaning) -> str:
    return f"{leaning.name} {percent(leaning.probability)}"


def _stands(judged: Judged) -> str:
    standing = judged.standing
    verdict = {"accept": "accepted", "reject": "rejected", "correct": "corrected"}
    told = verdict.get(str(standing.verdict), str(standing.verdict or "as it was read"))
    return f"{told} ({standing.state})"


def _record_cells(review: Review, gone: frozenset[str]) -> tuple[object, ...]:
    when = review.recorded.strftime("%Y-%m-%d %H:%M") if review.recorded else ""
    verdict = f"{review.verdict}{' (undone)' if review.id in gone else ''}"
    verdict += " (adjudicator)" if review.adjudicator else ""
    about = review.statement_id[:SHORT]
    return (review.id[:SHORT], when, review.reviewer, verdict, about, review.comment or "")


def _precision_cells(name: str, precision: Precision) -> tuple[object, ...]:
    interval = f"{percent(precision.low)} to {percent(precision.high)}"
    counts = (str(precision.accepted), str(precision.judged))
    return (name, *counts, percent(precision.share), interval)
