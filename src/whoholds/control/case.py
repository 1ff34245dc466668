"""One place's case: its evidence as independent voices, its parties, and the chain run over it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from msgspec import structs

from whoholds.control.chain import Beliefs, Messages, ask, run
from whoholds.control.copies import Group, groups_of
from whoholds.control.dating import available_at, day_end
from whoholds.control.evidence import Evidence, evidence_of
from whoholds.control.neighbours import leanings
from whoholds.control.parties import NoTies, Roster, Ties
from whoholds.control.regions import inside_as_evidence, region_as_evidence
from whoholds.control.roster import enrol
from whoholds.control.rows import Rows, track_of
from whoholds.control.settings import DAYS_PER_YEAR, Settings, default_settings
from whoholds.control.together import together
from whoholds.control.track import FIRST_PARTY, Floats, Ints, Pace, Track
from whoholds.control.witnesses import Independence, Voice, by_key
from whoholds.model import Place, Statement

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Near:
    """A neighbouring place's case, worked out without its own neighbours, and how close it is
    (0..1, see `neighbours.closeness`)."""

    case: Case
    closeness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What control inference may know beside the statements on the place itself.

    origins: statement id -> the voice behind it; default: its first speaker, else its outlet.
    independence: how much one voice adds to another that says the same.
    ties: parents and backers of parties. level: the party ids to show (a party below one counts
    for it); None: the highest that is named for the place.
    by_side: show the party that leads a side for all who fight on it.
    names: names of parties by id, where they go before those that reports use.
    regions: statements on what contains the place; inside: statements on places within it.
    siblings: place_id of a region -> how many places it contains, None where unknown.
    near: neighbouring places; () leaves them out.
    """

    settings: Settings = field(default_factory=default_settings)
    origins: Mapping[str, Voice] = field(default_factory=dict)
    independence: Independence = by_key
    ties: Ties = field(default_factory=NoTies)
    level: Sequence[str] | None = None
    by_side: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    regions: Sequence[Statement] = ()
    inside: Sequence[Statement] = ()
    siblings: Callable[[str], int | None] = lambda _place_id: None
    near: Sequence[Near] = ()


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
    near: tuple[Near, ...] = ()
    _memory: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    def remember(self, name: str, make: Callable[[], T]) -> T:
        """Return what is made of the case under a name; it is made once."""
        if name not in self._memory:
            self._memory[name] = make()
        found: T = self._memory[name]
        return found

    def recall(self, name: str, kind: type[T]) -> T | None:
        """Return what the case remembers under a name, None where it is nothing yet."""
        found = self._memory.get(name)
        return found if isinstance(found, kind) else None

    @property
    def backed(self) -> npt.NDArray[np.bool_]:
        """For each party, whether a claim tells that it holds or held the place."""
        return self.remember("backed", lambda: _backed(self))

    def supported(self, moments: Floats, beliefs: Floats) -> Floats:
        """Return (Q, parties) what evidence gives each party by itself: its probability where no
        party is likelier than another before any claim, and at most that of `beliefs` (Q, K)."""
        parties = beliefs[:, FIRST_PARTY:]
        level = self.remember("level", lambda: _level(self))
        if level is None:
            return parties
        place = np.zeros(len(moments), dtype=np.int64)
        return np.minimum(parties, ask(*level, place, moments).smoothed[:, FIRST_PARTY:])

    def leaned(
        self, moments: Floats, found: Beliefs, where: npt.NDArray[np.bool_] | bool = True
    ) -> Beliefs:
        """Return beliefs with what neighbours add, at the moments that `where` (Q, 1) tells."""
        pull = np.exp(np.where(where, self.leaning(moments), 0.0))
        smoothed, filtered = found.smoothed * pull, found.filtered * pull
        smoothed /= smoothed.sum(axis=1, keepdims=True)
        filtered /= filtered.sum(axis=1, keepdims=True)
        return Beliefs(smoothed, filtered, found.unreached)

    def alone(self, moments: Floats) -> Beliefs:
        """Return the beliefs at moments by what bears on the place itself."""
        return ask(self.track, self.messages, np.zeros(len(moments), dtype=np.int64), moments)

    def leaning(self, moments: Floats) -> Floats:
        """Return what neighbours add to each state at moments, nats (Q, K)."""
        around = np.zeros((len(moments), FIRST_PARTY + len(self.roster.holders)))
        expected = np.zeros(around.shape[1])
        for near in self.near:
            theirs = near.case.alone(moments).smoothed
            for code, key in enumerate(near.case.roster.holders):
                if key in self.roster.holders:
                    column = FIRST_PARTY + self.roster.holders.index(key)
                    around[:, column] += near.closeness * theirs[:, FIRST_PARTY + code]
                    usual = near.case.track.prior[0, FIRST_PARTY + code]
                    expected[column] += near.closeness * usual
        return leanings(self.track.prior[0], around, expected)


