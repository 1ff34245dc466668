"""Train spaCy's CNN pipeline on the same treebanks, to compare with: names, tags and parses.

Run: python -m training.train_baseline_cnn --data ../shared --out build/cnn (about 20 minutes).
"""

import argparse
import random
from pathlib import Path

import spacy
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import minibatch

from training.data import Sentence, load_treebank, read_conllu
from training.evaluate import Score, roles, spans


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


def figures(nlp: spacy.Language, sentences: list[Sentence]) -> Score:
    """Score on gold words and sentences, and on the arcs that claims live on."""
    score = Score()
    for s in sentences:
        doc = Doc(nlp.vocab, words=list(s.forms), spaces=list(s.spaces))
        for i, token in enumerate(doc):
            token.is_sent_start = i == 0
        for _, pipe in nlp.pipeline:
            doc = pipe(doc)
        heads = [0 if t.head.i == t.i else t.head.i + 1 for t in doc]
        deps = ["root" if t.dep_ == "ROOT" else t.dep_ for t in doc]
        arcs = [g == h for g, h in zip(s.heads, heads, strict=True)]
        both = [a and g == d for a, g, d in zip(arcs, s.deps, deps, strict=True)]
        score.add("UAS", sum(arcs), len(doc))
        score.add("LAS", sum(both), len(doc))
        score.add("UPOS", sum(g == t.pos_ for g, t in zip(s.upos, doc, strict=True)), len(doc))
        if s.names is not None and "?" not in s.names:
            gold, found = spans(s.names), {(e.start, e.end, e.label_) for e in doc.ents}
            score.add("names", len(gold & found), len(gold), len(found))
        for role, words in roles(s).items():
            right = sum(both[i] for i in words)
            score.add(f"{role} arcs", right, len(words))
            score.add("all four", right, len(words))
    return score


def report(nlp: spacy.Language, data: Path) -> None:
    """Print the figures on the development parts and on the own test sentences."""
    parts = {f"{n} dev": load_treebank(data / "treebanks", n, "dev") for n in ("ewt", "gum")}
    parts["own test"] = read_conllu(Path(__file__).parent / "domain" / "conflict.test.conllu")
    for name, sentences in parts.items():
        print(f"{name}: {figures(nlp, sentences).line()}")


def main() -> None:
    """Train for a number of steps, write the pipeline, and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, default=Path("build/cnn"))
    parser.add_argument("--steps", type=int, default=5000, help="of 64 sentences; 0 only measures")
    options = parser.parse_args()
    if not options.steps:
        report(spacy.load(options.out), options.data)
        return
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
    options.out.parent.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(options.out)
    report(nlp, options.data)


if __name__ == "__main__":
    main()
