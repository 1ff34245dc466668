"""Sentences to padded tensors, in batches of like length."""

import random
from dataclasses import dataclass

import torch
from torch import Tensor

from training.data import Sentence
from whoholds.reading.english.wordpiece import SHAPES, WordPiece, shape

IGNORE = -100


@dataclass(frozen=True, slots=True)
class Labels:
    """The class lists, in the order of the network's outputs."""

    upos: list[str]
    feats: list[str]
    deps: list[str]
    names: list[str]


@dataclass(frozen=True, slots=True)
class Encoded:
    """One sentence as numbers; index 0 of `first` is the root, which borrows [CLS]."""

    pieces: list[int]
    shapes: list[int]
    first: list[int]
    upos: list[int]
    feats: list[int]
    heads: list[int]
    deps: list[int]
    names: list[int]


def collect_labels(sentences: list[Sentence], least: int = 3) -> Labels:
    """List the classes seen at least `least` times; the order is fixed by sorting."""
    counts: dict[str, dict[str, int]] = {"upos": {}, "feats": {}, "deps": {}}
    for sentence in sentences:
        for kind, table in counts.items():
            for value in getattr(sentence, kind) if sentence.parsed else ():
                table[value] = table.get(value, 0) + 1
    kept = {k: sorted(v for v, n in t.items() if n >= least) for k, t in counts.items()}
    names = ["O"] + [f"{bio}-{kind}" for kind in ("PER", "ORG", "LOC") for bio in "BI"]
    return Labels(upos=kept["upos"], feats=kept["feats"], deps=kept["deps"], names=names)


def encode(sentence: Sentence, wordpiece: WordPiece, labels: Labels) -> Encoded:
    """Turn words and gold classes into numbers; unknown gold becomes IGNORE."""
    pieces, shapes, first = [wordpiece.begin], [SHAPES], [0]
    before = True
    for form, space in zip(sentence.forms, sentence.spaces, strict=True):
        first.append(len(pieces))
        ids = wordpiece.pieces(form)
        pieces.extend(ids)
        shapes.extend([shape(form, before)] * len(ids))
        before = space
    n = len(sentence.forms)
    blank = [IGNORE] * n

    def numbers(values: tuple[str, ...], classes: list[str]) -> list[int]:
        table = {c: i for i, c in enumerate(classes)}
        return [table.get(v, IGNORE) for v in values]

    return Encoded(
        pieces=[*pieces, wordpiece.end],
        shapes=[*shapes, SHAPES],
        first=first,
        upos=numbers(sentence.upos, labels.upos) if sentence.parsed else blank,
        feats=numbers(sentence.feats, labels.feats) if sentence.parsed else blank,
        heads=list(sentence.heads) if sentence.parsed else blank,
        deps=numbers(sentence.deps, labels.deps) if sentence.parsed else blank,
        names=numbers(sentence.names, labels.names) if sentence.names else blank,
    )


def batches(encoded: list[Encoded], size: int, rng: random.Random | None) -> list[list[int]]:
    """Group indices so that a batch holds at most `size` padded pieces; shuffled where `rng`."""
    noise = [
        (len(e.pieces) * (1 + (rng.random() * 0.1 if rng else 0)), i) for i, e in enumerate(encoded)
    ]
    groups: list[list[int]] = [[]]
    longest = 0
    for _, i in sorted(noise):
        longest = max(longest, len(encoded[i].pieces))
        if groups[-1] and longest * (len(groups[-1]) + 1) > size:
            groups.append([])
            longest = len(encoded[i].pieces)
        groups[-1].append(i)
    if rng:
        rng.shuffle(groups)
    return groups


def _pad(rows: list[list[int]], value: int) -> Tensor:
    longest = max(len(r) for r in rows)
    return torch.tensor([r + [value] * (longest - len(r)) for r in rows])


def tensors(group: list[Encoded]) -> dict[str, Tensor]:
    """Pad a group of sentences; `mask` is True on pieces, `words` on root and words."""
    lengths = [[1] * len(e.pieces) for e in group]
    out = {"mask": _pad(lengths, 0).bool()[:, None, None, :]}
    out["words"] = _pad([[1] * len(e.first) for e in group], 0).bool()
    for name in ("pieces", "shapes", "first"):
        out[name] = _pad([getattr(e, name) for e in group], 0)
    for name in ("upos", "feats", "heads", "deps", "names"):
        out[name] = _pad([getattr(e, name) for e in group], IGNORE)
    return out
