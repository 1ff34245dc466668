"""What the words of a clause itself tell to be not so, not yet, not any more, or only supposed."""

from __future__ import annotations

from spacy.tokens import Token

from whoholds.reading.grammar import base
from whoholds.reading.refuted import NO, is_negated

CONDITIONS = frozenset({"if", "unless", "whether"})
FORMER = frozenset({"former", "onetime", "erstwhile", "ex"})
ENDING = frozenset({"lift", "break", "end", "relieve", "collapse", "finish"})
INVERTED = frozenset({"had", "were", "should"})


def has_ended(word: Token, trigger: Token) -> bool:
    """Say whether a word tells of an end: "no longer", "no presence", "former stronghold"."""
    if word.lower_ in FORMER and word.head.i == trigger.i:
        return True
    if word.lower_ == "longer":
        return any(t.lower_ == "no" for t in word.children)
    return word.lower_ == "no" and base(word) == "det" and word.head.i == trigger.i


def is_none(part: Token, verb: Token) -> bool:
    """Say whether a part of a verb is told to be none ("no village was captured")."""
    if base(part) not in {"nsubj", "obj"} or part.head.i != verb.i:
        return False
    words = (part, *part.children)
    return any(
        (w.lower_ in NO and w.dep_ == "det" and w.text != "No.")
        or (w.lower_ == "neither" and w.dep_ == "cc:preconj")
        or (w.lower_ in {"none", "nobody"} and w.i == part.i)
        for w in words
    )


def is_counterfactual(verb: Token) -> bool:
    """Say whether a clause opens with its auxiliary ("Had the army taken X, ...")."""
    if base(verb) != "advcl":
        return False
    first = verb.doc[verb.left_edge.i]
    return first.lower_ in INVERTED and first.dep_ in {"aux", "aux:pass", "cop"}


def is_conditional(token: Token) -> bool:
    """Say whether a clause opens with "if", "unless" or "whether"."""
    return any(c.dep_ == "mark" and c.lower_ in CONDITIONS for c in token.children)


def is_lifted(trigger: Token) -> bool:
    """Say whether a siege is told to end ("the siege of X was lifted")."""
    if trigger.pos_ != "NOUN" or base(trigger) not in {"obj", "nsubj"}:
        return False
    return trigger.head.lemma_.lower() in ENDING and not is_negated(trigger.head)


def before_infinitive(verb: Token) -> str:
    """Return the word before "to": "yet" in "has yet to capture", "about" in "was about to"."""
    to = next((c for c in verb.children if c.lower_ == "to" and c.dep_ == "mark"), None)
    return "" if to is None or to.i == 0 else to.nbor(-1).lower_


def is_scheduled(verb: Token) -> bool:
    """Say whether a clause tells what is to be ("the truce was to begin")."""
    marked = any(c.dep_ == "mark" and c.lower_ == "to" for c in verb.children)
    return marked and any(
        c.dep_ in {"cop", "aux"} and c.lemma_ == "be"
        for c in verb.children
        if c.i < verb.i - 1 and c.nbor(1).lower_ in {"to", "not", "n't"}
    )


def is_all_but(verb: Token) -> bool:
    """Say whether something is told to have happened "all but"."""
    return any(
        c.lower_ == "all" and c.nbor(1).lower_ == "but" for c in verb.children if c.i < verb.i
    )


def is_outcome(verb: Token) -> bool:
    """Say whether an infinitive tells what came of it: "only to be driven out"."""
    governor = verb.head
    onward = governor.lemma_.lower() == "go" and any(c.lower_ == "on" for c in governor.children)
    return onward or "only" in {before_infinitive(verb), verb.doc[verb.left_edge.i].lower_}


def is_asked(verb: Token) -> bool:
    """Say whether a clause is a question of its own ("Has the army taken X?")."""
    if verb.dep_ != "root":
        return False
    words = [t for t in verb.sent if not t.is_space and not t.is_quote]
    return bool(words) and words[-1].text == "?"
