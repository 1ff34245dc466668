"""Train the event-place model: which place names a verb's event happens at.

usage: python -m training.event_location [--data DIR] [--folds 5] [--write]

Reads gold/event_location/dev.jsonl (Halterman 2019, MIT) and the places of gold/claims/dev.jsonl in
the evaluation data (WHOHOLDS_DATA or ../shared), parses them with the shipped parser and fits a
logistic regression by gradient descent. To be run again when the parser changes. Prints the F1
over the words of the places, cross-validated by document (no document lends its sentences to two
folds), and with --write writes src/whoholds/reading/predicates.json.
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Token

from whoholds.gazetteer import load_gazetteer
from whoholds.reading.parse import load_parser
from whoholds.reading.predicate_features import features_of, may_hold
from whoholds.reading.predicate_names import Name, Sentence, find_names
from whoholds.reading.predicates import Weights, word_ranges
from whoholds.reading.where import find_toponyms

TARGET = Path(__file__).parents[1] / "src/whoholds/reading/predicates.json"
LEAST_SEEN = 4  # features seen less often are left out
PENALTY = 1.0  # of the squared weights; the bias is free
STEPS = 250
SMALLEST = 0.02  # weights below are not written

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Item:
    """One verb of one sentence: the words of its gold places, and its pairs."""

    row: dict[str, Any]
    want: frozenset[int]
    features: list[list[str]]
    words: list[frozenset[int]]

    @property
    def labels(self) -> list[bool]:
        """Whether each name is one of the gold places (half of its words or more)."""
        return [bool(w) and 2 * len(w & self.want) >= len(w) for w in self.words]


def words_of(text: str, spans: Sequence[Sequence[int]]) -> frozenset[int]:
    """Return where the words inside the spans start, as the field's scorers count them."""
    return frozenset(a + m.start() for a, b in spans for m in re.finditer(r"\w+", text[a:b]))


class Reader:
    """Pairs the verbs of texts with the names of their sentences; each text is parsed once."""

    def __init__(self) -> None:
        self.parser, self.gazetteer = load_parser(), load_gazetteer()
        self.docs: dict[str, tuple[Doc, list[tuple[int, int]]]] = {}
        self.sentences: dict[tuple[str, int], tuple[Sentence, list[Name]]] = {}

    def doc(self, text: str) -> Doc:
        """Return the parsed text."""
        if text not in self.docs:
            doc = self.parser(text)
            self.docs[text] = (doc, word_ranges(doc, find_toponyms(doc, self.gazetteer)))
        return self.docs[text][0]

    def item(self, row: dict[str, Any], verb: Token, places: Sequence[Sequence[int]]) -> Item:
        """Return a verb with the names of its sentence; places: the gold spans."""
        text, span = row["text"], verb.sent
        doc, ranges = self.docs[text]
        key = (text, span.start)
        if key not in self.sentences:
            sentence = Sentence(span)
            inside = [
                (a - span.start, b - span.start)
                for a, b in ranges
                if span.start <= a and b <= span.end
            ]
            self.sentences[key] = (sentence, find_names(sentence, inside))
        sentence, names = self.sentences[key]
        usable = [name for name in names if may_hold(sentence, name)]
        event = verb.i - span.start
        pairs = [features_of(sentence, event, names, name) for name in usable]
        cut = [doc[span.start + n.first : span.start + n.last] for n in usable]
        words = [words_of(text, [(c.start_char, c.end_char)]) for c in cut]
        return Item(row, words_of(text, places), pairs, words)


def read_items(path: Path, reader: Reader) -> list[Item]:
    """Return the gold verbs, each with the names of its sentence."""
    items: list[Item] = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        start, end = row["verb"]
        span = reader.doc(row["text"]).char_span(start, end, alignment_mode="expand")
        if span is not None:
            items.append(reader.item(row, span.root, row["locations"]))
    return items


def read_claims(path: Path, reader: Reader) -> list[Item]:
    """Return the head words of gold control claims, each with the places claimed by it.

    They add the verbs of taking, leaving and holding, which the other corpus has few of.
    """
    items: list[Item] = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        doc = reader.doc(row["text"])
        places: dict[int, list[tuple[int, int]]] = {}
        for claim in row["claims"]:
            start, end = claim["evidence"]
            span = doc.char_span(start, end, alignment_mode="expand")
            name: str = (claim["place"] if claim["place_in_text"] else None) or ""
            found = row["text"].find(name, start) if name else -1
            if span is not None and span.root.pos_ in ("VERB", "AUX") and found >= 0:
                places.setdefault(span.root.i, []).append((found, found + len(name)))
        items.extend(reader.item(row, doc[i], spans) for i, spans in sorted(places.items()))
    return items


