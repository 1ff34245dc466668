"""A claim being made, and what descriptions of its place tell of who held it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from whoholds.model import ClaimKind
from whoholds.reading.frames import Match
from whoholds.reading.grammar import base
from whoholds.reading.places import Found
from whoholds.reading.rivals import ACTS_ON_HOLDER
from whoholds.reading.roles import verb_roles
from whoholds.reading.scene import Scene
from whoholds.reading.stance import Stance

HELD = frozenset({"held", "controlled", "occupied"})
DESCRIBING = frozenset({"appos", "nmod", "acl"})


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim being made: the match, its place, actor and opponent."""

    match: Match
    found: Found | None
    actor: Token | None
    opponent: Token | None
    stance: Stance


def holder_told(scene: Scene, draft: Draft, others: Sequence[Draft] = ()) -> Token | None:
    """Return who is said to hold the place that is acted on.

    "villages held by X", "X-held", and the description "Y, a stronghold of X", which is one of
    the `others`.
    """
    if draft.found is None or draft.match.frame.kind not in ACTS_ON_HOLDER:
        return None
    token = draft.found.token
    around = [*token.children, *(token.head.children if token.dep_ == "nmod" else ())]
    for word in around:
        if word.lower_ in HELD and word.dep_ != "acl:relcl":
            agents = [*verb_roles(word).get("subject", [])]
            if word.i < token.i and word.i >= 2 and word.nbor(-1).text in {"-", "–"}:
                agents = [word.nbor(-2)]
            for agent in agents:
                if scene.actors.is_armed(agent) and agent.i != token.i:
                    return agent
    return next((o.actor for o in others if o.actor is not None and _describes(o, draft)), None)


def without_descriptions(drafts: Sequence[Draft]) -> list[Draft]:
    """Drop states that only describe a place acted on ("took X, a stronghold of Y")."""
    acting = [d for d in drafts if d.match.frame.kind in ACTS_ON_HOLDER and d.found is not None]
    return [
        d
        for d in drafts
        if d.match.frame.kind is not ClaimKind.CONTROL_STATE
        or not any(_describes(d, other) for other in acting)
    ]


def _describes(state: Draft, draft: Draft) -> bool:
    """Say whether a state is told in an apposition of the place of another claim."""
    if state.match.frame.kind is not ClaimKind.CONTROL_STATE or draft.found is None:
        return False
    token = draft.found.token
    names = {token.i, token.head.i} if base(token) in {"nmod", "flat"} else {token.i}
    return not names.isdisjoint(t.i for t in _described(state.match.trigger))


def _described(trigger: Token) -> Iterator[Token]:
    """Yield what the phrase around a trigger is an apposition of."""
    token = trigger
    while base(token) in DESCRIBING and token.dep_ != "acl:relcl":
        if token.dep_ == "appos":
            yield token.head
        token = token.head
