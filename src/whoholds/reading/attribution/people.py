"""How persons are introduced: "X, the army's spokesman", "Prime Minister X", "X, who leads Y"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from whoholds.reading.attribution.acts import subtree
from whoholds.reading.attribution.lists import word_list
from whoholds.reading.grammar import OBLIQUE, base

LEADING = word_list("leading")
TITLES = frozenset({"nmod:desc", "compound", "nmod:unmarked"})
NAMING = frozenset({"appos", "flat", "compound", "nmod:unmarked"})


def introductions(
    doc: Doc, names: Sequence[tuple[int, int, str]]
) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield (name as tokens `[start, end)`, words that tell who he is) for each person."""
    for start, end, label in names:
        if label != "PER":
            continue
        root = doc[start:end].root
        for words in _told_of(root, range(start, end)):
            text = _text(doc, words)
            if text:
                yield (start, end), text


def _told_of(root: Token, name: range) -> Iterator[set[int]]:
    """Yield the words of each apposition, title and leading clause of a person's name."""
    title = {i for c in root.children if c.dep_ in TITLES and c.i < name.start for i in subtree(c)}
    if title:
        yield title - set(name)
    for c in root.children:
        if c.dep_ == "appos" and c.pos_ in {"NOUN", "PROPN"} and c.i >= name.stop:
            yield _without_clauses(c)
        elif base(c) == "acl" and c.lemma_.lower() in LEADING:
            for led in c.children:
                if led.dep_ == "obj" or base(led) in OBLIQUE:
                    yield _without_clauses(led)
    above = root.head
    if root.dep_ in NAMING and above.i < root.i and above.pos_ in {"NOUN", "PROPN"}:
        yield _without_clauses(above) - set(subtree(root))


def _without_clauses(noun: Token) -> set[int]:
    return subtree(noun, *(c for c in noun.children if base(c) in {"acl", "appos", "conj"}))


def _text(doc: Doc, words: set[int]) -> str:
    kept = sorted(i for i in words if not doc[i].is_space)
    return "".join(doc[i].text_with_ws for i in kept).strip(" ,;()")
