"""Finding frames in a parsed text: which trigger, which tokens fill which part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from whoholds.model import ClaimKind
from whoholds.reading.frames.load import Frame, load_frames
from whoholds.reading.grammar import (
    base,
    conjuncts,
    preposition,
    surface_subject,
    whole_prefix,
)
from whoholds.reading.roles import Roles, gapped_roles, noun_roles, roles, verb_roles

ANY = "*"
_ROAD_NUMBER = re.compile(r"[A-Z]{1,2}-?\d{1,4}")

SPECIAL = frozenset({ANY, "case", "governor", "verb"})
"""Conditions that are on no role of the trigger's own."""
NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "ADP", "ADV", "PRON"})
AGREEMENTS = frozenset({"agreement", "deal", "accord", "pact", "arrangement", "plan"})


@dataclass(frozen=True, slots=True)
class Match:
    """A frame that fits a trigger, with the roles of the trigger to fill its parts from."""

    frame: Frame
    trigger: Token
    roles: Roles

    def tokens(self, *paths: str) -> Iterator[tuple[str, Token]]:
        """Yield (path, token) for what stands in the roles, in the order of `paths`."""
        for path in paths:
            for alternative in path.split("|"):
                for token in role_tokens(self.trigger, self.roles, alternative):
                    yield alternative, token

    def used(self) -> frozenset[int]:
        """Return the tokens that the frame's conditions rest on ("hold" of "lost its hold on")."""
        return frozenset(
            t.i
            for role, wanted in self.frame.needs.items()
            if wanted and role not in SPECIAL
            for t in role_tokens(self.trigger, self.roles, role)
            if lemma_of(t) in wanted
        )


@cache
def triggers() -> dict[tuple[str, bool], tuple[Frame, ...]]:
    """Return the frames by (trigger lemma, is it a verb), those with most conditions first."""
    found: dict[tuple[str, bool], list[Frame]] = {}
    for frame in load_frames():
        for verb in frame.verbs:
            found.setdefault((verb, True), []).append(frame)
        for noun in frame.nouns:
            found.setdefault((noun, False), []).append(frame)
    order = {frame.id: index for index, frame in enumerate(load_frames())}
    return {
        key: tuple(sorted(frames, key=lambda f: (-f.conditions, order[f.id])))
        for key, frames in found.items()
    }


@cache
def attributives() -> dict[str, tuple[Frame, ...]]:
    """Return the frames of hyphened participles by word ("held" of "rebel-held")."""
    found: dict[str, tuple[Frame, ...]] = {}
    for frame in load_frames():
        for word in frame.attributives:
            found[word] = (*found.get(word, ()), frame)
    return found


@cache
def event_nouns() -> dict[str, frozenset[ClaimKind]]:
    """Return the kinds that an event noun may name ("withdrawal"), for what takes it up."""
    found: dict[str, frozenset[ClaimKind]] = {}
    for frame in load_frames():
        for noun in frame.nouns:
            found[noun] = found.get(noun, frozenset()) | {frame.kind}
    return found


def lemma_of(token: Token) -> str:
    """Return the lower-cased lemma, the word itself where there is none; "re-take" is retake."""
    return whole_prefix(str(token.lemma_ or token.text).lower())


def role_tokens(trigger: Token, found: Roles, path: str) -> list[Token]:
    """Return the tokens in a role; "object.of" is the "of"-phrase of the object."""
    if path in found:
        return found[path]
    if "." not in path:
        return []
    outer, last = path.rsplit(".", 1)
    nested: list[Token] = []
    for token in role_tokens(trigger, found, outer):
        nested.extend(t for t in noun_roles(token).get(last, []) if t.i != trigger.i)
        if last == "from":  # "wrested A and B from the rebels"
            for other in (t for t in conjuncts(token) if t.i != token.i):
                nested.extend(noun_roles(other).get(last, []))
    return nested


def find_matches(doc: Doc) -> Iterator[tuple[Token, tuple[Match, ...]]]:
    """Yield each trigger of the text with the frames that fit it, most specific first."""
    index = triggers()
    for token in doc:
        if not token.dep_:
            continue
        attributive = attributives().get(token.lower_)
        if attributive is not None and _hyphenated(token):
            yield token, tuple(Match(f, token, _attributive_roles(token)) for f in attributive)
            continue
        gerund = token.pos_ == "VERB" and _is_gerund_noun(token)
        is_verb = token.pos_ in {"VERB", "AUX"} and not gerund
        if token.dep_ == "case" and not any(c.dep_ == "cop" for c in token.head.children):
            continue
        if not is_verb and not gerund and token.pos_ not in NOMINAL:
            continue
        frames = _frames(index, token, is_verb)
        if not frames:
            continue
        found = verb_roles(token) if is_verb else _nominal_roles(token)
        matches = tuple(Match(f, token, found) for f in frames if _fits(f, token, found))
        if matches:
            yield token, matches
        for gapped in gapped_roles(token, found) if is_verb and matches else ():
            yield token, tuple(Match(f, token, gapped) for f in frames if _fits(f, token, gapped))


