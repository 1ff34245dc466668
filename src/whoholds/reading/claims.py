"""From frames to claims: fill the parts, expand the places, attach stance, time and speaker."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import msgspec
from spacy.tokens import Doc, Token

from whoholds.model import (
    ActorMention,
    Attribution,
    Claim,
    ClaimKind,
    Granularity,
    Interval,
    Modality,
    PlacePhrase,
    PlaceRelation,
    Span,
    StatusAfter,
    TimeBasis,
    TimeExpression,
    Toponym,
)
from whoholds.reading.attribution import speakers_of
from whoholds.reading.confidence import Features, confidence_of, features_of_echo
from whoholds.reading.discourse import Places, Sort
from whoholds.reading.echoes import find_echoes
from whoholds.reading.frames import Match, find_matches
from whoholds.reading.grammar import base, conjuncts, verb_roles
from whoholds.reading.places import COMPASS, LISTABLE, Found, How, PlaceReader
from whoholds.reading.rivals import (
    ACTS_ON_HOLDER,
    sentences_of,
    without_repeats,
    without_superseded,
)
from whoholds.reading.stance import Stance, is_present, read_stance
from whoholds.reading.when import link_time, reached_before
from whoholds.reading.who import Actors, span_of
from whoholds.reading.words import load_words

STRICT = frozenset({ClaimKind.SEIZE, ClaimKind.CONTROL_STATE, ClaimKind.HANDOVER})
NAMED_REGIONS = frozenset({*LISTABLE, How.ROAD, How.PART})
REGION_ROLES = (
    "in",
    "near",
    "around",
    "at",
    "of",
    "on",
    "outside",
    "between",
    "inside",
    "along",
    "to",
)
SETTLED = frozenset(Sort) - {Sort.COUNTRY}
HELD = frozenset({"held", "controlled", "occupied"})


@dataclass(frozen=True, slots=True)
class Scene:
    """All that is known of one text before its claims are read."""

    doc: Doc
    toponyms: tuple[Toponym, ...]
    places: Places
    actors: Actors
    phrases: PlaceReader
    times: tuple[TimeExpression, ...]
    attributions: tuple[Attribution, ...]
    anchor: datetime | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim being made: the match, its place, actor and opponent."""

    match: Match
    found: Found | None
    actor: Token | None
    opponent: Token | None
    stance: Stance


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
    features: dict[Claim, Features] = {}
    told: list[Found] = []
    for trigger, matches in find_matches(scene.doc):
        told = [f for f in told if f.token.i >= trigger.sent.start]
        drafts = _first_fit(scene, matches, told)
        for found in (d.found for d in drafts if d.found is not None):
            told.append(found)
            scene.phrases.learn(found)
        if trigger.idx >= start:
            for draft in drafts:
                claim = _claim(scene, draft)
                features[claim] = _features(draft, claim)
    kept = without_superseded(without_repeats(list(features)), sentences_of(scene.doc))
    echoes = find_echoes(scene.doc, kept, start=start)
    return [
        *((claim, features[claim]) for claim in kept),
        *((claim, features_of_echo(claim)) for claim in echoes),
    ]


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
    if not _armed_where_needed(scene, match) or not _exact(scene, match):
        return []
    actor = _actor(scene, match, frame.actor)
    opponent = _actor(scene, match, frame.opponent, other_than=actor)
    stance = read_stance(match.trigger)
    found = list(_places(scene, match, actor, opponent))
    if frame.kind in STRICT and actor is None and opponent is None and not _passive_ok(match):
        return []
    if not found and frame.implied:
        found = _implied_place(scene, match, told)
        if not found:
            return [Draft(match, None, actor, opponent, stance)] if actor or opponent else []
    return [Draft(match, f, actor, opponent, stance) for f in found]


def _passive_ok(match: Match) -> bool:
    """Allow a change without parties: passives, nominals and "the town fell"."""
    return match.frame.kind is not ClaimKind.CONTROL_STATE and (
        bool(match.frame.nouns) or "subject" not in match.roles or match.frame.id == "seize.fall"
    )


def _armed_where_needed(scene: Scene, match: Match) -> bool:
    for choice in match.frame.armed:
        tokens = [t for _, t in match.tokens(*choice.split("|"))]
        if not tokens or not scene.actors.is_armed(tokens[0]):
            return False
    return True


