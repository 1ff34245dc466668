"""The dates of gold control claims against those that grammar links to their head words.

usage: python benchmarks/time_links.py [--show N]

Reads gold/claims/dev.jsonl in the evaluation data (WHOHOLDS_DATA or ../shared). The head word of a
claim's evidence is taken as its trigger, so that only times and their linking are measured. Prints
how many dated claims get their date (start or end, at the gold's precision), how many get both
ends in the gold's shape (open or closed), and how many undated ones get a date all the same.
"""

from __future__ import annotations

import argparse
import calendar
import json
import os
import sys
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, Token

from whoholds.model import Granularity, Interval, TimeBasis
from whoholds.reading.parse import load_parser
from whoholds.reading.when import find_times, link_time

DIGITS = {Granularity.YEAR: 4, Granularity.MONTH: 7}


def anchor_of(text: str | None) -> datetime | None:
    """Return the last day of a publication date that may be only a month or a year."""
    if not text:
        return None
    if len(text) == 4:
        return datetime(int(text), 12, 31)  # noqa: DTZ001
    if len(text) == 7:
        year, month = (int(part) for part in text.split("-"))
        return datetime(year, month, calendar.monthrange(year, month)[1])  # noqa: DTZ001
    return datetime.fromisoformat(text)


def ends_of(interval: Interval | None) -> tuple[str | None, str | None]:
    """Return the first and last day as ISO, as precise as the words were."""
    if interval is None:
        return None, None
    length = DIGITS.get(interval.granularity or Granularity.DAY, 10)

    def iso(day: date | None) -> str | None:
        return None if day is None else day.isoformat()[:length]

    return iso(interval.first_day), iso(interval.last_day)


def trigger_of(doc: Doc, evidence: list[int]) -> Token | None:
    """Return the head word of the evidence, a verb or noun where there is one."""
    words = [t for t in doc if evidence[0] <= t.idx < evidence[1] and not t.is_space]
    inside = {t.i for t in words}
    tops = [t for t in words if t.head.i not in inside or t.head == t]
    return next((t for t in tops if t.pos_ in ("VERB", "NOUN")), tops[0] if tops else None)


def place_of(doc: Doc, claim: dict[str, Any]) -> Token | None:
    """Return the head word of the claim's place inside its evidence."""
    start, end = claim["evidence"]
    found = doc.text.find(claim["place"], start, end) if claim["place"] else -1
    if found < 0:
        return None
    span = doc.char_span(found, found + len(claim["place"]), alignment_mode="expand")
    return None if span is None else span.root


def agrees(gold: tuple[str | None, str | None], ours: tuple[str | None, str | None]) -> bool:
    """Say whether one end agrees as far as both go."""
    pairs = [(a, b) for a, b in zip(gold, ours, strict=True) if a and b]
    return any(a.startswith(b) or b.startswith(a) for a, b in pairs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", type=int, default=0, help="print this many dates that differ")
    options = parser.parse_args()
    data = Path(os.environ.get("WHOHOLDS_DATA", Path(__file__).parents[2] / "shared"))
    path = data / "gold" / "claims" / "dev.jsonl"
    if not path.exists():
        sys.exit(f"{path} is not there; set WHOHOLDS_DATA to the evaluation data")
    parse, count = load_parser(), Counter[str]()
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        doc, anchor = parse(row["text"]), anchor_of(row["date"])
        before = parse(row["context"], wanted=lambda *_: False)
        context = find_times(before, anchor=anchor)
        times = find_times(doc, anchor=anchor, context_times=context)
        for claim in row["claims"]:
            trigger = trigger_of(doc, claim["evidence"])
            if trigger is None:
                continue
            interval, basis = link_time(
                trigger, times, anchor=anchor, narrative=None, place=place_of(doc, claim)
            )
            ours = ends_of(interval) if basis is TimeBasis.WORDS else (None, None)
            gold = (claim["start_date"], claim["end_date"])
            if not any(gold):
                count["undated"] += 1
                count["undated, given a date"] += any(ours)
                continue
            count["dated"] += 1
            count["right"] += agrees(gold, ours)
            shape = [bool(g) for g in gold] == [bool(o) for o in ours]
            count["right, same shape"] += agrees(gold, ours) and shape
            count["none given"] += not any(ours)
            if not agrees(gold, ours) and options.show > 0:
                options.show -= 1
                print(row["text"], "|", trigger.text, "|", gold, ours)
    print(json.dumps(dict(sorted(count.items())), indent=1))


if __name__ == "__main__":
    main()
