"""Time expressions against the gold documents: strict, relaxed and value F1, and time taken.

usage: python benchmarks/timex.py [--out OUT.jsonl]

Reads gold/timex/dev.jsonl in the evaluation data (WHOHOLDS_DATA or ../shared) and scores with its
score.py. Documents are split into words only, so that no language model is needed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

import spacy

from whoholds.reading.when import find_times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, help="keep the annotations in this file")
    options = parser.parse_args()
    data = Path(os.environ.get("WHOHOLDS_DATA", Path(__file__).parents[2] / "shared"))
    gold = data / "gold" / "timex" / "dev.jsonl"
    if not gold.exists():
        sys.exit(f"{gold} is not there; set WHOHOLDS_DATA to the evaluation data")
    out = options.out or Path(tempfile.mkdtemp()) / "timex.jsonl"
    nlp = spacy.blank("en")
    nlp.max_length = 10_000_000
    rows = [json.loads(line) for line in gold.read_text("utf-8").splitlines()]
    docs = [nlp.make_doc(row["text"]) for row in rows]
    start = time.perf_counter()
    found = [
        find_times(doc, anchor=datetime.fromisoformat(row["date"]) if row["date"] else None)
        for row, doc in zip(rows, docs, strict=True)
    ]
    took = time.perf_counter() - start
    with out.open("w", encoding="utf-8") as file:
        for row, times in zip(rows, found, strict=True):
            timexes = [
                {"start": t.span.start, "end": t.span.end, "type": t.type, "value": t.value}
                for t in times
            ]
            file.write(json.dumps({"id": row["id"], "timexes": timexes}) + "\n")
    words = sum(len(row["text"].split()) for row in rows)
    subprocess.run([sys.executable, data / "score" / "score.py", "timex", gold, out], check=True)
    print(f"{took:.2f} s for {words} words, {1e6 * took / words:.1f} µs a word")


if __name__ == "__main__":
    main()
