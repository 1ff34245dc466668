"""Try fixed activation scales and batches: `python -m training.try_static` (see the model card).

The shipped network takes its activation scales on the fly, one sentence a run. Here the same
weights get scales fixed beforehand on calibration sentences, and run in batches of like length;
printed are accuracy, speed, and how many heads change with the company that a sentence keeps.
"""

import argparse
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import (
    CalibrationDataReader,
    CalibrationMethod,
    QuantFormat,
    QuantType,
    quantize_static,
)
from torch import Tensor, nn

from training.batches import Encoded, batches, encode, tensors
from training.data import Sentence, load_treebank
from training.evaluate import gold_words
from training.export import OUTPUTS, quantize
from training.make import SHIPPED, base_folder, own_sentences
from training.network import Network
from training.restore import restore
from whoholds.reading.english.network import SLOW_FUSIONS
from whoholds.reading.english.parser import EnglishParser

INPUTS = ["pieces", "shapes", "first", "mask"]
Feed = dict[str, Any]


class Batched(nn.Module):
    """The network for padded sentences, with attention to what is no padding."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: Tensor, shapes: Tensor, first: Tensor, mask: Tensor) -> Any:
        """Run on pieces, shapes and mask (b, p) and first (b, n + 1)."""
        return self.network(pieces, shapes, first, mask[:, None, None, :])


def export_batched(network: Network, path: Path) -> None:
    """Write the network for batches at full precision."""
    network.eval()
    pieces = torch.tensor([[0, 20, 21, 22, 23, 1], [0, 20, 21, 1, 0, 0]])
    first = torch.tensor([[0, 1, 2, 4], [0, 1, 2, 0]])
    example = (pieces, torch.zeros_like(pieces), first, torch.ones_like(pieces).bool())
    axes = {name: {0: "b", 1: "n" if name == "first" else "p"} for name in INPUTS}
    torch.onnx.export(
        Batched(network).eval(),
        example,
        str(path),
        input_names=INPUTS,
        output_names=OUTPUTS,
        dynamic_axes=axes | {name: {0: "b", 1: "n"} for name in OUTPUTS},
        opset_version=17,
        dynamo=False,
    )


def feeds(encoded: list[Encoded], size: int) -> Iterator[tuple[list[int], Feed]]:
    """Yield batches of at most `size` padded pieces; 0 puts each sentence alone."""
    for group in batches(encoded, size, None) if size else [[i] for i in range(len(encoded))]:
        made = tensors([encoded[i] for i in group])
        feed = {name: made[name].numpy() for name in ("pieces", "shapes", "first")}
        yield group, feed | {"mask": made["mask"][:, 0, 0].numpy()}


class Calibration(CalibrationDataReader):  # type: ignore[misc]
    """The sentences on which scales are fixed."""

    def __init__(self, encoded: list[Encoded]) -> None:
        self.rest = (feed for _, feed in feeds(encoded, 0))

    def get_next(self) -> Feed | None:
        """Return the next sentence."""
        return next(self.rest, None)


@dataclass(frozen=True, slots=True)
class Answers:
    """Outputs by pieces, in the place of a session that runs one sentence."""

    known: dict[bytes, list[Any]]

    def run(self, _: None, feed: Feed) -> list[Any]:
        """Return what was worked out before."""
        return self.known[feed["pieces"].tobytes()]


def answer(session: Any, encoded: list[Encoded], size: int) -> tuple[Answers, float]:
    """Run all sentences in batches; return the outputs of each and the processor time."""
    known, spent = {}, 0.0
    for group, feed in feeds(encoded, size):
        start = time.process_time()
        outputs = session.run(None, feed)
        spent += time.process_time() - start
        for row, i in enumerate(group):
            n = len(encoded[i].first) - 1
            upos, feats, names, arcs, factors, heads = (o[row] for o in outputs)
            tags = [upos[:n], feats[:n], names[:n]]
            key = np.array(encoded[i].pieces, dtype=np.int64).tobytes()
            known[key] = [*tags, arcs[:n, : n + 1], factors[:n], heads[: n + 1]]
    return Answers(known), spent


def open_session(path: Path) -> Any:
    """Open a network on one thread, as the runtime does."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    providers = ["CPUExecutionProvider"]
    return onnxruntime.InferenceSession(
        str(path), options, providers=providers, disabled_optimizers=SLOW_FUSIONS
    )