def _exact(scene: Scene, match: Match) -> bool:
    """Say whether the roles that must be places are ("the battle for X")."""
    tokens = [t for _, t in match.tokens(*match.frame.exact)]
    return all(scene.phrases.read(t) or scene.actors.is_armed(t) for t in tokens)


def _actor(
    scene: Scene, match: Match, paths: tuple[str, ...], *, other_than: Token | None = None
) -> Token | None:
    """Return the first token in the roles that can be a party."""
    for _, token in match.tokens(*paths):
        if other_than is not None and token.i == other_than.i:
            continue
        if token.i == match.trigger.i:
            continue
        if scene.actors.is_armed(token):
            return token
    return None


def _places(
    scene: Scene, match: Match, actor: Token | None, opponent: Token | None
) -> Iterator[Found]:
    """Yield the places of a match: those of the first role that holds any."""
    taken = {t.i for t in (actor, opponent) if t is not None}
    for path in match.frame.place:
        found: list[Found] = []
        for _, token in match.tokens(path):
            if token.i in taken:
                continue
            found.extend(f for f in scene.phrases.read(token) if _acceptable(scene, f))
        if found:
            yield from _with_region(scene, match, found)
            return
    yield from _below(scene, match)


def _below(scene: Scene, match: Match) -> list[Found]:
    """Return a place that the parse hangs on another part ("clashed with the army in X")."""
    if not {"in", "at", "near"} & set(match.frame.place):
        return []
    for role in match.roles:
        for _, token in match.tokens(
            *(f"{role}.{word}" for word in ("in", "at", "near", "around"))
        ):
            named = [f for f in scene.phrases.read(token) if f.how in NAMED_REGIONS]
            if named:
                return named
    return []


def _with_region(scene: Scene, match: Match, found: list[Found]) -> list[Found]:
    """Give unnamed places the region that the clause tells ("took 60 villages near X")."""
    if any(f.how not in {How.UNNAMED, How.FACILITY} for f in found):
        return found
    for path, token in match.tokens(*REGION_ROLES):
        if path == "to" and token.lemma_.lower() not in COMPASS:
            continue
        regions = [r for r in scene.phrases.read(token) if r.how in NAMED_REGIONS]
        if regions:
            return [scene.phrases.as_part(r, found[0].token) for r in regions]
    return found


def _acceptable(scene: Scene, found: Found) -> bool:
    """Turn down a phrase that is no place for this frame."""
    token = found.token
    if found.how is How.NAME and token.lemma_.lower() not in load_words().places.named:
        party = scene.actors.party(token)
        if party.actor is not None or token.lemma_.lower() in load_words().actors.armed:
            return False
    return True


def _implied_place(scene: Scene, match: Match, told: list[Found]) -> list[Found]:
    """Return the place that the sentence or the text is about where the clause names none."""
    sentence = match.trigger.sent
    known = [f for f in told if f.how is not How.UNNAMED and f.token.i < match.trigger.i]
    if known:
        return [Found(known[-1].phrase, How.IMPLIED, known[-1].token)]
    mention = scene.places.last(match.trigger.i, SETTLED)
    if mention is None or mention.start < _previous(sentence.start, scene):
        mention = scene.places.main(SETTLED)
    if mention is None:
        after = [m for m in scene.places.mentions if match.trigger.i < m.start < sentence.end]
        mention = next((m for m in after if m.sort in SETTLED), mention)
    if mention is None:
        return []
    found = scene.phrases.read(scene.doc[mention.end - 1])
    return [Found(f.phrase, How.IMPLIED, f.token) for f in found[:1]]


def _previous(start: int, scene: Scene) -> int:
    return int(scene.doc[start - 1].sent.start) if start else 0


