"""Print how well attributions are read: PolNeAR by the scorer, sources of claims, and speed.

    python benchmarks/attribution.py [--errors] [--limit N] [--gold polnear|claims|speed]

The evaluation data is looked for beside the project or where WHOHOLDS_DATA says.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from spacy.tokens import Doc

from whoholds.model import Attribution, Span, Speaker
from whoholds.reading.attribution import (
    carried_speaker,
    covering,
    find_attributions,
    outermost_attributions,
)
from whoholds.reading.parse import load_parser
from whoholds.registry import Registry, load_registry

Row = dict[str, Any]

DATA = Path(os.environ.get("WHOHOLDS_DATA", Path(__file__).resolve().parents[2] / "shared"))
THEATRES = {"syria": "SY", "ukraine": "UA", "iraq": "IQ", "marawi": "PH", "libya": "LY"}


def rows(*parts: str) -> list[Row]:
    with DATA.joinpath(*parts).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", DATA / "score" / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"no scorer in {DATA}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def wire(attribution: Attribution) -> Row:
    return {
        part: [[s.start, s.end] for s in getattr(attribution, part)]
        for part in ("source", "cue", "content")
    }


def polnear(limit: int | None, *, errors: bool) -> None:
    gold = rows("gold", "attribution", "dev.jsonl")[:limit]
    parse, registry = load_parser(), load_registry()
    predicted: dict[str, Row] = {}
    for row in gold:
        row["id"] = str(row["id"])
        doc = parse(row["text"])
        found = find_attributions(doc, registry=registry)
        predicted[row["id"]] = {"attributions": [wire(a) for a in outermost_attributions(found)]}
    figures = scorer().attribution(gold, predicted)
    print(f"PolNeAR, {len(gold)} documents")
    for name in ("relation", "source", "content", "cue"):
        print(f"  {name:9}", {k: figures[name][k] for k in ("precision", "recall", "f1")})
    if errors:
        print_misses(gold, predicted)


def print_misses(gold: list[Row], predicted: dict[str, Row], count: int = 60) -> None:
    missed: Counter[str] = Counter()
    for row in gold:
        have = [c for a in predicted[row["id"]]["attributions"] for c in a["cue"]]
        for a in row["attributions"]:
            if not any(s < he and hs < e for s, e in a["cue"] for hs, he in have):
                missed[" ".join(row["text"][s:e] for s, e in a["cue"]).lower()] += 1
    print("  cues not found:", missed.most_common(count))


def claims(name: str, *, errors: bool) -> None:
    """Print for how many claims the sources are right, and how many of the others stay free."""
    parse, registry, same_name = load_parser(), load_registry(), scorer().same_name
    count: Counter[str] = Counter()
    for row in rows("gold", "claims", name):
        before = "\n".join(t for t in (row.get("title"), row.get("context")) if t)
        text = f"{before}\n\n{row['text']}" if before else row["text"]
        shift = len(text) - len(row["text"])
        doc = parse(text)
        found = read(doc, registry, row)
        for claim in row["claims"]:
            span = Span(*claim["evidence"]).shift(shift)
            for outcome, line in judge(claim, span, found, doc, same_name):
                count[outcome] += 1
                if errors and "wrong" in outcome:
                    print(outcome, line)
    sourced = count["right"] + count["wrong: other"] + count["wrong: none"]
    free = count["free"] + count["wrong: covered"]
    print(f"{name}: source right {count['right']}/{sourced}, free of source {count['free']}/{free}")
    print(" ", {k: v for k, v in sorted(count.items()) if ":" in k})


def read(doc: Doc, registry: Registry, row: Row) -> tuple[Attribution, ...]:
    war = str(row.get("war", "")).lower()
    countries = next(((c,) for w, c in THEATRES.items() if w in war), ())
    return find_attributions(doc, registry=registry, countries=countries)


def judge(
    claim: Row, span: Span, found: tuple[Attribution, ...], doc: Doc, same_name: Any
) -> Iterator[tuple[str, str]]:
    reports = covering(span, found)
    told = [a.speaker for a in reports if a.speaker is not None]
    line = f"{claim['source']!r} {[(s.name, s.text) for s in told]} :: " + doc.text[
        max(0, span.start - 150) : span.end + 100
    ].replace("\n", "/")
    if not claim["source"]:
        yield ("wrong: covered" if told else "free"), line
        if not told and carried_to(span, found, doc) is not None:
            yield "note: carried would be wrong", line
        return
    gold = [claim["source"], claim.get("source_resolved"), *claim["source"].split(", ")]
    if not told:
        carried = carried_to(span, found, doc)
        if carried is not None and same_name(gold, [carried.name, carried.text]):
            yield "note: carried would be right", line
        yield "wrong: none", line
        return
    right = same_name(gold, [told[0].name, told[0].text])
    yield ("right" if right else "wrong: other"), line
    if claim.get("source_resolved"):
        resolved = same_name([claim["source_resolved"]], [told[0].name])
        yield f"note: resolved name {'right' if resolved else 'wrong'}", line
    if claim.get("via"):
        yield f"note: via {'right' if told[0].via == claim['via'] else 'wrong'}", line


def carried_to(span: Span, found: tuple[Attribution, ...], doc: Doc) -> Speaker | None:
    sentences = [Span(s.start_char, s.end_char) for s in doc.sents]
    own = next((s for s in sentences if s.overlaps(span)), span)
    return carried_speaker(own, found, sentences)


def speed() -> None:
    parse, registry = load_parser(), load_registry()
    docs = [parse(row["text"]) for row in rows("gold", "attribution", "dev.jsonl")[:40]]
    words = sum(len(doc) for doc in docs)
    best = min(_timed(docs, registry) for _ in range(5))
    article = 1000 * best * 400 / words
    print(f"attributions: {article:.2f} ms of processor time for 400 words, beyond the parse")


def _timed(docs: list[Doc], registry: Registry) -> float:
    began = time.process_time()
    for doc in docs:
        find_attributions(doc, registry=registry)
    return time.process_time() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--limit", type=int, default=None)
    parser.add_argument("--gold", choices=["polnear", "claims", "speed"], default=None)
    options = parser.parse_args()
    if not DATA.exists():
        sys.exit(f"no evaluation data in {DATA} (set WHOHOLDS_DATA)")
    if options.gold in {None, "polnear"}:
        polnear(options.limit, errors=options.errors)
    if options.gold in {None, "claims"}:
        claims("dev.jsonl", errors=options.errors)
        claims("articles_dev.jsonl", errors=options.errors)
    if options.gold in {None, "speed"}:
        speed()


if __name__ == "__main__":
    main()
