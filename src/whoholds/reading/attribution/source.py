"""Who says it: the source of a verb, by its grammar."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from whoholds.reading.attribution.acts import subtree
from whoholds.reading.attribution.lists import word_list
from whoholds.reading.attribution.surface import INVERTED, TIMES, beside
from whoholds.reading.grammar import (
    DECLARING,
    RELATIVE,
    base,
    child,
    doer_of_noun,
    is_passive,
    preposition,
    surface_subject,
)

DOCUMENTS = word_list("documents")
QUOTING = word_list("quoting")
# Determiners that, with a capital, begin a sentence: what stands before is a dateline or a label.
OPENERS = frozenset({"A", "An", "The", "Another"})

Phrase = tuple[int | None, set[int]]


def find_source(verb: Token) -> Phrase:
    """Return the main word and all words of who speaks, None and no words where none is told."""
    if _passive(verb) and verb.pos_ != "ADJ":
        return agent(verb)
    subjects = [c for c in verb.children if c.dep_ in {"nsubj", "nsubj:outer", "nsubj:pass"}]
    if subjects:
        before = [c for c in subjects if c.i < verb.i]
        if verb.lemma_.lower() not in INVERTED:
            subjects = before or subjects
        return _phrase(min(subjects, key=lambda c: abs(c.i - verb.i)), verb)
    if verb.head.lemma_.lower() in QUOTING and verb.head.i != verb.i:
        quoted = (
            child(verb.head, "nsubj:pass") if is_passive(verb.head) else child(verb.head, "obj")
        )
        if quoted is not None:
            return _phrase(quoted, verb)
    said = verb.lemma_ == "say" and not verb.lower_.endswith("ing")
    if said or base(verb) in {"root", "parataxis"}:
        head, words = beside(verb)
        if head is not None:
            return head, words
    inherited = surface_subject(verb)
    if inherited is None:
        return None, set()
    if inherited.lemma_.lower() in DOCUMENTS and base(verb) == "acl":
        issuer = _issuer(inherited)
        if issuer is not None:
            return _phrase(issuer, verb)
    return _phrase(inherited, verb)


def _passive(verb: Token) -> bool:
    """Say whether the verb is passive; a subject alone makes no passive of a reporting verb."""
    if not is_passive(verb):
        return False
    surface = child(verb, "nsubj:pass") is not None and child(verb, "ccomp") is not None
    return not (surface and child(verb, "aux:pass", "obl:agent") is None)


def _issuer(document: Token) -> Token | None:
    """Return who made a document: its possessor, "by"-phrase, or the subject of its verb."""
    doer = doer_of_noun(document)
    if doer is not None and doer.pos_ != "ADJ":
        return doer
    return None


def agent(verb: Token) -> Phrase:
    """Return the "by"-phrase of a passive, also where the parse hangs it on what is declared."""
    states = [c for c in verb.children if c.dep_ == "xcomp" and verb.lemma_.lower() in DECLARING]
    for c in (c for part in (verb, *states) for c in part.children):
        by = c.dep_ == "obl:agent" or (base(c) == "obl" and preposition(c) == "by")
        nominal = c.i > verb.i and c.pos_ in {"NOUN", "PROPN", "PRON"}
        if by and nominal and not _dated(c):
            return _phrase(c, verb)
    return None, set()


def _dated(noun: Token) -> bool:
    return noun.lemma_.lower() in TIMES or any(c.lemma_.lower() in TIMES for c in noun.children)


def _phrase(head: Token, verb: Token) -> Phrase:
    """Return the noun phrase of a source, without the part in which the cue stands."""
    if head.lower_ in {"it", "there"} and head.dep_ == "expl":
        return None, set()
    found = subtree(head)
    for c in head.children:
        if (
            verb.i in subtree(c)
            or c.dep_ in {"case", "cop", "parataxis"}
            or (c.dep_ == "conj" and c.pos_ in {"VERB", "AUX"})
            or (base(c) == "acl" and c.i > head.i and head.pos_ == "PRON")
        ):
            found -= subtree(c)
    if verb.i in found or not found:
        found = {head.i}
    return _mended(head, verb, found)


def _mended(head: Token, verb: Token, found: set[int]) -> Phrase:
    """Mend a phrase that a dateline has run into, or that was cut at a hyphen."""
    doc = head.doc
    last = max(found)
    if last + 1 < len(doc) and doc[last + 1].text == "-" and not doc[last].whitespace_:
        near, words = beside(verb)
        if near is not None and head.i in words:
            return near, words
    opener = next((i for i in sorted(found) if doc[i].text in OPENERS and i > min(found)), None)
    if opener is not None and opener > head.i and doc[opener - 1].text not in {",", "("}:
        kept = {i for i in found if i >= opener}
        nouns = [i for i in kept if doc[i].pos_ in {"NOUN", "PROPN"}]
        if nouns and max(kept) < verb.i:
            return nouns[-1], kept
    return head.i, found


def antecedent(doc: Doc, head: int) -> int:
    """Return the noun that a relative pronoun stands for, or the word itself."""
    token = doc[head]
    if token.lower_ not in RELATIVE or token.pos_ not in {"PRON", "DET"}:
        return head
    clause = token.head
    for _ in range(6):
        if base(clause) == "acl" and clause.head.i < token.i:
            return int(clause.head.i)
        if clause.dep_ not in {"conj", "xcomp", "ccomp"}:
            break
        clause = clause.head
    return head
