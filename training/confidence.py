"""Fit the reader's confidence on annotated claims: python training/confidence.py.

The claims are those of the gold's development half and of the project's own sets on other wars.
Reads every snippet and article with the reader at threshold 0, marks each claim as right when a
gold claim of the same kind and place overlaps its evidence, and fits a logistic model with L2
over the features of the match. Prints cross-validated figures; writes the weights that ship.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whoholds.gazetteer import load_gazetteer
from whoholds.model import Claim
from whoholds.reading import confidence
from whoholds.reading.claims import draft_claims
from whoholds.reading.parse import load_parser
from whoholds.reading.read import GAP, Reader
from whoholds.registry import load_registry

DATA = Path(os.environ.get("WHOHOLDS_DATA", Path(__file__).resolve().parents[2] / "shared"))
FILES = ("gold/claims/dev.jsonl", "gold/claims/articles_dev.jsonl")
OWN = Path(__file__).resolve().parents[1] / "benchmarks" / "claims"
OWN_FILES = ("ukraine.jsonl", "iraq_libya_philippines.jsonl", "dr_congo_and_others.jsonl")
FOLDS = 10
ROUNDS = 400


@dataclass(frozen=True, slots=True)
class Row:
    """One claim that the reader drafted: its features, whether it is right, its item."""

    names: tuple[str, ...]
    right: bool
    item: str


def load_scorer() -> Any:
    """Return the evaluation data's scorer as a module."""
    spec = importlib.util.spec_from_file_location("score", DATA / "score" / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"no scorer at {DATA}; set WHOHOLDS_DATA")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(reader: Reader, score: Any) -> Iterator[Row]:
    """Yield a row for each drafted claim of a kind that the gold holds."""
    for file in (*(DATA / f for f in FILES), *(OWN / f for f in OWN_FILES)):
        for line in file.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            before = "".join(
                part.strip() + GAP for part in (item.get("title"), item.get("context")) if part
            )
            scene = reader.scene(before + item["text"], published=_anchor(item.get("date")))
            drafted = [
                (claim, features)
                for claim, features in draft_claims(scene, start=len(before))
                if claim.kind.value in score.NEAR_KIND
            ]
            wires = [_wire(claim, len(before)) for claim, _ in drafted]
            right = _matched(item["claims"], wires, score)
            for index, (_, features) in enumerate(drafted):
                yield Row(features.names(), index in right, str(item["id"]))


def _anchor(text: str | None) -> datetime | None:
    if not text:
        return None
    parts = [int(p) for p in text[:10].split("-")]
    year, month, day = (*parts, 1, 1)[:3]
    return datetime(year, month, day, 12, tzinfo=UTC)


def _wire(claim: Claim, offset: int) -> dict[str, Any]:
    place, actor = claim.place, claim.actor
    return {
        "kind": claim.kind.value,
        "evidence": [claim.evidence.start - offset, claim.evidence.end - offset],
        "place": place.text if place else None,
        "place_name": place.name if place else None,
        "place_id": place.place_id if place else None,
        "actor": actor.text if actor else None,
        "actor_name": actor.name if actor else None,
        "actor_id": actor.actor_id if actor else None,
    }


def _matched(gold: list[dict[str, Any]], drafted: list[dict[str, Any]], score: Any) -> set[int]:
    used: set[int] = set()
    for want in gold:
        for index, have in enumerate(drafted):
            if index in used or have["kind"] != score.NEAR_KIND.get(want["kind"]):
                continue
            if score.overlap(want["evidence"], have["evidence"]) and score.same_place(want, have):
                used.add(index)
                break
    return used


def matrix(data: list[Row], names: list[str]) -> NDArray[np.float64]:
    """Return the features as a (rows, names) matrix of 0 and 1; the first column is the bias."""
    index = {name: i for i, name in enumerate(names)}
    table = np.zeros((len(data), len(names)))
    table[:, 0] = 1
    for i, row in enumerate(data):
        for name in row.names:
            if name in index:
                table[i, index[name]] = 1
    return table


def fit(
    table: NDArray[np.float64], right: NDArray[np.float64], *, strength: float
) -> NDArray[np.float64]:
    """Return the weights (names,) that minimise log loss plus L2, by gradient steps (Adam)."""
    weights = np.zeros(table.shape[1])
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, ROUNDS + 1):
        guess = 1 / (1 + np.exp(-table @ weights))
        penalty = strength * weights
        penalty[0] = 0
        gradient = table.T @ (guess - right) + penalty
        first = 0.9 * first + 0.1 * gradient
        second = 0.99 * second + 0.01 * gradient**2
        weights -= 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return weights


def cross_validated(
    data: list[Row], names: list[str], strength: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return held-out probabilities and truth, folds by item so that none teaches on itself."""
    table = matrix(data, names)
    right = np.array([row.right for row in data], dtype=float)
    folds = np.array([hashlib.sha256(row.item.encode()).digest()[0] % FOLDS for row in data])
    guess = np.zeros(len(data))
    for fold in range(FOLDS):
        weights = fit(table[folds != fold], right[folds != fold], strength=strength)
        guess[folds == fold] = 1 / (1 + np.exp(-table[folds == fold] @ weights))
    return guess, right


def report(
    guess: NDArray[np.float64], right: NDArray[np.float64], say: Callable[[str], None]
) -> None:
    """Print log loss, calibration by fifths and what each threshold keeps."""
    clipped = np.clip(guess, 1e-6, 1 - 1e-6)
    loss = -np.mean(right * np.log(clipped) + (1 - right) * np.log(1 - clipped))
    say(f"claims {len(right)}, right {right.mean():.3f}, log loss {loss:.3f}")
    for low in np.arange(0, 1, 0.2):
        inside = (guess >= low) & (guess < low + 0.2)
        if inside.any():
            say(
                f"  given {low:.1f}-{low + 0.2:.1f}: {inside.sum():4d} claims, mean "
                f"{guess[inside].mean():.2f}, right {right[inside].mean():.2f}"
            )
    for threshold in (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5):
        kept = guess >= threshold
        say(f"  from {threshold:.2f}: keeps {kept.sum()}, right {right[kept].sum():.0f}")


def main() -> None:
    """Fit, report and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strength", type=float, default=2.0, help="L2 strength")
    parser.add_argument("--write", action="store_true", help="write the weights that ship")
    options = parser.parse_args()
    reader = Reader(
        parser=load_parser(), gazetteer=load_gazetteer(), registry=load_registry(), threshold=0.0
    )
    data = list(rows(reader, load_scorer()))
    counts: dict[str, int] = {}
    for row in data:
        for name in row.names:
            counts[name] = counts.get(name, 0) + 1
    names = ["", *sorted(name for name, count in counts.items() if count >= 3)]
    guess, right = cross_validated(data, names, options.strength)
    report(guess, right, print)
    weights = fit(matrix(data, names), right, strength=options.strength)
    shipped = {n: round(float(w), 4) for n, w in zip(names, weights, strict=True) if abs(w) > 1e-3}
    if options.write:
        confidence.FILE.write_text(
            json.dumps({"weights": shipped}, indent=0, sort_keys=True) + "\n", encoding="utf-8"
        )
        print(f"wrote {len(shipped)} weights to {confidence.FILE.name}")


if __name__ == "__main__":
    main()
