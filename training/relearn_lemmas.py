"""Learn the lemma table of a model folder anew, and nothing else.

Run: python -m training.relearn_lemmas --data ../shared [--version 1.1.1]. For a change of
`domain/lemmas.tsv`: the network stays as it is; the manifest gets the new hash and version.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

from training.data import load_treebank, read_conllu
from training.lemmas import learn_lemmas, read_fixed
from whoholds.reading.english.weights import FOLDER, MANIFEST

HERE = Path(__file__).parent
TREEBANKS = ("ewt", "gum")


def main() -> None:
    """Write lemmas.json and the manifest of the shipped model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with treebanks/")
    parser.add_argument("--version", help="the model's new version; as it is where left out")
    args = parser.parse_args()
    sentences = [s for n in TREEBANKS for s in load_treebank(args.data / "treebanks", n, "train")]
    sentences += read_conllu(HERE / "domain" / "conflict.train.conllu")
    lemmas = learn_lemmas(sentences, read_fixed(HERE / "domain" / "lemmas.tsv"))
    table = {"seen": lemmas.seen, "rules": lemmas.rules}
    text = json.dumps(table, ensure_ascii=False, sort_keys=True, indent=0)
    (FOLDER / "lemmas.json").write_text(text, encoding="utf-8")
    manifest = json.loads((FOLDER / MANIFEST).read_text(encoding="utf-8"))
    manifest["sha256"]["lemmas.json"] = hashlib.sha256(text.encode()).hexdigest()
    manifest["version"] = args.version or manifest["version"]
    (FOLDER / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    print(f"{len(lemmas.rules)} rules, {len(lemmas.seen)} forms, version {manifest['version']}")


if __name__ == "__main__":
    main()
