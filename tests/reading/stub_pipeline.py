"""A pipeline of Universal Dependencies made by hand: it knows one sentence, and names no model."""

from __future__ import annotations

from collections.abc import Callable

import spacy
from spacy.tokens import Doc, Span

TEXT = "Rebels seized Kobane on Monday, the army said."
WORDS = (  # form, lemma, UPOS, features, head, label; heads count from 0
    ("Rebels", "rebel", "NOUN", "Number=Plur", 1, "nsubj"),
    ("seized", "seize", "VERB", "Mood=Ind|Tense=Past|VerbForm=Fin", 8, "ccomp"),
    ("Kobane", "Kobane", "PROPN", "Number=Sing", 1, "obj"),
    ("on", "on", "ADP", "", 4, "case"),
    ("Monday", "Monday", "PROPN", "Number=Sing", 1, "obl"),
    (",", ",", "PUNCT", "", 1, "punct"),
    ("the", "the", "DET", "Definite=Def|PronType=Art", 7, "det"),
    ("army", "army", "NOUN", "Number=Sing", 8, "nsubj"),
    ("said", "say", "VERB", "Mood=Ind|Tense=Past|VerbForm=Fin", 8, "ROOT"),
    (".", ".", "PUNCT", "", 8, "punct"),
)


def make() -> Callable[[str], Doc]:
    """Return the pipeline; as spaCy's own do, it writes ROOT, GPE and DATE."""
    blank = spacy.blank("en")

    def pipeline(text: str) -> Doc:
        plain = blank.make_doc(text)
        if text != TEXT:
            return plain
        columns = list(zip(*WORDS, strict=True))
        doc = Doc(
            blank.vocab,
            words=list(columns[0]),
            spaces=[bool(t.whitespace_) for t in plain],
            lemmas=list(columns[1]),
            pos=list(columns[2]),
            morphs=list(columns[3]),
            heads=list(columns[4]),
            deps=list(columns[5]),
        )
        doc.set_ents([Span(doc, 2, 3, label="GPE"), Span(doc, 4, 5, label="DATE")])
        return doc

    return pipeline
