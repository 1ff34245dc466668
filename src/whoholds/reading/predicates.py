"""Verbs and event nouns, each with the place names at which it happens."""

from __future__ import annotations

from collections.abc import Sequence

import spacy.tokens as tokens
from spacy.tokens import Doc

from whoholds.model import Predicate, Span, Toponym
from whoholds.reading.predicate_features import may_hold
from whoholds.reading.predicate_model import load_event_places
from whoholds.reading.predicate_names import Name, Sentence, find_names, load_words
from whoholds.reading.where import is_adjectival

_HELPERS = frozenset({"aux", "aux:pass", "cop", "case", "fixed", "mark"})
_NOUN_ARCS = frozenset({"nmod", "obl", "compound", "appos", "conj", "nmod:poss", "flat", "amod"})
_ARGUMENTS = frozenset({"nsubj", "nsubj:pass", "obj", "obl"})


def find_predicates(doc: Doc, toponyms: Sequence[Toponym]) -> tuple[Predicate, ...]:
    """Return every verb and event noun of a parsed text with the place names where it happens.

    toponyms: the place names found in the text. A proper noun that is in no gazetteer may be a
    place too ("clashes in Tal Mustawi"); so `locations` can name more than `toponyms`. Only the
    most exact place is meant: "in Saraqib, Idlib" gives Saraqib. Auxiliaries have no predicate of
    their own. Sentences that were not parsed have none.
    """
    if not doc.has_annotation("DEP"):
        return ()
    spans = word_ranges(doc, toponyms)
    found: list[Predicate] = []
    for span in doc.sents:
        if not any(t.dep_ and t.pos_ in ("VERB", "AUX", "NOUN") for t in span):
            continue
        found.extend(_of_sentence(span, spans))
    return tuple(found)


def word_ranges(doc: Doc, toponyms: Sequence[Toponym]) -> list[tuple[int, int]]:
    """Return the tokens `[first, last)` of the toponyms that name a place, not a people."""
    ranges = []
    for toponym in toponyms:
        if is_adjectival(toponym):
            continue
        span = doc.char_span(toponym.span.start, toponym.span.end, alignment_mode="expand")
        if span is not None and len(span):
            ranges.append((span.start, span.end))
    return ranges


def _of_sentence(span: tokens.Span, ranges: Sequence[tuple[int, int]]) -> list[Predicate]:
    sentence = Sentence(span)
    end = span.start + len(span)
    inside = [(a - span.start, b - span.start) for a, b in ranges if span.start <= a and b <= end]
    names = find_names(sentence, inside)
    candidates = [name for name in names if may_hold(sentence, name)]
    found = []
    for index in _events(sentence):
        chosen = _places(sentence, index, names, candidates) if candidates else []
        token = span.doc[span.start + index]
        found.append(
            Predicate(
                span=Span(token.idx, token.idx + len(token)),
                lemma=token.lemma_,
                locations=tuple(_characters(span, name) for name in chosen),
            )
        )
    return found


def _events(sentence: Sentence) -> list[int]:
    nouns = load_words()["event_nouns"]
    return [
        i
        for i, pos in enumerate(sentence.pos)
        if (pos in ("VERB", "AUX") and sentence.full[i] not in _HELPERS)
        or (pos == "NOUN" and sentence.lemmas[i] in nouns)
    ]


def _places(
    sentence: Sentence, event: int, names: Sequence[Name], candidates: Sequence[Name]
) -> list[Name]:
    if sentence.pos[event] == "NOUN":
        own = [n for n in candidates if n.place and _hangs_on(sentence, n.head, event)]
        if own:
            return own
        head = sentence.heads[event]
        if sentence.full[event] not in _ARGUMENTS or sentence.pos[head] not in ("VERB", "AUX"):
            return []
        event = head
    model = load_event_places()
    chances = model.chances(sentence, event, names, candidates)
    chosen = [candidates[i] for i in model.chosen(chances)]
    return chosen or [n for n in candidates if n.place and _befalls(sentence, event, n)]


def _befalls(sentence: Sentence, event: int, name: Name) -> bool:
    """Say whether a verb tells what happens to its subject, a place ("X had fallen")."""
    if sentence.heads[name.head] != event or sentence.deps[name.head] != "nsubj":
        return False
    return sentence.lemmas[event] in load_words()["befalling"]


def _hangs_on(sentence: Sentence, word: int, noun: int) -> bool:
    """Say whether a name is part of a noun's own phrase."""
    for i in sentence.chains[word]:
        if i == noun:
            return True
        if sentence.full[i] not in _NOUN_ARCS or sentence.pos[i] in ("VERB", "AUX"):
            return False
    return False


def _characters(span: tokens.Span, name: Name) -> Span:
    first, last = span[name.first], span[name.last - 1]
    return Span(first.idx, last.idx + len(last))
