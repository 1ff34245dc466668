"""One place's case: its evidence as independent voices, its parties, and the chain run over it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from whoholds.control.chain import Beliefs, Messages, ask, run
from whoholds.control.copies import Group, groups_of
from whoholds.control.dating import available_at, day_end
from whoholds.control.evidence import Evidence, evidence_of
from whoholds.control.parties import NoTies, Party, Roster, Ties, roster_of
from whoholds.control.regions import inside_as_evidence, region_as_evidence
from whoholds.control.rows import Rows, track_of
from whoholds.control.settings import DAYS_PER_YEAR, Settings, default_settings
from whoholds.control.track import Floats, Ints, Pace, Track
from whoholds.model import Place, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What control inference may know beside the statements on the place itself.

    origins: statement id -> key of the independent voice behind it; default: its first speaker,
    else its outlet. ties: parents and backers of parties. level: the party ids to show (a party
    below one counts for it); None: the highest that is named for the place.
    names: names of parties by id, where they go before those that reports use.
    regions: statements on what contains the place; inside: statements on places within it.
    siblings: place_id of a region -> how many places it contains, None where unknown.
    """

    settings: Settings = field(default_factory=default_settings)
    origins: Mapping[str, str] = field(default_factory=dict)
    ties: Ties = field(default_factory=NoTies)
    level: Sequence[str] | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    regions: Sequence[Statement] = ()
    inside: Sequence[Statement] = ()
    siblings: Callable[[str], int | None] = lambda _place_id: None


def known_by(statements: Iterable[Statement], day: date | None) -> tuple[Statement, ...]:
    """Return the statements that were published by the end of a UTC day; all where it is None.

    A statement without a publication counts from when it was recorded.
    """
    if day is None:
        return tuple(statements)
    return tuple(s for s in statements if available_at(s) <= day_end(day))


def context_by(context: Context, day: date | None) -> Context:
    """Return the context with only those regions and inside statements published by a day."""
    if day is None:
        return context
    return replace(
        context, regions=known_by(context.regions, day), inside=known_by(context.inside, day)
    )


@dataclass(frozen=True, slots=True)
class Case:
    """A place with its evidence weighed; all arrays are of a batch of one place.

    groups: the voices that count, row i of the chain is groups[i]. silent: statements that say
    nothing about control now (plans). owner: (N,) the group of each event of the track.
    """

    place: Place
    groups: tuple[Group, ...]
    silent: tuple[Evidence, ...]
    roster: Roster
    settings: Settings
    track: Track
    owner: Ints
    messages: Messages

    def ask(self, moments: Floats) -> Beliefs:
        """Return the beliefs at moments, (Q,) days since 1970."""
        return ask(self.track, self.messages, np.zeros(len(moments), dtype=np.int64), moments)


def case_of(place: Place, statements: Iterable[Statement], context: Context) -> Case:
    """Return the case of one place: statements weighed, copies grouped, chain run."""
    groups, silent, roster = gather(statements, context)
    return assemble(place, groups, silent=silent, roster=roster, settings=context.settings)


def gather(
    statements: Iterable[Statement], context: Context
) -> tuple[tuple[Group, ...], tuple[Evidence, ...], Roster]:
    """Return the voices that count, the statements that say nothing now, and the parties."""
    weighed = _weigh(statements, context)
    for statement_set, convert in (
        (context.regions, region_as_evidence),
        (context.inside, inside_as_evidence),
    ):
        for item in _weigh(statement_set, context):
            converted = convert(item, context.siblings)
            if converted is not None:
                weighed.append(converted)
    loud = [e for e in weighed if e.p > 0.0]
    roster = roster_of(_parties(loud), ties=context.ties, level=context.level)
    roster = replace(roster, names={k: context.names.get(k, n) for k, n in roster.names.items()})
    groups = groups_of(
        [_folded(e, roster) for e in loud], within=context.settings.windows["copies"]
    )
    silent = tuple(sorted((e for e in weighed if e.p <= 0.0), key=lambda e: e.statement.id))
    return groups, silent, roster


def assemble(
    place: Place,
    groups: tuple[Group, ...],
    *,
    silent: tuple[Evidence, ...],
    roster: Roster,
    settings: Settings,
) -> Case:
    """Return the case that the given voices make."""
    prior = prior_of(len(roster.holders), settings)[None, :]
    rows = rows_of([g.lead for g in groups], roster)
    track, owner = track_of(rows, prior, pace=pace_of(settings), settling=settings.settling)
    return Case(place, groups, silent, roster, settings, track, owner, run(track))


def pace_of(settings: Settings) -> Pace:
    """Return the pace of one place: by year where years were learned, else the same for ever."""
    if not settings.rate_by_year:
        return Pace.steady(settings.rate, 1)
    years = sorted(settings.rate_by_year)
    edges = [float((date(y, 1, 1) - date(1970, 1, 1)).days) for y in years]
    rates = [settings.rate_by_year[y] / DAYS_PER_YEAR for y in years]
    return Pace(np.zeros(1, dtype=np.int64), np.array(edges), np.array([rates]))


def prior_of(parties: int, settings: Settings) -> Floats:
    """Return the prior (2 + parties,) over unknown, contested and each party."""
    weights = [settings.weight_unknown, settings.weight_contested]
    prior = np.array(weights + [settings.weight_party] * parties)
    return np.asarray(prior / prior.sum(), dtype=np.float64)


def rows_of(evidence: Sequence[Evidence], roster: Roster) -> Rows:
    """Return the evidence of one place in columns."""
    numbers = np.array(
        [(e.window.start, e.window.end, *e.weights, e.p, e.change) for e in evidence],
        dtype=np.float64,
    ).reshape(-1, 6)
    degrees = np.array([(e.before, e.after) for e in evidence], dtype=np.float64)
    degrees = degrees.reshape(-1, 2, 5)
    actor = [roster.code(e.actor.key if e.actor else None) for e in evidence]
    counter = [roster.code(e.counter.key if e.counter else None) for e in evidence]
    both = [(a, -1 if c == a else c) for a, c in zip(actor, counter, strict=True)]
    codes = np.array(both, dtype=np.int64).reshape(-1, 2)
    return Rows(
        place=np.zeros(len(evidence), dtype=np.int64),
        start=numbers[:, 0],
        end=numbers[:, 1],
        before=degrees[:, 0],
        after=degrees[:, 1],
        weight_start=numbers[:, 2],
        weight_end=numbers[:, 3],
        p=numbers[:, 4],
        noise=np.full(len(evidence), 1.0 / (len(roster.holders) + 1.0)),
        change=numbers[:, 5],
        actor=codes[:, 0],
        counter=codes[:, 1],
    )


def _weigh(statements: Iterable[Statement], context: Context) -> list[Evidence]:
    unique: dict[str, Statement] = {}
    for statement in sorted(statements, key=lambda s: (available_at(s), s.id)):
        unique.setdefault(statement.id, statement)
    found = (
        evidence_of(s, settings=context.settings, ties=context.ties, origins=context.origins)
        for s in unique.values()
    )
    return [e for e in found if e is not None]


def _parties(evidence: Sequence[Evidence]) -> list[Party]:
    return [p for e in evidence for p in (e.actor, e.counter) if p is not None]


def _folded(item: Evidence, roster: Roster) -> Evidence:
    """Return the evidence as said of the holder shown, so that copies under two names meet."""
    if item.actor is None or roster.folded[item.actor.key] == item.actor.key:
        return item
    holder = roster.folded[item.actor.key]
    stem = item.says[: len(item.says) - len(item.actor.key)]
    return replace(item, says=f"{stem}{holder}")
