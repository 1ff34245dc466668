"""Run the network on the words of one sentence: tags, features, heads, labels and names."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from whoholds.errors import ModelError
from whoholds.reading.english.tree import best_heads
from whoholds.reading.english.weights import FIX, Weights
from whoholds.reading.english.wordpiece import SHAPES, WordPiece, shape

LIMIT = 384  # pieces in one run; a longer sentence is read in parts
# Measured: this fusion costs a quarter of the speed of int8 networks on CPUs.
SLOW_FUSIONS = ["SkipLayerNormFusion"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Analysis:
    """Class numbers for each of n words; `heads` count words from 1, 0 is the root.

    states: what the network knows of each word as a ruler of others (n, width), for models that
    build on the parse; they mean something only together with this network's weights.
    """

    upos: Ints
    feats: Ints
    names: Ints
    heads: Ints
    deps: Ints
    states: Floats


class Network:
    """The ONNX network of a model. One sentence per run, so no sentence sways another."""

    def __init__(self, weights: Weights, *, threads: int = 1) -> None:
        """Start a session. Raises ModelError where the runtime refuses the network."""
        self.wordpiece = WordPiece(weights.vocabulary)
        self.root = weights.deps.index("root")
        self.parts = weights.deps.index("parataxis")
        self.kinds = _kinds(weights.names)
        self.begins = np.array([n.startswith("B-") for n in weights.names])
        self.inside = np.array([n.startswith("I-") for n in weights.names])
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self.session: Any = onnxruntime.InferenceSession(
                weights.network,
                options,
                providers=["CPUExecutionProvider"],
                disabled_optimizers=SLOW_FUSIONS,
            )
        except Exception as error:  # the runtime's errors share no base class
            where, what = "network.onnx", f"the runtime cannot load the language model ({error})"
            raise ModelError(where=where, what=what, fix=FIX) from error
        self.width: int = self.session.get_outputs()[-1].shape[-1] - 1  # of `Analysis.states`

    def analyse(self, words: list[str], spaces: list[bool]) -> Analysis:
        """Analyse one sentence; `spaces[i]` tells whether a space stands before word i."""
        pieces = [self.wordpiece.pieces(w) for w in words]
        parts = [self._run(words[a:b], spaces[a:b], pieces[a:b]) for a, b in _cuts(pieces)]
        return parts[0] if len(parts) == 1 else _joined(parts, self.parts)

    def _run(self, words: list[str], spaces: list[bool], pieces: list[tuple[int, ...]]) -> Analysis:
        ids, shapes, first = [self.wordpiece.begin], [SHAPES], [0]
        for word, space, these in zip(words, spaces, pieces, strict=True):
            first.append(len(ids))
            ids.extend(these)
            shapes.extend([shape(word, space)] * len(these))
        ids.append(self.wordpiece.end)
        shapes.append(SHAPES)
        feed = {
            "pieces": np.array(ids, dtype=np.int64),
            "shapes": np.array(shapes, dtype=np.int64),
            "first": np.array(first, dtype=np.int64),
        }
        upos, feats, names, arcs, factors, label_heads = self.session.run(None, feed)
        heads = best_heads(arcs)
        return Analysis(
            upos=upos.argmax(axis=1),
            feats=feats.argmax(axis=1),
            names=self._legal(names),
            heads=heads,
            deps=self._labels(factors, label_heads, heads),
            states=label_heads[1:, :-1],  # the first row is the root, the last column a constant
        )

    def _labels(self, factors: Floats, label_heads: Floats, heads: Ints) -> Ints:
        """Choose each word's label under its head; "root" goes with head 0 and only with it."""
        split = factors.reshape(len(heads), -1, label_heads.shape[1])
        scores = np.matmul(split, label_heads[heads][:, :, None])[:, :, 0]
        is_root = heads == 0
        scores[~is_root, self.root] = -np.inf
        labels: Ints = scores.argmax(axis=1)
        labels[is_root] = self.root
        return labels

    def _legal(self, scores: Floats) -> Ints:
        """Best BIO sequence: an inside tag follows only a tag of its own kind (Viterbi)."""
        best: Ints = scores.argmax(axis=1)
        before = np.concatenate(([0], best[:-1]))
        if not np.any(self.inside[best] & (self.kinds[before] != self.kinds[best])):
            return best
        blocked = self.inside[None, :] & (self.kinds[:, None] != self.kinds[None, :])
        moves = np.where(blocked, -np.inf, 0.0)
        total = np.where(self.inside, -np.inf, scores[0].astype(np.float64))
        back = np.zeros((len(scores), len(total)), dtype=np.int64)
        for i in range(1, len(scores)):
            paths = total[:, None] + moves
            back[i] = paths.argmax(axis=0)
            total = paths.max(axis=0) + scores[i]
        path = [int(total.argmax())]
        for i in range(len(scores) - 1, 0, -1):
            path.append(int(back[i, path[-1]]))
        return np.array(path[::-1])


def _kinds(names: list[str]) -> Ints:
    """Number the kinds of names; 0 is no name."""
    kinds = sorted({n[2:] for n in names})
    return np.array([kinds.index(n[2:]) for n in names])


def _cuts(pieces: list[tuple[int, ...]]) -> list[tuple[int, int]]:
    """Cut a sentence into stretches of at most LIMIT pieces."""
    cuts = [0]
    size = 0
    for i, these in enumerate(pieces):
        if size + len(these) > LIMIT and i > cuts[-1]:
            cuts.append(i)
            size = 0
        size += len(these)
    return list(zip(cuts, [*cuts[1:], len(pieces)], strict=True))


def _joined(parts: list[Analysis], label: int) -> Analysis:
    """Join stretches: the roots of the later ones hang on the first root, with `label`."""
    root = int(np.flatnonzero(parts[0].heads == 0)[0]) + 1
    heads, deps = [parts[0].heads], [parts[0].deps]
    offset = len(parts[0].heads)
    for part in parts[1:]:
        is_root = part.heads == 0
        heads.append(np.where(is_root, root, part.heads + offset))
        deps.append(np.where(is_root, label, part.deps))
        offset += len(part.heads)
    return Analysis(
        upos=np.concatenate([p.upos for p in parts]),
        feats=np.concatenate([p.feats for p in parts]),
        names=np.concatenate([p.names for p in parts]),
        heads=np.concatenate(heads),
        deps=np.concatenate(deps),
        states=np.concatenate([p.states for p in parts]),
    )
