"""How sure the reader is of a claim: a small logistic model over features of the match."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from whoholds.model import Claim

FILE = Path(__file__).with_name("confidence.json")
START = 0.6


@dataclass(frozen=True, slots=True)
class Features:
    """What is known of a match, as the words that the model weighs."""

    kind: str
    frame: str
    lemma: str
    place: str
    resolved: bool
    actor: str
    opponent: str
    distance: int
    modality: str
    noun: bool
    clause: str
    coordinated: int

    def names(self) -> tuple[str, ...]:
        """Return the names of the features that are on, each with a weight of its own."""
        return (
            f"kind={self.kind}",
            f"frame={self.frame}",
            f"lemma={self.lemma}",
            f"place={self.place}",
            f"place={self.place}&kind={self.kind}",
            f"resolved={self.resolved}",
            f"actor={self.actor}",
            f"opponent={self.opponent}",
            f"distance={min(4, self.distance // 3)}",
            f"modality={self.modality}",
            f"noun={self.noun}",
            f"clause={self.clause}",
            f"coordinated={min(3, self.coordinated)}",
        )


def features_of_echo(claim: Claim) -> Features:
    """Return the features of a claim that a later clause denies or confirms."""
    return Features(
        kind=claim.kind.value,
        frame="echo",
        lemma="deny",
        place="echo",
        resolved=bool(claim.place and claim.place.place_id),
        actor="known" if claim.actor and claim.actor.actor_id else "none",
        opponent="none",
        distance=0,
        modality=claim.modality.value,
        noun=False,
        clause="echo",
        coordinated=0,
    )


@cache
def _weights() -> dict[str, float]:
    if not FILE.exists():
        return {"": math.log(START / (1 - START))}
    weights: dict[str, float] = json.loads(FILE.read_text(encoding="utf-8"))["weights"]
    return weights


def confidence_of(features: Features) -> float:
    """Return the probability (0..1) that a careful coder would read the same claim."""
    weights = _weights()
    score = weights.get("", 0.0) + sum(weights.get(name, 0.0) for name in features.names())
    return round(1 / (1 + math.exp(-score)), 3)
