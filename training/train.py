"""Train the network; one checkpoint per epoch, of the running mean of its weights."""

import random
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from training.batches import IGNORE, Encoded, Labels, batches, encode, tensors
from training.data import Sentence
from training.network import Encoder, Network, Sizes, label_scores
from whoholds.reading.english.wordpiece import WordPiece


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a training run may vary. Batch sizes are in word pieces."""

    epochs: int = 8
    layers: int = 6
    batch: int = 1000
    encoder_rate: float = 1.5e-4
    head_rate: float = 1e-3
    warm_up: float = 0.06
    name_weight: float = 1.0
    averaging: float = 0.998  # decay of the running mean of the weights, by step; it is kept
    seed: int = 1
    threads: int = 2


def build(base: Path, keep: list[int], labels: Labels, layers: int) -> Network:
    """Make a fresh network on the pre-trained encoder; `keep` are the vocabulary rows that stay."""
    sizes = Sizes(
        upos=len(labels.upos),
        feats=len(labels.feats),
        deps=len(labels.deps),
        names=len(labels.names),
        layers=layers,
    )
    return Network(Encoder(base, layers, keep), sizes)


def _cross_entropy(scores: Tensor, gold: Tensor) -> Tensor:
    known = (gold != IGNORE).sum().clamp(min=1)
    flat = scores.reshape(-1, scores.shape[-1]).float()
    total = functional.cross_entropy(flat, gold.reshape(-1), ignore_index=IGNORE, reduction="sum")
    return total / known


def loss_of(network: Network, batch: dict[str, Tensor], name_weight: float) -> Tensor:
    """Sum the five cross-entropies, each averaged over the words whose gold is known."""
    outputs = network(batch["pieces"], batch["shapes"], batch["first"], batch["mask"])
    return loss_of_outputs(outputs, batch, name_weight)


def loss_of_outputs(
    outputs: tuple[Tensor, ...], batch: dict[str, Tensor], name_weight: float
) -> Tensor:
    """Sum the losses of what a network has given for a batch."""
    upos, feats, names, arcs, factors, heads = outputs
    arcs = arcs.float().masked_fill(~batch["words"][:, None, :], -1e4)
    gold_heads = batch["heads"].clamp(min=0)
    labels = label_scores(factors, heads, gold_heads)
    loss = _cross_entropy(arcs, batch["heads"]) + _cross_entropy(labels, batch["deps"])
    loss = loss + _cross_entropy(upos, batch["upos"]) + 0.5 * _cross_entropy(feats, batch["feats"])
    return loss + name_weight * _cross_entropy(names, batch["names"])


def optimizer_of(network: Network, recipe: Recipe) -> torch.optim.AdamW:
    """Return the optimizer of what is not frozen; encoder and heads have rates of their own."""
    encoder = [
        p for n, p in network.named_parameters() if n.startswith("encoder.") and p.requires_grad
    ]
    shapes = network.encoder.shapes.weight
    encoder = [p for p in encoder if p is not shapes]
    heads = [p for n, p in network.named_parameters() if not n.startswith("encoder.")]
    groups = [
        {"params": encoder, "lr": recipe.encoder_rate},
        {"params": [*heads, shapes], "lr": recipe.head_rate},
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))


def schedule_of(
    optimizer: torch.optim.Optimizer, steps: int, recipe: Recipe
) -> torch.optim.lr_scheduler.LambdaLR:
    """Warm up, then fall in a straight line."""
    warm = max(1, int(steps * recipe.warm_up))

    def rate(step: int) -> float:
        return min((step + 1) / warm, max(0.01, (steps - step) / (steps - warm)))

    return torch.optim.lr_scheduler.LambdaLR(optimizer, rate)


def train(
    network: Network,
    sentences: Callable[[random.Random], list[Sentence]],
    wordpiece: WordPiece,
    labels: Labels,
    recipe: Recipe,
    folder: Path,
) -> None:
    """Train in place and save `epoch-N.pt` in `folder` after each epoch.

    `sentences(rng)` gives the data of one epoch. What is saved, and what `network` holds at the
    end, is the exponential mean of the weights over the last few hundred steps (Polyak and
    Juditsky 1992), which generalizes better than the last weights alone.
    """
    torch.manual_seed(recipe.seed)
    torch.set_num_threads(recipe.threads)
    rng = random.Random(recipe.seed)
    optimizer = optimizer_of(network, recipe)
    trial = [encode(s, wordpiece, labels) for s in sentences(random.Random(0))]
    per_epoch = len(batches(trial, recipe.batch, None))
    steps = int(per_epoch * recipe.epochs * 1.02)
    schedule = schedule_of(optimizer, steps, recipe)
    mean_weights = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(recipe.averaging))
    folder.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    for epoch in range(1, recipe.epochs + 1):
        encoded = [encode(s, wordpiece, labels) for s in sentences(rng)]
        mean = _epoch(network, encoded, optimizer, schedule, mean_weights, recipe, rng)
        save(mean_weights.module, labels, recipe, folder / f"epoch-{epoch}.pt")
        print(f"epoch {epoch}: loss {mean:.3f}, {time.monotonic() - started:.0f} s", flush=True)
    network.load_state_dict(mean_weights.module.state_dict())


def _epoch(
    network: Network,
    encoded: list[Encoded],
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
    mean_weights: AveragedModel,
    recipe: Recipe,
    rng: random.Random,
) -> float:
    network.train()
    total, count = 0.0, 0
    for group in batches(encoded, recipe.batch, rng):
        with torch.autocast(network.encoder.norm.weight.device.type, dtype=torch.bfloat16):
            loss = loss_of(network, tensors([encoded[i] for i in group]), recipe.name_weight)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        mean_weights.update_parameters(network)
        total += loss.item()
        count += 1
        if count % 50 == 0:
            print(f"  {count}: {total / count:.3f}", flush=True)
    return total / max(1, count)


def save(network: Network, labels: Labels, recipe: Recipe, path: Path) -> None:
    """Write what was trained and the frozen tables, with labels and recipe."""
    state = {
        k: v.half() if k == "encoder.words.weight" else v for k, v in network.state_dict().items()
    }
    torch.save({"state": state, "labels": asdict(labels), "recipe": asdict(recipe)}, path)
