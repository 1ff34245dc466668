"""One version of a store with the gazetteer and the registry: questions about places answered."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, date, datetime
from functools import cache, cached_property

from whoholds.control import Context, explain, holding_on, timeline
from whoholds.errors import QueryError
from whoholds.gazetteer import Gazetteer
from whoholds.log import Snapshot
from whoholds.model import (
    ClaimKind,
    Explanation,
    Holding,
    Place,
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

About = Callable[[Collection[str]], tuple[Statement, ...]]


class Desk:
    """Answers from one version of a store; the same version gives the same answers."""

    def __init__(self, snapshot: Snapshot, gazetteer: Gazetteer, registry: Registry) -> None:
        self.snapshot = snapshot
        self.places = StorePlaces(snapshot, gazetteer)
        self._ties = RegistryTies(registry)
        self._siblings = cache(lambda region: len(gazetteer.within(region)) or None)
        self._gazetteer = gazetteer

    @cached_property
    def last_day(self) -> date:
        """The day of the last report, else of the last recording; raises QueryError when empty."""
        times = self.snapshot.frame(["published", "recorded"])
        last = times["published"].max() if times.height else None
        last = last if isinstance(last, datetime) else times["recorded"].max()
        if not isinstance(last, datetime):
            raise QueryError(
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

    def who(self, words: str, *, on: date | None = None) -> Answer:
        """Return who holds a place at the end of a day, by default that of the last report."""
        found = self.places.find(words)
        day = on or self.last_day
        statements = self.about(found.place)
        holding = holding_on(found.place, statements, on=day, context=self._context(found.place))
        return self._answer(found, day, holding, statements)

    def timeline(self, words: str, *, until: date | None = None) -> tuple[Holding, ...]:
        """Return the runs of days with one answer; () where nothing is told of the place."""
        place = self.places.find(words).place
        return self._timeline(place, self._about_ids, until=until)

    def explain(
        self, words: str, *, on: date | None = None, actor: str | None = None
    ) -> Explanation:
        """Return the terms that add up to the answer on a day, for its holder or for `actor`."""
        place = self.places.find(words).place
        return explain(
            place,
            self.about(place),
            on=on or self.last_day,
            actor=actor,
            context=self._context(place),
        )

    def holdings(self, *, on: date | None = None) -> Iterator[Holding]:
        """Yield who holds each place of the store at the end of a day, in order of place id.

        Places that reports name and no gazetteer row was found for are left out.
        """
        about = self._in_memory()
        for place in self._resolved:
            yield holding_on(
                place,
                about([place.id]),
                on=on or self.last_day,
                context=self._context(place, about),
            )

    def timelines(self, *, until: date | None = None) -> Iterator[Holding]:
        """Yield the runs of all places of the store, in order of place id and time.

        Places that reports name and no gazetteer row was found for are left out.
        """
        about = self._in_memory()
        for place in self._resolved:
            yield from self._timeline(place, about, until=until)

    def about(self, place: Place) -> tuple[Statement, ...]:
        """Return the statements about a place, in the log's order."""
        return self._about_ids([place.id])

    def _timeline(self, place: Place, about: About, *, until: date | None) -> tuple[Holding, ...]:
        context = self._context(place, about)
        return timeline(place, about([place.id]), until=until, context=context)

    def _answer(
        self, found: Found, day: date, holding: Holding, statements: tuple[Statement, ...]
    ) -> Answer:
        share = holding.holder or (holding.absent[0] if holding.absent else None)
        speaking = set(share.statements if share else holding.statements)
        evidence = sorted((s for s in statements if s.id in speaking), key=_strength)
        rest = set(holding.statements) - speaking
        against = sorted((s for s in statements if s.id in rest), key=_strength)
        reason = why_empty(holding, statements)
        return Answer(
            place=found.place,
            on=day,
            holding=holding,
            sentence=answer_sentence(holding, day, reason=reason),
            reason=reason,
            evidence=tuple(evidence),
            against=tuple(against),
            others=found.others,
        )

    def _about_ids(self, place_ids: Collection[str]) -> tuple[Statement, ...]:
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

    def _context(self, place: Place, about: About | None = None) -> Context:
        about = about or self._about_ids
        around = [i for i in self._wide if i != place.id and self._contains(i, place.id)]
        inside: tuple[str, ...] = ()
        if place.feature_class in _WIDE and place.feature_code not in _NOT_SUMMED:
            inside = self.places.ids_inside(place)
        return Context(
            ties=self._ties,
            regions=about(around) if around else (),
            inside=about(inside) if inside else (),
            siblings=self._siblings,
        )

    @property
    def _resolved(self) -> Iterator[Place]:
        return (place for place in self.places if not place.id.startswith(UNRESOLVED))

    @cached_property
    def _runs(self) -> tuple[Holding, ...]:
        return tuple(self.timelines())

    @cached_property
    def _wide(self) -> tuple[str, ...]:
        return tuple(p.id for p in self.places if p.feature_class in _WIDE)

    def _contains(self, outer: str, inner: str) -> bool:
        return self._gazetteer.contains(outer, inner)


def _strength(statement: Statement) -> tuple[float, str, str]:
    published = statement.published.isoformat() if statement.published else ""
    return -statement.claim.confidence, published, statement.id
