"""Answers, timelines, claims and explanations, as tables or JSON lines."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from whoholds.cli.render import percent, print_line, print_rows, print_table, signed
from whoholds.model import Claim, Explanation, Holding, Interval, Statement, Term
from whoholds.publish.annotations import claim_dates
from whoholds.publish.wire import explanation_row, holding_row, probability_of, statement_row
from whoholds.service.answers import Answer
from whoholds.service.places import describe
from whoholds.service.rows import answer_row
from whoholds.service.sentences import interval_words

MOST_SHOWN = 8
SHORT = 8
"""Characters of an id in a table; `whoholds show` takes the beginning of an id."""
MOST_TERMS, LEAST_NATS = 12, 0.05


def show_answer(answer: Answer, *, as_json: bool) -> None:
    """Print who holds a place, the parties' probabilities and the words behind them."""
    if as_json:
        print_rows([answer_row(answer)])
        return
    print_line(answer.sentence, style="bold")
    holding = answer.holding
    if holding.shares:
        others = [("contested", holding.contested), ("unknown", holding.unknown)]
        figures = [(s.name, s.probability) for s in holding.shares] + others
        rows = [(name, percent(p)) for name, p in figures if p >= 0.005]
        print_table(("holder", "probability"), rows)
    _show_statements("It rests on", answer.evidence)
    _show_statements("Against it", answer.against)
    if answer.others:
        print_line(f"Not meant? {'; '.join(describe(p) for p in answer.others)}", style="dim")


def show_timeline(runs: Sequence[Holding], *, place: str, as_json: bool) -> None:
    """Print the runs of a place."""
    if not runs:
        print(f"the store tells nothing about who held {place}", file=sys.stderr)
    if as_json:
        print_rows(holding_row(run) for run in runs)
    elif runs:
        columns = ("from", "until", "status", "holder", "probability", "speakers", "why")
        print_table(columns, [_run_cells(run) for run in runs], title=describe(runs[0].place))


def _run_cells(run: Holding) -> tuple[object, ...]:
    first, end = run.interval.first_day, run.interval.end
    besieged = " (besieged)" if run.besieged else ""
    return (
        first.isoformat() if first else "",
        end.date().isoformat() if end else "",
        str(run.status),
        f"{run.holder.name}{besieged}" if run.holder else besieged.strip(),
        percent(probability_of(run)),
        str(run.speakers),
        _why(run),
    )


def _why(run: Holding) -> str:
    """Return what brought a run about, in words without what was assumed for them."""
    if run.why is not None:
        return run.why.rsplit(" (", 1)[0]
    if run.before is not None:
        return f"no claim for long; {run.before.name} was the last known"
    return "no claim of those days"


def show_claims(statements: Sequence[Statement], *, as_json: bool) -> None:
    """Print statements, one a row."""
    if not statements:
        print("no claim in the store fits", file=sys.stderr)
    if as_json:
        print_rows(statement_row(s) for s in statements)
    elif statements:
        columns = ("id", "when", "kind", "who", "where", "meant", "says", "words")
        print_table(columns, [_claim_cells(s) for s in statements])


def _claim_cells(statement: Statement) -> tuple[object, ...]:
    claim = statement.claim
    return (
        statement.id[:SHORT],
        dates_words(claim.interval),
        str(claim.kind),
        parties_words(claim),
        (claim.place.name or claim.place.text) if claim.place else "",
        str(claim.modality),
        speakers_words(statement),
        statement.text,
    )


def dates_words(interval: Interval | None) -> str:
    """Return when it happened, as far as the words went."""
    start, end, _ = claim_dates(interval)
    if start and end and start != end:
        return f"{start} to {end}"
    if end and not start:
        return f"by {end}"
    return start or ""


def parties_words(claim: Claim) -> str:
    """Return who acts, and against whom."""
    actor = (claim.actor.name or claim.actor.text) if claim.actor else ""
    counter = claim.counter_actor
    if counter is None:
        return actor
    return f"{actor or '?'} against {counter.name or counter.text}"


def speakers_words(statement: Statement) -> str:
    """Return who says so, and through whom: origin first, outlet last."""
    said = [s.name + (f" through {s.via}" if s.via else "") for s in statement.claim.speakers]
    if statement.outlet:
        said.append(statement.outlet)
    return ", in ".join(said)


def show_explanation(explanation: Explanation, *, as_json: bool) -> None:
    """Print an explanation's sentence and its terms."""
    if as_json:
        print_rows([explanation_row(explanation)])
        return
    print_line(explanation.summary, style="bold")
    ranked = sorted(explanation.terms, key=lambda t: -abs(t.nats))
    shown = [t for t in ranked if abs(t.nats) >= LEAST_NATS][:MOST_TERMS]
    rows: list[tuple[object, ...]] = [(t.nats, _because(t), _words(t)) for t in shown]
    small = ranked[len(shown) :]
    if small:
        rows.append((sum(t.nats for t in small), f"{len(small)} smaller terms together", ""))
    name = explanation.actor.name if explanation.actor else "unknown"
    print_table(("nats", "because", "words"), rows)
    print_line(f"{signed(explanation.log_odds)} nats in all for {name}")


def _because(term: Term) -> str:
    """Return a term in words, with what it was worth when it was told."""
    faded = "" if term.told is None else f"; worth {signed(term.told)} when told"
    return f"{term.because}{faded}{' (known only later)' if term.later else ''}"


def _words(term: Any) -> str:
    statement = term.statement
    if statement is None:
        return ""
    outlet = f" ({statement.outlet})" if statement.outlet else ""
    return f"“{statement.text}”{outlet}"


def _show_statements(title: str, statements: Sequence[Statement]) -> None:
    if not statements:
        return
    print_line(f"\n{title}:")
    for statement in statements[:MOST_SHOWN]:
        speakers = speakers_words(statement)
        said = f"{speakers}: " if speakers else ""
        day = statement.published.date().isoformat() + " " if statement.published else ""
        when = interval_words(statement.claim.interval) if statement.claim.interval else ""
        meant = ", ".join(w for w in (str(statement.claim.kind), when) if w)
        print_line(f"  {day}{said}“{statement.text}” [{meant}]")
    if len(statements) > MOST_SHOWN:
        print_line(f"  and {len(statements) - MOST_SHOWN} more (whoholds claims --place ...)")
