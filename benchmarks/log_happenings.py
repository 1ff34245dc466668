"""Happenings: how well claims about one event are brought together, and how fast.

Run: python benchmarks/log_happenings.py [--statements 100000]
The set: log_happenings.csv, claims about events around Aleppo, Raqqa, Kharkiv and Kherson with the
event that a person says they are about (a claim that a side holds a place counts to the taking
that it was said of). Prints B-cubed precision, recall and F1 (aim: F1 >= 0.85), the groups that
differ, and the rate for generated statements, whole and added in portions.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from log_aims import aim
from log_generate import make_batch
from whoholds.log import Happenings
from whoholds.log.schema import stamped, statements_of
from whoholds.model import (
    ActorMention,
    Claim,
    ClaimKind,
    Granularity,
    Interval,
    Modality,
    PlacePhrase,
    Report,
    Span,
    Speaker,
    Statement,
)

CONTAINED = {
    "admin1:SY.09": "khanasir marea manbij jarabulus dabiq handarat hanano sakhour aleppo bab "
    "tadef jirah maskanah",
    "admin1:UA.08": "kherson",
}
# Parents and backers.
PARENTS = {
    "ypg": ["syrian-democratic-forces"],
    "manbij-council": ["syrian-democratic-forces"],
    "turkish-backed-opposition": ["syrian-opposition", "turkey"],
}


def contains(outer: str, inner: str) -> bool:
    return outer == inner or inner in CONTAINED.get(outer, "").split()


def load() -> tuple[list[Statement], dict[str, str]]:
    """Return the claims as statements, and the event of each."""
    with Path(__file__).with_suffix(".csv").open(newline="") as file:
        rows = [
            {k: None if v == "-" else v for k, v in row.items()} for row in csv.DictReader(file)
        ]
    statements = [_statement(row, number) for number, row in enumerate(rows)]
    events = {s.id: str(row["event"]) for s, row in zip(statements, rows, strict=True)}
    return statements, events


def _statement(row: Mapping[str, str | None], number: int) -> Statement:
    start, end = (_day(row[name]) for name in ("start", "end"))
    told = start is not None or end is not None
    claim = Claim(
        kind=ClaimKind(str(row["kind"])),
        modality=Modality(str(row["modality"])),
        trigger=Span(0, 1),
        evidence=Span(0, 1),
        frame="benchmark",
        actor=_party(row["actor"]),
        counter_actor=_party(row["counter"]),
        place=PlacePhrase(text=str(row["place"]), place_id=row["place"]),
        interval=Interval(start=start, end=end, granularity=Granularity.DAY) if told else None,
        speakers=(Speaker(text=str(row["speaker"]), name=str(row["speaker"])),),
    )
    report = Report.make(f"claim {number}", published=_day(row["published"]))
    return Statement(
        id=Statement.id_of(claim, report.id),
        claim=claim,
        report_id=report.id,
        recorded=datetime(2026, 1, 1, tzinfo=UTC),
        text=report.text,
        published=report.published,
    )


def _day(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


def _party(identity: str | None) -> ActorMention | None:
    return None if identity is None else ActorMention(text=identity, actor_id=identity)


def b_cubed(truth: Mapping[str, str], found: Mapping[str, str]) -> tuple[float, float]:
    """Return B-cubed precision and recall (Bagga and Baldwin 1998)."""
    true_groups, found_groups = _members(truth), _members(found)
    both = [
        (len(true_groups[truth[i]] & found_groups[found[i]]), truth[i], found[i]) for i in truth
    ]
    precision = sum(n / len(found_groups[group]) for n, _, group in both) / len(both)
    recall = sum(n / len(true_groups[event]) for n, event, _ in both) / len(both)
    return precision, recall


def _members(groups: Mapping[str, str]) -> dict[str, set[str]]:
    members: defaultdict[str, set[str]] = defaultdict(set)
    for identity, group in groups.items():
        members[group].add(identity)
    return members


def accuracy() -> None:
    statements, events = load()
    happenings = Happenings(contains=contains, ancestors=lambda a: PARENTS.get(a, ()))
    happenings.add(statements)
    groups = [h.statements for h in happenings.all()]
    found = {i: group[0] for group in groups for i in group}
    precision, recall = b_cubed(events, found)
    f1 = 2 * precision * recall / (precision + recall)
    print(
        f"{len(events)} claims, {len(set(events.values()))} events, {len(groups)} groups: "
        f"B-cubed precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}"
    )
    aim("B-cubed F1", f1, least=0.85)
    exact = [set(group) for group in groups]
    for event, members in sorted(_members(events).items()):
        if members not in exact:
            parts = sorted(len(members & group) for group in exact if members & group)
            extra = sum(len(group - members) for group in exact if members & group)
            print(f"  {event}: {len(members)} claims found in parts {parts}, {extra} others there")


def speed(count: int) -> None:
    size = min(count, 10_000)
    batches = [
        statements_of(
            stamped(
                make_batch(n, size=size).statements,
                version=1,
                recorded=datetime(2026, 1, 1, tzinfo=UTC),
            )
        )
        for n in range(count // size)
    ]
    whole = Happenings()
    begun = time.perf_counter()
    for batch in batches:
        whole.add(batch)
    found = whole.groups()
    seconds = time.perf_counter() - begun
    print(
        f"{count:,} statements in {seconds:.1f} s: {count / seconds:,.0f}/s, {len(found):,} groups"
    )
    extra = statements_of(
        stamped(
            make_batch(10**6, size=100).statements,
            version=2,
            recorded=datetime(2026, 1, 2, tzinfo=UTC),
        )
    )
    begun = time.perf_counter()
    whole.add(extra)
    whole.groups()
    print(f"100 more statements: {time.perf_counter() - begun:.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--statements", type=int, default=100_000)
    options = parser.parse_args()
    accuracy()
    speed(options.statements)


if __name__ == "__main__":
    main()
