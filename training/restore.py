"""Read a shipped network back into torch, to teach a smaller one or to quantize it otherwise."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from training.batches import Labels
from training.network import ARC, LABEL, Encoder, Network, Sizes

PREFIX = "network."
NAMELESS = {(ARC, ARC): "arc", (ARC, 1): "arc_bias"}
"""Matrices without bias lose their names in the export; their shapes tell which they are."""


def restore(folder: Path, base: Path, *, name: str = "network.onnx") -> tuple[Network, Labels]:
    """Return the network of a model folder and its classes; 8-bit weights become full numbers.

    base: the encoder folder that it was trained from, for the positions past the longest sentence.
    """
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    labels = Labels(**manifest["labels"])
    weights = _weights(folder / name)
    layers = 1 + max(int(n.split(".")[2]) for n in weights if n.startswith("encoder.layers."))
    network = Network(Encoder(base, layers, _kept(folder, base)), _sizes(labels, layers))
    state = network.state_dict()
    for key, value in weights.items():
        rows = slice(0, len(value)) if value.ndim else ...
        state[key][rows] = value
    network.load_state_dict(state)
    return network, labels


def _kept(folder: Path, base: Path) -> list[int]:
    """Return the rows of the base vocabulary that the model kept."""
    table = {w: i for i, w in enumerate((base / "vocab.txt").read_text("utf-8").split("\n"))}
    return [table[w] for w in (folder / "vocabulary.txt").read_text("utf-8").split("\n")]


def _sizes(labels: Labels, layers: int) -> Sizes:
    return Sizes(
        upos=len(labels.upos),
        feats=len(labels.feats),
        deps=len(labels.deps),
        names=len(labels.names),
        layers=layers,
    )


def _weights(path: Path) -> dict[str, Tensor]:
    """Return the weights of an exported network by their names in `Network`."""
    model = onnx.load(str(path))
    arrays = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
    found: dict[str, Tensor] = {}
    for name, array in arrays.items():
        if name.endswith(("_scale", "_zero_point")):
            continue
        plain = name.removesuffix("_quantized")
        if plain != name:
            array = (array.astype(np.float32) - arrays[f"{plain}_zero_point"]) * arrays[
                f"{plain}_scale"
            ]
        found |= _named(plain, torch.from_numpy(np.array(array, dtype=np.float32)))
    return found


def _named(name: str, value: Tensor) -> dict[str, Tensor]:
    """Return what an exported array holds: one weight, or query, key and value in one."""
    plain = name.removesuffix("_Transposed")
    value = value.T.contiguous() if plain != name else value
    if ".mix." in plain:
        return _unmixed(plain, value)
    if plain == "positions":
        return {"encoder.positions.weight": value}
    if plain.startswith("onnx::"):
        key = NAMELESS.get(tuple(value.shape), "label")
        if key == "label" and value.shape[0] != LABEL + 1:
            raise ValueError(f"{name}: a matrix that no head has")
        return {f"{key}.weight": value.T.contiguous()}
    return {plain.removeprefix(PREFIX): value}


def _unmixed(name: str, value: Tensor) -> dict[str, Tensor]:
    """Split a mixed matrix or bias; the scale that was folded into the query is taken out."""
    _, layer, _, kind = name.split(".")
    query, key, value_ = value.chunk(3)
    size = 32  # of one head
    parts: dict[str, Any] = {"query": query * size**0.5, "key": key, "value": value_}
    return {f"encoder.layers.{layer}.{part}.{kind}": each for part, each in parts.items()}
