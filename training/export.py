"""Write a trained network as int8 ONNX with its vocabulary, classes, lemmas and manifest."""

import hashlib
import json
import tempfile
from dataclasses import asdict
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional

from training.batches import Labels
from training.network import Layer, Network
from whoholds.reading.english.lemmas import Lemmas
from whoholds.reading.english.network import LIMIT
from whoholds.reading.english.weights import MANIFEST, NETWORK, Shared

INPUTS = ["pieces", "shapes", "first"]
OUTPUTS = ["upos", "feats", "names", "arcs", "label_factors", "label_heads"]


class SingleLayer(nn.Module):
    """One layer for one sentence: query, key and value in one matrix, the scale folded in."""

    def __init__(self, layer: Layer) -> None:
        super().__init__()
        width = layer.query.in_features
        self.heads = layer.heads
        self.size = width // layer.heads
        self.layer = layer
        scale = self.size**-0.5
        parts = (layer.query, layer.key, layer.value)
        factors = (scale, 1.0, 1.0)
        self.mix = nn.Linear(width, 3 * width)
        weights = [p.weight * f for p, f in zip(parts, factors, strict=True)]
        biases = [p.bias * f for p, f in zip(parts, factors, strict=True)]
        self.mix.weight = nn.Parameter(torch.cat(weights))
        self.mix.bias = nn.Parameter(torch.cat(biases))

    def forward(self, x: Tensor) -> Tensor:
        """Run on states (p, width)."""
        mixed = self.mix(x).reshape(-1, 3, self.heads, self.size).permute(1, 2, 0, 3)
        scores = torch.softmax(mixed[0] @ mixed[1].transpose(1, 2), dim=-1)
        y = (scores @ mixed[2]).permute(1, 0, 2).reshape(-1, self.heads * self.size)
        x = self.layer.norm1(x + self.layer.out(y))
        y = self.layer.down(functional.gelu(self.layer.up(x)))
        out: Tensor = self.layer.norm2(x + y)
        return out


class SingleSentence(nn.Module):
    """The network for one sentence without a batch dimension: fewer and plainer operations."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        self.positions = nn.Parameter(network.encoder.positions.weight[: LIMIT + 2])
        self.layers = nn.ModuleList(SingleLayer(each) for each in network.encoder.layers)

    def forward(self, pieces: Tensor, shapes: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        """Run on pieces and shapes (p,) and the first pieces of root and words (n + 1,)."""
        encoder = self.network.encoder
        positions = self.positions[: pieces.shape[0]]
        x = encoder.norm(encoder.words(pieces) + positions + encoder.shapes(shapes))
        for layer in self.layers:
            x = layer(x)
        outputs: tuple[Tensor, ...] = self.network.heads(x[first])
        return outputs


def export_float(network: Network, path: Path) -> None:
    """Write the network for one sentence at full precision."""
    network.eval()
    pieces = torch.tensor([0, 20, 21, 22, 23, 1])
    shapes = torch.tensor([16, 0, 0, 1, 2, 16])
    first = torch.tensor([0, 1, 2, 4])
    torch.onnx.export(
        SingleSentence(network).eval(),
        (pieces, shapes, first),
        str(path),
        input_names=INPUTS,
        output_names=OUTPUTS,
        dynamic_axes={"pieces": {0: "p"}, "shapes": {0: "p"}, "first": {0: "n"}},
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
) -> None:
    """Write the model folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocabulary.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    table = {"seen": lemmas.seen, "rules": lemmas.rules}
    (folder / "lemmas.json").write_text(
        json.dumps(table, ensure_ascii=False, sort_keys=True, indent=0), encoding="utf-8"
    )
    files = ("vocabulary.txt", "lemmas.json")
    manifest = {
        "version": version,
        "labels": asdict(labels),
        "sha256": {f: _sha256(folder / f) for f in files},
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    add_network(network, folder)


def add_network(network: Network, folder: Path, name: str = "network.onnx") -> None:
    """Write the network of a model folder, and its hash into the manifest."""
    with tempfile.TemporaryDirectory() as temporary:
        full = Path(temporary) / "full.onnx"
        export_float(network, full)
        quantize(full, folder / name)
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    manifest["sha256"][name] = _sha256(folder / name)
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")


def share(folder: Path, name: str, other: str = NETWORK) -> None:
    """Take out of one network's file the table of word pieces that another file has too."""
    content, theirs = (folder / name).read_bytes(), (folder / other).read_bytes()
    table = max((t.raw_data for t in onnx.load(folder / other).graph.initializer), key=len)
    shared = Shared(
        at=content.index(table), file=other, start=theirs.index(table), length=len(table)
    )
    (folder / name).write_bytes(content[: shared.at] + content[shared.at + shared.length :])
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    manifest.setdefault("shared", {})[name] = asdict(shared)
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