def _claim(scene: Scene, draft: Draft) -> Claim:
    frame, trigger = draft.match.frame, draft.match.trigger
    phrase = _phrase(draft)
    actor = scene.actors.mention(draft.actor) if draft.actor is not None else None
    loser = draft.opponent or _holder_told(scene, draft)
    opponent = scene.actors.mention(loser) if loser is not None else None
    evidence = _evidence(draft, phrase, actor)
    speakers = tuple(s for s in speakers_of(evidence, scene.attributions) if s is not None)
    attributed = bool(speakers_of(evidence, scene.attributions))
    if draft.actor is not None and speakers and speakers[0].side is not None:
        actor = scene.actors.of_speaker(draft.actor, speakers[0].side) or actor
    kind = _kind(frame.kind, draft.stance)
    modality = _modality(draft, attributed=attributed)
    interval, basis = link_time(
        trigger,
        scene.times,
        anchor=scene.anchor,
        narrative=_narrative(scene, trigger),
        place=draft.found.token if draft.found is not None else None,
    )
    if interval is not None and interval.start is None and is_present(trigger):
        last = interval.last_day
        interval = Interval.of_day(last) if last is not None else interval
    elif basis is TimeBasis.PUBLICATION:
        interval, basis = _by_publication(scene, draft, modality)
    return Claim(
        kind=kind,
        trigger=span_of(trigger),
        evidence=evidence,
        frame=frame.id,
        modality=modality,
        status_after=_status(draft, kind, modality),
        actor=actor,
        counter_actor=opponent,
        supporters=_supporters(scene, draft),
        place=phrase,
        interval=interval,
        time_basis=basis,
        speakers=speakers,
    )


def _narrative(scene: Scene, trigger: Token) -> Interval | None:
    """Return the day that a simple past goes on from: told in this sentence or the one before."""
    if "Past" not in trigger.morph.get("Tense", []) or is_present(trigger):
        return None
    if any(c.lower_ in {"has", "have", "had"} and base(c) == "aux" for c in trigger.children):
        return None
    first = scene.doc[_previous(trigger.sent.start, scene)].idx
    recent = [t for t in scene.times if t.span.start >= first]
    return reached_before(recent, trigger.idx)


def _by_publication(
    scene: Scene, draft: Draft, modality: Modality
) -> tuple[Interval | None, TimeBasis]:
    """Return the time of what is told without one: a present tense means the day it is told."""
    if modality in {Modality.PLANNED, Modality.POSSIBLE} or scene.anchor is None:
        return None, TimeBasis.UNKNOWN
    if is_present(draft.match.trigger):
        return Interval.of_day(scene.anchor.date()), TimeBasis.PUBLICATION
    return Interval(end=scene.anchor, granularity=Granularity.DAY), TimeBasis.PUBLICATION


def _holder_told(scene: Scene, draft: Draft) -> Token | None:
    """Return who is said to hold the place that is acted on ("villages held by X", "X-held")."""
    if draft.found is None or draft.match.frame.kind not in ACTS_ON_HOLDER:
        return None
    token = draft.found.token
    around = [*token.children, *(token.head.children if token.dep_ == "nmod" else ())]
    for word in around:
        if word.lower_ in HELD:
            agents = [*verb_roles(word).get("subject", [])]
            if word.i < token.i and word.i >= 2 and word.nbor(-1).text in {"-", "–"}:
                agents = [word.nbor(-2)]
            for agent in agents:
                if scene.actors.is_armed(agent) and agent.i != token.i:
                    return agent
    return None


def _phrase(draft: Draft) -> PlacePhrase | None:
    if draft.found is None:
        return None
    phrase = draft.found.phrase
    relation = draft.match.frame.relation
    if relation is not None and phrase.relation is PlaceRelation.IN:
        phrase = msgspec.structs.replace(phrase, relation=PlaceRelation(relation))
    return phrase


def _kind(kind: ClaimKind, stance: Stance) -> ClaimKind:
    """An attempt to take a place is fighting for it (DESIGN: claim conventions)."""
    if kind is ClaimKind.CONTROL_STATE and (stance.attempt or stance.planned):
        kind = ClaimKind.SEIZE
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
    if modality in {Modality.DENIED, Modality.PLANNED, Modality.POSSIBLE}:
        return StatusAfter.NONE
    if kind is ClaimKind.CONTEST:
        return StatusAfter.CONTESTED
    if kind is ClaimKind.SEIZE and draft.stance.brief:
        return StatusAfter.LOST
    return status


def _supporters(scene: Scene, draft: Draft) -> tuple[ActorMention, ...]:
    return scene.actors.partners(draft.actor) if draft.actor is not None else ()


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


__all__ = ["Scene", "draft_claims", "read_claims"]
