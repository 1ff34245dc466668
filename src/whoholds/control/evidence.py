"""One statement as evidence: what it says of the state before and after, and how surely."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import msgspec

from whoholds.control.dating import Window, available_at, window_of
from whoholds.control.naming import Namer
from whoholds.control.parties import Party, Ties, related, slug
from whoholds.control.settings import EVEN, Degrees, Settings, Variant
from whoholds.control.witnesses import Voice
from whoholds.model import (
    Claim,
    ClaimKind,
    Modality,
    PlaceRelation,
    SpeakerKind,
    Statement,
    StatusAfter,
    TimeBasis,
)

_GAINS = frozenset({"seize", "handover", "controls", "attack_repelled"})
_HOLDS = frozenset({"seize", "handover", "controls"})
_LOSSES = frozenset({"withdraw", "absent", "seize_lost", "siege"})
_PART: Degrees = (0.6, 1.0, 0.6, 0.6, 0.6)
_SURE = 0.6  # how much of the doubt in a voice stays where it confirms
_STATES = frozenset({"controls", "absent", "contest", "siege", "advance", "attack_repelled"})


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What one statement says about its place.

    trust: chance 0..1 that its voice tells so; caution: how much of the doubt in that counts;
    clarity: chance that the words were read right and mean this place. ceiling: of p.
    change: 0..1, how far it tells a change.
    says: what it says in short ("+A": A holds, "-A": A does not, ...), equal for statements
    that say the same. voice: who said it first. stance: whether it favours or hurts the side of
    its speaker. available: from when on it was known, days since 1970. counts: 0..1, how far it
    adds to other voices that say the same.
    """

    statement: Statement
    variant: str
    window: Window
    before: Degrees
    after: Degrees
    trust: float
    caution: float
    clarity: float
    ceiling: float
    change: float
    actor: Party | None
    counter: Party | None
    says: str
    voice: Voice
    stance: str
    notes: tuple[str, ...]
    available: float
    counts: float = 1.0

    @property
    def origin(self) -> str:
        """The key of who said it first."""
        return self.voice.key

    @property
    def p(self) -> float:
        """The chance 0..1 that it was read right and told truly."""
        return min((1.0 - self.caution * (1.0 - self.trust)) * self.clarity, self.ceiling)

    @property
    def weights(self) -> tuple[float, float]:
        """How much of the nats count at the window's start and at its end."""
        if self.window.spans:
            return 0.5 * self.counts, 0.5 * self.counts
        return (self.counts if self.window.opened else 0.0), self.counts


def evidence_of(
    statement: Statement,
    *,
    settings: Settings,
    ties: Ties,
    origins: Mapping[str, Voice],
    country: str | None = None,
    parts: bool = True,
) -> Evidence | None:
    """Return what a statement says about control, None for kinds that do not move it.

    country: of the place, ISO alpha-2; words without a name ("the army") are read there. parts:
    to hold a share of the place ("30 percent of the city") is to hold a part; else it is to hold
    it, for places within to be judged by the share.
    """
    claim = statement.claim
    if not claim.kind.moves_control:
        return None
    namer = Namer(ties, settings.nobody, country)
    variant, actor, counter, notes = _what(statement, namer, settings)
    share = claim.place.share if claim.place is not None else None
    if parts and share is not None and share < settings.whole and variant.name in _HOLDS:
        variant, notes = settings.kinds["part"], (*notes, f"{share:.0%} of it")
    window = window_of(statement, settings.windows)
    before, after = _degrees(claim, variant, window, settings)
    denied = claim.modality is Modality.DENIED
    says = _says(variant.name, actor, denied)
    day = (statement.published or statement.recorded).date()
    stance = _stance(claim, says, (actor, counter), _Kin(ties, country, day))
    voice = origins.get(statement.id) or voice_of(statement)
    if window.note is not None:
        notes = (*notes, window.note)
    if claim.modality is Modality.PLANNED:
        notes = (*notes, "a plan, not yet an event")
    return Evidence(
        statement=statement,
        variant=variant.name,
        window=window,
        before=before,
        after=after,
        trust=_trust(claim, voice.key, stance, settings),
        caution=_SURE if claim.modality is Modality.CONFIRMED else 1.0,
        clarity=_clarity(claim, variant, settings) * window.factor * _dated(statement, settings),
        ceiling=settings.ceiling,
        change=0.0 if denied else variant.change,
        actor=actor,
        counter=counter,
        says=says,
        voice=voice,
        stance=stance,
        notes=notes,
        available=available_at(statement),
    )


def voice_of(statement: Statement) -> Voice:
    """Return who said it first: the innermost speaker, else the outlet."""
    speakers = statement.claim.speakers
    side = speakers[0].side if speakers else None
    return Voice(_key_of(statement), statement.report_id, None, side)


def _key_of(statement: Statement) -> str:
    if statement.claim.speakers:
        speaker = statement.claim.speakers[0]
        return speaker.speaker_id or slug(speaker.name) or slug(speaker.text) or "a-speaker"
    return f"outlet:{slug(statement.outlet)}" if statement.outlet else "outlet:unknown"


