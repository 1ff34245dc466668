"""Real truth: who held which Syrian town, read from dated reports, against dated changes.

Run: python benchmarks/control_truth.py [--corpus timeline] [--plain] [--store FOLDER] [--worst N]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

from control_truth_answers import Asked
from control_truth_places import matches, rows_of, store_of
from control_truth_scores import print_delays, print_scores, questions_of
from control_truth_table import Row, Sides, Town, towns_of
from control_truth_worst import print_worst
from whoholds.model import Statement
from whoholds.service.desk import Desk
from whoholds.service.lens import Lens
from whoholds.service.whoholds import Whoholds

CORPORA = ("timeline", "narratives")


def main() -> None:
    """Read the corpus, ask, compare, print."""
    args = _arguments()
    data = args.data.resolve()
    if not (data / "control").is_dir():
        sys.exit(f"no truth under {data}: set WHOHOLDS_DATA or give --data")
    places = None if args.plain else data / "gazetteer" / "SY.ocha_communities.txt"
    for corpus in CORPORA if args.corpus == "both" else (args.corpus,):
        rows = rows_of(data, corpus)[: args.limit or None]
        print(f"\n=== {corpus} ===")
        with tempfile.TemporaryDirectory() as fresh:
            folder = (args.store or Path(fresh)) / f"{corpus}-{'plain' if args.plain else 'ocha'}"
            service = store_of(rows, folder, places=places, workers=args.workers)
            compare(service, data, rows, worst=args.worst)


def compare(service: Whoholds, data: Path, rows: Sequence[Row], *, worst: int) -> None:
    """Print the scores of a store against the truth, by side and by party."""
    desk = service.desk()
    every = desk.snapshot.statements()
    online = any(s.published for s in every)
    for strict in (False, True):
        sides = Sides(service, Path(__file__).with_suffix(".toml"), strict=strict)
        towns = list(towns_of(data / "control" / "syria_control.jsonl", sides))
        found = matches(service, desk, towns)
        among = service.desk(lens=Lens(neighbours=True))
        asked_of = partial(_asked, desk, among, sides=sides)
        all_asked = [asked_of(t, found[t.name][0]) for t in towns if t.name in found]
        first, last = _period(every, sides)
        scored = sum(first <= day <= last for a in all_asked for day, _ in a.town.changes)
        questions = list(questions_of(all_asked, first, last))
        heading = "by party, as the table has it" if strict else "by side"
        print(f"\n== {heading} ==")
        if not strict:
            total = sum(len(t.changes) for t in towns)
            inside = sum(first <= d <= last for t in towns for d, _ in t.changes)
            how = dict(Counter(found[a.town.name][1][2:] for a in all_asked))
            print(f"{len(every)} statements, {first} to {last}; {len(towns)} places of the truth")
            print(
                f"{len(all_asked)} have a claim ({how}); {total} changes, {inside} in the period,"
            )
            print(f"{scored} of places with a claim; {len(questions)} days asked about")
        print_scores(questions, online=online)
        if not strict:
            print_delays(all_asked, first, last, online=online)
            if worst:
                print_worst(questions, every, rows, worst)


def _asked(desk: Desk, among: Desk, town: Town, key: str, *, sides: Sides) -> Asked:
    brief = desk.brief(desk.places.place(key))
    near = tuple(among.brief(brief.place).context.near)
    moving = tuple(s for s in brief.statements if s.claim.kind.moves_control)
    return Asked(town, brief.place, moving, brief.context, near, sides)


def _period(every: Sequence[Statement], sides: Sides) -> tuple[date, date]:
    """Return the first and last day that reports tell of; without dates, all of the truth."""
    days = [s.published.date() for s in every if s.published]
    if not days:
        return sides.begins, date(2023, 10, 9)
    return min(days), max(days)


def _arguments() -> argparse.Namespace:
    default = os.environ.get("WHOHOLDS_DATA", Path(__file__).resolve().parents[2] / "shared")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", choices=("both", *CORPORA), default="both")
    parser.add_argument("--plain", action="store_true", help="without the gazetteer of Syria")
    parser.add_argument("--data", type=Path, default=Path(default), help="the evaluation data")
    parser.add_argument("--store", type=Path, help="folder where stores are kept between runs")
    parser.add_argument("--limit", type=int, default=0, help="read only the first N reports")
    parser.add_argument("--workers", type=int, default=1, help="processes that read")
    parser.add_argument("--worst", type=int, default=0, help="places to look into")
    return parser.parse_args()


if __name__ == "__main__":
    main()
