"""The only module that knows the language model: raw text in, a spaCy Doc in UD terms out."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import get_package_version

from whoholds.errors import ModelError

if TYPE_CHECKING:
    from whoholds.reading.english.parser import EnglishParser

DEFAULT = "whoholds"
FAST = "whoholds-fast"
"""The shipped model with fewer layers: faster, and a little less accurate."""
COMPONENT = "whoholds_parser"
KINDS = {"PER": "PER", "PERSON": "PER", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC"}
"""What the reader calls the names that other pipelines mark; it uses no other kinds."""
Wanted = Callable[[Doc, int, int], bool]
Pipeline = Callable[[str], Doc]


class Parser(Protocol):
    """Turns raw text into a Doc; the same text gives the same Doc, whatever is read beside it.

    The Doc keeps the text unchanged (`doc.text == text`, `token.idx` are offsets into it) and has
    `pos_` (UPOS), `morph`, `lemma_`, `head`, `dep_`, sentence bounds and `ents` (PER, ORG, LOC).
    Labels are Universal Dependencies 2.15 with subtypes: "root", "nsubj:pass", "obl:agent",
    "acl:relcl", "nmod:poss", "obl:unmarked" (a time without preposition, once obl:tmod),
    "nmod:desc" (a title before a name). Words follow the treebanks: "al-Bab" is three words,
    "rebel-held" three, "pro-government" one, "don't" two. White space that is more than one blank
    is a token with `pos_` "SPACE" and `dep_` "dep". A dateline is a sentence of its own; a
    sentence never crosses a blank line.
    """

    def __call__(self, text: str, *, wanted: Wanted | None = None) -> Doc:
        """Parse a text.

        `wanted(doc, start, end)` says whether the sentence of tokens [start, end) is worth
        parsing; it sees words and offsets only. Where it returns False, the words have an empty
        `dep_` and `pos_`, their lemma is the lower-case form, and all hang on the first word of
        the sentence, which has `dep_` "dep", so that `doc.sents` still holds.
        """
        ...


class PipelineParser:
    """Any pipeline that fills Universal Dependencies (spacy-stanza, spacy-udpipe, a stub)."""

    def __init__(self, pipeline: Pipeline) -> None:
        self.pipeline = pipeline

    def __call__(self, text: str, *, wanted: Wanted | None = None) -> Doc:  # noqa: ARG002
        """Run the whole pipeline; it has no way to skip sentences, so `wanted` is not asked."""
        doc = self.pipeline(text)
        if doc.text != text:
            what = "it changes the text, so its offsets cannot be used"
            fix = "Set a pipeline that keeps every character of the text"
            raise ModelError(where="the language pipeline", what=what, fix=fix)
        return _in_our_terms(doc)


def _in_our_terms(doc: Doc) -> Doc:
    """Call roots and kinds of names as the reader does: spaCy writes ROOT, OntoNotes GPE."""
    for token in doc:
        if token.dep_ == "ROOT":
            token.dep_ = "root"
    kept = [e for e in doc.ents if e.label_ in KINDS]
    doc.set_ents([Span(doc, e.start, e.end, label=KINDS[e.label_]) for e in kept])
    return doc


@Language.factory(COMPONENT)
def make_component(nlp: Language, name: str) -> EnglishParser:  # noqa: ARG001
    """Return the shipped model as a component of a spaCy pipeline, with its tokenizer set.

    `spacy.blank("en").add_pipe("whoholds_parser")` is the English parser without early skips.
    """
    parser = _english(vocab=nlp.vocab)
    nlp.tokenizer = parser.tokenizer
    return parser


def _stanza() -> Pipeline:
    pipeline: Pipeline = importlib.import_module("spacy_stanza").load_pipeline("en")
    return pipeline


def _udpipe() -> Pipeline:
    pipeline: Pipeline = importlib.import_module("spacy_udpipe").load("en")
    return pipeline


_registered: dict[str, Callable[[], Pipeline]] = {"stanza": _stanza, "udpipe": _udpipe}


def register_parser(name: str, make: Callable[[], Pipeline]) -> None:
    """Let `load_parser(name)` use what `make()` returns: a callable from text to a UD Doc.

    It holds in this process only; worker processes find what is named as "module:function".
    """
    _registered[name] = make
    load_parser.cache_clear()


@lru_cache(maxsize=4)
def load_parser(name: str = DEFAULT) -> Parser:
    """Return the parser of that name, loaded once per process.

    "whoholds" is the shipped English model, "whoholds-fast" the smaller one beside it. Any other
    name is one given to `register_parser`, "stanza" or "udpipe" (spacy-stanza, spacy-udpipe),
    "module:function" of what makes a pipeline, a model folder of `training/`, or an installed
    spaCy pipeline. Raises ModelError where there is none, or where the files of a model are
    missing or damaged.
    """
    if name == DEFAULT:
        return _english()
    if name == FAST:
        from whoholds.reading.english.weights import FAST_NETWORK

        return _english(network=FAST_NETWORK)
    if _is_model(name):
        return _english(Path(name))
    try:
        return PipelineParser(_maker(name)())
    except (ImportError, AttributeError, OSError) as error:
        what = f"no such parser is registered or installed as a spaCy pipeline ({error})"
        fix = f"Use {DEFAULT!r}, or install the pipeline and its model"
        raise ModelError(where=f"parser {name!r}", what=what, fix=fix) from error


def parser_version(name: str = DEFAULT) -> str:
    """Return what tells one parser from another, without loading it; "" for the shipped model."""
    if name == DEFAULT:
        return ""
    if _is_model(name):
        from whoholds.reading.english.weights import fingerprint

        return f"{Path(name).name} {fingerprint(Path(name))}"
    return " ".join(filter(None, (name, get_package_version(name))))


def _english(folder: Path | None = None, **settings: Any) -> EnglishParser:
    from whoholds.reading.english.parser import EnglishParser  # loads the runtime only here
    from whoholds.reading.english.weights import FOLDER

    return EnglishParser(folder or FOLDER, **settings)


def _is_model(name: str) -> bool:
    return Path(name, "manifest.json").is_file()


def _maker(name: str) -> Callable[[], Pipeline]:
    if name in _registered:
        return _registered[name]
    if ":" in name and not Path(name).exists():
        module, _, function = name.partition(":")
        make: Callable[[], Pipeline] = getattr(importlib.import_module(module), function)
        return make
    return lambda: spacy.load(name)
