"""Whom to believe, learned from a store of statements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from whoholds.control.case import Context, gather, rows_of, unnamed_of
from whoholds.control.copies import Group
from whoholds.control.evidence import Evidence
from whoholds.control.learning import Learned, Prior, Sample, learn
from whoholds.control.parties import Roster
from whoholds.control.rows import Rows
from whoholds.control.settings import DAYS_PER_YEAR, Settings
from whoholds.control.track import Floats, Ints
from whoholds.model import Place, SpeakerKind, Statement

_STRENGTH = 10.0  # claims: how much the trust in a kind of speaker is worth
_ROUNDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """How far one voice is to be believed about one sort of claim.

    origin: key of the voice; name: as reports have it. stance: "neutral", "favours" or "hurts"
    its own side. share: of its claims that are so (0..1); error: its standard error.
    claims: independent claims that it rests on. before: what was believed of its kind.
    """

    origin: str
    name: str
    kind: SpeakerKind
    stance: str
    share: float
    error: float
    claims: int
    before: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """What a store teaches about its voices and its wars.

    reliabilities: by falling number of claims. rates: renewals per year by conflict and calendar
    year. settings: by conflict, to be given to `Context`.
    """

    reliabilities: tuple[Reliability, ...]
    rates: Mapping[tuple[str, int], float]
    settings: Mapping[str, Settings]


def learn_trust(
    told: Iterable[tuple[Place, Sequence[Statement]]],
    *,
    context: Context,
    conflict_of: Callable[[Place], str] = lambda _place: "",
    rounds: int = _ROUNDS,
) -> Trust:
    """Return the trust and the pace under which a store's statements agree best.

    told: places, each once, with the statements about it. conflict_of: the conflict that a place
    belongs to, each with a pace of its own. The order of places and statements has no effect.
    Statements on the regions around count at the regions alone, each once.
    """
    alone = replace(context, regions=(), inside=())
    ordered = sorted(told, key=lambda item: item[0].id)
    gathered = [(place, *_loud(place, statements, alone)) for place, statements in ordered]
    gathered = [item for item in gathered if item[1]]
    if not gathered:
        return Trust(reliabilities=(), rates={}, settings={"": context.settings})
    leads = [g.lead for _, groups, _ in gathered for g in groups]
    voices = sorted({(e.origin, e.stance) for e in leads})
    conflicts = sorted({conflict_of(key) for key, _, _ in gathered})
    years = _years(leads)
    groups = [conflicts.index(conflict_of(place)) for place, _, _ in gathered]
    sample = _sample(gathered, voices, groups, context.settings)
    sample = replace(sample, edges=_edges(years))
    first = {(e.origin, e.stance): e for e in reversed(leads)}
    before = np.array([first[v].trust for v in voices])
    learned = learn(sample, _prior(before, context.settings), rounds=rounds)
    return _trust_of(learned, voices, first, (conflicts, years), context.settings)


def _loud(
    place: Place, statements: Sequence[Statement], context: Context
) -> tuple[tuple[Group, ...], Roster]:
    """Return the voices on a place that tell a day, which others can bear out, and its parties."""
    groups, _, roster = gather(place, statements, context)
    return tuple(g for g in groups if g.lead.window.factor == 1.0), roster


def _years(leads: Sequence[Evidence]) -> list[int]:
    """Return the calendar years that the claims span, at most a century of them."""
    ends = np.array([e.window.end for e in leads])
    first = 1970 + int(ends.min() // DAYS_PER_YEAR)
    last = 1970 + int(ends.max() // DAYS_PER_YEAR)
    return list(range(max(first, last - 99, 1), last + 1))


def _edges(years: Sequence[int]) -> Floats:
    return np.array([float((date(y, 1, 1) - date(1970, 1, 1)).days) for y in years])


def _sample(
    gathered: Sequence[tuple[Place, tuple[Group, ...], Roster]],
    voices: Sequence[tuple[str, str]],
    conflicts: Sequence[int],
    settings: Settings,
) -> Sample:
    number = {voice: i for i, voice in enumerate(voices)}
    parts = []
    for place, (_, groups, roster) in enumerate(gathered):
        rows = rows_of([g.lead for g in groups], roster, settings.partial)
        parts.append(replace(rows, place=np.full(len(rows), place, dtype=np.int64)))
    leads = [g.lead for _, groups, _ in gathered for g in groups]
    return Sample(
        rows=_stacked(parts),
        voice=np.array([number[e.origin, e.stance] for e in leads], dtype=np.int64),
        clarity=np.array([e.clarity for e in leads]),
        caution=np.array([e.caution for e in leads]),
        standing=_standing([r for _, _, r in gathered]),
        unnamed=np.array(
            [unnamed_of(r, settings) / settings.weight_unknown for _, _, r in gathered]
        ),
        group=_codes(conflicts),
        edges=np.zeros(1),
    )


def _standing(rosters: Sequence[Roster]) -> Floats:
    """Return the prior weights (P, H) of the parties of each place, 0 for none."""
    table = np.zeros((len(rosters), max(len(r.holders) for r in rosters)))
    for place, roster in enumerate(rosters):
        table[place, : len(roster.holders)] = [roster.weights[h] for h in roster.holders]
    return table


def _stacked(parts: Sequence[Rows]) -> Rows:
    return Rows(*(np.concatenate([getattr(p, name) for p in parts]) for name in Rows.__slots__))


def _codes(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)


def _prior(before: Floats, settings: Settings) -> Prior:
    weights = [settings.weight_unknown, settings.weight_contested, settings.weight_party]
    return Prior(
        trust=before,
        strength=_STRENGTH,
        weights=np.array(weights),
        rate=settings.rate,
        settling=settings.settling,
        ceiling=settings.ceiling,
    )


def _trust_of(
    learned: Learned,
    voices: Sequence[tuple[str, str]],
    first: Mapping[tuple[str, str], Evidence],
    cells: tuple[Sequence[str], Sequence[int]],
    settings: Settings,
) -> Trust:
    conflicts, years = cells
    yearly = learned.pace.rates * DAYS_PER_YEAR
    speakers = {v: float(t) for v, t in zip(voices, learned.trust, strict=True)}
    rates = {
        (c, y): float(yearly[i, j]) for i, c in enumerate(conflicts) for j, y in enumerate(years)
    }
    found = [_reliability(learned, i, first[voice]) for i, voice in enumerate(voices)]
    return Trust(
        reliabilities=tuple(sorted(found, key=lambda r: (-r.claims, r.origin, r.stance))),
        rates=rates,
        settings={
            c: replace(settings, speakers=speakers, rate_by_year={y: rates[c, y] for y in years})
            for c in conflicts
        },
    )


def _reliability(learned: Learned, number: int, first: Evidence) -> Reliability:
    speakers = first.statement.claim.speakers
    return Reliability(
        origin=first.origin,
        name=speakers[0].name if speakers else first.statement.outlet or first.origin,
        kind=speakers[0].kind if speakers else SpeakerKind.MEDIUM,
        stance=first.stance,
        share=float(learned.precision[number]),
        error=float(learned.error[number]),
        claims=int(learned.claims[number]),
        before=first.trust,
    )
