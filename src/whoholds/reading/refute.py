"""Refutations: "officials denied the claim" says that what was just claimed is not so."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from spacy.tokens import Doc, Token

from whoholds.model import Claim, Modality, Span, Speaker, StatusAfter
from whoholds.reading.grammar import base, noun_phrase, surface_subject
from whoholds.reading.words import load_words

SAID = frozenset(
    {
        "claim",
        "report",
        "this",
        "that",
        "it",
        "allegation",
        "news",
        "statement",
        "assertion",
        "these",
    }
)
CLAIMED = frozenset({Modality.ASSERTED, Modality.REPORTED, Modality.CONFIRMED, Modality.POSSIBLE})


def find_refutations(doc: Doc, claims: Sequence[Claim], *, start: int = 0) -> list[Claim]:
    """Return a denied claim for each claim that a later clause says is not so.

    The clause must deny something said before ("denied the claim", "disputed this"); what it
    denies in its own content clause is read by the frames. start: the first character that counts.
    """
    found: list[Claim] = []
    for token in doc:
        if token.idx >= start and _refutes(token):
            speaker = _speaker(token)
            evidence = _clause(token)
            found.extend(
                msgspec.structs.replace(
                    claim,
                    modality=Modality.DENIED,
                    status_after=StatusAfter.NONE,
                    trigger=Span(token.idx, token.idx + len(token)),
                    evidence=evidence,
                    speakers=(speaker,) if speaker is not None else (),
                )
                for claim in _said_before(doc, token, claims)
            )
    return found


def _refutes(token: Token) -> bool:
    if token.pos_ != "VERB" or token.lemma_.lower() not in load_words().stance.deny:
        return False
    if any(base(c) in {"ccomp", "xcomp"} for c in token.children):
        return False
    target = next((c for c in token.children if base(c) == "obj"), None)
    return target is not None and target.lemma_.lower() in SAID


def _said_before(doc: Doc, token: Token, claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims of the sentence so far, else of the sentence before."""
    sentence = token.sent
    here = [c for c in claims if sentence.start_char <= c.trigger.start < token.idx]
    if not here and sentence.start:
        before = doc[sentence.start - 1].sent
        here = [c for c in claims if before.start_char <= c.trigger.start < before.end_char]
    return [c for c in here if c.kind.moves_control and c.modality in CLAIMED]


def _speaker(token: Token) -> Speaker | None:
    subject = surface_subject(token)
    if subject is None:
        return None
    first, end = noun_phrase(subject)
    span = Span(token.doc[first].idx, token.doc[end - 1].idx + len(token.doc[end - 1]))
    words = span.of(token.doc.text)
    return Speaker(text=words, name=words, span=span)


def _clause(token: Token) -> Span:
    words = [t for t in token.subtree if t.dep_ != "punct"]
    near = [t for t in words if base(t) not in {"conj", "parataxis"}] or words
    first, last = min(near), max(near)
    return Span(first.idx, max(last.idx + len(last), token.idx + len(token)))
