"""From frames to claims: fill the parts, expand the places, attach stance, time and speaker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import msgspec
from spacy.tokens import Token

from whoholds.model import (
    ActorMention,
    Claim,
    ClaimKind,
    Modality,
    PlacePhrase,
    PlaceRelation,
    Span,
    StatusAfter,
)
from whoholds.reading.backing import is_help
from whoholds.reading.claim_places import (
    exact_roles_hold,
    implied_place,
    places_of,
)
from whoholds.reading.claim_times import time_of
from whoholds.reading.confidence import Features, confidence_of, features_of_echo
from whoholds.reading.drafts import Draft, holder_told, without_descriptions
from whoholds.reading.echoes import find_echoes
from whoholds.reading.frames import Frame, Match, event_nouns, find_matches
from whoholds.reading.grammar import RELATIVE, base, conjuncts, first_conjunct, preposition
from whoholds.reading.places import Found
from whoholds.reading.refuted import claimant_of
from whoholds.reading.rivals import (
    sentences_of,
    without_repeats,
    without_superseded,
)
from whoholds.reading.scene import Scene
from whoholds.reading.stance import Stance, as_claimed, read_stance, verb_of
from whoholds.reading.voices import voices
from whoholds.reading.who import span_of
from whoholds.reading.words import load_words

ON_THE_GROUND = frozenset({ClaimKind.SEIZE, ClaimKind.CONTEST, ClaimKind.ADVANCE})
SELF = "self"
"""The role of a word that is its own party: "the city is theirs"."""
CHANGES = frozenset({ClaimKind.SEIZE, ClaimKind.HANDOVER})
STRICT = frozenset({ClaimKind.SEIZE, ClaimKind.CONTROL_STATE, ClaimKind.HANDOVER})


def read_claims(scene: Scene, *, start: int = 0) -> list[Claim]:
    """Return the claims of a text from character `start` on, in the order of their evidence."""
    return sorted(
        (
            msgspec.structs.replace(claim, confidence=confidence_of(features))
            for claim, features in draft_claims(scene, start=start)
        ),
        key=_order,
    )


def draft_claims(scene: Scene, *, start: int = 0) -> list[tuple[Claim, Features]]:
    """Return the claims with the features that their confidence is made of."""
    drafted: list[Draft] = []
    told: list[Found] = []
    for trigger, matches in find_matches(scene.doc):
        told = [f for f in told if f.token.i >= trigger.sent.start]
        drafts = [_continued(d, drafted) for d in _first_fit(scene, matches, told)]
        drafts = [d for d in drafts if d.actor or d.opponent or not _must_continue(d.match.frame)]
        for found in (d.found for d in drafts if d.found is not None):
            told.append(found)
            scene.phrases.learn(found)
        if trigger.idx >= start:
            drafted.extend(drafts)
    used = {i for d in drafted for i in d.match.used()}
    drafted = [d for d in drafted if d.match.trigger.i not in used]
    features: dict[Claim, Features] = {}
    for draft in without_descriptions(drafted):
        for voiced in _voiced(draft):
            claim = _claim(scene, voiced, drafted)
            features[claim] = _features(voiced, claim)
    kept = without_superseded(without_repeats(list(features)), sentences_of(scene.doc))
    echoes = find_echoes(
        scene.doc, kept, scene.attributions, named=scene.actors.known_speaker, start=start
    )
    return [
        *((claim, features[claim]) for claim in kept),
        *((claim, features_of_echo(claim)) for claim in echoes),
    ]


def _voiced(draft: Draft) -> tuple[Draft, ...]:
    """Return a draft as what it is: the claim of one side and its denial by another are two."""
    refuted = draft.stance.refuted
    if refuted is None or claimant_of(refuted) is None:
        return (draft,)
    return replace(draft, stance=as_claimed(draft.stance)), draft


def _continued(draft: Draft, before: Sequence[Draft]) -> Draft:
    """Return "B followed" with who acted on A, where A was taken or handed over in the sentence."""
    follows = draft.match.frame.continues or _is_next(draft.match.trigger)
    if not follows or draft.actor is not None:
        return draft
    start = draft.match.trigger.sent.start
    changes = (d for d in reversed(before) if d.match.frame.kind in CHANGES)
    last = next((d for d in changes if d.match.trigger.i >= start), None)
    if last is None:
        return draft
    frame = msgspec.structs.replace(draft.match.frame, kind=last.match.frame.kind)
    match = replace(draft.match, frame=frame)
    return replace(draft, match=match, actor=last.actor, opponent=last.opponent)


def _is_next(noun: Token) -> bool:
    """Say whether a noun tells what came next ("followed by the capture of X")."""
    return base(noun) == "obl" and preposition(noun) == "by" and noun.head.lemma_ == "follow"


def _must_continue(frame: Frame) -> bool:
    """Say whether a frame says something only after another change was told."""
    return frame.continues and not frame.bare


def _order(claim: Claim) -> tuple[Span, str, Span]:
    return claim.evidence, claim.kind.value, claim.trigger


def _first_fit(scene: Scene, matches: tuple[Match, ...], told: list[Found]) -> list[Draft]:
    """Return the drafts of the first frame whose parts can be filled."""
    for match in matches:
        drafts = _drafts(scene, match, told)
        if drafts:
            return drafts
    return []


def _drafts(scene: Scene, match: Match, told: list[Found]) -> list[Draft]:
    frame = match.frame
    if not _armed_where_needed(scene, match) or not exact_roles_hold(scene, match):
        return []
    actor = _actor(scene, match, frame.actor)
    opponent = _actor(scene, match, frame.opponent, other_than=actor)
    stance = read_stance(match.trigger)
    if frame.kind is ClaimKind.ATTACK_REPELLED and (stance.planned or stance.conditional):
        return []  # "ordered all sides to stop attacks"
    if frame.kind is ClaimKind.SIEGE and frame.status is StatusAfter.NONE and stance.negated:
        return []  # "the siege was not lifted" is told by the siege itself
    found = list(places_of(scene, match, actor, opponent))
    if actor is None and opponent is None and preposition(match.trigger) in frame.backdrop:
        return []
    if frame.kind in STRICT and actor is None and opponent is None and not _passive_ok(match):
        return []
    if not found and frame.implied:
        found = implied_place(scene, match, told)
        if not found:
            told_so = actor or opponent or _is_announced_truce(match)
            return [Draft(match, None, actor, opponent, stance)] if told_so else []
    actors: list[Token | None] = [actor]
    if frame.each and actor is not None:
        actors = [t for t in conjuncts(first_conjunct(actor)) if scene.actors.is_armed(t)]
    return [Draft(match, f, side, opponent, stance) for f in found for side in actors]


def _is_announced_truce(match: Match) -> bool:
    """Say whether a truce is told as an event, though without parties and place."""
    governor = match.trigger.head
    if match.trigger.dep_ == "compound":
        governor = governor.head
    return (
        match.frame.kind is ClaimKind.CEASEFIRE and governor.lemma_.lower() in load_words().truces
    )


def _passive_ok(match: Match) -> bool:
    """Allow a change without parties: passives, nominals and "the town fell"."""
    return match.frame.kind is not ClaimKind.CONTROL_STATE and (
        bool(match.frame.nouns)
        or "subject" not in match.roles
        or match.frame.bare
        or match.frame.continues
    )


def _armed_where_needed(scene: Scene, match: Match) -> bool:
    for wanted in match.frame.armed:
        choice = wanted.removesuffix("?")
        found = (t for _, t in match.tokens(*choice.split("|")))
        tokens = [
            scene.actors.leading(_right_before_relative(scene, match.trigger, t)) for t in found
        ]
        tokens = [t for t in tokens if base(t) != "amod" or scene.actors.is_armed(t)]
        if not tokens and wanted != choice:
            continue
        fighting = match.frame.kind is ClaimKind.SIEGE and any(
            t.lemma_.lower() in event_nouns() for t in tokens[:1]
        )
        if not tokens or not (fighting or scene.actors.is_armed(tokens[0])):
            return False
        if match.frame.kind in ON_THE_GROUND and scene.actors.is_aerial(tokens[0]):
            return False
    return True


def _actor(
    scene: Scene, match: Match, paths: tuple[str, ...], *, other_than: Token | None = None
) -> Token | None:
    """Return the first token in the roles that can be a party."""
    for path, token in match.tokens(*paths):
        if other_than is not None and token.i == other_than.i:
            continue
        if (token.i == match.trigger.i and path != SELF) or is_help(token):
            continue
        party = scene.actors.leading(_right_before_relative(scene, match.trigger, token))
        if match.frame.kind in ON_THE_GROUND and scene.actors.is_aerial(party):
            continue
        if scene.actors.is_armed(party) or _receives(match, party):
            return party
    return None


def _right_before_relative(scene: Scene, verb: Token, noun: Token) -> Token:
    """Return the party right before "which" where the parse hung its clause on the place.

    "took the town of X from the army, which had held it": who held it is no town.
    """
    if verb.dep_ != "acl:relcl" or noun.i != verb.head.i or scene.actors.is_fighter(noun):
        return noun
    pronoun = next((c for c in verb.children if c.lower_ in RELATIVE), None)
    if pronoun is None or base(pronoun) != "nsubj" or pronoun.nbor(-1).lower_ != ",":
        return noun
    name = pronoun.nbor(-2)
    head = name.head if name.dep_ == "flat" else name
    return head if head.i > noun.i and scene.actors.is_armed(head) else noun


def _receives(match: Match, token: Token) -> bool:
    """Say whether a civil body is handed a place ("to the civil council")."""
    receiver = match.frame.kind is ClaimKind.HANDOVER and "to" in match.frame.actor
    return receiver and token.lemma_.lower() in load_words().actors.civil


def _claim(scene: Scene, draft: Draft, others: Sequence[Draft]) -> Claim:
    frame, trigger = draft.match.frame, draft.match.trigger
    phrase = _phrase(draft)
    actor = scene.actors.mention(draft.actor) if draft.actor is not None else None
    loser = draft.opponent or holder_told(scene, draft, others)
    opponent = scene.actors.mention(loser) if loser is not None else None
    evidence = _evidence(draft, phrase, actor)
    told = voices(evidence, draft.stance, scene.attributions)
    speakers = tuple(s for s in told if s is not None)
    side = speakers[0].side if speakers and draft.stance.refuted is None else None
    if draft.actor is not None and side is not None:
        actor = scene.actors.of_speaker(draft.actor, side) or actor
    kind = _kind(frame, draft.stance)
    modality = _modality(draft, attributed=bool(told))
    interval, basis = time_of(scene, draft, modality)
    return Claim(
        kind=kind,
        trigger=span_of(trigger),
        evidence=evidence,
        frame=frame.id,
        modality=modality,
        status_after=_status(draft, kind, modality),
        actor=actor,
        counter_actor=opponent,
        supporters=() if frame.each else _supporters(scene, draft),
        place=phrase,
        interval=interval,
        time_basis=basis,
        speakers=speakers,
    )


def _phrase(draft: Draft) -> PlacePhrase | None:
    if draft.found is None:
        return None
    phrase = draft.found.phrase
    relation = draft.match.frame.relation
    if relation is not None and phrase.relation is PlaceRelation.IN:
        phrase = msgspec.structs.replace(phrase, relation=PlaceRelation(relation))
    return phrase


def _kind(frame: Frame, stance: Stance) -> ClaimKind:
    """An attempt to take a place is fighting for it; what a deal gives is handed over."""
    kind = frame.kind
    if frame.aim is not None and (stance.attempt or stance.planned):
        kind = frame.aim
    if stance.agreed and kind is ClaimKind.SEIZE:
        return ClaimKind.HANDOVER
    if stance.attempt and kind is ClaimKind.SEIZE and not stance.negated:
        return ClaimKind.CONTEST
    return kind


def _modality(draft: Draft, *, attributed: bool) -> Modality:
    stance = draft.stance
    if draft.match.frame.modality is not None:
        return draft.match.frame.modality
    return stance.modality(attributed=attributed)


def _status(draft: Draft, kind: ClaimKind, modality: Modality) -> StatusAfter:
    status = draft.match.frame.status
    if kind is ClaimKind.CONTROL_STATE and draft.stance.no_longer:
        return StatusAfter.LOST
    if kind is ClaimKind.SIEGE and draft.stance.no_longer:
        return StatusAfter.NONE
    if modality in {Modality.DENIED, Modality.PLANNED, Modality.POSSIBLE}:
        return StatusAfter.NONE
    if kind is ClaimKind.CONTEST:
        return StatusAfter.CONTESTED
    if kind is ClaimKind.SEIZE and draft.stance.brief:
        return StatusAfter.LOST
    return status


def _supporters(scene: Scene, draft: Draft) -> tuple[ActorMention, ...]:
    """Return who acts with the actor and who backs it, each once."""
    if draft.actor is None:
        return ()
    partners = scene.actors.partners(draft.actor)
    own = scene.actors.party(draft.actor).actor
    known = {p.actor_id for p in partners} | ({own.id} if own is not None else set())
    helpers = scene.actors.helpers(draft.actor, verb_of(draft.match.trigger))
    return (*partners, *(h for h in helpers if h.actor_id is None or h.actor_id not in known))


def _evidence(draft: Draft, phrase: PlacePhrase | None, actor: ActorMention | None) -> Span:
    """Return the words from the actor to the place around the trigger, in one sentence."""
    sentence = draft.match.trigger.sent
    inside = Span(sentence.start_char, sentence.end_char)
    spans = [span_of(draft.match.trigger)]
    parts = (part.span for part in (phrase, actor) if part is not None)
    spans.extend(span for span in parts if span is not None and inside.covers(span))
    return Span.hull(spans)


def _features(draft: Draft, claim: Claim) -> Features:
    trigger = draft.match.trigger
    found = draft.found
    distance = abs(found.token.i - trigger.i) if found is not None else 0
    return Features(
        kind=claim.kind.value,
        frame=claim.frame,
        lemma=trigger.lemma_.lower(),
        place=found.how.value if found is not None else "none",
        resolved=bool(claim.place and claim.place.place_id),
        actor=_how_actor(claim.actor),
        opponent=_how_actor(claim.counter_actor),
        distance=distance,
        modality=claim.modality.value,
        noun=trigger.pos_ == "NOUN",
        clause=base(trigger),
        coordinated=sum(1 for _ in conjuncts(found.token)) if found is not None else 0,
    )


def _how_actor(actor: ActorMention | None) -> str:
    if actor is None:
        return "none"
    if actor.actor_id is not None:
        return "known"
    return "named" if actor.text[:1].isupper() else "noun"


__all__ = ["draft_claims", "read_claims"]
