"""Whose voice a claim is told in: of a claim and its denial, each has its own."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from whoholds.model import Attribution, Span, Speaker
from whoholds.reading.attribution import speakers_of
from whoholds.reading.refuted import verdict_giver
from whoholds.reading.stance import Stance
from whoholds.reading.who import span_of


def voices(
    evidence: Span, stance: Stance, attributions: Sequence[Attribution]
) -> tuple[Speaker | None, ...]:
    """Return who tells a claim, the innermost first; None stands for nobody named.

    "Kyiv denied Russian claims that X": the denial is Kyiv's, the claim is Russia's.
    """
    silent: Token | None = stance.refuted
    if stance.claimed is not None:
        silent = verdict_giver(stance.claimed)
    if silent is not None:
        word = span_of(silent)
        attributions = [a for a in attributions if not any(c.overlaps(word) for c in a.cue)]
    return speakers_of(evidence, attributions)
