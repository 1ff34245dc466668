"""Teach a network of fewer layers what the shipped one knows: `python -m training.distill`.

The student starts from some of the teacher's layers and its heads. It learns from the gold labels
of the training data and from the teacher's answers on the same sentences and on unlabelled ones
(Hinton et al. 2015): the teacher's last states, and how it weighs tags, names, heads and labels.
"""

import argparse
import copy
import os
import random
import shutil
import time
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from training.batches import Encoded, Labels, batches, encode, tensors
from training.data import Sentence, load_treebank
from training.export import add_network, share
from training.make import (
    OWN,
    SHIPPED,
    TREEBANKS,
    Sources,
    base_folder,
    drawn,
    own_sentences,
    report,
    short,
)
from training.network import Network, label_scores
from training.partial import load_partial
from training.restore import restore
from training.train import Recipe, loss_of_outputs, optimizer_of, save, schedule_of
from whoholds.reading.english.weights import FAST_NETWORK
from whoholds.reading.english.wordpiece import WordPiece

STATE_WEIGHT = 3.0
SOFT_WEIGHT = 1.0
VARIANTS = 2
"""How many variants of each sentence the teacher answers; the epochs take turns."""
AVERAGING = 0.99
"""Decay of the running mean of the weights: the run is shorter than the teacher's."""
CHOSEN = {3: (0, 1, 2), 4: (0, 1, 2, 3)}
"""The teacher's layers that a student starts from: the first ones learn faster than every other."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A sentence with the teacher's states of its root and words (n + 1, width), halved."""

    encoded: Encoded
    states: Tensor


def student_of(teacher: Network, layers: tuple[int, ...]) -> Network:
    """Return a copy of the teacher that keeps only some of its layers."""
    student = copy.deepcopy(teacher)
    student.encoder.layers = nn.ModuleList(student.encoder.layers[i] for i in layers)
    student.sizes = replace(teacher.sizes, layers=len(layers))
    return student


@torch.no_grad()
def lessons(teacher: Network, encoded: list[Encoded], size: int) -> list[Lesson]:
    """Ask the teacher for its states of every sentence."""
    teacher.eval()
    found: list[Lesson | None] = [None] * len(encoded)
    for group in batches(encoded, size, None):
        batch = tensors([encoded[i] for i in group])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = teacher.states(batch["pieces"], batch["shapes"], batch["first"], batch["mask"])
        for row, i in enumerate(group):
            kept = states[row, : len(encoded[i].first)].to(torch.bfloat16).clone()
            found[i] = Lesson(encoded[i], kept)
    return [lesson for lesson in found if lesson is not None]


def _divergence(ours: Tensor, theirs: Tensor, known: Tensor) -> Tensor:
    """Return how far our distribution is from theirs, by word; `known` masks padding."""
    log_ours = functional.log_softmax(ours.float(), dim=-1)
    log_theirs = functional.log_softmax(theirs.float(), dim=-1)
    each = (log_theirs.exp() * (log_theirs - log_ours)).sum(dim=-1)
    return (each * known).sum() / known.sum()


def loss_of_lessons(
    student: Network, teacher: Network, group: list[Lesson], name_weight: float
) -> Tensor:
    """Sum the gold losses, the distance of the states, and the divergences from the teacher."""
    batch = tensors([lesson.encoded for lesson in group])
    theirs = nn.utils.rnn.pad_sequence([x.states for x in group], batch_first=True)
    ours = student.states(batch["pieces"], batch["shapes"], batch["first"], batch["mask"])
    outputs = student.heads(student.state_dropout(ours))
    with torch.no_grad():
        soft = teacher.heads(theirs)
    words = batch["words"]
    known = words[:, 1:].float()
    distance = ((ours.float() - theirs.float()) ** 2).mean(dim=-1)
    loss = STATE_WEIGHT * (distance * words).sum() / words.sum()
    for ours_, theirs_ in zip(outputs[:3], soft[:3], strict=True):
        loss = loss + SOFT_WEIGHT * _divergence(ours_, theirs_, known)
    hidden = ~words[:, None, :]
    arcs, soft_arcs = (x[3].float().masked_fill(hidden, -1e4) for x in (outputs, soft))
    loss = loss + SOFT_WEIGHT * _divergence(arcs, soft_arcs, known)
    heads = soft_arcs.argmax(dim=-1)
    labels = label_scores(outputs[4], outputs[5], heads)
    soft_labels = label_scores(soft[4], soft[5], heads)
    loss = loss + SOFT_WEIGHT * _divergence(labels, soft_labels, known)
    return loss + loss_of_outputs(outputs, batch, name_weight)


