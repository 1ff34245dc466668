"""All that bears on a place, gathered from one version of a store."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, cached_property

from whoholds.control import (
    Context,
    Near,
    Settings,
    Voice,
)
from whoholds.gazetteer import Gazetteer
from whoholds.log import (
    Origin,
    Snapshot,
    independence,
    origins,
)
from whoholds.model import (
    Place,
    Statement,
)
from whoholds.registry import Registry
from whoholds.service.around import Around
from whoholds.service.brief import Brief
from whoholds.service.learned import (
    Learned,
    LearnedFiles,
    Lesson,
    learn_from,
    lesson_of,
    places_to_learn_from,
    stamp_of,
)
from whoholds.service.lens import PLAIN, Lens, Level
from whoholds.service.places import UNRESOLVED, StorePlaces
from whoholds.service.published import Published
from whoholds.service.review.weighing import weighed
from whoholds.service.shelf import Shelf
from whoholds.service.texts import Texts
from whoholds.service.ties import RegistryTies
from whoholds.service.touched import touched_places

_WIDE = frozenset({"A", "L"})
_NOT_SUMMED = frozenset({"PCLI"})
"""Kinds of places that are too wide to be told by the places inside them."""

MOST_HELD = 60_000
"""Statements of the places last asked about that are kept, about 4 KB each."""
CHUNK = 20_000
"""Statements that are read from the store at once, about 4 KB each."""

TEXT_ID = 12
"""Characters of a report's id that tell it from the others about a place."""

Voices = Callable[[str], Mapping[str, Voice] | None]
"""Gives the voices behind the statements that bear on a place, None where they are not kept."""

About = Callable[[Collection[str]], tuple[Statement, ...]]