def _what(
    statement: Statement, namer: Namer, settings: Settings
) -> tuple[Variant, Party | None, Party | None, tuple[str, ...]]:
    """Return the row of the weights, the parties in their roles, and what had to be assumed."""
    claim, day = statement.claim, (statement.published or statement.recorded).date()
    name = _variant_name(claim)
    actor, first = namer.party(claim.actor, claim.supporters, day)
    counter, second = namer.party(claim.counter_actor, (), day)
    notes = tuple(note for note in (first, second) if note is not None)
    if actor is not None and counter is not None and actor.key == counter.key:
        counter = None
    if actor is None and counter is not None and name in _GAINS:
        loss = "withdraw" if name in {"seize", "handover"} else "absent"
        note = "who gained is not told: counted against the one who lost"
        return settings.kinds[loss], counter, None, (*notes, note)
    if actor is None and name not in {"contest", "ceasefire", "advance"}:
        empty = Variant(name, EVEN, EVEN, settings.kinds[name].change)
        note = "no party is named: only a sign that something changed"
        return empty, None, counter, (*notes, note)
    return settings.kinds[name], actor, counter, notes


def _variant_name(claim: Claim) -> str:
    lost = claim.status_after is StatusAfter.LOST
    if claim.kind is ClaimKind.CONTROL_STATE:
        if lost:
            return "absent"
        return "contest" if claim.status_after is StatusAfter.CONTESTED else "controls"
    if claim.kind is ClaimKind.SEIZE:
        if claim.modality is Modality.ONGOING or claim.status_after is StatusAfter.CONTESTED:
            return "advance"
        return "seize_lost" if lost else "seize"
    return claim.kind.value


def _degrees(
    claim: Claim, variant: Variant, window: Window, settings: Settings
) -> tuple[Degrees, Degrees]:
    before = variant.before if window.opened else EVEN
    after = variant.after
    in_part = claim.place is not None and claim.place.relation is PlaceRelation.PART_OF
    if in_part and variant.name != "part":
        before, after = _blend(before, _PART), _blend(after, _PART)
    if claim.modality is Modality.DENIED:
        before, after = EVEN, _denied(after, settings.denial)
    return (after if window.spans else before), after


def _blend(one: Degrees, other: Degrees) -> Degrees:
    if one == EVEN:
        return EVEN
    a, b, c, d, e = (0.5 * x + 0.5 * y for x, y in zip(one, other, strict=True))
    return (a, b, c, d, e)


def _denied(degrees: Degrees, share: float) -> Degrees:
    if degrees == EVEN:
        return EVEN
    a, b, c, d, e = (1.0 - share * x for x in degrees)
    return (a, b, c, d, e)


def _says(variant: str, actor: Party | None, denied: bool) -> str:
    who = "" if actor is None else actor.key
    if variant in _GAINS:
        word = "+"
    elif variant in _LOSSES - {"siege"}:
        word = "-"
    else:
        word = f"{variant}:"
    return f"{'not ' if denied else ''}{word}{who}"


@dataclass(frozen=True, slots=True)
class _Kin:
    """Tells friend from foe in a country on a day."""

    ties: Ties
    country: str | None
    day: date

    def to(self, side: str, party: Party | None) -> int:
        """Return 1 for a party of one's own side, -1 for an enemy, 0 where nothing is known."""
        if party is None:
            return 0
        if related(side, party.key, self.ties):
            return 1
        if self.ties.opposed(side, party.key, self.country, self.day):
            return -1
        one = self.ties.side(side, self.country, self.day)
        return int(one == self.ties.side(party.key, self.country, self.day))


def _stance(claim: Claim, says: str, parties: tuple[Party | None, Party | None], kin: _Kin) -> str:
    """Return whether the claim favours or hurts the side of its speaker.

    parties: who the claim is about, and the opponent. What is told of parties that the speaker's
    side has no known relation to is neutral.
    """
    side = claim.speakers[0].side if claim.speakers else None
    plain = says.removeprefix("not ")
    if side is None or parties[0] is None or plain[:1] not in {"+", "-"}:
        return "neutral"
    sign = (1 if plain.startswith("+") else -1) * (1 if plain == says else -1)
    good = sign * (kin.to(side, parties[0]) or -kin.to(side, parties[1]))
    return {1: "favours", -1: "hurts", 0: "neutral"}[good]


def _trust(claim: Claim, origin: str, stance: str, settings: Settings) -> float:
    kind = claim.speakers[0].kind if claim.speakers else SpeakerKind.MEDIUM
    return settings.speakers.get((origin, stance), settings.trust[kind][stance])


def _dated(statement: Statement, settings: Settings) -> float:
    """Return how far the day that the words tell can be relied on (0..1)."""
    interval, basis = statement.claim.interval, statement.claim.time_basis
    factor = settings.dating["history"] if statement.published is None else 1.0
    if interval is None or interval.is_empty or basis is TimeBasis.PUBLICATION:
        return factor
    return factor * (settings.dating["by"] if interval.start is None else 1.0)


def _clarity(claim: Claim, variant: Variant, settings: Settings) -> float:
    """Return how surely the words say this of this place, as read (0..1)."""
    modality = settings.modality[claim.modality]
    if claim.modality is Modality.ONGOING and variant.name in _STATES:
        modality = 1.0
    relation = 1.0
    if claim.place is not None:
        relation = settings.relation[claim.place.relation]
        if claim.place.share is not None:
            told = 1.0 if variant.name == "part" else min(claim.place.share, 1.0)
            relation = max(relation, told)
    doubt = settings.doubt * (1.0 - min(max(claim.confidence, 0.0), 1.0))
    return modality * relation * (1.0 - doubt)
