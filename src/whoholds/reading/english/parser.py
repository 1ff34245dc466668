"""The English parser: raw text to a spaCy Doc in Universal Dependencies, names included."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, MORPH, POS  # type: ignore[import-not-found]
from spacy.lang.en import English
from spacy.symbols import IDS  # type: ignore[import-not-found]
from spacy.tokens import Doc
from spacy.vocab import Vocab, create_vocab

from whoholds.reading.english.lemmas import parse_lemmas
from whoholds.reading.english.network import Network
from whoholds.reading.english.sentences import hard_breaks, starts
from whoholds.reading.english.tokenizer import make_tokenizer
from whoholds.reading.english.weights import FOLDER, NETWORK, load_weights

Wanted = Callable[[Doc, int, int], bool]
Rows = NDArray[np.uint64]

ATTRIBUTES = [POS, MORPH, LEMMA, HEAD, DEP, ENT_IOB, ENT_TYPE]
POS_COLUMN, MORPH_COLUMN, LEMMA_COLUMN, HEAD_COLUMN, DEP_COLUMN, IOB_COLUMN, TYPE_COLUMN = range(7)
BEGINS, INSIDE, OUTSIDE = 3, 1, 2  # spaCy's codes for ENT_IOB
LOOKALIKES = {"IS": "ISIS"}
"""Names that the encoder, which sees no capitals, takes for a common word, and a name like them."""


class EnglishParser:
    """Tokenizer, sentence splitter, network and lemmas over one vocabulary."""

    def __init__(
        self, folder: Path = FOLDER, *, vocab: Vocab | None = None, network: str = NETWORK
    ) -> None:
        """Load a model folder; `vocab` is that of a spaCy pipeline to work in, a fresh one else.

        network: the file of the network; the folder may have a faster one too (`FAST_NETWORK`).

        Raises ModelError where a file is missing or damaged.
        """
        weights = load_weights(folder, network=network)
        self.weights = weights
        self.version = weights.version
        self.vocab = vocab or create_vocab("en", English.Defaults)
        self.tokenizer = make_tokenizer(self.vocab)
        self.network = Network(weights)
        self.lemmas = parse_lemmas(weights.lemmas)
        add = self.vocab.strings.add
        self.upos_names = weights.upos
        self.upos = np.array([IDS[u] for u in weights.upos], dtype=np.uint64)
        morph = self.vocab.morphology.add
        self.feats = np.array([morph(f) for f in weights.feats], dtype=np.uint64)
        self.deps = np.array([add(d) for d in weights.deps], dtype=np.uint64)
        self.kinds = np.array([add(n[2:]) if n != "O" else 0 for n in weights.names], np.uint64)
        codes = {"B": BEGINS, "I": INSIDE, "O": OUTSIDE}
        self.iob = np.array([codes[n[0]] for n in weights.names], dtype=np.uint64)
        self.unspecified = add("dep")
        self.space = (IDS["SPACE"], morph(""), self.unspecified)

    def __call__(self, text: str | Doc, *, wanted: Wanted | None = None) -> Doc:
        """Parse a text; see `whoholds.reading.parse.Parser` for what the Doc holds.

        In a spaCy pipeline it is given the Doc that the tokenizer made, and fills it.
        """
        doc: Doc = text if isinstance(text, Doc) else self.tokenizer(text)
        if len(doc):
            self._parse(doc, wanted)
        return doc

    def _parse(self, doc: Doc, wanted: Wanted | None) -> None:
        words = [t.text for t in doc]
        offsets = [t.idx for t in doc]
        begins = starts(words, offsets, hard_breaks(doc.text))
        blank = np.array([w.isspace() for w in words])
        ends = np.array([o + len(w) for o, w in zip(offsets, words, strict=True)])
        spaced = [True, *(offsets[i] > ends[i - 1] or blank[i - 1] for i in range(1, len(words)))]
        rows = np.zeros((len(words), len(ATTRIBUTES)), dtype=np.uint64)
        rows[:, IOB_COLUMN] = OUTSIDE
        states = np.zeros((len(words), self.network.width), dtype=np.float32)
        bounds = _bounds(begins)
        for start, end in bounds:
            real = start + np.flatnonzero(~blank[start:end])
            anchor = int(real[0]) if len(real) else start
            heads = np.full(end - start, anchor)
            if len(real) and (wanted is None or wanted(doc, start, end)):
                states[real] = self._fill(rows, real, heads, start, words, spaced)
            elif len(real):
                self._guess_lemmas(rows, real, words)
                # spaCy sees the start of a sentence only where its root has a label.
                rows[anchor, DEP_COLUMN] = self.unspecified
            _fill_spaces(rows, blank, heads, start, end, self.space)
            rows[start:end, HEAD_COLUMN] = (heads - np.arange(start, end)).astype(np.uint64)
        filled: Any = rows  # spaCy's own type for it names only its 32-bit arrays
        doc.from_array(ATTRIBUTES, filled)
        tensor: Any = states  # and of this one only 64-bit arrays
        doc.tensor = tensor

    def _fill(
        self,
        rows: Rows,
        real: NDArray[np.int64],
        heads: NDArray[np.int64],
        start: int,
        words: list[str],
        spaced: list[bool],
    ) -> NDArray[np.float32]:
        """Fill in the rows and heads of one sentence; return the states of its words."""
        forms = [words[i] for i in real]
        found = self.network.analyse(_as_names(forms), [spaced[i] for i in real])
        add, lemma = self.vocab.strings.add, self.lemmas.of
        rows[real, POS_COLUMN] = self.upos[found.upos]
        rows[real, MORPH_COLUMN] = self.feats[found.feats]
        tags = [self.upos_names[u] for u in found.upos]
        rows[real, LEMMA_COLUMN] = [add(lemma(f, t)) for f, t in zip(forms, tags, strict=True)]
        rows[real, DEP_COLUMN] = self.deps[found.deps]
        iob = self.iob[found.names]
        apart = 1 + np.flatnonzero(np.diff(real) > 1)  # white space tokens break a name in two
        iob[apart[iob[apart] == INSIDE]] = BEGINS
        rows[real, IOB_COLUMN] = iob
        rows[real, TYPE_COLUMN] = self.kinds[found.names]
        own = real[np.where(found.heads == 0, np.arange(len(real)), found.heads - 1)]
        heads[real - start] = own
        return found.states

    def _guess_lemmas(self, rows: Rows, real: NDArray[np.int64], words: list[str]) -> None:
        add = self.vocab.strings.add
        rows[real, LEMMA_COLUMN] = [add(words[i].lower()) for i in real]


def _as_names(forms: list[str]) -> list[str]:
    """Return the words with "IS" as a name like it, where not all stands in capitals."""
    if LOOKALIKES.keys().isdisjoint(forms) or "".join(forms).isupper():
        return forms
    return [LOOKALIKES.get(f, f) if not _is_shouted(forms, i) else f for i, f in enumerate(forms)]


def _is_shouted(forms: list[str], i: int) -> bool:
    """Say whether the words on both sides are in capitals ("WHAT IS NEW", not "in IS hands")."""
    beside = [f for f in forms[max(0, i - 1) : i + 2] if f.isalpha()]
    return len(beside) > 1 and all(f.isupper() for f in beside)


def _bounds(begins: list[bool]) -> list[tuple[int, int]]:
    """Turn sentence starts into token ranges; white space before the first belongs to it."""
    cuts = [i for i, b in enumerate(begins) if b]
    cuts = [0, *cuts[1:]] if cuts else [0]
    return list(zip(cuts, [*cuts[1:], len(begins)], strict=True))


def _fill_spaces(
    rows: Rows,
    blank: NDArray[np.bool_],
    heads: NDArray[np.int64],
    start: int,
    end: int,
    space: tuple[int, int, int],
) -> None:
    """White space hangs on the word before it, or on the first word of its sentence."""
    for i in start + np.flatnonzero(blank[start:end]):
        if i > start and not blank[start:i].all():
            heads[i - start] = i - 1 if not blank[i - 1] else heads[i - 1 - start]
        rows[i, POS_COLUMN], rows[i, MORPH_COLUMN], rows[i, DEP_COLUMN] = space