class Gathering:
    """What bears on the places of one version of a store; kept for the next question."""

    def __init__(
        self,
        snapshot: Snapshot,
        gazetteer: Gazetteer,
        registry: Registry,
        *,
        lens: Lens = PLAIN,
        kept: LearnedFiles | None = None,
        texts: Texts | None = None,
    ) -> None:
        """lens: how the store is looked at. kept: where to keep what it teaches. texts: of the
        reports, where another gathering has read them."""
        self.snapshot, self.lens = snapshot, lens
        self._registry, self._kept_learned = registry, kept
        self.places = StorePlaces(snapshot, gazetteer)
        self._ties = RegistryTies(registry)
        self._siblings = cache(lambda region: len(gazetteer.within(region)) or None)
        self._gazetteer = gazetteer
        self._names = {actor.id: actor.name for actor in registry.actors.values()}
        self._named = {entry.id for entry in registry.speakers} | self._names.keys()
        self._briefs_held = Shelf[tuple[str, date | None], Brief](MOST_HELD, size=lambda b: b.size)
        self._alone_held = Shelf[tuple[str, date | None], Brief](MOST_HELD, size=lambda b: b.size)
        self._texts = Texts(snapshot) if texts is None else texts
        self.kept_voices: Voices = lambda _place_id: None
        self._regional: dict[str, tuple[Statement, ...]] = {}
        self._learned: dict[date | None, Learned] = {}
        self._weights: dict[date | None, dict[str, Settings]] = {}
        self._published = Published(snapshot)

    def brief(self, place: Place, known: date | None = None) -> Brief:
        """Return all that bears on a place; kept for the next question about it."""
        return self._briefs_held.get(
            (place.id, known), lambda: self._brief(place, self._about_ids, known)
        )

    def briefs(
        self, ids: Collection[str] | None = None, *, known: date | None = None
    ) -> Iterator[Brief]:
        """Yield what bears on each place of the store, in order of id; of those named, if given.

        Places that reports name and no gazetteer row was found for are left out.
        """
        wanted = [i for i in self.places.names if ids is None or i in ids]
        for chunk in self._chunks([i for i in wanted if not i.startswith(UNRESOLVED)]):
            about = self._in_memory(chunk)
            for place_id in chunk:
                yield self._brief(self.places.place(place_id), about, known)

    def touched(self, since: int) -> frozenset[str]:
        """Return the ids of the store's places on which anything after a version bears.

        That is all of them where the store has learned anew whom to believe.
        """
        if self.lens.learned and lesson_of(self.snapshot) != lesson_of(self.snapshot.at(since)):
            return frozenset(self.places.names)
        return touched_places(
            self.snapshot, since, among=self.places.names, gazetteer=self._gazetteer
        )

    def prepare(self) -> None:
        """Work out what questions about any place need, so that the first is no slower."""
        self.learned_by(None)
        len(self._wide)

    @cached_property
    def learned(self) -> Learned:
        """Whom to believe and how fast places change hands, as the store teaches it."""
        return self.learned_by(None)

    def learned_by(self, known: date | None) -> Learned:
        """Return what the store teaches, of what had been published by the end of a day alone.

        It is learned anew at steps of the store's growth (`learned.lesson_of`).
        """
        if not self.lens.learned:
            return Learned()
        if known not in self._learned:
            lesson = lesson_of(self.snapshot, known)
            self._learned[known] = Learned() if lesson is None else self._learn(lesson)
        return self._learned[known]

    def _learn(self, lesson: Lesson) -> Learned:
        stamp = stamp_of({"places": self._gazetteer.version})
        found = self._kept_learned.find(lesson, stamp) if self._kept_learned else None
        if found is None:
            unjudged = self.snapshot.unjudged()
            then = Gathering(unjudged, self._gazetteer, self._registry, texts=self._texts)
            ids = places_to_learn_from(then.snapshot, lesson)
            told = ((b.place, b.statements, b.context) for b in then.briefs(ids))
            found = learn_from(told, lesson=lesson)
            if self._kept_learned is not None:
                self._kept_learned.keep(found, stamp)
        return found

    def _settings(self, country: str | None, known: date | None) -> Settings:
        """Return the weights of control inference in a country."""
        if known not in self._weights:
            self._weights[known] = self.learned_by(known).settings()
        weights = self._weights[known]
        return weights.get(country or "") or weights[""]

    @cached_property
    def _around(self) -> Around:
        return Around(p for p in self.places if not p.id.startswith(UNRESOLVED))

    def _near(self, place: Place, known: date | None) -> Iterator[Near]:
        """Yield the neighbours of a place, each by what bears on itself alone."""
        for other, close in self._around.of(place):
            brief = self._alone_kept(other, known)
            if brief.case.groups:
                yield Near(brief.case, close)

    def _alone_kept(self, place: Place, known: date | None) -> Brief:
        return self._alone_held.get(
            (place.id, known), lambda: self._alone(place, self._about_ids, known)
        )

    def _about_ids(self, place_ids: Collection[str]) -> tuple[Statement, ...]:
        if not place_ids:
            return ()
        named = [i for i in place_ids if i.startswith(UNRESOLVED)]
        found = self.snapshot.about([i for i in place_ids if i not in named])
        ids = [i for key in named for i in self.places.statement_ids(key)]
        return (*found, *(self.snapshot.statements(ids=ids) if ids else ()))

    def _chunks(self, place_ids: Sequence[str]) -> Iterator[list[str]]:
        """Yield the places in groups of about CHUNK statements."""
        rows = self.snapshot.frame(["place_id"], in_order=False)
        counted = rows.group_by("place_id").len()
        counts = dict(counted.iter_rows())
        chunk: list[str] = []
        held = 0
        for place_id in place_ids:
            chunk.append(place_id)
            held += counts.get(place_id, 0)
            if held >= CHUNK:
                yield chunk
                chunk, held = [], 0
        if chunk:
            yield chunk

    def _in_memory(self, place_ids: Collection[str]) -> About:
        """Return a look-up of statements by place; those of the places named are read at once."""
        by_place = self._by_place({*place_ids, *self._wide} - self._regional.keys())
        self._regional.update({i: by_place.get(i, ()) for i in self._wide if i in by_place})
        self._texts.of({s.report_id for i in place_ids for s in by_place.get(i, ())})

        def about(ids: Collection[str]) -> tuple[Statement, ...]:
            missing = [i for i in ids if i not in by_place and i not in self._regional]
            more = self._by_place(missing) if missing else {}
            return tuple(
                s for i in ids for s in by_place.get(i) or self._regional.get(i) or more.get(i, ())
            )

        return about

    def _by_place(self, ids: Collection[str]) -> dict[str, tuple[Statement, ...]]:
        """Return the statements about each of the places, () where there is none."""
        found: dict[str, list[Statement]] = {i: [] for i in ids}
        for statement in self.snapshot.about(ids):
            phrase = statement.claim.place
            if phrase is not None and phrase.place_id is not None:
                found[phrase.place_id].append(statement)
        return {i: tuple(statements) for i, statements in found.items()}

    def _brief(self, place: Place, about: About, known: date | None = None) -> Brief:
        """Gather what bears on a place, its neighbours with it where the lens has them."""
        brief = self._alone(place, about, known)
        if not self.lens.neighbours:
            return brief
        near = tuple(self._near(place, known))
        return Brief(place, brief.statements, replace(brief.context, near=near))

    def _alone(self, place: Place, about: About, known: date | None = None) -> Brief:
        """Gather what bears on a place: statements on it, around it and inside it, and voices.

        known: only what had been published by the end of this day.
        """
        around = [i for i in self._wide if i != place.id and self._contains(i, place.id)]
        inside: tuple[str, ...] = ()
        if place.feature_class in _WIDE and place.feature_code not in _NOT_SUMMED:
            inside = self.places.ids_inside(place)
        statements, regions, parts = (
            weighed(self._published.by(known, about(ids)), self.snapshot.standings)
            for ids in ([place.id], around, inside)
        )
        context = Context(
            settings=self._settings(place.country, known),
            by_side=self.lens.level is Level.SIDE,
            origins=self._voices_at(place.id, (*statements, *regions, *parts), known),
            independence=_independence,
            ties=self._ties,
            names=self._names,
            regions=regions,
            inside=parts,
            siblings=self._siblings,
        )
        return Brief(place, statements, context)

    def _voices_at(
        self, place_id: str, statements: Sequence[Statement], known: date | None
    ) -> Mapping[str, Voice]:
        """Return the voices behind the statements that bear on a place, kept or made now."""
        kept = self.kept_voices(place_id) if known is None else None
        if kept is not None and all(s.id in kept for s in statements):
            return kept
        return self._voices(statements)

    def _voices(self, statements: Sequence[Statement]) -> dict[str, Voice]:
        """Return the voice behind each statement, by its id."""
        origins = self._origins(statements).items()
        return {i: Voice(o.key, o.text[:TEXT_ID], o.agency, o.side) for i, o in origins}

    def _origins(self, statements: Sequence[Statement]) -> dict[str, Origin]:
        reports, prints = self._texts.of({s.report_id for s in statements})
        return origins(statements, reports, generic=self._unnamed(statements), prints=prints)

    def _unnamed(self, statements: Sequence[Statement]) -> set[str]:
        """Return the speaker ids that stand for unnamed persons: no body and no party has them."""
        used = {p.speaker_id for s in statements for p in s.claim.speakers if p.speaker_id}
        return used - self._named

    @cached_property
    def _wide(self) -> tuple[str, ...]:
        return tuple(p.id for p in self.places if p.feature_class in _WIDE)

    def _contains(self, outer: str, inner: str) -> bool:
        return self._gazetteer.contains(outer, inner)


def _independence(one: Voice, other: Voice) -> float:
    """Return how much (0..1) a claim of one voice adds to the same claim of another."""
    first, second = (
        Origin(key=v.key, text=v.text, agency=v.agency, side=v.side) for v in (one, other)
    )
    return independence(first, second)