def case_of(place: Place, statements: Iterable[Statement], context: Context) -> Case:
    """Return the case of one place: statements weighed, copies grouped, chain run."""
    groups, silent, roster = gather(place, statements, context)
    return assemble(
        place,
        groups,
        silent=silent,
        roster=roster,
        settings=context.settings,
        near=context.near,
    )


def gather(
    place: Place, statements: Iterable[Statement], context: Context
) -> tuple[tuple[Group, ...], tuple[Evidence, ...], Roster]:
    """Return the voices that count, the statements that say nothing now, and the parties."""
    own, around = _weigh(place, statements, context), _around(place, context)
    loud = [e for e in own if e.p > 0.0]
    roster, heard = enrol(
        place,
        loud,
        around,
        ties=context.ties,
        settings=context.settings,
        level=context.level,
        by_side=context.by_side,
        near=[near.case.roster for near in context.near],
    )
    names = {key: context.names.get(key, name) for key, name in roster.names.items()}
    roster = replace(roster, names=names)
    told = [_folded(e, roster) for e in (*together(loud, context.settings), *heard)]
    groups = groups_of(
        told, within=context.settings.windows["copies"], independence=context.independence
    )
    silent = tuple(sorted((e for e in own if e.p <= 0.0), key=lambda e: e.statement.id))
    return groups, silent, roster


def _around(place: Place, context: Context) -> list[Evidence]:
    """Return what statements on regions around the place and on places inside it say of it."""
    found = []
    settings = context.settings
    for statements, convert, shares in (
        (context.regions, region_as_evidence, settings.region),
        (context.inside, inside_as_evidence, settings.inside),
    ):
        for item in _weigh(place, statements, context, parts=False):
            converted = convert(item, context.siblings, shares)
            if converted is not None and converted.p > 0.0:
                found.append(converted)
    return found


def assemble(
    place: Place,
    groups: tuple[Group, ...],
    *,
    silent: tuple[Evidence, ...],
    roster: Roster,
    settings: Settings,
    near: Sequence[Near] = (),
) -> Case:
    """Return the case that the given voices make."""
    prior = prior_of(roster, settings)[None, :]
    rows = rows_of([g.lead for g in groups], roster, settings.partial)
    track, owner = track_of(rows, prior, pace=pace_of(settings), settling=settings.settling)
    return Case(place, groups, silent, roster, settings, track, owner, run(track), tuple(near))


def _level(case: Case) -> tuple[Track, Messages] | None:
    """Return the chain in which no party is likelier than another before any claim, None where
    that is the case's own."""
    weights = case.roster.weights
    usual = case.settings.weight_party
    if not case.roster.home and max(weights.values(), default=0.0) <= usual:
        return None
    plain = {key: min(weight, usual) for key, weight in weights.items()}
    # The usual two sides of the country are among the parties: less is left for all others.
    named = replace(case.settings, weight_unnamed=usual) if case.roster.home else case.settings
    prior = prior_of(replace(case.roster, weights=plain), named)[None, :]
    rows = rows_of([g.lead for g in case.groups], case.roster, case.settings.partial)
    pace, settling = pace_of(case.settings), case.settings.settling
    track, _ = track_of(rows, prior, pace=pace, settling=settling)
    return track, run(track)