def networks(network: Network, calibration: list[Encoded], work: Path) -> dict[str, Path]:
    """Write the network with scales taken on the fly, and with scales fixed in two ways."""
    work.mkdir(parents=True, exist_ok=True)
    full = work / "full.onnx"
    export_batched(network, full)
    made = {"full precision": full, "on the fly": work / "dynamic.onnx"}
    quantize(full, made["on the fly"])
    for name, moving in {"fixed by extremes": False, "fixed by moving extremes": True}.items():
        made[name] = work / f"{name.replace(' ', '-')}.onnx"
        quantize_static(
            str(full),
            str(made[name]),
            Calibration(calibration),
            quant_format=QuantFormat.QDQ,
            op_types_to_quantize=["MatMul", "Gemm"],
            per_channel=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            calibrate_method=CalibrationMethod.MinMax,
            extra_options={"MatMulConstBOnly": True, "CalibMovingAverage": moving},
        )
    return made


def compare(path: Path, parser: EnglishParser, dev: list[Sentence], size: int) -> str:
    """Return the figures of one network on sentences, alone and in batches."""
    session = open_session(path)
    wordpiece, labels = parser.network.wordpiece, parser.weights
    encoded = [encode(s, wordpiece, labels) for s in dev]  # type: ignore[arg-type]
    pieces = sum(len(e.pieces) for e in encoded)
    lines, heads = [], []
    for width in (0, size):
        answers, spent = answer(session, encoded, width)
        parser.network.session = answers
        found = [parser.network.analyse(list(s.forms), [True, *s.spaces[:-1]]) for s in dev]
        heads.append(np.concatenate([f.heads for f in found]))
        score = gold_words(parser, dev)
        figures = ", ".join(f"{n} {score.of(n):.2f}" for n in ("LAS", "UPOS", "names"))
        how = "batches" if width else "alone"
        lines.append(f"{how}: {figures}, {pieces / spent:.0f} pieces/s")
    changed = 100 * np.mean(heads[0] != heads[1])
    return "; ".join([*lines, f"{changed:.2f} % of heads change"])


def main() -> None:
    """Make the networks and print a line for each treebank and network."""
    parser = argparse.ArgumentParser(description=__doc__)
    data = Path(os.environ.get("WHOHOLDS_DATA", "../shared"))
    parser.add_argument("--data", type=Path, default=data, help="folder with treebanks/")
    parser.add_argument("--work", type=Path, default=Path("build/static"))
    parser.add_argument("--sentences", type=int, default=600, help="of each treebank")
    parser.add_argument("--calibration", type=int, default=300, help="sentences to calibrate on")
    options = parser.parse_args()
    torch.set_num_threads(1)
    network, labels = restore(SHIPPED, base_folder())
    reader = EnglishParser()
    train = load_treebank(options.data / "treebanks", "gum", "train")
    step = len(train) // options.calibration
    chosen = [*train[::step], *own_sentences("train")[::3]]
    calibration = [encode(s, reader.network.wordpiece, labels) for s in chosen]
    made = networks(network, calibration, options.work)
    for treebank in ("ewt", "gum"):
        dev = load_treebank(options.data / "treebanks", treebank, "dev")
        dev = dev[:: max(1, len(dev) // options.sentences)]
        for name, path in made.items():
            print(f"{treebank}, {name}: {compare(path, reader, dev, 1000)}", flush=True)


if __name__ == "__main__":
    main()
