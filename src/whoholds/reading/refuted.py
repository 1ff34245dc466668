"""Refutations: who is told to say that something is not so, and of whose claim."""

from __future__ import annotations

from enum import Enum, auto

from spacy.tokens import Token

from whoholds.reading.grammar import base, child
from whoholds.reading.words import load_words

NAMING = frozenset({"call", "describe", "brand", "label", "denounce", "term", "condemn", "dub"})
SETTLING = frozenset({"confirmation", "word"})
UNTOLD = frozenset({"unconfirmed", "unverified", "conflicting", "contradictory", "disputed"})
REFUSING = frozenset({"refuse", "decline", "fail", "unable"})
PRESS = frozenset({"media", "press", "newspaper", "television"})
NO = frozenset({"no", "neither", "little"})
PARTS = frozenset({"obj", "nsubj", "ccomp", "acl", "xcomp", "nmod", "obl", "csubj", "advcl"})


class Verdict(Enum):
    """What a word above a clause says of it."""

    NOT_SO = auto()
    SO = auto()
    OPEN = auto()


def verdict_on(token: Token) -> Verdict | None:
    """Return what the word that governs a clause or a telling says of it, None where nothing.

    "denied that X", "reports that X were dismissed", "it is not true that X", "no evidence that
    X", "the claim was false"; what is neither confirmed nor denied stays open.
    """
    words = load_words().stance
    head, label = token.head, base(token)
    lemma = head.lemma_.lower()
    if head.i == token.i or label not in PARTS:
        return None
    if lemma == "rule" and any(c.lower_ == "out" for c in head.children):
        lemma = "exclude"
    told_of = label != "nsubj" or token.dep_ == "nsubj:pass" or head.pos_ != "VERB"
    if lemma in words.deny and label not in {"obl", "advcl"} and told_of:
        if has_no(head):  # "there is no doubt that"
            return None
        return Verdict.OPEN if is_withheld(head) else Verdict.NOT_SO
    if lemma in words.confirm and label in {"ccomp", "obj", "nsubj", "acl"} and told_of:
        return Verdict.OPEN if is_withheld(head) else Verdict.SO
    if lemma in words.holding_true and label == "ccomp" and is_negated(head):
        return Verdict.NOT_SO
    if lemma in words.proof and has_no(head) and label in {"acl", "nmod", "ccomp"}:
        return Verdict.NOT_SO
    if lemma in SETTLING and has_no(head):
        return Verdict.OPEN
    if is_telling(token) and has_no(token) and lemma in {"be", "hear"}:
        return Verdict.NOT_SO
    if is_telling(token) or label in {"csubj", "ccomp", "advcl"}:
        return _judged(token)
    return None


def is_telling(token: Token) -> bool:
    """Say whether a noun is something told ("the claim", "reports"), whatever its tag."""
    noun_like = token.pos_ == "NOUN" or base(token) in {"nsubj", "obj"}
    return noun_like and token.lemma_.lower() in load_words().stance.tellings


def may_carry(noun: Token) -> bool:
    """Say whether a clause that goes with a noun is what the noun tells or shows to be so."""
    lemma = noun.lemma_.lower()
    return is_telling(noun) or lemma in load_words().stance.proof | SETTLING


def is_verdict_word(verb: Token) -> bool:
    """Say whether a verb tells whether something is so ("was not confirmed")."""
    words = load_words().stance
    return verb.lemma_.lower() in words.deny | words.confirm


def has_no(noun: Token) -> bool:
    """Say whether a noun is told to be none ("no intention", "no evidence")."""
    return any(c.lower_ in NO and base(c) in {"det", "amod", "advmod"} for c in noun.children)


def is_open(telling: Token) -> bool:
    """Say whether a telling is one that nobody vouches for ("unconfirmed reports")."""
    return any(c.lemma_.lower() in UNTOLD for c in telling.children)


def claimant_of(telling: Token) -> Token | None:
    """Return who makes a claim: "Russia's claim", "rebel claims", "claims by the rebels"."""
    for c in telling.children:
        if c.dep_ == "nmod:poss" and c.i < telling.i:
            return c
        if base(c) == "nmod" and any(p.lower_ in {"by", "from"} for p in c.children):
            return c
    for c in telling.children:
        named = c.pos_ == "PROPN" or (c.pos_ == "ADJ" and c.lemma_[:1].isupper())
        party = named or c.lemma_.lower() in load_words().actors.armed | PRESS
        tied = {"amod", "compound"} if telling.pos_ == "NOUN" else {"nsubj"}
        if c.dep_ in tied and c.i < telling.i and party:
            return c
    return None


def is_negated(verb: Token) -> bool:
    """Say whether a verb is negated, by its own words or those of the one it is coordinated to."""
    negation = load_words().stance.negation
    if any(c.lower_ in negation and c.dep_ != "det" for c in verb.children):
        return True
    return verb.dep_ == "conj" and verb.head.i != verb.i and is_negated(verb.head)


def is_withheld(verb: Token) -> bool:
    """Say whether something is not done: "could not confirm", "declined to confirm or deny"."""
    subject = child(verb, "nsubj")
    if is_negated(verb) or (subject is not None and _is_nobody(subject)):
        return True
    top = verb.head if verb.dep_ == "conj" else verb
    return top.head.lemma_.lower() in REFUSING and base(top) in {"xcomp", "ccomp"}


def _is_nobody(subject: Token) -> bool:
    words = (subject, *subject.children)
    return any(w.lower_ in {"neither", "no", "nobody", "none"} for w in words)


def _judged(token: Token) -> Verdict | None:
    """Return what is said of a telling or a clause: "was untrue", "called the reports a lie"."""
    words = load_words().stance
    head = verdict_giver(token)
    if head.lemma_.lower() in NAMING and is_telling(token):
        after = (t for t in head.subtree if t.i > token.i)
        return Verdict.NOT_SO if any(t.lemma_.lower() in words.false for t in after) else None
    if head.pos_ not in {"ADJ", "NOUN", "VERB"} or head.i == token.i:
        return None
    lemma = head.lemma_.lower()
    copular = child(head, "cop", "aux:pass") is not None
    if copular and lemma in words.false:
        return Verdict.OPEN if is_negated(head) else Verdict.NOT_SO
    if copular and lemma in words.true and is_negated(head):
        return Verdict.NOT_SO
    return None


def verdict_giver(token: Token) -> Token:
    """Return the word above a telling; where the parse gives it to "he said", the clause said."""
    head = token.head
    if base(token) == "nsubj" and head.i > token.i:
        said = next((c for c in head.children if c.dep_ == "ccomp"), None)
        if said is not None and token.i < said.i < head.i and child(said, "nsubj") is None:
            return said
    return head
