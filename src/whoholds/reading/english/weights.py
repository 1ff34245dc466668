"""The shipped model's files, checked against the manifest before they are used."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from whoholds.errors import ModelError

FOLDER = Path(__file__).parent / "weights"
MANIFEST = "manifest.json"
NETWORK = "network.onnx"
FAST_NETWORK = "fast.onnx"
"""A network of fewer layers that was taught by the other."""
FIX = "Reinstall whoholds, or make the model anew (training/README.md)"


@dataclass(frozen=True, slots=True)
class Weights:
    """The content of a model folder: the network (ONNX), its vocabulary, classes and lemmas."""

    version: str
    network: bytes
    vocabulary: list[str]
    upos: list[str]
    feats: list[str]
    deps: list[str]
    names: list[str]
    lemmas: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Bytes that a network's file lacks because another has them: its table of word pieces.

    at: where they belong. file, start, length: where they lie.
    """

    at: int
    file: str
    start: int
    length: int


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        what = f"the file of the language model cannot be read ({error.strerror})"
        raise ModelError(where=str(path), what=what, fix=FIX) from error


def _completed(content: bytes, folder: Path, shared: Shared) -> bytes:
    """Return a network's file with what it has in common with another put back."""
    other = _read(folder / shared.file)[shared.start : shared.start + shared.length]
    return content[: shared.at] + other + content[shared.at :]


def fingerprint(folder: Path) -> str:
    """Return what tells the models of two folders apart: their manifests name each file's hash."""
    return hashlib.sha256(_read(folder / MANIFEST)).hexdigest()[:8]


def load_weights(folder: Path = FOLDER, *, network: str = NETWORK) -> Weights:
    """Read a model folder; network: the file of the network to use.

    Raises ModelError where a file is missing or its SHA-256 is not the manifest's.
    """
    try:
        manifest = json.loads(_read(folder / MANIFEST))
        hashes, labels = manifest["sha256"], manifest["labels"]
        shared = {name: Shared(**told) for name, told in manifest.get("shared", {}).items()}
        version = str(manifest["version"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        what = "the manifest of the language model is damaged"
        raise ModelError(where=str(folder / MANIFEST), what=what, fix=FIX) from error
    content = {}
    for name in (network, "vocabulary.txt", "lemmas.json"):
        content[name] = _read(folder / name)
        if name in shared:
            content[name] = _completed(content[name], folder, shared[name])
        if hashlib.sha256(content[name]).hexdigest() != hashes.get(name):
            what = "the file of the language model is damaged (its SHA-256 is not the manifest's)"
            raise ModelError(where=str(folder / name), what=what, fix=FIX)
    return Weights(
        version=version,
        network=content[network],
        vocabulary=content["vocabulary.txt"].decode("utf-8").split("\n"),
        upos=labels["upos"],
        feats=labels["feats"],
        deps=labels["deps"],
        names=labels["names"],
        lemmas=content["lemmas.json"],
    )