def fit(items: Sequence[Item]) -> Weights:
    """Fit the weights (Adam on the penalized log-likelihood, from zero)."""
    pairs = [(set(f), y) for item in items for f, y in zip(item.features, item.labels, strict=True)]
    seen = Counter(f for features, _ in pairs for f in features)
    index = {f: i for i, f in enumerate(sorted(f for f, n in seen.items() if n >= LEAST_SEEN))}
    rows, columns = [], []
    for number, (features, _) in enumerate(pairs):
        known = sorted(index[f] for f in features if f in index)
        rows.extend([number] * len(known))
        columns.extend(known)
    row, column = np.array(rows), np.array(columns)
    label = np.array([float(y) for _, y in pairs])
    weights, bias = _descend(row, column, label, len(index))
    named = {f: round(float(weights[i]), 3) for f, i in index.items()}
    return Weights(round(bias, 3), 0.4, 0.6, {f: w for f, w in named.items() if abs(w) >= SMALLEST})


def _descend(
    row: NDArray[np.int64], column: NDArray[np.int64], label: Floats, size: int
) -> tuple[Floats, float]:
    weights, bias = np.zeros(size), 0.0
    mean, square = np.zeros(size + 1), np.zeros(size + 1)
    for step in range(1, STEPS + 1):
        score = np.bincount(row, weights[column], len(label)) + bias
        error = 1 / (1 + np.exp(-score)) - label
        slope = np.bincount(column, error[row], size) + 2 * PENALTY * weights
        slope = np.append(slope, error.sum())
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        rate = 0.05 * (1 - step / (STEPS + 1))
        move = rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
        weights -= move[:-1]
        bias -= float(move[-1])
    return weights, bias


def f1(items: Sequence[Item], chances: Sequence[list[float]], model: Weights) -> float:
    """Return the micro F1 over the words of the places."""
    hit = have = want = 0
    for item, chance in zip(items, chances, strict=True):
        found = frozenset[int]().union(*(item.words[i] for i in model.chosen(chance)))
        hit += len(found & item.want)
        have += len(found)
        want += len(item.want)
    return 2 * hit / max(1, have + want)


def cross_validate(items: Sequence[Item], more: Sequence[Item], folds: int) -> list[list[float]]:
    """Return each item's probabilities by a model that has not seen its document.

    more: items that every model is trained on beside its share.
    """
    groups = sorted({item.row["group"] for item in items})
    np.random.default_rng(0).shuffle(groups)
    fold = {group: number % folds for number, group in enumerate(groups)}
    chances: list[list[float]] = [[] for _ in items]
    for number in range(folds):
        model = fit([*(i for i in items if fold[i.row["group"]] != number), *more])
        for place, item in enumerate(items):
            if fold[item.row["group"]] == number:
                chances[place] = [model.probability(f) for f in item.features]
    return chances


PARTS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "all": lambda row: True,  # noqa: ARG005
    "gold": lambda row: row["gold"] and not row["verb_suspect"],
    "syria": lambda row: bool(row["theatre"]),
}


def main() -> None:
    """Train, report and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    default = os.environ.get("WHOHOLDS_DATA", Path(__file__).parents[2] / "shared")
    parser.add_argument("--data", type=Path, default=default)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    reader, gold = Reader(), Path(options.data) / "gold"
    items = read_items(gold / "event_location" / "dev.jsonl", reader)
    more = read_claims(gold / "claims" / "dev.jsonl", reader)
    chances = cross_validate(items, more, options.folds)
    table: dict[tuple[float, float], list[float]] = {}
    for threshold in (0.3, 0.35, 0.4, 0.45, 0.5):
        for relative in (1.0, 0.8, 0.6, 0.4):
            setting = Weights(0.0, threshold, relative, {})
            row = []
            for keep in PARTS.values():
                part = [i for i, item in enumerate(items) if keep(item.row)]
                row.append(f1([items[i] for i in part], [chances[i] for i in part], setting))
            table[threshold, relative] = row
            print(threshold, relative, *(f"{n} {v:.4f}" for n, v in zip(PARTS, row, strict=True)))
    best = max(table, key=lambda key: sum(table[key]))
    print("best", *best)
    if options.write:
        model = fit([*items, *more])._replace(threshold=best[0], relative=best[1])
        text = json.dumps(model._asdict(), sort_keys=True, indent=0, ensure_ascii=False)
        TARGET.write_text(text + "\n", encoding="utf-8")
        print(TARGET.name, len(model.weights), "weights")


if __name__ == "__main__":
    main()
