"""A store as the public may see it: the same verbs, and nothing of them that is not public."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from whoholds.errors import QueryError
from whoholds.gazetteer import Gazetteer
from whoholds.log import Moment, Snapshot
from whoholds.model import Holding, Statement
from whoholds.publish.public import DELAY, WORDS, Profile, last_public_day, public
from whoholds.registry import Registry
from whoholds.service.brief import Brief
from whoholds.service.desk import Desk
from whoholds.service.lens import DEFAULT, Lens
from whoholds.service.whoholds import Whoholds


class Outgoing(Whoholds):
    """A store whose every answer passed `public`: its exports are fit to be published."""

    def __init__(
        self, store: Whoholds, *, today: date | None = None, delay: int = DELAY, words: int = WORDS
    ) -> None:
        """today: UTC, for the delay in days. words: of a report's sentence, at most."""
        super().__init__(store.store, factory=store._factory, versions=store._versions)
        self.profile = Profile(
            until=last_public_day(today or datetime.now(UTC).date(), delay=delay),
            words=words,
            name_of=_bodies(self.registry),
            place_of=self.gazetteer.place,
        )

    def desk(self, as_of: Moment | None = None, *, lens: Lens = DEFAULT) -> Desk:
        """Return the public answers of one version of the store."""
        snapshot = self.store.as_of(as_of)
        return PublicDesk(snapshot, self.gazetteer, self.registry, self.profile, lens=lens)


class PublicDesk(Desk):
    """Answers from what may be published alone."""

    def __init__(
        self,
        snapshot: Snapshot,
        gazetteer: Gazetteer,
        registry: Registry,
        profile: Profile,
        *,
        lens: Lens,
    ) -> None:
        shown = {s.id: public(s, profile) for s in snapshot.statements()}
        withheld = [i for i, statement in shown.items() if statement is None]
        super().__init__(snapshot.without(withheld), gazetteer, registry, lens=lens)
        self._shown = tuple(s for s in shown.values() if s is not None)
        self._profile = profile

    @property
    def version(self) -> str:
        """The version of the store and the profile, in words."""
        return f"{super().version}; {self._profile}"

    def statements(self) -> tuple[Statement, ...]:
        """Return all that may be published, as it may be."""
        return self._shown

    def day_of(self, on: date | None, known: date | None) -> date:
        """Return the day asked about; raises QueryError for one that is not public yet."""
        day = super().day_of(on, known)
        if day > self._profile.until:
            raise QueryError(
                where=f"--on {day}",
                what=f"not public yet: the last public day is {self._profile.until}",
                fix="Ask about an earlier day, or give a shorter --delay.",
            )
        return day

    def briefs(
        self, ids: Collection[str] | None = None, *, known: date | None = None
    ) -> Iterator[Brief]:
        """Yield what bears on each place that may be told of."""
        for brief in super().briefs(ids, known=known):
            place = public(brief.place, self._profile)
            if place is not None:
                yield replace(brief, place=place)

    def holdings(self, *, on: date | None = None, known: date | None = None) -> Iterator[Holding]:
        """Yield who holds each place, as it may be told."""
        yield from self._public(super().holdings(on=on, known=known))

    def timelines(
        self, *, until: date | None = None, known: date | None = None
    ) -> Iterator[Holding]:
        """Yield the runs of all places, as they may be told."""
        yield from self._public(super().timelines(until=until, known=known))

    def _public(self, holdings: Iterator[Holding]) -> Iterator[Holding]:
        told = (public(holding, self._profile) for holding in holdings)
        return (holding for holding in told if holding is not None)


def _bodies(registry: Registry) -> Callable[[str], str | None]:
    """Return a look-up of bodies' names by id, or by one of their names."""
    names = {actor.id: actor.name for actor in registry.actors.values()}
    for entry in registry.speakers:
        names.update((name, entry.name) for name in (entry.id, entry.name, *entry.names))
    return names.get
