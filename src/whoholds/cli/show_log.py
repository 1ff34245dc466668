"""Happenings, speakers and what `show` finds, as tables and coloured words, or JSON lines."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence

from whoholds.cli.render import console, print_line, print_rows, print_table
from whoholds.cli.show import claim_line, marked
from whoholds.cli.show_answers import SHORT, dates_words, speakers_words
from whoholds.control import Reliability
from whoholds.log import Bias, Record
from whoholds.model import DisputeKind, Happening, Report, Span, Statement
from whoholds.publish.annotations import claim_row
from whoholds.service.answers import Shown, Subject
from whoholds.service.desk import HAPPENING
from whoholds.service.rows import NameOf, happening_row, record_row, shown_row, speaker_name
from whoholds.service.show import highlights, paragraph

Believed = Mapping[tuple[str, Bias], Reliability]
"""How far a speaker's claims of each bias are believed."""
ROLE_STYLES = {
    "evidence": "underline",
    "trigger": "bold",
    "actor": "green",
    "counter_actor": "red",
    "supporter": "green",
    "place": "cyan",
    "speaker": "italic magenta",
}


def show_happenings(happenings: Sequence[Happening], *, name_of: NameOf, as_json: bool) -> None:
    """Print happenings, one a row."""
    if not happenings:
        print("no happening in the store fits", file=sys.stderr)
    if as_json:
        print_rows(happening_row(h, name_of=name_of) for h in happenings)
    elif happenings:
        columns = ("id", "when", "what", "claims", "speakers", "reported")
        print_table(columns, [_happening_cells(h, name_of) for h in happenings])


def show_speakers(
    records: Sequence[Record], believed: Believed, *, name_of: NameOf, as_json: bool
) -> None:
    """Print the records of speakers with how far each is believed, one a row."""
    if not records:
        print("no named speaker tells of a happening in the store", file=sys.stderr)
    if as_json:
        print_rows(
            record_row(r, name_of=name_of, believed=believed.get((r.speaker, r.bias)))
            for r in records
        )
    elif records:
        columns = (
            "speaker",
            "kind",
            "side",
            "news",
            "claims",
            "confirmed",
            "only later",
            "contradicted",
            "believed",
        )
        print_table(columns, [_record_cells(r, name_of, believed) for r in records])


def show_paces(paces: Sequence[tuple[str, int, float]]) -> None:
    """Print how often a place changes hands without any report, by country and year."""
    by_country: dict[str, list[str]] = {}
    for country, year, often in paces:
        by_country.setdefault(country or "elsewhere", []).append(f"{year}: {often:.2f}")
    for country, told in by_country.items():
        print_line(f"Changes without a report, a place and year, {country}: {', '.join(told)}")


def show_found(shown: Shown, *, name_of: NameOf, as_json: bool) -> None:
    """Print a statement, a happening or a report with its words."""
    if as_json:
        print_rows([shown_row(shown, name_of=name_of)])
    elif shown.subject is Subject.REPORT:
        _show_report(shown)
    elif shown.happening is not None:
        _show_happening(shown, shown.happening, name_of)
    else:
        _show_statement(shown)


def _happening_cells(happening: Happening, name_of: NameOf) -> tuple[object, ...]:
    days = dict.fromkeys(m.date().isoformat() for m in (happening.first, happening.last) if m)
    return (
        happening.id[: len(HAPPENING) + SHORT],
        dates_words(happening.interval),
        "\n".join(_what(happening, name_of)),
        str(len(happening.statements)),
        str(happening.speakers),
        " to\n".join(days),
    )


def _what(happening: Happening, name_of: NameOf) -> Iterator[str]:
    """Yield lines that say who did what where, whether it is done, and what is disputed.

    Not done: told only as planned, possible or denied.
    """
    parties = _parties(happening, name_of)
    yield f"{happening.kind}: {parties or '?'}, {happening.place_name}"
    if happening.open:
        yield "not told as done"
    if disputes := "; ".join(disputes_words(happening, name_of)):
        yield f"disputed: {disputes}"


