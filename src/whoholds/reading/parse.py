"""The only module that knows the language model: raw text in, a spaCy Doc in UD terms out."""

from collections.abc import Callable
from functools import lru_cache
from typing import Protocol

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from whoholds.errors import ModelError

DEFAULT = "whoholds"
Wanted = Callable[[Doc, int, int], bool]


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
    """Any spaCy pipeline that fills Universal Dependencies (spacy-stanza, spacy-udpipe, a stub)."""

    def __init__(self, pipeline: Callable[[str], Doc]) -> None:
        self.pipeline = pipeline

    def __call__(self, text: str, *, wanted: Wanted | None = None) -> Doc:  # noqa: ARG002
        """Run the whole pipeline; it has no way to skip sentences, so `wanted` is not asked."""
        doc = self.pipeline(text)
        if doc.text != text:
            what = "it changes the text, so its offsets cannot be used"
            fix = "Set a pipeline that keeps every character of the text"
            raise ModelError(where="the language pipeline", what=what, fix=fix)
        return doc


_registered: dict[str, Callable[[], Callable[[str], Doc]]] = {}


def register_parser(name: str, make: Callable[[], Callable[[str], Doc]]) -> None:
    """Let `load_parser(name)` use what `make()` returns: a callable from text to a UD Doc."""
    _registered[name] = make
    load_parser.cache_clear()


@lru_cache(maxsize=4)
def load_parser(name: str = DEFAULT) -> Parser:
    """Return the parser of that name, loaded once per process.

    "whoholds" is the shipped English model; any other name is one given to `register_parser`, or an
    installed spaCy pipeline. Raises ModelError where there
    is none, or where the files of the shipped model are missing or damaged.
    """
    if name in _registered:
        return PipelineParser(_registered[name]())
    if name == DEFAULT:
        from whoholds.reading.english.parser import EnglishParser  # loads the runtime only here

        return EnglishParser()
    return PipelineParser(_spacy_pipeline(name))


def _spacy_pipeline(name: str) -> Language:
    try:
        return spacy.load(name)
    except OSError as error:
        what = "no such parser is registered or installed as a spaCy pipeline"
        fix = f"Use {DEFAULT!r}, or install the pipeline"
        raise ModelError(where=f"parser {name!r}", what=what, fix=fix) from error
