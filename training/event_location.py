"""Train the event-place model: which place names a verb's event happens at.

usage: python -m training.event_location [--data DIR] [--folds 5] [--seeds 3] [--write]

Reads gold/event_location/dev.jsonl (Halterman 2019, MIT) and the places of gold/claims/dev.jsonl in
the evaluation data (WHOHOLDS_DATA or ../shared), parses them with the shipped parser and fits two
logistic regressions by gradient descent: one over each name by itself, one over each beside the
others. To be run again when the parser changes, whose word states it uses. Prints the F1 over the
words of the places, cross-validated by document (no document lends its sentences to two folds),
and with --write writes src/whoholds/reading/predicates.json.
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from spacy.tokens import Doc, Token

from training.event_fit import (
    Floats,
    Item,
    alone,
    beside,
    fit_first,
    fit_second,
    group_of,
    main_axes,
)
from whoholds.gazetteer import load_gazetteer
from whoholds.reading.english.weights import FOLDER
from whoholds.reading.parse import load_parser
from whoholds.reading.predicate_features import features_of, may_hold
from whoholds.reading.predicate_model import EventPlaces, Linear
from whoholds.reading.predicate_names import Name, Sentence, find_names
from whoholds.reading.predicates import word_ranges
from whoholds.reading.where import find_toponyms

TARGET = Path(__file__).parents[1] / "src/whoholds/reading/predicates.json"


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
        want = words_of(text, places)
        return Item(row, want, sentence, event, usable, pairs, words)


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


def f1(items: Sequence[Item], chances: Sequence[list[float]], model: EventPlaces) -> float:
    """Return the micro F1 over the words of the places."""
    hit = have = want = 0
    for item, chance in zip(items, chances, strict=True):
        found = frozenset[int]().union(*(item.words[i] for i in model.chosen(chance)))
        hit += len(found & item.want)
        have += len(found)
        want += len(item.want)
    return 2 * hit / max(1, have + want)


def unseen(
    items: Sequence[Item], axes: tuple[Floats, Floats] | None, folds: Sequence[int]
) -> list[list[float]]:
    """Return each item's first judgement by a model that has not seen its document."""
    chances: list[list[float]] = [[] for _ in items]
    for number in sorted(set(folds)):
        model = fit_first([i for i, f in zip(items, folds, strict=True) if f != number], axes)
        for place, item in enumerate(items):
            if folds[place] == number:
                chances[place] = alone(model, item)
    return chances


def cross_validate(
    items: Sequence[Item], chances: Sequence[list[float]], folds: Sequence[int]
) -> list[list[float]]:
    """Return each item's second judgement by a model that has not seen its document."""
    found: list[list[float]] = [[] for _ in items]
    for number in sorted(set(folds)):
        kept = [place for place, f in enumerate(folds) if f != number]
        model = fit_second(EMPTY, [items[i] for i in kept], [chances[i] for i in kept])
        for place, item in enumerate(items):
            if folds[place] == number:
                found[place] = beside(model, item, chances[place])
    return found


def folds_of(items: Sequence[Item], folds: int, seed: int) -> list[int]:
    """Return the fold of each item; the items of one document are in one."""
    groups = sorted({group_of(item) for item in items})
    np.random.default_rng(seed).shuffle(groups)
    fold = {group: number % folds for number, group in enumerate(groups)}
    return [fold[group_of(item)] for item in items]


SETTINGS = [(t, r) for t in (0.25, 0.3, 0.35, 0.4, 0.45, 0.5) for r in (1.0, 0.8, 0.6, 0.4)]
EMPTY = EventPlaces(Linear(0.0, {}), None, Linear(0.0, {}), 1.0, 0.4, 1.0)
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
    parser.add_argument("--seeds", type=int, default=3, help="shuffles of the documents")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    reader, gold = Reader(), Path(options.data) / "gold"
    items = read_items(gold / "event_location" / "dev.jsonl", reader)
    scored = len(items)
    items += read_claims(gold / "claims" / "dev.jsonl", reader)
    axes = main_axes(items)
    tables = []
    for seed in range(options.seeds):
        folds = folds_of(items, options.folds, seed)
        chances = unseen(items, axes, folds)
        tables.append(table(items[:scored], cross_validate(items, chances, folds)[:scored]))
    best = report(tables)
    if options.write:
        model = fit_second(fit_first(items, axes), items, chances)
        model = model._replace(threshold=best[0], relative=best[1], network=network_hash())
        TARGET.write_text(as_json(model), encoding="utf-8")
        print(TARGET.name, len(model.first.weights) + len(model.second.weights), "weights")


def table(items: Sequence[Item], chances: Sequence[list[float]]) -> Floats:
    """Return the F1 of each part (columns) at each of SETTINGS (rows)."""
    rows = []
    for threshold, relative in SETTINGS:
        setting = EMPTY._replace(threshold=threshold, relative=relative)
        row = []
        for keep in PARTS.values():
            part = [i for i, item in enumerate(items) if keep(item.row)]
            row.append(f1([items[i] for i in part], [chances[i] for i in part], setting))
        rows.append(row)
    return np.array(rows)


def report(tables: Sequence[Floats]) -> tuple[float, float]:
    """Print the mean F1 of each part; return the setting best for the parts to be judged by."""
    mean, spread = np.mean(tables, axis=0), np.ptp(tables, axis=0)
    for setting, row in zip(SETTINGS, mean, strict=True):
        print(*setting, *(f"{n} {v:.4f}" for n, v in zip(PARTS, row, strict=True)))
    best = int(mean[:, 1:].sum(axis=1).argmax())
    told = zip(PARTS, mean[best], spread[best], strict=True)
    print("best", *SETTINGS[best], *(f"{n} {v:.4f} (spread {s:.4f})" for n, v, s in told))
    return SETTINGS[best]


def network_hash() -> str:
    """Return the hash of the parser's network, as the manifest has it."""
    manifest = json.loads((FOLDER / "manifest.json").read_text("utf-8"))
    found: str = manifest["sha256"]["network.onnx"]
    return found


def as_json(model: EventPlaces) -> str:
    """Return the model as the JSON that the package reads, a line for each weight or vector."""
    states = {} if model.states is None else model.states._asdict()
    data = {
        "first": model.first._asdict(),
        "second": model.second._asdict(),
        "states": {name: _lines(value) for name, value in states.items()},
        "odds": model.odds,
        "threshold": model.threshold,
        "relative": model.relative,
        "network": model.network,
    }
    return json.dumps(data, sort_keys=True, indent=0, ensure_ascii=False) + "\n"


def _lines(value: Floats) -> str | list[str]:
    if value.ndim == 2:
        return [" ".join(f"{n:.4g}" for n in row) for row in value]
    return " ".join(f"{n:.4g}" for n in value)


if __name__ == "__main__":
    main()
