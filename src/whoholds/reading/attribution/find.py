"""All attributions of a text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from spacy.tokens import Doc

from whoholds.reading.attribution.acts import Act
from whoholds.reading.attribution.clauses import find_verbs
from whoholds.reading.attribution.cues import Lexicon
from whoholds.reading.attribution.joined import join_quotes
from whoholds.reading.attribution.phrases import (
    find_according_to,
    find_adverbs,
    find_labels,
    find_nouns,
)
from whoholds.reading.attribution.quotes import find_quotes


OWN = frozenset({"i", "we", "you"})


def find_acts(doc: Doc, lexicon: Lexicon, speaks: Callable[[str], bool]) -> list[Act]:
    """Return the acts of saying in the order of their cues, nested ones among them."""
    acts = [
        *find_verbs(doc, lexicon),
        *find_according_to(doc),
        *find_nouns(doc, lexicon),
        *find_adverbs(doc, lexicon),
        *find_labels(doc, speaks),
    ]
    joined = join_quotes(doc, acts, find_quotes(doc))
    return sorted(joined, key=lambda a: a.anchor)


def outermost(doc: Doc, acts: Sequence[Act]) -> list[Act]:
    """Return the acts whose cue does not stand in the content of a larger one.

    "I think" outside of another's words is the writer's own voice and left out too.
    """
    kept: list[Act] = []
    covered: set[int] = set()
    for act in sorted(acts, key=lambda a: (-len(a.content), a.anchor)):
        if act.source_head is not None and doc[act.source_head].lower_ in OWN:
            continue
        if act.anchor not in covered and len(act.content & covered) * 2 <= len(act.content):
            kept.append(act)
            covered |= act.content
    return sorted(kept, key=lambda a: a.anchor)
