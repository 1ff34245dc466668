"""One version of a store with the gazetteer and the registry: questions about places answered."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, cached_property

import msgspec

from whoholds.control import Context, explain, holding_on, known_by, timeline
from whoholds.errors import NotFoundError
from whoholds.gazetteer import Gazetteer
from whoholds.log import Happenings, Origin, Record, Snapshot, origins, speakers_table
from whoholds.log.copies import Print
from whoholds.model import (
    ClaimKind,
    Explanation,
    Happening,
    Holding,
    Place,
    Report,
    Statement,
)
from whoholds.registry import Registry
from whoholds.service.answers import Answer
from whoholds.service.places import UNRESOLVED, Found, StorePlaces
from whoholds.service.sentences import answer_sentence, why_empty
from whoholds.service.ties import RegistryTies

_WIDE = frozenset({"A", "L"})
_NOT_SUMMED = frozenset({"PCLI"})
"""Kinds of places that are too wide to be told by the places inside them."""

HAPPENING = "happening:"
"""How the id of a happening begins, so that it is not taken for that of its first statement."""

About = Callable[[Collection[str]], tuple[Statement, ...]]


@dataclass(frozen=True, slots=True)
class _Brief:
    """All that bears on who holds a place."""

    place: Place
    statements: tuple[Statement, ...]
    context: Context


class Desk:
    """Answers from one version of a store; the same version gives the same answers."""

    def __init__(self, snapshot: Snapshot, gazetteer: Gazetteer, registry: Registry) -> None:
        self.snapshot = snapshot
        self.places = StorePlaces(snapshot, gazetteer)
        self._ties = RegistryTies(registry)
        self._siblings = cache(lambda region: len(gazetteer.within(region)) or None)
        self._gazetteer = gazetteer
        self._names = {actor.id: actor.name for actor in registry.actors.values()}
        self._named = {entry.id for entry in registry.speakers} | self._names.keys()
        self._reports: dict[str, Report] = {}
        self._prints: dict[str, Print] = {}

    @cached_property
    def last_day(self) -> date:
        """The day of the last report, else of the last recording; raises QueryError when empty."""
        times = self.snapshot.frame(["published", "recorded"])
        last = times["published"].max() if times.height else None
        last = last if isinstance(last, datetime) else times["recorded"].max()
        if not isinstance(last, datetime):
            raise NotFoundError(
                where="store",
                what="there is no statement in it",
                fix="Read reports into it: whoholds read SOURCE...",
            )
        return last.astimezone(UTC).date()

    @property
    def version(self) -> str:
        """The version of the store, in words."""
        return f"store version {self.snapshot.version}"

    def parties(self, country: str | None = None) -> tuple[str, ...]:
        """Return the ids of the parties that ever hold a place, those with the most runs first.

        country: of the places, ISO alpha-2; all where it is not given.
        """
        wanted = country.upper() if country else None
        runs = Counter(
            run.holder.actor_id
            for run in self._runs
            if run.holder and (wanted is None or run.place.country == wanted)
        )
        return tuple(sorted(runs, key=lambda a: (-runs[a], a)))

    def name_of(self, actor_id: str) -> str:
        """Return the main name of a party, else its id."""
        return self._names.get(actor_id, actor_id)

    def day_of(self, on: date | None, known: date | None) -> date:
        """Return the day asked about: `on`, else the last that could be known of by `known`."""
        return on or min(self.last_day, known or self.last_day)

    def who(self, words: str, *, on: date | None = None, known: date | None = None) -> Answer:
        """Return who holds a place at the end of a day, by default that of the last report.

        known: answer from what had been published by the end of this day alone.
        """
        found = self.places.find(words)
        day = self.day_of(on, known)
        brief = self._brief(found.place, self._about_ids, known)
        holding = holding_on(brief.place, brief.statements, on=day, context=brief.context)
        return _answer(found, day, holding, brief)

    def timeline(
        self, words: str, *, until: date | None = None, known: date | None = None
    ) -> tuple[Holding, ...]:
        """Return the runs of days with one answer; () where nothing is told of the place.

        known: from what had been published by the end of this day alone.
        """
        brief = self._brief(self.places.find(words).place, self._about_ids, known)
        return timeline(brief.place, brief.statements, until=until, context=brief.context)

    def explain(
        self,
        words: str,
        *,
        on: date | None = None,
        actor: str | None = None,
        known: date | None = None,
    ) -> Explanation:
        """Return the terms that add up to the answer on a day, for its holder or for `actor`.

        known: from what had been published by the end of this day alone.
        """
        brief = self._brief(self.places.find(words).place, self._about_ids, known)
        day = self.day_of(on, known)
        return explain(brief.place, brief.statements, on=day, actor=actor, context=brief.context)

    def holdings(self, *, on: date | None = None, known: date | None = None) -> Iterator[Holding]:
        """Yield who holds each place of the store at the end of a day, in order of place id.

        Places that reports name and no gazetteer row was found for are left out.
        known: from what had been published by the end of this day alone.
        """
        day = self.day_of(on, known)
        for brief in self._briefs(known):
            yield holding_on(brief.place, brief.statements, on=day, context=brief.context)

    def timelines(
        self, *, until: date | None = None, known: date | None = None
    ) -> Iterator[Holding]:
        """Yield the runs of all places of the store, in order of place id and time.

        Places that reports name and no gazetteer row was found for are left out.
        known: from what had been published by the end of this day alone.
        """
        for brief in self._briefs(known):
            yield from timeline(brief.place, brief.statements, until=until, context=brief.context)

    @cached_property
    def happenings(self) -> tuple[Happening, ...]:
        """The events that the statements tell of, each across reports, the earliest first."""
        grouped, voices = self._grouped
        found = grouped.all({i: origin.key for i, origin in voices.items()})
        return tuple(msgspec.structs.replace(h, id=f"{HAPPENING}{h.id}") for h in found)

    @cached_property
    def speakers(self) -> tuple[Record, ...]:
        """What became of each named speaker's claims, by speaker and bias."""
        grouped, voices = self._grouped
        return speakers_table(grouped.groups(), voices, ancestors=self._ties.above)

    @cached_property
    def _grouped(self) -> tuple[Happenings, dict[str, Origin]]:
        statements = self.snapshot.statements()
        grouped = Happenings(contains=self._contains, ancestors=self._ties.above)
        grouped.add(statements)
        return grouped, self._origins(statements)

    def _about_ids(self, place_ids: Collection[str]) -> tuple[Statement, ...]:
        if not place_ids:
            return ()
        named = [i for i in place_ids if i.startswith(UNRESOLVED)]
        found = self.snapshot.about([i for i in place_ids if i not in named])
        ids = [i for key in named for i in self.places.statement_ids(key)]
        return (*found, *(self.snapshot.statements(ids=ids) if ids else ()))

    def _in_memory(self) -> About:
        """Return a look-up of statements by place that reads the store once."""
        by_place: dict[str, list[Statement]] = defaultdict(list)
        moving = [kind for kind in ClaimKind if kind.moves_control]
        for statement in self.snapshot.statements(kinds=moving):
            phrase = statement.claim.place
            if phrase is not None and phrase.place_id is not None:
                by_place[phrase.place_id].append(statement)
        return lambda ids: tuple(s for i in ids for s in by_place.get(i, ()))

    def _briefs(self, known: date | None = None) -> Iterator[_Brief]:
        about = self._in_memory()
        for place in self.places:
            if not place.id.startswith(UNRESOLVED):
                yield self._brief(place, about, known)

    def _brief(self, place: Place, about: About, known: date | None = None) -> _Brief:
        """Gather what bears on a place: statements on it, around it and inside it, and voices.

        known: only what had been published by the end of this day.
        """
        around = [i for i in self._wide if i != place.id and self._contains(i, place.id)]
        inside: tuple[str, ...] = ()
        if place.feature_class in _WIDE and place.feature_code not in _NOT_SUMMED:
            inside = self.places.ids_inside(place)
        statements, regions, parts = (
            known_by(about(ids), known) for ids in ([place.id], around, inside)
        )
        context = Context(
            origins=self._voices((*statements, *regions, *parts)),
            ties=self._ties,
            names=self._names,
            regions=regions,
            inside=parts,
            siblings=self._siblings,
        )
        return _Brief(place, statements, context)

    def _voices(self, statements: Sequence[Statement]) -> dict[str, str]:
        """Return the key of the independent voice behind each statement, by its id."""
        return {i: origin.key for i, origin in self._origins(statements).items()}

    def _origins(self, statements: Sequence[Statement]) -> dict[str, Origin]:
        ids = {s.report_id for s in statements}
        missing = ids - self._reports.keys()
        if missing:
            self._reports.update({r.id: r for r in self.snapshot.reports(missing)})
        return origins(
            statements,
            [self._reports[i] for i in sorted(ids) if i in self._reports],
            generic=self._unnamed(statements),
            prints=self._prints,
        )

    def _unnamed(self, statements: Sequence[Statement]) -> set[str]:
        """Return the speaker ids that stand for unnamed persons: no body and no party has them."""
        used = {p.speaker_id for s in statements for p in s.claim.speakers if p.speaker_id}
        return used - self._named

    @cached_property
    def _runs(self) -> tuple[Holding, ...]:
        return tuple(self.timelines())

    @cached_property
    def _wide(self) -> tuple[str, ...]:
        return tuple(p.id for p in self.places if p.feature_class in _WIDE)

    def _contains(self, outer: str, inner: str) -> bool:
        return self._gazetteer.contains(outer, inner)


def _answer(found: Found, day: date, holding: Holding, brief: _Brief) -> Answer:
    share = holding.holder or (holding.absent[0] if holding.absent else None)
    speaking = set(share.statements if share else holding.statements)
    rest = set(holding.statements) - speaking
    known = {s.id: s for s in (*brief.context.inside, *brief.context.regions, *brief.statements)}
    own = {s.id for s in brief.statements}

    def among(ids: set[str]) -> tuple[Statement, ...]:
        found = (known[i] for i in ids if i in known)
        return tuple(sorted(found, key=lambda s: (s.id not in own, *_strength(s))))

    reason = why_empty(holding, brief.statements)
    return Answer(
        place=found.place,
        on=day,
        holding=holding,
        sentence=answer_sentence(holding, day, reason=reason),
        reason=reason,
        evidence=among(speaking),
        against=among(rest),
        others=found.others,
    )


def _strength(statement: Statement) -> tuple[float, str, str]:
    published = statement.published.isoformat() if statement.published else ""
    return -statement.claim.confidence, published, statement.id