def _nominal_roles(token: Token) -> Roles:
    return noun_roles(token) if token.dep_ == "root" else roles(_head_of_agreement(token))


def _frames(
    index: dict[tuple[str, bool], tuple[Frame, ...]], token: Token, is_verb: bool
) -> tuple[Frame, ...] | None:
    """Return the frames of a token; the words of "cease-fire" are one noun."""
    lemma, form = lemma_of(token), token.lower_
    found = index.get((lemma, is_verb))
    if form != lemma and (form, is_verb) in index:
        found = index[form, is_verb] + (found or ())
    if found is None and not is_verb and _hyphenated(token):
        return index.get((f"{token.nbor(-2).lower_}-{lemma_of(token)}", False))
    return found


def _head_of_agreement(noun: Token) -> Token:
    """Return the noun whose parts a trigger has: "deal" in "ceasefire deal"."""
    head = noun.head
    return head if noun.dep_ == "compound" and lemma_of(head) in AGREEMENTS else noun


def _fits(frame: Frame, trigger: Token, found: Roles) -> bool:
    if any(role_tokens(trigger, found, role) for role in frame.without):
        return False
    if frame.kind is ClaimKind.CONTEST and trigger.dep_ == "compound":
        return False  # "a combat flight"
    if frame.unlike and _is_unlike(frame, trigger, found):
        return False
    if frame.particle and not _has_particle(frame, found):
        return False
    return all(_needs(trigger, found, role, wanted) for role, wanted in frame.needs.items())


def _is_unlike(frame: Frame, trigger: Token, found: Roles) -> bool:
    """Say whether a word before the trigger or its object makes it another thing."""
    needed = (t for role in frame.needs for t in found.get(role, ()))
    nouns = (trigger, *found.get("object", ()), *needed)
    before = (c for noun in nouns for c in noun.children if c.i < noun.i)
    words = [t for c in before if base(c) in {"compound", "amod"} for t in c.subtree]
    if base(trigger) == "nmod":
        words.append(trigger.head)  # "a freeze on fighting"
    return any(lemma_of(t) in frame.unlike for t in words)


def _has_particle(frame: Frame, found: Roles) -> bool:
    words = found.get("particle", []) + found.get("adverb", [])
    return any(t.lower_ in frame.particle for t in words)


def _needs(trigger: Token, found: Roles, role: str, wanted: tuple[str, ...]) -> bool:
    if role == ANY:
        return any(role_tokens(trigger, found, r) for r in wanted)
    if role == "case":
        words = preposition(trigger).split()
        return any(w in wanted for w in words)
    if role == "governor":
        return lemma_of(_head_of_agreement(trigger).head) in wanted
    if role == "verb":
        return lemma_of(trigger.head) in wanted and trigger.dep_.startswith("nsubj")
    tokens = role_tokens(trigger, found, role)
    return any(not wanted or lemma_of(t) in wanted or _is_road(t, wanted) for t in tokens)


def _is_road(token: Token, wanted: tuple[str, ...]) -> bool:
    """Say whether a number with "the" stands for the road that a frame needs ("cut the M4")."""
    numbered = "road" in wanted and _ROAD_NUMBER.fullmatch(token.text) is not None
    return numbered and any(c.lower_ == "the" for c in token.children)


def _is_gerund_noun(token: Token) -> bool:
    """Say whether a word like "fighting" stands where a noun stands, whatever its tag."""
    if not token.lower_.endswith("ing") or any(base(c) == "obj" for c in token.children):
        return False
    if token.dep_ in {"csubj", "root"}:  # "fighting for X went on"; "Fighting between A and B"
        return not any(base(c) in {"nsubj", "aux"} for c in token.children)
    return base(token) in {"nsubj", "obj", "obl", "nmod"}


def _hyphenated(token: Token) -> bool:
    return token.i >= 2 and token.nbor(-1).text in {"-", "–"} and token.nbor(-2).is_alpha


def _attributive_roles(token: Token) -> Roles:
    """Return who holds and what is held: the words before and after "-held"."""
    holder = token.nbor(-2)
    noun = token.head if token.head.i > token.i else surface_subject(token)
    if noun is None or noun.pos_ not in {"NOUN", "PROPN"}:
        following = token.doc[token.i + 1 : token.sent.end]
        noun = next((t for t in following[:4] if t.pos_ in {"NOUN", "PROPN"}), None)
    found: Roles = {"subject": [holder]}
    if noun is not None:
        found["object"] = [noun]
    return found
