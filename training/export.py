"""Write a trained network as int8 ONNX with its vocabulary, classes, lemmas and manifest."""

import hashlib
import json
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from training.batches import Labels
from training.network import Network
from whoholds.reading.english.lemmas import Lemmas

OUTPUTS = ["upos", "feats", "names", "arcs", "label_factors", "label_heads"]


def export_float(network: Network, path: Path) -> None:
    """Write the network for one sentence (batch of one) at full precision."""
    network.eval()
    pieces = torch.tensor([[101, 2000, 2001, 2002, 2003, 102]])
    shapes = torch.tensor([[16, 0, 0, 1, 2, 16]])
    first = torch.tensor([[0, 1, 2, 4]])
    torch.onnx.export(
        network,
        (pieces, shapes, first),
        str(path),
        input_names=["pieces", "shapes", "first"],
        output_names=OUTPUTS,
        dynamic_axes={"pieces": {1: "p"}, "shapes": {1: "p"}, "first": {1: "n"}},
        opset_version=17,
        dynamo=False,
    )


def quantize(source: Path, target: Path) -> None:
    """Quantize weights to 8 bits, each matrix column with its own scale; activations on the fly."""
    quantize_dynamic(
        str(source),
        str(target),
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=False,
        op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        extra_options={"MatMulConstBOnly": True},
    )


def write_model(
    network: Network,
    vocabulary: list[str],
    labels: Labels,
    lemmas: Lemmas,
    folder: Path,
    *,
    version: str,
    also: dict[str, Network] | None = None,
) -> None:
    """Write the model folder; `also` names further networks of the same labels (such as fast)."""
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    for name, each in {"network": network, **(also or {})}.items():
        names.append(f"{name}.onnx")
        with tempfile.TemporaryDirectory() as temporary:
            full = Path(temporary) / "full.onnx"
            export_float(each, full)
            quantize(full, folder / names[-1])
    (folder / "vocabulary.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    table = {"seen": lemmas.seen, "rules": lemmas.rules}
    (folder / "lemmas.json").write_text(
        json.dumps(table, ensure_ascii=False, sort_keys=True, indent=0), encoding="utf-8"
    )
    files = [*names, "vocabulary.txt", "lemmas.json"]
    manifest = {
        "version": version,
        "labels": {
            "upos": labels.upos,
            "feats": labels.feats,
            "deps": labels.deps,
            "names": labels.names,
        },
        "sha256": {f: hashlib.sha256((folder / f).read_bytes()).hexdigest() for f in files},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")
