"""Agreement of reviewers: Krippendorff's alpha for categories, with judgements missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

LEAST = 2
"""Judgements that a unit needs, to say anything of agreement."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far reviewers agree beyond chance.

    alpha: 1 complete, 0 as by chance, less where they disagree systematically; None where it
    cannot be told, with the reason. units: those judged by two or more; judgements: on them.
    """

    alpha: float | None
    reason: str | None
    units: int
    judgements: int


def alpha_of(units: Iterable[Sequence[Hashable]]) -> Agreement:
    """Return Krippendorff's alpha for nominal data.

    units: for each unit, the categories that its judges gave it, in any order; a judge who did
    not judge it is left out. alpha = 1 - observed / expected disagreement, over all pairs of
    judgements within a unit, each unit weighed by 1 / (its judgements - 1).
    """
    paired = [tuple(unit) for unit in units if len(unit) >= LEAST]
    total = sum(len(unit) for unit in paired)
    if not paired:
        reason = "no statement was judged by two reviewers"
        return Agreement(alpha=None, reason=reason, units=0, judgements=0)
    counts = Counter(value for unit in paired for value in unit)
    expected = (total**2 - sum(n * n for n in counts.values())) / (total - 1)
    if len(counts) == 1:
        reason = "all judgements are the same: there is nothing to tell agreement from chance"
        return Agreement(alpha=None, reason=reason, units=len(paired), judgements=total)
    observed = sum(_disagreeing(unit) / (len(unit) - 1) for unit in paired)
    return Agreement(
        alpha=1.0 - observed / expected, reason=None, units=len(paired), judgements=total
    )


def _disagreeing(unit: Sequence[Hashable]) -> int:
    """Return the number of ordered pairs of judgements that differ."""
    return len(unit) ** 2 - sum(n * n for n in Counter(unit).values())
