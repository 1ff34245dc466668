"""Who helps a party, told beside the act: "with Russian air support", "backed by X, it took Y"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from whoholds.reading.grammar import OBLIQUE, base, conjuncts, own_subject, preposition
from whoholds.reading.words import load_words

GIVING = frozenset({"of", "from", "by"})
BEHIND = frozenset({"with", "thanks to", "amid", "due to", "through", "because of"})
COVER = frozenset({"cover", "protection", "umbrella"})
TELLING = frozenset({"nmod:poss", "amod", "compound", "nmod"})
AIDED = frozenset({"with", "by", "through"})


def backers_told(verb: Token) -> Iterator[Token]:
    """Yield the head words of who backs the doer of a verb, as told in its clause.

    A word may be the adjective of what is given ("Russian" of "Russian air support").
    """
    aid = load_words().actors
    for c in verb.children:
        if base(c) == "obl" and c.lemma_.lower() in aid.support and _is_behind(c):
            yield from _givers(c)
        elif base(c) in {"advcl", "acl"} and own_subject(c) is None:
            yield from _aiders(c) if c.lemma_.lower() in aid.backing else ()


def aiders_of(party: Token) -> Iterator[Token]:
    """Yield who helps a party by what is told of it: "forces supported by X"."""
    for c in party.children:
        if base(c) == "acl" and c.lemma_.lower() in load_words().actors.backing:
            yield from _aiders(c)


def is_help(token: Token) -> bool:
    """Say whether a word is help given or who gives it: no opponent ("with support from X")."""
    support = load_words().actors.support
    if token.lemma_.lower() in support and _is_behind(token):
        return True
    start = token.left_edge.i
    before = token.doc[start - 1] if start else token
    return preposition(token) in GIVING and before.lemma_.lower() in support


def _is_behind(help_given: Token) -> bool:
    """Say whether help is what is acted with ("with air support", "under the cover of")."""
    word = preposition(help_given)
    return word in BEHIND or (word == "under" and help_given.lemma_.lower() in COVER)


def _aiders(participle: Token) -> Iterator[Token]:
    support = load_words().actors.support
    for c in participle.children:
        if base(c) != "obl" or preposition(c) not in AIDED:
            continue
        for giver in conjuncts(c):
            means = giver.lemma_.lower() in support
            yield from _givers(giver) if means else (giver,)


def _is_named(word: Token) -> bool:
    return word.text[:1].isupper() or word.pos_ in {"NOUN", "PROPN"}


def _givers(help_given: Token) -> Iterator[Token]:
    """Yield who gives help: "support from X", "X's help", "Russian air power"."""
    doc, end = help_given.doc, help_given.right_edge.i + 1
    for c in help_given.children:
        if base(c) in OBLIQUE and c.i > help_given.i and preposition(c) in GIVING:
            yield from conjuncts(c)
        elif c.i < help_given.i and c.dep_ in TELLING and _is_named(c):
            yield c
    strayed = doc[end].head if end < len(doc) and doc[end].lower_ in GIVING else None
    if strayed is not None and base(strayed) in OBLIQUE and strayed.i > help_given.i:
        yield from conjuncts(strayed)  # "with support from X", hung on the verb