def pace_of(settings: Settings) -> Pace:
    """Return the pace of one place: by year where years were learned, else the same for ever."""
    if not settings.rate_by_year:
        return Pace.steady(settings.rate, 1)
    years = sorted(settings.rate_by_year)
    edges = [float((date(y, 1, 1) - date(1970, 1, 1)).days) for y in years]
    rates = [settings.rate_by_year[y] / DAYS_PER_YEAR for y in years]
    return Pace(np.zeros(1, dtype=np.int64), np.array(edges), np.array([rates]))


def prior_of(roster: Roster, settings: Settings) -> Floats:
    """Return the prior (2 + parties,) over unknown, contested and each party."""
    weights = [unnamed_of(roster, settings), settings.weight_contested]
    prior = np.array(weights + [roster.weights[h] for h in roster.holders])
    return np.asarray(prior / prior.sum(), dtype=np.float64)


def unnamed_of(roster: Roster, settings: Settings) -> float:
    """Return the prior weight of all parties that nobody has named for a place."""
    return settings.weight_unnamed if roster.home else settings.weight_unknown


def rows_of(evidence: Sequence[Evidence], roster: Roster, partial: float) -> Rows:
    """Return the evidence of one place in columns.

    Untrue claims say anything with equal chance, but those that favour their speaker's side: what
    he tells when he is wrong is no accident, and has the chance `partial` whatever is so.
    """
    numbers = np.array(
        [(e.window.start, e.window.end, *e.weights, e.p, e.change * e.counts) for e in evidence],
        dtype=np.float64,
    ).reshape(-1, 6)
    degrees = np.array([(e.before, e.after) for e in evidence], dtype=np.float64)
    degrees = degrees.reshape(-1, 2, 5)
    actor = [roster.code(e.actor.key if e.actor else None) for e in evidence]
    counter = [roster.code(e.counter.key if e.counter else None) for e in evidence]
    both = [(a, -1 if c == a else c) for a, c in zip(actor, counter, strict=True)]
    any_ = 1.0 / (len(roster.holders) + 1.0)
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
        noise=np.array([max(any_, partial) if e.stance == "favours" else any_ for e in evidence]),
        change=numbers[:, 5],
        actor=codes[:, 0],
        counter=codes[:, 1],
    )


def _weigh(
    place: Place, statements: Iterable[Statement], context: Context, *, parts: bool = True
) -> list[Evidence]:
    unique: dict[str, Statement] = {}
    for statement in sorted(statements, key=lambda s: (available_at(s), s.id)):
        unique.setdefault(statement.id, statement)
    found = (
        evidence_of(
            s,
            settings=context.settings,
            ties=context.ties,
            origins=context.origins,
            country=place.country,
            parts=parts,
        )
        for s in unique.values()
    )
    return [e for e in found if e is not None]


_OF_DEFENDER = frozenset({"attack_repelled"})
"""Kinds whose actor holds the place, though they do not say "+A"."""


def _backed(case: Case) -> npt.NDArray[np.bool_]:
    """Tell the parties that some claim has hold the place: who took, holds, left or lost it."""
    told = set()
    for lead in (group.lead for group in case.groups):
        says = lead.says[:1]
        if lead.actor is not None and (says in {"+", "-"} or lead.variant in _OF_DEFENDER):
            told.add(case.roster.folded[lead.actor.key])
        if lead.counter is not None and lead.variant not in _OF_DEFENDER:
            told.add(case.roster.folded[lead.counter.key])
    return np.array([key in told for key in case.roster.holders], dtype=np.bool_)


def _folded(item: Evidence, roster: Roster) -> Evidence:
    """Return the evidence as said of the holder shown, so that copies under two names meet."""
    if item.actor is None or roster.folded[item.actor.key] == item.actor.key:
        return item
    holder = roster.folded[item.actor.key]
    stem = item.says[: len(item.says) - len(item.actor.key)]
    return structs.replace(item, says=f"{stem}{holder}")
