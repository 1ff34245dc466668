"""Accuracy on the gold sets: `whoholds annotate` on each, then the scorer, then one table.

Fails where a figure falls below its floor in floors.toml. The sets of other wars and of ways of
saying (claims/) are the project's own sentences; all are scored by the scorer beside the data.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from floors import below, flat, load_floors, moved, save_floors

SETS = (
    ("claims", "claims/dev.jsonl", "claims"),
    ("claims, articles", "claims/articles_dev.jsonl", "claims"),
    ("event location", "event_location/dev.jsonl", "location"),
    ("event location, Syria", "event_location/syria_dev.jsonl", "location"),
    ("geoparsing", "geoparsing/dev.jsonl", "geoparsing"),
    ("attribution", "attribution/dev.jsonl", "attribution"),
    ("time expressions", "timex/dev.jsonl", "timex"),
)
OWN = Path(__file__).parent / "claims"
OWN_SETS = (
    ("own claims, Ukraine", "ukraine.jsonl"),
    ("own claims, Iraq, Libya, Philippines", "iraq_libya_philippines.jsonl"),
    ("own claims, DR Congo and others", "dr_congo_and_others.jsonl"),
    ("own claims, held out", "held_out.jsonl"),
    ("own claims, ways of holding", "ways_of_holding.jsonl"),
    ("own claims, ways of fighting", "ways_of_fighting.jsonl"),
)
KEPT = ("id", "text", "date", "title", "outlet", "context")

Figures = dict[str, Any]


def main() -> None:
    """Score the sets named on the command line, all of them by default."""
    args = _arguments()
    data = args.data.resolve()
    if not (data / "gold").is_dir():
        sys.exit(f"no gold sets under {data}: set WHOHOLDS_DATA or give --data")
    args.out.mkdir(parents=True, exist_ok=True)
    failed = False
    floors = load_floors()
    sets = [(name, data / "gold" / path, task) for name, path, task in SETS]
    sets += [(name, OWN / path, "claims") for name, path in OWN_SETS]
    for name, gold, task in sets:
        path = f"{gold.parent.name}/{gold.name}"
        if args.only and not any(word in name or word in path for word in args.only):
            continue
        if not gold.exists():
            print(f"{name}: {gold.name} is not there, skipped")
            continue
        work = args.out / path.replace("/", "-")
        gold, took, errors = _annotate(gold, work, limit=args.limit, workers=args.workers)
        failed = failed or errors > 0
        figures = _score(data / "score" / "score.py", task, gold, work)
        print(f"\n{name}  ({took:.0f} s, {errors} errors)")
        for line in _lines(task, figures):
            print("  " + line)
        if not args.limit:
            now = dict(flat(figures))
            rows = moved(
                floors.get(name, {}), now, lower=args.lower_floors, higher=args.raise_floors
            )
            for figure, floor, value in below(rows, now):
                failed = True
                print(f"  BELOW ITS FLOOR: {figure} is {value:.3f}, was {floor:.3f}")
            if rows != floors.get(name, {}):
                floors[name] = rows
                save_floors(floors)
    if failed:
        print("\nWhere a lower figure is meant, run again with --lower-floors.")
    sys.exit(1 if failed else 0)


def _arguments() -> argparse.Namespace:
    default = os.environ.get("WHOHOLDS_DATA", Path(__file__).resolve().parents[2] / "shared")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="*", help="words of the sets wanted: claims timex")
    parser.add_argument(
        "--data", type=Path, default=Path(default), help="folder with gold/ and score/"
    )
    parser.add_argument("--out", type=Path, default=Path("build/gold"), help="where annotations go")
    parser.add_argument("--limit", type=int, default=0, help="read only the first N texts of each")
    parser.add_argument("--workers", type=int, default=1, help="processes that read")
    parser.add_argument("--raise-floors", action="store_true", help="pin figures that rose")
    parser.add_argument("--lower-floors", action="store_true", help="pin figures that fell, too")
    return parser.parse_args()


def _annotate(gold: Path, work: Path, *, limit: int, workers: int) -> tuple[Path, float, int]:
    """Write the set's texts without their answers and annotate them.

    Returns the gold rows used, the seconds that it took, and the number of errors.
    """
    with gold.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file if line.strip()]
    if limit:
        rows = rows[:limit]
    used = work.with_suffix(".gold.jsonl")
    asked = work.with_suffix(".in.jsonl")
    answered = work.with_suffix(".out.jsonl")
    _write(used, rows)
    _write(asked, [{key: row[key] for key in KEPT if row.get(key) is not None} for row in rows])
    command = [sys.executable, "-m", "whoholds", "annotate", str(asked), "-o", str(answered)]
    start = time.perf_counter()
    done = subprocess.run([*command, "--workers", str(workers)], check=False)
    took = time.perf_counter() - start
    if done.returncode not in (0, 1) or not answered.exists():
        sys.exit(f"whoholds annotate failed on {gold.name} (exit status {done.returncode})")
    errors = sum(
        '"error":' in line[:200] and "claims" not in json.loads(line) for line in _read(answered)
    )
    return used, took, errors


def _write(path: Path, rows: list[Figures]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _read(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as file:
        yield from file


def _score(scorer: Path, task: str, gold: Path, work: Path) -> Figures:
    answered = work.with_suffix(".out.jsonl")
    command = [sys.executable, str(scorer), task, str(gold), str(answered)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: Figures = json.loads(done.stdout)
    return figures


def _lines(task: str, figures: Figures) -> Iterator[str]:
    """Yield the figures as lines of `name  precision recall f1`."""
    if task == "geoparsing":
        for corpus, part in figures.items():
            if isinstance(part, dict):
                rest = {k: v for k, v in part.items() if k != "recognition"}
                yield f"{corpus:18} {_prf(part['recognition'])}  {_plain(rest)}"
        return
    rest = {}
    for key, value in figures.items():
        if isinstance(value, dict) and "f1" in value:
            yield f"{key:18} {_prf(value)}"
        elif isinstance(value, dict):
            rest |= value
        elif key != "task":
            rest[key] = value
    yield _plain(rest)


def _prf(value: Figures) -> str:
    shares = "  ".join(
        f"{name[0].upper()} {value[name]:.3f}" for name in ("precision", "recall", "f1")
    )
    return f"{shares}  ({value['hit']} of {value['gold']}, {value['predicted']} found)"


def _plain(rest: Figures) -> str:
    return "  ".join(f"{key} {value}" for key, value in rest.items())


if __name__ == "__main__":
    main()
