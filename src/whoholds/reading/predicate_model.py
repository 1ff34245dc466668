"""The event-place model: how likely an event happens at each name of its sentence."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from whoholds.errors import ModelError
from whoholds.reading.predicate_features import features_of, path_of
from whoholds.reading.predicate_names import Name, Sentence
from whoholds.reading.predicate_peers import log_odds, peer_features

Floats = NDArray[np.float64]
NO_NETWORK = ""


class Linear(NamedTuple):
    """A logistic regression over features that are words and all weigh 1."""

    bias: float
    weights: Mapping[str, float]

    def score(self, features: Sequence[str]) -> float:
        """Return the log odds of the features."""
        weights = self.weights
        total = self.bias
        for feature in features:
            total += weights.get(feature, 0.0)
        return total


class States(NamedTuple):
    """Weights of the parser's word states, cut to their main axes.

    middle: (width,); axes: (width, d); of the event word, of the name, of both multiplied, of the
    last word below where their paths meet: (d,) each.
    """

    middle: Floats
    axes: Floats
    event: Floats
    name: Floats
    both: Floats
    top: Floats

    def project(self, states: Floats) -> Floats | None:
        """Return states (n, width) on the main axes (n, d), None where they do not fit."""
        if not len(states) or states.shape[1] != len(self.middle):
            return None
        projected: Floats = (states - self.middle) @ self.axes
        return projected


class EventPlaces(NamedTuple):
    """The whole model, made by training/event_location.py.

    first: judges each name by itself; states: the part of it that the parser's states have.
    second: judges it again beside the others; odds: weight of the first judgement's log odds.
    A name is linked where its probability passes `threshold`; the best name of an event word
    already where it passes `threshold * relative`. network: hash of the parser network whose
    states it was fitted to.
    """

    first: Linear
    states: States | None
    second: Linear
    odds: float
    threshold: float
    relative: float
    network: str = NO_NETWORK

    def chances(
        self, s: Sentence, event: int, names: Sequence[Name], candidates: Sequence[Name]
    ) -> list[float]:
        """Return for each candidate the probability (0..1) that the event happens there.

        names: all names of the sentence.
        """
        scores = [self.first.score(features_of(s, event, names, name)) for name in candidates]
        if self.states is not None:
            added = states_scores(self.states, s, event, candidates)
            scores = [a + b for a, b in zip(scores, added, strict=True)]
        alone = [probability(score) for score in scores]
        return self.beside(alone, peer_features(s, candidates, alone))

    def beside(self, alone: Sequence[float], peers: Sequence[Sequence[str]]) -> list[float]:
        """Return the second judgement of names from the first one and the peer features."""
        return [
            probability(self.second.score(features) + self.odds * log_odds(chance))
            for chance, features in zip(alone, peers, strict=True)
        ]

    def chosen(self, probabilities: Sequence[float]) -> list[int]:
        """Return the indexes of the names at which the event happens."""
        best = max(probabilities, default=0.0)
        return [
            i
            for i, p in enumerate(probabilities)
            if p > self.threshold or (p == best and p > self.threshold * self.relative)
        ]


def states_scores(
    states: States, s: Sentence, event: int, candidates: Sequence[Name]
) -> list[float]:
    """Return what the parser's states say of each name; zeros where there are none."""
    rows = states.project(s.states)
    if rows is None:
        return [0.0] * len(candidates)
    own = rows[event]
    heads = rows[[name.head for name in candidates]]
    scores = heads @ (states.name + own * states.both) + float(own @ states.event)
    tops = top_words(s, event, candidates)
    for i, top in enumerate(tops):
        if top is not None:
            scores[i] += rows[top] @ states.top
    found: list[float] = scores.tolist()
    return found


def top_words(s: Sentence, event: int, candidates: Sequence[Name]) -> list[int | None]:
    """Return the last word on the way up from each name to where it meets the event's."""
    ups = [path_of(s, event, name.head)[1] for name in candidates]
    return [up[-1] if up else None for up in ups]


def probability(score: float) -> float:
    """Return the probability (0..1) of log odds."""
    return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, score))))


@cache
def load_event_places() -> EventPlaces:
    """Return the shipped model; raises ModelError where it is missing or damaged."""
    file = resources.files(__package__).joinpath("predicates.json")
    try:
        return parse_event_places(json.loads(file.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            where="reading/predicates.json",
            what=f"the weights of the event places cannot be read ({error})",
            fix="Install the package again, or run training/event_location.py",
        ) from error


def parse_event_places(data: Mapping[str, Any]) -> EventPlaces:
    """Return the model out of its JSON; raises KeyError, TypeError or ValueError if malformed."""
    rows = {name: _numbers(value) for name, value in data["states"].items()}
    states = States(**rows) if rows else None
    if states is not None and states.axes.shape != (len(states.middle), len(states.event)):
        raise ValueError("the states' axes have another shape")
    return EventPlaces(
        first=Linear(data["first"]["bias"], data["first"]["weights"]),
        states=states,
        second=Linear(data["second"]["bias"], data["second"]["weights"]),
        odds=data["odds"],
        threshold=data["threshold"],
        relative=data["relative"],
        network=data["network"],
    )


def _numbers(value: str | Sequence[str]) -> Floats:
    """Return a line of numbers as a vector, several lines as a matrix."""
    lines = [value] if isinstance(value, str) else value
    rows = np.array([[float(n) for n in line.split()] for line in lines])
    return rows[0] if isinstance(value, str) else rows
