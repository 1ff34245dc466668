"""Prints how well place names are found and resolved, and how fast.

    python -m benchmarks.geoparsing [--no-parser]

The evaluation data (a folder with `gold/geoparsing`, `gold/event_location`, `gazetteer`) is looked
for in `../shared` or in the folder that the environment variable WHOHOLDS_DATA names.
Recognition counts overlapping spans; `within 161 km` is of the recognised names that have gold
coordinates, one without a place counting as wrong.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from statistics import median
from typing import Any

import spacy
from spacy.tokens import Doc

from whoholds.gazetteer import Gazetteer, add_file, distance_km, load_gazetteer
from whoholds.model import Toponym
from whoholds.reading.parse import load_parser
from whoholds.reading.where import find_toponyms
from whoholds.reading.where.lookup import options_of
from whoholds.reading.where.mentions import Mention, plain_name

DATA = Path(os.environ.get("WHOHOLDS_DATA", Path(__file__).resolve().parents[2] / "shared"))
NO_TOPONYM = {"Non_Toponym", "Literal_Expression", "Non_Lit_Expression"}
NEAR_KM = 161.0
Counts = dict[str, float]


def rows(*parts: str) -> list[dict[str, Any]]:
    """Return the rows of a JSON-lines file of the evaluation data."""
    path = DATA.joinpath(*parts)
    if not path.exists():
        sys.exit(f"evaluation data not present: {path} (set WHOHOLDS_DATA)")
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def score(
    gold: Iterable[Mapping[str, Any]], read: Callable[[str], tuple[Toponym, ...]]
) -> dict[str, Counts]:
    """Return hits, predictions, gold names, located and near ones by corpus."""
    counts: dict[str, Counts] = defaultdict(lambda: defaultdict(float))
    for row in gold:
        found = read(row["text"])
        used: set[int] = set()
        here = counts[row["corpus"]]
        here["predicted"] += len(found)
        for name in row["toponyms"]:
            if name.get("type") in NO_TOPONYM:
                continue
            here["gold"] += 1
            match = next(
                (
                    i
                    for i, t in enumerate(found)
                    if i not in used and t.span.start < name["end"] and name["start"] < t.span.end
                ),
                None,
            )
            if match is None:
                continue
            used.add(match)
            here["hit"] += 1
            if name.get("lat") is not None:
                here["located"] += 1
                here["near"] += _is_near(found[match], name)
    return counts


def _is_near(toponym: Toponym, name: Mapping[str, Any]) -> bool:
    place = toponym.place
    if place is None or place.lat is None or place.lon is None:
        return False
    return distance_km((place.lat, place.lon), (name["lat"], name["lon"])) <= NEAR_KM


def syrian_names(gazetteer: Gazetteer) -> Counts:
    """Return how many Syrian location strings find a place, by how the name is spelled."""
    strings = [
        text
        for row in rows("gold", "event_location", "syria_dev.jsonl")
        if row["theatre"] == "syria"
        for text in row["location_texts"]
    ]
    counts: Counts = defaultdict(float)
    for text in strings:
        mention = Mention(0, 1, text, plain_name(text))
        found = options_of(mention, gazetteer, frozenset({"SY"}))
        best = min((o.unlike for o in found), default=1.0)
        counts[
            "exact" if best == 0 else "folded" if best < 0.5 else "fuzzy" if found else "none"
        ] += 1
    return counts


def lookup_time(gazetteer: Gazetteer, names: list[str]) -> float:
    """Return the median time of a lookup in microseconds, each name once."""
    gazetteer.lookup("Aleppo"), gazetteer.lookup("Qwxyzzy")  # builds the indexes
    times = []
    for name in dict.fromkeys(names):
        start = time.thread_time_ns()  # of the processor: other work hardly sways it
        gazetteer.lookup(name)
        times.append(time.thread_time_ns() - start)
    return median(times) / 1000


def main() -> None:
    """Print all figures."""
    start = time.perf_counter()
    gazetteer = load_gazetteer()
    print(f"gazetteer: {len(gazetteer):,} rows, loaded in {time.perf_counter() - start:.2f} s")
    gold = rows("gold", "geoparsing", "dev.jsonl")
    parse: Callable[[str], Doc] = spacy.blank("en") if "--no-parser" in sys.argv else load_parser()
    docs = {row["text"]: parse(row["text"]) for row in gold}
    start = time.process_time()
    read = {text: find_toponyms(doc, gazetteer) for text, doc in docs.items()}
    spent = time.process_time() - start
    words = sum(len(text.split()) for text in docs)
    for corpus, n in sorted(score(gold, read.__getitem__).items()):
        precision, recall = n["hit"] / n["predicted"], n["hit"] / n["gold"]
        f1 = 2 * precision * recall / (precision + recall)
        near = n["near"] / max(1, n["located"])
        print(
            f"{corpus:9} recognition P {precision:.3f} R {recall:.3f} F1 {f1:.3f}"
            f" | of recognised within 161 km {near:.3f}"
        )
    print(f"toponyms: {1000 * spent * 400 / words:.1f} ms CPU for 400 words, parsing not counted")
    names = [t["text"] for row in gold for t in row["toponyms"] if t.get("lat") is not None]
    print(f"lookup: median {lookup_time(load_gazetteer(), names):.0f} us")
    with tempfile.TemporaryDirectory() as folder:
        add_file(DATA / "gazetteer" / "SY.ocha_communities.txt", Path(folder))
        for label, known in (("", gazetteer), (" + OCHA", load_gazetteer(extra=Path(folder)))):
            n = syrian_names(known)
            whole = sum(n.values())
            shares = ", ".join(f"{k} {v / whole:.3f}" for k, v in sorted(n.items()))
            found = 1 - n["none"] / whole
            print(f"Syrian names (built-in{label}): found {found:.3f}: {shares}")


if __name__ == "__main__":
    main()
