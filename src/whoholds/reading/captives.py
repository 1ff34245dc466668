"""Whether a name that is captured is a person's: people are taken prisoner, places are not."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from whoholds.reading.grammar import base, is_passive, preposition
from whoholds.reading.places import Found, How
from whoholds.reading.scene import Scene
from whoholds.reading.words import load_words

PERSONAL = frozenset({"he", "she", "him", "his", "her", "himself", "herself"})
WHERE = frozenset({"in", "at", "near", "off", "on"})
PEOPLE = frozenset({"PER", "PERSON"})
NAMES = frozenset({How.NAME, How.NAMED})


def is_captive(scene: Scene, trigger: Token, found: Found) -> bool:
    """Say whether a name found as the place of a verb of taking is a person's.

    What the sentence says of it decides: a person noun beside it, what befalls prisoners
    ("and jailed"), "he"; for a name that no gazetteer row bears also where it was captured, since
    the name recogniser takes many a captured person for a place.
    """
    head = found.token
    people = load_words().people
    if (
        head.pos_ != "PROPN"
        or found.how not in NAMES
        or trigger.lemma_.lower() not in people.taking
    ):
        return False
    if _has_place_noun(head):
        return False
    if _is_described(head) or _befalls(trigger):
        return True
    if found.phrase.place_id is not None and head.i in scene.places.at:
        return False
    person = any(e.label_ in PEOPLE and e.start <= head.i < e.end for e in head.doc.ents)
    if any(t.lower_ in PERSONAL for t in head.sent if t.i > head.i):
        return True
    placed = any(
        base(c) == "obl" and preposition(c) in WHERE and scene.phrases.read(c)
        for c in trigger.children
    )
    return placed and (person or is_passive(trigger))


def _has_place_noun(head: Token) -> bool:
    """Say whether a place noun stands with the name ("the village of X", "X town")."""
    named = load_words().places.named
    near = [head.head, *head.children]
    return head.lemma_.lower() in named or any(
        t.lemma_.lower() in named and base(t) != "obl" and abs(t.i - head.i) <= 5 for t in near
    )


def _is_described(head: Token) -> bool:
    """Say whether a person noun, a title or a "who" stands with the name."""
    people = load_words().people
    for c in head.children:
        if (
            base(c) == "appos"
            and _follows(head, c)
            and any(t.lemma_.lower() in people.nouns for t in _heads(c))
        ):
            return True
        if c.dep_ == "nmod:desc" and c.lemma_.lower().rstrip(".") in people.nouns:
            return True
        if c.dep_ == "acl:relcl" and any(t.lower_ in {"who", "whom"} for t in c.children):
            return True
        if c.dep_ == "conj" and c.lemma_.lower() in people.nouns:
            return True
    return False


def _follows(name: Token, appositive: Token) -> bool:
    """Say whether an apposition stands right after a name: "took X on Monday, the mayor said"."""
    own = {t.i for t in name.subtree if t.dep_ == "flat"}
    between = name.doc[name.i + 1 : appositive.left_edge.i]
    return all(t.is_punct or t.i in own for t in between)


def _heads(appositive: Token) -> Iterator[Token]:
    """Yield an appositive's noun, and the noun of "one of the fugitives"."""
    yield appositive
    yield from (c for c in appositive.children if base(c) == "nmod" and preposition(c) == "of")


def _befalls(trigger: Token) -> bool:
    """Say whether a verb beside the taking is one of what prisoners do or suffer."""
    verbs = load_words().people.captive
    clauses = [c for c in trigger.children if base(c) in {"conj", "advcl", "xcomp"}]
    clauses = [c for c in clauses if not any(m.lower_ == "without" for m in c.children)]
    clauses += [x for c in clauses for x in c.children if base(x) in {"xcomp", "conj"}]
    if base(trigger) == "conj":
        clauses.append(trigger.head)
    return any(c.lemma_.lower() in verbs for c in clauses)


__all__ = ["is_captive"]
