"""Train spaCy's CNN pipeline on the same treebanks, to compare with: names, tags and parses.

Run: python -m training.train_baseline_cnn --data ../shared --out build/cnn (about 30 minutes).
"""

import argparse
import random
from pathlib import Path

import spacy
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import minibatch

from training.data import Sentence, load_treebank


def example(nlp: spacy.Language, s: Sentence) -> Example:
    """Make an example of gold words; heads count from 0 and the root is its own head."""
    heads = [h - 1 if h else i for i, h in enumerate(s.heads)]
    deps = ["ROOT" if d == "root" else d for d in s.deps]
    names = list(s.names) if s.names else None
    words, spaces = list(s.forms), list(s.spaces)
    morphs = ["" if f == "_" else f for f in s.feats]
    fields = {"words": words, "spaces": spaces, "heads": heads, "deps": deps}
    gold = Doc(nlp.vocab, pos=list(s.upos), morphs=morphs, ents=names, **fields)
    gold.user_data.clear()
    return Example(Doc(nlp.vocab, words=words, spaces=spaces), gold)


def main() -> None:
    """Train for a number of steps and write the pipeline."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, default=Path("build/cnn"))
    parser.add_argument("--steps", type=int, default=7000)
    options = parser.parse_args()
    rng = random.Random(1)
    spacy.util.fix_random_seed(1)
    nlp = spacy.blank("en")
    width = {"@architectures": "spacy.HashEmbedCNN.v2", "pretrained_vectors": None, "width": 64}
    width |= {"depth": 3, "embed_size": 2000, "window_size": 1, "maxout_pieces": 3}
    nlp.add_pipe("tok2vec", config={"model": {**width, "subword_features": True}})
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 64}
    for name in ("morphologizer", "parser", "ner"):
        nlp.add_pipe(name, config={"model": {"tok2vec": listener}})
    treebank = [
        s for n in ("ewt", "gum") for s in load_treebank(options.data / "treebanks", n, "train")
    ]
    examples = [example(nlp, s) for s in treebank]
    optimizer = nlp.initialize(lambda: examples[:2000])
    step = 0
    while step < options.steps:
        rng.shuffle(examples)
        for batch in minibatch(examples, 64):
            losses: dict[str, float] = {}
            nlp.update(batch, sgd=optimizer, drop=0.1, losses=losses)
            step += 1
            if step % 200 == 0:
                print(step, {k: round(v, 1) for k, v in losses.items()}, flush=True)
            if step >= options.steps:
                break
    nlp.to_disk(options.out)


if __name__ == "__main__":
    main()
