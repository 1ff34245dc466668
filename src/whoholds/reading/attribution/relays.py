"""Through whom words reach the report: "told AFP", "quoted by SANA", "SANA, citing a source"."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Doc, Token

from whoholds.reading.attribution.acts import Act, subtree
from whoholds.reading.attribution.lists import word_list
from whoholds.reading.attribution.source import QUOTING, antecedent
from whoholds.reading.grammar import base, child, is_passive, preposition

CARRYING = word_list("carrying")
UNCITED = word_list("uncited")


def cited(doc: Doc, act: Act) -> tuple[int, frozenset[int]] | None:
    """Return main word and words of whom the source cites ("SANA said, citing X"), or None."""
    verb = citing(doc, act)
    if verb is None:
        return None
    target = child(verb, "obj")
    if target is None or target.pos_ not in {"NOUN", "PROPN"}:
        return None
    if target.lemma_.lower() in UNCITED:
        return None
    return target.i, frozenset(subtree(target))


def citing(doc: Doc, act: Act) -> Token | None:
    """Return the participle "citing" or "quoting" that goes with a cue or its source."""
    heads = [doc[act.anchor]]
    if act.source_head is not None:
        heads.append(doc[act.source_head])
    for head in heads:
        for c in head.children:
            if is_citing(c) and base(c) in {"advcl", "acl"}:
                return c
    last = max(act.cue)  # "X fell, SANA said, citing a source": hung on "fell"
    strayed = next((t for t in doc[last + 1 : last + 6] if is_citing(t)), None)
    if strayed is None or strayed.nbor(-1).text != "," or strayed.sent != doc[last].sent:
        return None
    between = doc[last + 1 : strayed.i - 1]
    return None if any(t.pos_ in {"VERB", "AUX", "PUNCT"} for t in between) else strayed


def is_citing(word: Token) -> bool:
    """Say whether a word is "citing" or "quoting"."""
    return word.lemma_.lower() in QUOTING and word.lower_.endswith("ing")


def relay_of(doc: Doc, act: Act, is_medium: Callable[[str], bool]) -> str | None:
    """Return the medium through which the act reached the report, None where none is told."""
    if cited(doc, act) is not None and act.source_head is not None:
        return _name(doc[act.source_head])
    verb = doc[act.anchor]
    for found in (_hearer(verb), _carrier(doc, act), _quoter(verb), _reporter(doc, act)):
        if found is not None and is_medium(_name(found)):
            return _name(found)
    return None


def _hearer(verb: Token) -> Token | None:
    """Return who is told: "told AFP", "said to AFP", "in an interview with AFP"."""
    if verb.pos_ not in {"VERB", "AUX"} or is_passive(verb):
        return None
    for c in verb.children:
        if c.i > verb.i and c.dep_ in {"obj", "iobj"} and c.pos_ in {"PROPN", "NOUN"}:
            return c
        if c.i > verb.i and base(c) == "obl" and preposition(c) == "to" and c.pos_ == "PROPN":
            return c
        if base(c) == "obl" and c.lemma_.lower() in {"interview", "comment", "remark"}:
            inner = next((n for n in c.children if preposition(n) in {"with", "to"}), None)
            if inner is not None:
                return inner
    following = verb.doc[verb.i + 1] if verb.i + 1 < len(verb.doc) else verb
    return following if verb.lemma_ == "tell" and following.pos_ == "PROPN" else None


def _reporter(doc: Doc, act: Act) -> Token | None:
    """Return the medium of "Reuters reported a military source who said"."""
    if act.source_head is None:
        return None
    origin = doc[antecedent(doc, act.source_head)]
    above = origin.head
    if origin.i == act.source_head or above.lemma_.lower() not in CARRYING or above.pos_ != "VERB":
        return None
    return child(above, "nsubj")


def _carrier(doc: Doc, act: Act) -> Token | None:
    """Return the agent in "a source quoted by SANA", "in a statement carried by SANA"."""
    verb = doc[act.anchor]
    heads = [doc[act.source_head]] if act.source_head is not None else []
    heads += [c for c in verb.children if base(c) == "obl"]
    for head in heads:
        for c in head.children:
            if base(c) == "acl" and c.lemma_.lower() in CARRYING:
                agent = next((a for a in c.children if preposition(a) == "by"), None)
                if agent is not None:
                    return agent
    return None


def _quoter(verb: Token) -> Token | None:
    """Return the medium of "SANA quoted a source as saying"."""
    above = verb.head
    if above.lemma_.lower() not in QUOTING or above.i == verb.i:
        return None
    if is_passive(above):
        return next((a for a in above.children if preposition(a) == "by"), None)
    return child(above, "nsubj")


def _name(token: Token) -> str:
    """Return the words of a medium without article and what follows it."""
    words = [token]
    for c in token.children:
        label = base(c)
        joined = label in {"appos", "flat", "compound"}
        before = c.i < token.i and label in {"amod", "nmod", "nummod"}
        if (joined or before) and not preposition(c):
            words.extend(token.doc[i] for i in sorted(subtree(c)))
    unique = sorted({w.i for w in words if w.dep_ != "det" and not w.is_punct})
    names = [i for i in unique if token.doc[i].pos_ == "PROPN"]
    if len(names) < len(unique) and names and token.doc[names[-1]].i == unique[-1]:
        run = [names[-1]]
        while run[0] - 1 in names:
            run.insert(0, run[0] - 1)
        unique = run
    return " ".join(token.doc[i].text for i in unique)
