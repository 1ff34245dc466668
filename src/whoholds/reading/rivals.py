"""Claims that say the same, and those whose outcome the same sentence tells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from spacy.tokens import Doc

from whoholds.model import Claim, ClaimKind, Modality, PlaceRelation, Span

ACTS_ON_HOLDER = frozenset({ClaimKind.SEIZE, ClaimKind.CONTEST, ClaimKind.SIEGE, ClaimKind.ADVANCE})
SUPERSEDED = {
    ClaimKind.SEIZE: frozenset({ClaimKind.CONTEST, ClaimKind.ADVANCE}),
    ClaimKind.ATTACK_REPELLED: frozenset({ClaimKind.CONTEST, ClaimKind.ADVANCE}),
    ClaimKind.CEASEFIRE: frozenset({ClaimKind.CONTEST}),
}


FIGHTING = "contest.fighting"
THROWN_OUT = "seize.thrown_out"
BASE = "control_state.foothold"
ONE_CLAUSE = 25
"""How far apart (characters) two triggers of one act may stand ("launched a fresh attack")."""


def sentences_of(doc: Doc) -> list[Span]:
    """Return the characters of each sentence, in order."""
    return [Span(s.start_char, s.end_char) for s in doc.sents]


def without_repeats(claims: list[Claim]) -> list[Claim]:
    """Keep the fullest of claims of one kind on one place with overlapping evidence."""
    kept: list[Claim] = []
    for claim in sorted(claims, key=lambda c: (-_parts(c), len(c.evidence), c.evidence)):
        if not any(_same(claim, other) for other in kept):
            kept.append(claim)
    return kept


def _parts(claim: Claim) -> int:
    """Count the parts of a claim that are filled."""
    return sum(p is not None for p in (claim.actor, claim.counter_actor, claim.place))


def _same(a: Claim, b: Claim) -> bool:
    if a.kind is not b.kind or not a.evidence.overlaps(b.evidence) or a.modality is not b.modality:
        return False
    apart = abs(a.trigger.start - b.trigger.start) > ONE_CLAUSE
    told_again = a.kind is ClaimKind.WITHDRAW or THROWN_OUT in {a.frame, b.frame}
    if (apart and not told_again) or _is_loss(a) != _is_loss(b):
        return False
    if a.trigger == b.trigger and a.place and b.place and a.place.span != b.place.span:
        return False  # "the town and its airport"
    if _actor_key(a) != _actor_key(b) and a.actor and b.actor:
        return False
    return _place_key(a) == _place_key(b)


def _is_loss(claim: Claim) -> bool:
    """Say whether a taking is told from the loser's side ("retook a village they had lost")."""
    return claim.frame.startswith("seize.los")


def without_superseded(claims: list[Claim], sentences: Sequence[Span]) -> list[Claim]:
    """Drop an attack whose outcome the same sentence tells ("stormed and took X")."""
    starts = {c: _sentence_start(sentences, c) for c in claims}
    return [
        c
        for c in claims
        if not any(
            starts[o] == starts[c] and _place_key(o) == _place_key(c) and _supersedes(o, c)
            for o in claims
        )
    ]


def _supersedes(outcome: Claim, claim: Claim) -> bool:
    """Say whether the one tells what the other led to, or acts on what the other says is held."""
    if claim.kind is ClaimKind.CONTROL_STATE and outcome.kind in ACTS_ON_HOLDER:
        acted_on = outcome.place.span if outcome.place is not None else None
        if claim.frame == BASE and acted_on is not None and acted_on.covers(claim.trigger):
            return True  # "the rebel base in X was overrun"
        if outcome.kind is ClaimKind.SEIZE and _actor_key(outcome) == _actor_key(claim):
            near = _is_near(outcome)
            before = claim.trigger.start < outcome.trigger.start and not _told_once(claim, outcome)
            return outcome.evidence.overlaps(claim.evidence) and not near and not before
        loser = outcome.counter_actor
        held_by = claim.actor
        if loser is None or held_by is None:
            return False
        known = loser.actor_id is not None and loser.actor_id == held_by.actor_id
        described = known and claim.trigger.start > outcome.trigger.start
        together = outcome.evidence.overlaps(claim.evidence)
        return (described and together) or loser.text == held_by.text
    if claim.kind not in SUPERSEDED.get(outcome.kind, ()) or not _happened(outcome):
        return False
    if _is_near(outcome) and not _is_near(claim):
        return False  # "attacked X and took bases around it"
    return bool(_sides(outcome) & _sides(claim)) or not _sides(outcome) or _is_bare(claim, outcome)


def _is_near(claim: Claim) -> bool:
    return claim.place is not None and claim.place.relation is PlaceRelation.NEAR


def _told_once(a: Claim, b: Claim) -> bool:
    """Say whether the actor of two claims is told by the same words."""
    return a.actor is not None and b.actor is not None and a.actor.span == b.actor.span


def _is_bare(claim: Claim, outcome: Claim) -> bool:
    """Say whether a claim is a mere "fighting", without parties, before what came of it."""
    earlier = claim.trigger.start < outcome.trigger.start
    return earlier and claim.frame == FIGHTING and not _sides(claim)


def _happened(claim: Claim) -> bool:
    return claim.modality in {Modality.ASSERTED, Modality.REPORTED, Modality.CONFIRMED}


def _sides(claim: Claim) -> set[str]:
    parties = (claim.actor, claim.counter_actor)
    return {p.actor_id or (p.name or p.text).lower() for p in parties if p is not None}


def _sentence_start(sentences: Sequence[Span], claim: Claim) -> int:
    index = bisect_right(sentences, claim.trigger.start, key=lambda s: s.start) - 1
    return sentences[max(0, index)].start if sentences else 0


def _place_key(claim: Claim) -> tuple[str | None, str]:
    if claim.place is None:
        return None, ""
    return claim.place.place_id, (claim.place.name or claim.place.text).lower()


def _actor_key(claim: Claim) -> str:
    if claim.actor is None:
        return ""
    return claim.actor.actor_id or claim.actor.text.lower()