def disputes_words(happening: Happening, name_of: NameOf) -> Iterator[str]:
    """Yield each way in which statements depart from what most say, with their number."""
    told: dict[str, int] = {}
    for dispute in happening.disputes:
        words = {
            DisputeKind.DENIAL: "denied",
            DisputeKind.DATE: f"on {dispute.says}",
            DisputeKind.TAKER: f"by {name_of(dispute.says)}",
        }[dispute.kind]
        told[words] = told.get(words, 0) + 1
    yield from (words if count == 1 else f"{words} ({count})" for words, count in told.items())


def _parties(happening: Happening, name_of: NameOf) -> str:
    actor, counter = happening.actor_id, happening.counter_actor_id
    who = name_of(actor) if actor else ""
    return f"{who or '?'} against {name_of(counter)}" if counter else who


def _record_cells(record: Record, name_of: NameOf, believed: Believed) -> tuple[object, ...]:
    found = believed.get((record.speaker, record.bias))
    share = ""
    if found is not None:
        share = f"{found.share:.0%} ± {found.error:.0%} ({found.before:.0%} at first)"
    counts = (record.claims, record.confirmed, record.later, record.contradicted)
    side = name_of(record.side) if record.side else ""
    return (
        speaker_name(record, name_of),
        str(record.kind),
        side,
        str(record.bias),
        *map(str, counts),
        share,
    )


def _show_statement(shown: Shown) -> None:
    statement, report = shown.statements[0], shown.reports[0]
    out = console()
    out.rule(f"statement {statement.id}", align="left", style="dim")
    _print_head(report)
    _print_marked(report, paragraph(report.text, statement.claim.evidence), [statement])
    _print_claim(statement, shown)
    recorded = statement.recorded.strftime("%Y-%m-%d %H:%M")
    print_line(
        f"recorded {recorded} UTC by {statement.reader}, places of {statement.gazetteer}",
        style="dim",
    )


def _show_happening(shown: Shown, happening: Happening, name_of: NameOf) -> None:
    console().rule(happening.id, align="left", style="dim")
    when = dates_words(happening.interval)
    what, *more = _what(happening, name_of)
    print_line(f"{what}, {when}" if when else what, style="bold")
    counts = f"{len(happening.statements)} statements, {happening.speakers} independent speakers"
    print_line("; ".join((counts, *more)))
    reports = {report.id: report for report in shown.reports}
    for statement in shown.statements:
        report = reports[statement.report_id]
        day = statement.published.date().isoformat() if statement.published else "no date"
        print_line(f"\n{day}  {speakers_words(statement)}  ({statement.id[:SHORT]})", style="dim")
        _print_marked(report, statement.claim.evidence, [statement])
        _print_claim(statement, shown)


def _show_report(shown: Shown) -> None:
    (report,) = shown.reports
    console().rule(f"report {report.id}", align="left", style="dim")
    _print_head(report)
    if len(shown.versions) > 1:
        number = shown.versions.index(report.id) + 1
        print_line(f"version {number} of {len(shown.versions)} of its page", style="dim")
    waiting = list(shown.statements)
    start = 0
    for line in report.text.split("\n"):
        end = start + len(line)
        here = [s for s in waiting if s.claim.evidence.start <= end]
        waiting = waiting[len(here) :]
        _print_marked(report, Span(start, end), shown.statements)
        for statement in here:
            _print_claim(statement, shown)
        start = end + 1


def _print_head(report: Report) -> None:
    day = report.published.strftime("%Y-%m-%d %H:%M UTC") if report.published else "no date"
    print_line(report.title or "(no title)", style="bold")
    told = (report.outlet, day, report.url or report.source, f"report {report.id[:SHORT]}")
    print_line(", ".join(part for part in told if part), style="dim")


def _print_marked(report: Report, span: Span, statements: Iterable[Statement]) -> None:
    marks = [
        (ROLE_STYLES[h.role], h.start, h.end)
        for statement in statements
        for h in highlights(statement.claim)
    ]
    console().print(marked(report.text, span.start, span.end, marks))


def _print_claim(statement: Statement, shown: Shown) -> None:
    line = claim_line(claim_row(statement.claim))
    line.append(f"  {statement.id[:SHORT]}", style="dim")
    if statement.id in shown.superseded:
        line.append("  superseded", style="yellow")
    if any(w.statement_id == statement.id for w in shown.withdrawals):
        line.append("  withdrawn by the outlet", style="red")
    console().print(line, soft_wrap=True)
