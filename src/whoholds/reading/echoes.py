"""Echoes: clauses that deny or confirm what was claimed before, without saying it again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec
from spacy.tokens import Doc, Token

from whoholds.model import Attribution, Claim, Modality, Span, Speaker, StatusAfter
from whoholds.reading.frames.match import event_nouns
from whoholds.reading.grammar import (
    OBLIQUE,
    base,
    child,
    is_passive,
    noun_phrase,
    preposition,
    surface_subject,
)
from whoholds.reading.refuted import is_withheld
from whoholds.reading.text import text_of
from whoholds.reading.words import load_words

SAID = frozenset(
    {"claim", "report", "this", "that", "it", "allegation", "news", "assertion", "these"}
)
CLAIMED = frozenset({Modality.ASSERTED, Modality.REPORTED, Modality.CONFIRMED, Modality.POSSIBLE})


def _as_worded(words: str, span: Span) -> Speaker:
    return Speaker(text=words, name=words, span=span)


def find_echoes(
    doc: Doc,
    claims: Sequence[Claim],
    attributions: Sequence[Attribution] = (),
    *,
    named: Callable[[str, Span], Speaker] = _as_worded,
    start: int = 0,
) -> list[Claim]:
    """Return a claim for each one told before that a later clause denies or confirms.

    The clause takes it up with "the claim", "this" or its event noun ("confirmed the
    withdrawal"); what a clause says in its own words is read by the frames. start: the first
    character that counts; named: who speaks by the words for him.
    """
    found: list[Claim] = []
    for token in doc:
        target = _target(token)
        if target is None or token.idx < start or is_withheld(token):
            continue
        denies = token.lemma_.lower() in load_words().stance.deny
        speaker = _attributed(token, attributions) or _speaker(token, named)
        found.extend(
            msgspec.structs.replace(
                claim,
                modality=Modality.DENIED if denies else Modality.CONFIRMED,
                status_after=StatusAfter.NONE if denies else claim.status_after,
                trigger=Span(token.idx, token.idx + len(token)),
                evidence=_clause(token),
                speakers=(speaker,) if speaker is not None else (),
            )
            for claim in _taken_up(doc, token, target, claims)
        )
    return found


def _target(token: Token) -> Token | None:
    """Return what a verb of denying or confirming is about, None where it says so itself."""
    stance = load_words().stance
    if token.pos_ != "VERB" or token.lemma_.lower() not in stance.deny | stance.confirm:
        return None
    if any(base(c) in {"ccomp", "xcomp"} for c in token.children):
        return None
    target = next((c for c in token.children if base(c) == "obj"), None)
    if base(token) == "acl":
        return _modified(token, target)
    if target is None:
        return None
    lemma = target.lemma_.lower()
    if lemma in SAID:
        return None if _says_itself(target) else target
    definite = any(c.lower_ in {"the", "this", "that"} for c in target.children)
    told = any(base(c) in OBLIQUE or c.dep_ == "nmod:poss" for c in target.children)
    return target if lemma in event_nouns() and definite and not told else None


def _says_itself(target: Token) -> bool:
    """Say whether a telling comes with what it tells ("reports of looting")."""
    return any(
        base(c) == "acl" or (base(c) in OBLIQUE and preposition(c) in {"of", "about", "on"})
        for c in target.children
    )


def _modified(verb: Token, target: Token | None) -> Token | None:
    """Return what a clause on a noun is about: "a claim denied by X", ", which X denied"."""
    if verb.head.lemma_.lower() in SAID:
        return verb.head
    whole = target is not None and target.lower_ == "which" and target.nbor(-1).text == ","
    return target if whole else None


def _taken_up(doc: Doc, token: Token, target: Token, claims: Sequence[Claim]) -> Iterator[Claim]:
    """Yield the claims that the clause takes up."""
    kinds = event_nouns().get(target.lemma_.lower())
    before = [c for c in claims if c.trigger.start < token.idx and c.modality in CLAIMED]
    if kinds is not None and target.lemma_.lower() not in SAID:
        same = [c for c in before if c.kind in kinds and c.place is not None]
        yield from [c for c in same if c.place is not None and c.place.place_id][:1] or same[:1]
        return
    sentence = token.sent
    here = [c for c in before if c.trigger.start >= sentence.start_char]
    if not here and sentence.start:
        previous = doc[sentence.start - 1].sent
        here = [c for c in before if c.trigger.start >= previous.start_char]
    yield from (c for c in here if c.kind.moves_control)


def _attributed(token: Token, attributions: Sequence[Attribution]) -> Speaker | None:
    """Return who is told to deny or confirm, with what the registry knows of him."""
    word = Span(token.idx, token.idx + len(token))
    told = (a for a in attributions if any(c.overlaps(word) for c in a.cue))
    return next((a.speaker for a in told if a.speaker is not None), None)


def _speaker(token: Token, named: Callable[[str, Span], Speaker]) -> Speaker | None:
    subject = child(token, "obl:agent") if is_passive(token) else surface_subject(token)
    if subject is None:
        return None
    first, end = noun_phrase(subject)
    last = token.doc[end - 1]
    span = Span(token.doc[first].idx, last.idx + len(last))
    return named(span.of(text_of(token.doc)), span)


def _clause(token: Token) -> Span:
    """Return the words of the clause, without what is coordinated with it."""
    outside = {t.i for c in token.children if base(c) in {"conj", "parataxis"} for t in c.subtree}
    words = [t for t in token.subtree if t.dep_ != "punct" and t.i not in outside]
    last = max(words)
    return Span(min(words).idx, last.idx + len(last))
