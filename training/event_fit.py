"""Fits the event-place model: two logistic regressions, the second beside the other names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whoholds.reading.predicate_model import (
    EventPlaces,
    Linear,
    States,
    probability,
    states_scores,
    top_words,
)
from whoholds.reading.predicate_names import Name, Sentence
from whoholds.reading.predicate_peers import log_odds, peer_features

LEAST_SEEN = 4  # features seen less often are left out
PENALTY = 3.0  # of the squared weights of the first regression; the bias is free
PENALTY_SECOND = 1.5
DIMENSIONS = 48  # main axes of the parser's states
STATE_SCALE = 0.5  # of the states beside features of 1: smaller is penalised more
ODDS_SCALE = 1 / 3
GOLD_WEIGHT = 3.0  # of items that the data's author judged again, against 1
STEPS = 250
SMALLEST = 0.02  # weights below are not written

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Item:
    """One verb of one sentence: the words of its gold places, and the names that may be them."""

    row: dict[str, Any]
    want: frozenset[int]
    sentence: Sentence
    event: int
    names: list[Name]
    features: list[list[str]]
    words: list[frozenset[int]]

    @property
    def labels(self) -> list[bool]:
        """Whether each name is one of the gold places (half of its words or more)."""
        return [bool(w) and 2 * len(w & self.want) >= len(w) for w in self.words]


def labels_of(items: Sequence[Item]) -> tuple[Floats, Floats]:
    """Return for each name whether it is a gold place, and how much it counts."""
    label = np.array([float(y) for item in items for y in item.labels])
    weight = [GOLD_WEIGHT if item.row.get("gold") else 1.0 for item in items for _ in item.names]
    return label, np.array(weight)


def group_of(item: Item) -> str:
    """Return the document that an item comes from."""
    return str(item.row.get("group", item.row["text"]))


def main_axes(items: Sequence[Item]) -> tuple[Floats, Floats] | None:
    """Return the middle and the scaled main axes of the parser's states, None if it gives none."""
    sentences = {id(i.sentence): i.sentence for i in items}
    rows = [s.states for s in sentences.values() if len(s.states)]
    if not rows:
        return None
    states = np.concatenate(rows).astype(np.float64)
    middle = states.mean(axis=0)
    spread, axes = np.linalg.eigh(np.cov(states - middle, rowvar=False))
    best = np.argsort(-spread)[:DIMENSIONS]
    return middle, axes[:, best] / np.sqrt(spread[best]).mean()


def state_columns(item: Item, middle: Floats, axes: Floats) -> Floats:
    """Return for each name: event, name, both multiplied, top (names, 4 * d)."""
    count, d = len(item.names), axes.shape[1]
    if not count or not len(item.sentence.states):
        return np.zeros((count, 4 * d))
    rows = (item.sentence.states - middle) @ axes
    own = np.repeat(rows[item.event][None, :], count, axis=0)
    heads = rows[[name.head for name in item.names]]
    tops = top_words(item.sentence, item.event, item.names)
    top = np.array([np.zeros(d) if t is None else rows[t] for t in tops])
    return np.concatenate([own, heads, own * heads, top], axis=1)


def fit_first(items: Sequence[Item], axes: tuple[Floats, Floats] | None) -> EventPlaces:
    """Fit the regression that judges each name by itself."""
    pairs = [set(f) for item in items for f in item.features]
    label, counts = labels_of(items)
    dense = np.zeros((len(pairs), 0))
    if axes is not None:
        dense = STATE_SCALE * np.concatenate([state_columns(i, *axes) for i in items])
    linear, extra = _regress(pairs, dense, label, counts, PENALTY)
    states = None
    if axes is not None:
        event, name, both, top = np.split(STATE_SCALE * extra, 4)
        states = States(*axes, event, name, both, top)
    return EventPlaces(linear, states, Linear(0.0, {}), 1.0, 0.4, 1.0)


def alone(model: EventPlaces, item: Item) -> list[float]:
    """Return the first judgement of an item's names."""
    scores = [model.first.score(f) for f in item.features]
    if model.states is not None and scores:
        added = states_scores(model.states, item.sentence, item.event, item.names)
        scores = [a + b for a, b in zip(scores, added, strict=True)]
    return [probability(s) for s in scores]


def fit_second(
    model: EventPlaces, items: Sequence[Item], chances: Sequence[Sequence[float]]
) -> EventPlaces:
    """Return the model with the regression that judges names beside the others.

    chances: first judgements by models that have not seen the item.
    """
    peers = [
        f
        for i, c in zip(items, chances, strict=True)
        for f in peer_features(i.sentence, i.names, c)
    ]
    odds = np.array([[ODDS_SCALE * log_odds(p)] for c in chances for p in c])
    label, counts = labels_of(items)
    linear, extra = _regress([set(f) for f in peers], odds, label, counts, PENALTY_SECOND)
    return model._replace(second=linear, odds=round(ODDS_SCALE * float(extra[0]), 4))


def beside(model: EventPlaces, item: Item, chances: Sequence[float]) -> list[float]:
    """Return the second judgement of an item's names from the first."""
    return model.beside(chances, peer_features(item.sentence, item.names, chances))


def _regress(
    features: Sequence[set[str]], dense: Floats, label: Floats, counts: Floats, penalty: float
) -> tuple[Linear, Floats]:
    """Fit one logistic regression over words and columns; return its weights of both."""
    seen = Counter(f for found in features for f in found)
    index = {f: i for i, f in enumerate(sorted(f for f, n in seen.items() if n >= LEAST_SEEN))}
    rows, columns = [], []
    for number, found in enumerate(features):
        known = sorted(index[f] for f in found if f in index)
        rows.extend([number] * len(known))
        columns.extend(known)
    words = np.array(rows), np.array(columns)
    weights, bias = _descend(words, dense, label, counts, len(index), penalty)
    named = {f: round(float(weights[i]), 3) for f, i in index.items()}
    kept = {f: w for f, w in named.items() if abs(w) >= SMALLEST}
    return Linear(round(bias, 3), kept), weights[len(index) :]


def _descend(
    words: tuple[NDArray[np.int64], NDArray[np.int64]],
    dense: Floats,
    label: Floats,
    counts: Floats,
    size: int,
    penalty: float,
) -> tuple[Floats, float]:
    """Return the weights of words and columns, and the bias (Adam, from zero).

    words: which row has which word. counts: how much each row counts.
    """
    row, column = words
    weights, bias = np.zeros(size + dense.shape[1]), 0.0
    mean, square = np.zeros(len(weights) + 1), np.zeros(len(weights) + 1)
    for step in range(1, STEPS + 1):
        score = np.bincount(row, weights[column], len(label)) + dense @ weights[size:] + bias
        error = counts * (1 / (1 + np.exp(-score)) - label)
        slope = np.concatenate([np.bincount(column, error[row], size), dense.T @ error])
        slope = np.append(slope + 2 * penalty * weights, error.sum())
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        rate = 0.05 * (1 - step / (STEPS + 1))
        move = rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
        weights -= move[:-1]
        bias -= float(move[-1])
    return weights, bias
