"""Claims gained and lost since the last release: python benchmarks/gains.py [--pin].

Reads the claims gold and 200 sentences of the corpora, and compares with the pinned output of the
last release, which holds offsets and ids and no text. Gold claims are marked right or wrong.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from seed import load_scorer
from whoholds import __version__
from whoholds.model import Claim, Span
from whoholds.service.annotate import anchor_of
from whoholds.service.readers import EnglishReader, TextReader

DATA = Path(os.environ.get("WHOHOLDS_DATA", Path(__file__).resolve().parents[2] / "shared"))
PINNED = Path(__file__).with_name("gains.json")
GOLD = ("claims/dev.jsonl", "claims/articles_dev.jsonl")
CORPUS = "corpora/news_dev.jsonl"
SENTENCES = 200
LENGTHS = range(60, 400)
END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“])")
AROUND = 40

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Item:
    """A text to read, named by a hash of it; `claims` are the gold's, none for the corpora."""

    key: str
    text: str
    row: Row
    claims: list[Row] = field(default_factory=list)
    gold: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A claim gained (+), lost (-) or read with other words or meaning (~).

    right: whether the gold has it, None where there is no gold.
    """

    sign: str
    item: Item
    claim: str
    right: bool | None
    before: str | None = None


def main() -> None:
    """Print what came and went, or pin what is read now."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pin", action="store_true", help="make what is read now the yardstick")
    parser.add_argument("--quiet", action="store_true", help="print only the counts")
    args = parser.parse_args()
    score = load_scorer()
    items = [*_gold(), *_sentences()]
    reader = EnglishReader()().reader
    now = {item.key: _read(reader, item) for item in items}
    if args.pin:
        _pin(now)
        sys.exit(f"pinned {sum(map(len, now.values()))} claims of {len(now)} texts")
    if not PINNED.exists():
        sys.exit(f"nothing pinned in {PINNED.name}: run with --pin at a release")
    pinned = json.loads(PINNED.read_text(encoding="utf-8"))
    print(f"against {pinned['version']}")
    changes = list(_changes(items, now, pinned["items"], score))
    if not args.quiet:
        for change in changes:
            print(_line(change))
    _counts(changes)


def _gold() -> Iterator[Item]:
    for name in GOLD:
        for line in (DATA / "gold" / name).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield Item(_key(row["text"]), row["text"], row, row["claims"], gold=True)


def _sentences() -> Iterator[Item]:
    """Yield 200 sentences, chosen by their hashes, so that every release reads the same ones."""
    found: dict[str, Item] = {}
    for line in (DATA / CORPUS).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for text in END.split(row["text"]):
            if len(text) in LENGTHS:
                found[_key(text)] = Item(_key(text), text, {"date": row.get("date")})
    yield from (found[key] for key in sorted(found)[:SENTENCES])


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _read(reader: TextReader, item: Item) -> dict[str, Claim]:
    """Return the claims read out of a text by what they are: kind, offsets, meaning, ids."""
    row = item.row
    annotation = reader.read(
        item.text,
        published=anchor_of(str(row["date"])) if row.get("date") else None,
        title=row.get("title"),
        outlet=row.get("outlet"),
        context=row.get("context") or "",
    )
    return {_name(c): c for c in annotation.claims if c.kind.moves_control}


def _name(claim: Claim) -> str:
    place, actor = claim.place, claim.actor
    parts = (
        claim.kind.value,
        _offsets(claim.evidence),
        "place " + (_offsets(place.span) if place and place.span else "none"),
        "actor " + (_offsets(actor.span) if actor and actor.span else "none"),
        claim.modality.value,
    )
    return " ".join(parts)


def _offsets(span: Span) -> str:
    return f"{span.start}-{span.end}"


def _pin(now: dict[str, dict[str, Claim]]) -> None:
    rows = {key: sorted(claims) for key, claims in sorted(now.items()) if claims}
    text = json.dumps({"version": __version__, "items": rows}, indent=0)
    PINNED.write_text(text + "\n", encoding="utf-8")


def _changes(
    items: list[Item], now: dict[str, dict[str, Claim]], pinned: dict[str, list[str]], score: Any
) -> Iterator[Change]:
    for item in items:
        have, had = now[item.key], set(pinned.get(item.key, ()))
        gone = sorted(had - have.keys())
        for claim in sorted(have.keys() - had):
            before = next((old for old in gone if _about_the_same(old, claim)), None)
            if before is not None:
                gone.remove(before)
            sign = "+" if before is None else "~"
            yield Change(sign, item, claim, _is_right(item, claim, score), before)
        for claim in gone:
            yield Change("-", item, claim, _is_right(item, claim, score))


def _about_the_same(old: str, new: str) -> bool:
    """Say whether two claims are of one kind with overlapping words and place."""
    before, after = _Parts.of(old), _Parts.of(new)
    if before.kind != after.kind or not before.evidence.overlaps(after.evidence):
        return False
    if before.place is None or after.place is None:
        return before.place is after.place
    return before.place.overlaps(after.place)


def _is_right(item: Item, claim: str, score: Any) -> bool | None:
    """Say whether the gold has a claim of the kind on overlapping words, with that place."""
    if not item.gold:
        return None
    have = _Parts.of(claim)
    place = have.place.of(item.text) if have.place else ""
    evidence = [have.evidence.start, have.evidence.end]
    return any(
        score.NEAR_KIND.get(want["kind"]) == have.kind
        and score.overlap(want["evidence"], evidence)
        and (not want["place"] or score.same_name(_names(want), [place]) or not place[:1].isupper())
        for want in item.claims
        if want.get("evidence")
    )


def _names(want: Row) -> list[str]:
    return [want["place"], want.get("place_resolved"), *want.get("place_names", [])]


@dataclass(frozen=True, slots=True)
class _Parts:
    """A pinned claim taken apart."""

    kind: str
    evidence: Span
    place: Span | None
    modality: str

    @classmethod
    def of(cls, claim: str) -> _Parts:
        kind, evidence, _, place, _, _, modality = claim.split(" ")
        return cls(kind, _span(evidence), None if place == "none" else _span(place), modality)


def _span(offsets: str) -> Span:
    start, end = offsets.split("-")
    return Span(int(start), int(end))


def _line(change: Change) -> str:
    have, text = _Parts.of(change.claim), change.item.text
    place = have.place.of(text) if have.place else ""
    words = text[max(0, have.evidence.start - AROUND) : have.evidence.end + AROUND]
    mark = {True: "right", False: "wrong", None: "     "}[change.right]
    meant = have.modality
    if change.before is not None and _Parts.of(change.before).modality != meant:
        meant = f"{_Parts.of(change.before).modality} > {meant}"
    shown = words.replace("\n", " ")
    return f"{change.sign} {mark} {have.kind:15} {place[:30]:30} {meant:9} {shown!r}"


def _counts(changes: list[Change]) -> None:
    for sign, word in (("+", "gained"), ("-", "lost"), ("~", "changed")):
        part = [c for c in changes if c.sign == sign]
        right = sum(c.right is True for c in part)
        wrong = sum(c.right is False for c in part)
        open_ = len(part) - right - wrong
        print(f"{word}: {right} right and {wrong} wrong by the gold, {open_} in other sentences")


if __name__ == "__main__":
    main()
