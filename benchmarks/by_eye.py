"""Sentences drawn at random with what was read in them, for reading by eye.

Run: python benchmarks/by_eye.py [--data ../shared] [--count 100] [--seed 1] [--file FILE]
Draws from dated news (corpora/news_dev.jsonl) sentences that hold a trigger word, each read in its
article. A person marks each claim right or wrong; precision is what they find.
"""

from __future__ import annotations

import argparse
import json
import os
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from whoholds.model import Claim
from whoholds.reading.forms import may_claim
from whoholds.service.readers import shared_reader

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Print the sentences with their claims."""
    parser = argparse.ArgumentParser(description=__doc__)
    default = Path(os.environ.get("WHOHOLDS_DATA", ROOT / "shared"))
    parser.add_argument("--data", type=Path, default=default)
    parser.add_argument("--file", default="corpora/news_dev.jsonl")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    drawn = list(sentences(args.data / args.file))
    random.Random(args.seed).shuffle(drawn)
    total = 0
    for number, (date, text, claims) in enumerate(drawn[: args.count], start=1):
        print(f"\n{number}. [{date}] {text}")
        for claim in claims:
            total += 1
            print(f"   {total}) {line(claim)}")
    print(f"\n{min(args.count, len(drawn))} sentences, {total} claims")


def sentences(path: Path) -> Iterator[tuple[str, str, list[Claim]]]:
    """Yield (date, sentence, its claims about control) for each sentence with a trigger word."""
    reader = shared_reader().reader
    for row in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(row)
        published = datetime.fromisoformat(item["date"][:10]).replace(hour=12, tzinfo=UTC)
        found = reader.read(item["text"], published=published, title=item.get("title"))
        for span in found.sentences:
            text = " ".join(span.of(item["text"]).split())
            if may_claim([w.strip(".,;:\"'()").lower() for w in text.split()]):
                inside = [
                    c for c in found.claims if span.covers(c.trigger) and c.kind.moves_control
                ]
                yield item["date"], text, inside


def line(claim: Claim) -> str:
    """Return a claim in one line."""
    actor, counter, place = claim.actor, claim.counter_actor, claim.place
    start = claim.interval.start if claim.interval else None
    parts = [
        claim.kind.value,
        f"by {actor.text} [{actor.actor_id}]" if actor else "by ?",
        f"against {counter.text}" if counter else "",
        f"{place.relation.value} {place.text} [{place.place_id}]" if place else "nowhere",
        claim.modality.value,
        f"said by {claim.speakers[0].text}" if claim.speakers else "",
        f"from {start:%Y-%m-%d}" if start else "undated",
        f"({claim.confidence:.2f})",
    ]
    return ", ".join(p for p in parts if p)


if __name__ == "__main__":
    main()