def distill(
    teacher: Network,
    student: Network,
    variants: list[list[Lesson]],
    labels: Labels,
    recipe: Recipe,
    folder: Path,
) -> None:
    """Train the student in place; it ends as the running mean of its weights."""
    rng = random.Random(recipe.seed)
    optimizer = optimizer_of(student, recipe)
    per_epoch = len(batches([x.encoded for x in variants[0]], recipe.batch, None))
    schedule = schedule_of(optimizer, int(per_epoch * recipe.epochs * 1.02), recipe)
    mean_weights = AveragedModel(student, multi_avg_fn=get_ema_multi_avg_fn(recipe.averaging))
    folder.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    for epoch in range(recipe.epochs):
        student.train()
        total, count = 0.0, 0
        taught = variants[epoch % len(variants)]
        for group in batches([x.encoded for x in taught], recipe.batch, rng):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                chosen = [taught[i] for i in group]
                loss = loss_of_lessons(student, teacher, chosen, recipe.name_weight)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(student.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            mean_weights.update_parameters(student)
            total += loss.item()
            count += 1
            if count % 50 == 0:
                print(f"  {count}/{per_epoch}: {total / count:.3f}", flush=True)
        save(mean_weights.module, labels, recipe, folder / f"epoch-{epoch + 1}.pt")
        seconds = time.monotonic() - started
        print(f"epoch {epoch + 1}: loss {total / count:.3f}, {seconds:.0f} s", flush=True)
    student.load_state_dict(mean_weights.module.state_dict())


def training_sentences(sources: Sources) -> list[Sentence]:
    """Return what the teacher was taught with, and every sentence with a marked place."""
    parsed = [s for n in TREEBANKS for s in load_treebank(sources.treebanks, n, "train")]
    marked = []
    if sources.gold:
        marked = load_partial(sources.gold / "event_location" / "dev.jsonl", 100_000)
        marked += load_partial(sources.gold / "claims" / "dev.jsonl", 100_000)
    return [*parsed, *own_sentences("train") * OWN, *marked]


def make(
    sources: Sources, teacher_folder: Path, work: Path, out: Path, recipe: Recipe, every: int
) -> None:
    """Teach a student, write it as the fast network of a model folder, and print figures."""
    torch.manual_seed(recipe.seed)
    torch.set_num_threads(recipe.threads)
    teacher, labels = restore(teacher_folder, sources.base)
    student = student_of(teacher, CHOSEN[recipe.layers])
    words = (teacher_folder / "vocabulary.txt").read_text(encoding="utf-8").split("\n")
    wordpiece = WordPiece(words)
    sentences = short(training_sentences(sources), wordpiece)[::every]
    variants = []
    for seed in range(min(VARIANTS, recipe.epochs // 2 or 1)):
        varied = drawn(sentences, random.Random(seed))
        encoded = [encode(s, wordpiece, labels) for s in varied]
        variants.append(lessons(teacher, encoded, 4 * recipe.batch))
        print(f"{len(encoded)} sentences answered by the teacher", flush=True)
    distill(teacher, student, variants, labels, recipe, work)
    if out != teacher_folder:
        shutil.copytree(teacher_folder, out, dirs_exist_ok=True)
    add_network(student, out, FAST_NETWORK)
    share(out, FAST_NETWORK)
    for name, line in report(out, sources, network=FAST_NETWORK).items():
        print(f"{name}: {line}", flush=True)


def main() -> None:
    """Read the options and teach."""
    parser = argparse.ArgumentParser(description=__doc__)
    data = Path(os.environ.get("WHOHOLDS_DATA", "../shared"))
    parser.add_argument("--data", type=Path, default=data, help="folder with treebanks/ and gold/")
    parser.add_argument("--base", type=Path, default=None, help="the teacher's pre-trained encoder")
    parser.add_argument("--teacher", type=Path, default=SHIPPED, help="the teacher's model folder")
    parser.add_argument("--work", type=Path, default=Path("build/fast"), help="for checkpoints")
    parser.add_argument("--out", type=Path, default=SHIPPED, help="the model folder")
    parser.add_argument("--layers", type=int, choices=sorted(CHOSEN), default=3)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--every", type=int, default=1, help="learn from one sentence in so many")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    gold = options.data / "gold"
    sources = Sources(
        treebanks=options.data / "treebanks",
        gold=gold if gold.is_dir() else None,
        base=options.base or base_folder(),
    )
    recipe = Recipe(
        epochs=options.epochs,
        layers=options.layers,
        head_rate=5e-4,
        averaging=AVERAGING,
        threads=options.threads,
    )
    make(sources, options.teacher, options.work, options.out, recipe, options.every)


if __name__ == "__main__":
    main()
